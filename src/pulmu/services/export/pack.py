"""Everything a company owns, part by part in one order, and the manifest that ends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

import pulmu
from pulmu.model import AccessRefused, Document, Problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.export.books import book_parts
from pulmu.services.export.calls import call_parts, crossing_parts, received_parts
from pulmu.services.export.contents import LEFT_OUT
from pulmu.services.export.documents import document_parts
from pulmu.services.export.evidence import evidence_parts
from pulmu.services.export.gathering import Gathering
from pulmu.services.export.letters import letter_parts
from pulmu.services.export.part import Part, Tree, json_part, plain
from pulmu.services.export.people import People, names_part, people_of, people_parts
from pulmu.services.export.plants import plant_folders, plant_parts
from pulmu.services.export.readings import meter_parts
from pulmu.services.export.records import audit_parts, job_parts
from pulmu.services.export.reports import report_parts
from pulmu.services.export.store import ExportStore, Packed, PackedFile
from pulmu.services.ports import Language
from pulmu.services.records.store import Store, WorkspaceRecords
from pulmu.services.workspaces.measured import Measured
from pulmu.services.workspaces.people import names_of

FORMAT = "pulmu.export/1"
Step = Literal["plants", "documents", "calls", "reports", "evidence", "readings", "books", "people", "audit", "pack"]
STEPS: tuple[Step, ...] = get_args(Step)
_TOLD = timedelta(seconds=1)
"""How often it is looked whether the work is to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a reader is told of an export before anything else."""

    company: str
    at: datetime
    program: str


class ReadMe(Protocol):
    """Says to who knows nothing of Pulmu what each file is."""

    def __call__(self, facts: Facts, language: Language) -> bytes:
        """The text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """What an export needs besides the records of its company."""

    store: Store
    measured: Measured
    plant_file: Callable[[Document, str, Language], bytes]
    read_me: ReadMe
    exports: ExportStore


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOrder:
    """An export that is to be made."""

    job: str
    reason: str
    name: str


@dataclass
class _Progress:
    """Says how far it is at each step, and at most once a second in between."""

    now: Callable[[], datetime]
    tell: Callable[[int, int, str], None]
    step: Step = "plants"
    last: datetime | None = None

    def enter(self, step: Step) -> None:
        self.step, self.last = step, None
        self.look()

    def look(self) -> None:
        now = self.now()
        if self.last is None or now - self.last >= _TOLD:
            self.last = now
            self.tell(STEPS.index(self.step), len(STEPS), self.step)


def pack_workspace(
    gate: Gate, actor: Actor, packing: Packing, order: PackOrder, tell: Callable[[int, int, str], None]
) -> tuple[Packed, tuple[Problem, ...]]:
    """Write everything of the company into a file nobody can take yet, as it stood at one moment; and what is missing.

    Raises
    ------
    AccessRefused  They may not.
    OutsideError  The file cannot be written.
    """
    deed = Deed("export_workspace", f"job:{order.job}", detail={"begun": "yes"}, reason=order.reason)
    progress = _Progress(gate.world.now, tell)
    with gate.disclosing(actor, deed) as work:
        people = _people(packing.store, work)
        found = Gathering(work, gate.objects, packing.measured, packing.plant_file, progress.look)
        facts = Facts(company=people.room.name, at=gate.world.now(), program=f"pulmu {pulmu.__version__}")
        head = _head(work, people, facts, order)
        packed = packing.exports.write(
            work.workspace, order.name, _parts(packing, found, people, facts, progress),
            lambda files: _manifest(head, found, files),
        )  # fmt: skip
    return packed, tuple(replace(item, place="") for item in found.missing)


def _people(store: Store, work: WorkspaceRecords) -> People:
    work.last_entry()  # from here on the records stand still
    with store.place_reading() as place:
        room = place.workspace(work.workspace)
        if room is None:
            raise AccessRefused.of(
                "access.unknown_workspace", "workspace", "there is no such workspace", "choose one of yours",
                workspace=work.workspace[:40],
            )  # fmt: skip
        return people_of(place, room)


def _parts(
    packing: Packing, found: Gathering, people: People, facts: Facts, progress: _Progress
) -> Iterator[Part]:  # fmt: skip
    yield Part("README.ko.md", (packing.read_me(facts, "ko"),))
    yield Part("README.en.md", (packing.read_me(facts, "en"),))
    yield json_part("company.json", plain(people.room))
    folders = plant_folders(found)
    progress.enter("plants")
    yield from plant_parts(found, folders)
    progress.enter("documents")
    yield from document_parts(found)
    progress.enter("calls")
    yield from received_parts(found)
    yield from call_parts(found)
    yield from letter_parts(found)
    with packing.store.crossing(found.work.workspace, writes=False) as crossing:
        yield from crossing_parts(crossing)
    progress.enter("reports")
    yield from report_parts(found, folders)
    progress.enter("evidence")
    yield from evidence_parts(found)
    progress.enter("readings")
    yield from meter_parts(found)
    progress.enter("books")
    yield from book_parts(found)
    progress.enter("people")
    yield from people_parts(people)
    yield from job_parts(found)
    progress.enter("audit")
    yield from audit_parts(found)
    known = found.people | {account.id for _, account in people.members}
    yield names_part(names_of(packing.store, known).items())
    progress.enter("pack")


def _head(work: WorkspaceRecords, people: People, facts: Facts, order: PackOrder) -> Tree:
    last = work.last_entry()
    chains = [
        {"what": head.what, "name": head.name, "imports": head.parts, "seal": head.seal}
        for head in (*work.sealed_heads("meter"), *work.sealed_heads("book"))
    ]
    return {
        "format": FORMAT, "program": facts.program, "workspace": people.room.id, "company": facts.company,
        "at": facts.at.isoformat(), "job": order.job, "reason": order.reason,
        "audit_head": {"number": last.number, "hash": last.hash} if last else None, "sealed_heads": chains,
    }  # fmt: skip


def _manifest(head: Tree, found: Gathering, files: tuple[PackedFile, ...]) -> Part:
    missing = [{"code": item.code, "what": item.message} for item in found.missing]
    listed = [plain(item) for item in sorted(files, key=lambda item: item.path)]
    return json_part("manifest.json", {**head, "left_out": LEFT_OUT, "missing": missing, "files": listed})
