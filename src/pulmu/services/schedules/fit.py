"""Operations put into the gaps that others leave: what a timetable lacks, or what goes around what stays."""

from collections.abc import Iterable, Iterator, Mapping

from pulmu.plan.schedule.shop import Shop, Spans, Way, first_open
from pulmu.plan.schedule.timetable import Placed, Timetable

Key = tuple[int, int]
"""A job and an operation of it, by their place."""


def filled(shop: Shop, given: Iterable[Placed], begin: int) -> Timetable:
    """A timetable with every operation: those that it lacks as early as others leave room, from a step on.

    What follows a lacking one in its job keeps its place where it can.
    """
    there = {(item.job, item.operation): item for item in given}
    lacks = {job: min(missing) for job, kept in enumerate(shop.jobs)
             if (missing := [step for step in range(len(kept.operations)) if (job, step) not in there])}  # fmt: skip
    fixed = {key: item for key, item in there.items() if key[1] < lacks.get(key[0], len(shop.jobs[key[0]].operations))}
    found = _Gaps(shop, begin, fixed).fill(there)
    if found is None:
        raise AssertionError  # nothing that is fixed follows what is put in
    return found


def fitted(shop: Shop, wanted: Iterable[Placed], fixed: Iterable[Placed], begin: int) -> Timetable | None:
    """A timetable in which some operations stay, and the others are where they were wanted or near; None: not found."""
    stays = {(item.job, item.operation): item for item in fixed}
    return _Gaps(shop, begin, stays).fill({(item.job, item.operation): item for item in wanted})


class _Gaps:
    """Machines with what lies on them already."""

    def __init__(self, shop: Shop, begin: int, fixed: Mapping[Key, Placed]) -> None:
        self.shop, self.begin, self.placed = shop, begin, dict(fixed)
        self.rows: list[list[Placed]] = [[] for _ in shop.machines]
        for item in fixed.values():
            self.rows[item.machine].append(item)

    def fill(self, wanted: Mapping[Key, Placed]) -> Timetable | None:
        """Every operation that is not there, at its wanted place or in the first gap after it may begin."""
        for key in self._turns(wanted):
            limit = self._limit(key)
            item = wanted.get(key)
            if item is None or item.end > limit or not self._is_free(item):
                item = min(self._gaps(key), key=lambda item: (item.end, item.start))
            if item.end > limit:
                return None
            self.placed[key] = item
            self.rows[item.machine].append(item)
        return Timetable(tuple(sorted(self.placed.values(), key=lambda item: (item.start, item.machine, item.job))))

    def _turns(self, wanted: Mapping[Key, Placed]) -> list[Key]:
        """What is to be put in: before what stays first, then by the time it is wanted; a job in its order."""
        found = []
        for job, kept in enumerate(self.shop.jobs):
            last, at = max((step for own, step in self.placed if own == job), default=-1), 0.0
            for step in range(len(kept.operations)):
                if (job, step) not in self.placed:
                    item = wanted.get((job, step))
                    at = max(at, float("inf") if item is None else item.start)
                    found.append((step > last, at, job, step))
        return [(job, step) for _, _, job, step in sorted(found)]

    def _limit(self, key: Key) -> float:
        """By when it must have ended, by what of its job stays later."""
        job, step = key
        left = 0
        for later in range(step + 1, len(self.shop.jobs[job].operations)):
            if (job, later) in self.placed:
                return self.placed[job, later].start - left
            left += min(way.duration for way in self.shop.jobs[job].operations[later].ways)
        return float("inf")

    def _ready(self, key: Key) -> int:
        job, step = key
        before = self.placed[job, step - 1].end if step else self.shop.jobs[job].release
        return max(before, self.begin)

    def _is_free(self, item: Placed) -> bool:
        """Whether a place is in one of the ways, late enough, and free."""
        ways = self.shop.jobs[item.job].operations[item.operation].ways
        way = next((way for way in ways if way.machine == item.machine), None)
        if way is None or way.duration != item.end - item.start or item.start < self._ready((item.job, item.operation)):
            return False
        return first_open(self._taken((item.job, item.operation), way), item.start, way.duration) == item.start

    def _gaps(self, key: Key) -> Iterator[Placed]:
        ready = self._ready(key)
        for way in self.shop.jobs[key[0]].operations[key[1]].ways:
            start = first_open(self._taken(key, way), ready, way.duration)
            yield Placed(*key, way.machine, start, start + way.duration)

    def _taken(self, key: Key, way: Way) -> Spans:
        """When a machine is closed, or does another operation or is set up for one."""
        family, own = self._family(key), list[tuple[int, int]]()
        for item in self.rows[way.machine]:
            if item.end > item.start:
                other = self._family((item.job, item.operation))
                own.append((item.start - self.shop.setup(way.machine, family, other),
                            item.end + self.shop.setup(way.machine, other, family)))  # fmt: skip
        return tuple(sorted((*self.shop.closed_at(way.machine), *own)))

    def _family(self, key: Key) -> str:
        return self.shop.jobs[key[0]].operations[key[1]].family
