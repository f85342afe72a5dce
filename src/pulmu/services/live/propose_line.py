"""A line as its plant shows it: what is off is replaced by what was seen, each change told; nothing is put in force."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pulmu.model.law import Law
from pulmu.model.line import Line
from pulmu.model.quantity import Quantity
from pulmu.model.station import Station, Stop
from pulmu.services.live.shadow import Shadow
from pulmu.twin.counts import STATES
from pulmu.twin.laws import chance
from pulmu.twin.live import Drift, proposed_line

_TIMES = ("cycle_time", "time_between_failures", "repair_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value of the line and what is proposed for it, with the range it lies in."""

    station: str
    what: str
    unit: str
    before: float | None
    after: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProposal:
    """A line with changes; the line itself where there are none."""

    line: Line
    changes: tuple[Change, ...]


def propose_line(line: Line, found: Shadow) -> LineProposal:
    """What is off, and what the line says nothing of, becomes what the plant shows; all else stays.

    A time keeps its law and its spread, and is scaled to the mean that was seen. A value whose interval nothing bounds
    is not proposed.
    """
    off = [item for item in found.drifts if item.verdict in ("off", "unmodelled") and _is_bounded(item)]
    powers: dict[tuple[str, str], dict[str, float]] = {}
    times: dict[str, dict[str, float]] = {}
    changes = list(_changes(off, powers, times))
    stations = tuple(_with_times(item, times.get(item.id, {})) for item in line.stations)
    return LineProposal(line=proposed_line(replace(line, stations=stations), {}, powers), changes=tuple(changes))


def _is_bounded(item: Drift) -> bool:
    return item.plant is not None and math.isfinite(item.plant.high) and item.plant.value >= 0


def _changes(
    off: list[Drift], powers: dict[tuple[str, str], dict[str, float]], times: dict[str, dict[str, float]]
) -> Iterator[Change]:
    for item in off:
        plant = item.plant
        if plant is None or (item.what in _TIMES and not (item.model and plant.value > 0)):
            continue
        carrier, _, state = item.what.partition(".")
        if state in STATES:
            powers.setdefault((item.station, carrier), {})[state] = plant.value
        elif item.what in _TIMES and item.model:
            times.setdefault(item.station, {})[item.what] = plant.value / item.model
        else:
            continue
        yield Change(
            station=item.station, what=item.what, unit=item.unit, before=item.model, after=plant.value, low=plant.low,
            high=plant.high,
        )  # fmt: skip


def _with_times(station: Station, factors: dict[str, float]) -> Station:
    changed: dict[str, Any] = {}
    if "cycle_time" in factors and station.time is not None:
        changed["time"] = scaled(station.time, factors["cycle_time"])
    if "time_between_failures" in factors or "repair_time" in factors:
        changed["stops"] = tuple(_stop(item, factors) for item in station.stops)
    return replace(station, **changed) if changed else station


def _stop(stop: Stop, factors: dict[str, float]) -> Stop:
    if stop.kind != "breakdown":
        return stop
    every = stop.every if stop.every is None else scaled(stop.every, factors.get("time_between_failures", 1.0))
    return replace(stop, every=every, lasts=scaled(stop.lasts, factors.get("repair_time", 1.0)))


def scaled(law: Law, factor: float) -> Law:
    """The same law of times that are longer by a factor."""
    if factor == 1.0:
        return law
    spans = {
        name: _longer(value, factor)
        for name in law.__dataclass_fields__
        if isinstance(value := getattr(law, name), Quantity)
    }
    values = {
        name: tuple(_longer(one, factor) for one in value)
        for name in law.__dataclass_fields__
        if isinstance(value := getattr(law, name), tuple) and value and isinstance(value[0], Quantity)
    }
    made = replace(law, **spans, **values)  # type: ignore[arg-type]
    wanted = chance(law).mean * factor
    if not math.isclose(chance(made).mean, wanted, rel_tol=1e-6):
        raise ValueError("a law of times whose mean is not of its times")
    return made


def _longer(value: Quantity, factor: float) -> Quantity:
    return Quantity(value.value * factor, value.unit)
