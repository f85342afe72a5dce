"""The report of a plant watched beside its model, read only: how well the model foretold it, and what was not seen."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Literal

import numpy as np

from pulmu.model.attribute import Doc
from pulmu.model.codec import encode
from pulmu.model.line import Line
from pulmu.model.tag import Tag
from pulmu.model.tag_map import TagMap
from pulmu.services.live.shadow import Shadow, Watched, missing_hours, shadow, watched_stations
from pulmu.services.live.told import counted_in, seconds_of
from pulmu.services.ports import SampleReader
from pulmu.twin.control.binding import seal
from pulmu.twin.counts import STATES, rate_of
from pulmu.twin.laws import chance
from pulmu.twin.live import hours_by_slot
from pulmu.twin.live.history import Floats

_BUSY = STATES.index("busy")
_LEAST_SLOTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What a model said of a station, and what the plant did, over the slots in which both are known.

    Parameters
    ----------
    apart : (model - plant) / plant, of the whole; None where the plant had none.
    error : What model and plant are apart in a slot on average, as a share of the plant's mean.
    """

    station: str
    what: Annotated[str, Doc("pieces, or the carrier")]
    unit: str
    model: float
    plant: float
    apart: float | None
    error: float | None
    slots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowValue:
    """A value of the model beside the plant's; the ends are None where nothing bounds them."""

    station: str
    what: str
    unit: str
    model: float | None
    plant: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowReport:
    """What a time of watching showed, read only.

    Parameters
    ----------
    model, tag_map : Seals (SHA-256) of the line, and of the map it was read through; empty where none was.
    start, end : Of the plant's time, by ISO 8601 with their zone.
    ended : When the watching ended by the clock: the same as `end`, but of an emulated plant whose time runs faster.
    not_foretold : Of which station and carrier the model's use hangs on what no tag tells.
    seal : SHA-256 of all the rest in its one form.
    """

    pulmu: Annotated[Literal["shadow_report/1"], Doc("kind and version of this document")] = "shadow_report/1"
    line: str
    model: str
    tag_map: str = ""
    start: str
    end: str
    ended: str
    known_hours: float
    unknown_hours: float
    unwatched: tuple[str, ...]
    not_foretold: tuple[str, ...]
    foretold: tuple[Foretold, ...]
    values: tuple[ShadowValue, ...]
    seal: str = ""


def line_seal(line: Line) -> str:
    """The seal of a line: every number of it but the state it begins in."""
    return seal(encode(replace(line, state=None), full=True))


def tag_map_seal(tag_map: TagMap) -> str:
    """The seal of a map: which node each tag is read from and written to."""
    return seal(encode(tag_map, full=True))


def report_seal(report: ShadowReport) -> str:
    """The seal a report should have."""
    return seal(encode(replace(report, seal=""), full=True))


def shadow_report(
    line: Line, tags: Sequence[Tag], store: SampleReader, start: datetime, end: datetime, *,
    tag_map: TagMap | None = None, slot: timedelta = timedelta(minutes=5), confidence: float = 0.95,
    let_pass: float = 0.02, ended: datetime | None = None,
) -> ShadowReport:  # fmt: skip
    """The report of a time, from what was kept in it.

    Parameters
    ----------
    slot, confidence, let_pass : As in `shadow`.
    ended : When the watching ended by the clock of who watched, where the plant's own time runs faster.
    """
    found = shadow(line, tags, store, start, end, slot=slot, confidence=confidence, let_pass=let_pass)
    seen = watched_stations(line, tags, store, start, end)
    foretold = [one for item in seen for one in _foretold(item, line, store, start, end, slot.total_seconds())]
    report = ShadowReport(
        line=line.id, model=line_seal(line), tag_map=tag_map_seal(tag_map) if tag_map else "",
        start=start.isoformat(), end=end.isoformat(), ended=(ended or end).isoformat(),
        known_hours=round(found.known_hours, 6),
        unknown_hours=round(found.unknown_hours, 6), unwatched=found.unwatched,
        not_foretold=tuple(f"{item.station.id}/{name}" for item in seen for name in _hanging(item)),
        foretold=tuple(foretold), values=tuple(_values(found)),
    )  # fmt: skip
    return replace(report, seal=report_seal(report))


def _values(found: Shadow) -> Iterator[ShadowValue]:
    for item in found.drifts:
        plant = item.plant
        yield ShadowValue(
            station=item.station, what=item.what, unit=item.unit, model=item.model,
            plant=None if plant is None else _finite(plant.value), low=None if plant is None else _finite(plant.low),
            high=None if plant is None else _finite(plant.high), verdict=item.verdict,
        )  # fmt: skip


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _hanging(item: Watched) -> list[str]:
    """Carriers whose use by the model hangs on mass, cycles or set-ups, which no tag tells."""
    return [use.carrier for use in item.station.uses if use.per_kg or use.per_cycle or use.per_set_up]


def _foretold(
    item: Watched, line: Line, store: SampleReader, start: datetime, end: datetime, slot: float
) -> Iterator[Foretold]:
    """Pieces from the time at work, and use from the time in each state: in each slot."""
    edges = np.arange(0, seconds_of(start, end) + 1e-9, slot)
    if len(edges) <= _LEAST_SLOTS:
        return
    hours = np.sum([hours_by_slot(one, edges)[0] for one in item.histories], axis=0)
    known = missing_hours(item.histories, edges) == 0
    done = counted_in(store, item.pieces, start, edges, even=False) if item.pieces else None
    station = item.station
    if done is not None and station.batch is None and station.time is not None:
        yield from _told(station.id, "pieces", "1", hours[:, _BUSY] * 3600 / chance(station.time).mean, done, known)
    units = {carrier.id: carrier.unit for carrier in line.carriers}
    for use in station.uses:
        tag = item.meters.get(use.carrier)
        if tag is None or use.carrier in _hanging(item) or (use.per_piece and done is None):
            continue
        model = hours @ np.array([rate_of(use, state) for state in STATES])
        if use.per_piece and done is not None:
            model = model + use.per_piece * done
        plant = counted_in(store, tag, start, edges, even=True)
        yield from _told(station.id, use.carrier, units[use.carrier], model, plant, known)


def _told(
    station: str, what: str, unit: str, model: Floats, plant: Floats, known: np.ndarray
) -> Iterator[Foretold]:  # fmt: skip
    usable = known & np.isfinite(model) & np.isfinite(plant)
    if usable.sum() < _LEAST_SLOTS:
        return
    mine, theirs = model[usable], plant[usable]
    whole = float(theirs.sum())
    apart = float(mine.sum()) / whole - 1 if whole else None
    error = float(np.abs(mine - theirs).sum()) / whole if whole else None
    yield Foretold(
        station=station, what=what, unit=unit, model=float(mine.sum()), plant=whole, apart=apart, error=error,
        slots=int(usable.sum()),
    )  # fmt: skip
