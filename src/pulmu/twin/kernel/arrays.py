"""A plan as flat arrays: the state of a run before its first event."""

import math
from collections.abc import Sequence

import numpy as np

from pulmu.twin.counts import Ask
from pulmu.twin.kernel import records as r
from pulmu.twin.laws import Chance
from pulmu.twin.plan import ORDERS, Drawn, Plan
from pulmu.twin.streams import stream_keys
from pulmu.twin.week import Turns

_NO_LIMIT = 1 << 60


class _Flat:
    """Lists that grow while a plan is laid flat."""

    def __init__(self) -> None:
        self.laws: list[Chance] = []
        self.known: dict[Chance, int] = {}
        self.ways: list[tuple[float, int]] = []
        self.needs: list[tuple[int, ...]] = []

    def law(self, law: Chance) -> int:
        if law not in self.known:
            self.known[law] = len(self.laws)
            self.laws.append(law)
        return self.known[law]

    def drawn(self, item: Drawn | None) -> tuple[int, int]:
        return (r.NONE, r.NONE) if item is None else (self.law(item.law), item.stream)

    def way(self, targets: tuple[int, ...], edges: tuple[float, ...]) -> tuple[int, int]:
        first = len(self.ways)
        self.ways += list(zip(edges, targets, strict=True))
        return first, len(self.ways)

    def need(self, pools: tuple[int, ...] | None) -> int:
        if pools is None:
            return r.NONE
        self.needs.append(pools)
        return len(self.needs) - 1


def world_of(plan: Plan, ask: Ask, replication: int, pieces: int, rows: int) -> r.World:
    """All arrays of a run.

    Parameters
    ----------
    pieces : Records for pieces that are in the line, or wait outside, at once.
    rows : Rows of the trace.
    """
    flat = _Flat()
    machine, stop = _machines(plan, flat)
    station = _stations(plan, flat)
    belt = _belts(plan, machine)
    operation = _operations(plan, flat)
    source = _sources(plan, flat)
    turns, turning = _turns(plan)
    owners = _give_slots(machine, source, stop, turns, belt, station, ask.warm_up > 0)
    due, block = _agenda(owners)
    set_ups = _set_ups(plan, flat)
    law, value = law_rows(flat.laws)
    prices, stations = len(plan.prices.by_slot), len(station)
    need, helper = _needs(flat)
    arrays = {
        "station": station, "machine": machine, "stop": stop, "piece": np.empty(pieces, r.PIECE),
        "operation": operation, "source": source, "product": _products(plan), "pool": _pools(plan), "turn": turns,
        "turning": turning, "law": law, "value": value, "way": np.array(flat.ways, r.WAY),
        "row": np.zeros(rows, r.EVENT), "due": due, "block": block,
        "stream": _streams(plan, ask, replication), "need": need, "helper": helper, "change": set_ups,
        "cell": np.zeros(stations * len(r.STATES) * prices, r.CELL),
        "tally": np.zeros(stations * prices, r.TALLY), "belt": belt,
    }  # fmt: skip
    clock = _clock(plan, ask, len(owners))
    clock["blocks"], clock["block_bits"] = len(block), (len(due) // len(block)).bit_length() - 1
    clock["price_slot"] = turns["slot"][-1]
    clock["prices"], clock["families"], clock["rows"] = prices, plan.families, rows
    for name in ("machine", "station", "stop", "source", "product", "pool", "operation", "belt"):
        clock[f"{name}s"] = len(arrays[name])
    clock["calendars"], clock["pieces"], clock["free_piece"] = len(turns) - 1, pieces, r.NONE
    for name in r.ARRAYS:
        clock[f"{name}_address"] = arrays[name].ctypes.data
    return r.World(clock, arrays)


def _agenda(owners: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Slots that are not due, in about as many blocks as a block has slots: a power of two, at least 8."""
    size = 1 << max((math.isqrt(len(owners) - 1)).bit_length(), 3)
    block = np.zeros(-(-len(owners) // size), r.BLOCK)
    due = np.zeros(len(block) * size, r.DUE)
    block["is_stale"] = 1
    due["at"] = r.NEVER + np.arange(len(due))
    due["who"][: len(owners)] = owners
    return due, block


def _give_slots(
    machine: np.ndarray,
    source: np.ndarray,
    stop: np.ndarray,
    turns: np.ndarray,
    belt: np.ndarray,
    station: np.ndarray,
    warms_up: bool,
) -> list[int]:
    """A slot for each that can be due, the machines first, and one for the end of the warm-up; whose each is."""
    due = list(range(len(machine)))
    for rows, is_due in ((source, source["every"] != r.NONE), (stop, stop["counts"] == 1),
                         (turns, turns["to"] - turns["from_"] > 1), (belt, belt["places"] > 0)):  # fmt: skip
        rows["slot"] = r.NONE
        rows["slot"][is_due] = len(due) + np.arange(np.count_nonzero(is_due))
        due += np.flatnonzero(is_due).tolist()
    waits = station["patience"] >= 0
    station["wait_slot"][waits] = len(due) + np.arange(np.count_nonzero(waits))
    due += np.flatnonzero(waits).tolist()
    return due + [0] * warms_up


def _streams(plan: Plan, ask: Ask, replication: int) -> np.ndarray:
    stream = np.zeros(len(plan.streams), r.STREAM)
    stream["law"] = r.NONE
    stream["key"] = stream_keys(ask.seed, replication, plan.streams)
    return stream


def _needs(flat: _Flat) -> tuple[np.ndarray, np.ndarray]:
    need = np.zeros(len(flat.needs) + 1, r.NEED)
    ends = np.cumsum([0, *(len(item) for item in flat.needs)])
    need["from_"], need["to"] = ends, [*ends[1:], 0]
    helper = np.zeros(ends[-1] + 1, r.HELPER)
    helper["pool"][:-1] = [pool for item in flat.needs for pool in item]
    return need, helper


def _clock(plan: Plan, ask: Ask, slots: int) -> np.ndarray:
    clock = np.zeros(1, r.CLOCK)
    clock["horizon"], clock["warm_up"], clock["slots"] = ask.horizon, ask.warm_up, slots
    clock["slot"] = plan.prices.turns.at_time(plan.offset)
    clock["tracing"], clock["enough"] = int(ask.trace), _NO_LIMIT if ask.pieces is None else ask.pieces
    clock["waiting_head"] = clock["waiting_tail"] = clock["pending_head"] = r.NONE
    clock["reset_slot"] = slots - 1 if ask.warm_up > 0 else r.NONE
    return clock


def _machines(plan: Plan, flat: _Flat) -> tuple[np.ndarray, np.ndarray]:
    owners = [
        (s, *one) for s, item in enumerate(plan.stations) for one in zip(item.machines, item.calendars, strict=True)
    ]
    machine, stop = np.zeros(len(owners), r.MACHINE), np.zeros(sum(len(stops) for _, stops, _ in owners), r.STOP)
    for name in ("down", "head", "tail", "held", "next_blocked", "belt", "next_is", "next_waiting"):
        machine[name] = r.NONE
    number = 0
    for m, (s, stops, calendar) in enumerate(owners):
        is_off = calendar != r.NONE and plan.calendars[calendar].at_time(plan.offset) == 0
        row = machine[m]
        row["calendar"] = calendar
        row["station"], row["family"] = s, plan.stations[s].family
        row["off"], row["state"] = int(is_off), r.OFF if is_off else r.IDLE
        row["stops_from"], row["stops_to"] = number, number + len(stops)
        for item in stops:
            one = stop[number]
            one["machine"], one["counts"], one["planned"], one["waits"] = m, item.counts, item.planned, item.waits
            one["every"], one["every_stream"] = flat.drawn(item.every)
            one["lasts"], one["lasts_stream"] = flat.drawn(item.lasts)
            one["every_pieces"], one["need"], one["piece"] = item.every_pieces, flat.need(item.pools), item.piece
            number += 1
    return machine, stop


def _stations(plan: Plan, flat: _Flat) -> np.ndarray:
    station, first = np.zeros(len(plan.stations), r.STATION), 0
    for row, item in zip(station, plan.stations, strict=True):
        row["machines_from"], row["machines_to"] = first, first + len(item.machines)
        first += len(item.machines)
        row["room"] = _NO_LIMIT if item.room is None else item.room
        for name in (
            "order",
            "interrupts",
            "before",
            "is_batch",
            "is_direct",
            "weighs",
            "least",
            "most",
            "finish",
            "family",
        ):
            row[name] = getattr(item, name)
        row["has_belts"] = item.belt is not None
        row["is_plain"] = not (item.is_batch or item.belt or item.order == ORDERS.index("same_family"))
        row["patience"] = -1.0 if item.patience is None else item.patience
        row["run_need"], row["set_up_need"] = flat.need(item.run_pools), flat.need(item.set_up_pools)
        row["warm_up"], row["warm_up_stream"] = flat.drawn(item.warm_up)
        row["set_up_stream"], row["set_ups"] = item.set_up_stream, bool(item.set_ups)
        row["head"] = row["tail"] = row["blocked_head"] = row["blocked_tail"] = r.NONE
    return station


def _belts(plan: Plan, machine: np.ndarray) -> np.ndarray:
    """The belt of each machine that has one."""
    plans = {m: item for m, row in enumerate(machine) if (item := plan.stations[int(row["station"])].belt)}
    belt = np.zeros(len(plans), r.BELT)
    for number, (row, (m, item)) in enumerate(zip(belt, plans.items(), strict=True)):
        machine[m]["belt"], row["machine"], row["is_open"] = number, m, 1
        row["pitch"], row["places"], row["accumulates"] = item.pitch, item.places, item.accumulates
    return belt


def _operations(plan: Plan, flat: _Flat) -> np.ndarray:
    operation = np.zeros(len(plan.operations), r.OPERATION)
    for row, item in zip(operation, plan.operations, strict=True):
        for name in ("key", "scrap", "scrap_or_rework", "piece_kg", "product", "station", "family", "quality_stream",
                     "next_stream", "rework_to"):  # fmt: skip
            row[name] = getattr(item, name)
        row["law"], row["stream"] = flat.drawn(item.time)
        row["ways_from"], row["ways_to"] = flat.way(item.next, item.edges)
    return operation


def _sources(plan: Plan, flat: _Flat) -> np.ndarray:
    source = np.zeros(len(plan.sources), r.SOURCE)
    for row, item in zip(source, plan.sources, strict=True):
        row["every"], row["every_stream"] = flat.drawn(item.every)
        row["first_law"], row["first_stream"] = flat.drawn(item.first)
        row["lot"], row["is_lost"], row["product_stream"] = item.lot, item.is_lost, item.product_stream
        row["most_inside"] = r.NONE if item.most_inside is None else item.most_inside
        row["most"] = r.NONE if item.most is None else item.most
        row["ways_from"], row["ways_to"] = flat.way(item.products, item.edges)
        row["offered"] = row["next_blocked"] = row["head"] = row["tail"] = r.NONE
    return source


def _products(plan: Plan) -> np.ndarray:
    product = np.zeros(len(plan.first), r.PRODUCT)
    product["first"], product["flow_least"] = plan.first, np.inf
    return product


def _pools(plan: Plan) -> np.ndarray:
    pool = np.zeros(len(plan.pools), r.POOL)
    for row, item in zip(pool, plan.pools, strict=True):
        row["count"], row["calendar"] = item.count, item.calendar
        row["on"] = 1 if item.calendar == r.NONE else plan.calendars[item.calendar].at_time(plan.offset)
    return pool


def _turns(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """The turning points of all calendars, and last of the prices."""
    every: list[Turns] = [*plan.calendars, plan.prices.turns]
    turns, first = np.zeros(len(every), r.TURN), 0
    for row, item in zip(turns, every, strict=True):
        row["from_"], row["to"] = first, first + len(item.at)
        row["number"], row["week"] = item.next_after(plan.offset)
        row["loop"] = item.loop
        first += len(item.at)
    turning = np.array([pair for item in every for pair in zip(item.at, item.value, strict=True)], r.TURNING)
    return turns, turning


def _set_ups(plan: Plan, flat: _Flat) -> np.ndarray:
    found = np.full((len(plan.stations), plan.families, plan.families), r.NONE, np.int64)
    for s, item in enumerate(plan.stations):
        for (before, after), law in item.set_ups.items():
            found[s, before, after] = flat.law(law)
    return found.reshape(-1).view(r.CHANGE)


def law_rows(laws: Sequence[Chance]) -> tuple[np.ndarray, np.ndarray]:
    """Laws as records, and the values that some of them choose from."""
    law, values = np.zeros(len(laws), r.LAW), list[tuple[float, float]]()
    for row, item in zip(law, laws, strict=True):
        row["kind"], row["mean"] = item.kind, item.mean
        for name, number in zip("abcdef", item.numbers, strict=True):
            row[name] = number
        row["from_"], row["to"] = len(values), len(values) + len(item.values)
        values += zip(item.values, item.edges, strict=True)
    return law, np.array(values or [(0.0, 1.0)], r.VALUE)
