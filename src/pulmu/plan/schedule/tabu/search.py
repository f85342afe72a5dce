"""Tabu search: the best move of a critical path is done, also uphill, and what it turned round stays so for a while.

Moves are those of Balas and Vazacopoulos on the blocks of one critical path, taken by chance: to the begin or the end
of a block, and from there inwards (N6; Zhang, Li, Guan, Rao 2007, doi:10.1016/j.cor.2005.12.002).
"""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.tabu.chance import below
from pulmu.plan.schedule.tabu.compiled import apart, entry, inside
from pulmu.plan.schedule.tabu.moves import BACKWARD, FORWARD, Stretch, do, may_go, new_stretch, value_of
from pulmu.plan.schedule.tabu.moving import move_times
from pulmu.plan.schedule.tabu.orders import Row, Whole, Work
from pulmu.plan.schedule.tabu.path import critical_path
from pulmu.plan.schedule.tabu.times import Times, find_times, new_times

_NOTHING = 1 << 60


class Hunt(NamedTuple):
    """How long a search goes on.

    Parameters
    ----------
    patience : Steps without anything better.
    target : It ends once this makespan is reached.
    least, most : Steps that what was turned round stays so.
    """

    patience: int
    target: int
    least: int
    most: int


class _Best(NamedTuple):
    """The best move: [value, first, last, way, how many as good]; one by chance: [first, last, way, how many seen]."""

    move: Whole
    other: Whole


class _Eyes(NamedTuple):
    """What a look at the moves of a path needs."""

    work: Work
    row: Row
    times: Times
    stretch: Stretch
    forbidden: Whole
    best: _Best


@entry
def search(work: Work, row: Row, hunt: Hunt, chance, best: Row) -> tuple[int, int]:
    """Search from the orders in `row`, which are used up; the best ones are left in `best`.

    Parameters
    ----------
    chance : One word of state, not 0; it moves on.

    Returns
    -------
    The makespan of the best (-1 where `row` runs in a circle), and how many steps were done.
    """
    size = work.durations.size
    eyes = _Eyes(work, row, new_times(size), new_stretch(size), np.zeros((size, size), np.int64),
                 _Best(np.zeros(5, np.int64), np.zeros(4, np.int64)))  # fmt: skip
    return _go_on(eyes, hunt, chance, np.zeros(size, np.int64), best)


@apart
def _go_on(eyes: _Eyes, hunt: Hunt, chance, path: Whole, best: Row) -> tuple[int, int]:
    work, row = eyes.work, eyes.row
    span = reached = find_times(work, row, eyes.times)
    _copy(row, best)
    step = since = 0
    while since < hunt.patience and reached > hunt.target:
        step, since = step + 1, since + 1
        _look_at_moves(eyes, path, critical_path(work, row, eyes.times, path, span, chance), step, reached, chance)
        if eyes.best.other[3] == 0:
            break
        first, last, way = _chosen(eyes.best)
        _forbid(eyes, first, last, way, step + hunt.least + below(chance, hunt.most - hunt.least + 1))
        do(row, first, last, way)
        span = move_times(work, row, eyes.times, eyes.stretch.ones, first, last, way)
        if span < reached:
            reached, since = span, 0
            _copy(row, best)
    return reached, step


@inside
def _copy(row: Row, to: Row) -> None:
    for one in range(row.before.size):
        to.before[one], to.after[one] = row.before[one], row.after[one]


@apart
def _look_at_moves(eyes: _Eyes, path: Whole, count: int, step: int, reached: int, chance) -> None:
    """Find the best move that is not forbidden, or would reach something new, and one by chance."""
    eyes.best.move[0], eyes.best.move[1], eyes.best.other[3] = _NOTHING, -1, 0
    begin = 0
    while begin < count:
        end = begin
        while end + 1 < count and eyes.row.after[path[end]] == path[end + 1]:
            end += 1
        for place in range(begin + 1, end + 1):
            _look(eyes, path[begin], path[place], FORWARD, step, reached, chance)
            if place > begin + 1:
                _look(eyes, path[begin], path[place], BACKWARD, step, reached, chance)
        for place in range(begin + 1, end):
            _look(eyes, path[place], path[end], FORWARD, step, reached, chance)
            if place + 1 < end:
                _look(eyes, path[place], path[end], BACKWARD, step, reached, chance)
        begin = end + 1


@inside
def _look(eyes: _Eyes, first: int, last: int, way: int, step: int, reached: int, chance) -> None:
    if not may_go(eyes.work, eyes.times, first, last, way):
        return
    best = eyes.best
    best.other[3] += 1
    if below(chance, best.other[3]) == 0:
        best.other[0], best.other[1], best.other[2] = first, last, way
    value = value_of(eyes.work, eyes.row, eyes.times, eyes.stretch, first, last, way)
    if value > best.move[0] or (value >= reached and _is_forbidden(eyes, first, last, way, step)):
        return
    best.move[4] = best.move[4] + 1 if value == best.move[0] else 1
    if below(chance, best.move[4]) == 0:
        best.move[0], best.move[1], best.move[2], best.move[3] = value, first, last, way


@inside
def _is_forbidden(eyes: _Eyes, first: int, last: int, way: int, step: int) -> bool:
    """Whether a move would turn round what stays as it is."""
    one = first
    while one != last:
        other = eyes.row.after[one]
        if eyes.forbidden[other, first] >= step if way == FORWARD else eyes.forbidden[last, one] >= step:
            return True
        one = other
    return False


@inside
def _forbid(eyes: _Eyes, first: int, last: int, way: int, until: int) -> None:
    one = first
    while one != last:
        other = eyes.row.after[one]
        if way == FORWARD:
            eyes.forbidden[first, other] = until
        else:
            eyes.forbidden[one, last] = until
        one = other


@inside
def _chosen(best: _Best) -> tuple[int, int, int]:
    """The best move, or where all are forbidden the one by chance."""
    if best.move[1] < 0:
        return best.other[0], best.other[1], best.other[2]
    return best.move[1], best.move[2], best.move[3]
