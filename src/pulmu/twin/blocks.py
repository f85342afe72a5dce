"""A run counted by blocks of 15 minutes of the plant's clock: each block is a slot of its own, as a price would be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pulmu.model.station import Use
from pulmu.twin.counts import STATES, Counts, StationCounts, rate_of
from pulmu.twin.plan import Plan
from pulmu.twin.week import WEEK, Prices, Turns

BLOCK = 900.0
"""Length of a block of demand. [s]"""
MOST = 6 * 86_400.0
"""Longest time that is counted so: the slots are those of one week. [s]"""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Slots of a time of a plan.

    Parameters
    ----------
    edges : (slots + 1,)  [s] after its start.
    block : (slots,)  Number of the block each lies in, by the clock.
    """

    plan: Plan
    edges: Floats
    block: NDArray[np.int64]


def in_blocks(plan: Plan, seconds: float) -> Blocks:
    """The plan with a slot for each block, and for each price in it; `seconds` are `MOST` at most."""
    start = plan.offset
    clock = np.arange(np.floor(start / BLOCK) + 1, np.ceil((start + seconds) / BLOCK)) * BLOCK
    prices = [turn + week for week in (0.0, WEEK) for turn in plan.prices.turns.at]
    inside = [edge for edge in prices if start % WEEK < edge < start % WEEK + seconds]
    turns = np.array(sorted({start, *clock.tolist(), *(edge - start % WEEK + start for edge in inside)}))
    known = [plan.prices.by_slot[plan.prices.turns.at_time(float(turn) % WEEK)] for turn in turns]
    placed = sorted((float(turn) % WEEK, number) for number, turn in enumerate(turns))
    slots = Turns(tuple(at for at, _ in placed), tuple(number for _, number in placed))
    return Blocks(
        plan=replace(plan, prices=Prices(slots, tuple(known))),
        edges=np.append(turns, start + seconds) - start,
        block=np.floor(turns / BLOCK + 1e-9).astype(np.int64),
    )


def amounts_in(plan: Plan, counts: Counts) -> dict[tuple[str, str], Floats]:
    """What each station used of each carrier, by slot, in the carrier's unit."""
    return {
        (station.id, use.carrier): _amounts(use, one)
        for station, one in zip(plan.line.stations, counts.stations, strict=True)
        for use in station.uses
    }


def _amounts(use: Use, counts: StationCounts) -> Floats:
    rates = np.array([rate_of(use, state) for state in STATES])
    found = rates @ np.asarray(counts.state_time, dtype=float) / 3600
    parts = ((use.per_piece, counts.pieces), (use.per_kg, counts.mass), (use.per_cycle, counts.cycles),
             (use.per_set_up, counts.set_ups))  # fmt: skip
    for each, number in parts:
        if each:
            found = found + each * np.asarray(number, dtype=float)
    return np.asarray(found)


def peak_of(used: Floats, edges: Floats, block: NDArray[np.int64]) -> float | None:
    """Highest mean rate per hour of a block that is counted whole; None where none is."""
    found = []
    for number in dict.fromkeys(block.tolist()):
        mine = block == number
        if abs(float(np.diff(edges)[mine].sum()) - BLOCK) < 1e-6:
            found.append(float(used[mine].sum()) / BLOCK * 3600)
    return max(found, default=None)


def joined_edges(parts: Sequence[Floats]) -> Floats:
    """Edges of times that follow each other, each from its own start."""
    return np.concatenate([[0.0], np.cumsum(np.concatenate([np.diff(part) for part in parts]))])
