"""Runs of a script, compiled: what a floor does when a machine breaks down or work takes longer than planned."""

import numpy as np

from pulmu.plan.schedule.rehearse.people import forget, keep_busy
from pulmu.plan.schedule.rehearse.power import draw_gap
from pulmu.plan.schedule.rehearse.running import (
    EDGES,
    ENDED,
    FINE,
    KWH,
    LABOUR,
    MORE_STEPS,
    OVERTIME,
    PASSED,
    SHIFT,
    WON,
    Causes,
    Now,
    Told,
)
from pulmu.plan.schedule.rehearse.script import Real, Script, Turns
from pulmu.plan.schedule.rehearse.work import begin, work
from pulmu.plan.schedule.tabu.compiled import entry, maker


@maker
def _come(turns, now, turn, above, below):
    """Of those that come in time: the first in the turn, when the last comes, their power and people."""
    leader, latest, kw, people = -1, above, 0.0, 0.0
    for place in range(turns.first[turn], turns.first[turn + 1]):
        if above < now.came[place] <= below:
            leader = place if leader < 0 else leader
            latest = max(latest, now.came[place])
            kw, people = max(kw, turns.kw[place]), max(people, turns.people[place])
    return leader, latest, kw, people


@maker
def _earliest(turns, now, turn, above):
    """When the first comes of those that are still awaited; infinite where nobody is."""
    found = np.inf
    for place in range(turns.first[turn], turns.first[turn + 1]):
        if now.came[place] > above:
            found = min(found, now.came[place])
    return found


@maker
def _take_turn(script, turns, causes, factor, told, run, now, turn):
    """A turn, in as many parts as it takes: whoever comes later than a turn's length does not hold up the others."""
    m, length, above, parts = turns.machine[turn], turns.length[turn], -np.inf, 0
    for place in range(turns.first[turn], turns.first[turn + 1]):
        now.came[place] = now.ready[turns.job[place]]
    while True:
        t = max(turns.start[turn], _earliest(turns, now, turn, above))
        if t == np.inf:
            break
        if now.used[m]:
            t = max(t, now.free[m] + (turns.setup[turn] if parts == 0 else turns.again[turn]))
        below = t + length
        while True:
            leader, latest, kw, people = _come(turns, now, turn, above, below)
            t = begin(script, causes, now, told, run, m, max(t, latest), length, people)
            if now.sums[ENDED] != FINE:
                return
            if _come(turns, now, turn, above, max(t, below))[1] == latest:
                break
            below = t
        if now.used[m]:
            draw_gap(script, turns, now, m, turn, now.free[m], t)
        sure = min(length, max(0.0, script.begin - t))
        whole = sure + (length - sure) * factor[run, leader]
        end = work(script, causes, now, told, run, m, t, whole, kw, sure)
        if people > 0.0:
            keep_busy(script, now, m, t, end, people)
        for place in range(turns.first[turn], turns.first[turn + 1]):
            if above < now.came[place] <= below:
                now.ready[turns.job[place]] = end
        now.free[m] = end
        now.used[m] = 1
        above = below
        parts += 1
    told.parted[run, m] += parts > 1


@maker
def _play(script, turns, causes, factor, told, run, now):
    for turn in range(turns.machine.size):
        if turns.length[turn] == 0.0:
            job = turns.job[turns.first[turn]]
            now.ready[job] = max(turns.start[turn], now.ready[job])
            continue
        forget(script, now, turns.start[turn])
        _take_turn(script, turns, causes, factor, told, run, now, turn)
        if now.free[turns.machine[turn]] >= script.won.size - 1 and now.sums[ENDED] == FINE:
            now.sums[ENDED] = MORE_STEPS
        if now.sums[ENDED] != FINE:
            return


@maker
def _anew(script, causes, now, run):
    """As all is when a run begins."""
    now.ready[:] = script.ready
    now.used[:] = 0
    now.free[:] = 0.0
    now.drawn[:] = 0
    now.sums[:] = 0.0
    now.load[:] = script.base
    now.counted[EDGES], now.counted[PASSED], now.counted[SHIFT] = 1, 0, 0
    now.edge[0], now.busy[0] = -np.inf, 0.0
    for m in range(now.span.size):
        now.span[m] = script.closed_from[m]
    for cause in range(now.life.size):
        now.life[cause] = causes.until[run, cause, 0]
        if causes.is_clock[cause]:
            now.life[cause] += script.begin


@entry
def play(script: Script, turns: Turns, causes: Causes, factor: Real, told: Told) -> int:
    """Every run; how it ended: after anything but `FINE` nothing that is told holds.

    Parameters
    ----------
    factor : (runs, operations)  What the planned length is multiplied by.
    """
    machines, count, operations = script.idle_kw.size, causes.is_clock.size, turns.job.size
    edges = 2 * (operations + script.closed_start.size) + 2
    now = Now(
        np.empty(script.ready.size), np.empty(machines), np.empty(machines, np.int64), np.empty(machines, np.int64),
        np.empty(count), np.empty(count, np.int64), np.empty(operations), np.empty(script.base.size),
        np.empty(edges), np.empty(edges), np.empty(3, np.int64), np.empty(5),
    )  # fmt: skip
    for run in range(factor.shape[0]):
        _anew(script, causes, now, run)
        _play(script, turns, causes, factor, told, run, now)
        if now.sums[ENDED] != FINE:
            return int(now.sums[ENDED])
        told.ends[run] = now.ready
        told.won[run], told.kwh[run] = now.sums[WON], now.sums[KWH]
        told.overtime[run] = now.sums[OVERTIME]
        told.labour[run] = now.sums[LABOUR] + now.sums[OVERTIME] * script.hours_per_step * script.overtime_won
        told.peak[run] = now.load.max() if now.load.size else 0.0
    return FINE
