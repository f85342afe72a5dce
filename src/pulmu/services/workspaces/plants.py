"""Plants of a workspace. Every save is a version; a draft may have problems, and is kept with them."""

import hashlib
from dataclasses import dataclass, replace

from pulmu.model import AccessRefused, Document, InputError, Problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.check_plant import check_plant
from pulmu.services.records.plant import PlantRecord, PlantVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.kept_document import document_of, text_of

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class SavedPlant:
    """A plant as it stands, and everything that is wrong with it."""

    record: PlantRecord
    version: PlantVersion
    document: Document
    problems: tuple[Problem, ...]


def plants(gate: Gate, actor: Actor) -> tuple[PlantRecord, ...]:
    """Plants of the workspace that are in use."""
    with gate.reading(actor, "read_plant") as work:
        return tuple(item for item in work.plants() if item.archived is None)


def add_plant(gate: Gate, actor: Actor, name: str, document: Document, note: str = "") -> SavedPlant:
    """A new plant with its first version.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The name cannot be one (`input.plant_name`).
    """
    key, now = gate.world.identifier(), gate.world.now()
    record = PlantRecord(id=key, name=_name(name), created=now, version=1)
    version = _version(gate, actor, key, 1, document, note)
    with gate.writing(actor, Deed("write_plant", f"plant:{key}/1", detail={"sha256": version.sha256})) as work:
        work.add_plant(record)
        work.add_plant_version(version)
    return SavedPlant(record, version, document, check_plant(document).problems)


def save_plant(gate: Gate, actor: Actor, plant: str, document: Document, *, seen: int, note: str = "") -> SavedPlant:
    """A new version of a plant.

    Parameters
    ----------
    seen : Version the change was made on. If somebody saved another meanwhile, nothing is saved.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant (`access.unknown_plant`).
    ConflictError  The plant was changed meanwhile (`store.plant_changed`).
    """
    version = _version(gate, actor, plant, seen + 1, document, note)
    deed = Deed("write_plant", f"plant:{plant[:64]}/{seen + 1}", detail={"sha256": version.sha256})
    with gate.writing(actor, deed) as work:
        record = replace(_record(work, plant), version=seen + 1)
        work.change_plant(record, expected=seen)
        work.add_plant_version(version)
    return SavedPlant(record, version, document, check_plant(document).problems)


def read_plant(gate: Gate, actor: Actor, plant: str, number: int | None = None) -> SavedPlant:
    """A plant, as it stands or as it stood.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant or version (`access.unknown_plant`).
    """
    with gate.reading(actor, "read_plant") as work:
        record, version = find_version(work, plant, number)
    document = document_of(version.content)
    return SavedPlant(record, version, document, check_plant(document).problems)


def plant_history(gate: Gate, actor: Actor, plant: str) -> tuple[PlantVersion, ...]:
    """Versions of a plant, newest first, without their content."""
    with gate.reading(actor, "read_plant") as work:
        _record(work, plant)
        return work.plant_versions(plant)


def archive_plant(gate: Gate, actor: Actor, plant: str, *, seen: int) -> None:
    """Take a plant out of use; its versions and reports stay.

    Raises
    ------
    AccessRefused, ConflictError  As for `save_plant`.
    """
    with gate.writing(actor, Deed("write_plant", f"plant:{plant[:64]}", detail={"archived": "yes"})) as work:
        work.change_plant(replace(_record(work, plant), archived=gate.world.now()), expected=seen)


def find_version(work: WorkspaceRecords, plant: str, number: int | None) -> tuple[PlantRecord, PlantVersion]:
    """A plant and its newest version, or the one of a number.

    Raises
    ------
    AccessRefused  There is no such plant or version (`access.unknown_plant`).
    """
    record = _record(work, plant)
    version = work.plant_version(plant, record.version if number is None else number)
    if version is None:
        raise _unknown()
    return record, version


def _record(work: WorkspaceRecords, plant: str) -> PlantRecord:
    record = work.plant(plant)
    if record is None:
        raise _unknown()
    return record


def _version(gate: Gate, actor: Actor, plant: str, number: int, document: Document, note: str) -> PlantVersion:
    content = text_of(document)
    return PlantVersion(
        plant=plant, number=number, at=gate.world.now(), author=actor.id, content=content, file_name=document.name,
        sha256=hashlib.sha256(content.encode()).hexdigest(), note=note[:500],
    )  # fmt: skip


def _name(name: str) -> str:
    if not (name.strip() and name.isprintable() and len(name) <= LONGEST_NAME):
        said = "the plant has no name, or one that is too long or does not show"
        raise InputError.of("input.plant_name", "name", said, f"write at most {LONGEST_NAME} signs", most=LONGEST_NAME)
    return name.strip()


def _unknown() -> AccessRefused:
    said, mend = "there is no such plant, or no such version of it", "choose one of the list"
    return AccessRefused.of("access.unknown_plant", "plant", said, mend)
