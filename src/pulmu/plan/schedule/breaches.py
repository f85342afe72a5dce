"""What a timetable breaks: checked from the shop alone, by code that no search uses."""

from collections.abc import Iterator
from itertools import pairwise

from pulmu.model import Problem, problem
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable


def breaches(shop: Shop, timetable: Timetable) -> Iterator[Problem]:
    """Every rule that is broken: an operation that is left out or done twice, a wrong way, an order, an overlap."""
    wanted = {(place, step) for place, job in enumerate(shop.jobs) for step in range(len(job.operations))}
    seen: dict[tuple[int, int], Placed] = {}
    for item in timetable.placed:
        key = (item.job, item.operation)
        if key in seen or key not in wanted:
            yield _broken("plan.operation_not_once", shop, item, "is not there, or is done twice")
            continue
        seen[key] = item
        yield from _wrong_way(shop, item)
    for job, operation in sorted(wanted - seen.keys()):
        yield _broken("plan.operation_not_once", shop, Placed(job, operation, 0, 0, 0), "is not done")
    yield from _out_of_order(shop, seen)
    yield from _overlaps(shop, seen)


def _wrong_way(shop: Shop, item: Placed) -> Iterator[Problem]:
    ways = shop.jobs[item.job].operations[item.operation].ways
    if item.start < 0 or not any(way.machine == item.machine and way.duration == item.end - item.start for way in ways):
        yield _broken("plan.operation_wrong_way", shop, item, "is not done as any of its ways says")


def _out_of_order(shop: Shop, seen: dict[tuple[int, int], Placed]) -> Iterator[Problem]:
    for (job, operation), item in seen.items():
        before = seen.get((job, operation - 1))
        if before is not None and item.start < before.end:
            yield _broken("plan.operation_too_early", shop, item, "begins before the one before it has ended")


def _overlaps(shop: Shop, seen: dict[tuple[int, int], Placed]) -> Iterator[Problem]:
    for machine in range(len(shop.machines)):
        row = sorted((item for item in seen.values() if item.machine == machine and item.end > item.start),
                     key=lambda item: (item.start, item.end))  # fmt: skip
        for first, second in pairwise(row):
            if second.start < first.end:
                yield _broken("plan.operations_overlap", shop, second, "begins while its machine does another")


def _broken(code: str, shop: Shop, item: Placed, said: str) -> Problem:
    job = shop.jobs[item.job].id if 0 <= item.job < len(shop.jobs) else str(item.job)
    mend = "make the timetable anew"
    return problem(code, f"job {job}", f"operation {item.operation + 1} {said}", mend, operation=item.operation + 1)
