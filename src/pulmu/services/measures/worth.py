"""What each sized measure is worth by itself: three balances apart, payback, present value, with intervals by draws."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.measures.worth import net_present_value, simple_payback
from pulmu.services.measures.order import MeasureOrder
from pulmu.services.measures.plant_use import PlantUse
from pulmu.services.measures.size import SizedMeasure, between, less_of

Draws = NDArray[np.float64]
LOW, HIGH = 0.1, 0.9
"""Ends of the intervals: eight of ten draws lie between."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value in the middle of the ranges, and between what eight of ten draws lie."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """A measure by itself, in a year.

    Parameters
    ----------
    saved : Of each use, in its unit; below zero: it uses more.
    won : Of bills, without certificates. [KRW]
    footprint : [t CO2e]
    certificates : By year, for the plant's exports as they are; for the importer.
    capital : [KRW]
    payback : None where it never pays. [years]
    present_value : Of won alone, over its life. [KRW]
    """

    saved: dict[str, Interval]
    won: Interval
    footprint: Interval
    certificates: dict[int, Interval]
    capital: Interval | None
    payback: Interval | None
    present_value: Interval | None


def places(number: int, order: MeasureOrder) -> Draws:
    """Places between least and most of saving and investment: the same for a measure whatever else is asked.

    Returns
    -------
    (2, draws + 1)  The first is the middle.
    """
    drawn = np.random.default_rng([order.seed, number]).random((2, order.draws))
    return np.concatenate([np.full((2, 1), 0.5), drawn], axis=1)


def worth_of(sized: SizedMeasure, drawn: Draws, uses: Mapping[str, PlantUse], order: MeasureOrder, first: int) -> Worth:
    """What a measure is worth by itself.

    Parameters
    ----------
    drawn : As `places` makes them.
    first : Year of the first certificates.
    """
    less = {
        part.use: np.array([less_of(part, uses, place) for place in drawn[0]]) for part in sized.parts
    }  # fmt: skip
    won = _sum(less, {name: uses[name].price for name in less})
    footprint = _sum(less, {name: uses[name].footprint / 1000.0 for name in less})
    count = len(next(iter(uses.values())).certificates)
    certificates = {
        first + year: _interval(_sum(less, {name: uses[name].certificates[year] for name in less}))
        for year in range(count)
    }
    capital = None if sized.capital is None else np.array([between(sized.capital, place) for place in drawn[1]])
    return Worth(
        saved={name: _interval(values) for name, values in less.items()},
        won=_interval(won), footprint=_interval(footprint), certificates=certificates,
        capital=None if capital is None else _interval(capital),
        payback=None if capital is None else _finite(simple_payback(capital, won)),
        present_value=None if capital is None else _interval(
            net_present_value(capital, won, 0.0, order.discount, sized.life)
        ),
    )  # fmt: skip


def _sum(less: Mapping[str, Draws], per_unit: Mapping[str, float]) -> Draws:
    return np.asarray(sum(values * per_unit[name] for name, values in less.items()), dtype=np.float64)


def _interval(values: Draws) -> Interval:
    rest = values[1:] if len(values) > 1 else values
    return Interval(float(values[0]), float(np.quantile(rest, LOW)), float(np.quantile(rest, HIGH)))


def _finite(values: Draws) -> Interval | None:
    return _interval(values) if bool(np.isfinite(values).all()) else None
