"""Where a firm is and what it does: province, kind of region, division, row of the limits."""

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator

from pulmu.reference import list_divisions
from pulmu.support.population.assumptions import Assumptions
from pulmu.support.population.draw import dealt, even
from pulmu.support.population.kinds import CAPITAL, OTHER_PROVINCES, PROVINCES
from pulmu.support.population.plan import Limits
from pulmu.support.population.rake import Floats, Ints

SEATS = {30: 30393, 31: 31202}
"""The subclass of seats that stands for those of a division."""


def draw_provinces(random: Generator, is_capital: Ints, section: str, assumed: Assumptions) -> Ints:
    """Numbers of provinces, within the capital region or outside it."""
    kind = "_manufacturing" if section == "C" else ""
    found = np.zeros(is_capital.size, np.int64)
    for flag, codes, name in ((True, CAPITAL, "province_capital"), (False, OTHER_PROVINCES, "province_other")):
        here = np.flatnonzero(is_capital == flag)
        if here.size:
            numbers = np.array([PROVINCES.index(code) for code in codes])
            found[here] = numbers[dealt(random, assumed.of(name + kind, codes), here.size)]
    return found


def draw_region_classes(random: Generator, provinces: Ints, assumed: Assumptions) -> Ints:
    """Kinds of region: the capital region, and outside it three, by the shares of each province."""
    preferred, special = (
        assumed.of("preferred_44", PROVINCES)[provinces],
        assumed.of("special_40", PROVINCES)[provinces],
    )
    draws = even(random, provinces.size)
    outside = np.where(draws < special, 3, np.where(draws < special + preferred, 2, 1))
    capital = np.array([code in CAPITAL for code in PROVINCES])
    return np.where(capital[provinces], 0, outside)


def draw_divisions(random: Generator, section: str, count: int, assumed: Assumptions) -> tuple[Ints, Ints]:
    """Divisions of a section, and rows of the limits."""
    weights = {division: assumed.items("division")[str(division)] for division in divisions_of(section, assumed)}
    numbers = np.array(list(weights))
    divisions = numbers[dealt(random, np.array(list(weights.values())), count)]
    rows = divisions.copy()
    for division, row in SEATS.items():
        rows[(divisions == division) & (random.random(count) < assumed.one("seat_subclass"))] = row
    return divisions, rows


def divisions_of(section: str, assumed: Assumptions) -> tuple[int, ...]:
    """Divisions that are drawn in a section."""
    known = {item.number for item in list_divisions() if item.section == section}
    return tuple(int(item) for item in assumed.items("division") if int(item) in known)


def limits_of(rows: Ints, limits: Mapping[int, Limits]) -> Floats:
    """The medium limit of each firm. [KRW]"""
    kinds, places = np.unique(rows, return_inverse=True)
    return np.array([limits[int(row)].medium for row in kinds], np.float64)[places]
