"""What machines do on the floor of the oracle."""

from bisect import bisect_left

from pulmu.twin.laws import draw
from pulmu.twin.oracle.floor import STATE_NUMBER, Floor, is_gone, is_near
from pulmu.twin.oracle.things import Machine, Piece, Source, Station, Stopping
from pulmu.twin.plan import GONE, SCRAPPED

MACHINE, CLOCK, CALENDAR, ARRIVAL = 2, 3, 4, 5
OPERATION, BY_CLOCK, BY_PIECES = range(3)
REPEAT, SCRAP = 1, 2
REPEAT_WHOLE = 2
_SHOWN = {
    "free": "idle",
    "work": "busy",
    "set_up": "set_up",
    "heating": "heating",
    "done": "blocked",
    "hold": "blocked",
}


class Work(Floor):
    """A floor whose machines work."""

    def label(self, machine: Machine) -> str:
        """The state a machine is in."""
        if machine.down is not None:
            return "maintenance" if machine.down.plan.planned else "down"
        if machine.off:
            return "off"
        return "waiting" if machine in self.waiting else _SHOWN.get(machine.phase, machine.phase)

    def show(self, machine: Machine) -> None:
        """The state a machine is in, for the counts and the trace."""
        state = self.label(machine)
        if state != machine.state:
            spent = self.now - machine.since
            self.state_time[machine.station.number][STATE_NUMBER[machine.state]][self.slot] += spent
            machine.since, machine.state = self.now, state
            self.tell("changes", machine.number, -1, STATE_NUMBER[state])

    def note(self, machine: Machine) -> None:
        """A machine that has become able to take a piece has its station looked at."""
        could = machine.station.could
        if machine.can_take and not could.get(machine.number, False):
            self.look_at(machine.station)
        could[machine.number] = machine.can_take

    # people -------------------------------------------------------------------------------------------------

    def seize(self, machine: Machine, pools: tuple[int, ...]) -> bool:
        """An operator of one of the pools comes to a machine, if one is free."""
        for people in (self.people[number] for number in pools):
            if people.at_work and people.used < people.count:
                people.area += people.used * (self.now - people.since)
                people.since = self.now
                people.used += 1
                machine.helper = people
                return True
        return False

    def release(self, machine: Machine) -> None:
        """The operator at a machine is free for others."""
        people = machine.helper
        if people is not None:
            people.area += people.used * (self.now - people.since)
            people.since = self.now
            people.used -= 1
            machine.helper = None
            self.grant()

    def wait_for(self, machine: Machine, pools: tuple[int, ...]) -> None:
        """A machine waits for an operator."""
        machine.asks_for = pools
        self.waiting.append(machine)

    def grant(self) -> None:
        """Free operators go to machines that wait, the longest waiting first."""
        for machine in list(self.waiting):
            if self.seize(machine, machine.asks_for or ()):
                self.waiting.remove(machine)
                if machine.down is not None:
                    self.start_repair(machine, machine.down)
                    self.show(machine)
                else:
                    self.go(machine)

    # phases -------------------------------------------------------------------------------------------------

    def go(self, machine: Machine, *, is_shown: bool = True) -> None:
        """The phase of a machine runs, to its end or to the breakdown that comes before."""
        machine.running, machine.started, machine.ends_with = True, self.now, None
        left = machine.left
        if machine.phase == "work":
            for stop in machine.stops:
                if stop.plan.counts == OPERATION and not stop.plan.waits and stop.life < left:
                    left, machine.ends_with = stop.life, stop
        machine.due = self.plan_at(self.now + max(left, 0.0), MACHINE, "machine", machine)
        if is_shown:
            self.show(machine)

    def pursue(self, machine: Machine) -> None:
        """Go on with the phase, unless the machine is down, off, or has no operator."""
        if machine.down is None and not machine.off:
            station = machine.station.plan
            pools = {"work": station.run_pools, "set_up": station.set_up_pools}.get(machine.phase)
            if pools is None or self.seize(machine, pools):
                self.go(machine)
                return
            self.wait_for(machine, pools)
        self.show(machine)

    def wear(self, machine: Machine, worked: float) -> None:
        """Time at work brings the stops nearer that count it."""
        for stop in machine.stops:
            if stop.plan.counts == OPERATION:
                stop.life -= worked

    def suspend(self, machine: Machine) -> None:
        """The phase of a machine stands still."""
        if machine.running:
            worked = self.now - machine.started
            machine.left = max(machine.left - worked, 0.0)
            machine.running = False
            self.call_off(machine.due)
            if machine.phase == "work":
                self.wear(machine, worked)
            self.release(machine)
        elif machine in self.waiting:
            self.waiting.remove(machine)

    def begin(self, machine: Machine) -> None:
        """Set-up if need be, then the cycle."""
        family = self.plan.operations[machine.pieces[0].operation].family
        station = machine.station
        machine.phase, machine.left = "work", machine.rest
        if station.plan.set_ups and machine.family != family:
            law = station.plan.set_ups.get((machine.family, family))
            if law is not None:
                machine.phase = "set_up"
                machine.left = draw(law, self.bits(station.plan.set_up_stream))
                self.set_ups[station.number][self.slot] += 1
            machine.family = family
        self.pursue(machine)

    def machine_due(self, machine: Machine) -> None:
        """What a machine was waiting for comes: a repair is over, it breaks down, or a phase ends."""
        if machine.down is not None:
            self.repaired(machine, machine.down)
        elif machine.ends_with is not None:
            self.fail(machine, machine.ends_with)
        else:
            self.end_phase(machine)

    def end_phase(self, machine: Machine) -> None:
        """A phase ends, and the next begins."""
        machine.running = False
        if machine.phase == "work":
            self.wear(machine, machine.left)
            self.release(machine)
            self.end_cycle(machine)
            return
        self.release(machine)
        if machine.phase == "set_up":
            machine.phase, machine.left = "work", machine.rest
        else:
            machine.phase, machine.left = machine.before_heating
        if machine.phase == "free":
            self.note(machine)
            self.show(machine)
        else:
            self.pursue(machine)

    def end_cycle(self, machine: Machine) -> None:
        """Pieces are done: they go on, and stops and shift ends that waited come."""
        station = machine.station
        self.cycles[station.number][self.slot] += 1
        self.worked[station.number][self.slot] += len(machine.pieces)
        if station.plan.weighs:
            for piece in machine.pieces:
                self.mass[station.number][self.slot] += self.plan.operations[piece.operation].piece_kg
        machine.phase = "done"
        self.hand_over(machine)
        for stop in machine.stops:
            if stop.plan.counts == BY_PIECES:
                stop.life -= 1.0
        due = [stop for stop in machine.stops if stop.plan.waits and stop.life <= 0]
        if due:
            self.fail(machine, due[0])
        if machine.closing:
            self.turn_off(machine)

    def hand_over(self, machine: Machine) -> None:
        """Pieces that are done go on, as far as there is room for them."""
        while machine.pieces:
            piece = machine.pieces[0]
            if is_gone(piece):
                machine.pieces.popleft()
                self.depart(piece, piece.fate)
                continue
            target = self.stations[self.plan.operations[piece.fate].station]
            if machine.station.plan.before:
                target.promised -= 1
            elif target.in_line or not target.has_room:
                self.stand_in_line(machine, target)
                break
            machine.pieces.popleft()
            self.go_on(piece)
        if not machine.pieces:
            machine.phase = "free"
            self.note(machine)
        self.show(machine)

    def stand_in_line(self, machine: Machine, target: Station) -> None:
        """A machine waits for room at a station."""
        machine.stood = self.now
        target.in_line.append(machine)
        self.look_at(target)

    # stops --------------------------------------------------------------------------------------------------

    def renew(self, stop: Stopping) -> None:
        """How far off a stop is, anew."""
        stop.life = self.draw(stop.plan.every) if stop.plan.every is not None else stop.plan.every_pieces

    def start_repair(self, machine: Machine, stop: Stopping) -> None:
        """Somebody is there to end a stop, or nobody is needed."""
        machine.due = self.plan_at(self.now + self.draw(stop.plan.lasts), MACHINE, "machine", machine)

    def fail(self, machine: Machine, stop: Stopping) -> None:
        """A stop begins; the clocks of the others stand still."""
        self.suspend(machine)
        stop.life = 0.0
        stop.times += 1
        for other in machine.stops:
            if other is not stop and other.due is not None and is_near(other):
                other.life = other.due[0] - self.now
                self.call_off(other.due)
        machine.down = stop
        if machine.phase == "work" and stop.plan.piece == REPEAT:
            machine.left = machine.cycle
        elif machine.phase == "work" and stop.plan.piece == SCRAP:
            self.scrap_all(machine)
        self.note(machine)
        if stop.plan.pools is None or self.seize(machine, stop.plan.pools):
            self.start_repair(machine, stop)
        else:
            self.wait_for(machine, stop.plan.pools)
        self.show(machine)

    def scrap_all(self, machine: Machine) -> None:
        """Pieces under way are scrap, and places promised to them are free again."""
        while machine.pieces:
            piece = machine.pieces.popleft()
            if machine.station.plan.before and not is_gone(piece):
                target = self.stations[self.plan.operations[piece.fate].station]
                target.promised -= 1
                self.look_at(target)
            self.depart(piece, SCRAPPED)
        machine.phase = "free"

    def repaired(self, machine: Machine, stop: Stopping) -> None:
        """A stop is over; the machine goes on with what it was at."""
        self.renew(stop)
        machine.down = None
        for item in machine.stops:
            if item.plan.counts == BY_CLOCK:
                item.due = self.plan_at(self.now + item.life, CLOCK, "clock", (machine, item))
        self.release(machine)
        self.note(machine)
        if machine.phase in ("heating", "set_up", "work"):
            self.pursue(machine)
        else:
            self.show(machine)

    def clock_due(self, machine: Machine, stop: Stopping) -> None:
        """A stop that counts the clock is due."""
        stop.due, stop.life = None, 0.0
        if not (stop.plan.waits and machine.phase in ("set_up", "work")):
            self.fail(machine, stop)

    # shifts -------------------------------------------------------------------------------------------------

    def turn_off(self, machine: Machine) -> None:
        """The shift of a machine ends."""
        if machine.down is None:
            self.suspend(machine)
        if machine.phase == "heating":
            machine.phase, machine.left = machine.before_heating
        machine.closing, machine.off = False, True
        self.note(machine)
        self.show(machine)

    def close(self, machine: Machine) -> None:
        """The shift ends now, or after the cycle under way."""
        if machine.station.plan.finish and machine.running and machine.phase in ("set_up", "work"):
            machine.closing = True
        else:
            self.turn_off(machine)

    def turn_on(self, machine: Machine) -> None:
        """The shift of a machine begins."""
        was_off, warm_up = machine.off, machine.station.plan.warm_up
        if was_off and warm_up is not None and machine.phase in ("free", "set_up", "work"):
            machine.before_heating = (machine.phase, machine.left)
            machine.phase, machine.left = "heating", self.draw(warm_up)
        machine.off = machine.closing = False
        self.note(machine)
        if was_off and machine.down is None and machine.phase in ("heating", "set_up", "work"):
            self.pursue(machine)
        else:
            self.show(machine)

    # stations -----------------------------------------------------------------------------------------------

    def settle(self, station: Station) -> None:
        """Machines load what waits, and who waits for room gets it, until nothing more moves."""
        while True:
            if station.free and station.queue and self.load(station):
                continue
            if station.plan.interrupts and station.queue and self.interrupt(station):
                continue
            if not (station.in_line and station.has_room):
                return
            self.admit(station, station.in_line.popleft())

    def admit(self, station: Station, who: Machine | Source) -> None:
        """Whoever stood first in line has a place at a station."""
        if isinstance(who, Source):
            self.let_in(who)
        elif who.phase == "hold":
            station.promised += 1
            self.begin(who)
        else:
            self.go_on(who.pieces.popleft())
            self.hand_over(who)

    def load(self, station: Station) -> bool:
        """A machine takes pieces from the queue; False where too few of one family wait."""
        plan = station.plan
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
        """The first family in the queue with enough pieces."""
        return next((self.family(piece) for piece in station.queue if self.enough(station, self.family(piece))), None)

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
