"""The guard of setpoints: a state and an event make the next state and actions. It is no safety function.

Everything that is asked to be written passes a second examination (`output.py`) that trusts nothing said before.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pulmu.twin.control.action import Record
from pulmu.twin.control.binding import binding_of
from pulmu.twin.control.checks import NOTHING, UNPROVEN, Act, Asked, refusals
from pulmu.twin.control.event import (
    Answered,
    Armed,
    AuditFailed,
    Committed,
    Event,
    Heartbeat,
    Killed,
    LinkBack,
    LinkLost,
    Overridden,
    Proposed,
    Released,
    Restarted,
    Sampled,
    Switched,
    Ticked,
)
from pulmu.twin.control.output import screened
from pulmu.twin.control.reactions import CLOCKS, REACTIONS
from pulmu.twin.control.running import again, answered, begin, moved, permissives_read, read_back
from pulmu.twin.control.state import Arming, Move, Proposal, Run, Seen, State, initial
from pulmu.twin.control.turn import Turn, look, owe, reads, record, settle, stood_down, taken, tells_now, waits_for
from pulmu.twin.control.value import stands

SPENT = 1000
"""Tokens that are remembered; older ones are refused by their number already."""


def step(state: State, event: Event) -> Turn:
    """The next state, and what is asked for, in the order in which it is to be done."""
    if isinstance(event, Restarted):
        return screened(RESTART["restart"](state, event)) if "restart" in RESTART else Turn(state)
    turn = Turn(state)
    for look_at in CLOCKS.values():
        turn = turn.with_more(look_at(turn.state, event.at))
    turn = turn.with_more(_noted(turn.state, event))
    for react in REACTIONS.values():
        turn = turn.with_more(react(turn.state))
    return screened(turn.with_more(_handled(turn.state, event)))


def _restarted(state: State, event: Restarted) -> Turn:
    """Nothing goes on where it was: read only, and what was written falls back as soon as that can be done.

    What was written within the last minute is not known: every tag counts as having used up its rate just now. Of a
    guard that never ran it is known: nothing.
    """
    fresh = replace(initial(state.profile, event.at), rules=state.rules)
    limits = fresh.rules.limits
    engaged = {item.tag: item for item in event.touched if item.tag in limits}
    spent = {} if event.is_first else limits
    after = replace(
        fresh, sequence=max(event.sequence, state.sequence), engaged=engaged, looks_first=True,
        moves=tuple(Move(item.tag, event.at.monotonic, item.rate_per_minute or 0.0) for item in spent.values()),
        ticket=state.ticket,
        phase="failed_safe" if engaged else "disarmed", safe_until=event.at.monotonic + fresh.profile.safe_within_s,
        owed=tuple(tag for tag in reversed(engaged) if limits[tag].safe is not None),
    )  # fmt: skip
    return Turn(after, (record(after, "restarted", owed=", ".join(after.owed)),))


RESTART: dict[str, Callable[[State, Restarted], Turn]] = {"restart": _restarted}


def _noted(state: State, event: Event) -> Turn | None:
    """Facts, and a record of those that people or the plant brought about."""
    after = noted(state, event)
    said = _said(after, event)
    if said is not None:
        return Turn(after, (said,))
    return None if after is state else Turn(after)


def _said(after: State, event: Event) -> Record | None:
    match event:
        case Ticked() | Sampled() | Heartbeat() | Answered():
            return None
        case Switched(is_on=is_on):
            return record(after, {True: "switch_on", False: "switch_off", None: "switch_unknown"}[is_on])
        case Killed(by=by):
            return record(after, "stop", by=by)
        case Overridden(tag=tag, is_on=is_on):
            return record(after, "hand_on" if is_on else "hand_off", about=tag)
        case LinkLost():
            return record(after, "link_lost")
        case LinkBack():
            return record(after, "link_back")
        case _:
            return None


def noted(state: State, event: Event) -> State:
    """Facts that an event tells, without any consequence."""
    at = event.at
    now = at if at.is_time and at.monotonic >= state.now.monotonic else state.now
    facts = _facts(state, event, now.monotonic)
    if now != state.now:
        facts["now"] = now
    return replace(state, **facts) if facts else state


_UNSURE: dict[str, Any] = {"pending": {}, "looks_first": True, "read_ticket": 0}
"""Nobody knows what becomes of what is on its way, or who sets what at the plant meanwhile."""

_SWITCHED: dict[bool | None, dict[str, Any]] = {
    True: {}, False: {"pending": {}, "is_killed": False, "is_record_lost": False}, None: _UNSURE
}  # fmt: skip
"""What else a setting of the local switch changes: off ends a stop."""


def _facts(state: State, event: Event, at: float) -> dict[str, Any]:
    """Fields of the state that an event changes by itself.

    Parameters
    ----------
    at : When it happens, by the clock that only runs. [s]
    """
    match event:
        case Sampled():
            known = state.rules.tags
            came = {item.tag: Seen(item, at, event.answers) for item in event.samples if item.tag in known}
            return {"samples": {**state.samples, **came}} if came else {}
        case Heartbeat(number=number) if type(number) is int and (state.beat is None or number > state.beat[0]):
            return {"beat": (number, at)}
        case Switched(is_on=is_on):
            return {"is_switched_on": is_on is True, "is_switch_known": is_on is not None, **_SWITCHED[is_on]}
        case Killed():
            return {"is_killed": True}
        case AuditFailed():
            return {"is_record_lost": True}
        case Overridden(tag=tag, is_on=is_on):
            others = state.overridden - {tag}
            return {"overridden": others | {tag} if is_on else others}
        case LinkLost():
            return {"is_linked": False, "samples": {}, **_UNSURE}
        case LinkBack():
            return {"is_linked": True}
        case _:
            return {}


def _handled(state: State, event: Event) -> Turn | None:
    match event:
        case Proposed():
            return _requested(state, event, "propose")
        case Armed():
            return _requested(state, event, "arm")
        case Committed():
            return _requested(state, event, "commit")
        case Released():
            return _requested(state, event, "release")
        case Answered():
            return _answered(state, event)
        case Sampled():
            return _sampled(state, event)
        case Ticked():
            return _ticked(state)
        case LinkBack() | Switched():
            return owe(state) if state.phase == "failed_safe" else None
        case _:
            return None


def _requested(state: State, event: Proposed | Armed | Committed | Released, act: Act) -> Turn:
    """Take a request, or refuse it with all reasons; either way it is kept."""
    about = state.proposal
    group, proof = (about.group, about.proof) if about else (NOTHING, UNPROVEN)
    if isinstance(event, Proposed):
        group, proof = event.group, event.proof
    asked = Asked(
        act=act, request=event.request, group=group, proof=proof,
        binding=getattr(event, "binding", ""), token=getattr(event, "token", ""),
    )  # fmt: skip
    reasons, counts = refusals(state, asked)
    if counts:
        state = replace(state, sequence=max(state.sequence, asked.request.sequence))
    if reasons:
        named = {"binding": asked.binding} if asked.binding else {}
        said = record(state, "refused", by=asked.request.by.id, about=group.id, reasons=reasons, act=act, **named)
        return Turn(state, (said,))
    return _TAKEN[act](state, asked)


def _propose(state: State, asked: Asked) -> Turn:
    binding = binding_of(asked.group, asked.proof, state.plant, state.rules.seal)
    proposal = Proposal(group=asked.group, proof=asked.proof, author=asked.request.by, binding=binding)
    after = replace(stood_down(state), proposal=proposal)
    return Turn(after, (record(after, "proposed", by=asked.request.by.id, about=asked.group.id, binding=binding),))


def _arm(state: State, asked: Asked) -> Turn:
    arming = Arming(by=asked.request.by, token=asked.token, binding=asked.binding, at=state.now.monotonic)
    after = replace(state, phase="armed", arming=arming)
    return Turn(after, (record(after, "armed", by=asked.request.by.id, about=asked.group.id, binding=asked.binding),))


def _commit(state: State, asked: Asked) -> Turn:
    if state.proposal is None or state.arming is None:
        return Turn(state)
    now = state.now.monotonic
    run = Run(proposal=state.proposal, arming=state.arming, begun=now, prior=dict(state.engaged))
    after = replace(state, spent=(*state.spent, asked.token)[-SPENT:])
    said = record(after, "committed", by=asked.request.by.id, about=asked.group.id, binding=asked.binding)
    return Turn(after, (said,)).then(lambda known: begin(known, run))


def _release(state: State, asked: Asked) -> Turn:
    after = replace(stood_down(state), phase="disarmed", engaged={})
    said = record(after, "released", by=asked.request.by.id, tags=", ".join(state.engaged))
    return Turn(after, (said,))


_TAKEN: dict[Act, Callable[[State, Asked], Turn]] = {
    "propose": _propose, "arm": _arm, "commit": _commit, "release": _release
}  # fmt: skip


def _answered(state: State, event: Answered) -> Turn:
    write, run = state.pending.get(event.ticket), state.run
    if write is None:
        return Turn(state, (record(state, "late_answer", ticket=event.ticket, outcome=event.outcome),))
    state = replace(state, pending={key: item for key, item in state.pending.items() if key != event.ticket})
    if event.outcome != "refused":
        state = taken(state, write.tag)
    said = Turn(state, (record(state, "answered", about=write.tag, outcome=event.outcome, value=write.value),))
    if run is not None and run.ticket == event.ticket and run.stage == "write":
        return said.then(lambda known: answered(known, run, event.outcome))
    if state.phase == "failed_safe" and not any(item.why == "safe" for item in state.pending.values()):
        return said.then(lambda known: look(known) if known.owed and known.is_linked else Turn(known))
    return said


def _sampled(state: State, event: Sampled) -> Turn:
    run = state.run
    if run is not None and event.answers and event.answers == run.ticket:
        if run.stage == "permissives":
            return permissives_read(state, run)
        return read_back(state, run) if run.stage == "read_back" else Turn(state)
    if run is not None:
        is_asked = run.stage == "effects" and event.answers
        return _seen_by_hand(state).then(_moved) if is_asked else Turn(state)
    if not event.answers or event.answers != state.read_ticket:
        return Turn(state)
    state = replace(state, read_ticket=0)
    return settle(state) if state.phase == "failed_safe" else _seen_by_hand(state)


def _moved(state: State) -> Turn:
    return moved(state, state.run) if state.run is not None and state.run.stage == "effects" else Turn(state)


def _seen_by_hand(state: State) -> Turn:
    """Whether a tag in charge has another value than was written: then a person has it."""
    taken = frozenset(tag for tag in state.engaged if _differs(state, tag))
    if not taken or "manual" not in REACTIONS:
        return Turn(state)
    known = replace(state, overridden=state.overridden | taken)
    return REACTIONS["manual"](known) or Turn(known)


def _differs(state: State, tag: str) -> bool:
    seen, limit = state.samples.get(tag), state.rules.limits.get(tag)
    if seen is None or limit is None or not tells_now(state, seen, limit):
        return False
    return not stands(seen.sample.value, state.engaged[tag].written, limit)


def _ticked(state: State) -> Turn:
    if state.run is not None:
        return again(state, state.run)
    if state.read_ticket and state.now.monotonic > state.read_until:
        state = replace(state, read_ticket=0)
    if state.phase == "failed_safe":
        return owe(state)
    if state.engaged and state.is_linked and not state.read_ticket:
        after, action = reads(state, tuple(state.engaged))
        return Turn(waits_for(after, action), (action,))
    return Turn(state)
