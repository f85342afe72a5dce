"""What is done at the stations of the oracle: loading, interrupting, letting in."""

import math
from bisect import bisect_left

from pulmu.twin.oracle.belts import BY_NUMBER
from pulmu.twin.oracle.cycles import Cycles
from pulmu.twin.oracle.floor import is_gone
from pulmu.twin.oracle.things import Machine, Piece, Source, Station
from pulmu.twin.plan import GONE

REPEAT_WHOLE = 2
SAME_FAMILY = 4
WAIT = 7


class Work(Cycles):
    """A floor whose stations are settled, until nothing more moves."""

    def settle(self, station: Station) -> None:
        """Machines load what waits, and who waits for room gets it, until nothing more moves."""
        while True:
            if station.free and station.queue and self.load(station):
                continue
            if station.plan.interrupts and station.queue and self.interrupt(station):
                continue
            if not (station.in_line and station.has_room):
                break
            self.admit(station, station.in_line.popleft())

        if station.plan.patience is not None:
            self.plan_wait(station, station.plan.patience)

    def plan_wait(self, station: Station, patience: float) -> None:
        """When the piece that has waited longest has waited long enough; of stations at one time, the first first."""
        self.call_off(station.wait_due)
        first = min((piece.queued for piece in station.queue), default=math.inf)
        if self.now < first + patience < math.inf:
            station.wait_due = self.plan_at(first + patience, WAIT, "wait", station, station.number * BY_NUMBER)

    def admit(self, station: Station, who: Machine | Source) -> None:
        """Whoever stood first in line has a place at a station."""
        if isinstance(who, Source):
            self.let_in(who)
        elif who.phase == "hold":
            station.promised += 1
            self.begin(who)
        elif who.belt is not None:
            self.take_off(who, who.belt)
            if who.closing and not who.pieces:
                self.turn_off(who)
        else:
            self.go_on(who.pieces.popleft())
            self.hand_over(who)

    def load(self, station: Station) -> bool:
        """A machine takes pieces from the queue; False where too few of one family wait."""
        plan = station.plan
        if plan.belt is not None:
            return self.load_belt(station)
        family = self.ready_family(station)
        if family is None:
            return False
        free = [machine for machine in station.machines if machine.can_take]
        fitting = [machine for machine in free if machine.family == family] if plan.set_ups else []
        machine = (fitting or free)[0]
        if plan.order == 4 and self.enough(station, machine.family):
            family = machine.family
        by_family = plan.is_batch or plan.order == 4
        taken = [piece for piece in station.queue if not by_family or self.family(piece) == family][: plan.most]
        for piece in taken:
            self.take(station, machine, piece)
        self.take_up(machine, machine.pieces[0])
        machine.phase = "hold"
        self.note(machine)
        if plan.before and not is_gone(machine.pieces[0]):
            target = self.stations[self.plan.operations[machine.pieces[0].fate].station]
            if target.in_line or not target.has_room:
                self.stand_in_line(machine, target)
                self.show(machine)
                return True
            target.promised += 1
        self.begin(machine)
        return True

    def load_belt(self, station: Station) -> bool:
        """A piece comes onto a belt; False where the next one must wait until a belt is empty."""
        free = [machine for machine in station.machines if machine.can_take]
        alike = [item for item in free if not station.plan.set_ups or item.family == self.next_family(item)]
        machine = next(iter(alike or [item for item in free if not item.pieces]), None)
        if machine is None or machine.belt is None:
            return False
        belt, family = machine.belt, self.next_family(machine)
        piece = station.queue[0]
        if station.plan.order == SAME_FAMILY:
            piece = next(item for item in station.queue if self.family(item) == family)
        self.count_belt(machine, belt)
        self.take(station, machine, piece)
        machine.cycle = machine.rest = self.draw(self.plan.operations[piece.operation].time)
        self.wind(belt)
        piece.left, piece.at_end = None, belt.clock + machine.cycle
        belt.opens, belt.is_open = belt.clock + belt.plan.pitch, False
        if len(machine.pieces) == 1:
            self.begin(machine)
        elif belt.rolls:
            self.plan_opening(machine, belt)
        self.note(machine)
        return True

    def next_family(self, machine: Machine) -> int:
        """Family of the piece a belt takes next: its own while such wait, where the station goes by family."""
        station = machine.station
        if station.plan.order == SAME_FAMILY and any(self.family(item) == machine.family for item in station.queue):
            return machine.family
        return self.family(station.queue[0])

    def open_belt(self, machine: Machine) -> None:
        """There is a place for one more piece at the start of a belt."""
        if machine.belt is not None:
            machine.belt.is_open = True
            self.note(machine)

    def take_up(self, machine: Machine, piece: Piece) -> None:
        """How long the work on a piece takes: its cycle, or what was left of it."""
        if piece.left is None:
            machine.cycle = machine.rest = self.draw(self.plan.operations[piece.operation].time)
        else:
            machine.cycle, machine.rest, piece.left = piece.cycle, piece.left, None

    def interrupt(self, station: Station) -> bool:
        """The first piece of the queue goes before the last of those under way, whose machine is free then."""
        key = self.plan.operations[station.queue[0].operation].key
        under_way = [item for item in station.machines if item.running and item.phase == "work" and not item.closing]
        machine = max(under_way, key=lambda item: self.key(item.pieces[0]), default=None)
        if machine is None or self.key(machine.pieces[0]) <= key:
            return False
        self.suspend(machine)
        piece = machine.pieces.popleft()
        piece.cycle = machine.cycle
        piece.left = machine.cycle if station.plan.interrupts == REPEAT_WHOLE else machine.left
        if station.plan.before and not is_gone(piece):
            target = self.stations[self.plan.operations[piece.fate].station]
            target.promised -= 1
            self.look_at(target)
        machine.phase = "free"
        self.queue_again(station, piece)
        self.note(machine)
        return True

    def key(self, piece: Piece) -> float:
        """By which a piece has its place in the queue."""
        return self.plan.operations[piece.operation].key

    def queue_again(self, station: Station, piece: Piece) -> None:
        """A piece waits for the rest of its cycle, before those like it."""
        self.count_queue(station)
        piece.queued = self.now
        station.queue.insert(bisect_left([self.key(item) for item in station.queue], self.key(piece)), piece)
        station.most_queued = max(station.most_queued, len(station.queue))
        self.tell("queues", station.number, piece.serial)

    def family(self, piece: Piece) -> int:
        """Family of the operation a piece waits for."""
        return self.plan.operations[piece.operation].family

    def enough(self, station: Station, family: int) -> bool:
        """Whether enough pieces of a family wait."""
        found = sum(self.family(piece) == family for piece in station.queue)
        return family != GONE and found >= station.plan.least

    def ready_family(self, station: Station) -> int | None:
        """The first family in the queue with enough pieces, or one that has waited long enough."""
        ready = (item for item in station.queue if self.enough(station, self.family(item)) or self.is_late(item))
        return next((self.family(piece) for piece in ready), None)

    def is_late(self, piece: Piece) -> bool:
        """Whether a piece has waited for a batch as long as it may."""
        patience = self.station_of(piece).plan.patience
        return patience is not None and piece.queued + patience <= self.now

    def take(self, station: Station, machine: Machine, piece: Piece) -> None:
        """A piece goes from the queue into a machine."""
        self.count_queue(station)
        station.queue.remove(piece)
        machine.pieces.append(piece)
        station.wait_sum += self.now - piece.queued
        station.loaded += 1
        if piece.left is None:
            self.decide(piece)
        self.tell("loads", machine.number, piece.serial)
