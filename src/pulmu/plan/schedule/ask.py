"""What one search is to bring down, and what it must leave as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pulmu.plan.schedule.aim import value_of
from pulmu.plan.schedule.breaches import breaches
from pulmu.plan.schedule.costs import costs_of
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable

_NEARLY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A shop, and what counts.

    Parameters
    ----------
    weights : Of costs, by name.
    caps : Costs that may not become higher, by name.
    steps : All ends by then.
    given : What `moved` counts from.
    kept : What stays as it was given.
    begin : Nothing else begins before it.
    """

    shop: Shop
    prices: Prices | None
    weights: Mapping[str, float]
    steps: int
    caps: Mapping[str, float] = field(default_factory=dict)
    given: Timetable | None = None
    kept: tuple[Placed, ...] = ()
    begin: int = 0

    def costs(self, timetable: Timetable) -> Mapping[str, float]:
        """Costs by name."""
        return costs_of(self.shop, timetable, self.prices, self.given)

    def value(self, timetable: Timetable) -> float:
        """What is brought down."""
        return value_of(self.weights, self.costs(timetable))

    def is_allowed(self, timetable: Timetable) -> bool:
        """Whether it breaks no rule, and costs no more than it may."""
        broken = breaches(self.shop, timetable, given=self.given, frozen_until=self.begin, steps=self.steps)
        if next(broken, None) is not None:
            return False
        costs = self.costs(timetable)
        return all(costs[name] <= cap * (1.0 + _NEARLY) + _NEARLY for name, cap in self.caps.items())

    def least(self, job: int) -> list[int]:
        """The shortest durations of the operations of a job."""
        return [min(way.duration for way in operation.ways) for operation in self.shop.jobs[job].operations]

    def heads(self, job: int) -> list[int]:
        """Before when no operation of a job can begin: by its release and what goes before it in the job."""
        kept = {item.operation: item for item in self.kept if item.job == job}
        at, found = self.shop.jobs[job].release, []
        for step, least in enumerate(self.least(job)):
            stays = kept.get(step)
            at = stays.start if stays else max(at, self.begin)
            found.append(at)
            at = stays.end if stays else at + least
        return found

    def latest(self, job: int) -> list[int]:
        """After when no operation of a job can end: by what follows it in the job."""
        found, at = [], self.steps
        for least in reversed(self.least(job)):
            found.append(at)
            at -= least
        return found[::-1]
