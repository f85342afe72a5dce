"""How often something may be done, by whoever does it: so many at once, then so many in a time. Bounded memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """How often.

    Parameters
    ----------
    burst : So many at once.
    per_minute : So many more with each minute.
    """

    burst: int
    per_minute: float


class Buckets:
    """What is left to each of many, of one rate.

    Parameters
    ----------
    clock : Seconds that never go back.
    most : So many are remembered; who was quiet for longest is forgotten first, and has everything left again.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float], most: int = 20_000) -> None:
        self._rate, self._clock, self._most = rate, clock, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> float:
        """Take one; 0 where there was one, else the seconds until there is."""
        with self._lock:
            left, now = self._now(who), self._clock()
            taken = left >= 1
            self._keep(who, left - 1 if taken else left, now)
            return 0.0 if taken else (1 - left) * 60 / self._rate.per_minute

    def give_back(self, who: str) -> None:
        """Give one back that was taken."""
        with self._lock:
            self._keep(who, min(self._now(who) + 1, self._rate.burst), self._clock())

    def __len__(self) -> int:
        return len(self._left)

    def _now(self, who: str) -> float:
        left, then = self._left.get(who, (float(self._rate.burst), self._clock()))
        return min(left + (self._clock() - then) * self._rate.per_minute / 60, float(self._rate.burst))

    def _keep(self, who: str, left: float, now: float) -> None:
        self._left[who] = (left, now)
        self._left.move_to_end(who)
        while len(self._left) > self._most:
            self._left.popitem(last=False)


class Slots:
    """How many of each may be at heavy work at the same time, and how many of all.

    Parameters
    ----------
    each, all_together : So many; who comes then is not let wait, but told to come again.
    """

    def __init__(self, each: int, all_together: int) -> None:
        self._each, self._all = each, all_together
        self._taken: dict[str, int] = {}
        self._lock = threading.Lock()

    def take(self, who: str) -> bool:
        """Take one; whether there was one."""
        with self._lock:
            held = self._taken.get(who, 0)
            if held >= self._each or sum(self._taken.values()) >= self._all:
                return False
            self._taken[who] = held + 1
            return True

    def give_back(self, who: str) -> None:
        """Give one back that was taken."""
        with self._lock:
            held = self._taken.pop(who) - 1
            if held:
                self._taken[who] = held
