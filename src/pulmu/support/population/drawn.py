"""What is drawn of firms before it becomes columns."""

from dataclasses import dataclass

from pulmu.support.population.column import Column
from pulmu.support.population.draw import Flags
from pulmu.support.population.rake import Floats, Ints
from pulmu.support.population.years import Ages

SME, MID, OTHER = range(3)
"""Numbers of `COUNTED_AS`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Firms:
    """What was drawn of firms that are made together, words as numbers.

    Parameters
    ----------
    sales : Of the last year, the one before and the one before that. [KRW]
    representative : Ten years of age of the representative, as in `HEADS`.
    left : Days a firm lost the status of an SME, where it did, and why.
    group : Number of the disclosure group; 0 of none.
    is_cross : Whether its group is above the line of cross-shareholding.
    is_holding : Whether it is a general holding company.
    """

    first_id: int
    counted_as: Ints
    body: Ints
    province: Ints
    region_class: Ints
    section: Ints
    division: Ints
    limit_row: Ints
    ages: Ages
    sales: tuple[Floats, Floats, Floats]
    persons: Ints
    total_assets: Floats
    representative: Ints
    left: tuple[Column, Ints]
    group: Ints | None = None
    is_cross: Flags | None = None
    is_holding: Flags | None = None
