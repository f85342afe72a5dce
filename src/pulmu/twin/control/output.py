"""The second examination: whether a write may leave, asked of the state anew at the very output.

It shares no check with the machine on purpose. A fault there, or a control taken out of it, is caught here.
"""

import math
from collections.abc import Callable

from pulmu.model.errors import problem
from pulmu.model.guard_profile import Interlock, Limit
from pulmu.model.problem import Problem
from pulmu.twin.control.action import Action, Alarm, Write
from pulmu.twin.control.binding import binding_of, commands_seal, seal
from pulmu.twin.control.state import Seen, State
from pulmu.twin.control.turn import Turn, fail_safe, record, withdrawn

Rule = Callable[[Write, State, Limit], bool]
_TYPES = {"number": float, "whole": int, "truth": bool, "choice": str}


def _meant(value: object) -> bool:
    if type(value) is int:
        return abs(value) <= 9_007_199_254_740_992
    if type(value) is not float:
        return True
    if value == 0.0:
        return str(value) == "0.0"
    return math.isfinite(value) and 2.2250738585072014e-308 <= abs(value) <= 1e15


def _inside(value: object, limit: Limit) -> bool:
    if limit.kind == "choice":
        return isinstance(value, str) and value in limit.choices
    if limit.kind == "truth":
        return True
    low, high = limit.low, limit.high
    if not isinstance(value, int | float) or low is None or high is None:
        return False
    return math.isfinite(value) and not (value < low or value > high)


def _beats(_: Write, state: State, __: Limit) -> bool:
    return state.beat is not None and 0 <= state.now.monotonic - state.beat[1] <= state.profile.heartbeat_s


def _fetched(action: Write, state: State, tag: str) -> Seen | None:
    """The reading that was fetched for this write: by the read right before it."""
    seen = state.samples.get(tag)
    is_mine = seen is not None and seen.answers == action.ticket - 1 and seen.received == state.now.monotonic
    return seen if is_mine else None


def _read(action: Write, state: State) -> float | None:
    """Number that stands at the tag by the reading that was fetched."""
    seen = _fetched(action, state, action.tag)
    if seen is None or seen.sample.quality != "good":
        return None
    value = seen.sample.value
    return None if value is None or isinstance(value, str) else float(value)


def _standing(action: Write, state: State, limit: Limit) -> bool:
    seen = _fetched(action, state, limit.tag)
    if seen is None or seen.sample.unit != limit.unit:
        return False
    value = seen.sample.value
    if isinstance(value, bool) != (limit.kind == "truth") or isinstance(value, str) != (limit.kind == "choice"):
        return False
    return seen.sample.quality == "good" and value is not None and _inside(value, limit) and _is_young(
        state, limit.tag, limit.age_s, limit.age_by
    )  # fmt: skip


def _is_young(state: State, tag: str, age_s: float, by: str) -> bool:
    seen = state.samples.get(tag)
    if seen is None:
        return False
    stamp = seen.sample.at if by == "source" else seen.sample.received
    if stamp is None:
        return False
    age = state.now.wall - stamp.timestamp()
    return -state.profile.clock_s <= age <= age_s and 0 <= state.now.monotonic - seen.received <= age_s


def _steps(action: Write, state: State, limit: Limit) -> bool:
    if limit.kind not in ("number", "whole"):
        return True
    stands = _read(action, state)
    return stands is not None and limit.step is not None and abs(float(action.value) - stands) <= limit.step  # type: ignore[arg-type]


def _earlier(action: Write, state: State) -> list[tuple[float, float]]:
    """Moves of the tag before this one, which the state knows already."""
    mine = [(move.at, move.distance) for move in state.moves if move.tag == action.tag]
    return mine[:-1]


def _rates(action: Write, state: State, limit: Limit) -> bool:
    if limit.kind not in ("number", "whole"):
        return True
    stands, now = _read(action, state), state.now.monotonic
    lately = math.fsum(far for at, far in _earlier(action, state) if at > now - 60.0)
    most = limit.rate_per_minute
    return stands is not None and most is not None and lately + abs(float(action.value) - stands) <= most  # type: ignore[arg-type]


def _dwells(action: Write, state: State, limit: Limit) -> bool:
    return all(state.now.monotonic - at >= limit.dwell_s for at, _ in _earlier(action, state))


def _asks(item: Interlock, value: object) -> bool:
    if item.equals is not None:
        return type(value) is type(item.equals) and value == item.equals
    if type(value) not in (int, float) or not math.isfinite(float(value)):  # type: ignore[arg-type]
        return False
    number = float(value)  # type: ignore[arg-type]
    return number >= (-math.inf if item.low is None else item.low) and number <= (
        math.inf if item.high is None else item.high
    )


def _locks(action: Write, state: State, limit: Limit) -> bool:
    for item in state.profile.interlocks:
        if item.guards and limit.tag not in item.guards:
            continue
        seen = _fetched(action, state, item.tag)
        if seen is None or seen.sample.quality != "good" or seen.sample.unit != item.unit:
            return False
        if not _is_young(state, item.tag, item.age_s, item.age_by):
            return False
        if not _asks(item, seen.sample.value):
            return False
    return True


def _is_its_turn(action: Write, state: State, _: Limit) -> bool:
    run = state.run
    if state.phase != "writing" or run is None or run.stage != "write" or run.ticket != action.ticket:
        return False
    wanted = run.proposal.group.setpoints[run.index]
    same = type(wanted.value) is type(action.value) and (wanted.tag, wanted.value) == (action.tag, action.value)
    return same and len(run.touched) == run.index + 1


def _bound(_: Write, state: State, __: Limit) -> bool:
    run = state.run
    if run is None:
        return False
    made = binding_of(run.proposal.group, run.proposal.proof, state.plant, state.rules.seal)
    return made == run.arming.binding == run.proposal.binding


def _two(_: Write, state: State, __: Limit) -> bool:
    run = state.run
    return run is not None and (not state.profile.two_persons or run.arming.by.id != run.proposal.author.id)


def _of_plant(_: Write, state: State, __: Limit) -> bool:
    run = state.run
    return run is not None and run.arming.by.plant == state.plant == run.proposal.author.plant


def _armed_by_role(_: Write, state: State, __: Limit) -> bool:
    run, roles = state.run, state.profile.roles
    return run is not None and bool(run.arming.by.roles & set(roles.arm)) and bool(
        run.proposal.author.roles & set(roles.propose)
    )  # fmt: skip


def _spent(_: Write, state: State, __: Limit) -> bool:
    run = state.run
    return run is not None and bool(state.spent) and state.spent.count(run.arming.token) == 1 == len(
        [token for token in state.spent[-1:] if token == run.arming.token]
    )  # fmt: skip


def _holds(_: Write, state: State, __: Limit) -> bool:
    run = state.run
    if run is None:
        return False
    return len(run.touched) > 1 or 0 <= state.now.monotonic - run.arming.at <= state.profile.arm_expires_s


def _alone_on_its_way(action: Write, state: State, _: Limit) -> bool:
    return [item.ticket for item in state.pending.values() if item.tag == action.tag] == [action.ticket]


def _proven(_: Write, state: State, __: Limit) -> bool:
    run = state.run
    if run is None:
        return False
    proof, commands = run.proposal.proof, commands_seal(run.proposal.group)
    clean = type(proof.violations) is int and proof.violations == 0 and bool(proof.snapshot and proof.model)
    return clean and (proof.commands, proof.profile) == (commands, state.rules.seal)


def _through_map(_: Write, state: State, __: Limit) -> bool:
    run = state.run
    return run is not None and run.proposal.proof.tag_map == (
        "" if state.profile.tag_map is None else state.profile.tag_map
    )


def _of_line(_: Write, state: State, __: Limit) -> bool:
    run, named = state.run, state.profile.watched
    if run is None or named is None:
        return run is not None
    proof = run.proposal.proof
    return [proof.line, proof.model] == [named.line, seal([named.line, proof.bounds])]


def _of_report(_: Write, state: State, __: Limit) -> bool:
    run, named = state.run, state.profile.watched
    return run is not None and (named is None or run.proposal.proof.report == named.report)


def _goes_back(action: Write, state: State, _: Limit) -> bool:
    run = state.run
    if state.phase != "reverting" or run is None or run.ticket != action.ticket or not run.index:
        return False
    touched = run.touched[run.index - 1]
    given = [item.compensation for item in run.setpoints if item.tag == action.tag and item.compensation is not None]
    return touched.tag == action.tag and action.value == (given[0] if given else touched.before)


def _is_safe(action: Write, _: State, limit: Limit) -> bool:
    value = limit.safe
    return value is not None and type(value) is type(action.value) and value == action.value


ALWAYS: dict[str, Rule] = {
    "switch": lambda _, state, __: state.is_switched_on,
    "link": lambda _, state, __: state.is_linked,
    "manual": lambda action, state, _: action.tag not in state.overridden,
    "allow_list": lambda action, state, _: any(item.tag == action.tag for item in state.profile.limits),
    "kind": lambda action, _, limit: type(action.value) is _TYPES[limit.kind],
    "plain": lambda action, _, __: _meant(action.value),
    "unit": lambda action, _, limit: action.unit == limit.unit,
    "range": lambda action, _, limit: _inside(action.value, limit),
}
GROUP: dict[str, Rule] = {
    "order": _is_its_turn,
    "kill": lambda _, state, __: not state.is_killed,
    "audit": lambda _, state, __: not state.is_record_lost,
    "heartbeat": _beats, "token": _spent, "binding": _bound, "second_person": _two, "plant": _of_plant,
    "role": _armed_by_role, "expiry": _holds, "proof": _proven, "tag_map": _through_map,
    "line": _of_line, "report": _of_report,
    "pending": _alone_on_its_way,
    "standing": _standing, "step": _steps, "rate": _rates, "dwell": _dwells, "interlock": _locks,
}  # fmt: skip
REVERT: dict[str, Rule] = {
    "order": _goes_back,
    "kill": lambda _, state, __: not state.is_killed,
    "audit": lambda _, state, __: not state.is_record_lost,
}
SAFE: dict[str, Rule] = {
    "order": lambda action, state, _: state.phase == "failed_safe" and action.tag in state.owed,
    "safe_value": _is_safe,
    "looks_first": lambda _, state, __: not state.looks_first,
}


def permitted(action: Write, state: State) -> tuple[Problem, ...]:
    """Why a write may not leave; empty if it may.

    Parameters
    ----------
    state : As it is after the step that asks for the write.
    """
    limit = next((item for item in state.profile.limits if item.tag == action.tag), None)
    known = limit or Limit(tag=action.tag)
    rules = {"group": GROUP, "revert": REVERT, "safe": SAFE}.get(action.why, {"order": lambda *_: False})
    return tuple(
        problem("control.output", action.tag, f"the last examination before the plant stopped a write: {name}",
                "tell the maker: the guard has a fault", control=name)
        for name, holds in (*ALWAYS.items(), *rules.items()) if not holds(action, state, known)
    )  # fmt: skip


def screened(turn: Turn) -> Turn:
    """The turn without writes that may not leave; the guard then falls back to the safe state."""
    if not turn.actions:
        return turn
    actions, state = _screened(turn.state, turn.actions)
    return turn if len(actions) == len(turn.actions) and state is turn.state else Turn(state, actions)


def _screened(state: State, actions: tuple[Action, ...]) -> tuple[tuple[Action, ...], State]:
    if not any(isinstance(item, Write) for item in actions):
        return actions, state
    kept: list[Action] = []
    stopped: tuple[Problem, ...] = ()
    for item in actions:
        found = permitted(item, state) if isinstance(item, Write) else ()
        if isinstance(item, Write) and found:
            state = withdrawn(state, item)
            kept += [record(state, "stopped", about=item.tag, reasons=found, value=item.value), Alarm(reason=found[0])]
            stopped = stopped or (() if item.why == "safe" else found)
        else:
            kept.append(item)
    if stopped:
        after = fail_safe(state, stopped[0])
        more, state = _screened(after.state, after.actions)
        kept += more
    return tuple(kept), state
