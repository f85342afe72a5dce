"""Simulate a line: its replications, and what happened in the first, as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model import Decoded, Document, Problem, has_errors
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.services.csv_text import csv_bytes
from pulmu.twin import Ask, Engine, Happening, LineResult, read_line, simulate_line
from pulmu.twin.counts import STATES
from pulmu.twin.pace import most_a_second
from pulmu.twin.plan import step_name

MOST_EVENTS = 1e10
"""Pieces and stops in all runs together; they take an hour or so."""
TRACE_HEAD = ("seconds", "what", "who", "piece", "value")


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulated line, or what stands in its way; only the first replication has a trace."""

    line: Line
    runs: tuple[LineResult, ...]
    problems: tuple[Problem, ...]


def simulate(document: Document, ask: Ask, engine: Engine, *, replications: int = 1) -> Simulated:
    """Check a line and run it."""
    decoded = read_line(document)
    problems = (*decoded.problems, *_too_much(decoded, ask, replications))
    if has_errors(problems):
        return Simulated(decoded.value, (), problems)
    first = tuple(simulate_line(decoded.value, ask, engine))
    quiet = Ask(ask.horizon, ask.warm_up, ask.seed, ask.pieces)
    others = simulate_line(decoded.value, quiet, engine, replications=replications - 1, first=1)
    return Simulated(decoded.value, (*first, *others), decoded.problems)


def _too_much(decoded: Decoded[Line], ask: Ask, replications: int) -> Iterator[Problem]:
    """More pieces and stops than anybody waits for: seconds for minutes, as a rule."""
    if has_errors(decoded.problems):
        return
    most = replications * ask.horizon * most_a_second(decoded.value)
    if most > MOST_EVENTS:
        yield problem(
            "line.too_much", decoded.value.id, f"about {most:.2g} pieces and stops would come in this time",
            "check the units of the times, or ask for fewer hours and runs", number=f"{most:.2g}",
        )  # fmt: skip


def trace_table(line: Line, run: LineResult) -> bytes:
    """Every happening of a run as CSV, with the names of the line."""
    names = _Names(line)
    return csv_bytes(TRACE_HEAD, (names.row(item) for item in run.trace))


class _Names:
    """Names by place, as the kinds of happenings number them."""

    def __init__(self, line: Line) -> None:
        self.sources = [item.id for item in line.sources]
        self.stations = [item.id for item in line.stations]
        self.products = [item.id for item in line.products]
        self.machines = [f"{item.id}/{number}" for item in line.stations for number in range(1, item.machines + 1)]
        self.steps = list(_steps(line))

    def row(self, item: Happening) -> tuple[str, ...]:
        by_kind = {"queues": self.stations, "loads": self.machines, "changes": self.machines,
                   "leaves": self.products, "scrap": self.products, "rework": self.steps}  # fmt: skip
        who = by_kind.get(item.what, self.sources)[item.who]
        value = STATES[item.value] if item.what == "changes" else ""
        if item.what in ("arrives", "lost", "enters"):
            value = self.products[item.value]
        return (repr(item.time), item.what, who, "" if item.serial < 0 else str(item.serial), value)


def _steps(line: Line) -> Iterator[str]:
    for product in line.products:
        for step in product.route:
            yield f"{product.id}/{step_name(step)}"
