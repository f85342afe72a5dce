"""Stops of a machine: breakdowns and maintenance, and their end."""

from pulmu.twin.kernel.agenda import clear_slot, is_due, set_slot
from pulmu.twin.kernel.belts import count_belt
from pulmu.twin.kernel.chance import draw
from pulmu.twin.kernel.compiled import apart
from pulmu.twin.kernel.counting import look_at, note_availability, show_state
from pulmu.twin.kernel.moves import goes_to
from pulmu.twin.kernel.people import seize, wait_for_people
from pulmu.twin.kernel.phases import pursue, release, start_repair, suspend
from pulmu.twin.kernel.pointers import as_time, due_of, machine_of, operation_of, piece_of, station_of, stop_of
from pulmu.twin.kernel.records import CLOCK_KIND, DONE, FREE, HEATING, NONE, SET_UP, WORK
from pulmu.twin.kernel.sources import depart


@apart
def _scrap_all(w, m):
    machine = machine_of(w, m)
    before = station_of(w, machine.station).before
    if machine.belt != NONE:
        count_belt(w, m)
    while machine.head != NONE:
        p = machine.head
        machine.head = piece_of(w, p).next
        to = goes_to(piece_of(w, p).fate)
        if before == 1 and to != NONE:
            s = operation_of(w, to).station
            station_of(w, s).reserved -= 1
            look_at(w, s)
        depart(w, p, True)
    machine.phase = FREE
    machine.count = 0


@apart
def _scrap_behind(w, m):
    """Pieces on a belt that are not at its end."""
    machine = machine_of(w, m)
    count_belt(w, m)
    p = piece_of(w, machine.head).next
    piece_of(w, machine.head).next = NONE
    machine.tail = machine.head
    machine.count = 1
    while p != NONE:
        after = piece_of(w, p).next
        depart(w, p, True)
        p = after


@apart
def fail(w, m, k):
    """A stop begins."""
    machine = machine_of(w, m)
    suspend(w, m)
    stop = stop_of(w, k)
    stop.life = 0.0
    stop.times += 1
    for j in range(machine.stops_from, machine.stops_to):
        if stop_of(w, j).counts == 1 and j != k and is_due(w, stop_of(w, j).slot):
            stop_of(w, j).life = as_time(due_of(w, stop_of(w, j).slot).at) - w.now
            clear_slot(w, stop_of(w, j).slot)
    machine.down = k
    if machine.phase == WORK:
        if stop.piece == 1:
            machine.left = machine.cycle
        elif stop.piece == 2:
            _scrap_all(w, m)
    elif machine.belt != NONE and machine.phase == DONE and stop.piece == 2:
        _scrap_behind(w, m)
    note_availability(w, m)
    if stop.need == NONE or seize(w, m, stop.need):
        start_repair(w, m)
    else:
        wait_for_people(w, m, stop.need)
    show_state(w, m)


@apart
def renew(w, k):
    """The time until a stop comes again."""
    stop = stop_of(w, k)
    stop.life = stop.every_pieces if stop.counts == 2 else draw(w, stop.every, stop.every_stream)


@apart
def repaired(w, m):
    """A stop is over."""
    machine = machine_of(w, m)
    clear_slot(w, m)
    renew(w, machine.down)
    machine.down = NONE
    for j in range(machine.stops_from, machine.stops_to):
        if stop_of(w, j).counts == 1:
            set_slot(w, stop_of(w, j).slot, w.now + stop_of(w, j).life, CLOCK_KIND)
    if machine.held != NONE:
        release(w, m)
    note_availability(w, m)
    if machine.phase in (HEATING, SET_UP, WORK):
        pursue(w, m)
    else:
        show_state(w, m)


@apart
def clock_stop(w, k):
    """A stop that counts the clock is due; it may wait until the cycle under way is done."""
    m = stop_of(w, k).machine
    clear_slot(w, stop_of(w, k).slot)
    stop_of(w, k).life = 0.0
    phase = machine_of(w, m).phase
    if stop_of(w, k).waits == 1 and phase in (SET_UP, WORK):
        return
    fail(w, m, k)
