"""Records the compiled kernel works on: every array has its size before the run starts."""

from typing import NamedTuple

import numpy as np

FREE, HEATING, SET_UP, WORK, DONE, HOLD = range(6)
"""Phases of a machine: empty; warming up; set-up; a cycle; done and not yet emptied; loaded, and its work held back."""
OFF, IDLE, HEATS, SETS_UP, BUSY, BLOCKED, DOWN, MAINTENANCE, WAITING = range(9)
STATES = ("off", "idle", "heating", "set_up", "busy", "blocked", "down", "maintenance", "waiting")
ARRIVES, LOST, ENTERS, QUEUES, LOADS, CHANGES, LEAVES, IS_SCRAP, IS_REWORK = range(9)
HAPPENINGS = ("arrives", "lost", "enters", "queues", "loads", "changes", "leaves", "scrap", "rework")
NONE = -1
NEVER = 0x7FF0_0000_0000_0001
"""Beyond the bits of every time, infinity too."""
RESET_KIND, PRICE_KIND, MACHINE_KIND, CLOCK_KIND, CALENDAR_KIND, ARRIVAL_KIND, BELT_KIND, WAIT_KIND = range(8)
RUNNING, FINISHED, NO_ROOM = range(3)


def _record(**kinds: str) -> np.dtype:
    names = [(name, kind) for kind, text in kinds.items() for name in text.split()]
    return np.dtype([(name, np.int64 if kind == "whole" else np.float64) for name, kind in names], align=True)


ARRAYS = (
    "station", "machine", "stop", "piece", "operation", "source", "product", "pool", "turn", "turning", "law", "value",
    "way", "row", "due", "block", "stream", "need", "helper", "change", "todo", "cell", "tally", "belt",
)  # fmt: skip
"""Arrays of a run; the clock holds the address of each."""
CLOCK = _record(
    real="now horizon warm_up measured_from inside_since inside_area",
    whole="sequence slot slots blocks block_bits inside made free_piece fresh_piece pieces"
    " full tracing traced pending_head pending_count"
    " waiting_head waiting_tail events reset_slot price_slot left enough prices families"
    " machines stations stops sources products pools operations belts calendars rows "
    + " ".join(f"{name}_address" for name in ARRAYS),
)
STATION = _record(
    real="queued_since queue_area wait_sum patience",
    whole="machines_from machines_to room order interrupts before is_batch is_direct is_plain has_belts weighs least"
    " most run_need set_up_need finish warm_up warm_up_stream set_up_stream set_ups family"
    " head tail queued reserved free blocked_head blocked_tail pending wait_slot loaded most_queued",
)
MACHINE = _record(
    real="since left started cycle rest after_left stood",
    whole="station state phase running down off closing head tail count family held next_blocked belt"
    " after next_is next_waiting waits available stops_from stops_to needs calendar",
)
STOP = _record(
    real="life every_pieces",
    whole="machine counts planned waits every every_stream lasts lasts_stream need piece slot times",
)
BELT = _record(real="pitch clock clocked opens area counted", whole="machine places accumulates rolls is_open slot")
PIECE = _record(real="entered queued key left cycle", whole="operation fate source serial next product")
OPERATION = _record(
    real="key scrap scrap_or_rework piece_kg",
    whole="product station family law stream quality_stream next_stream rework_to ways_from ways_to reworked",
)
SOURCE = _record(
    real="",
    whole="every every_stream first_law first_stream lot is_lost most_inside most ways_from ways_to product_stream"
    " inside made arrived lost offered is_listed next_blocked head tail outside slot",
)
PRODUCT = _record(real="flow_sum flow_squares flow_least flow_most", whole="first good scrap")
POOL = _record(real="busy_area since", whole="count on used calendar")
TURN = _record(real="", whole="from_ to number week loop slot")
LAW = _record(real="a b c d e f mean", whole="kind from_ to")
EVENT = _record(real="time", whole="what who serial value")
WAY = _record(real="edge", whole="to")
TURNING = _record(real="at", whole="value")
VALUE = _record(real="value edge", whole="")
DUE = _record(real="", whole="at rank who")
BLOCK = _record(real="", whole="first is_stale")
STREAM = np.dtype([("key", np.uint64), ("drawn", np.uint64), ("ready", np.float64), ("law", np.int64)])
NEED = _record(real="", whole="from_ to")
HELPER = _record(real="", whole="pool")
CHANGE = _record(real="", whole="law")
TODO = _record(real="", whole="station")
CELL = _record(real="time", whole="")
TALLY = _record(real="mass", whole="cycles pieces set_ups")


class World(NamedTuple):
    """The arrays of a run.

    Parameters
    ----------
    clock : (1,)  Where the run is, and where the other arrays are.
    arrays : Every other array by name. `cell`: (stations, states, prices) machine-seconds;
        `tally`: (stations, prices) cycles, pieces in them, their mass, and set-ups.
    """

    clock: np.ndarray
    arrays: dict[str, np.ndarray]
