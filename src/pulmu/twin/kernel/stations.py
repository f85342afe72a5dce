"""What can be done at a station is done: loading, interrupting, letting in."""

import numpy as np

from pulmu.twin.kernel.agenda import clear_slot, is_due, set_slot_of
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.conveying import take_off
from pulmu.twin.kernel.counting import count_queue, look_at, note_availability, tell
from pulmu.twin.kernel.cycles import begin, hand_over
from pulmu.twin.kernel.loading import load
from pulmu.twin.kernel.moves import first_in_line, go_on, goes_to, has_room
from pulmu.twin.kernel.phases import suspend
from pulmu.twin.kernel.pointers import machine_of, operation_of, piece_of, station_of
from pulmu.twin.kernel.records import FREE, HOLD, NONE, QUEUES, WAIT_KIND, WORK
from pulmu.twin.kernel.shifts import turn_off
from pulmu.twin.kernel.sources import let_in


@apart
def admit(w, s):
    """The first of those that wait for room at a station gets it."""
    who = first_in_line(w, s)
    if who >= w.machines:
        let_in(w, who - w.machines)
        return
    machine = machine_of(w, who)
    if machine.phase == HOLD:
        station_of(w, s).reserved += 1
        begin(w, who)
        return
    if machine.belt != NONE:
        take_off(w, who)
        if machine.closing == 1 and machine.head == NONE:
            turn_off(w, who)
        return
    p = machine.head
    machine.head = piece_of(w, p).next
    go_on(w, p, piece_of(w, p).fate)
    hand_over(w, who)


@apart
def _queue_again(w, s, p):
    """A piece waits for the rest of its cycle, before those like it."""
    station = station_of(w, s)
    count_queue(w, s, 1)
    piece_of(w, p).queued = w.now
    before, at = NONE, station.head
    while at != NONE and piece_of(w, at).key < piece_of(w, p).key:
        before = at
        at = piece_of(w, at).next
    piece_of(w, p).next = at
    if before == NONE:
        station.head = p
    else:
        piece_of(w, before).next = p
    if at == NONE:
        station.tail = p
    tell(w, QUEUES, s, piece_of(w, p).serial, 0)


@apart
def _interrupt(w, s):
    """The first piece of a queue goes before the last of those under way, whose machine is free then."""
    station = station_of(w, s)
    found, key = NONE, piece_of(w, station.head).key
    for m in range(station.machines_from, station.machines_to):
        machine = machine_of(w, m)
        is_under_way = machine.running == 1 and machine.phase == WORK and machine.closing == 0
        if is_under_way and piece_of(w, machine.head).key > key:
            found, key = m, piece_of(w, machine.head).key
    if found == NONE:
        return False
    suspend(w, found)
    machine = machine_of(w, found)
    p = machine.head
    piece = piece_of(w, p)
    piece.cycle = machine.cycle
    piece.left = machine.cycle if station.interrupts == 2 else machine.left
    to = goes_to(piece.fate)
    if station.before == 1 and to != NONE:
        station_of(w, operation_of(w, to).station).reserved -= 1
        look_at(w, operation_of(w, to).station)
    machine.head = NONE
    machine.count = 0
    machine.phase = FREE
    _queue_again(w, s, p)
    note_availability(w, found)
    return True


@apart
def _plan_wait(w, s):
    """When the piece that has waited longest has waited long enough."""
    station = station_of(w, s)
    first, at = np.inf, station.head
    while at != NONE:
        first = min(first, piece_of(w, at).queued)
        at = piece_of(w, at).next
    if first < np.inf and first + station.patience > w.now:
        set_slot_of(w, station.wait_slot, first + station.patience, WAIT_KIND, s)
    elif is_due(w, station.wait_slot):
        clear_slot(w, station.wait_slot)


@inside
def settle(w, s):
    """Everything that can be done at a station is done."""
    station = station_of(w, s)
    while True:
        if station.free > 0 and station.head != NONE and load(w, s):
            continue
        if station.interrupts != 0 and station.head != NONE and _interrupt(w, s):
            continue
        if station.blocked_head != NONE and w.full == 0 and has_room(w, s):
            admit(w, s)
            continue
        break
    if station.is_batch == 1 and station.patience >= 0.0:
        _plan_wait(w, s)
