"""The loop: the next slot, what it brings, and everything that follows at the same time."""

import numpy as np

from pulmu.twin.kernel.agenda import clear_slot, first_due, kind_of, set_slot
from pulmu.twin.kernel.belts import count_belt
from pulmu.twin.kernel.chance import draw
from pulmu.twin.kernel.compiled import apart, entry, inside
from pulmu.twin.kernel.counting import count_inside, count_queue, look_at, note_availability
from pulmu.twin.kernel.cycles import end_phase
from pulmu.twin.kernel.moves import enter, new_piece
from pulmu.twin.kernel.phases import grant
from pulmu.twin.kernel.pointers import (
    as_bits,
    as_time,
    belt_of,
    cell_of,
    clock_of,
    due_of,
    machine_of,
    operation_of,
    piece_of,
    pool_of,
    product_of,
    source_of,
    station_of,
    stop_of,
    tally_of,
    turn_of,
    turning_of,
)
from pulmu.twin.kernel.records import (
    ARRIVAL_KIND,
    BELT_KIND,
    CALENDAR_KIND,
    CLOCK_KIND,
    FINISHED,
    MACHINE_KIND,
    NO_ROOM,
    NONE,
    PRICE_KIND,
    RESET_KIND,
    RUNNING,
    WAIT_KIND,
)
from pulmu.twin.kernel.shifts import close, turn_off, turn_on
from pulmu.twin.kernel.sources import arrive, offer
from pulmu.twin.kernel.stations import settle
from pulmu.twin.kernel.stops import clock_stop, renew

_WEEK = 604_800.0


@inside
def _settle_all(w):
    while w.pending_head != NONE and w.full == 0:
        s = w.pending_head
        w.pending_head = station_of(w, s).next_pending
        station_of(w, s).pending = 0
        settle(w, s)


@apart
def _bring_up(w):
    """All integrals up to now."""
    for m in range(w.machines):
        machine = machine_of(w, m)
        cell_of(w, (machine.station * 9 + machine.state) * w.prices + w.slot).time += w.now - machine.since
        machine.since = w.now
    for s in range(w.stations):
        count_queue(w, s, 0)
    count_inside(w, 0)
    for k in range(w.pools):
        pool = pool_of(w, k)
        pool.busy_area += pool.used * (w.now - pool.since)
        pool.since = w.now
    for b in range(w.belts):
        count_belt(w, belt_of(w, b).machine)


@apart
def _reset(w):
    """Counting begins: what was before belongs to the warm-up."""
    _bring_up(w)
    clear_slot(w, w.reset_slot)
    w.measured_from = w.now
    w.inside_area = 0.0
    for cell in range(w.stations * 9 * w.prices):
        cell_of(w, cell).time = 0.0
    for cell in range(w.stations * w.prices):
        tally = tally_of(w, cell)
        tally.cycles = 0
        tally.pieces = 0
        tally.mass = 0.0
        tally.set_ups = 0
    for s in range(w.stations):
        station = station_of(w, s)
        station.queue_area = 0.0
        station.wait_sum = 0.0
        station.loaded = 0
        station.most_queued = station.queued
    for k in range(w.products):
        product = product_of(w, k)
        product.good = 0
        product.scrap = 0
        product.flow_sum = 0.0
        product.flow_squares = 0.0
        product.flow_least = np.inf
        product.flow_most = 0.0
    for k in range(w.sources):
        source_of(w, k).arrived = 0
        source_of(w, k).lost = 0
    for k in range(w.stops):
        stop_of(w, k).times = 0
    for k in range(w.operations):
        operation_of(w, k).reworked = 0
    for k in range(w.pools):
        pool_of(w, k).busy_area = 0.0
    for b in range(w.belts):
        belt_of(w, b).area = 0.0


@apart
def _plan_turn(w, c, kind, offset):
    turn = turn_of(w, c)
    set_slot(w, turn.slot, turn.week * _WEEK + turning_of(w, turn.from_ + turn.number).at - offset, kind)


@apart
def _next_turn(w, c, kind, offset):
    """What holds from this turn on; the next one is due."""
    turn = turn_of(w, c)
    value = turning_of(w, turn.from_ + turn.number).value
    turn.number += 1
    if turn.from_ + turn.number == turn.to:
        turn.number = turn.loop
        turn.week += 1
    _plan_turn(w, c, kind, offset)
    return value


@apart
def _turn_calendar(w, c, offset):
    on = _next_turn(w, c, CALENDAR_KIND, offset)
    for m in range(w.machines):
        if machine_of(w, m).calendar == c:
            if on == 1:
                turn_on(w, m)
            else:
                close(w, m)
    for k in range(w.pools):
        if pool_of(w, k).calendar == c:
            pool_of(w, k).on = on
    if on == 1:
        grant(w)


@apart
def _fill(w, waiting):
    """Pieces that wait at the start, and the first of each source."""
    for row in range(len(waiting)):
        for _ in range(waiting[row, 1]):
            if w.full == 1:
                return
            p = new_piece(w, 0, operation_of(w, waiting[row, 0]).product)
            piece_of(w, p).operation = waiting[row, 0]
            enter(w, p)
    for src in range(w.sources):
        source = source_of(w, src)
        if source.every == NONE:
            offer(w, src)
        else:
            set_slot(w, source.slot, draw(w, source.first_law, source.first_stream), ARRIVAL_KIND)


@entry
def start(clock, offset, waiting):
    """The state at the start: machines off outside their shifts, pieces that wait, everything due, nothing settled."""
    w = clock_of(clock)
    calendars = w.calendars
    for c in range(calendars):
        if turn_of(w, c).slot != NONE:
            _plan_turn(w, c, CALENDAR_KIND, offset)
    if w.price_slot != NONE:
        _plan_turn(w, calendars, PRICE_KIND, offset)
    if w.warm_up > 0.0:
        set_slot(w, w.reset_slot, w.warm_up, RESET_KIND)
    for k in range(w.stops):
        renew(w, k)
        if stop_of(w, k).counts == 1:
            set_slot(w, stop_of(w, k).slot, stop_of(w, k).life, CLOCK_KIND)
    for m in range(w.machines):
        if machine_of(w, m).off == 1:
            turn_off(w, m)
        else:
            note_availability(w, m)
    _fill(w, waiting)


@inside
def _next_arrival(w, src):
    source = source_of(w, src)
    following = w.now + draw(w, source.every, source.every_stream)
    if source.most >= 0 and source.made + source.lot >= source.most:
        clear_slot(w, source.slot)
    else:
        set_slot(w, source.slot, following, ARRIVAL_KIND)
    arrive(w, src)


@apart
def _open_belt(w, b):
    """There is a place for one more piece at the start of a belt."""
    belt = belt_of(w, b)
    clear_slot(w, belt.slot)
    belt.is_open = 1
    note_availability(w, belt.machine)


@entry
def go_on(clock):
    """After everything was put where it is: every station is to be looked at, and sources offer what they have."""
    w = clock_of(clock)
    for s in range(w.stations):
        look_at(w, s)
    for src in range(w.sources):
        offer(w, src)


@inside
def _happen(w, kind, who, offset):
    if kind == MACHINE_KIND:
        end_phase(w, who)
    elif kind == ARRIVAL_KIND:
        _next_arrival(w, who)
    elif kind == CLOCK_KIND:
        clock_stop(w, who)
    elif kind == BELT_KIND:
        _open_belt(w, who)
    elif kind == WAIT_KIND:
        clear_slot(w, station_of(w, who).wait_slot)
        look_at(w, who)
    elif kind == CALENDAR_KIND:
        _turn_calendar(w, who, offset)
    elif kind == PRICE_KIND:
        _bring_up(w)
        w.slot = _next_turn(w, who, PRICE_KIND, offset)
    else:
        _reset(w)


@entry
def run(clock, offset, most_events):
    """Goes on until the horizon, enough pieces, or so many events; whether it is done, and had room."""
    w = clock_of(clock)
    last, until = as_bits(w.horizon), w.events + most_events
    _settle_all(w)
    while w.full == 0 and w.left < w.enough:
        first = due_of(w, first_due(w))
        if first.at > last:
            w.now = w.horizon
            break
        if w.events == until:
            return RUNNING
        w.now = as_time(first.at)
        w.events += 1
        _happen(w, kind_of(first.rank), first.who, offset)
        _settle_all(w)
    _bring_up(w)
    return FINISHED if w.full == 0 else NO_ROOM
