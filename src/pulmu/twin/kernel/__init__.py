"""The compiled kernel: a plan as flat arrays, a loop that allocates nothing, and its counts."""

from dataclasses import replace

import numpy as np

from pulmu.model.errors import SolveError
from pulmu.twin.begin import begin_of
from pulmu.twin.counts import Ask, Counts, ProductCounts, SourceCounts, StationCounts
from pulmu.twin.kernel import records as r
from pulmu.twin.kernel.arrays import world_of
from pulmu.twin.kernel.begin import put_all
from pulmu.twin.kernel.circle import circle_of
from pulmu.twin.kernel.end import end_of
from pulmu.twin.kernel.loop import go_on, run, start
from pulmu.twin.plan import Plan
from pulmu.twin.result import Happening
from pulmu.twin.snapshot import ranked
from pulmu.twin.standstill import LEAST_STEP, time_stands

__all__ = ["run_compiled"]
_PIECES, _ROWS, _EVENTS = 4096, 65_536, 1 << 20
"""Room at first, and events after which Python may stop the run (Ctrl-C), or see that time does not go on."""
_MOST_PIECES, _MOST_ROWS = 1 << 24, 1 << 23
"""Room in the end: 2 GB of pieces, or of what a trace tells."""


def run_compiled(plan: Plan, ask: Ask, replication: int) -> Counts:
    """One replication; where pieces or rows of the trace do not suffice, it starts again with more."""
    now = begin_of(plan, ask, replication)
    pieces = _PIECES + (sum(1 for _ in now.pieces()) if now else sum(count for _, count in plan.waiting))
    rows = _ROWS if ask.trace else 1
    while True:
        world = world_of(plan, ask, replication, pieces, rows)
        if now is None:
            start(world.clock, plan.offset, np.array(plan.waiting or np.zeros((0, 2)), np.int64).reshape(-1, 2))
        else:
            put_all(plan, world, now)
            go_on(world.clock)
        before = -1.0
        while (state := run(world.clock, plan.offset, _EVENTS)) == r.RUNNING:
            if (now_at := float(world.clock[0]["now"])) < before + LEAST_STEP:
                raise time_stands(now_at)
            before = now_at
        if state == r.FINISHED:
            counts = _counts(plan, world)
            after = (now.after if now else 0.0) + float(world.clock[0]["now"])
            return replace(counts, end=ranked(end_of(world, after))) if ask.end else counts
        _refuse_more(pieces, rows, float(world.clock[0]["now"]))
        pieces, rows = 4 * pieces, 4 * rows if ask.trace else 1


def _refuse_more(pieces: int, rows: int, now: float) -> None:
    """What does not fit into any memory is told, not tried."""
    if pieces >= _MOST_PIECES:
        raise SolveError.of(
            "line.too_many_pieces", "",
            f"more than {_MOST_PIECES:,} pieces wait in the line or before it at {now / 3600:g} h",
            "check the times of arrivals and of work; give the source most_inside, or when_full: lost",
            most=f"{_MOST_PIECES:,}", hours=f"{now / 3600:g}",
        )  # fmt: skip
    if rows >= _MOST_ROWS:
        raise SolveError.of("line.trace_too_long", "", f"the trace has more than {_MOST_ROWS:,} rows",
                            "ask for fewer hours, or for no trace", most=f"{_MOST_ROWS:,}")  # fmt: skip


def _counts(plan: Plan, world: r.World) -> Counts:
    clock, arrays = world.clock[0], world.arrays
    operation = arrays["operation"]
    reworked = np.bincount(operation["product"], weights=operation["reworked"], minlength=len(plan.first))
    return Counts(
        measured=float(clock["now"] - clock["measured_from"]),
        inside_area=float(clock["inside_area"]),
        inside=int(clock["inside"]),
        events=int(clock["events"]),
        stations=tuple(_station(world, s) for s in range(len(plan.stations))),
        products=tuple(
            ProductCounts(int(row["good"]), int(row["scrap"]), int(again), float(row["flow_sum"]),
                          float(row["flow_squares"]), float(row["flow_least"]), float(row["flow_most"]))
            for row, again in zip(arrays["product"], reworked, strict=True)
        ),
        sources=tuple(
            SourceCounts(int(row["arrived"]), int(row["lost"]), int(row["outside"])) for row in arrays["source"]
        ),
        pool_areas=tuple(float(row["busy_area"]) for row in arrays["pool"]),
        trace=tuple(
            Happening(time=time, what=r.HAPPENINGS[what], who=who, serial=serial, value=value)
            for time, what, who, serial, value in arrays["row"][: int(clock["traced"])].tolist()
        ),
        circle=circle_of(world),
    )  # fmt: skip


def _station(world: r.World, s: int) -> StationCounts:
    arrays, prices = world.arrays, int(world.clock[0]["prices"])
    row = arrays["station"][s]
    first, last = int(row["machines_from"]), int(row["machines_to"])
    stops = [
        arrays["stop"]["times"][int(item["stops_from"]) : int(item["stops_to"])]
        for item in arrays["machine"][first:last]
    ]
    tally = arrays["tally"][s * prices : (s + 1) * prices]
    return StationCounts(
        state_time=arrays["cell"]["time"].reshape(-1, len(r.STATES), prices)[s].tolist(),
        cycles=tally["cycles"].tolist(),
        pieces=tally["pieces"].tolist(),
        mass=tally["mass"].tolist(),
        set_ups=tally["set_ups"].tolist(),
        stops=np.sum(stops, axis=0).tolist(),
        loaded=int(row["loaded"]),
        queue_area=float(row["queue_area"]),
        most_queue=int(row["most_queued"]),
        wait_sum=float(row["wait_sum"]),
        belt_area=sum(float(arrays["belt"]["area"][b]) for b in arrays["machine"]["belt"][first:last] if b != r.NONE),
    )
