"""A part of a schedule as it is told: the same words and numbers on a screen, a page and paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PartName = Literal["rehearsal", "breakdowns", "choice", "figures"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence.

    Parameters
    ----------
    is_warning : Whether it needs the reader now.
    """

    words: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Parameters
    ----------
    left : How many of the first columns are words; the others are numbers.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part.

    Parameters
    ----------
    heading : What it is about, in a word or two; empty where it belongs to the part before it.
    title : The same as a sentence; empty where there is nothing to tell but why.
    is_told : Whether it was computed: else `told` says why not.
    """

    name: PartName
    heading: str = ""
    title: str = ""
    told: tuple[Said | Grid, ...] = ()
    is_told: bool = True

    def said(self) -> Iterator[Said]:
        """Its sentences."""
        return (item for item in self.told if isinstance(item, Said))
