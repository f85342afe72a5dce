"""Decisions of a call: all that are asked for or none, within the money and places that are left."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulmu.model import InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.deciding import CallState, DecisionRecord, Outcome
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import unknown_document

_BEFORE_SCORES: tuple[Outcome, ...] = ("not_eligible", "incomplete", "withdrawn")
"""What can be decided before scores are opened: nothing of it depends on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWish:
    """What is to be decided of an application.

    Parameters
    ----------
    seen : Number of the decision it follows; 0 for the first. If another was made meanwhile, nothing is decided.
    told : Reasons with margins, as the letter tells them.
    """

    application: str
    outcome: Outcome
    amount_krw: int = 0
    seen: int = 0
    told: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def decide(gate: Gate, actor: Actor, call: str, wishes: Iterable[DecisionWish]) -> tuple[DecisionRecord, ...]:
    """Decide, in one transaction with what it takes of the call's money and places.

    Raises
    ------
    AccessRefused  They may not, or there is no such call or application (`access.unknown_document`).
    InputError  More is granted than is left (`call.over_budget`, `call.over_places`), an amount does not fit what was
        decided (`call.amount`), or the scores are sealed still (`call.scores_sealed`). Nothing is decided then.
    ConflictError  Somebody else decided meanwhile (`store.decided`).
    """
    asked = tuple(wishes)
    deed = Deed("decide_application", f"call:{call}", detail={"decisions": str(len(asked))})
    with gate.writing(actor, deed) as work:
        state = work.call_state(call)
        if state is None:
            raise unknown_document()
        for wish in asked:
            _check(work, state, wish)
        _take(work, state, asked)
        made = tuple(_decision(gate, actor, call, wish) for wish in asked)
        for item in made:
            work.add_decision(item)
    return made


def _check(work: WorkspaceRecords, state: CallState, wish: DecisionWish) -> None:
    known = work.received(wish.application)
    if known is None or known.kind != "application" or known.about != state.call:
        raise unknown_document()
    place = f"application {wish.application}"
    if state.stage in ("taking", "reviewing") and wish.outcome not in _BEFORE_SCORES:
        said, mend = "the scores are sealed still", "open them first"
        raise InputError.of("call.scores_sealed", place, said, mend)
    if wish.amount_krw < 0 or (wish.amount_krw and wish.outcome != "selected"):
        said, mend = f"{wish.amount_krw} won do not fit what is decided", "grant money to who is selected only"
        raise InputError.of("call.amount", place, said, mend, amount=wish.amount_krw)
    if known.ended is not None and wish.outcome not in _BEFORE_SCORES:
        said, mend = "the application was withdrawn or replaced", "look at the list as it is now"
        raise InputError.of("call.application_ended", place, said, mend)


def _take(work: WorkspaceRecords, state: CallState, asked: tuple[DecisionWish, ...]) -> None:
    """What the wishes together take or give back: one statement, so that it is all there or nothing is taken."""
    krw = places = 0
    for wish in asked:
        before = work.decision(state.call, wish.application)
        krw += wish.amount_krw - (before.amount_krw if before is not None else 0)
        places += (wish.outcome == "selected") - (before is not None and before.outcome == "selected")
    if not krw and not places:
        return
    if work.commit(state.call, krw, places):
        return
    left = None if state.budget_krw is None else state.budget_krw - state.committed_krw
    if left is not None and krw > left:
        said = f"{krw:,} won more are granted, and {left:,} are left"
        raise InputError.of("call.over_budget", f"call {state.call}", said, "grant less", asked=krw, left=left)
    free = 0 if state.places is None else state.places - state.taken
    said = f"{places} more are selected, and {free} places are left"
    raise InputError.of("call.over_places", f"call {state.call}", said, "select fewer", asked=places, left=free)


def _decision(gate: Gate, actor: Actor, call: str, wish: DecisionWish) -> DecisionRecord:
    content = json.dumps(dict(wish.told), ensure_ascii=False, sort_keys=True)
    return DecisionRecord(
        call=call, application=wish.application, number=wish.seen + 1, outcome=wish.outcome,
        amount_krw=wish.amount_krw, at=gate.world.now(), author=actor.id, content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(), note=wish.note,
    )  # fmt: skip
