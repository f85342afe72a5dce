"""Phases of machines on the floor of the oracle, the states they show, and their operators."""

from pulmu.twin.oracle.belts import Belts
from pulmu.twin.oracle.floor import STATE_NUMBER
from pulmu.twin.oracle.things import Machine, Stopping

MACHINE, CLOCK, CALENDAR, ARRIVAL = 2, 3, 4, 5
OPERATION, BY_CLOCK, BY_PIECES = range(3)
_SHOWN = {
    "free": "idle",
    "work": "busy",
    "set_up": "set_up",
    "heating": "heating",
    "done": "blocked",
    "hold": "blocked",
}


class Phases(Belts):
    """A floor whose machines go through phases."""

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
        if machine.belt is not None:
            self.turn_belt(machine, machine.belt)
        could = machine.station.could
        if machine.can_take and not could.get(machine.number, False):
            self.look_at(machine.station)
        could[machine.number] = machine.can_take

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

    def start_repair(self, machine: Machine, stop: Stopping) -> None:
        """Somebody is there to end a stop, or nobody is needed."""
        machine.due = self.plan_at(self.now + self.draw(stop.plan.lasts), MACHINE, "machine", machine)

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
