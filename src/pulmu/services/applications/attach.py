"""Papers of a firm's own application: files of its evidence, looked at before they go with it."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date

from pulmu.model import InputError, Problem, problem
from pulmu.model.application import Application, GivenDocument
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.access.secrecy import sees
from pulmu.services.applications.own import (
    OwnApplication,
    document_of_application,
    own_application,
    save_application,
)
from pulmu.services.records.paper import Paper
from pulmu.services.records.plant import EvidenceRecord
from pulmu.services.workspaces.documents import unknown_document
from pulmu.services.workspaces.evidence import keep_evidence

MOST_BYTES = 100_000_000
"""Of all papers of one application together."""
_STAYS = ("core_technology",)
"""Classes of secrecy of which nothing leaves the company."""
LookAtPaper = Callable[[bytes, str], str]
"""Says the media type of a paper by its content, or refuses it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PaperWish:
    """What is given as a paper: a file that comes now, or one of the evidence by its hash.

    Parameters
    ----------
    paper : Which one of those the call asks for.
    issued, valid_until : As the paper says.
    """

    paper: str
    name: str = ""
    content: bytes = b""
    sha256: str = ""
    issued: date | None = None
    valid_until: date | None = None


def attach_paper(
    gate: Gate, actor: Actor, agency: str, call: str, wish: PaperWish, look: LookAtPaper, *, seen: int
) -> OwnApplication:
    """Attach a paper in a new version of the application. A file that comes now is kept as evidence of the firm.

    Without a file and without a hash the days of the one that is there are changed.

    Raises
    ------
    AccessRefused  They may not, or there is no such call, or it asks for no such paper.
    InputError  The file is none that is taken (`application.paper_kind`, `application.paper_unknown`, ...).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    found = own_application(gate, actor, agency, call)
    if wish.paper not in {item.id for item in found.shown.call.documents}:
        raise unknown_document()
    before = next((item for item in found.application.documents if item.id == wish.paper), None)
    given = dataclasses.replace(
        _file(gate, actor, wish, before, look), issued=wish.issued, valid_until=wish.valid_until
    )  # fmt: skip
    others = (item for item in found.application.documents if item.id != wish.paper)
    return _saved(gate, actor, found, (*others, given), seen)


def detach_paper(gate: Gate, actor: Actor, agency: str, call: str, paper: str, *, seen: int) -> OwnApplication:
    """Take a paper off the application, in a new version; the file stays in the evidence.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    found = own_application(gate, actor, agency, call)
    return _saved(gate, actor, found, tuple(item for item in found.application.documents if item.id != paper), seen)


def evidence_to_attach(gate: Gate, actor: Actor) -> tuple[EvidenceRecord, ...]:
    """Files of the evidence that the actor may see, newest first.

    Raises
    ------
    AccessRefused  They may not write applications.
    """
    with gate.reading(actor, "read_application") as work:
        kept = work.all_evidence()
    return tuple(item for item in reversed(kept) if sees(actor, item.secrecy) and item.secrecy not in _STAYS)


def papers_to_send(
    gate: Gate, actor: Actor, application: Application, look: LookAtPaper
) -> tuple[tuple[Paper, ...], tuple[Problem, ...]]:
    """Papers of an application as they go with it, each looked at; and everything that is wrong with them."""
    papers: list[Paper] = []
    wrong: list[Problem] = []
    for given in application.documents:
        if not given.sha256:
            continue
        try:
            record = _known(gate, actor, given.id, given.sha256)
            media_type = look(gate.objects.get(actor.workspace, record.sha256), record.name)
        except InputError as error:
            wrong += error.problems
            continue
        papers.append(Paper(given.id, given.file or record.name, record.sha256, record.size, media_type))
    return tuple(papers), (*wrong, *_too_much(papers))


def _too_much(papers: list[Paper]) -> Iterator[Problem]:
    size = sum(item.size for item in papers)
    if size > MOST_BYTES:
        said = f"the papers together are {size / 1e6:,.0f} MB, more than {MOST_BYTES // 1_000_000} MB"
        yield problem("application.papers_large", "documents", said, "give smaller files", size=f"{size / 1e6:,.0f}",
                      most=MOST_BYTES // 1_000_000)  # fmt: skip


def _file(gate: Gate, actor: Actor, wish: PaperWish, before: GivenDocument | None, look: LookAtPaper) -> GivenDocument:
    if wish.content:
        look(wish.content, wish.name)
        kept, _ = keep_evidence(gate, actor, wish.name, wish.content, "internal")
        return GivenDocument(id=wish.paper, file=kept.name, sha256=kept.sha256)
    if wish.sha256:
        record = _known(gate, actor, wish.paper, wish.sha256)
        look(gate.objects.get(actor.workspace, record.sha256), record.name)
        return GivenDocument(id=wish.paper, file=record.name, sha256=record.sha256)
    if before is not None:
        return before
    raise InputError.of("input.no_file_chosen", "file", "no file was chosen", "choose a file")


def _known(gate: Gate, actor: Actor, paper: str, sha256: str) -> EvidenceRecord:
    with gate.reading(actor, "read_application") as work:
        record = work.evidence(sha256)
    if record is None or not sees(actor, record.secrecy):
        said, mend = "the file of the paper is not among the evidence", "attach it again"
        raise InputError.of("application.paper_unknown", f"documents, {paper}", said, mend, name=paper)
    if record.secrecy in _STAYS:
        said, mend = "the file is classed as core technology and stays in the company", "give another file"
        raise InputError.of("application.paper_secret", f"documents, {paper}", said, mend, name=paper)
    return record


def _saved(
    gate: Gate, actor: Actor, found: OwnApplication, documents: tuple[GivenDocument, ...], seen: int
) -> OwnApplication:
    order = {item.id: number for number, item in enumerate(found.shown.call.documents)}
    placed = tuple(sorted(documents, key=lambda item: order.get(item.id, len(order))))
    name = found.application.name
    application = dataclasses.replace(found.application, call=found.shown.call.id, documents=placed, name=name)
    document = document_of_application(application)
    return save_application(gate, actor, found.shown.agency, found.shown.call.id, document, seen=seen)
