"""The oracle: the same line in plain Python, piece by piece. It checks the kernel, and stands in where numba is not."""

import heapq
from typing import Any

from pulmu.twin.begin import begin_of, calendar_order
from pulmu.twin.counts import STATES, Ask, Counts, ProductCounts, SourceCounts, StationCounts
from pulmu.twin.laws import seconds
from pulmu.twin.oracle.begin import begin_at, end_of
from pulmu.twin.oracle.phases import ARRIVAL, CALENDAR, CLOCK
from pulmu.twin.oracle.things import Machine, Made, Station
from pulmu.twin.oracle.work import Work
from pulmu.twin.plan import Plan
from pulmu.twin.snapshot import HELD, ranked
from pulmu.twin.standstill import LEAST_STEP, Circle, FullStation, Held, find_circle, time_stands
from pulmu.twin.week import WEEK, Turns

__all__ = ["run_plainly"]
_RESET, _PRICE = 0, 1
_EVENTS = 1 << 20


def run_plainly(plan: Plan, ask: Ask, replication: int) -> Counts:
    """One replication."""
    run = _Run(plan, ask, replication)
    now = begin_of(plan, ask, replication)
    run.plan_turns()
    if now is None:
        run.start()
    else:
        begin_at(run, now)
    run.settle_all()
    run.go_through()
    return run.counts()


class _Run(Work):
    def plan_turns(self) -> None:
        for number in calendar_order(self.plan):
            turns = self.plan.calendars[number]
            self.plan_turn("calendar", number, turns, CALENDAR, *turns.next_after(self.plan.offset))
        turns = self.plan.prices.turns
        self.plan_turn("price", 0, turns, _PRICE, *turns.next_after(self.plan.offset))
        if self.ask.warm_up > 0:
            self.plan_at(self.ask.warm_up, _RESET, "reset", None)

    def start(self) -> None:
        for machine in self.machines:
            for stop in machine.stops:
                self.renew(stop)
                if stop.plan.counts == 1:
                    stop.due = self.plan_at(stop.life, CLOCK, "clock", (machine, stop))
        for machine in self.machines:
            self.note(machine)
        for operation, pieces in self.plan.waiting:
            for _ in range(pieces):
                piece = self.new_piece(self.sources[0], self.plan.operations[operation].product)
                piece.operation = operation
                self.enter(piece)
        for source in self.sources:
            if source.plan.first is None:
                self.offer(source)
            else:
                self.plan_at(self.draw(source.plan.first), ARRIVAL, "arrival", source)

    def plan_turn(self, what: str, number: int, turns: Turns, kind: int, at: int, week: int) -> None:
        if len(turns.at) > 1:
            self.plan_at(week * WEEK + turns.at[at] - self.plan.offset, kind, what, (number, turns, at, week))

    def settle_all(self) -> None:
        while self.looks:
            self.settle(self.looks.popleft())

    def go_through(self) -> None:
        enough, seen = self.ask.pieces, -1.0
        while self.agenda and (enough is None or self.left < enough):
            if self.agenda[0][0] > self.ask.horizon:
                break
            time, _, _, what, who = heapq.heappop(self.agenda)
            if what:
                self.now = time
                if self.events % _EVENTS == _EVENTS - 1:
                    if time < seen + LEAST_STEP:
                        raise time_stands(time)
                    seen = time
                self.events += 1
                self.happen(what, who)
                self.settle_all()
        if enough is None or self.left < enough:
            self.now = self.ask.horizon
        self.bring_up()

    def happen(self, what: str, who: Any) -> None:
        if what == "machine":
            self.machine_due(who)
        elif what == "arrival":
            self.next_arrival(who)
        elif what == "belt":
            self.open_belt(who)
        elif what == "wait":
            self.look_at(who)
        elif what == "clock":
            self.clock_due(*who)
        elif what == "calendar":
            self.turn_calendar(*who)
        elif what == "price":
            _, turns, at, week = who
            self.bring_up()
            self.slot = turns.value[at]
            self.plan_turn("price", 0, turns, _PRICE, *turns.following(at, week))
        else:
            self.bring_up()
            self.measured_from = self.now
            self.clear()

    def next_arrival(self, source: Any) -> None:
        plan = source.plan
        following = self.now + self.draw(plan.every)
        if plan.most is None or source.made + plan.lot < plan.most:
            self.plan_at(following, ARRIVAL, "arrival", source)
        self.arrive(source)

    def turn_calendar(self, number: int, turns: Turns, at: int, week: int) -> None:
        self.plan_turn("calendar", number, turns, CALENDAR, *turns.following(at, week))
        on = turns.value[at] == 1
        for machine in self.machines:
            if machine.calendar == number:
                (self.turn_on if on else self.close)(machine)
        for people in self.people:
            if people.calendar == number:
                people.at_work = on
        if on:
            self.grant()

    def counts(self) -> Counts:
        return Counts(
            measured=self.now - self.measured_from,
            inside_area=self.inside_area,
            inside=self.inside,
            events=self.events,
            stations=tuple(self.station_counts(station) for station in self.stations),
            products=tuple(_product_counts(item) for item in self.made),
            sources=tuple(SourceCounts(item.arrived, item.lost, len(item.outside)) for item in self.sources),
            pool_areas=tuple(item.area for item in self.people),
            trace=tuple(self.trace),
            circle=self.circle(),
            end=ranked(end_of(self, self.begun_after + self.now)) if self.ask.end else None,
        )

    @property
    def begun_after(self) -> float:
        state = self.plan.line.state
        return 0.0 if state is None else seconds(state.after)

    def circle(self) -> Circle | None:
        full = [item for item in self.stations if not item.has_room and not item.promised]
        return find_circle({item.number: self.full_station(item) for item in full})

    def full_station(self, station: Station) -> FullStation:
        empty = [item for item in station.machines if item.phase == "free"]
        is_batch = station.plan.is_batch and station.plan.patience is None
        lacks_family = bool(empty) and is_batch and self.ready_family(station) is None
        stuck = all(_is_stuck(item) for item in station.machines if item not in empty)
        held = [self.held(item) for item in station.machines if item not in empty] if stuck else None
        last = max((item.queued for item in station.queue), default=0.0)
        return FullStation(None if held is None or (empty and not lacks_family) else tuple(held), lacks_family, last)

    def held(self, machine: Machine) -> Held:
        return Held(self.plan.operations[machine.pieces[0].fate].station, machine.stood)

    def station_counts(self, station: Station) -> StationCounts:
        number = station.number
        kinds = range(len(station.machines[0].stops))
        return StationCounts(
            state_time=[self.state_time[number][state] for state in range(len(STATES))],
            cycles=self.cycles[number],
            pieces=self.worked[number],
            mass=self.mass[number],
            set_ups=self.set_ups[number],
            stops=[sum(machine.stops[kind].times for machine in station.machines) for kind in kinds],
            loaded=station.loaded,
            queue_area=station.queue_area,
            most_queue=station.most_queued,
            wait_sum=station.wait_sum,
            belt_area=sum(item.belt.area for item in station.machines if item.belt is not None),
        )


def _is_stuck(machine: Machine) -> bool:
    """Whether a machine waits for a place further on, and takes nothing until then."""
    belt = machine.belt
    if belt is not None and belt.plan.accumulates and len(machine.pieces) < belt.plan.places:
        return False
    return machine.phase in HELD


def _product_counts(item: Made) -> ProductCounts:
    return ProductCounts(item.good, item.scrap, item.reworked, item.flow_sum, item.flow_squares, item.least, item.most)
