"""Which of a few plans is offered: by what each comes to in expectation, not on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.costs import costs_of, moved
from pulmu.plan.schedule.rehearse import Ran
from pulmu.plan.schedule.timetable import Timetable
from pulmu.services.schedules.rehearsed import Beside, Choice, estimate, range_of
from pulmu.services.schedules.stage import Stage
from pulmu.twin.interval import interval_of

Real = NDArray[np.float64]
GIVEN = "given"
_DOUBT = 0.05
"""How often a plan that is no better would be taken for better, of all that are compared."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that could be offered.

    Parameters
    ----------
    name : As in `Beside`.
    """

    name: str
    timetable: Timetable


@dataclass(frozen=True, slots=True)
class Aims:
    """What is brought down.

    Parameters
    ----------
    stages : Weights of costs by name; the next counts where the ones before do not differ.
    given : What `moved` counts from.
    """

    stages: tuple[Mapping[str, float], ...]
    given: Timetable | None = None

    def planned(self, stage: Stage, timetable: Timetable) -> tuple[float, ...]:
        """On paper. (stages,)"""
        costs = costs_of(stage.laid.shop, timetable, stage.prices, self.given)
        return tuple(sum(weight * costs[name] for name, weight in weights.items()) for weights in self.stages)

    def run(self, stage: Stage, timetable: Timetable, ran: Ran) -> tuple[Real, ...]:
        """In each run. (stages,) of (runs,)"""
        costs = {**stage.costs(ran)}
        if self.given is not None:
            costs["moved"] = np.full(ran.count, moved(timetable, self.given))
        zero = np.zeros(ran.count)
        return tuple(sum((weight * costs[name] for name, weight in weights.items()), zero) for weights in self.stages)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A candidate after its runs."""

    candidate: Candidate
    planned: tuple[float, ...]
    values: tuple[Real, ...]
    late: Real

    @property
    def means(self) -> tuple[float, ...]:
        return tuple(float(values.mean()) for values in self.values)

    def is_surely_below(self, other: "_Seen", confidence: float) -> bool:
        """Whether it comes to less, run by run, beyond what the number of runs leaves open."""
        for own, others in zip(self.values, other.values, strict=True):
            sign = interval_of((own - others).tolist(), confidence).sign
            if sign:
                return sign < 0
        return False


def choose(
    stage: Stage, candidates: Sequence[Candidate], aims: Aims, *, anew: tuple[str, ...], is_over: Callable[[], bool]
) -> tuple[Timetable, Choice]:
    """The plan that is offered, and what stands beside it.

    Another plan than the best on paper is offered only if it comes to less in expectation: the 95 % interval of the
    difference, run by run and widened for how many are compared, lies below zero. What was given is offered where its
    mean is below that of the one so chosen: nobody is offered what is expected to be worse than what he has.

    Parameters
    ----------
    candidates : Distinct; the best on paper is the first.
    anew : Names of those that were searched for.
    is_over : Whether somebody wants it to end: what was not run by then is not compared.
    """
    seen: list[_Seen] = []
    for item in candidates:
        if seen and is_over():
            break
        ran = stage.run(item.timetable)
        seen.append(_Seen(item, aims.planned(stage, item.timetable), aims.run(stage, item.timetable, ran),
                          ran.late(stage.shop).sum(axis=1) * stage.hours))  # fmt: skip
    offered = _best(seen)
    return offered.candidate.timetable, _told(seen, offered, anew)


def _best(seen: Sequence[_Seen]) -> _Seen:
    first, *others = seen
    confidence = 1.0 - _DOUBT / max(1, len(others))
    better = [item for item in others if item.is_surely_below(first, confidence)]
    found = min(better, key=lambda item: item.means, default=first)
    given = [item for item in others if item.candidate.name == GIVEN and item.means < found.means]
    return given[0] if given else found


def _told(seen: Sequence[_Seen], offered: _Seen, anew: tuple[str, ...]) -> Choice:
    others = sorted((item for item in seen if item is not offered), key=lambda item: item.means)
    return Choice(
        offered=offered.candidate.name, planned_best=seen[0].candidate.name,
        value=range_of(offered.values[0], offered.planned[0]), anew=anew,
        beside=tuple(
            Beside(name=item.candidate.name, planned=item.planned[0], expected=estimate(item.values[0]),
                   more=estimate(item.values[0] - offered.values[0]), in_time=float(np.mean(item.late <= 0.0)),
                   late_hours=estimate(item.late))
            for item in others
        ),
    )  # fmt: skip
