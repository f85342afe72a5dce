"""What several runs of a line come to: means, each with half the width of its 95 % interval."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from pulmu.model.attribute import Doc
from pulmu.services.estimate import Estimate
from pulmu.services.line_play import Play
from pulmu.services.line_runs.balances import CarbonAnswer
from pulmu.twin import LineResult, ProductResult, StationResult
from pulmu.twin.counts import STATES
from pulmu.twin.interval import half_width
from pulmu.twin.statistics.bottleneck import LineBottleneck

_T = TypeVar("_T")
ACTIVE = ("busy", "set_up", "heating", "down", "maintenance")
"""States in which a station holds others up: it works, or cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAnswer:
    """A product: pieces that left the line, their mass, and their hours in it."""

    product: str
    good: Estimate
    scrap: Estimate
    reworked: Estimate
    tonnes: Estimate
    flow_hours: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationAnswer:
    """A station: shares of its machines' hours by state, and its queue."""

    station: str
    shares: Annotated[dict[str, Estimate], Doc("states in which it was for any time; they sum to 1")]
    active: Annotated[Estimate, Doc("share of its hours on duty in which it works, is set up, or is down")]
    mean_queue: Estimate
    most_queue: Annotated[int, Doc("in any run")]
    wait_hours: Estimate | None
    pieces: Estimate
    set_ups: Estimate
    stops: dict[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierAnswer:
    """What was used of a carrier, and its cost."""

    carrier: str
    unit: str
    amount: Estimate
    cost_krw: Estimate
    per_tonne: Annotated[Estimate | None, Doc("per tonne of good products")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnswer:
    """A source: what arrived, and what was lost or waits outside."""

    source: str
    arrived: Estimate
    lost: Estimate
    waiting_outside: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswer:
    """What runs of a line come to."""

    line: str
    hours: Annotated[float, Doc("counted in each run: after the warm-up")]
    warm_up_hours: float
    seed: int
    replications: int
    good: Estimate
    scrap: Estimate
    tonnes: Estimate
    mean_inside: Estimate
    cost_krw: Annotated[Estimate, Doc("of all carriers")]
    products: tuple[ProductAnswer, ...]
    stations: tuple[StationAnswer, ...]
    carriers: tuple[CarrierAnswer, ...]
    sources: tuple[SourceAnswer, ...]
    operators: Annotated[dict[str, Estimate], Doc("how many of each pool were at work on the mean")]
    play: Annotated[Play | None, Doc("a window of the first run, to be watched")] = None
    carbon: Annotated[CarbonAnswer, Doc("what a tonne of each good carries, in its plant")] = field(
        default_factory=CarbonAnswer
    )
    bottleneck: Annotated[LineBottleneck | None, Doc("when which station of the first run held the line up")] = None


def estimate(values: Iterable[float | None]) -> Estimate | None:
    """Mean of the runs that have a value; None where none has."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return Estimate(mean=math.fsum(known) / len(known), half_width=half_width(known))


def line_answer(
    runs: Sequence[LineResult], warm_up_hours: float, play: Play | None = None, carbon: CarbonAnswer | None = None,
    bottleneck: LineBottleneck | None = None,
) -> LineAnswer:  # fmt: skip
    """The answer of one run or more."""
    first = runs[0]
    return LineAnswer(
        line=first.line, hours=first.hours, warm_up_hours=warm_up_hours, seed=first.seed, replications=len(runs),
        good=_mean(runs, lambda run: run.good), scrap=_mean(runs, lambda run: run.scrap),
        tonnes=_mean(runs, _tonnes), mean_inside=_mean(runs, lambda run: run.mean_inside),
        cost_krw=_mean(runs, lambda run: math.fsum(item.cost_krw for item in run.uses)),
        products=tuple(_product([run.products[n] for run in runs]) for n in range(len(first.products))),
        stations=tuple(_station([run.stations[n] for run in runs]) for n in range(len(first.stations))),
        carriers=tuple(_carrier(runs, n) for n in range(len(first.uses))),
        sources=tuple(_source(runs, n) for n in range(len(first.sources))),
        operators={
            item.operators: _mean([run.operators[n] for run in runs], lambda one: one.mean_busy)
            for n, item in enumerate(first.operators)
        },
        play=play, carbon=carbon or CarbonAnswer(), bottleneck=bottleneck,
    )  # fmt: skip


def _mean(items: Sequence[_T], measure: Callable[[_T], float]) -> Estimate:
    found = estimate(measure(item) for item in items)
    return Estimate(mean=0.0) if found is None else found


def _tonnes(run: LineResult) -> float:
    return math.fsum(item.good_kg for item in run.products) / 1000


def _product(items: Sequence[ProductResult]) -> ProductAnswer:
    return ProductAnswer(
        product=items[0].product,
        good=_mean(items, lambda item: item.good),
        scrap=_mean(items, lambda item: item.scrap),
        reworked=_mean(items, lambda item: item.reworked),
        tonnes=_mean(items, lambda item: item.good_kg / 1000),
        flow_hours=estimate(None if item.mean_flow_s is None else item.mean_flow_s / 3600 for item in items),
    )


def _share(item: StationResult, states: Iterable[str]) -> float:
    return math.fsum(item.state_hours[name] for name in states) / item.machine_hours if item.machine_hours else 0.0


def _on_duty(item: StationResult) -> float:
    """Share of the hours in which its machines are not off, in which they work, are set up or are down."""
    on = item.machine_hours - item.state_hours["off"]
    return math.fsum(item.state_hours[name] for name in ACTIVE) / on if on > 0 else 0.0


def _station(items: Sequence[StationResult]) -> StationAnswer:
    first = items[0]
    shares = {name: _mean(items, lambda item, name=name: _share(item, (name,))) for name in STATES}  # type: ignore[misc]
    return StationAnswer(
        station=first.station, shares={name: share for name, share in shares.items() if share.mean > 0},
        active=_mean(items, _on_duty), mean_queue=_mean(items, lambda item: item.mean_queue),
        most_queue=max(item.most_queue for item in items),
        wait_hours=estimate(None if item.mean_wait_s is None else item.mean_wait_s / 3600 for item in items),
        pieces=_mean(items, lambda item: item.pieces), set_ups=_mean(items, lambda item: item.set_ups),
        stops={
            stop.stop: _mean([item.stops[n].times for item in items], float) for n, stop in enumerate(first.stops)
        },
    )  # fmt: skip


def _carrier(runs: Sequence[LineResult], number: int) -> CarrierAnswer:
    first, uses = runs[0].uses[number], [run.uses[number] for run in runs]
    return CarrierAnswer(
        carrier=first.carrier, unit=first.unit, amount=_mean(uses, lambda item: item.amount),
        cost_krw=_mean(uses, lambda item: item.cost_krw),
        per_tonne=estimate(run.uses[number].amount / _tonnes(run) if _tonnes(run) else None for run in runs),
    )  # fmt: skip


def _source(runs: Sequence[LineResult], number: int) -> SourceAnswer:
    sources = [run.sources[number] for run in runs]
    return SourceAnswer(
        source=sources[0].source, arrived=_mean(sources, lambda item: item.arrived),
        lost=_mean(sources, lambda item: item.lost), waiting_outside=_mean(sources, lambda item: item.waiting_outside),
    )  # fmt: skip
