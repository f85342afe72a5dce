"""A programme under both rulebooks, counted exactly; what is shown of real firms is chosen after (`reform_hidden`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pulmu.services.population_engine import PopulationEngine
from pulmu.services.reform_effect import ProgrammeEffect, Where
from pulmu.services.reform_take_up import take_up

NOT_KNOWN = ""
"""Group of firms whose section or province is not known."""


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """Firms of every group of one kind, those that gain and those that lose."""

    by: str
    of: tuple[str, ...]
    firms: tuple[int, ...]
    gain: tuple[int, ...]
    lose: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contributions:
    """What single firms make up of a sum: how many do, the sum, and the largest two."""

    firms: int
    total_krw: float
    largest: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """A programme, with what is needed to choose what may be shown of it.

    Parameters
    ----------
    firms : Of the population.
    tables, exact : By group; where groups of few firms were added up, `exact` has them still.
    sums : Of the support before, of that after, and of how much each firm's differs.
    """

    effect: ProgrammeEffect
    firms: int
    tables: tuple[GroupCounts, ...]
    sums: tuple[Contributions, ...] = ()
    exact: tuple[GroupCounts, ...] = ()


def counted(
    programme: str,
    rows: Mapping[str, Any],
    budget_krw: tuple[float | None, float | None],
    projects: float | None,
    bits: Mapping[str, int],
    one_in: int,
) -> Counted:
    """The counts of `programme_counts`, added up."""
    found = {name: np.ma.filled(np.ma.asarray(values), 0) if values.dtype.kind in "iuf" else np.ma.asarray(values)
             for name, values in rows.items()}  # fmt: skip
    firms, before, after = found["firms"], found["before"], found["after"]
    gain, lose = (before == 0) & (after > 0), (before > 0) & (after == 0)
    may_before, may_after = int(firms[before > 0].sum()), int(firms[after > 0].sum())
    tables = tuple(_tables(found, firms, gain, lose, bits))
    most = float(found["support_after_krw"].sum())
    effect = ProgrammeEffect(
        programme=programme,
        may_apply_before=may_before,
        may_apply_after=may_after,
        gain=int(firms[gain].sum()),
        lose=int(firms[lose].sum()),
        surely_gain=int(firms[(before == 0) & (after == 2)].sum()),
        most_before_krw=float(found["support_before_krw"].sum()),
        most_after_krw=most,
        without_amount=int(found["without_amount"].sum()),
        budget_krw=budget_krw,
        projects=projects,
        at_same_take_up_krw=same_take_up(budget_krw[0], may_before, may_after),
        where=tuple(_where(tables)),
        take_up=take_up((may_before, may_after), most, budget_krw, projects, one_in),
    )
    return Counted(effect, int(firms.sum()), tables)


def same_take_up(budget: float | None, before: int | None, after: int | None) -> float | None:
    """The budget, grown as those who may apply."""
    return None if budget is None or not before or after is None else budget * after / before


def labels_of(mask: int, bits: Mapping[str, int]) -> tuple[str, ...]:
    """The labels of a mask."""
    return tuple(label for label, bit in bits.items() if mask & bit)


def _tables(
    found: Mapping[str, Any], firms: Any, gain: Any, lose: Any, bits: Mapping[str, int]
) -> Iterable[GroupCounts]:
    """By class after, by section and by province."""
    keys = {
        "size_class": ["/".join(labels_of(mask, bits)) for mask in found["class_after"].tolist()],
        "section": _words(found["section"]),
        "province": _words(found["province"]),
    }
    for by, listed in keys.items():
        values = np.array(listed, dtype=object)
        groups = sorted(set(listed))
        here = [values == of for of in groups]
        yield GroupCounts(
            by,
            tuple(groups),
            tuple(int(firms[group].sum()) for group in here),
            tuple(int(firms[gain & group].sum()) for group in here),
            tuple(int(firms[lose & group].sum()) for group in here),
        )


def _words(values: Any) -> list[str]:
    return [NOT_KNOWN if value is None else str(value) for value in values.tolist()]


def _where(tables: Iterable[GroupCounts]) -> Iterable[Where]:
    """Groups without gains and losses are left out."""
    for table in tables:
        for of, gain, lose in zip(table.of, table.gain, table.lose, strict=True):
            if gain or lose:
                yield Where(table.by, of, gain, lose)


def contributions_of(engine: PopulationEngine, table: Any, programme: str) -> tuple[Contributions, ...]:
    """Of the sums of a programme: support before, support after, and what differs for each firm."""
    from pulmu.support.reform.columns import contributions  # noqa: PLC0415 - who only hides numbers needs no population

    found = []
    for sums, largest in contributions(table, programme):
        whole = {name: np.ma.filled(np.ma.asarray(values), 0) for name, values in engine.to_columns(sums).items()}
        two = sorted((float(value) for value in engine.to_columns(largest)["amount"].tolist()), reverse=True)
        first, second = (*two, 0.0, 0.0)[:2]
        found.append(Contributions(int(whole["firms"][0]), float(whole["total"][0]), (first, second)))
    return tuple(found)
