"""Where a line that is asked about stands: the balances of its goods are figures of its runs like any other."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pulmu.model import Confidence, Document, Plant, Problem, has_errors
from pulmu.model.errors import InputError
from pulmu.model.line import Line
from pulmu.services._line_balances import (
    MEASURES,
    UNITS,
    Balances,
    balances_of,
    balances_of_run,
    goods_of,
    stated,
)
from pulmu.services._line_plant import Rest, Setting
from pulmu.services.check_line import line_in_plant
from pulmu.services.line_carbon import Taken, confidence_of, missing_of, setting_by_runs, taken_of
from pulmu.twin import Ask, LineResult
from pulmu.twin.statistics.measures import Measure
from pulmu.twin.statistics.runner import Runner, Runs, run_until

BALANCE = "balance"
"""First part of the names of these figures: ``balance.bolts.certificates``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The plant a line stands in.

    Parameters
    ----------
    base : The line that stands for the plant's year; the line that is asked about, if left out.
    rest : What becomes of what the plant's meters counted beyond the line's stations.
    """

    plant: Document
    edition: str
    base: Document | None = None
    rest: Rest = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A plant, and the line that stands for its year, both checked."""

    plant: Plant
    base: Line
    edition: str
    rest: Rest


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceBasis:
    """What stands behind balances per tonne: what of the plant's year is simulated, and how the law was read.

    Parameters
    ----------
    year : Of each good by the plant's year as it was; no cost of energy, which the plant does not tell.
    taken : Which amounts of the year the line as it is stands in place of.
    """

    rest: Rest
    edition: str
    year: dict[str, Balances]
    taken: tuple[Taken, ...]
    confidence: dict[Confidence, tuple[str, ...]]
    problems: tuple[Problem, ...]


def read_place(line: Document, standing: Standing) -> tuple[Place | None, tuple[Problem, ...]]:
    """A line's place in its plant, and what does not fit; None where an error stands in the way."""
    here = line_in_plant(line, standing.plant)
    base = here if standing.base is None else line_in_plant(standing.base, standing.plant)
    found = tuple(dict.fromkeys((*here.problems, *base.problems)))
    if here.plant is None or base.plant is None or has_errors(found):
        return None, found
    return Place(plant=here.plant, base=base.line, edition=standing.edition, rest=standing.rest), found


def balance_names(line: Line) -> Iterator[tuple[str, str, str]]:
    """(figure, good, measure) of each balance of a line."""
    for good in goods_of(line):
        for name in MEASURES:
            yield f"{BALANCE}.{good}.{name}", good, name


@dataclass(slots=True)
class RunBalances:
    """Balances of runs of several lines, each worked out once.

    Parameters
    ----------
    lines : By the id their results tell.
    """

    setting: Setting
    edition: str
    lines: Mapping[str, Line]
    known: dict[tuple[str, int], dict[str, Balances]] = field(default_factory=dict)

    def of(self, run: LineResult, good: str, name: str) -> float:
        """A balance of a good in a run; not a number where it has none."""
        key = (run.line, run.replication)
        if key not in self.known:
            self.known[key] = self._worked_out(run)
        balances = self.known[key].get(good)
        value = None if balances is None else getattr(balances, name)
        return math.nan if value is None else float(value)

    def _worked_out(self, run: LineResult) -> dict[str, Balances]:
        line = self.lines[run.line]
        try:
            return balances_of_run(self.setting, line, run, goods_of(line), self.edition)
        except InputError:  # nothing good left the line: no tonne, so nothing per tonne
            return {}

    def measures(self, line: Line) -> dict[str, Measure]:
        """Each balance of each good as a figure of a run."""
        return {
            figure: Measure(figure, UNITS[name], lambda run, good=good, name=name: self.of(run, good, name))  # type: ignore[misc]
            for figure, good, name in balance_names(line)
        }


def standing_runs(place: Place, asked: Runs, ask: Ask, first: int, runner: Runner) -> Setting:
    """What stays of the plant's year, by the first runs of the line that stands for it.

    It is settled before a difference is looked at, and stays the same however many runs follow.

    Raises
    ------
    InputError  Nothing good left that line (`line.no_output`).
    """
    year = asked if place.base == asked.plan.line else Runs.of(place.base, ask)
    run_until(runner, [year], first)
    return setting_by_runs(place.plant, year.plan.line, year.results[:first], place.rest)


def basis_of(place: Place, setting: Setting, asked: Runs) -> BalanceBasis:
    """What stands behind the balances of a line that was asked about."""
    statement, costs = stated(place.plant, place.edition)
    goods = goods_of(asked.plan.line)
    return BalanceBasis(
        rest=place.rest,
        edition=place.edition,
        year=balances_of(place.plant, statement, costs, goods, place.edition),
        taken=taken_of(setting, asked.plan.line, asked.results),
        confidence=confidence_of(statement, costs, goods),
        problems=tuple(missing_of(costs, goods)),
    )
