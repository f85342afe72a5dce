"""Tabu search over the ways and the orders of a flexible shop: one operation of a critical path goes elsewhere.

It may go to any of its machines, into any gap there that is sure to leave no circle and sure to hold the best one
(Mastrolilli, Gambardella 2000, doi:10.1002/(SICI)1099-1425(200001/02)3:1<3::AID-JOS32>3.0.CO;2-Y). What each gap comes
to is told exactly: the longest way through the operation, and the longest one past it.
"""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.tabu.chance import below
from pulmu.plan.schedule.tabu.compiled import apart, entry, inside, maker
from pulmu.plan.schedule.tabu.orders import Row, Whole, Work
from pulmu.plan.schedule.tabu.path import critical_path
from pulmu.plan.schedule.tabu.search import Hunt
from pulmu.plan.schedule.tabu.times import Times, find_times, new_times
from pulmu.plan.schedule.tabu.ways import Choice, Ways
from pulmu.plan.schedule.tabu.without import Without, begin_without, leave_out, new_without

_NOTHING = 1 << 62


class _Best(NamedTuple):
    """A move as [makespan, longest way through, way, before, after, how many as good]; the best, and one by chance."""

    move: Whole
    other: Whole


class _Gap(NamedTuple):
    """A place of an operation: the longest way through it, and what it stands between; -1 where that is nothing."""

    way: int
    through: int
    before: int
    behind: int


class _Eyes(NamedTuple):
    """What a look at the moves of a path needs.

    Parameters
    ----------
    line : (machines,)  The first operation on each; -1 where it does nothing.
    forbidden : (ways,)  The step until which each way is not taken anew.
    """

    ways: Ways
    taken: Whole
    line: Whole
    work: Work
    row: Row
    times: Times
    without: Without
    forbidden: Whole
    best: _Best


@entry
def search_ways(ways: Ways, choice: Choice, hunt: Hunt, chance, best: Choice) -> tuple[int, int]:
    """Search from a choice, which is used up; the best one is left in `best`.

    Parameters
    ----------
    chance : One word of state, not 0; it moves on.

    Returns
    -------
    The makespan of the best (-1 where `choice` runs in a circle), and how many steps were done.
    """
    return _go_on(_eyes_of(ways, choice), choice, hunt, chance, np.zeros(choice.taken.size, np.int64), best)


@apart
def _go_on(eyes: _Eyes, choice: Choice, hunt: Hunt, chance, path: Whole, best: Choice) -> tuple[int, int]:
    ways = eyes.ways
    span = reached = find_times(eyes.work, eyes.row, eyes.times)
    _copy(choice, best)
    step = since = 0
    while since < hunt.patience and reached > hunt.target:
        step, since = step + 1, since + 1
        count = critical_path(eyes.work, eyes.row, eyes.times, path, span, chance)
        _look_at_path(eyes, path, count, step, reached, chance)
        move = eyes.best.move if eyes.best.move[2] >= 0 else eyes.best.other
        if move[2] < 0:
            break
        one = ways.operation[move[2]]
        stays = count + ways.first[one + 1] - ways.first[one] + hunt.least + below(chance, hunt.most - hunt.least + 1)
        eyes.forbidden[eyes.taken[one]] = step + stays
        _go(eyes, one, move)
        span = find_times(eyes.work, eyes.row, eyes.times)
        if span < reached:
            reached, since = span, 0
            _copy(choice, best)
    return reached, step


@maker
def _eyes_of(ways: Ways, choice: Choice):
    size = choice.taken.size
    durations = ways.duration[choice.taken]
    line = np.full(ways.machine.max() + 1 if size else 0, -1, np.int64)
    for one in range(size):
        if choice.before[one] < 0:
            line[ways.machine[choice.taken[one]]] = one
    work, row = Work(durations, ways.job_before, ways.job_after), Row(choice.before, choice.after)
    forbidden, best = np.zeros(ways.machine.size, np.int64), _Best(np.zeros(6, np.int64), np.zeros(6, np.int64))
    return _Eyes(ways, choice.taken, line, work, row, new_times(size), new_without(size), forbidden, best)


@inside
def _copy(choice: Choice, to: Choice) -> None:
    for one in range(choice.taken.size):
        to.taken[one], to.before[one], to.after[one] = choice.taken[one], choice.before[one], choice.after[one]


@apart
def _look_at_path(eyes: _Eyes, path: Whole, count: int, step: int, reached: int, chance) -> None:
    """Find the best move that is not forbidden, or would reach something new, and one by chance."""
    move, other = eyes.best.move, eyes.best.other
    move[0], move[1], move[2], other[2], other[5] = _NOTHING, _NOTHING, -1, -1, 0
    begin_without(eyes.work, eyes.times, eyes.without)
    for place in range(count):
        one = path[place]
        past = leave_out(eyes.work, eyes.row, eyes.times, eyes.without, one)
        if past > move[0]:
            continue
        for way in range(eyes.ways.first[one], eyes.ways.first[one + 1]):
            _look_at_way(eyes, one, way, past, step, reached, chance)


@inside
def _look_at_way(eyes: _Eyes, one: int, way: int, past: int, step: int, reached: int, chance) -> None:
    """Offer the best of the gaps of a machine in which the operation might go."""
    duration, row, move = eyes.ways.duration[way], eyes.row, eyes.best.move
    shortest = eyes.without.ends[one] + duration + eyes.without.rests[one]
    if shortest > move[0] or (past == move[0] and shortest > move[1]):
        return
    stays = row.before[one] if way == eyes.taken[one] else -2
    line = eyes.line[eyes.ways.machine[way]]
    through, before, behind = _best_gap(row.after, eyes.without.ends, eyes.without.rests, line, one, stays, chance)
    if through < _NOTHING:
        gap = _Gap(way, through + duration, before, behind)
        _offer(eyes.best, gap, past, eyes.forbidden[way] < step, reached, chance)


@inside
def _best_gap(after: Whole, ends: Whole, rests: Whole, line: int, one: int, stays: int, chance) -> tuple[int, int, int]:
    """The gap with the least way through, but for the duration; by chance where several are as good.

    It goes behind what ends before it could begin and has more to come than it has, before what ends later and has no
    more to come; anywhere between these no order runs in a circle.

    Parameters
    ----------
    stays : What `one` now stands behind, if it is on this machine: that gap is no move.
    """
    end, rest = ends[one], rests[one]
    least, seen, found, found_behind = _NOTHING, 1, -1, -1
    before, behind = -1, line if line != one else after[one]
    while behind >= 0 and rests[behind] > rest and ends[behind] <= end:
        before, behind = behind, after[behind]
        if behind == one:
            behind = after[one]
    while True:
        if before != stays:
            through = max(end, ends[before]) + max(rest, rests[behind])
            if through < least:
                least, seen, found, found_behind = through, 1, before, behind
            elif through == least:
                seen += 1
                if below(chance, seen) == 0:
                    found, found_behind = before, behind
        if behind < 0 or (rests[behind] <= rest and ends[behind] > end):
            return least, found, found_behind
        before, behind = behind, after[behind]
        if behind == one:
            behind = after[one]


@inside
def _offer(best: _Best, gap: _Gap, past: int, is_free: bool, reached: int, chance) -> None:
    """Remember a move if it is the best so far, or by chance if it is forbidden.

    Parameters
    ----------
    past : The longest way past the operation.
    """
    move, other, span = best.move, best.other, max(past, gap.through)
    if not is_free and span >= reached:
        other[5] += 1
        if below(chance, other[5]) == 0:
            _remember(other, span, gap)
    elif span < move[0] or (span == move[0] and gap.through <= move[1]):
        move[5] = move[5] + 1 if span == move[0] and gap.through == move[1] else 1
        if below(chance, move[5]) == 0:
            _remember(move, span, gap)


@inside
def _remember(move: Whole, span: int, gap: _Gap) -> None:
    move[0], move[1], move[2], move[3], move[4] = span, gap.through, gap.way, gap.before, gap.behind


@inside
def _go(eyes: _Eyes, one: int, move: Whole) -> None:
    """Do a move."""
    row, line, machine = eyes.row, eyes.line, eyes.ways.machine
    _join(row, line, machine[eyes.taken[one]], row.before[one], row.after[one])
    eyes.taken[one] = move[2]
    eyes.work.durations[one] = eyes.ways.duration[move[2]]
    _join(row, line, machine[move[2]], move[3], one)
    _join(row, line, machine[move[2]], one, move[4])


@inside
def _join(row: Row, line: Whole, machine: int, one: int, other: int) -> None:
    if one >= 0:
        row.after[one] = other
    else:
        line[machine] = other
    if other >= 0:
        row.before[other] = one
