"""The plant a line of a firm stands in, as its pages use it: what it offers to be named, and what of it is missing."""

from dataclasses import dataclass
from typing import Any

from pulmu.model import Document
from pulmu.services.document_form.located import Located, located_problems
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.lines.tied import plants_of_line
from pulmu.services.place import Place
from pulmu.services.records.plant import PlantRecord
from pulmu.services.workspaces import plants
from pulmu.twin import read_line
from pulmu.web.viewer import Seat


@dataclass(frozen=True, slots=True)
class LineTie:
    """The plants a line may stand in, and of the one it does the document.

    Parameters
    ----------
    plants : One where it is clear which; none where the line names none that is here.
    document : None where it is not clear.
    """

    plants: tuple[PlantRecord, ...]
    document: Document | None

    @property
    def tree(self) -> Any:
        """What the plant's document says; None where there is none."""
        return None if self.document is None else self.document.tree

    def problems_of(self, document: Document) -> tuple[Located, ...]:
        """Everything that is wrong with a line, each with its path."""
        return located_problems(document, lambda asked: read_line(asked).problems)

    def read(self, found: KeptLine, document: Document) -> KeptLine:
        """A line as it was typed so far."""
        read = read_line(document)
        return KeptLine(found.id, document, found.version, read.value, read.problems)


def tie_of(place: Place, seat: Seat, said: str) -> LineTie:
    """The plant of a line.

    Parameters
    ----------
    said : What the line calls it.
    """
    found = plants_of_line(place.gate, seat.actor, said)
    document = plants.read_plant(place.gate, seat.actor, found[0].id).document if len(found) == 1 else None
    return LineTie(found, document)
