"""Cycles of machines in the oracle: set-up, work, and handing over what is done."""

from pulmu.twin.laws import draw
from pulmu.twin.oracle.conveying import Conveying
from pulmu.twin.oracle.floor import is_gone
from pulmu.twin.oracle.phases import BY_PIECES
from pulmu.twin.oracle.things import Machine


class Cycles(Conveying):
    """A floor whose machines work on pieces and hand them over."""

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
            if machine.belt is not None:
                self.note(machine)
            self.pursue(machine)

    def end_cycle(self, machine: Machine) -> None:
        """Pieces are done: they go on, and stops and shift ends that waited come."""
        if machine.belt is not None:
            self.reach_end(machine, machine.belt)
            self.stop_if_due(machine)
            if machine.closing and not machine.pieces:
                self.turn_off(machine)
            return
        station = machine.station
        self.cycles[station.number][self.slot] += 1
        self.worked[station.number][self.slot] += len(machine.pieces)
        if station.plan.weighs:
            for piece in machine.pieces:
                self.mass[station.number][self.slot] += self.plan.operations[piece.operation].piece_kg
        machine.phase = "done"
        self.hand_over(machine)
        self.stop_if_due(machine)
        if machine.closing:
            self.turn_off(machine)

    def stop_if_due(self, machine: Machine) -> None:
        """A stop comes that waited for the end of the cycle."""
        for stop in machine.stops:
            if stop.plan.counts == BY_PIECES:
                stop.life -= 1.0
        due = [stop for stop in machine.stops if stop.plan.waits and stop.life <= 0]
        if due:
            self.fail(machine, due[0])

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
