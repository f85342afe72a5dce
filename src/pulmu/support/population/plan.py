"""What is to be made: fitted cells, and how many firms, persons and how much in sales each section gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from pulmu.support.population.assumptions import Assumptions
from pulmu.support.population.cells import BANDS, FORMS, SECTIONS, Cells, fit_cells
from pulmu.support.population.draw import generator
from pulmu.support.population.rake import Floats, Ints, spread_whole, whole
from pulmu.support.population.targets import Targets

CLOSED_ON = date(2025, 12, 31)
"""End of the last business year of every firm: it carries the sums of 2023, as no later ones are known."""
AS_OF = date(2026, 11, 25)
"""Day for which the population is asked."""

LEAST_SCALE = 1 / 1000
TRILLION = 1e12


@dataclass(frozen=True, slots=True)
class Limits:
    """What law says of one industry on the day the accounts were closed. [KRW]"""

    medium: float
    small: float
    micro_employees_below: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """Everything drawn numbers are drawn for.

    Parameters
    ----------
    scale : Size of the population over that of the nation.
    limits : By division, and by the subclasses of seats.
    asset_cap : Total assets below which a firm may be small or medium. [KRW]
    counts : By section, of its cells; firms.
    persons, sales : By section, of small and medium firms. [persons at work, KRW]
    grace_growth, grace_related, listed, ets_allocated : By section; small and medium firms.
    bigger : Mid-sized firms, and others that are not small or medium.
    """

    scale: float
    seed: int
    targets: Targets
    assumed: Assumptions
    limits: Mapping[int, Limits]
    asset_cap: float
    cells: Cells
    counts: Mapping[str, Ints]
    persons: Mapping[str, float]
    sales: Mapping[str, float]
    grace_growth: Mapping[str, int]
    grace_related: Mapping[str, int]
    listed: Mapping[str, int]
    ets_allocated: Mapping[str, int]
    bigger: tuple[int, int]

    def scaled(self, name: str) -> int:
        """A number of firms that is assumed for the nation, at the scale of this population."""
        return round(self.assumed.one(name) * self.scale)


def plan_population(
    targets: Targets,
    assumed: Assumptions,
    limits: Mapping[int, Limits],
    asset_cap: float,
    *,
    scale: float = 1.0,
    seed: int = 1,
) -> Plan:
    """Fit the margins and share them out.

    Raises
    ------
    ValueError  The scale is below a thousandth or above one.
    """
    if not LEAST_SCALE <= scale <= 1:
        raise ValueError("a population is the nation, or down to a thousandth of it")
    cells = fit_cells(targets, assumed)
    total = round(targets.need("sme", "firms") * scale)
    by_section = whole(cells.counts.reshape(len(SECTIONS), -1).sum(1), total)
    counts = {
        section: spread_whole(cells.counts[place].ravel(), int(by_section[place]), generator(seed, 0, place).random())
        for place, section in enumerate(SECTIONS)
    }
    grace = _grace_weights(cells)
    return Plan(
        scale=scale,
        seed=seed,
        targets=targets,
        assumed=assumed,
        limits=limits,
        asset_cap=asset_cap,
        cells=cells,
        counts=counts,
        persons=_persons(targets, assumed, counts, scale, cells),
        sales=_sales(targets, assumed, scale),
        grace_growth=_shared(grace, assumed.one("grace_growth") * scale),
        grace_related=_shared(grace, assumed.one("grace_related") * scale),
        listed=_shared(grace, assumed.one("listed_sme") * scale),
        ets_allocated=_shared(_emitters(assumed), assumed.items("ets_allocated")["sme"] * scale),
        bigger=(round(targets.need("mid", "firms") * scale), round(targets.need("non_sme_not_mid", "firms") * scale)),
    )


def _persons(
    targets: Targets, assumed: Assumptions, counts: Mapping[str, Ints], scale: float, cells: Cells
) -> dict[str, float]:
    """A section's own where they are known; the rest is shared by what the cells of the others have, band by band."""
    means, shape = assumed.of("persons_in_band", BANDS), cells.counts.shape[1:]
    known = {section: targets.value("sme", section, "section", section, "employees") for section in SECTIONS}
    rest = targets.need("sme", "employees") - sum(persons for persons in known.values() if persons is not None)
    expected = {
        section: float(counts[section].reshape(shape).sum(axis=(0, 1, 2, 4, 5)) @ means)
        for section in SECTIONS
        if known[section] is None
    }
    factor = rest * scale / sum(expected.values()) if expected else 1.0
    return {
        section: expected[section] * factor if persons is None else persons * scale
        for section, persons in known.items()
    }


def _sales(targets: Targets, assumed: Assumptions, scale: float) -> dict[str, float]:
    known = {section: targets.value("sme", section, "section", section, "sales") for section in SECTIONS}
    free = [section for section in SECTIONS if known[section] is None]
    rest = targets.need("sme", "sales") - sum(sales for sales in known.values() if sales is not None)
    weights = assumed.of("sme_sales", free)
    shared = dict(zip(free, rest * weights / weights.sum(), strict=True))
    return {
        section: (shared[section] if sales is None else sales) * TRILLION * scale for section, sales in known.items()
    }


def _grace_weights(cells: Cells) -> Floats:
    """Companies older than seven years with more than ten persons."""
    big = cells.counts[:, :, FORMS.index("corporation"), 1, BANDS.index("11-50") :, :, 1]
    weights: Floats = big.sum(axis=(1, 2, 3))
    return weights


def _emitters(assumed: Assumptions) -> Floats:
    """Sections of installations with allowances, by sales."""
    found: Floats = assumed.of("sme_sales", SECTIONS) * np.isin(SECTIONS, list("CDE"))
    return found


def _shared(weights: Floats, count: float) -> dict[str, int]:
    return dict(zip(SECTIONS, whole(weights, round(count)).tolist(), strict=True))
