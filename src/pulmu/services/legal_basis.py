"""How surely the law behind figures was read: which of it stands on drafts, transitional text, extracts or memory."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.model import Confidence, Figure, Source
from pulmu.model.figure import walk

WEAK: tuple[Confidence, ...] = ("transitional", "secondary", "memory")
"""Readings that were not seen in the act in force, weakest last."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The sources of law behind some figures, each once, by how they were read; facts of the plant are not law.

    Parameters
    ----------
    figures : How many figures rest on each.
    """

    sources: dict[Confidence, tuple[Source, ...]]
    figures: dict[Confidence, int]

    @property
    def is_firm(self) -> bool:
        """Whether all of it was seen in the act in force, or in an extract of it."""
        return not any(self.sources.get(name) for name in WEAK)

    @property
    def weak(self) -> int:
        """How many sources were not."""
        return sum(len(self.sources.get(name, ())) for name in WEAK)

    @property
    def known(self) -> int:
        """How many there are."""
        return sum(len(found) for found in self.sources.values())


def legal_basis(roots: Iterable[Figure]) -> LegalBasis:
    """What some figures rest on, with all below them."""
    sources: dict[Confidence, dict[Source, None]] = {}
    counts: dict[Confidence, int] = {}
    for figure in walk(roots):
        confidence = figure.source.confidence
        if confidence is not None:
            sources.setdefault(confidence, {})[figure.source] = None
            counts[confidence] = counts.get(confidence, 0) + 1
    return LegalBasis({name: tuple(found) for name, found in sources.items()}, counts)
