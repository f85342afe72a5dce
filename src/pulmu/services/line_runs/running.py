"""Run a line as it was asked, and make the window of its first run that is watched."""

from collections.abc import Callable, Sequence

from pulmu.model.line import Line
from pulmu.services.line_play import MOST_MOVES, Play, play_of
from pulmu.services.line_runs.answer import LineAnswer, line_answer
from pulmu.services.line_runs.balances import CarbonAnswer
from pulmu.services.line_runs.question import RunWish
from pulmu.twin import Ask, Engine, LineResult, simulate_line
from pulmu.twin.statistics.bottleneck import LineBottleneck, line_bottleneck

_MOST_TRACED = 200_000
"""Events that are traced to come to the start of a window: so many rows are held at a time."""


def run_line(
    line: Line, wish: RunWish, engine: Engine, tell: Callable[[int], None] = lambda _: None,
    balances: Callable[[Sequence[LineResult]], CarbonAnswer] = lambda _: CarbonAnswer(),
    after: Callable[[str], None] = lambda _: None,
) -> LineAnswer:  # fmt: skip
    """The answer of all runs, with the window of the first.

    Parameters
    ----------
    balances : What a tonne carries in these runs.
    after : Is told what is done after the runs: `watch_line`, `balance_line`.
    line : Without problems.
    tell : Is told how many runs are done, and ends the work where it is to stop.
    """
    horizon = (wish.hours + wish.warm_up_hours) * 3600
    ask = Ask(horizon, wish.warm_up_hours * 3600, wish.seed)
    runs: list[LineResult] = []
    for run in simulate_line(line, ask, engine, replications=wish.replications):
        runs.append(run)
        tell(len(runs))
    after("watch_line")
    play, bottleneck = watched(line, wish, engine, runs[0])
    after("balance_line")
    return line_answer(runs, wish.warm_up_hours, play, balances(runs), bottleneck)


def watched(
    line: Line, wish: RunWish, engine: Engine, first: LineResult
) -> tuple[Play | None, LineBottleneck | None]:  # fmt: skip
    """The window of the first run, and when which station of it was the bottleneck, as far as is traced.

    The window begins at the moment that was asked for, or as late as one can come with a trace.
    Neither of a line that begins in a state of its own: a trace does not tell what is in its machines at the start.
    """
    if line.state is not None:
        return None, None
    horizon, warm_up = (wish.hours + wish.warm_up_hours) * 3600, wish.warm_up_hours * 3600
    rate = max(first.events / horizon, 1e-9)
    asked = wish.warm_up_hours if wish.watch_from_hours is None else wish.watch_from_hours
    traced_to = min(horizon, _MOST_TRACED / rate)
    start = min(asked * 3600, traced_to)
    end = min(horizon, start + MOST_MOVES / rate)
    last = max(end, traced_to)
    trace = next(iter(simulate_line(line, Ask(last, 0.0, wish.seed, trace=True), engine))).trace
    found = line_bottleneck(line, trace, warm_up, last) if warm_up < last else None
    return play_of(line, trace, start, end), found
