"""The ends of belts in the oracle: pieces leave one by one, and the next goes on to the end."""

from pulmu.twin.oracle.floor import is_gone
from pulmu.twin.oracle.stops import Stops
from pulmu.twin.oracle.things import Belt, Machine, Station


class Conveying(Stops):
    """A floor whose belts carry pieces to their ends."""

    def stand_in_line(self, machine: Machine, target: Station) -> None:
        """A machine waits for room at a station."""
        machine.stood = self.now
        target.in_line.append(machine)
        self.look_at(target)

    def reach_end(self, machine: Machine, belt: Belt) -> None:
        """The first piece of a belt is at its end, and leaves it if there is room for it."""
        station, piece = machine.station, machine.pieces[0]
        self.cycles[station.number][self.slot] += 1
        self.worked[station.number][self.slot] += 1
        if station.plan.weighs:
            self.mass[station.number][self.slot] += self.plan.operations[piece.operation].piece_kg
        belt.clock, belt.clocked = piece.at_end, self.now
        machine.phase = "done"
        if is_gone(piece):
            self.count_belt(machine, belt)
            self.depart(machine.pieces.popleft(), piece.fate)
            self.next_on_belt(machine, belt)
            return
        target = self.stations[self.plan.operations[piece.fate].station]
        if target.in_line or not target.has_room:
            self.stand_in_line(machine, target)
            self.note(machine)
            self.show(machine)
        else:
            self.take_off(machine, belt)

    def take_off(self, machine: Machine, belt: Belt) -> None:
        """The first piece of a belt leaves it for a station that has room."""
        self.count_belt(machine, belt)
        self.go_on(machine.pieces.popleft())
        self.next_on_belt(machine, belt)

    def next_on_belt(self, machine: Machine, belt: Belt) -> None:
        """What was second on a belt is first; on one that accumulates it closes up to the end."""
        self.wind(belt)
        if not machine.pieces:
            machine.phase = "free"
            self.look_at(machine.station)  # another family may wait for an empty belt
            self.note(machine)
            self.show(machine)
            return
        first = machine.pieces[0]
        if belt.plan.accumulates:
            first.at_end = max(first.at_end, belt.clock + belt.plan.pitch)
        machine.phase, machine.left = "work", max(first.at_end - belt.clock, 0.0)
        self.note(machine)
        self.pursue(machine)
