"""Who stands for an award, and which awards somebody has already."""

from dataclasses import dataclass
from typing import Annotated

from pulmu.model.attribute import Bounds, Doc, Most
from pulmu.model.flow import Words
from pulmu.model.programme import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAward:
    """An award somebody has.

    Parameters
    ----------
    kind : Id of a kind of the call's ladder.
    """

    kind: Word
    year: Annotated[int | None, Bounds(1948, 2100), Doc("year it was given; not given: not known")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """Who stands for an award, where the call gives awards."""

    person: Annotated[Words, Doc("the person who is nominated; empty: the firm itself")] = ""
    has_awards: Annotated[bool | None, Doc("whether there are earlier awards; not given: not known")] = None
    awards: Annotated[tuple[EarlierAward, ...], Most(40), Doc("earlier awards of the kinds of the call")] = ()

    @property
    def earlier(self) -> tuple[EarlierAward, ...] | None:
        """Earlier awards; None where it is not told whether there are any, or which."""
        if self.awards:
            return self.awards
        return () if self.has_awards is False else None

    @property
    def is_clear(self) -> bool:
        """Whether it is told what there is, and nothing speaks against it."""
        return self.has_awards is not None and self.has_awards == bool(self.awards)
