"""What a timetable breaks: checked from the shop alone, by code that no search uses."""

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise

from pulmu.model import Problem, problem
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable

Seen = Mapping[tuple[int, int], Placed]
_NEARLY = 1.0 + 1e-9


def breaches(
    shop: Shop,
    timetable: Timetable,
    *,
    given: Timetable | None = None,
    frozen_until: int = 0,
    steps: int | None = None,
) -> Iterator[Problem]:
    """Every rule that is broken: an operation that is left out or done twice, a wrong way, an order, an overlap, a
    furnace that is too full, a release, a closed span, a set-up, too few people, what was frozen.

    Parameters
    ----------
    given : The timetable before; None where nothing is frozen.
    frozen_until : What begins before it in the given one stays, unless its machine is now closed; nothing else begins
        before it.
    steps : All ends by then.
    """
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
    yield from _on_machines(shop, seen)
    yield from _closed(shop, seen)
    yield from _too_few(shop, seen)
    yield from _frozen(shop, seen, given, frozen_until)
    if steps is not None:
        yield from (_broken("plan.operation_too_late", shop, item, "ends after the last step there is")
                    for item in seen.values() if item.end > steps)  # fmt: skip


def _wrong_way(shop: Shop, item: Placed) -> Iterator[Problem]:
    ways = shop.jobs[item.job].operations[item.operation].ways
    if item.start < 0 or not any(way.machine == item.machine and way.duration == item.end - item.start for way in ways):
        yield _broken("plan.operation_wrong_way", shop, item, "is not done as any of its ways says")


def _out_of_order(shop: Shop, seen: Seen) -> Iterator[Problem]:
    for (job, operation), item in seen.items():
        if item.start < shop.jobs[job].release:
            yield _broken("plan.operation_before_release", shop, item, "begins before its job is released")
        before = seen.get((job, operation - 1))
        if before is not None and item.start < before.end:
            yield _broken("plan.operation_too_early", shop, item, "begins before the one before it has ended")


def _on_machines(shop: Shop, seen: Seen) -> Iterator[Problem]:
    """What overlaps, and what begins before its machine is set up."""
    for machine in range(len(shop.machines)):
        row = sorted((item for item in seen.values() if item.machine == machine and item.end > item.start),
                     key=lambda item: (item.start, item.end, _family(shop, item)))  # fmt: skip
        if shop.holds_at(machine) > 0.0:
            batches = [list(same) for _, same in groupby(row, lambda item: (item.start, item.end, _family(shop, item)))]
            yield from _too_full(shop, machine, batches)
            row = [batch[0] for batch in batches]
        for first, second in pairwise(row):
            if second.start < first.end:
                yield _broken("plan.operations_overlap", shop, second, "begins while its machine does another")
            elif second.start < first.end + shop.setup(machine, _family(shop, first), _family(shop, second)):
                yield _broken("plan.setup_too_short", shop, second, "begins before its machine is set up for it")


def _too_full(shop: Shop, machine: int, batches: list[list[Placed]]) -> Iterator[Problem]:
    for batch in batches:
        loads = sum(shop.jobs[item.job].operations[item.operation].load for item in batch)
        if loads > shop.holds_at(machine) * _NEARLY:
            yield _broken("plan.furnace_too_full", shop, batch[-1], "is in a batch that its furnace does not hold")


def _too_few(shop: Shop, seen: Seen) -> Iterator[Problem]:
    """What keeps more people busy than are there."""
    if not shop.people:
        return
    busy: dict[int, float] = {}
    batches: dict[tuple[int, int, int], float] = {}
    for (job, operation), item in sorted(seen.items()):
        people = shop.jobs[job].operations[operation].people
        batch = (item.machine, item.start, item.end)
        more = people
        if shop.holds_at(item.machine) > 0.0:
            more = max(0.0, people - batches.get(batch, 0.0))
            batches[batch] = batches.get(batch, 0.0) + more
        for step in range(item.start, item.end):
            busy[step] = busy.get(step, 0.0) + more
    there = dict(enumerate(shop.people))
    short = {step for step, people in busy.items() if people > there.get(step, 0.0) + 1e-9}
    for item in seen.values():
        needs = shop.jobs[item.job].operations[item.operation].people > 0.0
        if needs and not short.isdisjoint(range(item.start, item.end)):
            yield _broken("plan.too_few_people", shop, item, "is done while there are too few people for all that is")


def _family(shop: Shop, item: Placed) -> str:
    return shop.jobs[item.job].operations[item.operation].family


def _closed(shop: Shop, seen: Seen) -> Iterator[Problem]:
    for item in seen.values():
        if any(_is_in(item, span) for span in shop.closed_at(item.machine)):
            yield _broken("plan.machine_closed", shop, item, "is done while its machine is closed")


def _is_in(item: Placed, span: tuple[int, int]) -> bool:
    return item.start < item.end and item.start < span[1] and span[0] < item.end


def _frozen(shop: Shop, seen: Seen, given: Timetable | None, until: int) -> Iterator[Problem]:
    if given is None:
        return
    begun = [item for item in given.placed if item.start < until]
    stays = {(item.job, item.operation): item for item in begun
             if not any(_is_in(item, span) for span in shop.closed_at(item.machine))}  # fmt: skip
    for key, item in seen.items():
        if (item != stays[key]) if key in stays else item.start < until:
            yield _broken("plan.frozen_moved", shop, item, "is not as it was before the time from which it may change")


def _broken(code: str, shop: Shop, item: Placed, said: str) -> Problem:
    job = shop.jobs[item.job].id if 0 <= item.job < len(shop.jobs) else str(item.job)
    mend = "make the timetable anew"
    return problem(code, f"job {job}", f"operation {item.operation + 1} {said}", mend, operation=item.operation + 1)
