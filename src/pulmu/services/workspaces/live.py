"""A plant of a workspace as people look at it: its newest version, with what it cites put in."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pulmu.model import Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.plant import PlantRecord, PlantVersion
from pulmu.services.workspaces.kept_document import document_of, text_of
from pulmu.services.workspaces.plants import find_version


@dataclass(frozen=True, slots=True)
class LivePlant:
    """A plant as it stands.

    Parameters
    ----------
    content : Hash of the document with all it cites: what its figures are remembered by.
    """

    record: PlantRecord
    version: PlantVersion
    document: Document
    content: str


def live_plant(
    gate: Gate, actor: Actor, plant: str, cite: Callable[[Document], Document] | None = None, number: int | None = None
) -> LivePlant:
    """A plant of the workspace, ready to be computed.

    Parameters
    ----------
    cite : Puts in the totals the plant cites from readings and books; None where it cites none.
    number : Version; None for the newest.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant or version (`access.unknown_plant`).
    """
    with gate.reading(actor, "read_plant") as work:
        record, version = find_version(work, plant, number)
    kept = document_of(version.content)
    document = kept if cite is None else cite(kept)
    same = document is kept
    content = version.sha256 if same else hashlib.sha256(text_of(document).encode()).hexdigest()
    return LivePlant(record, version, document, content)
