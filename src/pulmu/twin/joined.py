"""Runs that follow each other as one: what they count is added, what they average is weighted."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pulmu.twin.result import CarrierUse, LineResult, ProductResult, SourceResult, StationResult, StopCount


def scaled(run: LineResult, factors: Mapping[tuple[str, str], float]) -> LineResult:
    """The same with what stations use of carriers multiplied."""
    stations = tuple(
        replace(item, uses=tuple(_times(use, factors.get((item.station, use.carrier), 1.0)) for use in item.uses))
        for item in run.stations
    )
    return replace(run, stations=stations, uses=tuple(_total(item, stations) for item in run.uses))


def joined(runs: Sequence[LineResult]) -> LineResult:
    """One run of those that each begin where the one before ended."""
    if len(runs) == 1:
        return runs[0]
    hours = [run.hours for run in runs]
    whole = math.fsum(hours)
    stations = tuple(_station([run.stations[n] for run in runs], hours) for n in range(len(runs[0].stations)))
    return replace(
        runs[-1],
        hours=whole,
        good=sum(run.good for run in runs),
        scrap=sum(run.scrap for run in runs),
        mean_inside=_mean([run.mean_inside for run in runs], hours),
        events=sum(run.events for run in runs),
        products=tuple(_product([run.products[n] for run in runs]) for n in range(len(runs[0].products))),
        stations=stations,
        sources=tuple(_source([run.sources[n] for run in runs]) for n in range(len(runs[0].sources))),
        operators=tuple(
            replace(item, mean_busy=_mean([run.operators[n].mean_busy for run in runs], hours))
            for n, item in enumerate(runs[0].operators)
        ),
        uses=tuple(_total(item, stations) for item in runs[0].uses),
        trace=(),
    )


def _times(use: CarrierUse, factor: float) -> CarrierUse:
    if factor == 1.0:
        return use
    by_state = {name: amount * factor for name, amount in use.by_state.items()}
    return replace(use, amount=use.amount * factor, cost_krw=use.cost_krw * factor, by_state=by_state)


def _total(item: CarrierUse, stations: Sequence[StationResult]) -> CarrierUse:
    return _use([use for station in stations for use in station.uses if use.carrier == item.carrier], item)


def _use(uses: Sequence[CarrierUse], like: CarrierUse) -> CarrierUse:
    names = dict.fromkeys(name for use in uses for name in use.by_state)
    return replace(
        like,
        amount=math.fsum(use.amount for use in uses),
        cost_krw=math.fsum(use.cost_krw for use in uses),
        by_state={name: math.fsum(use.by_state.get(name, 0.0) for use in uses) for name in names},
    )


def _mean(values: Sequence[float | None], weights: Sequence[float]) -> float:
    total = math.fsum(weights)
    return math.fsum((value or 0.0) * weight for value, weight in zip(values, weights, strict=True)) / (total or 1.0)


def _sum(items: Sequence[object], name: str) -> int:
    return sum(getattr(item, name) for item in items)


def _station(items: Sequence[StationResult], hours: Sequence[float]) -> StationResult:
    loaded = _sum(items, "loaded")
    on_belt = None if items[0].mean_on_belt is None else _mean([item.mean_on_belt for item in items], hours)
    return replace(
        items[0],
        machine_hours=math.fsum(item.machine_hours for item in items),
        state_hours={name: math.fsum(item.state_hours[name] for item in items) for name in items[0].state_hours},
        cycles=_sum(items, "cycles"),
        pieces=_sum(items, "pieces"),
        set_ups=_sum(items, "set_ups"),
        stops=tuple(
            StopCount(stop=one.stop, times=sum(item.stops[n].times for item in items))
            for n, one in enumerate(items[0].stops)
        ),
        loaded=loaded,
        mean_queue=_mean([item.mean_queue for item in items], hours),
        most_queue=max(item.most_queue for item in items),
        mean_wait_s=_mean([item.mean_wait_s for item in items], [item.loaded for item in items]) if loaded else None,
        uses=tuple(_use([item.uses[n] for item in items], one) for n, one in enumerate(items[0].uses)),
        mean_on_belt=on_belt,
    )


def _product(items: Sequence[ProductResult]) -> ProductResult:
    good = _sum(items, "good")
    weights = [item.good for item in items]
    mean = _mean([item.mean_flow_s for item in items], weights) if good else None
    return replace(
        items[0],
        good=good,
        scrap=_sum(items, "scrap"),
        reworked=_sum(items, "reworked"),
        good_kg=math.fsum(item.good_kg for item in items),
        mean_flow_s=mean,
        flow_deviation_s=None if mean is None else _deviation(items, mean),
        least_flow_s=_end(min, [item.least_flow_s for item in items]),
        most_flow_s=_end(max, [item.most_flow_s for item in items]),
    )


def _deviation(items: Sequence[ProductResult], mean: float) -> float:
    squares = [(item.flow_deviation_s or 0.0) ** 2 + ((item.mean_flow_s or 0.0) - mean) ** 2 for item in items]
    return math.sqrt(_mean(squares, [item.good for item in items]))


def _end(choose: Callable[[Sequence[float]], float], values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return choose(known) if known else None


def _source(items: Sequence[SourceResult]) -> SourceResult:
    return replace(items[-1], arrived=_sum(items, "arrived"), lost=_sum(items, "lost"))
