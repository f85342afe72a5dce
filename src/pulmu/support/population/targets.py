"""What is known of the nation, brought to one year: which row is reached for, which only compared, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pulmu.reference.population_margins import Margin

Role = Literal["constraint", "compared", "superseded", "missing", "not_comparable"]

YEAR = 2023
"""Year of the margins."""

Key = tuple[str, str, str, str, str]
"""Size class, section, dimension, category and metric."""

_SHIFTED_BY = {"sme": "sme", "mid": "mid"}
_CONFLICTS: Mapping[Key, str] = {
    **{
        ("micro", section, "section", section, "firms"): "another frame than the count of small and medium firms"
        for section in "FGIL"
    },
    ("micro", "ALL11", "total", "all", "firms"): "another frame than the count of small and medium firms",
    ("sme_not_micro", "C", "section", "C", "firms"): "follows from the two it was derived from",
    ("mid", "ALL", "total", "all", "employees"): "its two parts add up to 1,703,000; the parts are reached for",
}
_FORMS: Mapping[str, tuple[str, ...]] = {
    "sme": ("firms", "employees", "sales", "firms_share"),
    "mid": ("firms", "employees", "sales", "assets", "rnd"),
    "micro": ("firms", "employees"),
    "sme_not_micro": ("firms",),
    "non_sme": ("firms",),
    "non_sme_not_mid": ("firms",),
    "large_group": ("groups", "firms"),
    "sme_manufacturer_10plus": ("firms",),
}


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the table of margins.

    Parameters
    ----------
    value : As published; None where nothing was found.
    target : Brought to 2023; None where it is not to be compared.
    """

    key: Key
    year: int
    value: float | None
    unit: str
    status: str
    source: str
    role: Role
    target: float | None
    because: str


@dataclass(frozen=True, slots=True)
class Targets:
    """All rows, and those that count by their key."""

    rows: tuple[Target, ...]
    by_key: Mapping[Key, Target]

    def value(self, size: str, section: str, dimension: str, category: str, metric: str) -> float | None:
        """A target that is reached for; None if there is none."""
        found = self.by_key.get((size, section, dimension, category, metric))
        return found.target if found is not None and found.role == "constraint" else None

    def share_of_all(self, metric: str) -> float:
        """Share of small and medium firms in the whole economy, from 0 to 1."""
        found = (row for row in self.rows if row.key == ("sme", "ALL", "share_of_all_firms", "all", metric))
        return max((row.year, row.value / 100) for row in found if row.value is not None)[1]

    def need(self, size: str, metric: str) -> float:
        """The national total of a size."""
        found = self.by_key[size, "ALL", "total", "all", metric].target
        if found is None:
            raise ValueError(f"the population needs a total of {size} {metric}")
        return found


def targets_from(rows: Iterable[Margin]) -> Targets:
    """Targets of the rows of the table of margins.

    For one sum the year 2023 counts, else the nearest before, else the nearest after. Another year is brought to 2023
    by the growth of the national total of the same size class and measure between the two; where that total is not
    known for that year, the row is compared as it is. Shares are not moved.
    """
    known = list(rows)
    totals = _totals(known)
    chosen: dict[Key, Margin] = {}
    for row in known:
        key = _key(row)
        if row.value is not None and (key not in chosen or _nearness(row) < _nearness(chosen[key])):
            chosen[key] = row
    targets = tuple(_target(row, chosen, totals) for row in known)
    return Targets(targets, {item.key: item for item in targets if item.target is not None})


def _totals(rows: Sequence[Margin]) -> dict[tuple[str, str, int], float]:
    return {
        (row.size_class, row.metric, row.year): row.value
        for row in rows
        if row.section == "ALL" and row.dimension == "total" and row.value is not None
    }


def _key(row: Margin) -> Key:
    return row.size_class, row.section, row.dimension, row.category, row.metric


def _nearness(row: Margin) -> tuple[int, bool]:
    return abs(row.year - YEAR), row.year > YEAR


def _target(row: Margin, chosen: Mapping[Key, Margin], totals: Mapping[tuple[str, str, int], float]) -> Target:
    key, value = _key(row), row.value

    def made(role: Role, target: float | None, because: str) -> Target:
        return Target(key, row.year, value, row.unit, row.status, row.source, role, target, because)

    if value is None:
        return made("missing", None, "nothing was found: left free")
    if chosen[key] is not row:
        return made("superseded", None, f"{chosen[key].year} is nearer to {YEAR}")
    if key[4] not in _FORMS.get(key[0], ()) or key[2] in ("share_of_all_firms", "flow", "flow_entry", "flow_exit"):
        return made("not_comparable", None, "not a sum of this population: another basis, a change, or a flow")
    moved, because = _moved(row, value, totals)
    if moved is None:
        return made("compared", value, because)
    if key in _CONFLICTS:
        return made("compared", moved, _CONFLICTS[key])
    return made("constraint", moved, because) if _is_reached_for(key) else made("compared", moved, because)


def _moved(row: Margin, value: float, totals: Mapping[tuple[str, str, int], float]) -> tuple[float | None, str]:
    size, metric, year = row.size_class, row.metric, row.year
    if year == YEAR or metric == "firms_share" or size not in _SHIFTED_BY:
        return value, "" if year == YEAR else f"of {year}, as it is"
    before, after = totals.get((size, metric, year)), totals.get((size, metric, YEAR))
    if metric == "rnd":  # no total of 2023: as the sales went
        before, after = totals.get((size, "sales", year)), totals.get((size, "sales", YEAR))
    if before is None or after is None:
        return None, f"of {year}, no total of that year to move it by: compared as it is"
    return value * after / before, f"of {year}, times the growth of the national total to {YEAR} ({after / before:.4f})"


def _is_reached_for(key: Key) -> bool:
    size, section, dimension, _, metric = key
    if size == "micro":
        return metric == "firms" and section == "C"
    if size in ("sme_manufacturer_10plus", "non_sme"):
        return False
    return dimension != "policy"
