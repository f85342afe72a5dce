"""A machine takes pieces from the queue before it."""

from pulmu.twin.kernel.belts import count_belt, plan_opening, wind
from pulmu.twin.kernel.chance import draw
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.counting import count_queue, note_availability, note_taken, show_state, tell
from pulmu.twin.kernel.cycles import begin
from pulmu.twin.kernel.moves import decide_fate, goes_to, has_room, stand_in_line
from pulmu.twin.kernel.pointers import belt_of, machine_of, operation_of, piece_of, station_of
from pulmu.twin.kernel.records import HOLD, LOADS, NONE


@apart
def _take_family(w, s, family, most, m):
    """Takes pieces of a family out of a queue into a machine, in the order of the queue."""
    station = station_of(w, s)
    before, at = NONE, station.head
    while at != NONE and machine_of(w, m).count < most:
        after = piece_of(w, at).next
        if family == NONE or operation_of(w, piece_of(w, at).operation).family == family:
            if before == NONE:
                station.head = after
            else:
                piece_of(w, before).next = after
            if station.tail == at:
                station.tail = before
            _take(w, s, m, at)
        else:
            before = at
        at = after


@inside
def _take(w, s, m, p):
    machine = machine_of(w, m)
    station = station_of(w, s)
    piece = piece_of(w, p)
    piece.next = NONE
    if machine.head == NONE:
        machine.head = p
    else:
        piece_of(w, machine.tail).next = p
    machine.tail = p
    machine.count += 1
    count_queue(w, s, -1)
    station.wait_sum += w.now - piece.queued
    station.loaded += 1
    if piece.left < 0.0:
        decide_fate(w, p)
    tell(w, LOADS, m, piece.serial, 0)


@apart
def _count_family(w, s, family):
    found, at = 0, station_of(w, s).head
    while at != NONE:
        if operation_of(w, piece_of(w, at).operation).family == family:
            found += 1
        at = piece_of(w, at).next
    return found


@apart
def _ready_family(w, s):
    """The first family in a queue with enough pieces for a batch, or one that has waited long enough; or none."""
    station = station_of(w, s)
    if station.queued < station.least and station.patience < 0.0:
        return NONE
    at = station.head
    while at != NONE:
        family = operation_of(w, piece_of(w, at).operation).family
        if _count_family(w, s, family) >= station.least:
            return family
        if station.patience >= 0.0 and piece_of(w, at).queued + station.patience <= w.now:
            return family
        at = piece_of(w, at).next
    return NONE


@apart
def _choose_machine(w, s, family):
    """A machine that is free, set up for the family if there is one; else the first."""
    station = station_of(w, s)
    found = NONE
    for m in range(station.machines_from, station.machines_to):
        if machine_of(w, m).available == 1:
            if station.set_ups == 0 or machine_of(w, m).family == family:
                return m
            if found == NONE:
                found = m
    return found


@inside
def _loaded(w, s, m):
    """What follows when pieces are in a machine."""
    machine = machine_of(w, m)
    station = station_of(w, s)
    operation = operation_of(w, piece_of(w, machine.head).operation)
    if piece_of(w, machine.head).left < 0.0:
        machine.cycle = draw(w, operation.law, operation.stream)
        machine.rest = machine.cycle
    else:
        machine.cycle = piece_of(w, machine.head).cycle
        machine.rest = piece_of(w, machine.head).left
        piece_of(w, machine.head).left = -1.0
    machine.phase = HOLD
    note_taken(w, m)
    if station.before == 1:
        to = goes_to(piece_of(w, machine.head).fate)
        if to != NONE:
            d = operation_of(w, to).station
            if station_of(w, d).blocked_head != NONE or not has_room(w, d):
                stand_in_line(w, m, d)
                show_state(w, m)
                return
            station_of(w, d).reserved += 1
    begin(w, m)


@apart
def _next_family(w, s, m):
    """Family of the piece a belt takes next: its own while such wait, where the station goes by family."""
    own = machine_of(w, m).family
    if station_of(w, s).order == 4 and own != NONE and _count_family(w, s, own) > 0:
        return own
    return operation_of(w, piece_of(w, station_of(w, s).head).operation).family


@apart
def _choose_belt(w, s):
    """A belt that may take the next piece: one of its family, else one that is empty."""
    station = station_of(w, s)
    found = NONE
    for m in range(station.machines_from, station.machines_to):
        machine = machine_of(w, m)
        if machine.available == 1:
            if station.set_ups == 0 or machine.family == _next_family(w, s, m):
                return m
            if found == NONE and machine.head == NONE:
                found = m
    return found


@apart
def _load_belt(w, s):
    """A piece comes onto a belt; False where the next one must wait until a belt is empty."""
    m = _choose_belt(w, s)
    if m == NONE:
        return False
    machine = machine_of(w, m)
    count_belt(w, m)
    family = _next_family(w, s, m) if station_of(w, s).order == 4 else NONE
    _take_family(w, s, family, machine.count + 1, m)
    piece = piece_of(w, machine.tail)
    operation = operation_of(w, piece.operation)
    belt = belt_of(w, machine.belt)
    machine.cycle = draw(w, operation.law, operation.stream)
    machine.rest = machine.cycle
    wind(w, m)
    piece.left = -1.0
    piece.cycle = belt.clock + machine.cycle
    belt.opens = belt.clock + belt.pitch
    belt.is_open = 0
    if machine.count == 1:
        begin(w, m)
    elif belt.rolls == 1:
        plan_opening(w, m)
    note_availability(w, m)
    return True


@inside
def load(w, s):
    """Loads a machine from the queue; False where no batch is ready."""
    station = station_of(w, s)
    if station.is_plain == 1:
        p = station.head
        if station.machines_to - station.machines_from == 1:
            m = station.machines_from
        else:
            m = _choose_machine(w, s, operation_of(w, piece_of(w, p).operation).family)
        station.head = piece_of(w, p).next
        _take(w, s, m, p)
    elif station.has_belts == 1:
        return _load_belt(w, s)
    else:
        family = (
            _ready_family(w, s)
            if station.is_batch == 1
            else operation_of(w, piece_of(w, station.head).operation).family
        )
        if family == NONE:
            return False
        m = _choose_machine(w, s, family)
        same = machine_of(w, m).family
        if station.order == 4 and same != NONE and _count_family(w, s, same) >= station.least:
            family = same
        _take_family(w, s, family, station.most, m)
    _loaded(w, s, m)
    return True
