"""A firm's own appeal on one application: as it is written, what was sent of it, and what it was answered."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from pulmu.model import AccessRefused, Document, InputError, OutsideError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.appeals.answer import ToldAnswer, told_answer
from pulmu.services.appeals.put_off import ToldDelay, told_delay
from pulmu.services.applications.board import find_shown_call
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.letters.own import OwnLetter, own_letters
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.workspaces.documents import find_document, save_document, unknown_document
from pulmu.support.calls.appeals import (
    AppealTerms,
    LastDay,
    answer_until,
    appeal_terms,
    appeal_until,
    told_appeal,
    told_until,
)

WRITTEN = "appeal/1"
LONGEST = 20_000
OwnState = Literal["sent", "taken", "withdrawn", "upheld", "rejected"]
_MOST_WAITING = 1_000


@dataclass(frozen=True, slots=True)
class SentAppeal:
    """An appeal that was sent.

    Parameters
    ----------
    withdrawn : When it was taken back.
    answer : What the agency decided on it.
    answer_by : Last day of the answer, as far as the firm was told.
    delay : Why the answer takes longer, where the agency put it off.
    """

    receipt: Delivery
    withdrawn: datetime | None
    answer: ToldAnswer | None
    answer_by: LastDay
    delay: ToldDelay | None

    @property
    def state(self) -> OwnState:
        """Where it stands; an answer counts also where it was taken back too late."""
        if self.answer is not None:
            return self.answer.verdict
        if self.withdrawn is not None:
            return "withdrawn"
        return "sent" if self.receipt.taken is None else "taken"


@dataclass(frozen=True, slots=True)
class OwnAppeal:
    """Everything a firm has of its appeal on one application.

    Parameters
    ----------
    application : Receipt of the application.
    call : The call as it is shown; None where it is shown no more.
    grounds : As they were saved last; `number` is their version, 0 before the first.
    sent : Appeals that were sent, newest first.
    terms : How long one may appeal: as the letter tells, else as the call or the act says.
    told : When the letter of the decision was delivered; None where none came through this place.
    until : Last day, by that letter; None where none came.
    """

    application: Delivery
    agency_name: str
    call: Call | None
    grounds: str
    number: int
    sent: tuple[SentAppeal, ...]
    terms: AppealTerms
    told: datetime | None
    until: LastDay | None

    @property
    def ends(self) -> datetime | None:
        """First moment that is too late; None where no letter came."""
        return None if self.until is None else self.until.over

    @property
    def standing(self) -> SentAppeal | None:
        """The one that waits for its answer."""
        return next((item for item in self.sent if item.state in ("sent", "taken")), None)

    @property
    def answered(self) -> SentAppeal | None:
        """The one that was answered: no other can be sent."""
        return next((item for item in self.sent if item.answer is not None), None)


def own_appeal(gate: Gate, actor: Actor, application: str) -> OwnAppeal:
    """The firm's appeal on an application it sent. Nothing is taken in by it.

    Raises
    ------
    AccessRefused  They may not, or no application of theirs has this receipt (`access.unknown_document`).
    """
    found = find_own_appeal(gate, actor, application)
    if found is None:
        raise unknown_document()
    return found


def find_own_appeal(gate: Gate, actor: Actor, application: str) -> OwnAppeal | None:
    """The same; None where no application of theirs has this receipt.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.seeing(actor, "read_application") as crossing:
        about = crossing.delivery(application)
        if about is None or about.kind != "application" or about.sender != actor.workspace:
            return None
        name = crossing.workspace_name(about.receiver)
        sent = tuple(item for item in crossing.sent() if (item.receiver, item.about) == (about.receiver, about.about))
        waiting = tuple(item for item in crossing.waiting(_MOST_WAITING) if _is_from(item, about))
    with gate.reading(actor, "read_application") as work:
        taken = tuple(item for item in work.whole_received("answer", about.about) if _is_from(item, about))
    came: tuple[Delivery | Received, ...] = (*taken, *waiting)
    answers = {told.appeal: told for item in came if (told := told_answer(item)) is not None}
    delays = {delay.appeal: delay for item in came if (delay := told_delay(item)) is not None}
    written = find_document(gate, actor, "appeal", application)
    tree: Any = {} if written is None else written.document.tree
    letter = _first_letter(gate, actor, about)
    call = _call(gate, actor, about)
    return OwnAppeal(
        application=about, agency_name=name, call=call, grounds=str(tree.get("grounds", "")),
        number=0 if written is None else written.version.number, sent=_appeals(call, sent, answers, delays),
        terms=_terms(call, letter), told=None if letter is None else letter.at,
        until=None if letter is None else _until(call, letter),
    )  # fmt: skip


def list_own_appeals(gate: Gate, actor: Actor) -> tuple[OwnAppeal, ...]:
    """Appeals the firm wrote, sent or not, newest version first.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_application") as work:
        heads = sorted(work.documents("appeal"), key=lambda item: (item.at, item.document), reverse=True)
    return tuple(own_appeal(gate, actor, head.document) for head in heads)


def save_appeal(gate: Gate, actor: Actor, application: str, grounds: str, *, seen: int) -> OwnAppeal:
    """Keep the grounds in a new version; nothing is sent.

    Raises
    ------
    AccessRefused  They may not, or no application of theirs has this receipt (`access.unknown_document`).
    InputError  There are no grounds, or too many signs of them (`appeal.grounds`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    authorise(actor, "write_application", "")
    said = checked_grounds(grounds)
    own_appeal(gate, actor, application)
    save_document(gate, actor, "appeal", application, _document(application, said), seen=seen)
    return own_appeal(gate, actor, application)


def checked_grounds(grounds: str) -> str:
    """The grounds as they are kept.

    Raises
    ------
    InputError  There are none, or too many signs of them (`appeal.grounds`).
    """
    said = grounds.strip()
    if 0 < len(said) <= LONGEST:
        return said
    raise InputError.of(
        "appeal.grounds", "grounds", "no grounds are given, or more than an appeal can hold",
        f"say in at most {LONGEST:,} signs why the decision is wrong", limit=f"{LONGEST:,}",
    )  # fmt: skip


def _document(application: str, grounds: str) -> Document:
    return document_of_tree({"pulmu": WRITTEN, "application": application, "grounds": grounds}, f"{application}.json")


def _is_from(item: Delivery | Received, about: Delivery) -> bool:
    return (item.sender, item.about) == (about.receiver, about.about)


def _appeals(
    call: Call | None, sent: tuple[Delivery, ...], answers: dict[str, ToldAnswer], delays: dict[str, ToldDelay]
) -> tuple[SentAppeal, ...]:
    gone = {item.id: item.at for item in sent if item.kind == "appeal_withdrawal"}
    return tuple(
        SentAppeal(
            item, gone.get(withdrawal_of(item.id)), answers.get(item.id),
            answer_until(call, item.at, 0 if (delay := delays.get(item.id)) is None else delay.further), delay,
        )
        for item in sent if item.kind == "appeal"
    )  # fmt: skip


def withdrawal_of(appeal: str) -> str:
    """Receipt of the withdrawal of an appeal."""
    return hashlib.sha256(json.dumps(["appeal_withdrawal", appeal]).encode()).hexdigest()


def _first_letter(gate: Gate, actor: Actor, about: Delivery) -> OwnLetter | None:
    """The letter the decision that stands was told by first; None where none came."""
    letters = own_letters(gate, actor, about.receiver, about.about)
    own = [item for item in letters if item.application == about.id]
    last = [item for item in own if item.number == own[0].number]
    return min(last, key=lambda item: (item.at, item.id), default=None)


def _terms(call: Call | None, letter: OwnLetter | None) -> AppealTerms:
    """As the letter tells; a letter that names a last day only leaves the days to the call or the act."""
    terms = appeal_terms(call)
    told = None if letter is None or letter.told is None else told_appeal(letter.told.call)
    if told is None or told.days is None:
        return terms
    return replace(terms, days=told.days, source=told.source)


def _until(call: Call | None, letter: OwnLetter) -> LastDay:
    return appeal_until(call, letter.at) if letter.told is None else told_until(letter.told.call, letter.at)


def _call(gate: Gate, actor: Actor, about: Delivery) -> Call | None:
    try:
        return find_shown_call(gate, actor, about.receiver, about.about).call
    except (AccessRefused, OutsideError):  # shown no more
        return None
