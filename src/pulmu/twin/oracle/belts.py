"""Belts on the floor of the oracle: how far one has run, whether it moves, and whether a piece may come on."""

from pulmu.twin.oracle.floor import Floor
from pulmu.twin.oracle.things import Belt, Machine

BELT = 6
BY_NUMBER = 1 << 40
"""Of what is due at one time, what has the smaller number goes first, whenever it was planned."""


class Belts(Floor):
    """A floor with belts."""

    def bring_up(self) -> None:
        """All integrals up to now."""
        super().bring_up()
        for machine in self.machines:
            if machine.belt is not None:
                self.count_belt(machine, machine.belt)

    def clear(self) -> None:
        """Counting begins anew."""
        super().clear()
        for machine in self.machines:
            if machine.belt is not None:
                machine.belt.area = 0.0

    def wind(self, belt: Belt) -> None:
        """The clock of a belt, up to now."""
        if belt.rolls:
            belt.clock += self.now - belt.clocked
        belt.clocked = self.now

    def count_belt(self, machine: Machine, belt: Belt) -> None:
        """The integral of the pieces on a belt; their number is about to change."""
        belt.area += len(machine.pieces) * (self.now - belt.counted)
        belt.counted = self.now

    def plan_opening(self, machine: Machine, belt: Belt) -> None:
        """When the next piece may come onto a belt that moves; of those at one time, the first machine first."""
        time = self.now + max(belt.opens - belt.clock, 0.0)
        belt.due = self.plan_at(time, BELT, "belt", machine, machine.number * BY_NUMBER)

    def turn_belt(self, machine: Machine, belt: Belt) -> None:
        """A belt begins or ceases to move; one that is empty is open."""
        self.wind(belt)
        if not machine.pieces:
            belt.is_open = True
            self.call_off(belt.due)
        is_up = machine.down is None and not machine.off
        rolls = is_up and (machine.phase == "work" or (machine.phase == "done" and belt.plan.accumulates))
        if rolls != belt.rolls:
            belt.rolls = rolls
            if not belt.is_open:
                if rolls:
                    self.plan_opening(machine, belt)
                else:
                    belt.is_open = belt.opens <= belt.clock
                    self.call_off(belt.due)
