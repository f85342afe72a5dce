"""A line with the times and powers its plant shows: a proposal, never put in force by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pulmu.model.law import Law
from pulmu.model.line import Line
from pulmu.model.quantity import Quantity
from pulmu.model.station import Station, Use
from pulmu.twin.live.cycles import CycleTimes

_MOST_VALUES = 10_000
_WITH_CV = frozenset(("lognormal", "gamma", "normal"))


def proposed_line(
    line: Line, times: Mapping[str, CycleTimes], powers: Mapping[tuple[str, str], Mapping[str, float]]
) -> Line:  # fmt: skip
    """The line with what was estimated in place of what it says.

    Parameters
    ----------
    times : Of stations, by id.
    powers : Of (station, carrier): what a state or event draws, by the attribute of `Use`.
    """
    return replace(
        line, stations=tuple(_station(item, times.get(item.id), powers) for item in line.stations)
    )  # fmt: skip


def _station(
    station: Station, times: CycleTimes | None, powers: Mapping[tuple[str, str], Mapping[str, float]]
) -> Station:  # fmt: skip
    uses = tuple(_use(use, powers.get((station.id, use.carrier), {})) for use in station.uses)
    if times is None or times.mean is None:
        return replace(station, uses=uses)
    return replace(station, uses=uses, time=_law(station.time, times))


def _use(use: Use, powers: Mapping[str, float]) -> Use:
    changed: dict[str, Any] = dict(powers)
    return replace(use, **changed)


def _law(law: Law | None, times: CycleTimes) -> Law:
    """The same kind of law with the mean and spread seen, where its numbers are these; else the times themselves."""
    if times.mean is None:
        raise ValueError("no cycle was seen")
    spread = times.spread.value if times.spread else 0.0
    if law is not None and law.law in _WITH_CV and law.shape is None and spread > 0:
        return replace(law, mean=_span(times.mean.value), cv=spread)
    if law is None or (law.law == "constant" and spread == 0) or len(times.values) < 2:
        return Law(law="constant", mean=_span(times.mean.value))
    if law.law == "exponential":
        return replace(law, mean=_span(times.mean.value))
    return Law(law="empirical", values=tuple(_span(value) for value in _thinned(times.values)))


def _thinned(values: Sequence[float]) -> Sequence[float]:
    """As many as a law may have, evenly from the sorted ones."""
    if len(values) <= _MOST_VALUES:
        return values
    ordered = sorted(values)
    return [ordered[int((n + 0.5) * len(ordered) / _MOST_VALUES)] for n in range(_MOST_VALUES)]


def _span(seconds: float) -> Quantity:
    return Quantity(seconds, "s")
