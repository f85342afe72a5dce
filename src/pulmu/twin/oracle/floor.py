"""The floor of the oracle: pieces, queues and counts. Written to be read; the kernel must give the same digits."""

import heapq
import math
from bisect import bisect_right
from collections import deque
from typing import Any

from pulmu.twin.counts import STATES, Ask
from pulmu.twin.laws import draw
from pulmu.twin.oracle.things import Belt, Machine, Made, People, Piece, Source, Station, Stopping
from pulmu.twin.plan import GONE, SCRAPPED, Drawn, Plan
from pulmu.twin.result import Happening
from pulmu.twin.streams import state_of, stream_key, uniform

STATE_NUMBER = {name: number for number, name in enumerate(STATES)}


class Floor:
    """Everything on the floor, the time, and the counts."""

    def __init__(self, plan: Plan, ask: Ask, replication: int) -> None:
        self.plan, self.ask = plan, ask
        self.now, self.measured_from, self.events = 0.0, 0.0, 0
        self.keys = [stream_key(ask.seed, replication, name) for name in plan.streams]
        self.drawn = [0] * len(plan.streams)
        self.agenda: list[list[Any]] = []
        self.sequence = 0
        self.slot = plan.prices.turns.at_time(plan.offset)
        self.trace: list[Happening] = []
        self.serials, self.left = 0, 0
        self.inside, self.inside_since, self.inside_area = 0, 0.0, 0.0
        self.looks: deque[Station] = deque()
        self.waiting: list[Machine] = []
        self.stations = [self._station(number) for number in range(len(plan.stations))]
        self.machines = [machine for station in self.stations for machine in station.machines]
        self.sources = [Source(number, item) for number, item in enumerate(plan.sources)]
        self.people = [People(item.count, item.calendar, self._is_on(item.calendar)) for item in plan.pools]
        self.clear()

    def _station(self, number: int) -> Station:
        station = Station(number, self.plan.stations[number])
        first = sum(len(item.machines) for item in self.plan.stations[:number])
        for at, stops in enumerate(station.plan.machines):
            is_off = not self._is_on(station.plan.calendars[at])
            machine = Machine(first + at, station, [Stopping(item) for item in stops], station.plan.family, is_off)
            machine.state = "off" if is_off else "idle"
            machine.belt = None if station.plan.belt is None else Belt(station.plan.belt)
            station.machines.append(machine)
        return station

    def _is_on(self, calendar: int) -> bool:
        return calendar < 0 or self.plan.calendars[calendar].at_time(self.plan.offset) == 1

    def clear(self) -> None:
        """Counting begins anew."""
        prices = len(self.plan.prices.by_slot)
        count = len(self.stations)
        self.state_time = [[[0.0] * prices for _ in STATES] for _ in range(count)]
        self.cycles, self.worked, self.set_ups = ([[0] * prices for _ in range(count)] for _ in range(3))
        self.mass = [[0.0] * prices for _ in range(count)]
        self.made = [Made() for _ in self.plan.first]
        self.inside_area = 0.0
        for station in self.stations:
            station.queue_area, station.wait_sum, station.loaded = 0.0, 0.0, 0
            station.most_queued = len(station.queue)
        for source in self.sources:
            source.arrived = source.lost = 0
        for machine in self.machines:
            for stop in machine.stops:
                stop.times = 0
        for people in self.people:
            people.area = 0.0

    # chance -------------------------------------------------------------------------------------------------

    def bits(self, stream: int) -> int:
        """The bits of the next draw of a stream."""
        self.drawn[stream] += 1
        return state_of(self.keys[stream], self.drawn[stream] - 1)

    def draw(self, item: Drawn) -> float:
        """The next time of a law."""
        return draw(item.law, self.bits(item.stream))

    def choose(self, ways: tuple[int, ...], edges: tuple[float, ...], stream: int) -> int:
        """One of the ways; the stream is asked only where there is a choice."""
        return ways[min(bisect_right(edges, uniform(self.bits(stream))), len(ways) - 1)]

    # time ---------------------------------------------------------------------------------------------------

    def plan_at(self, time: float, kind: int, what: str, who: Any, after: int = 0) -> list[Any]:
        """Something that will happen, unless it is called off."""
        self.sequence += 1
        entry = [time, kind, after + self.sequence, what, who]
        heapq.heappush(self.agenda, entry)
        return entry

    @staticmethod
    def call_off(entry: list[Any] | None) -> None:
        """What was planned does not happen."""
        if entry is not None:
            entry[3] = ""

    def tell(self, what: str, who: int, serial: int = -1, value: int = 0) -> None:
        """A row of the trace."""
        if self.ask.trace:
            self.trace.append(Happening(time=self.now, what=what, who=who, serial=serial, value=value))

    def look_at(self, station: Station) -> None:
        """Have a station looked at before time goes on."""
        if station not in self.looks:
            self.looks.append(station)

    # pieces -------------------------------------------------------------------------------------------------

    def count_inside(self, change: int) -> None:
        """The number of pieces in the line changes."""
        self.inside_area += self.inside * (self.now - self.inside_since)
        self.inside_since = self.now
        self.inside += change

    def count_queue(self, station: Station) -> None:
        """The integral of a queue up to now; its length is about to change."""
        station.queue_area += len(station.queue) * (self.now - station.queued_since)
        station.queued_since = self.now

    def new_piece(self, source: Source, product: int) -> Piece:
        """A piece that has not come in yet."""
        self.serials += 1
        return Piece(self.serials - 1, product, source, self.plan.first[product], self.now)

    def station_of(self, piece: Piece) -> Station:
        """Where a piece is worked on next."""
        return self.stations[self.plan.operations[piece.operation].station]

    def queue_up(self, piece: Piece) -> None:
        """A piece joins the queue of its station, in the order that holds there."""
        station = self.station_of(piece)
        self.count_queue(station)
        piece.queued = self.now
        order = station.plan.order
        if order == 1:
            station.queue.insert(0, piece)
        elif order in (2, 3):
            keys = [self.plan.operations[item.operation].key for item in station.queue]
            station.queue.insert(bisect_right(keys, self.plan.operations[piece.operation].key), piece)
        else:
            station.queue.append(piece)
        station.most_queued = max(station.most_queued, len(station.queue))
        self.tell("queues", station.number, piece.serial)
        self.look_at(station)

    def enter(self, piece: Piece) -> None:
        """A piece comes into the line."""
        piece.source.inside += 1
        self.count_inside(1)
        self.tell("enters", piece.source.number, piece.serial, piece.product)
        self.queue_up(piece)

    def decide(self, piece: Piece) -> None:
        """What becomes of a piece after its operation."""
        operation = self.plan.operations[piece.operation]
        piece.again = False
        if operation.scrap_or_rework > 0:
            share = uniform(self.bits(operation.quality_stream))
            if share < operation.scrap:
                piece.fate = SCRAPPED
                return
            if share < operation.scrap_or_rework:
                piece.fate, piece.again = operation.rework_to, True
                return
        if len(operation.next) == 1:
            piece.fate = operation.next[0]
        else:
            piece.fate = self.choose(operation.next, operation.edges, operation.next_stream)

    def go_on(self, piece: Piece) -> None:
        """A piece moves to the station of its fate."""
        if piece.again:
            self.made[piece.product].reworked += 1
            self.tell("rework", piece.operation, piece.serial)
        piece.operation = piece.fate
        self.queue_up(piece)

    def depart(self, piece: Piece, fate: int) -> None:
        """A piece leaves the line, good or scrap."""
        made = self.made[piece.product]
        self.count_inside(-1)
        piece.source.inside -= 1
        self.left += 1
        if fate == SCRAPPED:
            made.scrap += 1
        else:
            flow = self.now - piece.entered
            made.good += 1
            made.flow_sum += flow
            made.flow_squares += flow * flow
            made.least, made.most = min(made.least, flow), max(made.most, flow)
        self.tell("scrap" if fate == SCRAPPED else "leaves", piece.product, piece.serial)
        if piece.source.plan.most_inside is not None:
            self.offer(piece.source)

    # sources ------------------------------------------------------------------------------------------------

    def offer(self, source: Source) -> None:
        """A source with a piece that may come in stands in line for room."""
        if source.in_line or source.is_closed:
            return
        plan = source.plan
        if plan.every is None and source.offered is None:
            if plan.most is not None and source.made >= plan.most:
                return
            source.made += 1
            product = self.choose(plan.products, plan.edges, plan.product_stream)
            source.offered = self.new_piece(source, product)
        piece = source.offered if plan.every is None else (source.outside[0] if source.outside else None)
        if piece is not None:
            source.in_line = True
            station = self.station_of(piece)
            station.in_line.append(source)
            self.look_at(station)

    def let_in(self, source: Source) -> None:
        """The piece of a source that stood in line comes in."""
        source.in_line = False
        if source.offered is not None:
            piece, source.offered = source.offered, None
            piece.entered = self.now
        else:
            piece = source.outside.popleft()
        self.enter(piece)
        self.offer(source)

    def arrive(self, source: Source) -> None:
        """A lot of one product arrives: each piece comes in, is lost, or waits outside."""
        plan = source.plan
        single = len(plan.products) == 1
        product = plan.products[0] if single else self.choose(plan.products, plan.edges, plan.product_stream)
        for _ in range(plan.lot):
            if plan.most is not None and source.made >= plan.most:
                break
            source.made += 1
            source.arrived += 1
            piece = self.new_piece(source, product)
            self.tell("arrives", source.number, piece.serial, product)
            station = self.station_of(piece)
            if not source.outside and not source.is_closed and not station.in_line and station.has_room:
                self.enter(piece)
            elif plan.is_lost:
                source.lost += 1
                self.tell("lost", source.number, piece.serial, product)
            else:
                source.outside.append(piece)
                self.offer(source)

    def bring_up(self) -> None:
        """All integrals up to now."""
        for machine in self.machines:
            self.state_time[machine.station.number][STATE_NUMBER[machine.state]][self.slot] += self.now - machine.since
            machine.since = self.now
        for station in self.stations:
            self.count_queue(station)
        self.count_inside(0)
        for people in self.people:
            people.area += people.used * (self.now - people.since)
            people.since = self.now


def is_gone(piece: Piece) -> bool:
    """Whether a piece leaves the line after its operation."""
    return piece.fate in (GONE, SCRAPPED)


def is_near(stop: Stopping) -> bool:
    """Whether a stop is planned on the clock."""
    return stop.due is not None and stop.due[3] != "" and math.isfinite(stop.due[0])
