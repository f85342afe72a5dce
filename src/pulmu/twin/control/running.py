"""A committed group on its way: permissives, write, read back, effect; and back again, in reverse order."""

from dataclasses import replace

from pulmu.model.errors import problem
from pulmu.model.problem import Problem
from pulmu.model.setpoint import Setpoint
from pulmu.twin.control.action import Action, Alarm
from pulmu.twin.control.event import Touched
from pulmu.twin.control.permissive import fetched, latest, objections, standing, tags_before
from pulmu.twin.control.state import Awaited, Run, Stage, State
from pulmu.twin.control.turn import Turn, fail_safe, reads, record, stood_down, writes
from pulmu.twin.control.value import stands

CYCLES = 2
"""Times a value is read back before it counts as not taken."""


def ask(state: State, run: Run, stage: Stage, tags: tuple[str, ...]) -> Turn:
    """Read tags for a stage of the run."""
    after, action = reads(state, tags)
    until = state.now.monotonic + state.profile.answer_s
    return Turn(replace(after, run=replace(run, stage=stage, ticket=action.ticket, deadline=until)), (action,))


def begin(state: State, run: Run) -> Turn:
    """Read what the whole group depends on."""
    return ask(replace(state, phase="committed"), run, "permissives", tags_before(state, run.setpoints))


def permissives_read(state: State, run: Run) -> Turn:
    """Write the setpoint if all holds at this instant; of an untouched group all setpoints are looked at."""
    wanted = run.setpoints if not run.touched else run.setpoints[run.index : run.index + 1]
    found = tuple(item for setpoint in wanted for item in objections(state, setpoint))
    found += tuple(item for setpoint in wanted for item in _unseen_effects(state, setpoint))
    if found:
        return revert(state, *found)
    return _write(state, run, run.setpoints[run.index])


def _unseen_effects(state: State, setpoint: Setpoint) -> tuple[Problem, ...]:
    limit = state.rules.limits.get(setpoint.tag)
    tags = [effect.tag for effect in limit.effects] if limit else []
    return tuple(
        problem("control.not_known", tag, "what stands there now is not known: no fresh and good reading",
                "see why the plant gives none", tag=tag)
        for tag in tags if _number(state, tag) is None
    )  # fmt: skip


def _number(state: State, tag: str) -> float | None:
    sample = latest(state, tag, state.profile.answer_s, "server")
    value = sample.value if sample is not None else None
    return float(value) if isinstance(value, bool | int | float) else None


def _write(state: State, run: Run, setpoint: Setpoint) -> Turn:
    before = standing(state, state.rules.limits[setpoint.tag]) if setpoint.tag in state.rules.limits else None
    touched = Touched(tag=setpoint.tag, before=before, written=setpoint.value)
    after, action = writes(state, setpoint.tag, setpoint.value, "group", before, setpoint.unit)
    run = replace(
        run, stage="write", ticket=action.ticket, deadline=state.now.monotonic + state.profile.answer_s,
        touched=(*run.touched, touched), awaited=(*run.awaited, *_awaited(state, setpoint, before)),
    )  # fmt: skip
    after = replace(after, phase="writing", run=run, engaged={**state.engaged, setpoint.tag: touched})
    said = record(after, "writes", by=run.arming.by.id, about=setpoint.tag, before=before, value=setpoint.value)
    return Turn(after, (said, action))


def _awaited(state: State, setpoint: Setpoint, before: object) -> tuple[Awaited, ...]:
    change = _change(before, setpoint.value)
    found = []
    for effect in state.rules.limits[setpoint.tag].effects if setpoint.tag in state.rules.limits else ():
        start = _number(state, effect.tag)
        way = {"up": 1, "down": -1, "with": change, "against": -change}[effect.moves]
        if start is not None and change:
            until = state.now.monotonic + effect.within_s
            found.append(Awaited(tag=effect.tag, start=start, by=effect.by, direction=way, until=until))
    return tuple(found)


def _change(before: object, after: object) -> int:
    """1 up, -1 down, 0 where nothing changes; a choice that changes counts as up."""
    if isinstance(before, int | float) and isinstance(after, int | float):
        return (after > before) - (after < before)
    return int(before != after)


def answered(state: State, run: Run, outcome: str) -> Turn:
    """What became of the write that is waited for; one that may or may not have been taken is a lost link: nothing is
    written, not even back, before the plant was read."""
    tag, _ = wanted_now(state, run)
    if outcome == "accepted":
        return ask(state, replace(run, cycles=0), "read_back", (tag,))
    if outcome != "refused":
        found = problem("control.write_unknown", tag, "it is not known whether the plant took the write",
                        "see to the link and the plant", tag=tag)  # fmt: skip
        return fail_safe(replace(state, looks_first=True), found)
    found = problem("control.write_refused", tag, "the plant refused the write", "see in the plant why it refuses",
                    tag=tag)  # fmt: skip
    return _failed(state if state.phase == "reverting" else _untouched(state, run), found)


def _untouched(state: State, run: Run) -> State:
    """A refused write changed nothing: its tag need not go back."""
    last = run.touched[-1].tag
    engaged = {tag: item for tag, item in state.engaged.items() if tag != last}
    engaged |= {tag: item for tag, item in run.prior.items() if tag == last}
    return replace(state, run=replace(run, touched=run.touched[:-1]), engaged=engaged)


def _failed(state: State, found: Problem) -> Turn:
    return fail_safe(state, found) if state.phase == "reverting" else revert(state, found)


def read_back(state: State, run: Run) -> Turn:
    """Whether the value that was written stands there."""
    tag, wanted = wanted_now(state, run)
    limit = state.rules.limits[tag]
    sample = fetched(state, tag, limit.age_s, limit.age_by)
    is_late = any(item.tag == tag for item in state.pending.values())
    if sample is not None and sample.unit == limit.unit and stands(sample.value, wanted, limit) and not is_late:
        said = record(state, "read_back", about=tag, value=sample.value)
        return Turn(state, (said,)).then(lambda known: _next(known, run))
    if state.phase == "reverting" and tag in state.overridden:
        return _next(state, run)
    cycles = run.cycles + 1
    if cycles < CYCLES:
        return Turn(replace(state, run=replace(run, stage="again", ticket=0, cycles=cycles)))
    found = problem(
        "control.read_back", tag, "what was read back is not what was written",
        "see in the plant why it does not take the value", wanted=wanted, tag=tag,
        seen="-" if sample is None else sample.value,
    )  # fmt: skip
    return _failed(state, found)


def wanted_now(state: State, run: Run) -> tuple[str, object]:
    """Tag and value that are being written."""
    if state.phase != "reverting":
        setpoint = run.setpoints[run.index]
        return setpoint.tag, setpoint.value
    touched = run.touched[run.index - 1]
    return touched.tag, value_back(run, touched)


def value_back(run: Run, touched: Touched) -> object:
    """What goes back to a tag: what its setpoint says, else what stood there before."""
    given = next((item.compensation for item in run.setpoints if item.tag == touched.tag), None)
    return touched.before if given is None else given


def _next(state: State, run: Run) -> Turn:
    """The next setpoint, or the end of the group."""
    if state.phase == "reverting":
        return put_back(replace(state, run=replace(run, index=run.index - 1)))
    run = replace(run, index=run.index + 1, ticket=0, cycles=0)
    if run.index < len(run.setpoints):
        return ask(state, run, "permissives", tags_before(state, run.setpoints[run.index : run.index + 1]))
    after = replace(state, phase="verifying", run=replace(run, stage="effects"))
    return moved(after, after.run or run)


def moved(state: State, run: Run) -> Turn:
    """What is still to be seen to move; verified when nothing is left."""
    left = tuple(item for item in run.awaited if not _has_moved(state, item))
    if left:
        return Turn(replace(state, run=replace(run, awaited=left, ticket=0)))
    after = replace(state, phase="verified", run=None, proposal=None, arming=None)
    return Turn(after, (record(after, "verified", by=run.arming.by.id, about=run.proposal.group.id),))


def _has_moved(state: State, item: Awaited) -> bool:
    value = _number(state, item.tag)
    return value is not None and item.direction * (value - item.start) >= item.by


def again(state: State, run: Run) -> Turn:
    """With the next tick: read once more."""
    if run.stage == "again":
        tag, _ = wanted_now(state, run)
        return ask(state, run, "read_back", (tag,))
    if run.stage == "effects" and run.awaited:
        tags = dict.fromkeys((*(item.tag for item in run.awaited), *(item.tag for item in run.touched)))
        after, action = reads(state, tuple(tags))
        return Turn(after, (action,))
    return Turn(state)


def revert(state: State, *reasons: Problem) -> Turn:
    """Put back what was written of the group; where nothing was, it is refused and that is all."""
    run = state.run
    if run is None or not run.touched:
        after = stood_down(state)
        by, about = (run.proposal.author.id, run.proposal.group.id) if run else ("", "")
        return Turn(after, (record(after, "refused", by=by, about=about, reasons=reasons),))
    after = replace(state, phase="reverting", run=replace(run, index=len(run.touched), awaited=(), ticket=0))
    alarms: tuple[Action, ...] = tuple(Alarm(reason=item) for item in reasons)
    said = record(after, "reverts", by=run.arming.by.id, about=run.proposal.group.id, reasons=reasons)
    return Turn(after, (said, *alarms)).then(put_back)


def put_back(state: State) -> Turn:
    """The next tag that goes back, in reverse order; a tag a person has in hand is left to them."""
    run = state.run
    if run is None:
        return Turn(state)
    index = run.index
    while index and run.touched[index - 1].tag in state.overridden:
        index -= 1
    if not index:
        return _reverted(state, run)
    touched = run.touched[index - 1]
    value = value_back(run, touched)
    unit = state.rules.limits[touched.tag].unit
    after, action = writes(state, touched.tag, value, "revert", touched.written, unit)
    run = replace(run, stage="write", index=index, ticket=action.ticket, cycles=0,
                  deadline=state.now.monotonic + state.profile.answer_s)  # fmt: skip
    return Turn(
        replace(after, run=run), (record(after, "writes", about=touched.tag, value=value, why="revert"), action)
    )


def _reverted(state: State, run: Run) -> Turn:
    mine = {item.tag for item in run.touched}
    engaged = {tag: item for tag, item in state.engaged.items() if tag not in mine}
    engaged |= {tag: item for tag, item in run.prior.items() if tag in mine and tag not in state.overridden}
    after = replace(state, phase="reverted", run=None, proposal=None, arming=None, engaged=engaged)
    return Turn(after, (record(after, "reverted", about=run.proposal.group.id),))
