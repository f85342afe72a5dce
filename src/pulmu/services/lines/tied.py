"""Which plant of a firm a line stands in: by what the line says of it."""

from collections.abc import Iterable
from typing import Any

from pulmu.model import Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.lines.shelf import KeptLine, copy_line
from pulmu.services.records.plant import PlantRecord
from pulmu.services.workspaces import plants


def plants_of_line(gate: Gate, actor: Actor, said: str) -> tuple[PlantRecord, ...]:
    """Plants in use that a line may stand in: one, where it is clear; none, where none is called so.

    Parameters
    ----------
    said : What the line calls its plant: the plant's id, its name here, or the name of its installation.

    Raises
    ------
    AccessRefused  They may not.
    """
    if not said:
        return ()
    known = plants.plants(gate, actor)
    for found in (
        tuple(item for item in known if item.id == said),
        tuple(item for item in known if item.name == said),
    ):
        if found:
            return found
    return tuple(item for item in known if said in _installation(gate, actor, item.id))


def copy_for_plant(gate: Gate, actor: Actor, document: Document, plant: PlantRecord, note: str = "") -> KeptLine:
    """A line that begins as another, tied to a plant.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`line.id`).
    ConflictError  Somebody took the id meanwhile (`line.is_there`).
    """
    return copy_line(gate, actor, document, name_for(plants.plants(gate, actor), plant), note)


def name_for(known: Iterable[PlantRecord], plant: PlantRecord) -> str:
    """What a line calls a plant so that it is clear which is meant: its name, or its id where others have that name."""
    return plant.id if any(item.name == plant.name and item.id != plant.id for item in known) else plant.name


def _installation(gate: Gate, actor: Actor, plant: str) -> tuple[str, ...]:
    """Names of the installation of a plant."""
    tree: Any = plants.read_plant(gate, actor, plant).document.tree
    found = tree.get("installation") if isinstance(tree, dict) else None
    names = (found.get("name"), found.get("name_local")) if isinstance(found, dict) else ()
    return tuple(name for name in names if isinstance(name, str) and name)
