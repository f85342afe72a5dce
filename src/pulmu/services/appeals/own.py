"""A firm's own appeal on one application: as it is written, what was sent of it, and what it was answered."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from pulmu.model import AccessRefused, Document, InputError, OutsideError
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.accounts.identify import ZONE
from pulmu.services.appeals.answer import ToldAnswer, told_answer
from pulmu.services.applications.board import find_shown_call
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.letters.own import OwnLetter, own_letters
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.workspaces.documents import find_document, save_document, unknown_document
from pulmu.support.calls.appeals import AppealTerms, appeal_terms, last_moment

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
    """

    receipt: Delivery
    withdrawn: datetime | None
    answer: ToldAnswer | None

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
    told : When the decision was told by a letter; None where none came through this place.
    ends : First moment that is too late, as the letter tells it; None where none came.
    """

    application: Delivery
    agency_name: str
    call: Call | None
    grounds: str
    number: int
    sent: tuple[SentAppeal, ...]
    told: datetime | None
    ends: datetime | None

    @property
    def terms(self) -> AppealTerms:
        """How long one may appeal."""
        return appeal_terms(self.call)

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
    written = find_document(gate, actor, "appeal", application)
    tree: Any = {} if written is None else written.document.tree
    letter = next(iter(own_letters(gate, actor, about.receiver, about.about)), None)
    call = _call(gate, actor, about)
    return OwnAppeal(
        application=about, agency_name=name, call=call, grounds=str(tree.get("grounds", "")),
        number=0 if written is None else written.version.number, sent=_appeals(sent, answers),
        told=None if letter is None else letter.at, ends=None if letter is None else _ends(call, letter),
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


def _appeals(sent: tuple[Delivery, ...], answers: dict[str, ToldAnswer]) -> tuple[SentAppeal, ...]:
    gone = {item.id: item.at for item in sent if item.kind == "appeal_withdrawal"}
    return tuple(
        SentAppeal(item, gone.get(withdrawal_of(item.id)), answers.get(item.id))
        for item in sent
        if item.kind == "appeal"
    )


def withdrawal_of(appeal: str) -> str:
    """Receipt of the withdrawal of an appeal."""
    return hashlib.sha256(json.dumps(["appeal_withdrawal", appeal]).encode()).hexdigest()


def _ends(call: Call | None, letter: OwnLetter) -> datetime | None:
    """The end of the last day the letter names; where it names none, by the days of the call or of the act."""
    if letter.told is None:
        return None
    about = letter.told.call
    if about.appeal_until is not None:
        return datetime.combine(about.appeal_until + timedelta(days=1), time(), ZONE)
    return last_moment(call, datetime.combine(about.decided_on, time(), ZONE))


def _call(gate: Gate, actor: Actor, about: Delivery) -> Call | None:
    try:
        return find_shown_call(gate, actor, about.receiver, about.about).call
    except (AccessRefused, OutsideError):  # shown no more
        return None
