"""Phases of a machine: one runs, stands still, goes on, and waits for people."""

from pulmu.twin.kernel.agenda import clear_slot, set_slot
from pulmu.twin.kernel.chance import draw
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.counting import show, show_state
from pulmu.twin.kernel.people import seize, wait_for_people, wait_no_more
from pulmu.twin.kernel.pointers import machine_of, pool_of, station_of, stop_of
from pulmu.twin.kernel.records import HEATING, HEATS, MACHINE_KIND, NONE, SET_UP, WORK

_SHOWN = HEATS - HEATING
"""From a phase that runs to the state it shows: they stand in the same order."""


@inside
def _run(w, m):
    """The phase of a machine goes on; its slot is its end, or the breakdown that comes before."""
    machine = machine_of(w, m)
    now = w.now
    machine.running = 1
    machine.started = now
    machine.next_is = NONE
    left = machine.left
    if machine.phase == WORK:
        for k in range(machine.stops_from, machine.stops_to):
            stop = stop_of(w, k)
            if stop.counts == 0 and stop.waits == 0 and stop.life < left:
                left = stop.life
                machine.next_is = k
    set_slot(w, m, now + max(left, 0.0), MACHINE_KIND)
    show(w, m, _SHOWN + machine.phase)


@apart
def start_repair(w, m):
    """Somebody is there to end a stop, or nobody is needed."""
    stop = stop_of(w, machine_of(w, m).down)
    set_slot(w, m, w.now + draw(w, stop.lasts, stop.lasts_stream), MACHINE_KIND)


@apart
def grant(w):
    """People who are free go to the machines that wait for them, the longest waiting first."""
    m = w.waiting_head
    while m != NONE:
        after = machine_of(w, m).next_waiting
        if seize(w, m, machine_of(w, m).needs):
            wait_no_more(w, m)
            if machine_of(w, m).down != NONE:
                start_repair(w, m)
                show_state(w, m)
            else:
                _run(w, m)
        m = after


@apart
def release(w, m):
    """The operator at a machine is free for others."""
    machine = machine_of(w, m)
    pool = pool_of(w, machine.held)
    pool.busy_area += pool.used * (w.now - pool.since)
    pool.since = w.now
    pool.used -= 1
    machine.held = NONE
    if w.waiting_head != NONE:
        grant(w)


@inside
def pursue(w, m):
    """Begin or go on with the phase of a machine, if nothing keeps it from it."""
    machine = machine_of(w, m)
    if machine.down == NONE and machine.off == 0:
        station = station_of(w, machine.station)
        need = NONE
        if machine.phase == WORK:
            need = station.run_need
        elif machine.phase == SET_UP:
            need = station.set_up_need
        if need == NONE or seize(w, m, need):
            _run(w, m)
            return
        wait_for_people(w, m, need)
    show_state(w, m)


@inside
def lose_life(w, m, worked):
    """Time at work brings the stops nearer that count it."""
    machine = machine_of(w, m)
    for k in range(machine.stops_from, machine.stops_to):
        if stop_of(w, k).counts == 0:
            stop_of(w, k).life -= worked


@apart
def suspend(w, m):
    """The phase of a machine stands still; people who were at it go."""
    machine = machine_of(w, m)
    if machine.running == 1:
        worked = w.now - machine.started
        machine.left = max(machine.left - worked, 0.0)
        machine.running = 0
        clear_slot(w, m)
        if machine.phase == WORK:
            lose_life(w, m, worked)
        if machine.held != NONE:
            release(w, m)
    elif machine.waits == 1:
        wait_no_more(w, m)
