"""The best timetable and the highest bound so far, for all who search at a time."""

import threading

from pulmu.plan.schedule.aim import NAMES, value_of
from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.bound import least_makespan
from pulmu.plan.schedule.timetable import Timetable

SAME = 2e-5
"""Part of a value by which a bound may be below it and still close the gap: it is of whole numbers rounded down."""


class Desk:
    """What is known.

    Parameters
    ----------
    best : An allowed timetable to begin with.
    """

    def __init__(self, ask: Ask, best: Timetable) -> None:
        self._lock = threading.Lock()
        self.ask, self.best, self.value = ask, best, ask.value(best)
        self.bound = self.by_makespan = span_bound(ask)
        self.is_proven = False

    def tell(self, found: Timetable) -> None:
        """A timetable was found; it is kept where it is allowed and better."""
        value = self.ask.value(found)
        with self._lock:
            if value < self.value and self.ask.is_allowed(found):
                self.best, self.value = found, value

    def tell_bound(self, bound: float) -> None:
        """No allowed timetable has a lower value."""
        with self._lock:
            self.bound = max(self.bound, bound)

    @property
    def told_bound(self) -> float:
        """The bound; the value itself where rounding put it above."""
        return min(self.bound, self.value)

    def is_closed(self) -> bool:
        """Whether nothing better can be found."""
        return self.is_proven or self.value <= 0.0 or self.value - self.bound <= SAME * self.value


def span_bound(ask: Ask) -> float:
    """What the makespan costs at least, by each job and each machine alone."""
    return value_of(ask.weights, {**dict.fromkeys(NAMES, 0.0), "makespan": float(least_makespan(ask.shop))})
