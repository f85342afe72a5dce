"""Everything a place is made of, as it is handed to the surfaces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pulmu.model import Document
from pulmu.services.access.gate import Gate
from pulmu.services.accounts.door import Door
from pulmu.services.ports import Language
from pulmu.services.records.store import ObjectStore, Store
from pulmu.services.report import Report


@dataclass(frozen=True, slots=True)
class Place:
    """A place with what it needs.

    Parameters
    ----------
    read_plant : The document in the content of an uploaded file, by content and name; in a process of its own where it
        is binary.
    draw_report : Files of a report by name.
    close : Gives back what is open.
    """

    store: Store
    objects: ObjectStore
    gate: Gate
    door: Door
    read_plant: Callable[[bytes, str], Document]
    draw_report: Callable[[Report, Language], Mapping[str, bytes]]
    close: Callable[[], None]
