"""The firm of a workspace: its file in versions, the answers of a form in it, and what its size and programmes are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pulmu.model import Document, Firms, InputError, Problem, decode, has_errors
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.accounts.identify import ZONE
from pulmu.services.apply_for import Applied
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.firm_questions import Written, tell
from pulmu.services.live_firms import FirmWish, LiveFirms
from pulmu.services.records.document import DocumentVersion
from pulmu.services.size_firm import Sized
from pulmu.services.workspaces.documents import document_history, find_document, save_document
from pulmu.support.ownership import check_read_firms

FIRM = "firm"
"""A workspace has one firm."""
EMPTY = document_of_tree({"pulmu": "firm/1", "companies": [{"id": "firm"}]}, "")
"""The file of a firm of which nothing is told yet."""


@dataclass(frozen=True, slots=True)
class KeptFirm:
    """The firm's file as it stands, and everything that is wrong with it.

    Parameters
    ----------
    version : None before the first is saved.
    """

    version: DocumentVersion | None
    document: Document
    problems: tuple[Problem, ...]

    @property
    def number(self) -> int:
        """Number of the version; 0 before the first."""
        return 0 if self.version is None else self.version.number

    @property
    def content(self) -> str:
        """Hash of what is told."""
        return "" if self.version is None else self.version.sha256

    @property
    def is_readable(self) -> bool:
        """Whether it has no errors."""
        return not has_errors(self.problems)


@dataclass(frozen=True, slots=True)
class FirmAnswers:
    """What is said of the firm on a day."""

    firm: KeptFirm
    day: date
    sized: Sized
    applied: Applied


def read_firm(gate: Gate, actor: Actor, number: int | None = None) -> KeptFirm:
    """The firm's file, as it stands or as it stood; an empty one before the first is saved.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_document`).
    """
    found = find_document(gate, actor, "firm", FIRM, number)
    if found is None:
        return KeptFirm(None, EMPTY, ())
    return KeptFirm(found.version, found.document, problems_of(found.document))


def save_firm(gate: Gate, actor: Actor, document: Document, *, seen: int, note: str = "") -> KeptFirm:
    """A new version of the firm's file; one with problems is kept with them.

    Parameters
    ----------
    seen : Version the change was made on; 0 before the first.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  Somebody saved another meanwhile (`store.document_changed`).
    """
    kept = save_document(gate, actor, "firm", FIRM, document, seen=seen, note=note)
    return KeptFirm(kept.version, document, problems_of(document))


def answer_questions(gate: Gate, actor: Actor, answers: Mapping[str, str], *, seen: int, note: str = "") -> Written:
    """The answers of a form in a new version of the file. With errors, or where nothing changes, none is saved.

    Parameters
    ----------
    answers : By the names of the table of facts, as they were typed.
    seen : Version the questions were asked on.

    Raises
    ------
    AccessRefused, ConflictError  As for `save_firm`.
    InputError  The file has errors, so that no answer can be written into it.
    """
    authorise(actor, "write_firm", "")
    firm = read_firm(gate, actor, seen or None)
    if not firm.is_readable:
        raise InputError(*firm.problems)
    written = tell(firm.document, answers, today(gate))
    if not has_errors(written.problems) and written.document.tree != firm.document.tree:
        save_firm(gate, actor, written.document, seen=seen, note=note)
    return written


def firm_history(gate: Gate, actor: Actor) -> tuple[DocumentVersion, ...]:
    """Versions of the firm's file, newest first, without their content."""
    return document_history(gate, actor, "firm", FIRM)


def firm_answers(
    gate: Gate, actor: Actor, live: LiveFirms, *, day: date | None = None, cost_krw: int | None = None
) -> FirmAnswers:
    """Size and programmes of the firm.

    Parameters
    ----------
    day : Day asked about; today where None.
    cost_krw : Cost of the project asked about; what the file says where None.
    """
    firm = read_firm(gate, actor)
    asked = day or today(gate)
    wish = FirmWish(firm.content, asked, cost_krw)
    return FirmAnswers(firm, asked, live.sized(firm.document, wish), live.applied(firm.document, wish))


def firm_size(gate: Gate, actor: Actor, live: LiveFirms, *, day: date | None = None) -> tuple[KeptFirm, date, Sized]:
    """The firm, the day asked about (today where None), and its size on that day."""
    firm, asked = read_firm(gate, actor), day or today(gate)
    return firm, asked, live.sized(firm.document, FirmWish(firm.content, asked))


def today(gate: Gate) -> date:
    """The day it is where the firms are."""
    return gate.world.now().astimezone(ZONE).date()


def problems_of(document: Document) -> tuple[Problem, ...]:
    """Everything that is wrong with a firm's file."""
    return check_read_firms(document, decode(Firms, document))
