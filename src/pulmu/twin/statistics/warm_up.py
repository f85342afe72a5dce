"""How long a line takes until its start is forgotten: MSER-5.

The rule leaves out as many batches at the start as make the standard error of the mean of the rest least. Where that is
more than half of all, the series tells no steady state. Source: White 1997, "An effective truncation heuristic for bias
reduction in simulation output", Simulation 69(6); White, Cobb and Spratt 2000, "A comparison of five steady-state
truncation heuristics for simulation", Winter Simulation Conference: batches of 5, no more than half.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pulmu.model.line import Line
from pulmu.twin.counts import Ask, Engine
from pulmu.twin.result import Happening
from pulmu.twin.statistics.runner import Runner, Runs, Task
from pulmu.twin.week import WEEK

BATCH = 5
_BATCHES = 40
"""Batches of a pilot run: a cut can be told to a fortieth of it."""
_PILOTS = 5
_LEAST_BATCHES = 10
_SHORTEST = 4 * 3600.0
"""No line's start is looked for in less. [s]"""


@dataclass(frozen=True, slots=True)
class Truncation:
    """Where a series is cut.

    Parameters
    ----------
    batches : How many batches of 5 are left out; None where the series tells no steady state.
    """

    batches: int | None

    @property
    def values(self) -> int | None:
        """How many values of the series are left out."""
        return None if self.batches is None else self.batches * BATCH


def mser_5(series: Sequence[float]) -> Truncation:
    """Where MSER-5 cuts a series; what does not fill a batch at its end is not looked at."""
    means = [math.fsum(series[n : n + BATCH]) / BATCH for n in range(0, len(series) - BATCH + 1, BATCH)]
    if len(means) < _LEAST_BATCHES:
        return Truncation(None)
    scores = [_score(means[cut:]) for cut in range(len(means) - 4)]
    best = min(range(len(scores)), key=lambda cut: (scores[cut], cut))
    return Truncation(best if best <= len(means) // 2 else None)


def _score(rest: Sequence[float]) -> float:
    """Squared standard error of the mean of what is left, the divisor squared as the rule has it."""
    mean = math.fsum(rest) / len(rest)
    return math.fsum((value - mean) ** 2 for value in rest) / len(rest) ** 2


_MOVES = {"enters": 1, "leaves": -1, "scrap": -1}


def inside_by_block(trace: Sequence[Happening], horizon: float, blocks: int, start: int = 0) -> list[float]:
    """Mean number of pieces in the line in each block of time, from a trace; `start`: those there at the start."""
    moves = [(item.time, _MOVES[item.what]) for item in trace if item.what in _MOVES]
    level, at, number, means = start, 0.0, 0, []
    for block in range(1, blocks + 1):
        edge, area = horizon * block / blocks, 0.0
        while number < len(moves) and moves[number][0] <= edge:
            time, step = moves[number]
            area, level, at, number = area + level * (time - at), level + step, time, number + 1
        means.append((area + level * (edge - at)) * blocks / horizon)
        at = edge
    return means


def find_warm_up(lines: Sequence[Line], horizon: float, seed: int, runner: Runner) -> float | None:
    """Time until all the lines have forgotten their start; None where one of them tells no steady state. [s]

    Pilot runs of each line are averaged block by block and cut by MSER-5. Where anything repeats every week, batches
    are whole weeks: a week's own ups and downs are no start.
    """
    return max_or_none([_cut_of(line, horizon, seed, runner) for line in lines])


def _pilot_series(engine: Engine, task: Task) -> list[float]:
    """Taken where the run is: a trace is long, and is not sent about."""
    trace = engine(task.plan, task.ask, task.replication).trace
    start = sum(item.pieces for item in task.plan.line.waiting)
    return inside_by_block(trace, task.ask.horizon, _BATCHES * BATCH, start)


def max_or_none(cuts: Sequence[float | None]) -> float | None:
    """The longest; None where one is missing."""
    return None if any(cut is None for cut in cuts) else max((cut for cut in cuts if cut is not None), default=0.0)


def _cut_of(line: Line, horizon: float, seed: int, runner: Runner) -> float | None:
    batch = WEEK if line.calendars or line.tariffs else max(horizon, _SHORTEST) * 2 / _BATCHES
    pilot = _BATCHES * batch
    runs = Runs.of(line, Ask(pilot, 0.0, seed, trace=True))
    series = runner.map(_pilot_series, runs.missing(_PILOTS))
    cut = mser_5([math.fsum(values) / _PILOTS for values in zip(*series, strict=True)]).batches
    return None if cut is None else cut * batch
