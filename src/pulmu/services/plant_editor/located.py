"""Problems of a plant with the path of the value each is about, so that a form can show it at its field."""

import dataclasses
from dataclasses import dataclass, field

from pulmu.model import Document, Path, Problem
from pulmu.services.check_plant import check_plant


@dataclass(frozen=True, slots=True)
class Located:
    """A problem and where it is mended; no path for what is wrong with a file beside its values."""

    problem: Problem
    path: Path | None


@dataclass(frozen=True, slots=True)
class _Remembering(Document):
    """A document that remembers which words it gave for which path."""

    asked: dict[str, Path] = field(default_factory=dict)

    def place(self, path: Path) -> str:
        """Where a path stands."""
        said = Document.place(self, path)
        self.asked.setdefault(said, path)
        return said


def located_problems(document: Document, year: int | None = None) -> tuple[Located, ...]:
    """Everything that is wrong with a plant, errors first, each with its path."""
    given = {item.name: getattr(document, item.name) for item in dataclasses.fields(Document)}
    asked = _Remembering(**given)
    found = check_plant(asked, year).problems
    cells = {Document.place(document, path): path for path in document.places}
    return tuple(Located(item, asked.asked.get(item.place, cells.get(item.place))) for item in found)
