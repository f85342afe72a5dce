"""Times after a move, found anew only where they may have changed; `find_times` finds the same from nothing."""

from pulmu.plan.schedule.tabu.compiled import apart, inside
from pulmu.plan.schedule.tabu.moves import FORWARD
from pulmu.plan.schedule.tabu.orders import Row, Whole, Work
from pulmu.plan.schedule.tabu.times import Times, end_of, rest_of


@apart
def move_times(work: Work, row: Row, times: Times, room: Whole, first: int, last: int, way: int) -> int:
    """The makespan after a move, which is done in `row` and left no circle, from the times before it.

    Nothing that comes before both in the order of all begins at another time; nothing that comes after both leaves
    more to come.

    Parameters
    ----------
    room : (operations,)  Room to put some aside.
    """
    low, high = times.place[first], times.place[last]
    if way == FORWARD:
        _put_behind(work, row, times, room, low, high)
    else:
        _put_before(work, row, times, room, low, high)
    span = times.reached[low - 1] if low > 0 else 0
    for place in range(low, work.durations.size):
        one = times.order[place]
        head = max(end_of(work, times, work.job_before[one]), end_of(work, times, row.before[one]))
        times.heads[one] = head
        span = max(span, head + work.durations[one])
        times.reached[place] = span
    for place in range(high, -1, -1):
        one = times.order[place]
        times.tails[one] = max(rest_of(work, times, work.job_after[one]), rest_of(work, times, row.after[one]))
    return span


@inside
def _put_behind(work: Work, row: Row, times: Times, room: Whole, low: int, high: int) -> None:
    """The first of a part of the order, with all that has to come behind it, goes behind the rest of the part."""
    order, follows = times.order, times.waiting
    room[0], count, at = order[low], 1, low
    follows[order[low]] = 1
    for place in range(low + 1, high + 1):
        one = order[place]
        before, other = work.job_before[one], row.before[one]
        if (before >= 0 and follows[before]) or (other >= 0 and follows[other]):
            follows[one] = 1
            room[count] = one
            count += 1
        else:
            order[at], times.place[one] = one, at
            at += 1
    for place in range(count):
        one = room[place]
        order[at + place], times.place[one], follows[one] = one, at + place, 0


@inside
def _put_before(work: Work, row: Row, times: Times, room: Whole, low: int, high: int) -> None:
    """The last of a part of the order, with all that has to come before it, goes before the rest of the part."""
    order, leads = times.order, times.waiting
    room[0], count, at = order[high], 1, high
    leads[order[high]] = 1
    for place in range(high - 1, low - 1, -1):
        one = order[place]
        after, other = work.job_after[one], row.after[one]
        if (after >= 0 and leads[after]) or (other >= 0 and leads[other]):
            leads[one] = 1
            room[count] = one
            count += 1
        else:
            order[at], times.place[one] = one, at
            at -= 1
    for place in range(count):
        one = room[place]
        order[at - place], times.place[one], leads[one] = one, at - place, 0
