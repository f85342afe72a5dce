"""What proves the values under figures: kept files, meters and books, as their texts name them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from pulmu.model import Period
from pulmu.model.quantity import CITATION
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.access.secrecy import sees
from pulmu.services.records.plant import EvidenceRecord
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.evidence_named import Register, citing_text
from pulmu.services.workspaces.reports import find_report_version

MOST_OFFERED = 300
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a text names.

    Parameters
    ----------
    files : Kept files that may be seen.
    hidden : How many more it names, which their class hides.
    meters, books : Those of the workspace, by id.
    """

    files: tuple[EvidenceRecord, ...] = ()
    hidden: int = 0
    meters: tuple[str, ...] = ()
    books: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether anything stands behind the value."""
        return bool(self.files or self.hidden or self.meters or self.books)


@dataclass(frozen=True, slots=True)
class Proofs:
    """Reads what texts of figures name, for one person."""

    register: Register
    actor: Actor
    report: str = ""
    meters: frozenset[str] = frozenset()
    books: frozenset[str] = frozenset()

    def of(self, text: str) -> Proof:
        """What a text names."""
        named = self.register.named(text)
        files = tuple(item for item in named if sees(self.actor, item.secrecy, self.report))
        meters, books = _cited(text)
        return Proof(
            files,
            len(named) - len(files),
            tuple(item for item in meters if item in self.meters),
            tuple(item for item in books if item in self.books),
        )


def live_proofs(gate: Gate, actor: Actor) -> Proofs:
    """For figures of a plant as it stands.

    Raises
    ------
    AccessRefused  They may not read plants.
    """
    with gate.reading(actor, "read_plant") as work:
        return _proofs(work, actor)


def proofs_of_version(gate: Gate, actor: Actor, report: str, number: int) -> Proofs:
    """For figures of a version of a report: as it was when the version was computed.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    """
    with gate.reading(actor, "read_report", report=report) as work:
        until = find_report_version(work, report, number).prepared_at
        return _proofs(work, actor, report, until)


def offered_texts(gate: Gate, actor: Actor) -> tuple[str, ...]:
    """Texts by which a plant can name the kept files, the newest first; for who writes plants.

    Raises
    ------
    AccessRefused  They may not write plants.
    """
    with gate.reading(actor, "write_plant") as work:
        kept = work.all_evidence()
    return tuple(citing_text(item) for item in reversed(kept) if sees(actor, item.secrecy))[:MOST_OFFERED]


def told_span(text: str) -> Period | None:
    """The days a cited total was made of, as its basis tells them."""
    found = _SPAN.search(text)
    if found is None:
        return None
    last = date.fromisoformat(found[2])
    return Period(date.fromisoformat(found[1]), date.fromordinal(last.toordinal() + 1))


def _proofs(work: WorkspaceRecords, actor: Actor, report: str = "", until: datetime | None = None) -> Proofs:
    meters = books = frozenset[str]()
    if actor.may("read_readings"):
        meters = frozenset(item.name for item in work.sealed_heads("meter"))
        books = frozenset(item.name for item in work.sealed_heads("book"))
    return Proofs(Register(work.all_evidence(), until), actor, report, meters, books)


def _cited(text: str) -> tuple[list[str], list[str]]:
    """Meters and books that parts of a text cite."""
    meters: dict[str, None] = {}
    books: dict[str, None] = {}
    for part in re.split(r"[;,\n]", text):
        found = CITATION.fullmatch(part.strip())
        if found is not None:
            kind, name, _, flow = found.groups()
            (books if kind == "book" else meters).update(dict.fromkeys(filter(None, (name, flow))))
    return list(meters), list(books)
