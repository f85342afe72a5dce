"""Which machines hold a line up, by the active period method.

A machine is active while it is not waiting for others: at work, set up, warmed up, broken down or maintained. At each
moment the machine whose active period is the longest is the bottleneck; where two such periods overlap, it is shifting
from one to the other. Source: Roser, Nakano and Tanaka 2002, "Shifting bottleneck detection", Winter Simulation
Conference.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pulmu.model.line import Line
from pulmu.twin.counts import STATES, Engine
from pulmu.twin.interval import Interval, interval_of
from pulmu.twin.result import Happening
from pulmu.twin.statistics.runner import Runner, Runs, Task

ACTIVE = frozenset(STATES.index(name) for name in ("heating", "set_up", "busy", "down", "maintenance"))


@dataclass(frozen=True, slots=True)
class Period:
    """An active period of a machine. [s]"""

    start: float
    end: float
    machine: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Shares of the time in which a station has a machine that is the only bottleneck, or one of those it shifts among.

    Both together may exceed 1 over all stations: a shift has two ends.
    """

    station: str
    sole: Interval
    shifting: Interval


def active_periods(trace: Sequence[Happening], horizon: float) -> list[Period]:
    """Of each machine, from its changes of state in a trace."""
    since: dict[int, float] = {}
    periods = []
    for item in trace:
        if item.what != "changes":
            continue
        if item.value in ACTIVE:
            since.setdefault(item.who, item.time)
        elif item.who in since:
            periods.append(Period(since.pop(item.who), item.time, item.who))
    periods += [Period(start, horizon, machine) for machine, start in since.items()]
    return sorted((item for item in periods if item.end > item.start), key=lambda item: (item.start, item.machine))


def bottleneck_periods(periods: Sequence[Period]) -> list[Period]:
    """Those that are at some moment the longest of all that are active; `periods` by start."""
    edges = sorted({edge for item in periods for edge in (item.start, item.end)})
    running: list[tuple[float, int]] = []
    longest, number = set[int](), 0
    for edge in edges[:-1]:
        while number < len(periods) and periods[number].start <= edge:
            item = periods[number]
            heapq.heappush(running, (item.start - item.end, number))
            number += 1
        while running and periods[running[0][1]].end <= edge:
            heapq.heappop(running)
        if running:
            longest.add(running[0][1])
    return [periods[n] for n in sorted(longest)]


def shares(periods: Sequence[Period], horizon: float) -> dict[int, tuple[float, float]]:
    """(sole, shifting) shares of the time, of each machine that is ever a bottleneck."""
    turns = sorted(
        [(item.start, 1, item.machine) for item in periods] + [(item.end, -1, item.machine) for item in periods]
    )
    found: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    active: dict[int, int] = {}
    at = 0.0
    for time, step, machine in turns:
        for one in active:
            found[one][int(len(active) > 1)] += (time - at) / horizon
        at = time
        active[machine] = active.get(machine, 0) + step
        if not active[machine]:
            del active[machine]
    return {machine: (sole, shifting) for machine, (sole, shifting) in found.items()}


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
    by_machine = shares(bottleneck_periods(active_periods(trace, task.ask.horizon)), task.ask.horizon)
    sums = [[0.0, 0.0] for _ in task.plan.line.stations]
    for machine, (sole, shifting) in by_machine.items():
        station = _station_of(task.plan.line, machine)
        sums[station][0] += sole
        sums[station][1] += shifting
    return [(sole, shifting) for sole, shifting in sums]


def _station_of(line: Line, machine: int) -> int:
    for number, item in enumerate(line.stations):
        if machine < item.machines:
            return number
        machine -= item.machines
    raise IndexError(machine)
