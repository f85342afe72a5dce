"""The guard under events in any order, as hypothesis finds them: what must always hold."""

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.twin.control.campaign import GUEST, ODD_NUMBERS, ODD_VALUES, STRANGER
from tests.twin.control.world import AUTHOR, ENGINEER, STANDS, UNITS, World

from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.twin.control import AuditFailed, Killed, LinkBack, LinkLost, Moment, Overridden, Restarted, Switched

TAGS = st.sampled_from(["furnace/1/temperature", "line/trim", "line/count", "burner/on", "line/mode", "air/pressure"])
NEAR = st.sampled_from([790.0, 810.0, 1.5, -2.0, 3, 0, True, False, "run", "stop"])
VALUES = NEAR | st.sampled_from([*ODD_NUMBERS, *ODD_VALUES]) | st.floats()
PEOPLE = st.sampled_from([AUTHOR, ENGINEER, STRANGER, GUEST])


def point(tag: str, value: Any) -> Setpoint:
    return Setpoint(tag=tag, value=value, unit=UNITS.get(tag, "1"))


class Guard(RuleBasedStateMachine):
    """People, a plant, and the clock, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.binding, self.token = "", ""

    @rule(points=st.lists(st.builds(point, TAGS, VALUES), min_size=1, max_size=3), by=PEOPLE)
    def propose(self, points: list[Setpoint], by: Any) -> None:
        group = SetpointGroup(id="g", setpoints=tuple(points))
        self.binding = self.world.propose(group, request=self.world.request(by))

    @rule(by=PEOPLE, same=st.booleans())
    def arm(self, by: Any, same: bool) -> None:
        changes = {"token": self.token} if same else {}
        self.token = self.world.arm(self.binding, request=self.world.request(by), **changes) if not same else self.token
        if same:
            self.world.arm(self.binding, request=self.world.request(by), **changes)

    @rule(by=PEOPLE, old=st.booleans())
    def commit(self, by: Any, old: bool) -> None:
        request = self.world.request(by)
        self.world.commit(self.binding, self.token, request=replace(request, sequence=1) if old else request)

    @rule(value=st.sampled_from([790.0, 805.0, 812.0]))
    def whole(self, value: float) -> None:
        self.world.set(SetpointGroup(id="g", setpoints=(point("furnace/1/temperature", value),)))

    @rule(seconds=st.sampled_from([0.5, 2.0, 6.0, 31.0]), beats=st.booleans())
    def wait(self, seconds: float, beats: bool) -> None:
        self.world.wait(seconds, beats=beats, tick=1.0)

    @rule(by=st.sampled_from([-100.0, -2.0, 5.0, 1e6]))
    def jump(self, by: float) -> None:
        self.world.now = Moment(self.world.now.monotonic, self.world.now.wall + by)
        self.world.beat()

    @rule(is_on=st.sampled_from([True, False, None]))
    def switch(self, is_on: bool | None) -> None:
        self.world.send(Switched(at=self.world.now, is_on=is_on))

    @rule(what=st.sampled_from([Killed, AuditFailed, LinkLost, LinkBack]))
    def happens(self, what: Any) -> None:
        self.world.send(what(at=self.world.now))

    @rule(tag=TAGS, is_on=st.booleans())
    def hand(self, tag: str, is_on: bool) -> None:
        self.world.send(Overridden(at=self.world.now, tag=tag, is_on=is_on))

    @rule()
    def restart(self) -> None:
        touched = tuple(self.world.state.engaged.values())
        self.world.send(Restarted(at=self.world.now, sequence=self.world.number, touched=touched))
        self.world.beats += 1

    @rule(how=st.sampled_from(["accepted", "accepted", "ignored", "refused", "silent", "lost"]))
    def plant_answers(self, how: str) -> None:
        self.world.takes = lambda write: how

    @rule(tag=st.sampled_from(["furnace/1/door_closed", "air/pressure"]), is_good=st.booleans())
    def interlock(self, tag: str, is_good: bool) -> None:
        self.world.values[tag] = STANDS[tag] if is_good else False

    @rule()
    def begin_anew(self) -> None:
        self.world.takes = lambda write: "accepted"
        self.world.values.update(STANDS)
        self.world.send(Switched(at=self.world.now, is_on=False))
        for tag in self.world.state.overridden:
            self.world.send(Overridden(at=self.world.now, tag=tag, is_on=False))
        self.world.ready()

    @invariant()
    def nothing_unsafe_was_written(self) -> None:
        assert self.world.oracle.faults == []

    @invariant()
    def what_runs_was_armed_by_another_and_its_token_is_spent(self) -> None:
        state = self.world.state
        if state.run is not None:
            assert state.run.arming.token in state.spent
            assert state.run.arming.by.id != state.run.proposal.author.id

    @invariant()
    def without_the_local_switch_nothing_is_armed_or_under_way(self) -> None:
        state = self.world.state
        if not state.is_switched_on or state.is_killed:
            assert state.phase in ("disarmed", "failed_safe", "verified", "reverted")
            assert state.run is None

    @invariant()
    def a_token_was_used_once(self) -> None:
        assert len(set(self.world.state.spent)) == len(self.world.state.spent)


TestGuard = Guard.TestCase
TestGuard.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
