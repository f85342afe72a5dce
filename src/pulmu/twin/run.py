"""Run a line: one replication after another, each from its own numbers."""

from collections.abc import Iterator

from pulmu.model.line import Line
from pulmu.twin.counts import Ask, Engine, result_of
from pulmu.twin.plan import plan_line
from pulmu.twin.result import LineResult


def simulate_line(
    line: Line, ask: Ask, engine: Engine, *, replications: int = 1, first: int = 0
) -> Iterator[LineResult]:
    """Replications of a line, as they are done.

    Parameters
    ----------
    line : A line without problems.
    engine : The compiled kernel, or the oracle.
    first : Number of the first replication; the same number of the same seed gives the same run.
    """
    plan = plan_line(line)
    for replication in range(first, first + replications):
        yield result_of(plan, engine(plan, ask, replication), ask, replication)
