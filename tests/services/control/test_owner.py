"""The thread that owns a guard: a plant that hangs, a switch that is not read, calls that come too late."""

import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.contract.guard_desk import BEAT, BURNER, PEOPLE, PROFILE, eventually, group_of, plant_in_memory, proof_of
from tests.services.control.test_run import Paper

from pulmu.model.guard_profile import LocalSwitch, Watchdog
from pulmu.model.tag import Sample
from pulmu.services.control.hands import InAThread
from pulmu.services.control.in_process import InProcessDesk
from pulmu.services.control.owner import Owner, OwnerOrder
from pulmu.services.control.switch import switch_of
from pulmu.twin.control import Moment, Person

NOW = Moment(50.0, 1_790_000_000.0)
SWITCH = LocalSwitch(tag="hall/switch", age_s=3.0)


class Hanging:
    """A plant in memory whose writes hang while it is told so; the watchdog's go through.

    Its readings are as old as `late` says. [s]
    """

    def __init__(self) -> None:
        self.plant, self.is_free, self.late = plant_in_memory(), threading.Event(), 0.0
        self.is_free.set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plant, name)

    def write(self, tag: str, value: Any) -> Any:
        if tag != BEAT:
            self.is_free.wait(20)
        return self.plant.write(tag, value)

    def read(self, tags: Any) -> Any:
        span = timedelta(seconds=self.late)
        return tuple(replace(item, received=item.received - span) for item in self.plant.read(tags))


@pytest.fixture
def plant() -> Iterator[Hanging]:
    found = Hanging()
    yield found
    found.is_free.set()


@pytest.fixture
def desk(plant: Hanging) -> Iterator[InProcessDesk]:
    order = OwnerOrder(
        clock=lambda: Moment(time.monotonic(), time.time()), draw=lambda: secrets.token_urlsafe(24), every=0.02
    )
    owner = Owner(PROFILE, plant, Paper(), order)  # type: ignore[arg-type]
    people = {name: Person(id=name, plant="hanbit", roles=roles) for name, roles in PEOPLE.items()}
    made = InProcessDesk(owner, "hanbit", people, time.time)
    eventually(made, lambda view: view.is_linked and view.is_switched_on)
    yield made
    owner.close()


def commit(desk: InProcessDesk) -> None:
    desk.beat("park")
    binding = desk.propose("park", group_of(), proof_of(group_of())).binding
    token = desk.arm("kim", binding).token
    assert desk.commit("park", binding, token).accepted


def test_a_stop_is_noticed_while_the_plant_does_not_answer(desk: InProcessDesk, plant: Hanging) -> None:
    plant.is_free.clear()
    commit(desk)
    eventually(desk, lambda view: view.run is not None and view.run.stage == "write")
    begun = time.monotonic()
    assert desk.stop("choi").accepted
    assert desk.view().phase == "failed_safe"
    assert time.monotonic() - begun < PROFILE.answer_s


def test_a_plant_that_does_not_answer_in_time_counts_as_lost(desk: InProcessDesk, plant: Hanging) -> None:
    plant.is_free.clear()
    commit(desk)
    eventually(desk, lambda view: not view.is_linked, seconds=3 * PROFILE.answer_s)
    plant.is_free.set()
    eventually(desk, lambda view: view.is_linked and not view.engaged)
    assert plant.read([BURNER])[0].value is False


def test_old_readings_after_a_hang_neither_end_a_stop_nor_leave_what_was_written(
    desk: InProcessDesk, plant: Hanging
) -> None:  # fmt: skip
    commit(desk)
    eventually(desk, lambda view: view.phase == "verified")
    plant.is_free.clear()
    plant.late = 60.0
    assert desk.stop("choi").accepted
    eventually(desk, lambda view: not view.is_linked)
    plant.is_free.set()
    eventually(desk, lambda view: view.is_linked and not view.is_switch_known)
    time.sleep(0.3)
    view = desk.view()
    assert (view.phase, view.is_stopped) == ("failed_safe", True)
    plant.late = 0.0
    view = eventually(desk, lambda view: view.is_switched_on and not view.engaged)
    assert view.is_stopped
    assert plant.read([BURNER])[0].value is False


@pytest.mark.parametrize(
    ("changes", "is_on"),
    [
        ({}, True), ({"value": False}, False), ({"value": 1.0}, None), ({"quality": "uncertain"}, None),
        ({"tag": "hall/other"}, None), ({"received": None}, None), ({"value": False, "received": None}, None),
        ({"received": datetime.fromtimestamp(NOW.wall, UTC) - timedelta(seconds=3.1)}, None),
        ({"received": datetime.fromtimestamp(NOW.wall, UTC) + timedelta(seconds=3.1)}, None),
    ],
    ids=["on", "off", "number", "doubtful", "other tag", "no time", "off, no time", "old", "from the future"],
)  # fmt: skip
def test_a_switch_is_on_only_where_it_is_read_so(changes: dict[str, Any], is_on: bool | None) -> None:
    read: dict[str, Any] = {"tag": SWITCH.tag, "value": True, "received": datetime.fromtimestamp(NOW.wall, UTC)}
    assert switch_of(SWITCH, [Sample(**(read | changes))], NOW) is is_on


class Thread:
    """Hands, and what they give back; the first call holds up those behind it."""

    def __init__(self) -> None:
        self.clock, self.given, self.free = 0.0, queue.Queue[Callable[[], None]](), threading.Event()
        self.hands = InAThread(self.given.put, lambda: self.clock, patience=1.0)
        self.made: list[str] = []
        self.came: list[Any] = []
        begun = threading.Event()
        self.hands.do(lambda: begun.set() or self.free.wait(20), self.came.append, lambda: True)
        assert begun.wait(10)

    def end(self, calls: int) -> None:
        self.free.set()
        for _ in range(calls):
            self.given.get(timeout=10)()
        self.hands.close()


def test_a_call_that_waited_too_long_is_not_made() -> None:
    thread = Thread()
    thread.hands.do(lambda: thread.made.append("late"), thread.came.append, lambda: True)
    thread.clock = 1.5
    assert thread.hands.is_overdue
    thread.end(2)
    assert (thread.made, thread.came) == ([], [True, None])
    assert thread.hands.is_idle


def test_a_call_that_is_no_longer_wanted_is_not_made() -> None:
    thread = Thread()
    thread.hands.do(lambda: thread.made.append("unwanted"), thread.came.append, lambda: False)
    thread.end(2)
    assert (thread.made, thread.came) == ([], [True, None])


def test_a_plant_that_is_found_again_is_counted_up_at_once() -> None:
    """A plant that was begun anew would not notice the end of a guard it never heard of."""
    plant = plant_in_memory()
    order = OwnerOrder(clock=lambda: Moment(time.monotonic(), time.time()), draw=lambda: "", every=0.02)
    profile = replace(PROFILE, watchdog=Watchdog(tag=BEAT, every_s=2.0))
    owner = Owner(profile, plant, Paper(), order)
    try:
        until(lambda: plant.read([BEAT])[0].number == 1.0)
        plant.lose_link()
        until(lambda: not owner.view().is_linked)
        begun = time.monotonic()
        plant.find_link()
        until(lambda: plant.read([BEAT])[0].number == 2.0)
        assert time.monotonic() - begun < 1.5
    finally:
        owner.close()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
