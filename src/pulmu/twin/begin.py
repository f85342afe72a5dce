"""Where a run begins: the state of a line as a person or a live plant gives it, with all that it leaves out."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pulmu.model.law import Span
from pulmu.model.line import OUT
from pulmu.model.line_state import LineState, MachineAt, PiecesAt, SourceAt
from pulmu.twin.counts import Ask
from pulmu.twin.laws import draw, seconds
from pulmu.twin.plan import GONE, SCRAPPED, Drawn, Operation, Plan, PlannedBelt, PlannedStation, PlannedStop, step_name
from pulmu.twin.snapshot import HELD, MachineNow, PieceNow, Snapshot, SourceNow
from pulmu.twin.streams import state_of, stream_key, uniform
from pulmu.twin.week import Turns


def begin_of(plan: Plan, ask: Ask, replication: int) -> Snapshot | None:
    """Where a replication begins; None where the line says nothing of it."""
    state = plan.line.state
    return None if state is None else _Begin(plan, state, ask.seed, replication).snapshot()


def calendar_order(plan: Plan) -> list[int]:
    """Calendars in the order their next turns were set: who turned last comes last, who has not turned yet first.

    Of those that turned together, who was before the other then still is.
    """
    numbers = list(range(len(plan.calendars)))
    if plan.line.state is not None:
        most, after = max((len(item.at) for item in plan.calendars), default=0), seconds(plan.line.state.after)
        turned = [_last_turns(item, plan.offset, after, most) for item in plan.calendars]
        numbers.sort(key=lambda number: turned[number])
    return numbers


def _last_turns(turns: Turns, offset: float, after: float, count: int) -> list[float]:
    """The last turns before a moment, the last first; never is what was not since the start. [s]"""
    return [-item if item < after else -math.inf for item in turns.since(offset, count)]


class _Begin:
    def __init__(self, plan: Plan, state: LineState, seed: int, replication: int) -> None:
        self.plan, self.state = plan, state
        self.keys = [stream_key(seed, replication, name) for name in plan.streams]
        self.drawn = [state.draws.get(name, 0) for name in plan.names]
        self.places = _Places(plan)
        self.on = [calendar.at_time(plan.offset) == 1 for calendar in plan.calendars]

    def snapshot(self) -> Snapshot:
        given = {(item.station, item.machine): item for item in self.state.machines}
        asked = [given.get(owner) or MachineAt(station=owner[0], machine=owner[1]) for owner in self.places.machines]
        machines = [self.machine(item) for item in asked]
        sources = [self.source(item.id, number) for number, item in enumerate(self.plan.line.sources)]
        machines, asking = self.with_people(asked, machines)
        return Snapshot(
            after=seconds(self.state.after),
            drawn=tuple(self.drawn),
            queues=tuple(self.queue(number) for number in range(len(self.plan.stations))),
            machines=tuple(machines),
            sources=tuple(sources),
            lines=self.lines(asked, machines, sources),
            asking=asking,
        )

    # chance -------------------------------------------------------------------------------------------------

    def bits(self, stream: int) -> int:
        self.drawn[stream] += 1
        return state_of(self.keys[stream], self.drawn[stream] - 1)

    def time(self, given: Span | None, law: Drawn | None) -> float:
        """What is given, or a draw. [s]"""
        if given is not None or law is None:
            return seconds(given)
        return draw(law.law, self.bits(law.stream))

    def fate(self, operation: Operation) -> tuple[int, bool]:
        if operation.scrap_or_rework > 0:
            share = uniform(self.bits(operation.quality_stream))
            if share < operation.scrap:
                return SCRAPPED, False
            if share < operation.scrap_or_rework:
                return operation.rework_to, True
        if len(operation.next) == 1:
            return operation.next[0], False
        share = uniform(self.bits(operation.next_stream))
        return operation.next[min(bisect_right(operation.edges, share), len(operation.next) - 1)], False

    # pieces -------------------------------------------------------------------------------------------------

    def pieces(self, items: Iterable[PiecesAt], *, decided: bool) -> Iterator[PieceNow]:
        for item in items:
            for _ in range(item.pieces):
                yield self.piece(item, decided=decided)

    def piece(self, item: PiecesAt, *, decided: bool) -> PieceNow:
        number = self.places.operation(item.product, item.step)
        operation = self.plan.operations[number]
        fate, again = GONE, False
        if decided or item.left is not None:
            fate, again = self.given_fate(item) or self.fate(operation)
        source = self.places.source(item.source)
        return PieceNow(
            operation.product, number, source, seconds(item.age), seconds(item.waited), fate, again, *cut_of(item)
        )

    def given_fate(self, item: PiecesAt) -> tuple[int, bool] | None:
        if item.scrap:
            return SCRAPPED, False
        if not item.to:
            return None
        return self.places.way(item.product, item.to), item.rework

    def queue(self, station: int) -> tuple[PieceNow, ...]:
        first = [PiecesAt(product=one.product, step=one.step, pieces=one.pieces) for one in self.plan.line.waiting]
        operations, place = self.plan.operations, self.places.operation
        here = [
            item
            for item in (*self.state.waiting, *first)
            if operations[place(item.product, item.step)].station == station
        ]
        found = list(self.pieces(here, decided=False))
        if self.plan.stations[station].order in (2, 3):
            found.sort(key=lambda piece: operations[piece.operation].key)
        return tuple(found)

    # machines -----------------------------------------------------------------------------------------------

    def machine(self, item: MachineAt) -> MachineNow:
        station = self.plan.stations[self.places.stations[item.station]]
        stops = station.machines[item.machine - 1]
        calendar = station.calendars[item.machine - 1]
        off = calendar >= 0 and not self.on[calendar] and not item.closing
        pieces = tuple(self.pieces(item.pieces, decided=True))
        cycle = self.cycle(item, pieces, station)
        phase, left = self.phase(item, station, pieces, cycle, off=off)
        then_left = cycle if item.then == "work" and item.then_left is None else seconds(item.then_left)
        if station.belt is not None and pieces:
            pieces = on_belt(item, station.belt, pieces, cycle)
            first = pieces[0].left or 0.0
            left = first if phase == "work" else left
            then_left = first if item.then == "work" else then_left
        down = next((n for n, stop in enumerate(self.places.stops[item.station]) if stop == item.down), -1)
        turns = {one.stop: one.turn for one in item.stops}
        return MachineNow(
            phase=phase,
            left=left,
            cycle=cycle,
            rest=cycle if item.rest is None else seconds(item.rest),
            then=item.then,
            then_left=then_left,
            family=self.places.families.get(item.family, station.family),
            off=off,
            closing=item.closing,
            down=down,
            repair=None,
            pool=-1,
            stood=seconds(item.stood),
            lives=tuple(0.0 if n == down else self.life(item, n, stop) for n, stop in enumerate(stops)),
            turn=item.turn,
            stop_turns=tuple(turns.get(name, 0) for name in self.places.stops[item.station]),
            pieces=pieces,
        )

    def cycle(self, item: MachineAt, pieces: Sequence[PieceNow], station: PlannedStation) -> float:
        needs = pieces and (item.phase != "done" or station.belt is not None)
        return self.time(item.cycle, self.plan.operations[pieces[0].operation].time if needs else None)

    def phase(
        self, item: MachineAt, station: PlannedStation, pieces: Sequence[PieceNow], cycle: float, *, off: bool
    ) -> tuple[str, float]:
        """The phase and what is left of it: no machine warms up when it is off, or waits for room it does not need."""
        if item.phase == "heating" and off:
            return item.then, cycle if item.then_left is None else seconds(item.then_left)
        if item.phase in HELD and pieces[0].fate in (GONE, SCRAPPED):
            return "work", 0.0 if item.phase == "done" else cycle
        if item.phase == "heating":
            return item.phase, self.time(item.left, station.warm_up)
        return item.phase, cycle if item.phase == "work" and item.left is None else seconds(item.left)

    def life(self, item: MachineAt, number: int, stop: PlannedStop) -> float:
        name = self.places.stops[item.station][number]
        given = next((one for one in item.stops if one.stop == name), None)
        if stop.every is None:
            return stop.every_pieces if given is None or given.cycles is None else float(given.cycles)
        return self.time(given.after if given else None, stop.every)

    # people -------------------------------------------------------------------------------------------------

    def with_people(
        self, asked: Sequence[MachineAt], machines: Sequence[MachineNow]
    ) -> tuple[list[MachineNow], tuple[int, ...]]:
        """Operators where they are named, then where one is free; other machines wait for one."""
        people = _People(self.plan, self.on)
        needs = [self.need(number, machine) for number, machine in enumerate(machines)]
        named = [
            people.named(item.operators) if need and item.asks is None else -1
            for item, need in zip(asked, needs, strict=True)
        ]
        pools = [
            people.first_free(need) if need and item.asks is None and pool < 0 else pool
            for item, need, pool in zip(asked, needs, named, strict=True)
        ]
        asking = [n for n, need in enumerate(needs) if need and pools[n] < 0]
        last = len(asked)
        asking.sort(key=lambda n: (last if (place := asked[n].asks) is None else place, n))
        found = [
            self.helped(*one, is_asking=n in asking) for n, one in enumerate(zip(asked, machines, pools, strict=True))
        ]
        return found, tuple(asking)

    def need(self, number: int, machine: MachineNow) -> tuple[int, ...] | None:
        """The pools of which a machine needs an operator now."""
        name, at = self.places.machines[number]
        station = self.plan.stations[self.places.stations[name]]
        if machine.down >= 0:
            return station.machines[at - 1][machine.down].pools
        if machine.off:
            return None
        return {"work": station.run_pools, "set_up": station.set_up_pools}.get(machine.phase)

    def helped(self, item: MachineAt, machine: MachineNow, pool: int, *, is_asking: bool) -> MachineNow:
        if machine.down < 0:
            return replace(machine, pool=pool)
        station = self.plan.stations[self.places.stations[item.station]]
        lasts = station.machines[item.machine - 1][machine.down].lasts
        return replace(machine, pool=pool, repair=None if is_asking else self.time(item.repair, lasts))

    # sources and lines --------------------------------------------------------------------------------------

    def source(self, name: str, number: int) -> SourceNow:
        plan = self.plan.sources[number]
        item = next((one for one in self.state.sources if one.source == name), None) or SourceAt(source=name)
        outside = tuple(replace(one, source=number) for one in self.pieces(item.outside, decided=False))
        goes_on = plan.most is None or item.made < plan.most
        law = plan.first if item.made == 0 else plan.every
        following = self.time(item.next, law) if plan.every is not None and goes_on else None
        return SourceNow(following, item.made, outside, item.turn)

    def lines(
        self, asked: Sequence[MachineAt], machines: Sequence[MachineNow], sources: Sequence[SourceNow]
    ) -> tuple[tuple[int, ...], ...]:
        operations = self.plan.operations
        last = len(machines) + len(sources)
        standing = [
            (last if item.stands is None else item.stands, n, operations[machine.pieces[0].fate].station)
            for n, (item, machine) in enumerate(zip(asked, machines, strict=True))
            if machine.phase in HELD
        ]
        places = {item.source: item.stands for item in self.state.sources}
        for n, (item, source) in enumerate(zip(self.plan.line.sources, sources, strict=True)):
            if source.outside and (place := places.get(item.id)) is not None:
                standing.append((place, len(machines) + n, operations[source.outside[0].operation].station))
        return tuple(tuple(who for _, who, to in sorted(standing) if to == s) for s in range(len(self.plan.stations)))


def on_belt(item: MachineAt, belt: PlannedBelt, pieces: Sequence[PieceNow], cycle: float) -> tuple[PieceNow, ...]:
    """Pieces with the time each still takes to the end of a belt: as given, or a place behind the one before."""
    first = {"work": belt.pitch if item.left is None else seconds(item.left), "done": 0.0}
    last, found = first.get(item.then if item.phase == "heating" else item.phase, cycle) - belt.pitch, []
    for piece in pieces:
        last = min(last + belt.pitch, cycle) if piece.left is None else piece.left
        found.append(replace(piece, left=last, cycle=0.0))
    return tuple(found)


def cut_of(item: PiecesAt) -> tuple[float | None, float]:
    """What is left of an interrupted cycle, and the whole of it. [s]"""
    if item.left is None:
        return None, 0.0
    left = seconds(item.left)
    return left, left if item.cycle is None else seconds(item.cycle)


class _People:
    """Operators who are still free."""

    def __init__(self, plan: Plan, on: Sequence[bool]) -> None:
        self.free = [pool.count if pool.calendar < 0 or on[pool.calendar] else 0 for pool in plan.pools]
        self.names = [item.id for item in plan.line.operators]

    def named(self, name: str) -> int:
        if name not in self.names:
            return -1
        self.free[self.names.index(name)] -= 1
        return self.names.index(name)

    def first_free(self, pools: Iterable[int]) -> int:
        found = next((number for number in pools if self.free[number] > 0), -1)
        if found >= 0:
            self.free[found] -= 1
        return found


class _Places:
    """Places by name."""

    def __init__(self, plan: Plan) -> None:
        line = plan.line
        self.stations = {item.id: number for number, item in enumerate(line.stations)}
        self.machines = [(item.id, number) for item in line.stations for number in range(1, item.machines + 1)]
        self.stops = {item.id: [stop.id for stop in item.stops] for item in line.stations}
        self.families = {name: number for number, name in enumerate(plan.family_names)}
        self.sources = [item.id for item in line.sources]
        steps = [(item.id, step_name(step)) for item in line.products for step in item.route]
        self.steps = {step: number for number, step in enumerate(steps)}
        self.first = {item.id: plan.first[number] for number, item in enumerate(line.products)}

    def operation(self, product: str, step: str) -> int:
        return self.steps[product, step] if step else self.first[product]

    def way(self, product: str, step: str) -> int:
        return GONE if step == OUT else self.steps[product, step]

    def source(self, name: str) -> int:
        return self.sources.index(name) if name else 0
