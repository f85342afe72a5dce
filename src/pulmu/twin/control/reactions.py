"""What the guard does of itself, whatever happens: looked at with every event, by level and not by edge.

Each is a control under the name it has in the other tables.
"""

from collections.abc import Callable
from dataclasses import replace

from pulmu.model.errors import problem
from pulmu.twin.control.action import Alarm
from pulmu.twin.control.event import Moment
from pulmu.twin.control.running import revert
from pulmu.twin.control.state import Move, Run, State
from pulmu.twin.control.turn import Turn, drop, group_named, record, stood_down

DRIFT = 5e-4
"""What a clock that is being set right may run off without jumping. [s/s]"""
Reaction = Callable[[State], Turn | None]
"""None where there is nothing to do: most are looked at in vain with every event."""


def is_busy(state: State) -> bool:
    """Whether anything is armed, under way or in charge; what is only proposed may wait."""
    return state.phase != "failed_safe" and bool(state.engaged or state.run or state.arming)


def jumped(state: State, at: Moment) -> bool:
    """Whether one of the clocks jumped since they were last found in order."""
    offset, _ = state.clock
    runs = at.monotonic >= state.now.monotonic
    return not (runs and abs(at.wall - at.monotonic - offset) <= state.profile.clock_s)


def followed(state: State, at: Moment) -> State:
    """The state that has followed a clock that is being set right slowly: no faster than such clocks go."""
    offset, since = state.clock
    if at.monotonic == since:
        return state
    most = DRIFT * (at.monotonic - since)
    change = min(most, max(-most, at.wall - at.monotonic - offset))
    return replace(state, clock=(offset + change, at.monotonic))


def clock(state: State, at: Moment) -> Turn | None:
    """After a jump no time is known: nothing that rests on one goes on."""
    if not jumped(state, at):
        known = followed(state, at)
        return None if known is state else Turn(known)
    found = problem(
        "control.clock", "clock", "a clock jumped: no age and no expiry is known any more",
        "set the clock of this machine right and keep it so (NTP), then begin anew",
    )  # fmt: skip
    if not at.is_time:
        at = state.now
    after = replace(
        state, now=at, clock=(at.wall - at.monotonic, at.monotonic), samples={},
        beat=state.beat and (state.beat[0], at.monotonic), safe_until=at.monotonic + state.profile.safe_within_s,
        moves=tuple(Move(move.tag, at.monotonic, move.distance) for move in state.moves),
    )  # fmt: skip
    said = Turn(after, (record(after, "clock_jumped", reasons=(found,)),))
    if state.run is None:
        return said.then(lambda known: Turn(stood_down(known) if is_busy(known) else known, (Alarm(reason=found),)))
    return said.then(lambda known: drop(known, found))


_SWITCH_UNKNOWN = problem(
    "control.switch_unknown", "local switch", "the local switch is not read fresh and good: nothing is written",
    "see to the switch and its tag at the plant; what was written goes to its safe value once it reads on",
)  # fmt: skip


def switch(state: State) -> Turn | None:
    """Whoever sets the local switch off has the plant: nothing at all is written from then on.

    Of a switch that is not known nobody can say that: what was written is still owed its safe value, and goes there
    once the switch is known to be on.
    """
    if state.is_switched_on or not (is_busy(state) or state.phase == "failed_safe"):
        return None
    if not state.is_switch_known:
        return drop(state, _SWITCH_UNKNOWN) if is_busy(state) else None
    left = ", ".join(state.owed or state.engaged)
    after = replace(
        state, phase="disarmed", proposal=None, arming=None, run=None, owed=(), engaged={}, read_ticket=0,
        looks_first=False,
    )  # fmt: skip
    found = problem(
        "control.switched_off", "local switch", f"the local switch was set off; left as they are: {left or 'nothing'}",
        "see to these tags at the plant", tags=left or "-",
    )  # fmt: skip
    said = record(after, "switched_off", reasons=(found,))
    return Turn(after, (said, Alarm(reason=found)) if left else (said,))


def kill(state: State) -> Turn | None:
    """After a stop nothing but safe values is written."""
    if not state.is_killed or not is_busy(state):
        return None
    return drop(state, problem("control.killed", "stop", "control was stopped",
                               "find out why; then set the local switch off and on again"))  # fmt: skip


def audit(state: State) -> Turn | None:
    """What cannot be kept is not done."""
    if not state.is_record_lost or not is_busy(state):
        return None
    found = problem("control.audit", "audit", "a record of control could not be kept",
                    "make room and see to the disk; then set the local switch off and on again")  # fmt: skip
    return drop(state, found)


def link(state: State) -> Turn | None:
    """Without a link nothing is known: what was written falls back when the plant can be reached again."""
    if state.is_linked or not is_busy(state):
        return None
    return drop(state, problem("control.no_link", "link", "the plant cannot be reached",
                               "see to the link, then try again"))  # fmt: skip


def heartbeat(state: State) -> Turn | None:
    """Who commands fell silent."""
    if not is_busy(state):
        return None
    most = state.profile.heartbeat_s
    if state.beat is not None and state.now.monotonic - state.beat[1] <= most:
        return None
    return drop(state, problem("control.silent", "heartbeat", "no sign of life of who commands",
                               "keep the session open that commands, then try again", most=most))  # fmt: skip


def manual(state: State) -> Turn | None:
    """A person's hand wins: their tag is let go of, and the rest of its group goes back."""
    taken = state.overridden & state.engaged.keys()
    run = state.run
    if run is not None and state.phase in ("committed", "writing", "verifying"):
        of_group = state.overridden & {item.tag for item in run.setpoints}
        if of_group:
            found = problem("control.manual", "plant", f"{', '.join(sorted(of_group))}: a person has it in hand",
                            "ask them to give it back first", tags=", ".join(sorted(of_group)))  # fmt: skip
            return revert(_let_go(state, taken), found)
    if not taken or state.phase == "reverting":
        return None
    found = problem("control.manual", "plant", f"{', '.join(sorted(taken))}: a person has it in hand",
                    "ask them to give it back first", tags=", ".join(sorted(taken)))  # fmt: skip
    after = _let_go(state, taken)
    if not after.engaged and after.run is None and after.arming is None and after.phase != "failed_safe":
        after = replace(after, phase="disarmed")
    return Turn(after, (record(after, "manual", reasons=(found,)), Alarm(reason=found)))


def _let_go(state: State, tags: frozenset[str]) -> State:
    engaged = {tag: item for tag, item in state.engaged.items() if tag not in tags}
    return replace(state, engaged=engaged, owed=tuple(tag for tag in state.owed if tag not in tags))


def expiry(state: State) -> Turn | None:
    """An arming that nobody commits ends by itself."""
    arming = state.arming
    if state.phase != "armed" or arming is None:
        return None
    if state.now.monotonic - arming.at <= state.profile.arm_expires_s:
        return None
    after = stood_down(state)
    found = problem("control.expired", "arming", "the arming has expired", "arm anew", most=state.profile.arm_expires_s)
    return Turn(after, (record(after, "expired", by=arming.by.id, about=group_named(state), reasons=(found,)),))


def answer(state: State) -> Turn | None:
    """The plant does not answer in time."""
    run = state.run
    if run is None or not run.ticket or state.now.monotonic <= run.deadline:
        return None
    found = problem("control.no_answer", _place(run), "the plant did not answer in time",
                    "see to the link and the plant; nothing more is written", most=state.profile.answer_s)  # fmt: skip
    return drop(state, found) if state.phase == "reverting" else revert(state, found)


def effect(state: State) -> Turn | None:
    """What had to move did not."""
    run = state.run
    late = next((item for item in run.awaited if state.now.monotonic > item.until), None) if run else None
    if run is None or late is None or state.phase != "verifying":
        return None
    found = problem("control.effect_missing", late.tag, "it did not move as it must after the write",
                    "find out why the plant does not follow; what was written goes back", tag=late.tag)  # fmt: skip
    return revert(state, found)


def safe_state(state: State) -> Turn | None:
    """The safe state was not reached in time: told once, and tried on."""
    if state.phase != "failed_safe" or not state.owed or not state.safe_until:
        return None
    if state.now.monotonic <= state.safe_until:
        return None
    tags = ", ".join(state.owed)
    found = problem("control.not_safe_in_time", "plant", f"not at their safe values in time: {tags}",
                    "go to the plant and see to these tags by hand", tags=tags)  # fmt: skip
    after = replace(state, safe_until=0.0)
    return Turn(after, (record(after, "not_safe_in_time", reasons=(found,)), Alarm(reason=found)))


def _place(run: Run) -> str:
    return f"group {run.proposal.group.id}"


REACTIONS: dict[str, Reaction] = {
    "switch": switch, "kill": kill, "audit": audit, "manual": manual, "link": link, "heartbeat": heartbeat,
    "expiry": expiry, "answer": answer, "effect": effect, "safe_state": safe_state,
}  # fmt: skip
"""In the order they are looked at; a jump of a clock is looked at before."""
CLOCKS: dict[str, Callable[[State, Moment], Turn | None]] = {"clock": clock}
