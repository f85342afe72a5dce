"""How a line stands at an hour of the week, as a rule: for all that no reading tells."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pulmu.model.line import Line
from pulmu.model.line_state import LineState, PiecesAt
from pulmu.model.week import DAYS
from pulmu.twin.counts import Ask, Engine
from pulmu.twin.end import state_of
from pulmu.twin.plan import Plan, plan_line
from pulmu.twin.snapshot import PieceNow, Snapshot
from pulmu.twin.week import WEEK, date_of

LEAST = WEEK
"""Time in which a line that begins empty has filled, and what waits over a weekend has come."""


def usual_states(line: Line, after: float, engine: Engine, *, count: int, seed: int = 0) -> tuple[LineState, ...]:
    """Where so many runs of a line that began empty have come to, at the same hour of a week without holidays.

    Parameters
    ----------
    after : Since the line's `starts`; the run takes so long, or so many weeks more until the line has filled. [s]
    """
    horizon = after % WEEK
    while horizon < LEAST:
        horizon += WEEK
    day = date_of(line.starts)
    starts = line.starts if day is None else f"{DAYS[day.weekday()]} {line.starts.split()[1]}"
    plan = plan_line(replace(line, starts=starts, state=None))
    ask = Ask(horizon, seed=seed, end=True)
    ends = [engine(plan, ask, replication).end for replication in range(count)]
    return tuple(_state(plan, end) for end in ends if end is not None)


def _state(plan: Plan, now: Snapshot) -> LineState:
    """The state of a line; pieces outside it that are alike stand together, as there may be hundreds."""
    state = state_of(plan, replace(now, sources=tuple(replace(item, outside=()) for item in now.sources)))
    outside = [tuple(_alike(plan, item.outside)) for item in now.sources]
    sources = [replace(item, outside=some) for item, some in zip(state.sources, outside, strict=True)]
    return replace(state, sources=tuple(sources))


def _alike(plan: Plan, pieces: Sequence[PieceNow]) -> Iterator[PiecesAt]:
    for (product, source), some in groupby(pieces, lambda item: (item.product, item.source)):
        yield PiecesAt(
            product=plan.line.products[product].id, source=plan.line.sources[source].id, pieces=len(list(some))
        )
