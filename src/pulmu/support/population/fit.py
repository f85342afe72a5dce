"""How near a population comes to what is known of the nation: for every row of the margins, what was reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from pulmu.support.population.cells import SECTIONS
from pulmu.support.population.column import Columns
from pulmu.support.population.draw import Flags
from pulmu.support.population.drawn import MID, OTHER, SME
from pulmu.support.population.kinds import BODIES, CAPITAL, PROVINCES
from pulmu.support.population.plan import CLOSED_ON, TRILLION, Plan
from pulmu.support.population.rake import Floats
from pulmu.support.population.sales import LOW_SALES
from pulmu.support.population.targets import Because, Key, Role, Target
from pulmu.support.population.years import annual_sales, average_sales

_SEVEN_YEARS_AGO = np.datetime64(CLOSED_ON) - np.timedelta64(7 * 365 + 2, "D")
_OF_SIZE = {"sme": SME, "mid": MID, "non_sme_not_mid": OTHER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One row of the margins beside the population.

    Parameters
    ----------
    target : Of 2023, at the scale of the population; None where it is not to be compared.
    reached : None where nothing of it is in a population.
    error : Relative.
    because, moved_by : Why it counts so, and the factor that brought its year to 2023.
    """

    size_class: str
    section: str
    dimension: str
    category: str
    metric: str
    year: int
    unit: str
    status: str
    source: str
    role: Role
    published: float | None
    target: float | None
    reached: float | None
    error: float | None
    because: Because
    moved_by: float

    @property
    def key(self) -> Key:
        """What names the sum."""
        return self.size_class, self.section, self.dimension, self.category, self.metric


class Tally:
    """Adds up the parts of a population as they are made."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.firms = self.links = 0
        self._sums: dict[Key, float] = {}
        self._groups: set[int] = set()

    def add(self, firms: Columns, links: Columns) -> None:
        """Count one part."""
        self.firms += firms["firm_id"].values.size
        self.links += links["owner_id"].values.size
        seen = _Seen(self.plan, firms)
        for target in self.plan.targets.rows:
            if target.target is not None:
                self._sums[target.key] = self._sums.get(target.key, 0.0) + seen.sum_of(target.key)
        known = firms["group_number"].known
        self._groups |= set() if known is None else set(firms["group_number"].values[known].tolist())

    def fit(self) -> tuple[Fit, ...]:
        """Every row of the margins, in its order."""
        return tuple(self._row(target) for target in self.plan.targets.rows)

    def _row(self, item: Target) -> Fit:
        target = reached = error = None
        if item.target is not None:
            is_share = item.key[4] == "firms_share"
            target = item.target if is_share else item.target * self.plan.scale
            reached = self._reached(item.key, is_share)
            error = reached / target - 1 if target else None
        names = dict(zip(("size_class", "section", "dimension", "category", "metric"), item.key, strict=True))
        return Fit(
            **names, year=item.year, unit=item.unit, status=item.status, source=item.source, role=item.role,
            published=item.value, target=target, reached=reached, error=error, because=item.because,
            moved_by=item.moved_by,
        )  # fmt: skip

    def _reached(self, key: Key, is_share: bool) -> float:
        if key[4] == "groups":
            return float(len(self._groups))
        found = self._sums.get(key, 0.0)
        return found / self._sums["sme", "ALL", "total", "all", "firms"] * 100 if is_share else found


class _Seen:
    """One part, as the statistics look at it."""

    def __init__(self, plan: Plan, firms: Columns) -> None:
        self.plan, self.firms = plan, firms
        self.size = firms["counted_as"].values
        self.section = firms["section"].values
        self.persons = firms["persons_at_work"].values
        self.sales = annual_sales(firms)
        self._micro: Flags | None = None

    def sum_of(self, key: Key) -> float:
        """What the part adds to a sum."""
        here = self._of_size(key[0]) & self._of_section(key[1])
        here &= _DIMENSIONS.get(key[2], _everything)(self, key[3])
        return float(self._measure(key[4])[here].sum())

    def _of_size(self, size: str) -> Flags:
        if size in _OF_SIZE:
            found: Flags = self.size == _OF_SIZE[size]
            return found
        if size == "non_sme":
            return np.asarray(self.size != SME)
        if size == "large_group":
            return np.array(self.firms["disclosure_group"].values)
        if size == "sme_manufacturer_10plus":
            return np.asarray((self.size == SME) & (self.persons >= 10))
        micro = self.micro()
        return micro if size == "micro" else (self.size == SME) & ~micro

    def micro(self) -> Flags:
        """Micro merchants by employees and by own average sales."""
        if self._micro is None:
            rows, places = np.unique(self.firms["limit_row"].values, return_inverse=True)
            limits = [self.plan.limits[int(row)] for row in rows]
            small = np.array([item.small for item in limits], np.float64)[places]
            below = np.array([item.micro_employees_below for item in limits])[places]
            few = self.firms["regular_employees"].values < below
            self._micro = (self.size == SME) & few & (average_sales(self.firms) <= small)
        return self._micro

    def _of_section(self, section: str) -> Flags:
        if section == "ALL":
            return np.ones(self.size.size, bool)
        wanted = {"NON_C": [s for s in SECTIONS if s != "C"], "ALL11": list("CFGIJLMNPRS")}.get(section, [section])
        return np.isin(self.section, [SECTIONS.index(letter) for letter in wanted])

    def _measure(self, metric: str) -> Floats:
        if metric == "employees":
            return self.persons.astype(np.float64)
        if metric in ("firms", "firms_share", "groups"):
            return np.ones(self.size.size)
        money = self.sales if metric == "sales" else self.firms[_MONEY[metric]].values
        return np.asarray(money / TRILLION, np.float64)


_MONEY = {"assets": "total_assets_krw", "rnd": "rnd_krw"}


def _everything(seen: _Seen, _category: str) -> Flags:
    return np.ones(seen.size.size, bool)


def _in_region(seen: _Seen, category: str) -> Flags:
    capital = np.array([code in CAPITAL for code in PROVINCES])[seen.firms["province"].values]
    return capital if category == "capital_region" else ~capital


def _of_form(seen: _Seen, category: str) -> Flags:
    is_person: Flags = seen.firms["body"].values == BODIES.index("sole_proprietor")
    return is_person if category == "individual" else ~is_person


def _of_persons(seen: _Seen, category: str) -> Flags:
    return seen.persons == 1 if category == "1" else seen.persons > 1


def _of_sales(seen: _Seen, category: str) -> Flags:
    if category == "<=50m_krw":
        return seen.sales <= LOW_SALES
    low, high = {"<": (0.0, 3e11), "3": (3e11, 1e12), ">": (1e12, np.inf)}[category[0]]
    return (seen.sales >= low) & (seen.sales < high)


def _of_age(seen: _Seen, _category: str) -> Flags:
    return seen.firms["founded_on"].values > _SEVEN_YEARS_AGO


def _of_head(seen: _Seen, category: str) -> Flags:
    low, high = {"60+": (60, 200), "50s": (50, 59), "40s": (40, 49)}[category]
    ages = seen.firms["representative_age"].values
    return (ages >= low) & (ages <= high)


_DIMENSIONS: Mapping[str, Callable[[_Seen, str], Flags]] = {
    "region": _in_region,
    "legal_form": _of_form,
    "employees_band": _of_persons,
    "sales_band": _of_sales,
    "age_band": _of_age,
    "representative_age": _of_head,
}
