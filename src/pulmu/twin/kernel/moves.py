"""Pieces, queues and places: what moves, and who waits for what."""

from pulmu.twin.kernel.chance import bits_of, choose, uniform
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.pointers import (
    machine_of,
    operation_of,
    piece_of,
    product_of,
    row_of,
    source_of,
    station_of,
    todo_of,
    way_of,
)
from pulmu.twin.kernel.records import (
    ARRIVES,
    ENTERS,
    FREE,
    IS_REWORK,
    IS_SCRAP,
    LEAVES,
    LOST,
    NONE,
    QUEUES,
)
from pulmu.twin.plan import SCRAPPED


@inside
def tell(w, what, who, serial, value):
    """A row of the trace, where there is one."""
    if w.tracing == 1:
        if w.traced < w.rows:
            row = row_of(w, w.traced)
            row.time = w.now
            row.what = what
            row.who = who
            row.serial = serial
            row.value = value
        else:
            w.full = 1
        w.traced += 1


@inside
def look_at(w, s):
    """Have a station looked at before time goes on."""
    station = station_of(w, s)
    if station.pending == 0:
        station.pending = 1
        place = w.pending_head + w.pending_count
        if place >= w.stations:
            place -= w.stations
        todo_of(w, place).station = s
        w.pending_count += 1


@inside
def count_inside(w, change):
    """Pieces in the line, and their integral."""
    w.inside_area += w.inside * (w.now - w.inside_since)
    w.inside_since = w.now
    w.inside += change


@inside
def count_queue(w, s, change):
    """Pieces that wait before a station, and their integral."""
    station = station_of(w, s)
    now = w.now
    station.queue_area += station.queued * (now - station.queued_since)
    station.queued_since = now
    station.queued += change
    station.most_queued = max(station.most_queued, station.queued)


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
    return station.queued + station.reserved < station.room + (0 if station.is_batch == 1 else station.free)


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


@apart
def offer(w, src):
    """A source that has a piece and may let it in stands in line for it."""
    source = source_of(w, src)
    if source.is_listed == 1 or (source.most_inside >= 0 and source.inside >= source.most_inside):
        return
    if source.every == NONE:
        if source.offered == NONE:
            if source.most >= 0 and source.made >= source.most:
                return
            source.made += 1
            source.offered = new_piece(w, src, choose(w, source.ways_from, source.ways_to, source.product_stream))
    elif source.head == NONE:
        return
    p = source.offered if source.every == NONE else source.head
    source.is_listed = 1
    stand_in_line(w, w.machines + src, operation_of(w, piece_of(w, p).operation).station)


@apart
def let_in(w, src):
    """The piece a source stood in line with comes in."""
    source = source_of(w, src)
    source.is_listed = 0
    if source.every == NONE:
        p = source.offered
        source.offered = NONE
        piece_of(w, p).entered = w.now
    else:
        p = source.head
        source.head = piece_of(w, p).next
        source.outside -= 1
    enter(w, p)
    offer(w, src)


@inside
def arrive(w, src):
    """A lot of one product arrives."""
    source = source_of(w, src)
    product = way_of(w, source.ways_from).to
    if source.ways_to - source.ways_from > 1:
        product = choose(w, source.ways_from, source.ways_to, source.product_stream)
    for _ in range(source.lot):
        if w.full == 1 or (source.most >= 0 and source.made >= source.most):
            break
        source.made += 1
        source.arrived += 1
        p = new_piece(w, src, product)
        tell(w, ARRIVES, src, piece_of(w, p).serial, product)
        s = operation_of(w, piece_of(w, p).operation).station
        may = source.most_inside < 0 or source.inside < source.most_inside
        if source.head == NONE and may and station_of(w, s).blocked_head == NONE and has_room(w, s):
            enter(w, p)
        elif source.is_lost == 1:
            source.lost += 1
            tell(w, LOST, src, piece_of(w, p).serial, product)
            put_back(w, p)
        else:
            if source.head == NONE:
                source.head = p
            else:
                piece_of(w, source.tail).next = p
            source.tail = p
            source.outside += 1
            offer(w, src)


@inside
def depart(w, p, is_scrap):
    """A piece leaves the line."""
    piece = piece_of(w, p)
    product = product_of(w, piece.product)
    source = source_of(w, piece.source)
    count_inside(w, -1)
    source.inside -= 1
    w.left += 1
    if is_scrap:
        product.scrap += 1
        tell(w, IS_SCRAP, piece.product, piece.serial, 0)
    else:
        flow = w.now - piece.entered
        product.good += 1
        product.flow_sum += flow
        product.flow_squares += flow * flow
        product.flow_least = min(product.flow_least, flow)
        product.flow_most = max(product.flow_most, flow)
        tell(w, LEAVES, piece.product, piece.serial, 0)
    put_back(w, p)
    if source.most_inside >= 0:
        offer(w, piece.source)


@inside
def go_on(w, p, fate):
    """A piece moves to its next station, which has room."""
    piece = piece_of(w, p)
    if fate <= -3:
        operation_of(w, piece.operation).reworked += 1
        tell(w, IS_REWORK, piece.operation, piece.serial, 0)
    piece.operation = goes_to(fate)
    queue_up(w, p, operation_of(w, piece.operation).station)


@inside
def note_availability(w, m):
    """Whether a machine could take a piece now; its station is looked at if it newly can."""
    machine = machine_of(w, m)
    able = machine.phase == FREE and machine.down == NONE and machine.off == 0 and machine.closing == 0
    if able != (machine.available == 1):
        machine.available = 1 if able else 0
        station_of(w, machine.station).free += 1 if able else -1
        if able:
            look_at(w, machine.station)
