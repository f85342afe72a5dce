"""Run a line as it was asked, and make the window of its first run that is watched."""

from collections.abc import Callable, Sequence

from pulmu.model.line import Line
from pulmu.services.line_play import MOST_MOVES, Play, play_of
from pulmu.services.line_runs.answer import LineAnswer, line_answer
from pulmu.services.line_runs.balances import CarbonAnswer
from pulmu.services.line_runs.question import RunWish
from pulmu.twin import Ask, Engine, LineResult, simulate_line

_MOST_TRACED = 200_000
"""Events that are traced to come to the start of a window: so many rows are held at a time."""


def run_line(
    line: Line, wish: RunWish, engine: Engine, tell: Callable[[int], None] = lambda _: None,
    balances: Callable[[Sequence[LineResult]], CarbonAnswer] = lambda _: CarbonAnswer(),
) -> LineAnswer:  # fmt: skip
    """The answer of all runs, with the window of the first.

    Parameters
    ----------
    balances : What a tonne carries in these runs.
    line : Without problems.
    tell : Is told how many runs are done, and ends the work where it is to stop.
    """
    horizon = (wish.hours + wish.warm_up_hours) * 3600
    ask = Ask(horizon, wish.warm_up_hours * 3600, wish.seed)
    runs: list[LineResult] = []
    for run in simulate_line(line, ask, engine, replications=wish.replications):
        runs.append(run)
        tell(len(runs))
    return line_answer(runs, wish.warm_up_hours, watched(line, wish, engine, runs[0]), balances(runs))


def watched(line: Line, wish: RunWish, engine: Engine, first: LineResult) -> Play | None:
    """The window of the first run: from the moment that was asked for, or as late as one can come with a trace.

    None of a line that begins in a state of its own: a trace does not tell what is in its machines at the start.
    """
    if line.state is not None:
        return None
    horizon = (wish.hours + wish.warm_up_hours) * 3600
    rate = max(first.events / horizon, 1e-9)
    asked = wish.warm_up_hours if wish.watch_from_hours is None else wish.watch_from_hours
    start = min(asked * 3600, _MOST_TRACED / rate)
    end = min(horizon, start + MOST_MOVES / rate)
    traced = next(iter(simulate_line(line, Ask(end, 0.0, wish.seed, trace=True), engine)))
    return play_of(line, traced.trace, start, end)
