"""A bound: each job finds its cheapest places by itself, and pays for the time of machines that others want too.

Whatever is paid, no timetable costs less than all jobs then would, less what was paid for: Lagrangian relaxation of the
machines (Hoitomt, Luh, Pattipati 1993, doi:10.1109/70.210791), for each step, and of the peak, for each mean that is
billed. Prices follow what is wanted on average above what there is (volume algorithm, Barahona and Anbil 2000,
doi:10.1007/s101070050002).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.schedule.seats.floor import Floor, Real, shared
from pulmu.plan.schedule.seats.seat import Fees, new_room
from pulmu.plan.schedule.seats.state import new_state
from pulmu.plan.schedule.seats.want import want

_FRESH = 0.1
"""Share of what is wanted now in what is wanted on average."""
_PATIENCE, _SMALLER, _LARGER = 20, 0.75, 1.1
_LEAST = 1e-3
"""Where a step has become so small, the prices are taken as found."""
_CELLS = 10_000_000
"""So many operations and steps are gone over from one look at the clock to the next, or one job."""

Over = Callable[[], bool]


@dataclass(slots=True)
class _Tolls:
    """Prices of the time of machines, and of power in each window."""

    machine: Real
    power: Real


class Relaxed:
    """Raises a bound."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor = shared(floor)
        self._empty = new_state(floor)
        self._best = _Tolls(np.zeros(floor.taken.shape), np.zeros(floor.base.shape))
        self._open: NDArray[np.bool_] = floor.taken == 0
        self._room = new_room(len(floor.head), int(np.diff(floor.first).max(initial=1)), floor.taken.shape[1])
        self._wanted, self._drawn = np.zeros(floor.waiting.shape), np.zeros(floor.price.shape)
        self._size, self._idle = 0.5, 0
        self._at_a_time = max(1, _CELLS * len(floor.due) // max(len(floor.head) * floor.taken.shape[1], 1))
        self._value, self._mean = -inf, self._best

    def go_on(self, target: float, is_over: Over = lambda: False) -> bool:
        """A round more; whether there is still something to gain.

        Parameters
        ----------
        target : A value that can be reached.
        is_over : Whether the round is to be broken off; nothing is gained by it then.
        """
        if self._value == -inf:
            value = self._tried(self._best, is_over)
            self._value, self._mean = value, self._more()
        elif self._value < target and self._size > _LEAST:
            self._round(target, is_over)
        return -inf < self._value < target and self._size > _LEAST

    @property
    def bound(self) -> float:
        """No timetable costs less."""
        return self._value - 1e-9 * abs(self._value) if self._value > -inf else 0.0

    @property
    def steps(self) -> int:
        """Over which it goes."""
        return int(self._floor.taken.shape[1])

    @property
    def fees(self) -> Fees:
        """What time and power are worth, by the prices of the best bound."""
        return self._fees(self._best)

    def _round(self, target: float, is_over: Over) -> None:
        tolls = self._stepped(target - self._value)
        value = self._tried(tolls, is_over)
        if value == -inf:
            return
        now = self._more()
        mean = self._mean
        mean.machine += _FRESH * (now.machine - mean.machine)
        mean.power += _FRESH * (now.power - mean.power)
        if value > self._value:
            self._size *= _LARGER if value > self._value + 1e-4 * abs(self._value) else 1.0
            self._best, self._value, self._idle = tolls, value, 0
            return
        self._idle += 1
        if self._idle >= _PATIENCE:
            self._size, self._idle = self._size * _SMALLER, 0

    def _stepped(self, missing: float) -> _Tolls:
        """Prices gone on from the best as far as would close what is missing, if it were straight."""
        floor, best, mean = self._floor, self._best, self._mean
        go = np.where((mean.machine < 0.0) & (best.machine <= 0.0), 0.0, mean.machine)
        rise = np.where((mean.power < 0.0) & (best.power <= 0.0), 0.0, mean.power)
        share = 0.5 if floor.demand > 0.0 else 1.0
        far = share * self._size * missing / max(float((go**2).sum()), 1e-12)
        machine = np.maximum(0.0, best.machine + far * go)
        far = share * self._size * missing / max(float((rise**2).sum()), 1e-12) if floor.demand > 0.0 else 0.0
        power = np.maximum(0.0, best.power + far * rise)
        return _Tolls(machine, power * min(1.0, floor.demand / max(float(power.sum()), 1e-12)))

    def _tried(self, tolls: _Tolls, is_over: Over) -> float:
        """The bound at some prices; -inf where it was broken off."""
        floor, fees, jobs, total = self._floor, self._fees(tolls), len(self._floor.due), 0.0
        self._wanted[:], self._drawn[:] = 0.0, 0.0
        for begin in range(0, jobs, self._at_a_time):
            if begin and is_over():
                return -inf
            until = min(begin + self._at_a_time, jobs)
            total += want(floor, self._room, self._empty, fees, self._wanted, self._drawn, begin, until)
        return float(total - tolls.machine.sum() - tolls.power @ (floor.free - floor.base))

    def _more(self) -> _Tolls:
        """What is wanted above what there is, at the prices that were tried last."""
        floor = self._floor
        machine = np.where(self._open, np.cumsum(self._wanted[:, :-1], axis=1) - 1.0, 0.0)
        drawn = np.cumsum(self._drawn[:-1])
        whole = np.concatenate((drawn, np.zeros(-len(drawn) % floor.mean)))
        return _Tolls(machine, whole.reshape(-1, floor.mean).mean(axis=1) + floor.base - floor.free)

    def _fees(self, tolls: _Tolls) -> Fees:
        steps = self._floor.taken.shape[1]
        power = np.repeat(tolls.power / self._floor.mean, self._floor.mean)[:steps]
        return Fees(
            np.concatenate((np.zeros((len(tolls.machine), 1)), np.cumsum(tolls.machine, axis=1)), axis=1),
            np.concatenate(([0.0], np.cumsum(power))),
        )
