"""Sources: what arrives, waits outside, is let in, and leaves."""

from pulmu.twin.kernel.chance import choose
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.counting import count_inside, tell
from pulmu.twin.kernel.moves import enter, has_room, new_piece, put_back, stand_in_line
from pulmu.twin.kernel.pointers import operation_of, piece_of, product_of, source_of, station_of, way_of
from pulmu.twin.kernel.records import ARRIVES, IS_SCRAP, LEAVES, LOST, NONE


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
