"""People in a run, compiled: when enough of them are free, what they cost, and when they work longer than planned."""

import numpy as np

from pulmu.plan.schedule.rehearse.power import first_closed, up_to
from pulmu.plan.schedule.rehearse.running import EDGES, LABOUR, OVERTIME, PASSED, SHIFT
from pulmu.plan.schedule.tabu.compiled import maker

_NEARLY = 1e-9


@maker
def forget(script, now, t):
    """Nothing is asked any more of what is before a moment."""
    while now.counted[PASSED] + 1 < now.counted[EDGES] and now.edge[now.counted[PASSED] + 1] <= t:
        now.counted[PASSED] += 1
    while now.counted[SHIFT] + 1 < script.there_at.size and script.there_at[now.counted[SHIFT] + 1] <= t:
        now.counted[SHIFT] += 1


@maker
def _place(edges, count, at, t):
    """The last edge that is not after a moment, from a place on."""
    while at + 1 < count and edges[at + 1] <= t:
        at += 1
    return at


@maker
def _until(edges, count, at):
    return edges[at + 1] if at + 1 < count else np.inf


@maker
def staffed(script, now, t, length, people):
    """The first moment from `t` on from which so many people are free for so long; infinite where none is."""
    count, rows = now.counted[EDGES], script.there_at.size
    at, row, here = now.counted[PASSED], now.counted[SHIFT], t
    while True:
        at = _place(now.edge, count, at, here)
        row = _place(script.there_at, rows, row, here)
        until = min(_until(now.edge, count, at), _until(script.there_at, rows, row))
        if script.there[row] - now.busy[at] < people - _NEARLY:
            t = until
            if until == np.inf:
                return t
        elif until >= t + length:
            return t
        here = until


@maker
def _cut(now, t):
    """The place of an edge at a moment, made where there is none."""
    at = _place(now.edge, now.counted[EDGES], now.counted[PASSED], t)
    if now.edge[at] == t:
        return at
    for place in range(now.counted[EDGES], at + 1, -1):
        now.edge[place] = now.edge[place - 1]
        now.busy[place] = now.busy[place - 1]
    now.edge[at + 1] = t
    now.busy[at + 1] = now.busy[at]
    now.counted[EDGES] += 1
    return at + 1


@maker
def _take(script, now, start, end, people):
    """People kept busy for a while; what of it is more than are there is overtime."""
    now.sums[LABOUR] += people * (up_to(script.wage, end) - up_to(script.wage, start))
    if script.there_at.size == 0:
        return
    first, last = _cut(now, start), _cut(now, end)
    row = now.counted[SHIFT]
    for place in range(first, last):
        here = now.edge[place]
        while here < now.edge[place + 1]:
            row = _place(script.there_at, script.there_at.size, row, here)
            until = min(now.edge[place + 1], _until(script.there_at, script.there_at.size, row))
            before = max(0.0, now.busy[place] - script.there[row])
            more = max(0.0, now.busy[place] + people - script.there[row]) - before
            if more > _NEARLY:
                now.sums[OVERTIME] += more * (until - here)
            here = until
        now.busy[place] += people


@maker
def keep_busy(script, now, m, start, end, people):
    """People from the begin of work to its end, repairs among it, but where the machine is closed."""
    at = start
    for span in range(first_closed(script, now, m, start), script.closed_from[m + 1]):
        if script.closed_start[span] >= end:
            break
        if script.closed_start[span] > at:
            _take(script, now, at, script.closed_start[span], people)
        at = max(at, script.closed_end[span])
    if end > at:
        _take(script, now, at, end, people)
