"""Pieces, queues and places: what moves, and who waits for what."""

from pulmu.twin.kernel.chance import bits_of, choose, uniform
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.counting import count_inside, count_queue, look_at, tell
from pulmu.twin.kernel.pointers import machine_of, operation_of, piece_of, product_of, source_of, station_of, way_of
from pulmu.twin.kernel.records import ENTERS, IS_REWORK, NONE, QUEUES
from pulmu.twin.plan import SCRAPPED


@inside
def new_piece(w, src, product):
    """A record for a piece: one that is free, or one that was never used; with the last, the run is given up."""
    p = w.free_piece
    if p == NONE:
        p = w.fresh_piece
        if p + 1 == w.pieces:
            w.full = 1
        else:
            w.fresh_piece = p + 1
    else:
        w.free_piece = piece_of(w, p).next
    piece = piece_of(w, p)
    piece.next = NONE
    piece.source = src
    piece.product = product
    piece.serial = w.made
    piece.entered = w.now
    piece.operation = product_of(w, product).first
    piece.left = -1.0
    w.made += 1
    return p


@inside
def put_back(w, p):
    """The record of a piece that is gone, for the next one."""
    piece_of(w, p).next = w.free_piece
    w.free_piece = p


@apart
def _insert_in_order(w, s, p):
    station = station_of(w, s)
    key = piece_of(w, p).key
    before, at = NONE, station.head
    while at != NONE and piece_of(w, at).key <= key:
        before = at
        at = piece_of(w, at).next
    piece_of(w, p).next = at
    if before == NONE:
        station.head = p
    else:
        piece_of(w, before).next = p
    if at == NONE:
        station.tail = p


@inside
def queue_up(w, p, s):
    """A piece joins the queue before a station."""
    station = station_of(w, s)
    piece = piece_of(w, p)
    piece.queued = w.now
    piece.key = operation_of(w, piece.operation).key
    count_queue(w, s, 1)
    if station.head == NONE or station.order in (0, 4):
        piece.next = NONE
        if station.head == NONE:
            station.head = p
        else:
            piece_of(w, station.tail).next = p
        station.tail = p
    elif station.order == 1:
        piece.next = station.head
        station.head = p
    else:
        _insert_in_order(w, s, p)
    tell(w, QUEUES, s, piece.serial, 0)
    look_at(w, s)


@inside
def has_room(w, s):
    """Whether a station can take one more piece: in its buffer, or in a machine that is free and able to work."""
    station = station_of(w, s)
    return station.queued + station.reserved < station.room + (station.free if station.is_direct == 1 else 0)


@apart
def stand_in_line(w, who, s):
    """A machine (or a source: after the machines) waits for room at a station."""
    station = station_of(w, s)
    machines = w.machines
    if station.blocked_head == NONE:
        station.blocked_head = who
    else:
        last = station.blocked_tail
        if last < machines:
            machine_of(w, last).next_blocked = who
        else:
            source_of(w, last - machines).next_blocked = who
    station.blocked_tail = who
    if who < machines:
        machine_of(w, who).next_blocked = NONE
        machine_of(w, who).stood = w.now
    else:
        source_of(w, who - machines).next_blocked = NONE
    look_at(w, s)


@apart
def first_in_line(w, s):
    """Takes the first out of those that wait for room."""
    station = station_of(w, s)
    machines = w.machines
    who = station.blocked_head
    if who < machines:
        station.blocked_head = machine_of(w, who).next_blocked
    else:
        station.blocked_head = source_of(w, who - machines).next_blocked
    return who


@inside
def decide_fate(w, p):
    """Where a piece will go after its operation."""
    piece = piece_of(w, p)
    operation = operation_of(w, piece.operation)
    if operation.scrap_or_rework > 0.0:
        u = uniform(bits_of(w, operation.quality_stream))
        if u < operation.scrap:
            piece.fate = SCRAPPED
            return
        if u < operation.scrap_or_rework:
            piece.fate = -3 - operation.rework_to
            return
    if operation.ways_to - operation.ways_from == 1:
        piece.fate = way_of(w, operation.ways_from).to
    else:
        piece.fate = choose(w, operation.ways_from, operation.ways_to, operation.next_stream)


@inside
def goes_to(fate):
    """The operation a fate leads to, or out (-1)."""
    if fate >= 0:
        return fate
    if fate <= -3:
        return -3 - fate
    return -1


@inside
def enter(w, p):
    """A piece comes into the line, before the station of its first operation."""
    piece = piece_of(w, p)
    source = source_of(w, piece.source)
    source.inside += 1
    count_inside(w, 1)
    tell(w, ENTERS, piece.source, piece.serial, piece.product)
    queue_up(w, p, operation_of(w, piece.operation).station)


@inside
def go_on(w, p, fate):
    """A piece moves to its next station, which has room."""
    piece = piece_of(w, p)
    if fate <= -3:
        operation_of(w, piece.operation).reworked += 1
        tell(w, IS_REWORK, piece.operation, piece.serial, 0)
    piece.operation = goes_to(fate)
    queue_up(w, p, operation_of(w, piece.operation).station)
