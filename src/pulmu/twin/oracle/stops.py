"""Stops of machines in the oracle: breakdowns and maintenance, and shifts."""

from collections import deque

from pulmu.twin.oracle.floor import is_gone, is_near
from pulmu.twin.oracle.phases import BY_CLOCK, CLOCK, Phases
from pulmu.twin.oracle.things import Belt, Machine, Stopping
from pulmu.twin.plan import SCRAPPED

REPEAT, SCRAP = 1, 2


class Stops(Phases):
    """A floor whose machines stop, and turn off and on."""

    def renew(self, stop: Stopping) -> None:
        """How far off a stop is, anew."""
        stop.life = self.draw(stop.plan.every) if stop.plan.every is not None else stop.plan.every_pieces

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
        elif machine.belt is not None and machine.phase == "done" and stop.plan.piece == SCRAP:
            self.scrap_behind(machine, machine.belt)
        self.note(machine)
        if stop.plan.pools is None or self.seize(machine, stop.plan.pools):
            self.start_repair(machine, stop)
        else:
            self.wait_for(machine, stop.plan.pools)
        self.show(machine)

    def scrap_all(self, machine: Machine) -> None:
        """Pieces under way are scrap, and places promised to them are free again."""
        if machine.belt is not None:
            self.count_belt(machine, machine.belt)
        while machine.pieces:
            piece = machine.pieces.popleft()
            if machine.station.plan.before and not is_gone(piece):
                target = self.stations[self.plan.operations[piece.fate].station]
                target.promised -= 1
                self.look_at(target)
            self.depart(piece, SCRAPPED)
        machine.phase = "free"

    def scrap_behind(self, machine: Machine, belt: Belt) -> None:
        """Pieces on a belt that are not at its end are scrap."""
        self.count_belt(machine, belt)
        first, *behind = machine.pieces
        machine.pieces = deque([first])
        for piece in behind:
            self.depart(piece, SCRAPPED)

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
        """The shift ends now, or after the cycle under way; a belt runs empty."""
        is_under_way = machine.running and machine.phase in ("set_up", "work")
        if machine.belt is not None and machine.down is None:
            is_under_way = is_under_way or machine.phase == "done"
        if machine.station.plan.finish and is_under_way:
            machine.closing = True
            if machine.belt is not None:
                self.note(machine)
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
