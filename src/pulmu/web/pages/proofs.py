"""What proves a value, as pages of figures show it: files, meters and books, or the way to name some."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pulmu.model import Document, Figure, Path
from pulmu.services.plant_editor.parts import address_of, page_of
from pulmu.services.workspaces.evidence_proofs import Proofs, told_span

GIVEN = "given"
"""Act of the source of values that stand in no file, such as the nought of a flow that a plant does not have."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownProof:
    """What proves a value.

    Parameters
    ----------
    hidden : How many files their class hides.
    named : What the plant says where no file of that name is kept; empty where it says nothing.
    cell : Where evidence is named; empty for who may not, or where there is no such cell.
    """

    files: tuple[Way, ...]
    meters: tuple[Way, ...]
    books: tuple[Way, ...]
    hidden: int
    is_there: bool
    named: bool
    cell: str


class Prover:
    """Shows what proves the leaves of figures.

    Parameters
    ----------
    base : Where the pages of the workspace begin.
    cells : Where each place of the plant's document is filled in.
    """

    def __init__(self, proofs: Proofs, base: str, cells: Mapping[str, str] | None = None) -> None:
        self._proofs = proofs
        self._base = base
        self._cells = cells or {}

    def of(self, figure: Figure) -> ShownProof | None:
        """What proves a figure; None for one that is computed, that law says, or that stands for what there is not."""
        if figure.inputs or figure.formula or figure.source.confidence:
            return None
        return self.of_leaf(figure.source.act, figure.source.place, figure.because)

    def of_leaf(self, act: str, place: str, because: str) -> ShownProof | None:
        """What proves a figure that nothing was computed for."""
        found = self.of_text(because, place)
        return None if act == GIVEN and not found.is_there else found

    def of_text(self, text: str, place: str = "") -> ShownProof:
        """What a text names."""
        found, span = self._proofs.of(text), told_span(text)
        days = f"?from={span.start}&to={span.end}" if span else ""
        year = f"?year={span.start.year}" if span else ""
        return ShownProof(
            files=tuple(Way(item.name, f"{self._base}/evidence/{item.sha256}") for item in found.files),
            meters=tuple(Way(item, f"{self._base}/meters/{quote(item)}{days}") for item in found.meters),
            books=tuple(Way(item, f"{self._base}/books/{quote(item)}{year}") for item in found.books),
            hidden=found.hidden, is_there=found.is_there, named=bool(text), cell=self._cells.get(place, ""),
        )  # fmt: skip


def cells_of(document: Document, base: str) -> dict[str, str]:
    """Where each value of a plant is filled in, by the place that figures tell of it.

    Parameters
    ----------
    base : Where the pages of the plant begin.
    """
    found: dict[str, Path] = {}
    for path in _paths(document.tree, ()):
        found.setdefault(document.source(path).place, path)
    tree = document.tree
    return {place: f"{base}/edit/{page_of(path, tree)}#{address_of(path, tree)}" for place, path in found.items()}


def _paths(tree: Any, path: Path) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(tree, Mapping):
        for name, item in tree.items():
            yield from _paths(item, (*path, str(name)))
    elif isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from _paths(item, (*path, number))
