"""The guard at a plant in memory: actions are carried out, kept first; a link or a disk that fails is met."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.twin.control.world import AUTHOR, ENGINEER, PROFILE, UNITS, World, group_of

from pulmu.adapters.simulated_plant import SimulatedPlant
from pulmu.model import ControlRefused, OutsideError, Problem, Quantity
from pulmu.model.guard_profile import LocalSwitch
from pulmu.model.setpoint import SetpointGroup
from pulmu.model.tag import Tag, Value, Written
from pulmu.services.control.ledger import IN_CHARGE, broken
from pulmu.services.control.run import Guard
from pulmu.services.records.audit import AuditEntry
from pulmu.twin.control import (
    Armed,
    Committed,
    Heartbeat,
    Moment,
    Proof,
    Proposed,
    Request,
    Switched,
    binding_of,
    commands_seal,
    profile_seal,
)
from pulmu.twin.control.binding import model_of

TEMPERATURE = "furnace/1/temperature"
VALUES: dict[str, Value] = {
    TEMPERATURE: 800.0, "furnace/1/gas": 80.0, "line/trim": 1.0, "line/count": 2.0, "burner/on": True,
    "furnace/1/door_closed": True, "air/pressure": 6.0,
}  # fmt: skip
WRITABLE = {TEMPERATURE, "line/trim", "line/count", "burner/on"}
ONE_STEP = group_of(furnace__1__temperature=810.0)


class Paper:
    """A ledger in memory, whose disk can be full."""

    def __init__(self) -> None:
        self.kept: list[AuditEntry] = []
        self.is_full = False

    def entries(self) -> Iterable[AuditEntry]:
        return tuple(self.kept)

    def keep(self, entry: AuditEntry) -> None:
        if self.is_full:
            raise OutsideError.of("outside.ledger", "ledger", "the disk is full", "make room", reason="full")
        self.kept.append(entry)


class Hall:
    """A plant, its guard, a clock, and the people."""

    def __init__(self, paper: Paper | None = None) -> None:
        self.now = Moment(50.0, 1_790_000_000.0)
        self.paper = paper or Paper()
        tags = [
            Tag(name=name, unit=UNITS.get(name, "1"), kind="truth" if isinstance(value, bool) else "number",
                measure="x", writable=name in WRITABLE)
            for name, value in VALUES.items()
        ]  # fmt: skip
        self.plant = SimulatedPlant(tags, VALUES, lambda: datetime.fromtimestamp(self.now.wall, UTC), self.follows)
        self.alarms: list[Problem] = []
        self.beats, self.number = 0, 0
        self.start()

    @staticmethod
    def follows(plant: SimulatedPlant, tag: str, value: Value) -> None:
        if tag == TEMPERATURE and isinstance(value, float):
            plant.set("furnace/1/gas", value / 10)

    def start(self) -> None:
        self.guard = Guard(PROFILE, self.plant, self.paper, lambda: self.now, self.alarms.append)
        self.beats = 0

    def ready(self) -> None:
        self.guard.happens(Switched(at=self.now, is_on=True))
        self.wait(70.0)

    def wait(self, seconds: float, *, beats: bool = True) -> None:
        left = seconds
        while left > 0:
            part = min(0.5, left)
            left -= part
            self.now = Moment(self.now.monotonic + part, self.now.wall + part)
            if beats:
                self.beats += 1
                self.guard.happens(Heartbeat(at=self.now, number=self.beats))
            self.guard.tick()

    def value(self, tag: str = TEMPERATURE) -> Any:
        return self.plant._values[tag]

    def request(self, by: Any) -> Request:
        self.number += 1
        return Request(by=by, sequence=self.number, made_at=self.now.wall)

    def set(self, group: SetpointGroup = ONE_STEP, seal: str = profile_seal(PROFILE)) -> None:
        proof = Proof(
            commands=commands_seal(group), snapshot="a", snapshot_at=self.now.wall, model=model_of("f" * 64, "b"),
            model_at=self.now.wall, profile=seal, violations=0, line="f" * 64, bounds="b",
            report="9" * 64, tag_map=self.guard.state.profile.tag_map or "",
        )  # fmt: skip
        binding = binding_of(group, proof, PROFILE.plant, seal)
        token = f"token-of-the-hall-{self.number}"
        at = self.now
        self.guard.happens(Proposed(at=at, request=self.request(AUTHOR), group=group, proof=proof))
        self.guard.happens(Armed(at=at, request=self.request(ENGINEER), binding=binding, token=token))
        self.guard.happens(Committed(at=at, request=self.request(AUTHOR), binding=binding, token=token))

    @property
    def actions(self) -> list[str]:
        return [entry.action.removeprefix("control.") for entry in self.paper.kept]


@pytest.fixture
def hall() -> Hall:
    found = Hall()
    found.ready()
    return found


def test_a_written_setpoint_is_read_back_and_verified(hall: Hall) -> None:
    hall.set()
    hall.wait(1.0)
    assert (hall.guard.state.phase, hall.value()) == ("verified", 810.0)


def test_whole_numbers_and_truths_reach_the_plant(hall: Hall) -> None:
    hall.set(group_of(line__count=3, burner__on=False))
    hall.wait(1.0)
    assert (hall.value("line/count"), hall.value("burner/on")) == (3.0, False)
    assert hall.guard.state.phase == "verified"


def test_a_setpoint_beyond_its_limit_is_refused_and_the_refusal_is_kept(hall: Hall) -> None:
    hall.set(group_of(furnace__1__temperature=901.0))
    assert hall.value() == 800.0
    refused = next(entry for entry in hall.paper.kept if entry.action == "control.refused")
    assert "control.limit" in refused.detail["reasons"]
    assert refused.actor == "park"


def test_loss_of_the_link_falls_back_to_the_safe_setpoint(hall: Hall) -> None:
    hall.set()
    hall.wait(1.0)
    hall.plant.lose_link()
    hall.wait(3.0)
    assert (hall.guard.state.phase, hall.value()) == ("failed_safe", 810.0)
    hall.plant.find_link()
    hall.wait(1.0)
    assert hall.value() == 780.0


def test_a_write_of_unknown_outcome_counts_as_a_lost_link_at_once(hall: Hall) -> None:
    """The plant took it, and its answer was lost: nothing more is sent before the plant was reached and read anew."""
    write = hall.plant.write

    def lose(tag: str, value: Quantity) -> Written:
        hall.plant.write = write  # type: ignore[method-assign]
        write(tag, value)
        return Written(tag=tag, outcome="unknown")

    hall.plant.write = lose  # type: ignore[method-assign]
    hall.set(group_of(furnace__1__temperature=810.0, line__count=3))
    assert (hall.guard.state.is_linked, hall.guard.state.phase, hall.value()) == (False, "failed_safe", 810.0)
    assert hall.actions[-3:] == ["answered", "failed_safe", "link_lost"]
    assert hall.guard.ended is not None
    assert [item.code for item in hall.guard.ended.problems] == ["control.write_unknown"]
    hall.wait(1.0)
    assert (hall.value(), hall.value("line/count")) == (780.0, 2.0)


def test_silence_falls_back_within_five_seconds(hall: Hall) -> None:
    hall.set()
    hall.wait(1.0)
    hall.wait(5.0, beats=False)
    assert hall.value() == 780.0


def test_a_plant_that_refuses_leaves_everything_as_it_was(hall: Hall) -> None:
    hall.set(group_of(line__trim=2.0, line__mode="stop"))
    hall.wait(1.0)
    assert hall.value("line/trim") == 1.0
    assert hall.guard.state.phase == "disarmed"


def test_every_attempt_is_in_the_chain_in_order(hall: Hall) -> None:
    hall.set()
    hall.wait(1.0)
    begun = hall.actions.index("proposed")
    assert hall.actions[begun:] == [
        "proposed", "armed", "committed", "writes", "guard.in_charge", "answered", "read_back", "verified"
    ]  # fmt: skip
    assert broken(hall.paper.kept, PROFILE.plant) == ()


def test_a_write_is_kept_before_it_reaches_the_plant(hall: Hall) -> None:
    seen: list[str] = []
    write = hall.plant.write
    hall.plant.write = lambda tag, value: seen.extend(hall.actions[-2:]) or write(tag, value)  # type: ignore[method-assign, func-returns-value]
    hall.set()
    assert seen == ["writes", "guard.in_charge"]


def test_a_full_disk_lets_nothing_be_written(hall: Hall) -> None:
    hall.paper.is_full = True
    hall.set()
    hall.wait(2.0)
    assert hall.value() == 800.0
    assert hall.guard.state.is_record_lost


def test_a_disk_that_fills_in_mid_course_falls_back_all_the_same(hall: Hall) -> None:
    hall.set()
    hall.wait(1.0)
    hall.paper.is_full = True
    hall.set(group_of(line__trim=2.0))
    hall.wait(2.0)
    assert (hall.value("line/trim"), hall.value()) == (1.0, 780.0)
    assert "outside.ledger" in [item.code for item in hall.alarms]


def test_a_guard_that_was_killed_resumes_nothing_and_falls_back(hall: Hall) -> None:
    hall.set()
    hall.wait(1.0)
    hall.start()
    assert hall.guard.state.phase == "failed_safe"
    hall.guard.happens(Switched(at=hall.now, is_on=True))
    hall.wait(1.0)
    assert hall.value() == 780.0
    assert hall.guard.state.sequence >= hall.number


def test_a_guard_killed_after_it_let_go_leaves_the_plant_alone(hall: Hall) -> None:
    from pulmu.twin.control import Released

    hall.set()
    hall.wait(1.0)
    hall.guard.happens(Released(at=hall.now, request=hall.request(ENGINEER)))
    hall.start()
    hall.ready()
    assert hall.value() == 810.0
    assert hall.guard.state.phase == "disarmed"


@pytest.mark.parametrize(("starts", "stands"), [(1, 810.0), (2, 800.0)])
def test_only_a_guard_that_never_ran_sets_a_number_within_its_first_minute(starts: int, stands: float) -> None:
    hall = Hall()
    for _ in range(1, starts):
        hall.start()
    hall.guard.happens(Switched(at=hall.now, is_on=True))
    hall.wait(1.0)
    hall.set()
    hall.wait(1.0)
    assert hall.value() == stands


def test_a_request_from_before_the_restart_is_refused(hall: Hall) -> None:
    hall.set(group_of(line__trim=2.0))
    hall.start()
    hall.number = 0
    hall.set(group_of(line__trim=3.0))
    assert hall.value("line/trim") == 2.0
    assert "control.replayed" in hall.paper.kept[-1].detail["reasons"]


def test_a_ledger_that_was_changed_lets_no_guard_begin(hall: Hall) -> None:
    hall.set()
    spot = next(n for n, entry in enumerate(hall.paper.kept) if entry.action == IN_CHARGE)
    hall.paper.kept[spot] = replace(hall.paper.kept[spot], detail={})
    with pytest.raises(ControlRefused, match="not as it was written"):
        hall.start()


def test_a_hand_at_the_plant_is_not_written_over(hall: Hall) -> None:
    hall.set()
    hall.wait(1.0)
    hall.plant.set(TEMPERATURE, 750.0)
    hall.wait(1.0)
    hall.wait(6.0, beats=False)
    assert hall.value() == 750.0


def test_the_same_events_give_the_same_plant_as_the_machine_alone(hall: Hall) -> None:
    """Simulation and plant run the same code: the world of the machine's tests and this hall agree."""
    world = World()
    for one in (hall, world):
        one.set(group_of(furnace__1__temperature=815.0, line__trim=2.0))
        one.wait(2.0)
    assert (world.values[TEMPERATURE], world.values["line/trim"]) == (hall.value(), hall.value("line/trim"))
    assert world.state.phase == hall.guard.state.phase


def test_a_switch_at_the_plant_that_was_set_off_before_the_write_stops_it() -> None:
    """Nobody waits for the next look at the switch: it is read with what else must hold."""
    hall = Hall()
    profile = replace(PROFILE, switch=LocalSwitch(tag="furnace/1/door_closed"), interlocks=())
    hall.guard = Guard(profile, hall.plant, hall.paper, lambda: hall.now, hall.alarms.append)
    hall.beats = 0
    hall.ready()
    hall.plant.set("furnace/1/door_closed", False)
    hall.set(seal=profile_seal(profile))
    assert (hall.guard.state.is_switched_on, hall.value()) == (False, 800.0)
    assert hall.actions[-1] == "switched_off"
