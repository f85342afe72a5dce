"""The figures of a run of a line, each by its name: an amount, or the ratio of two."""

import difflib
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from pulmu.model.line import Line
from pulmu.twin.counts import STATES
from pulmu.twin.result import LineResult

Amount = Callable[[LineResult], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a run.

    Parameters
    ----------
    name : ``product.bolts.good``; what `measures_of` names.
    of : Its amount in a run; not a number where the run has none.
    per : What it is shared out over; None of a plain amount.
    """

    name: str
    unit: str
    of: Amount
    per: Amount | None = None


def measures_of(line: Line) -> dict[str, Measure]:
    """Every figure a run of a line has, by name."""
    found = (*_whole(line), *_products(line), *_stations(line), *_others(line), *_carriers(line))
    return {item.name: item for item in found}


def _good(run: LineResult) -> float:
    return float(run.good)


def _tonnes(run: LineResult) -> float:
    return math.fsum(item.good_kg for item in run.products) / 1000


def _cost(run: LineResult) -> float:
    return math.fsum(item.cost_krw for item in run.uses)


def _whole(line: Line) -> Iterator[Measure]:
    yield Measure("good", "pieces", _good)
    yield Measure("scrap", "pieces", lambda run: float(run.scrap))
    yield Measure("scrap_share", "", lambda run: float(run.scrap), lambda run: float(run.good + run.scrap))
    yield Measure("good_per_h", "pieces/h", lambda run: run.good / run.hours if run.hours else 0.0)
    yield Measure("inside", "pieces", lambda run: run.mean_inside)
    yield Measure("flow_h", "h", lambda run: math.fsum(_flow(run, n) for n in range(len(run.products))), _good)
    if has_mass(line):
        yield Measure("good_t", "t", _tonnes)
    if line.carriers:
        yield Measure("cost_krw", "KRW", _cost)
        yield Measure("cost_per_piece", "KRW/piece", _cost, _good)
        if has_mass(line):
            yield Measure("cost_per_t", "KRW/t", _cost, _tonnes)


def has_mass(line: Line) -> bool:
    """Whether pieces have a mass: without, nothing is told per tonne."""
    return any(item.piece_kg for item in line.products)


def _flow(run: LineResult, number: int) -> float:
    """Hours in the line of all good pieces of a product."""
    item = run.products[number]
    return item.good * (item.mean_flow_s or 0.0) / 3600


def _products(line: Line) -> Iterator[Measure]:
    for n, item in enumerate(line.products):
        for field in ("good", "scrap", "reworked"):
            yield Measure(f"product.{item.id}.{field}", "pieces", _field("products", n, field))
        yield Measure(f"product.{item.id}.flow_h", "h", lambda run, n=n: _flow(run, n), _field("products", n, "good"))  # type: ignore[misc]
        if item.piece_kg:
            yield Measure(f"product.{item.id}.good_t", "t", _field("products", n, "good_kg", 1 / 1000))


def _stations(line: Line) -> Iterator[Measure]:
    for n, item in enumerate(line.stations):
        for state in STATES:
            hours = _hours(n, state)
            yield Measure(f"station.{item.id}.hours.{state}", "h", hours)
            yield Measure(f"station.{item.id}.share.{state}", "", hours, _field("stations", n, "machine_hours"))
        yield Measure(f"station.{item.id}.queue", "pieces", _field("stations", n, "mean_queue"))
        yield Measure(f"station.{item.id}.wait_h", "h", _waited(n), _field("stations", n, "loaded"))
        for field in ("cycles", "pieces", "set_ups"):
            yield Measure(f"station.{item.id}.{field}", field, _field("stations", n, field))
        for k, stop in enumerate(item.stops):
            yield Measure(f"station.{item.id}.stops.{stop.id}", "stops", _stopped(n, k))


def _others(line: Line) -> Iterator[Measure]:
    for n, source in enumerate(line.sources):
        for field in ("arrived", "lost"):
            yield Measure(f"source.{source.id}.{field}", "pieces", _field("sources", n, field))
    for n, pool in enumerate(line.operators):
        yield Measure(f"operators.{pool.id}.busy", "people", _field("operators", n, "mean_busy"))


def _carriers(line: Line) -> Iterator[Measure]:
    for n, item in enumerate(line.carriers):
        amount, cost = _field("uses", n, "amount"), _field("uses", n, "cost_krw")
        yield Measure(f"carrier.{item.id}.amount", item.unit, amount)
        yield Measure(f"carrier.{item.id}.cost_krw", "KRW", cost)
        yield Measure(f"carrier.{item.id}.per_piece", f"{item.unit}/piece", amount, _good)
        if has_mass(line):
            yield Measure(f"carrier.{item.id}.per_t", f"{item.unit}/t", amount, _tonnes)
            yield Measure(f"carrier.{item.id}.cost_per_t", "KRW/t", cost, _tonnes)
    for s, station in enumerate(line.stations):
        for u, use in enumerate(station.uses):
            unit = next(item.unit for item in line.carriers if item.id == use.carrier)
            yield Measure(f"station.{station.id}.carrier.{use.carrier}", unit, _used(s, u))


def _field(kind: str, number: int, name: str, factor: float = 1.0) -> Amount:
    def amount(run: LineResult) -> float:
        return float(getattr(getattr(run, kind)[number], name)) * factor

    return amount


def _hours(station: int, state: str) -> Amount:
    return lambda run: run.stations[station].state_hours[state]


def _waited(station: int) -> Amount:
    def amount(run: LineResult) -> float:
        item = run.stations[station]
        return item.loaded * (item.mean_wait_s or 0.0) / 3600

    return amount


def _stopped(station: int, stop: int) -> Amount:
    return lambda run: float(run.stations[station].stops[stop].times)


def _used(station: int, use: int) -> Amount:
    return lambda run: run.stations[station].uses[use].amount


def values_of(measure: Measure, runs: Sequence[LineResult]) -> list[float] | None:
    """A value for each run, whose mean is the figure; None where the figure has no value.

    Of a ratio these are the jackknife's pseudo-values. A mean of each run's own ratio would be wrong by the chance that
    is in the denominator; pseudo-values take the bias of order 1/n away, are treated as independent (Student's t), need
    no normal denominator as Fieller's interval does, and pair run by run between two lines.
    Source: Miller 1974, "The jackknife - a review", Biometrika 61(1); Law, Simulation Modeling and Analysis, on
    estimating ratios.
    """
    tops = [measure.of(run) for run in runs]
    if any(math.isnan(top) for top in tops):
        return None
    if measure.per is None:
        return tops
    return pseudo_values(tops, [measure.per(run) for run in runs])


def pseudo_values(tops: Sequence[float], bottoms: Sequence[float]) -> list[float] | None:
    """The jackknife's values of sum(tops) / sum(bottoms); None where a sum it divides by is 0."""
    count, top, bottom = len(tops), math.fsum(tops), math.fsum(bottoms)
    rests = [bottom - one for one in bottoms]
    if not bottom or (count > 1 and not all(rests)):
        return None
    if count == 1:
        return [top / bottom]
    whole = count * (top / bottom)
    return [whole - (count - 1) * ((top - one) / rest) for one, rest in zip(tops, rests, strict=True)]


def near_measures(name: str, known: Collection[str]) -> list[str]:
    """Names of figures that look like a name; where none does, those of the whole line."""
    return difflib.get_close_matches(name, known, n=5, cutoff=0.5) or [item for item in known if "." not in item]
