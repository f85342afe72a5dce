"""Small and medium firms by section, region, legal form, age, persons at work, head's age and sales: fitted counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.support.population.assumptions import Assumptions
from pulmu.support.population.rake import Constraint, Floats, Raked, rake
from pulmu.support.population.targets import Key, Targets

SECTIONS = tuple("ABCDEFGHIJKLMNPQRS")
REGIONS = ("capital_region", "non_capital")
FORMS = ("individual", "corporation")
AGES = ("<=7y", ">7y")
BANDS = ("1", "2-5", "6-10", "11-50", "51-300", "301+")
BAND_EDGES = ((1, 1), (2, 5), (6, 10), (11, 50), (51, 300), (301, 999))
HEADS = ("39-", "40s", "50s", "60+")
SALES = ("<=50m_krw", ">50m_krw")

AXES: Mapping[str, Sequence[str]] = {
    "section": SECTIONS,
    "region": REGIONS,
    "legal_form": FORMS,
    "age_band": AGES,
    "band": BANDS,
    "representative_age": HEADS,
    "sales_band": SALES,
}
SHAPE = tuple(len(labels) for labels in AXES.values())

TEN_PERSON_SECTIONS = frozenset("BCFH")
"""Where fewer than ten regular employees make a micro merchant (MICRO-DEC 3); elsewhere fewer than five."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Fitted counts of the nation. Axes as in `AXES`."""

    counts: NDArray[np.float64]
    margins: tuple[tuple[Key, Constraint], ...]
    raked: Raked


def fit_cells(targets: Targets, assumed: Assumptions) -> Cells:
    """Counts that reach every margin of firms; what no margin says keeps the proportions that are assumed."""
    margins = _margins(targets, assumed)
    raked = rake(_seed(targets, assumed).ravel(), [margin for _, margin in margins])
    return Cells(raked.cells.reshape(SHAPE), margins, raked)


def codes_of(numbers: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """The label's number on each axis, of cells by their number."""
    return dict(zip(AXES, np.unravel_index(numbers, SHAPE), strict=True))


def micro_bands(section: str) -> tuple[str, ...]:
    """Bands of persons at work whose firms have few enough regular employees, one of them being the head."""
    return BANDS[:3] if section in TEN_PERSON_SECTIONS else BANDS[:2]


def _seed(targets: Targets, assumed: Assumptions) -> Floats:
    total = targets.need("sme", "firms")
    firms = assumed.of("sme_firms", SECTIONS)
    known = [targets.value("sme", section, "section", section, "firms") for section in SECTIONS]
    free = np.array([count is None for count in known])
    rest = total - sum(count for count in known if count is not None)
    firms[free] *= rest / firms[free].sum()
    firms[~free] = [count for count in known if count is not None]

    def shares(name: str, items: Sequence[str]) -> Floats:
        share = assumed.of(name, items)
        return np.stack([1 - share, share])

    alone = assumed.of("one_person", SECTIONS)[:, None]
    bands = np.hstack([alone, (1 - alone) * assumed.of("employees_band", BANDS[1:])])
    heads = np.stack([assumed.of("representative_young", HEADS), assumed.of("representative_old", HEADS)])
    capital = shares("capital_share", SECTIONS)[::-1]
    young, low = shares("young_share", BANDS)[::-1], shares("low_sales_share", BANDS)[::-1]
    form = shares("corporation_share", BANDS)
    # s section, r region, f legal form, a age, b persons, h head's age, l sales
    found: Floats = np.einsum("s,rs,sb,fb,ab,ah,lb->srfabhl", firms, capital, bands, form, young, heads, low)
    return found


def _margins(targets: Targets, assumed: Assumptions) -> tuple[tuple[Key, Constraint], ...]:
    total, persons = targets.need("sme", "firms"), assumed.of("persons_in_band", BANDS)
    found: list[tuple[Key, Constraint]] = []
    for key, item in targets.by_key.items():
        if item.role != "constraint" or item.target is None:
            continue
        weights = _weights_of(key, persons)
        if weights is not None:
            target = item.target / 100 * total if key[4] == "firms_share" else item.target
            found.append((key, Constraint(" ".join(key), weights.ravel(), target)))
    return tuple(found)


def _weights_of(key: Key, persons: Floats) -> NDArray[np.bool_] | Floats | None:
    """What each cell adds to a sum of firms or of persons; None if the sum is of something else."""
    size, section, dimension, category, metric = key
    if metric not in ("firms", "firms_share", "employees") or size not in ("sme", "micro"):
        return None
    if metric == "employees":
        cells = np.ones(SHAPE, bool) if dimension == "total" else _where(section=(section,))
        if size == "micro":
            cells &= _where(band=micro_bands(section))
        return cells * persons.reshape(-1, 1, 1)
    if size == "micro":
        return _where(section=(section,), band=micro_bands(section))
    if dimension == "total":
        return np.ones(SHAPE, bool)
    if dimension == "employees_band":
        return _where(band=BANDS[:1] if category == "1" else BANDS[1:])
    return _where(**{dimension: (category,)})


def _where(**wanted: Sequence[str]) -> NDArray[np.bool_]:
    parts = [
        np.isin(labels, wanted[axis]) if axis in wanted else np.ones(len(labels), bool) for axis, labels in AXES.items()
    ]
    found = np.ones(SHAPE, bool)
    for axis, part in enumerate(parts):
        found &= part.reshape([-1 if number == axis else 1 for number in range(len(SHAPE))])
    return found
