"""What machines do: load, warm up, set up, work, hand over, break down, and wait for people."""

from pulmu.twin.kernel.agenda import clear_slot, is_due, set_slot
from pulmu.twin.kernel.chance import draw
from pulmu.twin.kernel.compiled import apart, inside
from pulmu.twin.kernel.moves import (
    count_queue,
    decide_fate,
    depart,
    first_in_line,
    go_on,
    goes_to,
    has_room,
    let_in,
    look_at,
    note_availability,
    stand_in_line,
    tell,
)
from pulmu.twin.kernel.pointers import (
    as_time,
    cell_of,
    change_of,
    due_of,
    helper_of,
    machine_of,
    need_of,
    operation_of,
    piece_of,
    pool_of,
    station_of,
    stop_of,
    tally_of,
)
from pulmu.twin.kernel.records import (
    BLOCKED,
    BUSY,
    CHANGES,
    DONE,
    DOWN,
    FREE,
    HEATING,
    HEATS,
    HOLD,
    IDLE,
    LOADS,
    MAINTENANCE,
    NONE,
    OFF,
    QUEUES,
    SET_UP,
    SETS_UP,
    WAITING,
    WORK,
)
from pulmu.twin.plan import SCRAPPED

MACHINE_KIND, CLOCK_KIND, CALENDAR_KIND, ARRIVAL_KIND = 2, 3, 4, 5


@inside
def _label(w, m):
    machine = machine_of(w, m)
    if machine.down != NONE:
        return MAINTENANCE if stop_of(w, machine.down).planned == 1 else DOWN
    if machine.off == 1:
        return OFF
    if machine.waits == 1:
        return WAITING
    phase = machine.phase
    if phase == FREE:
        return IDLE
    if phase == WORK:
        return BUSY
    if phase == SET_UP:
        return SETS_UP
    return HEATS if phase == HEATING else BLOCKED


@inside
def show_state(w, m):
    """The state of a machine, and the time it was in the one before."""
    machine = machine_of(w, m)
    state = _label(w, m)
    if state != machine.state:
        cell_of(w, (machine.station * 9 + machine.state) * w.prices + w.slot).time += w.now - machine.since
        machine.since = w.now
        machine.state = state
        tell(w, CHANGES, m, NONE, state)


@apart
def _seize(w, m, need):
    for at in range(need_of(w, need).from_, need_of(w, need).to):
        pool = pool_of(w, helper_of(w, at).pool)
        if pool.on == 1 and pool.used < pool.count:
            pool.busy_area += pool.used * (w.now - pool.since)
            pool.since = w.now
            pool.used += 1
            machine_of(w, m).held = helper_of(w, at).pool
            return True
    return False


@apart
def _wait_for_people(w, m, need):
    machine = machine_of(w, m)
    machine.waits = 1
    machine.needs = need
    machine.next_waiting = NONE
    if w.waiting_head == NONE:
        w.waiting_head = m
    else:
        machine_of(w, w.waiting_tail).next_waiting = m
    w.waiting_tail = m


@apart
def _wait_no_more(w, m):
    before, at = NONE, w.waiting_head
    while at != m:
        before = at
        at = machine_of(w, at).next_waiting
    after = machine_of(w, m).next_waiting
    if before == NONE:
        w.waiting_head = after
    else:
        machine_of(w, before).next_waiting = after
    if w.waiting_tail == m:
        w.waiting_tail = before
    machine_of(w, m).waits = 0


@inside
def _run(w, m):
    """The phase of a machine goes on; its slot is its end, or the breakdown that comes before."""
    machine = machine_of(w, m)
    now = w.now
    machine.running = 1
    machine.started = now
    machine.next_is = NONE
    left = machine.left
    if machine.phase == WORK:
        for k in range(machine.stops_from, machine.stops_to):
            stop = stop_of(w, k)
            if stop.counts == 0 and stop.waits == 0 and stop.life < left:
                left = stop.life
                machine.next_is = k
    set_slot(w, m, now + max(left, 0.0), MACHINE_KIND)
    show_state(w, m)


@apart
def _start_repair(w, m):
    stop = stop_of(w, machine_of(w, m).down)
    set_slot(w, m, w.now + draw(w, stop.lasts, stop.lasts_stream), MACHINE_KIND)


@apart
def grant(w):
    """People who are free go to the machines that wait for them, the longest waiting first."""
    m = w.waiting_head
    while m != NONE:
        after = machine_of(w, m).next_waiting
        if _seize(w, m, machine_of(w, m).needs):
            _wait_no_more(w, m)
            if machine_of(w, m).down != NONE:
                _start_repair(w, m)
                show_state(w, m)
            else:
                _run(w, m)
        m = after


@apart
def _release(w, m):
    machine = machine_of(w, m)
    pool = pool_of(w, machine.held)
    pool.busy_area += pool.used * (w.now - pool.since)
    pool.since = w.now
    pool.used -= 1
    machine.held = NONE
    if w.waiting_head != NONE:
        grant(w)


@inside
def pursue(w, m):
    """Begin or go on with the phase of a machine, if nothing keeps it from it."""
    machine = machine_of(w, m)
    if machine.down == NONE and machine.off == 0:
        station = station_of(w, machine.station)
        need = NONE
        if machine.phase == WORK:
            need = station.run_need
        elif machine.phase == SET_UP:
            need = station.set_up_need
        if need == NONE or _seize(w, m, need):
            _run(w, m)
            return
        _wait_for_people(w, m, need)
    show_state(w, m)


@inside
def _lose_life(w, m, worked):
    machine = machine_of(w, m)
    for k in range(machine.stops_from, machine.stops_to):
        if stop_of(w, k).counts == 0:
            stop_of(w, k).life -= worked


@apart
def suspend(w, m):
    """The phase of a machine stands still; people who were at it go."""
    machine = machine_of(w, m)
    if machine.running == 1:
        worked = w.now - machine.started
        machine.left = max(machine.left - worked, 0.0)
        machine.running = 0
        clear_slot(w, m)
        if machine.phase == WORK:
            _lose_life(w, m, worked)
        if machine.held != NONE:
            _release(w, m)
    elif machine.waits == 1:
        _wait_no_more(w, m)


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
def _scrap_all(w, m):
    machine = machine_of(w, m)
    before = station_of(w, machine.station).before
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
    note_availability(w, m)
    if stop.need == NONE or _seize(w, m, stop.need):
        _start_repair(w, m)
    else:
        _wait_for_people(w, m, stop.need)
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
        _release(w, m)
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


@apart
def _weigh(w, m):
    """The mass of the pieces in a machine, where what it uses goes by mass."""
    tally = tally_of(w, machine_of(w, m).station * w.prices + w.slot)
    p = machine_of(w, m).head
    while p != NONE:
        tally.mass += operation_of(w, piece_of(w, p).operation).piece_kg
        p = piece_of(w, p).next


@inside
def end_cycle(w, m):
    """A cycle is done: pieces go on, and what waited for the end of the cycle comes."""
    machine = machine_of(w, m)
    slot = w.slot
    tally_of(w, machine.station * w.prices + slot).cycles += 1
    tally_of(w, machine.station * w.prices + slot).pieces += machine.count
    if station_of(w, machine.station).weighs == 1:
        _weigh(w, m)
    machine.phase = DONE
    hand_over(w, m)
    due = NONE
    for k in range(machine.stops_from, machine.stops_to):
        stop = stop_of(w, k)
        if stop.counts == 2:
            stop.life -= 1.0
        if due == NONE and stop.waits == 1 and stop.life <= 0.0:
            due = k
    if due != NONE:
        fail(w, m, due)
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
            _lose_life(w, m, machine.left)
        if machine.held != NONE:
            _release(w, m)
        end_cycle(w, m)
        return
    if machine.held != NONE:
        _release(w, m)
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
        pursue(w, m)


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
    """The end of a shift: at once, or after the cycle under way, if it is under way."""
    machine = machine_of(w, m)
    phase = machine.phase
    if station_of(w, machine.station).finish == 1 and machine.running == 1 and phase in (SET_UP, WORK):
        machine.closing = 1
    else:
        turn_off(w, m)


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
    """The first family in a queue with enough pieces for a batch, or none."""
    station = station_of(w, s)
    if station.queued < station.least:
        return NONE
    at = station.head
    while at != NONE:
        family = operation_of(w, piece_of(w, at).operation).family
        if _count_family(w, s, family) >= station.least:
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
    note_availability(w, m)
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


@inside
def load(w, s):
    """Loads a machine from the queue; False where no batch is ready."""
    station = station_of(w, s)
    if station.is_batch == 0 and station.order != 4:
        p = station.head
        if station.machines_to - station.machines_from == 1:
            m = station.machines_from
        else:
            m = _choose_machine(w, s, operation_of(w, piece_of(w, p).operation).family)
        station.head = piece_of(w, p).next
        _take(w, s, m, p)
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


@inside
def settle(w, s):
    """Everything that can be done at a station is done."""
    station = station_of(w, s)
    while w.full == 0:
        if station.free > 0 and station.head != NONE and load(w, s):
            continue
        if station.interrupts != 0 and station.head != NONE and _interrupt(w, s):
            continue
        if station.blocked_head != NONE and has_room(w, s):
            admit(w, s)
            continue
        break
