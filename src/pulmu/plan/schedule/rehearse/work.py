"""How a machine begins and does its work in a run, compiled: breakdowns, closed spans, people that must be there."""

import numpy as np

from pulmu.plan.schedule.rehearse.people import staffed
from pulmu.plan.schedule.rehearse.power import draw_open, draw_power, next_closed
from pulmu.plan.schedule.rehearse.running import ENDED, MORE_DRAWS, MORE_STEPS
from pulmu.plan.schedule.tabu.compiled import maker

_DONE, _CLOSED = -1, -2


@maker
def _open(script, now, m, t, length):
    """When so long a time fits between closed spans."""
    for span in range(next_closed(script, now, m, t), script.closed_from[m + 1]):
        if t + length <= script.closed_start[span]:
            return t
        t = max(t, script.closed_end[span])
    return t


@maker
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
        now.sums[ENDED] = MORE_DRAWS
    told.stops[run, m] += 1
    told.down[run, m] += lasts
    return at + lasts


@maker
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


@maker
def begin(script, causes, now, told, run, m, t, length, people):
    """When work begins: its machine is whole, and it and its people would be there as long as it was planned."""
    while True:
        at = _open(script, now, m, t, length)
        at = _after_clocks(causes, now, told, run, m, at)
        if people > 0.0 and script.there_at.size:
            at = staffed(script, now, at, length, people)
            if at == np.inf:
                now.sums[ENDED] = MORE_STEPS
                return t
        if at == t:
            return at
        t = at


@maker
def work(script, causes, now, told, run, m, t, whole, kw, sure):
    """Work from `t` on until it is done; what takes longer than planned goes on after a break. `sure` of it is over."""
    left = whole
    draw_power(script, now, t, t + sure, kw)
    left -= sure
    t += sure
    while True:
        span = next_closed(script, now, m, t)
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
        draw_power(script, now, t, at, kw)
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
        draw_open(script, now, m, at, ready, script.idle_kw[m])
        t = ready
