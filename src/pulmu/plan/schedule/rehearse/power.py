"""What machines draw in a run, compiled: working, waiting, and resting as it was planned."""

from pulmu.plan.schedule.rehearse.running import KWH, WON
from pulmu.plan.schedule.tabu.compiled import maker


@maker
def up_to(sums, t):
    """A row of sums, read between two steps."""
    step = min(int(t), sums.size - 2)
    return sums[step] + (t - step) * (sums[step + 1] - sums[step])


@maker
def draw_power(script, now, start, end, kw):
    """Power from one moment to another: into the load, the won and the kWh."""
    if kw == 0.0 or end <= start:
        return
    now.sums[WON] += kw * (up_to(script.won, end) - up_to(script.won, start))
    now.sums[KWH] += kw * (end - start) * script.hours_per_step
    low, high = start * script.bins_per_step, end * script.bins_per_step
    here = int(low)
    while low < high and here < now.load.size:
        until = min(high, here + 1.0)
        now.load[here] += kw * (until - low)
        low = until
        here += 1


@maker
def next_closed(script, now, m, t):
    """The first closed span of a machine that is not over; the machine's time never goes back."""
    while now.span[m] < script.closed_from[m + 1] and script.closed_end[now.span[m]] <= t:
        now.span[m] += 1
    return now.span[m]


@maker
def first_closed(script, now, m, t):
    """The first closed span that is not over at a time before the one that spans were looked at for."""
    span = now.span[m]
    while span > script.closed_from[m] and script.closed_end[span - 1] > t:
        span -= 1
    return span


@maker
def draw_open(script, now, m, start, end, kw):
    """Power of a machine that does nothing, but where it is closed."""
    if kw == 0.0 or end <= start:
        return
    at = start
    for span in range(first_closed(script, now, m, start), script.closed_from[m + 1]):
        if script.closed_start[span] >= end:
            break
        draw_power(script, now, at, min(script.closed_start[span], end), kw)
        at = max(at, script.closed_end[span])
    draw_power(script, now, at, end, kw)


@maker
def draw_gap(script, turns, now, m, turn, start, end):
    """A machine between two turns: it rests as was planned and is warm by the plan, if time is left to switch it."""
    warm, low = turns.warm[turn], start + turns.down[turn]
    span = first_closed(script, now, m, start)
    if warm >= low and not (span < script.closed_from[m + 1] and script.closed_start[span] < low):
        hot = warm + turns.up[turn]
        draw_open(script, now, m, start, low, turns.down_kw[turn])
        draw_open(script, now, m, low, warm, turns.rest_kw[turn])
        draw_open(script, now, m, warm, hot, turns.up_kw[turn])
        draw_open(script, now, m, hot, end, script.idle_kw[m])
    else:
        draw_open(script, now, m, start, end, script.idle_kw[m])
