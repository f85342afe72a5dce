"""Which station holds a line up, and when: the longest active period, over a traced run.

A machine is active while it is not waiting for others: at work, set up, warmed up, broken down or maintained. At each
moment the machine whose active period is the longest is the bottleneck; where two such periods overlap, it is shifting
from one to the other. Source: Roser, Nakano and Tanaka 2002, "Shifting bottleneck detection", Winter Simulation
Conference. Over hours on duty: a machine that goes off in its work and goes on with it later has one active period,
without the hours between. Otherwise no station that works in shifts could ever hold up one that does not. Shares are
of the time in which any machine is active.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Literal

from pulmu.model.attribute import Doc
from pulmu.model.line import Line
from pulmu.twin.counts import STATES, Engine
from pulmu.twin.interval import Interval, interval_of
from pulmu.twin.result import Happening
from pulmu.twin.statistics.runner import Runner, Runs, Task

ACTIVE = frozenset(STATES.index(name) for name in ("heating", "set_up", "busy", "down", "maintenance"))
_OFF = STATES.index("off")
MOST_SPANS = 1500
"""Spans that are kept at most: so many a browser draws."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of an active period of a machine. [s]"""

    start: float
    end: float
    machine: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Shares of the working time in which a station has a machine that is the only bottleneck, or one it shifts among.

    Both together may exceed 1 over all stations: a shift has two ends.
    """

    station: str
    sole: Interval
    shifting: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class BottleneckSpan:
    """A span in which a machine of a station is the only bottleneck, or one of those it shifts among. [h]"""

    start: float
    end: float
    kind: Literal["sole", "shifting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationBottleneck:
    """A station: shares of the time in which the line works, and when that was."""

    station: str
    sole: Annotated[float, Doc("share in which one of its machines is the only bottleneck")]
    shifting: Annotated[float, Doc("share in which the bottleneck shifts from or to it")]
    spans: tuple[BottleneckSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBottleneck:
    """When which station of the first run was the bottleneck.

    Parameters
    ----------
    start, end : What was looked at, since the start of the run. [h]
    shown : Up to when spans are kept. [h]
    working : Hours of it in which any machine was active. [h]
    """

    start: float
    end: float
    shown: float
    working: float
    stations: tuple[StationBottleneck, ...]

    @property
    def first(self) -> StationBottleneck | None:
        """The station that was the bottleneck longest, alone or shifting; None where none was."""
        ranked = max(self.stations, key=lambda item: (item.sole + item.shifting, item.sole), default=None)
        return ranked if ranked is not None and ranked.spans else None


def line_bottleneck(line: Line, trace: Sequence[Happening], start: float, end: float) -> LineBottleneck:
    """The bottlenecks of a traced run from one moment to another. [s]

    Parameters
    ----------
    trace : Everything from the start of the run up to `end`.
    """
    active = list(_active(trace, start, end))
    spans = list(_spans(line, _longest(active)))
    working = math.fsum(last - first for first, last in _union([item.period for item in active]))
    found: dict[int, list[tuple[float, float, bool]]] = defaultdict(list)
    for station, first, last, is_sole in spans:
        found[station].append((first, last, is_sole))
    begun = sorted(first for some in found.values() for first, _, _ in _joined(some))
    shown = begun[MOST_SPANS] if len(begun) > MOST_SPANS else end
    return LineBottleneck(
        start=start / 3600, end=end / 3600, shown=shown / 3600, working=working / 3600,
        stations=tuple(
            _station(item.id, found[number], shown, working) for number, item in enumerate(line.stations)
        ),
    )  # fmt: skip


def find_bottlenecks(runs: Runs, count: int, runner: Runner, confidence: float = 0.95) -> tuple[Bottleneck, ...]:
    """Of each station, from so many replications; `runs` must ask for a trace."""
    found = runner.map(_station_shares, [Task(runs.plan, runs.ask, number) for number in range(count)])
    return tuple(
        Bottleneck(
            item.id,
            interval_of([run[n][0] for run in found], confidence),
            interval_of([run[n][1] for run in found], confidence),
        )
        for n, item in enumerate(runs.plan.line.stations)
    )


def _station_shares(engine: Engine, task: Task) -> list[tuple[float, float]]:
    trace = engine(task.plan, task.ask, task.replication).trace
    found = line_bottleneck(task.plan.line, trace, task.ask.warm_up, task.ask.horizon)
    return [(item.sole, item.shifting) for item in found.stations]


@dataclass(frozen=True, slots=True)
class _Active:
    """A stretch of an active period; `whole` numbers the period it is of."""

    period: Period
    whole: int


def _active(trace: Sequence[Happening], start: float, end: float) -> Iterator[_Active]:
    """Stretches in which machines are active, cut to the time that is looked at; off duty a period only rests."""
    since: dict[int, float] = {}
    whole: dict[int, int] = {}
    waits: dict[int, float] = {}
    """When a machine began to wait: only a wait that lasts ends its period."""
    count = 0
    for item in chain((one for one in trace if one.what == "changes" and one.time <= end), _ends(trace, end)):
        if item.value in ACTIVE and item.who not in since:
            since[item.who] = item.time
            if item.who not in whole or waits.get(item.who, item.time) < item.time:
                count += 1
                whole[item.who] = count
            waits.pop(item.who, None)
        elif item.value not in ACTIVE:
            begun = max(since.pop(item.who, item.time), start)
            if item.time > begun:
                yield _Active(Period(begun, item.time, item.who), whole[item.who])
            if item.value != _OFF:
                waits.setdefault(item.who, item.time)


def _ends(trace: Sequence[Happening], end: float) -> Iterator[Happening]:
    """Every machine goes off at the end of what is looked at."""
    for who in sorted({item.who for item in trace if item.what == "changes"}):
        yield Happening(time=end, what="changes", who=who, serial=-1, value=_OFF)


def _longest(active: Sequence[_Active]) -> list[Period]:
    """All stretches of the periods that are at some moment the longest of all that are active."""
    lengths: dict[int, float] = defaultdict(float)
    for item in active:
        lengths[item.whole] += item.period.end - item.period.start
    ordered = sorted(active, key=lambda item: (item.period.start, item.period.machine))
    running: list[tuple[float, int, float]] = []
    longest, number = set[int](), 0
    for edge in sorted({edge for item in active for edge in (item.period.start, item.period.end)})[:-1]:
        while number < len(ordered) and ordered[number].period.start <= edge:
            item = ordered[number]
            heapq.heappush(running, (-lengths[item.whole], item.whole, item.period.end))
            number += 1
        while running and running[0][2] <= edge:
            heapq.heappop(running)
        if running:
            longest.add(running[0][1])
    return [item.period for item in active if item.whole in longest]


def _station(name: str, spans: list[tuple[float, float, bool]], shown: float, working: float) -> StationBottleneck:
    hours = {sole: math.fsum(last - first for first, last, one in spans if one is sole) for sole in (True, False)}
    return StationBottleneck(
        station=name, sole=hours[True] / working if working else 0.0,
        shifting=hours[False] / working if working else 0.0,
        spans=tuple(
            BottleneckSpan(start=first / 3600, end=last / 3600, kind="sole" if sole else "shifting")
            for first, last, sole in _joined(spans) if first < shown
        ),
    )  # fmt: skip


def _spans(line: Line, periods: Sequence[Period]) -> Iterator[tuple[int, float, float, bool]]:
    """(station, start, end, alone) of every stretch; of two machines of one station the station is alone."""
    owner = [number for number, item in enumerate(line.stations) for _ in range(item.machines)]
    turns = sorted([(item.start, 1, owner[item.machine]) for item in periods]
                   + [(item.end, -1, owner[item.machine]) for item in periods])  # fmt: skip
    active: dict[int, int] = {}
    at = 0.0
    for time, step, station in turns:
        if time > at:
            yield from ((one, at, time, len(active) == 1) for one in active)
        at = time
        active[station] = active.get(station, 0) + step
        if not active[station]:
            del active[station]


def _joined(spans: Sequence[tuple[float, float, bool]]) -> list[tuple[float, float, bool]]:
    """Spans of one kind that touch are one."""
    found: list[tuple[float, float, bool]] = []
    for first, last, sole in spans:
        if found and found[-1][1] == first and found[-1][2] is sole:
            found[-1] = (found[-1][0], last, sole)
        else:
            found.append((first, last, sole))
    return found


def _union(periods: Sequence[Period]) -> list[tuple[float, float]]:
    """Times in which any of them runs."""
    found: list[tuple[float, float]] = []
    for item in sorted(periods, key=lambda one: one.start):
        if found and item.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], item.end))
        else:
            found.append((item.start, item.end))
    return found
