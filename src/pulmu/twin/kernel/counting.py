"""What is told and counted: the trace, states, queues and pieces inside, and stations to look at."""

from pulmu.twin.kernel.belts import takes_more
from pulmu.twin.kernel.compiled import inside
from pulmu.twin.kernel.pointers import cell_of, machine_of, row_of, station_of, stop_of
from pulmu.twin.kernel.records import (
    BLOCKED,
    BUSY,
    CHANGES,
    DOWN,
    FREE,
    HEATING,
    HEATS,
    IDLE,
    MAINTENANCE,
    NONE,
    OFF,
    SET_UP,
    SETS_UP,
    WAITING,
    WORK,
)


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
        station.next_pending = NONE
        if w.pending_head == NONE:
            w.pending_head = s
        else:
            station_of(w, w.pending_tail).next_pending = s
        w.pending_tail = s


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
def show(w, m, state):
    """A machine is in a state; the time it was in the one before."""
    machine = machine_of(w, m)
    if state != machine.state:
        cell_of(w, (machine.station * 9 + machine.state) * w.prices + w.slot).time += w.now - machine.since
        machine.since = w.now
        machine.state = state
        tell(w, CHANGES, m, NONE, state)


@inside
def show_state(w, m):
    """The state a machine is in, whatever it is."""
    show(w, m, _label(w, m))


@inside
def note_availability(w, m):
    """Whether a machine could take a piece now; its station is looked at if it newly can."""
    machine = machine_of(w, m)
    if machine.belt != NONE:
        able = takes_more(w, m)
    else:
        able = machine.phase == FREE and machine.down == NONE and machine.off == 0 and machine.closing == 0
    if able and machine.available == 0:
        machine.available = 1
        station_of(w, machine.station).free += 1
        look_at(w, machine.station)
    elif not able and machine.available == 1:
        note_taken(w, m)


@inside
def note_taken(w, m):
    """A machine that could take a piece cannot take another."""
    machine_of(w, m).available = 0
    station_of(w, machine_of(w, m).station).free -= 1
