"""From what a run counted to its result: energy and cost are linear in time by state and price."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pulmu.model.line import Carrier
from pulmu.model.station import Station, Use
from pulmu.twin.end import state_of
from pulmu.twin.plan import Plan
from pulmu.twin.result import (
    CarrierUse,
    Happening,
    LineResult,
    PoolResult,
    ProductResult,
    SourceResult,
    Standstill,
    StationResult,
    StationWait,
    StopCount,
)
from pulmu.twin.snapshot import Snapshot
from pulmu.twin.standstill import Circle

STATES = ("off", "idle", "heating", "set_up", "busy", "blocked", "down", "maintenance", "waiting")


@dataclass(frozen=True, slots=True)
class StationCounts:
    """Machine-seconds by (state, price slot), and by price slot counts and, where it is used, mass. [kg]"""

    state_time: Sequence[Sequence[float]]
    cycles: Sequence[int]
    pieces: Sequence[int]
    mass: Sequence[float]
    set_ups: Sequence[int]
    stops: Sequence[int]
    loaded: int
    queue_area: float
    most_queue: int
    wait_sum: float
    belt_area: float = 0.0


@dataclass(frozen=True, slots=True)
class ProductCounts:
    """Pieces of a product, and the sums of their times in the line."""

    good: int
    scrap: int
    reworked: int
    flow_sum: float
    flow_squares: float
    flow_least: float
    flow_most: float


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """Pieces of a source."""

    arrived: int
    lost: int
    outside: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything a run counted, in seconds and pieces."""

    measured: float
    inside_area: float
    inside: int
    events: int
    stations: tuple[StationCounts, ...]
    products: tuple[ProductCounts, ...]
    sources: tuple[SourceCounts, ...]
    pool_areas: tuple[float, ...]
    trace: tuple[Happening, ...] = ()
    circle: Circle | None = None
    end: Snapshot | None = None


class Engine(Protocol):
    """The compiled kernel, or the oracle in plain Python: the same counts, to the last digit."""

    def __call__(self, plan: Plan, ask: "Ask", replication: int) -> Counts:
        """One replication."""
        ...


@dataclass(frozen=True, slots=True)
class Ask:
    """How to run.

    Parameters
    ----------
    horizon, warm_up : Time in all, and how much of it at the start is not counted. [s]
    pieces : Stop once so many pieces have left the line; None: never.
    trace : Whether every happening is kept.
    end : Whether the state at the end is kept, to begin another run with.
    """

    horizon: float
    warm_up: float = 0.0
    seed: int = 0
    pieces: int | None = None
    trace: bool = False
    end: bool = False


def result_of(plan: Plan, counts: Counts, ask: Ask, replication: int) -> LineResult:
    """The result of a replication."""
    line = plan.line
    stations = tuple(_station(plan, item, counts.stations[n], counts.measured) for n, item in enumerate(line.stations))
    products = tuple(_product(item.id, item.piece_kg, counts.products[n]) for n, item in enumerate(line.products))
    long = counts.measured or math.inf
    return LineResult(
        line=line.id,
        seed=ask.seed,
        replication=replication,
        hours=counts.measured / 3600,
        good=sum(item.good for item in products),
        scrap=sum(item.scrap for item in products),
        mean_inside=counts.inside_area / long,
        inside=counts.inside,
        events=counts.events,
        products=products,
        stations=stations,
        sources=tuple(
            SourceResult(source=item.id, arrived=one.arrived, lost=one.lost, waiting_outside=one.outside)
            for item, one in zip(line.sources, counts.sources, strict=True)
        ),
        operators=tuple(
            PoolResult(operators=item.id, mean_busy=area / long)
            for item, area in zip(line.operators, counts.pool_areas, strict=True)
        ),
        uses=tuple(_total(item, stations) for item in line.carriers),
        end=None if counts.end is None else state_of(plan, counts.end),
        standstill=_standstill(plan, counts.circle),
        trace=counts.trace,
    )


def _standstill(plan: Plan, circle: Circle | None) -> Standstill | None:
    if circle is None:
        return None
    names = [item.id for item in plan.line.stations]
    waits = [StationWait(station=names[n], waits_for=tuple(names[to] for to in ways)) for n, ways in circle.waits]
    return Standstill(since_h=circle.since / 3600, waits=tuple(waits))


def _station(plan: Plan, item: Station, counts: StationCounts, measured: float) -> StationResult:
    hours = {state: math.fsum(counts.state_time[n]) / 3600 for n, state in enumerate(STATES)}
    return StationResult(
        station=item.id,
        machine_hours=item.machines * measured / 3600,
        state_hours=hours,
        cycles=sum(counts.cycles),
        pieces=sum(counts.pieces),
        set_ups=sum(counts.set_ups),
        stops=tuple(StopCount(stop=stop.id, times=times) for stop, times in zip(item.stops, counts.stops, strict=True)),
        loaded=counts.loaded,
        mean_queue=counts.queue_area / measured if measured else 0.0,
        most_queue=counts.most_queue,
        mean_on_belt=counts.belt_area / measured if item.belt and measured else None,
        mean_wait_s=counts.wait_sum / counts.loaded if counts.loaded else None,
        uses=tuple(_use(plan, use, counts) for use in item.uses),
    )


def rate_of(use: Use, state: str) -> float:
    """What a machine uses per hour of a state: as when idle where nothing is given, and nothing when off."""
    given: float | None = getattr(use, state)
    if given is not None:
        return given
    return 0.0 if state == "off" else use.idle


def _use(plan: Plan, use: Use, counts: StationCounts) -> CarrierUse:
    carriers = plan.line.carriers
    number = next(n for n, item in enumerate(carriers) if item.id == use.carrier)
    prices = [slot[number] for slot in plan.prices.by_slot]
    by_slot = {
        state: [rate_of(use, state) * time / 3600 for time in counts.state_time[n]] for n, state in enumerate(STATES)
    }
    by_slot["pieces"] = [use.per_piece * number for number in counts.pieces]
    by_slot["mass"] = [use.per_kg * mass for mass in counts.mass]
    by_slot["cycles"] = [use.per_cycle * number for number in counts.cycles]
    by_slot["set_ups"] = [use.per_set_up * number for number in counts.set_ups]
    return CarrierUse(
        carrier=use.carrier,
        unit=carriers[number].unit,
        amount=math.fsum(amount for row in by_slot.values() for amount in row),
        cost_krw=math.fsum(
            amount * price for row in by_slot.values() for amount, price in zip(row, prices, strict=True)
        ),
        by_state={name: total for name, row in by_slot.items() if (total := math.fsum(row))},
    )


def _total(carrier: Carrier, stations: Sequence[StationResult]) -> CarrierUse:
    uses = [use for station in stations for use in station.uses if use.carrier == carrier.id]
    names = dict.fromkeys(name for use in uses for name in use.by_state)
    return CarrierUse(
        carrier=carrier.id,
        unit=carrier.unit,
        amount=math.fsum(use.amount for use in uses),
        cost_krw=math.fsum(use.cost_krw for use in uses),
        by_state={name: math.fsum(use.by_state.get(name, 0.0) for use in uses) for name in names},
    )


def _product(name: str, piece_kg: float, counts: ProductCounts) -> ProductResult:
    good = counts.good
    mean = counts.flow_sum / good if good else None
    spread = None if mean is None else math.sqrt(max(counts.flow_squares / good - mean * mean, 0.0))
    return ProductResult(
        product=name,
        good=good,
        scrap=counts.scrap,
        reworked=counts.reworked,
        good_kg=good * piece_kg,
        mean_flow_s=mean,
        flow_deviation_s=spread,
        least_flow_s=counts.flow_least if good else None,
        most_flow_s=counts.flow_most if good else None,
    )
