"""What is known of the nation, brought to one year: which row is reached for, which only compared, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pulmu.reference.population_margins import Margin

Role = Literal["constraint", "compared", "superseded", "missing", "not_comparable"]

Because = Literal[
    "of_year",
    "as_it_is",
    "moved",
    "no_total",
    "another_frame",
    "from_others",
    "parts_differ",
    "nothing_found",
    "nearer_year",
    "not_a_sum",
]
"""Why a row counts as it does: of the year itself; of another year, as it is or moved; no total to move it by; taken by
another statistic on another frame; derived from other rows; its parts add up to something else and are reached for;
nothing was found; another year is nearer; no sum of this population (a change, a flow, another basis)."""

YEAR = 2023
"""Year of the margins."""

Key = tuple[str, str, str, str, str]
"""Size class, section, dimension, category and metric."""

_SHIFTED_BY = ("sme", "mid")
_CONFLICTS: Mapping[Key, "Because"] = {
    **{("micro", section, "section", section, "firms"): "another_frame" for section in "FGIL"},
    **{("micro", section, "section", section, "employees"): "another_frame" for section in "FGIL"},
    **{("micro", "ALL11", "total", "all", metric): "another_frame" for metric in ("firms", "employees")},
    ("sme_not_micro", "C", "section", "C", "firms"): "from_others",
    ("mid", "ALL", "total", "all", "employees"): "parts_differ",
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
    moved_by : The factor that brought it there; 1 where it was not moved.
    """

    key: Key
    year: int
    value: float | None
    unit: str
    status: str
    source: str
    role: Role
    target: float | None
    because: Because
    moved_by: float = 1.0


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

    def made(role: Role, target: float | None, because: Because, moved_by: float = 1.0) -> Target:
        return Target(key, row.year, value, row.unit, row.status, row.source, role, target, because, moved_by)

    if value is None:
        return made("missing", None, "nothing_found")
    if chosen[key] is not row:
        return made("superseded", None, "nearer_year")
    if key[4] not in _FORMS.get(key[0], ()) or key[2] in ("share_of_all_firms", "flow", "flow_entry", "flow_exit"):
        return made("not_comparable", None, "not_a_sum")
    factor, because = _moved(row, totals)
    because = _CONFLICTS.get(key, because)
    is_reached_for = because in ("of_year", "as_it_is", "moved") and _is_reached_for(key)
    return made("constraint" if is_reached_for else "compared", value * factor, because, factor)


def _moved(row: Margin, totals: Mapping[tuple[str, str, int], float]) -> tuple[float, Because]:
    """The factor that brings a row to 2023, and why."""
    size, metric, year = row.size_class, row.metric, row.year
    if year == YEAR:
        return 1.0, "of_year"
    if metric == "firms_share" or size not in _SHIFTED_BY:
        return 1.0, "as_it_is"
    total = "sales" if metric == "rnd" else metric  # no total of research of 2023: as the sales went
    before, after = totals.get((size, total, year)), totals.get((size, total, YEAR))
    if before is None or after is None:
        return 1.0, "no_total"
    return after / before, "moved"


def _is_reached_for(key: Key) -> bool:
    size, section, dimension, *_ = key
    if size == "micro":
        return section == "C"
    if size in ("sme_manufacturer_10plus", "non_sme"):
        return False
    return dimension != "policy"
