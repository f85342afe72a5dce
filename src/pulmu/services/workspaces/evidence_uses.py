"""What rests on a file of evidence: values of plants, imports of meters and books, reports."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Path
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.plant import EvidenceRecord, PlantRecord
from pulmu.services.records.report import State
from pulmu.services.records.sealed import SealedKind
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.evidence_behind import behind_version
from pulmu.services.workspaces.evidence_named import Register, named_in
from pulmu.services.workspaces.kept_document import document_of


@dataclass(frozen=True, slots=True)
class PlantUse:
    """Values of a plant, as it stands, that name the file; with its tree, to tell where they are."""

    plant: PlantRecord
    paths: tuple[Path, ...]
    tree: Any


@dataclass(frozen=True, slots=True)
class ReportUse:
    """A version of a report that rests on the file."""

    report: str
    plant: str
    year: int
    number: int
    state: State


@dataclass(frozen=True, slots=True)
class EvidenceUses:
    """What rests on a file, as far as the actor may see it.

    Parameters
    ----------
    imports : Kind, name and number of the parts of meters and books that were read from it.
    """

    plants: tuple[PlantUse, ...] = ()
    imports: tuple[tuple[SealedKind, str, int], ...] = ()
    reports: tuple[ReportUse, ...] = ()


def uses_of(gate: Gate, actor: Actor, record: EvidenceRecord) -> EvidenceUses:
    """What rests on a file that the actor was shown.

    Raises
    ------
    OutsideError  A kept plant or report cannot be read.
    """
    plants: tuple[PlantUse, ...] = ()
    imports: tuple[tuple[SealedKind, str, int], ...] = ()
    if actor.may("read_plant"):
        with gate.reading(actor, "read_plant") as work:
            named = _named_in_plants(work, Register(work.all_evidence()))
        plants = tuple(
            PlantUse(plant, found[record.sha256], tree) for plant, tree, found in named if record.sha256 in found
        )
    if actor.may("read_readings"):
        with gate.reading(actor, "read_readings") as work:
            imports = work.parts_naming(record.sha256)
    return EvidenceUses(plants, imports, tuple(_reports(gate, actor, record)))


def count_uses(gate: Gate, actor: Actor, kept: Iterable[EvidenceRecord]) -> Mapping[str, int]:
    """How many values of the plants as they stand name each file the actor was shown, by hash.

    None for who may see no plant.
    """
    if not actor.may("read_plant"):
        return {}
    counts: Counter[str] = Counter()
    with gate.reading(actor, "read_plant") as work:
        for _, _, found in _named_in_plants(work, Register(kept)):
            counts.update({sha256: len(paths) for sha256, paths in found.items()})
    return counts


def _named_in_plants(
    work: WorkspaceRecords, register: Register
) -> list[tuple[PlantRecord, Any, dict[str, tuple[Path, ...]]]]:
    found = []
    for plant in work.plants():
        version = work.plant_version(plant.id, plant.version) if plant.archived is None else None
        if version is not None:
            document = document_of(version.content)
            found.append((plant, document.tree, named_in(document, register)))
    return found


def _reports(gate: Gate, actor: Actor, record: EvidenceRecord) -> Iterator[ReportUse]:
    engaged = next((name for grant in actor.grants for name in grant.reports), "")
    if not (actor.may("read_report") or actor.may("read_report", engaged)):
        return
    with gate.reading(actor, "read_report", report="" if actor.may("read_report") else engaged) as work:
        kept = work.all_evidence()
        names = {item.id: item.name for item in work.plants()}
        for report in work.reports():
            for version in work.report_versions(report.id) if actor.may("read_report", report.id) else ():
                if record.sha256 in behind_version(gate, actor.workspace, work, version, kept):
                    yield ReportUse(report.id, names.get(report.plant, ""), report.year, version.number, version.state)
