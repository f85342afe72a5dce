"""A plant beside its model, read only: what it shows of times, breakdowns and powers, and where the model is off."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import numpy as np

from pulmu.model.attribute import Doc
from pulmu.model.line import Carrier, Line
from pulmu.model.station import Station
from pulmu.model.tag import Tag
from pulmu.services.live.emulated_tags import rate_unit
from pulmu.services.live.told import counted_in, seconds_of, states_of
from pulmu.services.ports import SampleReader
from pulmu.twin.counts import STATES, rate_of
from pulmu.twin.laws import chance
from pulmu.twin.live import (
    Drift,
    Estimate,
    Failures,
    Observed,
    PowerFit,
    StateHistory,
    drifts,
    failures,
    hours_by_slot,
    power_by_state,
    time_per_piece,
)
from pulmu.twin.live.history import Floats

_BUSY = STATES.index("busy")
_BLOCKS, _CYCLES = 24, 4
"""Blocks of time that work and pieces are compared in, and cycles that fit into one at least."""
_AMOUNTS = frozenset(("energy", "amount"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """What a time of watching shows.

    Parameters
    ----------
    fits : What each station draws, by (station, carrier).
    """

    start: datetime
    end: datetime
    drifts: Annotated[tuple[Drift, ...], Doc("each value of the model beside the plant's")]
    fits: Mapping[tuple[str, str], PowerFit]
    known_hours: Annotated[float, Doc("machine hours whose state is known")]
    unknown_hours: Annotated[float, Doc("machine hours in gaps, or before the first sample")]
    unwatched: Annotated[tuple[str, ...], Doc("stations of whose machines no state is kept")]


def shadow(
    line: Line, tags: Sequence[Tag], store: SampleReader, start: datetime, end: datetime, *,
    slot: timedelta = timedelta(minutes=5), confidence: float = 0.95,
    let_pass: float = 0.02,
) -> Shadow:  # fmt: skip
    """Compare a line with what was kept of its plant over a time.

    Parameters
    ----------
    slot : Of energy and states; several samples of a meter must fall into one.
    confidence : Of all values together.
    let_pass : Share of the model's value by which it may differ.
    """
    seen = watched_stations(line, tags, store, start, end)
    long = seconds_of(start, end)
    carriers = {item.id: item for item in line.carriers}
    observed: list[Observed] = []
    fits: dict[tuple[str, str], Callable[[float], PowerFit]] = {}
    for item in seen:
        observed += _times(item, store, start, long)
        for carrier, tag in item.meters.items():
            fits[item.station.id, carrier] = _fit(item, tag, store, start, long, slot.total_seconds())
            observed += _powers(item.station, carriers[carrier], fits[item.station.id, carrier], confidence)
    hours = [hours_by_slot(one, np.array([0.0, long])) for item in seen for one in item.histories]
    return Shadow(
        start=start, end=end, drifts=drifts(observed, confidence=confidence, let_pass=let_pass),
        fits={key: fit(confidence) for key, fit in fits.items()},
        known_hours=float(sum(known.sum() for known, _ in hours)),
        unknown_hours=float(sum(missing.sum() for _, missing in hours)),
        unwatched=tuple(item.id for item in line.stations if item.id not in {one.station.id for one in seen}),
    )  # fmt: skip


def watched_stations(
    line: Line, tags: Sequence[Tag], store: SampleReader, start: datetime, end: datetime
) -> "tuple[Watched, ...]":
    """Stations of all whose machines a state is kept, in the order of the line."""
    found = (_watch(item, tags, store, start, end) for item in line.stations)
    return tuple(item for item in found if item.histories)


@dataclass(frozen=True, slots=True)
class Watched:
    """A station with the histories of its machines, its counter of pieces, and its meters by carrier."""

    station: Station
    histories: tuple[StateHistory, ...]
    pieces: str
    meters: Mapping[str, str]


def _watch(station: Station, tags: Sequence[Tag], store: SampleReader, start: datetime, end: datetime) -> Watched:
    mine = [tag for tag in tags if tag.station == station.id]
    histories = tuple(states_of(store, tag.name, start, end) for tag in mine if tag.measure == "state")
    known = tuple(item for item in histories if (item.states >= 0).any())
    pieces = next((tag.name for tag in mine if tag.measure == "pieces"), "")
    carriers = {use.carrier for use in station.uses}
    meters = {
        part: tag.name
        for tag in mine if tag.measure in _AMOUNTS for part in tag.name.split("/") if part in carriers
    }  # fmt: skip
    return Watched(station, known if len(known) == station.machines else (), pieces, meters)


def _times(item: Watched, store: SampleReader, start: datetime, long: float) -> Iterator[Observed]:
    station = item.station
    if item.pieces and station.batch is None and station.time is not None:
        model = chance(station.time).mean
        edges = np.arange(0, long + 1e-9, max(long / _BLOCKS, _CYCLES * model, 1.0))
        done = counted_in(store, item.pieces, start, edges, even=False)
        work = sum(
            (np.diff(one.time_in(frozenset((_BUSY,)), edges)) for one in item.histories), np.zeros(len(done))
        )  # fmt: skip
        known = np.isfinite(done) & (missing_hours(item.histories, edges) == 0)
        yield Observed(
            station.id,
            "cycle_time",
            "s",
            model,
            lambda confidence: time_per_piece(work[known], done[known], confidence),
        )
    stops = [stop for stop in station.stops if stop.kind == "breakdown"]
    if not stops:
        return
    by_work = [1 / chance(stop.every).mean for stop in stops if stop.every is not None and stop.counts == "operation"]
    between = 1 / sum(by_work) if len(by_work) == len(stops) else None
    yield Observed(
        station.id, "time_between_failures", "s", between, lambda confidence: _failed(item, confidence).between
    )
    repair = _repair(station) if between else None
    yield Observed(station.id, "repair_time", "s", repair, lambda confidence: _failed(item, confidence).lasting)


def _failed(item: Watched, confidence: float) -> Failures:
    return failures(item.histories, confidence)


def _repair(station: Station) -> float | None:
    """Mean time of a repair; None where it waits for people, whose waiting the model's time does not hold."""
    stops = [stop for stop in station.stops if stop.kind == "breakdown" and stop.every is not None]
    if any(stop.skill for stop in stops):
        return None
    rates = [1 / chance(stop.every).mean for stop in stops if stop.every is not None]
    lasts = [chance(stop.lasts).mean for stop in stops]
    return sum(rate * time for rate, time in zip(rates, lasts, strict=True)) / sum(rates)


def missing_hours(histories: Sequence[StateHistory], edges: Floats) -> Floats:
    """Machine hours in each slot whose state is not known."""
    return np.asarray(np.sum([hours_by_slot(one, edges)[1] for one in histories], axis=0))


def _fit(
    item: Watched, meter: str, store: SampleReader, start: datetime, long: float, slot: float
) -> Callable[[float], PowerFit]:  # fmt: skip
    edges = np.arange(0, long + 1e-9, slot)
    energy = counted_in(store, meter, start, edges, even=True)
    amounts = np.sum([hours_by_slot(one, edges)[0] for one in item.histories], axis=0)
    amounts[missing_hours(item.histories, edges) > 0] = np.nan
    names = [*STATES]
    if item.pieces and _is_by_piece(item.station, meter):
        names.append("per_piece")
        amounts = np.column_stack([amounts, counted_in(store, item.pieces, start, edges, even=False)])
    return lambda confidence: power_by_state(names, amounts, energy, confidence)


def _is_by_piece(station: Station, meter: str) -> bool:
    uses = [use for use in station.uses if use.carrier in meter.split("/")]
    return any(use.per_piece or use.per_kg or use.per_cycle for use in uses)


def _powers(station: Station, carrier: Carrier, fit: Callable[[float], PowerFit], level: float) -> Iterator[Observed]:
    """The power of each state that was seen."""
    use = next(item for item in station.uses if item.carrier == carrier.id)
    never = fit(level).never
    for state in STATES:
        if state not in never:
            what, unit = f"{carrier.id}.{state}", rate_unit(carrier)
            yield Observed(station.id, what, unit, rate_of(use, state), _power(fit, state))


def _power(fit: Callable[[float], PowerFit], state: str) -> Callable[[float], Estimate | None]:
    return lambda level: fit(level).found[state]
