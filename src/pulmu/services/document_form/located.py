"""Problems of a document with the path of the value each is about, so that a form can show it at its field."""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pulmu.model import Document, Path, Problem


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


def located_problems(document: Document, check: Callable[[Document], Iterable[Problem]]) -> tuple[Located, ...]:
    """What a check finds wrong with a document, in its order, each with its path."""
    given = {item.name: getattr(document, item.name) for item in dataclasses.fields(Document)}
    asked = _Remembering(**given)
    found = check(asked)
    cells = {Document.place(document, path): path for path in document.places}
    return tuple(Located(item, asked.asked.get(item.place, cells.get(item.place))) for item in found)
