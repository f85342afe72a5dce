"""Runs of a script, compiled: what a floor does when a machine breaks down or work takes longer than planned."""

from typing import NamedTuple

import numpy as np

from pulmu.plan.schedule.rehearse.script import Real, Script, Whole
from pulmu.plan.schedule.tabu.compiled import apart, entry

FINE, MORE_DRAWS, MORE_STEPS = 0, 1, 2
"""How it ended: well; a cause came more often than was drawn; it lasted longer than the prices."""
_DONE, _CLOSED = -1, -2


class Causes(NamedTuple):
    """What may stop machines, in order of the machines.

    Parameters
    ----------
    first : (machines + 1,)  Where those of a machine begin.
    is_clock : (causes,)  Whether it comes nearer as time passes, not as its machine works.
    is_anew : (causes,)  Whether what is under way is done again from its beginning.
    until, lasts : (runs, causes, most)  Steps from the end of a stop to the next, and how long each lasts.
    """

    first: Whole
    is_clock: Whole
    is_anew: Whole
    until: Real
    lasts: Real


class Told(NamedTuple):
    """What a run comes to: (runs, jobs), (runs,) and (runs, machines).

    Parameters
    ----------
    ends : When each job ends.
    won, kwh, peak : Of the machines; the peak of all that is drawn.
    stops, down : How often each machine stopped, and for how many steps.
    """

    ends: Real
    won: Real
    kwh: Real
    peak: Real
    stops: Whole
    down: Real


class _Now(NamedTuple):
    """What changes as a run goes on."""

    ready: Real
    free: Real
    used: Whole
    span: Whole
    life: Real
    drawn: Whole
    load: Real
    sums: Real


@apart
def _next_closed(script, now, m, t):
    """The first closed span of a machine that is not over; the machine's time never goes back."""
    while now.span[m] < script.closed_from[m + 1] and script.closed_end[now.span[m]] <= t:
        now.span[m] += 1
    return now.span[m]


@apart
def _cost(script, t):
    step = min(int(t), script.won.size - 2)
    return script.won[step] + (t - step) * (script.won[step + 1] - script.won[step])


@apart
def _draw_power(script, now, start, end, kw):
    """Power from one moment to another: into the load, the won and the kWh."""
    if kw == 0.0 or end <= start:
        return
    now.sums[0] += kw * (_cost(script, end) - _cost(script, start))
    now.sums[1] += kw * (end - start) * script.hours_per_step
    low, high = start * script.bins_per_step, end * script.bins_per_step
    here = int(low)
    while low < high and here < now.load.size:
        until = min(high, here + 1.0)
        now.load[here] += kw * (until - low)
        low = until
        here += 1


@apart
def _wait(script, now, m, start, end):
    """A machine that waits draws its idle power, but where it is closed."""
    kw = script.idle_kw[m]
    if kw == 0.0:
        return
    at = start
    for span in range(now.span[m], script.closed_from[m + 1]):
        if script.closed_start[span] >= end:
            break
        _draw_power(script, now, at, min(script.closed_start[span], end), kw)
        at = max(at, script.closed_end[span])
    _draw_power(script, now, at, end, kw)


@apart
def _open(script, now, m, t, length):
    """When so long a time fits between closed spans."""
    for span in range(_next_closed(script, now, m, t), script.closed_from[m + 1]):
        if t + length <= script.closed_start[span]:
            return t
        t = max(t, script.closed_end[span])
    return t


@apart
def _stop(causes, now, told, run, m, cause, at):
    """A machine stops; when it is repaired. Whatever else counts the clock waits meanwhile."""
    number = now.drawn[cause]
    now.drawn[cause] += 1
    lasts = causes.lasts[run, cause, number]
    for other in range(causes.first[m], causes.first[m + 1]):
        if causes.is_clock[other] and other != cause:
            now.life[other] += lasts
    more = number + 1 < causes.until.shape[2]
    if more:
        now.life[cause] = causes.until[run, cause, number + 1]
        if causes.is_clock[cause]:
            now.life[cause] += at + lasts
    else:
        now.life[cause] = np.inf
        now.sums[2] = MORE_DRAWS
    told.stops[run, m] += 1
    told.down[run, m] += lasts
    return at + lasts


@apart
def _after_clocks(causes, now, told, run, m, t):
    """When a machine that does nothing is ready, if not before `t`: what counts the clock stops it too."""
    while True:
        due, which = np.inf, -1
        for cause in range(causes.first[m], causes.first[m + 1]):
            if causes.is_clock[cause] and now.life[cause] < due:
                due, which = now.life[cause], cause
        if which < 0 or due > t:
            return t
        t = max(t, _stop(causes, now, told, run, m, which, due))


@apart
def _begin(script, causes, now, told, run, m, t, length):
    """When a task begins: its machine is whole, and it would fit before the machine's next break as planned."""
    while True:
        at = _open(script, now, m, t, length)
        at = _after_clocks(causes, now, told, run, m, at)
        if at == t:
            return at
        t = at


@apart
def _work(script, causes, now, told, run, m, t, whole, kw, sure):
    """Work from `t` on until it is done; what takes longer than planned goes on after a break. `sure` of it is over."""
    left = whole
    _draw_power(script, now, t, t + sure, kw)
    left -= sure
    t += sure
    while True:
        span = _next_closed(script, now, m, t)
        if span < script.closed_from[m + 1] and script.closed_start[span] <= t and left > 0.0:
            at, what = t, _CLOSED
        else:
            at, what = t + left, _DONE
            if span < script.closed_from[m + 1] and script.closed_start[span] < at:
                at, what = script.closed_start[span], _CLOSED
            for cause in range(causes.first[m], causes.first[m + 1]):
                due = now.life[cause] if causes.is_clock[cause] else t + now.life[cause]
                if due < at:
                    at, what = max(due, t), cause
        _draw_power(script, now, t, at, kw)
        left -= at - t
        for cause in range(causes.first[m], causes.first[m + 1]):
            if not causes.is_clock[cause]:
                now.life[cause] -= at - t
        if what == _DONE:
            return at
        ready = script.closed_end[span] if what == _CLOSED else _stop(causes, now, told, run, m, what, at)
        if what >= 0 and causes.is_anew[what]:
            left = whole - sure
        ready = _after_clocks(causes, now, told, run, m, ready)
        _wait(script, now, m, at, ready)
        t = ready


@apart
def _play(script, causes, factor, told, run, now):
    for task in range(script.job.size):
        j, m, length = script.job[task], script.machine[task], script.length[task]
        t = max(script.start[task], now.ready[j])
        if length == 0.0:
            now.ready[j] = t
            continue
        if now.used[m]:
            t = max(t, now.free[m] + script.setup[task])
        t = _begin(script, causes, now, told, run, m, t, length)
        if now.used[m]:
            _wait_back(script, now, m, now.free[m], t)
        sure = min(length, max(0.0, script.begin - t))
        whole = sure + (length - sure) * factor[run, task]
        t = _work(script, causes, now, told, run, m, t, whole, script.kw[task], sure)
        now.ready[j] = now.free[m] = t
        now.used[m] = 1
        if t >= script.won.size - 1 and now.sums[2] == FINE:
            now.sums[2] = MORE_STEPS


@apart
def _wait_back(script, now, m, start, end):
    """As `_wait`, of a time before the one that spans were looked at for."""
    span = now.span[m]
    while now.span[m] > script.closed_from[m] and script.closed_end[now.span[m] - 1] > start:
        now.span[m] -= 1
    _wait(script, now, m, start, end)
    now.span[m] = span


@entry
def play(script: Script, causes: Causes, factor: Real, told: Told) -> int:
    """Every run; how it ended: after anything but `FINE` nothing that is told holds.

    Parameters
    ----------
    factor : (runs, tasks)  What the planned length is multiplied by.
    """
    machines, count = script.idle_kw.size, causes.is_clock.size
    now = _Now(
        np.empty(script.ready.size), np.empty(machines), np.empty(machines, np.int64), np.empty(machines, np.int64),
        np.empty(count), np.empty(count, np.int64), np.empty(script.base.size), np.empty(3),
    )  # fmt: skip
    for run in range(factor.shape[0]):
        now.ready[:] = script.ready
        now.used[:] = 0
        now.free[:] = 0.0
        now.drawn[:] = 0
        now.sums[:] = 0.0
        now.load[:] = script.base
        for m in range(machines):
            now.span[m] = script.closed_from[m]
        for cause in range(count):
            now.life[cause] = causes.until[run, cause, 0]
            if causes.is_clock[cause]:
                now.life[cause] += script.begin
        _play(script, causes, factor, told, run, now)
        if now.sums[2] != FINE:
            return int(now.sums[2])
        told.ends[run] = now.ready
        told.won[run] = now.sums[0]
        told.kwh[run] = now.sums[1]
        told.peak[run] = now.load.max() if now.load.size else 0.0
    return FINE
