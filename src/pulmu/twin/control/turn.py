"""A step of the guard: the state after it, and what is asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pulmu.model.errors import problem
from pulmu.model.guard_profile import Limit
from pulmu.model.problem import Problem
from pulmu.twin.control.action import Action, Alarm, Read, Record, Why, Write
from pulmu.twin.control.state import Move, Seen, State
from pulmu.twin.control.value import distance, shown, stands


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of a step so far."""

    state: State
    actions: tuple[Action, ...] = ()

    def then(self, go: "Callable[[State], Turn]") -> "Turn":
        """This, and what comes next."""
        return self.with_more(go(self.state))

    def with_more(self, more: "Turn | None") -> "Turn":
        """This, and what came of it; None where nothing did."""
        if more is None:
            return self
        return more if not self.actions else Turn(more.state, (*self.actions, *more.actions))


def record(
    state: State, what: str, *, by: str = "", about: str = "", reasons: tuple[Problem, ...] = (), **detail: object
) -> Record:
    """A record of this moment."""
    said = tuple((name, shown(value)) for name, value in detail.items())
    return Record(what=what, by=by, wall=state.now.wall, phase=state.phase, about=about, detail=said, reasons=reasons)


def reads(state: State, tags: tuple[str, ...]) -> tuple[State, Read]:
    """Ask the plant for tags; the state knows the ticket."""
    ticket = state.ticket + 1
    return replace(state, ticket=ticket), Read(ticket=ticket, tags=tags)


def writes(state: State, tag: str, value: object, why: Why, before: object, unit: str) -> tuple[State, Write]:
    """Ask for a write; the state knows that it is on its way, when it was, and how far it goes.

    From where a safe value moves the plant is not known: it uses up the rate of its tag.
    """
    action = Write(ticket=state.ticket + 1, tag=tag, value=value, unit=unit, why=why)
    horizon = state.now.monotonic - state.rules.memory_s
    kept = tuple(move for move in state.moves if move.at >= horizon)
    far = distance(before, value) if why != "safe" else state.rules.limits[tag].rate_per_minute or 0.0
    moved = Move(tag, state.now.monotonic, far)
    after = replace(state, ticket=action.ticket, pending={**state.pending, action.ticket: action}, moves=(*kept, moved))
    return after, action


def taken(state: State, tag: str) -> State:
    """The state in which the last write to a tag counts from now on, when its answer came.

    The plant took it at some moment since it was asked for, nobody knows which: dwell and rate run from the latest.
    """
    last = max((place for place, move in enumerate(state.moves) if move.tag == tag), default=None)
    if last is None:
        return state
    moved = replace(state.moves[last], at=state.now.monotonic)
    return replace(state, moves=(*state.moves[:last], *state.moves[last + 1 :], moved))


def withdrawn(state: State, action: Write) -> State:
    """The state without a write that did not leave."""
    pending = {key: item for key, item in state.pending.items() if key != action.ticket}
    state = replace(state, moves=state.moves[:-1], pending=pending)
    run = state.run
    if action.why != "group" or run is None:
        return state
    engaged = {tag: item for tag, item in state.engaged.items() if tag != action.tag}
    engaged |= {tag: item for tag, item in run.prior.items() if tag == action.tag}
    return replace(state, engaged=engaged, run=replace(run, touched=run.touched[:-1]))


def stood_down(state: State) -> State:
    """Nothing is proposed or armed any more; what was verified before stays in charge."""
    return replace(state, phase="verified" if state.engaged else "disarmed", proposal=None, arming=None, run=None)


def fail_safe(state: State, reason: Problem) -> Turn:
    """Let go of everything, and bring what was written to its safe value; or hold it where the engineer says so.

    A group that was on its way is never left half-way in silence: what is held of it is named.
    """
    limits = state.rules.limits
    owed = tuple(
        tag for tag in reversed(tuple(state.engaged))
        if tag not in state.overridden and tag in limits and limits[tag].safe is not None
    )  # fmt: skip
    after = replace(
        state, phase="failed_safe", proposal=None, arming=None, run=None, owed=owed, read_ticket=0,
        safe_until=state.now.monotonic + state.profile.safe_within_s,
    )  # fmt: skip
    held = ", ".join(tag for tag in state.engaged if tag not in owed)
    reasons = (reason, *_half_way(state, owed))
    said = record(after, "failed_safe", about=group_named(state), reasons=reasons, to_safe=", ".join(owed), held=held)
    return Turn(after, (said, *(Alarm(reason=item) for item in reasons))).then(owe)


def _half_way(state: State, owed: tuple[str, ...]) -> tuple[Problem, ...]:
    """What was written of a group that does not go on, and has no safe value to go to."""
    touched = [item.tag for item in state.run.touched] if state.run is not None else []
    left = [tag for tag in dict.fromkeys(touched) if tag not in owed and tag not in state.overridden]
    if not left:
        return ()
    found = problem(
        "control.half_group", f"group {group_named(state)}", f"ended half-way, and left as written: {', '.join(left)}",
        "see to these tags at the plant: the limits give them no safe value", tags=", ".join(left),
    )  # fmt: skip
    return (found,)


def group_named(state: State) -> str:
    """Group that is armed or under way, by id; empty where none is."""
    if state.run is not None:
        return state.run.proposal.group.id
    return state.proposal.group.id if state.proposal is not None and state.arming is not None else ""


def drop(state: State, reason: Problem) -> Turn:
    """Give up what is under way: to the safe state if anything was written, else back to read only."""
    if state.engaged or (state.run is not None and state.run.touched):
        return fail_safe(state, reason)
    after = stood_down(state)
    said = record(after, "dropped", about=group_named(state), reasons=(reason,))
    return Turn(after, (said, Alarm(reason=reason)))


def owe(state: State) -> Turn:
    """Write the safe values that are still owed; look first where somebody may have been at the plant meanwhile.

    While the local switch is not known it is looked, and nothing is written: what went out before may have come.
    """
    if not state.owed or not state.is_linked or state.read_ticket:
        return Turn(state)
    if state.looks_first or not state.is_switched_on:
        return look(state)
    turn = Turn(state)
    if any(item.why == "safe" for item in state.pending.values()):
        return turn  # else what was answered would be written again before all are, and nobody would ever look
    for tag in state.owed:
        if tag not in state.overridden:
            turn = turn.then(lambda known, tag=tag: _write_safe(known, tag))  # type: ignore[misc]
    return turn


def _write_safe(state: State, tag: str) -> Turn:
    limit = state.rules.limits[tag]
    value = limit.safe
    after, action = writes(state, tag, value, "safe", state.engaged[tag].written, limit.unit)
    return Turn(after, (record(after, "writes", about=tag, value=value, why="safe"), action))


def look(state: State) -> Turn:
    """Read what is owed."""
    after, action = reads(state, state.owed)
    return Turn(waits_for(after, action), (action,))


def waits_for(state: State, action: Read) -> State:
    """The state that waits for a read, where no group runs."""
    return replace(state, read_ticket=action.ticket, read_until=state.now.monotonic + state.profile.answer_s)


def settle(state: State) -> Turn:
    """Look whether what is owed has come to its safe value; whoever set another value meanwhile keeps it."""
    turn = Turn(replace(state, read_ticket=0))
    for tag in state.owed:
        turn = turn.then(lambda known, tag=tag: _settle_one(known, tag))  # type: ignore[misc]
    return turn.then(_looked)


def _looked(state: State) -> Turn:
    """After the look, what is still owed is written; without a good reading of each it is looked again."""
    if not state.looks_first or not state.is_switched_on:
        return Turn(state)
    seen = [(state.samples.get(tag), state.rules.limits[tag]) for tag in state.owed]
    if all(item is not None and tells_now(state, item, limit) for item, limit in seen):
        return owe(replace(state, looks_first=False))
    return Turn(state)


def tells_now(state: State, seen: Seen, limit: Limit) -> bool:
    """Whether a reading of this very instant tells what stands at a tag; one without a value, or of another unit, does
    not, and is no sign of a hand either."""
    sample = seen.sample
    is_now = seen.received == state.now.monotonic
    return is_now and sample.quality == "good" and sample.value is not None and sample.unit == limit.unit


def _settle_one(state: State, tag: str) -> Turn:
    seen, limit, touched = state.samples.get(tag), state.rules.limits[tag], state.engaged[tag]
    if seen is None or not tells_now(state, seen, limit):
        return Turn(state)
    value = seen.sample.value
    if stands(value, limit.safe, limit):
        if any(item.tag == tag for item in state.pending.values()):
            return Turn(state)
        return Turn(_no_longer_owed(state, tag), (record(state, "is_safe", about=tag, value=value),))
    if state.looks_first and not any(stands(value, mine, limit) for mine in (touched.written, touched.before)):
        after = replace(_no_longer_owed(state, tag), overridden=state.overridden | {tag})
        found = taken_by_hand(tag)
        return Turn(after, (record(after, "manual", about=tag, reasons=(found,), value=value), Alarm(reason=found)))
    return Turn(state)


def _no_longer_owed(state: State, tag: str) -> State:
    engaged = {name: item for name, item in state.engaged.items() if name != tag}
    return replace(state, owed=tuple(item for item in state.owed if item != tag), engaged=engaged)


def taken_by_hand(tag: str) -> Problem:
    """A person set a tag by hand."""
    return problem("control.manual", tag, f"{tag}: a person has it in hand", "ask them to give it back first", tags=tag)
