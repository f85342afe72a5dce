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


_FIXED: dict[np.dtype, frozenset[str]] = {}


def _record(**kinds: str) -> np.dtype:
    """A record of real and whole numbers; those the plan gives, and a run never writes, are `fixed`."""
    names = [(name, kind) for kind, text in kinds.items() for name in text.split()]
    record = np.dtype([(name, np.int64 if "whole" in kind else np.float64) for name, kind in names], align=True)
    _FIXED[record] = frozenset(name for name, kind in names if "fixed" in kind)
    return record


ARRAYS = (
    "station", "machine", "stop", "piece", "operation", "source", "product", "pool", "turn", "turning", "law", "value",
    "way", "row", "due", "block", "stream", "need", "helper", "change", "cell", "tally", "belt",
)  # fmt: skip
"""Arrays of a run; the clock holds the address of each."""
CLOCK = _record(
    real="now measured_from inside_since inside_area",
    whole="sequence slot inside made free_piece fresh_piece full traced pending_head pending_tail"
    " waiting_head waiting_tail events left",
    fixed_real="horizon warm_up",
    fixed_whole="slots blocks block_bits pieces tracing reset_slot price_slot enough prices families"
    " machines stations stops sources products pools operations belts calendars rows "
    + " ".join(f"{name}_address" for name in ARRAYS),
)
STATION = _record(
    real="queued_since queue_area wait_sum",
    whole="head tail queued reserved free blocked_head blocked_tail pending next_pending loaded most_queued",
    fixed_real="patience",
    fixed_whole="machines_from machines_to room order interrupts before is_batch is_direct is_plain has_belts"
    " weighs least most run_need set_up_need finish warm_up warm_up_stream set_up_stream set_ups family"
    " wait_slot",
)
MACHINE = _record(
    real="since left started cycle rest after_left stood",
    whole="state phase running down off closing head tail count family held next_blocked"
    " after next_is next_waiting waits available needs",
    fixed_whole="station belt calendar stops_from stops_to",
)
STOP = _record(
    real="life",
    whole="times",
    fixed_real="every_pieces",
    fixed_whole="machine counts planned waits every every_stream lasts lasts_stream need piece slot",
)
BELT = _record(
    real="clock clocked opens area counted",
    whole="rolls is_open",
    fixed_real="pitch",
    fixed_whole="machine places accumulates slot",
)
PIECE = _record(real="entered queued key left cycle", whole="operation fate source serial next product")
OPERATION = _record(
    whole="reworked",
    fixed_real="key scrap scrap_or_rework piece_kg",
    fixed_whole="product station family law stream quality_stream next_stream rework_to ways_from ways_to",
)
SOURCE = _record(
    whole="inside made arrived lost offered is_listed next_blocked head tail outside",
    fixed_whole="every every_stream first_law first_stream lot is_lost most_inside most ways_from ways_to"
    " product_stream slot",
)
PRODUCT = _record(real="flow_sum flow_squares flow_least flow_most", whole="good scrap", fixed_whole="first")
POOL = _record(real="busy_area since", whole="on used", fixed_whole="count calendar")
TURN = _record(whole="number week", fixed_whole="from_ to loop slot")
LAW = _record(fixed_real="a b c d e f mean", fixed_whole="kind from_ to")
EVENT = _record(real="time", whole="what who serial value")
WAY = _record(fixed_real="edge", fixed_whole="to")
TURNING = _record(fixed_real="at", fixed_whole="value")
VALUE = _record(fixed_real="value edge")
DUE = _record(whole="at rank", fixed_whole="who")
BLOCK = _record(whole="first is_stale")
STREAM = np.dtype([("key", np.uint64), ("drawn", np.uint64), ("ready", np.float64), ("law", np.int64)])
_FIXED[STREAM] = frozenset({"key"})
NEED = _record(fixed_whole="from_ to")
HELPER = _record(fixed_whole="pool")
CHANGE = _record(fixed_whole="law")
CELL = _record(real="time")
TALLY = _record(real="mass", whole="cycles pieces set_ups")
RECORDS = {
    "clock": CLOCK, "station": STATION, "machine": MACHINE, "stop": STOP, "piece": PIECE, "operation": OPERATION,
    "source": SOURCE, "product": PRODUCT, "pool": POOL, "turn": TURN, "turning": TURNING, "law": LAW, "value": VALUE,
    "way": WAY, "row": EVENT, "due": DUE, "block": BLOCK, "stream": STREAM, "need": NEED, "helper": HELPER,
    "change": CHANGE, "cell": CELL, "tally": TALLY, "belt": BELT,
}  # fmt: skip
"""The record of each array."""
FIXED = {name: _FIXED[record] for name, record in RECORDS.items()}
"""What of each record the plan gives, and a run never writes."""


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
