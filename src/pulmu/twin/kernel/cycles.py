"""Cycles of a machine: set-up, work, and handing over what is done."""

from pulmu.twin.kernel.agenda import clear_slot
from pulmu.twin.kernel.chance import draw
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.conveying import reach_end
from pulmu.twin.kernel.counting import note_availability, show_state
from pulmu.twin.kernel.moves import go_on, goes_to, has_room, stand_in_line
from pulmu.twin.kernel.phases import lose_life, pursue, release
from pulmu.twin.kernel.pointers import change_of, machine_of, operation_of, piece_of, station_of, stop_of, tally_of
from pulmu.twin.kernel.records import DONE, FREE, NONE, SET_UP, WORK
from pulmu.twin.kernel.shifts import turn_off
from pulmu.twin.kernel.sources import depart
from pulmu.twin.kernel.stops import fail, repaired
from pulmu.twin.plan import SCRAPPED


@inside
def set_up_law(w, s, before, after):
    """The law of a set-up, or none."""
    return change_of(w, (s * w.families + before) * w.families + after).law


@apart
def _begin_set_up(w, m, family):
    machine = machine_of(w, m)
    machine.phase = SET_UP
    law = set_up_law(w, machine.station, machine.family, family)
    machine.left = draw(w, law, station_of(w, machine.station).set_up_stream)
    tally_of(w, machine.station * w.prices + w.slot).set_ups += 1


@inside
def begin(w, m):
    """Set-up, if the family differs, and then the cycle."""
    machine = machine_of(w, m)
    family = operation_of(w, piece_of(w, machine.head).operation).family
    station = station_of(w, machine.station)
    machine.phase = WORK
    machine.left = machine.rest
    if station.set_ups == 1 and machine.family != family:
        if machine.family != NONE and set_up_law(w, machine.station, machine.family, family) != NONE:
            _begin_set_up(w, m, family)
        machine.family = family
    pursue(w, m)


@inside
def hand_over(w, m):
    """Pieces that are done leave a machine one by one, as far as there is room for them."""
    machine = machine_of(w, m)
    station = station_of(w, machine.station)
    while machine.head != NONE:
        p = machine.head
        fate = piece_of(w, p).fate
        to = goes_to(fate)
        if to == NONE:
            machine.head = piece_of(w, p).next
            depart(w, p, fate == SCRAPPED)
            continue
        s = operation_of(w, to).station
        if station.before == 1:
            station_of(w, s).reserved -= 1
        elif station_of(w, s).blocked_head != NONE or not has_room(w, s):
            stand_in_line(w, m, s)
            break
        machine.head = piece_of(w, p).next
        go_on(w, p, fate)
    if machine.head == NONE:
        machine.phase = FREE
        machine.count = 0
        note_availability(w, m)
    show_state(w, m)


@apart
def _weigh(w, m):
    """The mass of the pieces in a machine, where what it uses goes by mass."""
    tally = tally_of(w, machine_of(w, m).station * w.prices + w.slot)
    p = machine_of(w, m).head
    while p != NONE:
        tally.mass += operation_of(w, piece_of(w, p).operation).piece_kg
        p = piece_of(w, p).next


@inside
def _stop_if_due(w, m):
    machine = machine_of(w, m)
    due = NONE
    for k in range(machine.stops_from, machine.stops_to):
        stop = stop_of(w, k)
        if stop.counts == 2:
            stop.life -= 1.0
        if due == NONE and stop.waits == 1 and stop.life <= 0.0:
            due = k
    if due != NONE:
        fail(w, m, due)


@apart
def _end_at_belt(w, m):
    reach_end(w, m)
    _stop_if_due(w, m)
    machine = machine_of(w, m)
    if machine.closing == 1 and machine.head == NONE:
        turn_off(w, m)


@inside
def end_cycle(w, m):
    """A cycle is done: pieces go on, and what waited for the end of the cycle comes."""
    machine = machine_of(w, m)
    if machine.belt != NONE:
        _end_at_belt(w, m)
        return
    slot = w.slot
    tally_of(w, machine.station * w.prices + slot).cycles += 1
    tally_of(w, machine.station * w.prices + slot).pieces += machine.count
    if station_of(w, machine.station).weighs == 1:
        _weigh(w, m)
    machine.phase = DONE
    hand_over(w, m)
    _stop_if_due(w, m)
    if machine.closing == 1:
        turn_off(w, m)


@inside
def end_phase(w, m):
    """The slot of a machine is due: a repair is over, a breakdown comes, or a phase ends."""
    machine = machine_of(w, m)
    if machine.down != NONE:
        repaired(w, m)
        return
    if machine.next_is != NONE:
        fail(w, m, machine.next_is)
        return
    machine.running = 0
    clear_slot(w, m)
    if machine.phase == WORK:
        if machine.stops_from < machine.stops_to:
            lose_life(w, m, machine.left)
        if machine.held != NONE:
            release(w, m)
        end_cycle(w, m)
        return
    if machine.held != NONE:
        release(w, m)
    if machine.phase == SET_UP:
        machine.phase = WORK
        machine.left = machine.rest
    else:
        machine.phase = machine.after
        machine.left = machine.after_left
    if machine.phase == FREE:
        note_availability(w, m)
        show_state(w, m)
    else:
        if machine.belt != NONE:
            note_availability(w, m)
        pursue(w, m)
