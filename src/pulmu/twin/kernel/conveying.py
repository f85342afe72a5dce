"""Pieces at the end of a belt: they leave it one by one, and the next goes on to the end."""

from pulmu.twin.kernel.belts import count_belt, wind
from pulmu.twin.kernel.compiled import apart
from pulmu.twin.kernel.counting import look_at, note_availability, show_state
from pulmu.twin.kernel.moves import go_on, goes_to, has_room, stand_in_line
from pulmu.twin.kernel.phases import pursue
from pulmu.twin.kernel.pointers import belt_of, machine_of, operation_of, piece_of, station_of, tally_of
from pulmu.twin.kernel.records import DONE, FREE, NONE, WORK
from pulmu.twin.kernel.sources import depart
from pulmu.twin.plan import SCRAPPED


@apart
def next_on_belt(w, m):
    """What was second on a belt is first; on one that accumulates it closes up to the end."""
    machine = machine_of(w, m)
    wind(w, m)
    if machine.head == NONE:
        machine.phase = FREE
        look_at(w, machine.station)  # another family may wait for an empty belt
        note_availability(w, m)
        show_state(w, m)
        return
    belt = belt_of(w, machine.belt)
    first = piece_of(w, machine.head)
    if belt.accumulates == 1:
        first.cycle = max(first.cycle, belt.clock + belt.pitch)
    machine.phase = WORK
    machine.left = max(first.cycle - belt.clock, 0.0)
    note_availability(w, m)
    pursue(w, m)


@apart
def take_off(w, m):
    """The first piece of a belt leaves it for a station that has room."""
    machine = machine_of(w, m)
    p = machine.head
    count_belt(w, m)
    machine.head = piece_of(w, p).next
    machine.count -= 1
    go_on(w, p, piece_of(w, p).fate)
    next_on_belt(w, m)


@apart
def reach_end(w, m):
    """The first piece of a belt is at its end, and leaves it if there is room for it."""
    machine = machine_of(w, m)
    belt = belt_of(w, machine.belt)
    p = machine.head
    tally = tally_of(w, machine.station * w.prices + w.slot)
    tally.cycles += 1
    tally.pieces += 1
    if station_of(w, machine.station).weighs == 1:
        tally.mass += operation_of(w, piece_of(w, p).operation).piece_kg
    belt.clock = piece_of(w, p).cycle
    belt.clocked = w.now
    machine.phase = DONE
    to = goes_to(piece_of(w, p).fate)
    if to == NONE:
        count_belt(w, m)
        machine.head = piece_of(w, p).next
        machine.count -= 1
        depart(w, p, piece_of(w, p).fate == SCRAPPED)
        next_on_belt(w, m)
        return
    s = operation_of(w, to).station
    if station_of(w, s).blocked_head != NONE or not has_room(w, s):
        stand_in_line(w, m, s)
        note_availability(w, m)
        show_state(w, m)
    else:
        take_off(w, m)
