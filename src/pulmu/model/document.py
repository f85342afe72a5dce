"""A file as it was read: its tree of plain values, and where each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulmu.model.problem import Problem
from pulmu.model.quantity import Quantity
from pulmu.model.source import Source

Path = tuple[str | int, ...]
KEY = ""
"""At the end of a path: the name itself and not what is said of it. Only where names have a cell of their own."""


def path_text(path: Path) -> str:
    """A path as people write it: ``processes[0].goods[1].cn_code``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


@dataclass(frozen=True, slots=True)
class Document:
    """A tree of mappings, lists and scalars, with the line or cell of each node.

    Parameters
    ----------
    tree : dict, list, str, float, int, bool or None. In YAML every scalar is text; the codec decides.
    name : File name, for people.
    sha256 : Hash of the bytes read.
    lines : Line of each path, where the format knows lines.
    places : Words for each path that name its place whole, such as "sheet Fuel, cell D7", where the format knows cells.
    problems : What is wrong with the file beside its tree; told with what is wrong in the tree.
    cited : For each path at which an amount is cited from readings or a book: its total (NaN until
        another problem is mended), or why there is none; None where the citation is to be kept as it stands.
    """

    tree: Any
    name: str
    sha256: str = ""
    lines: Mapping[Path, int] = field(default_factory=dict)
    places: Mapping[Path, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    cited: Mapping[Path, Quantity | Problem | None] = field(default_factory=dict)

    def place(self, path: Path) -> str:
        """Where a path stands, for a problem."""
        return ", ".join(part for part in (self.name, self._spot(path)) if part)

    def source(self, path: Path) -> Source:
        """Where a path stands, for a figure."""
        return Source(self.name, self._spot(path), f"sha256 {self.sha256[:12]}" if self.sha256 else None)

    def _spot(self, path: Path) -> str:
        if path and path[-1] == KEY and path not in self.places:
            path = path[:-1]
        known = path
        if self.places:
            while known and known not in self.places:
                known = known[:-1]
            return ", ".join(part for part in (self.places.get(known, ""), path_text(path[len(known) :])) if part)
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known)
        return ", ".join(part for part in (f"line {line}" if line else "", path_text(path)) if part)
