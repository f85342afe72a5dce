"""Shifts of a machine: it turns off, and turns on and warms up."""

from pulmu.twin.kernel.chance import draw
from pulmu.twin.kernel.compiled import apart
from pulmu.twin.kernel.counting import note_availability, show_state
from pulmu.twin.kernel.phases import pursue, suspend
from pulmu.twin.kernel.pointers import machine_of, station_of
from pulmu.twin.kernel.records import DONE, FREE, HEATING, NONE, SET_UP, WORK


@apart
def turn_off(w, m):
    """The shift of a machine ends."""
    machine = machine_of(w, m)
    if machine.down == NONE:
        suspend(w, m)
    if machine.phase == HEATING:
        machine.phase = machine.after
        machine.left = machine.after_left
    machine.closing = 0
    machine.off = 1
    note_availability(w, m)
    show_state(w, m)


@apart
def turn_on(w, m):
    """The shift of a machine begins; one that was off warms up first."""
    machine = machine_of(w, m)
    station = station_of(w, machine.station)
    phase = machine.phase
    if machine.off == 1 and station.warm_up != NONE and phase in (FREE, SET_UP, WORK):
        machine.after = phase
        machine.after_left = machine.left
        machine.phase = HEATING
        machine.left = draw(w, station.warm_up, station.warm_up_stream)
    was_off = machine.off
    machine.off = 0
    machine.closing = 0
    note_availability(w, m)
    phase = machine.phase
    if was_off == 1 and machine.down == NONE and phase in (HEATING, SET_UP, WORK):
        pursue(w, m)
    else:
        show_state(w, m)


@apart
def close(w, m):
    """The end of a shift: at once, or after the cycle under way; a belt runs empty."""
    machine = machine_of(w, m)
    phase = machine.phase
    is_under_way = machine.running == 1 and phase in (SET_UP, WORK)
    if machine.belt != NONE and machine.down == NONE:
        is_under_way = is_under_way or phase == DONE
    if station_of(w, machine.station).finish == 1 and is_under_way:
        machine.closing = 1
        if machine.belt != NONE:
            note_availability(w, m)
    else:
        turn_off(w, m)
