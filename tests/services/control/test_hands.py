"""Who speaks with the plant apart from the guard: in order, in time, and never what is no longer wanted."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pulmu.model import OutsideError
from pulmu.services.control.hands import AtOnce, InAThread

PATIENCE = 0.3


class Desk:
    """Takes what comes back, in the thread of the test."""

    def __init__(self) -> None:
        self.back: queue.Queue[Callable[[], None]] = queue.Queue()
        self.came: list[Any] = []
        self.made: list[str] = []
        self.hands = InAThread(self.back.put, time.monotonic, PATIENCE)

    def call(self, name: str, seconds: float = 0.0) -> Callable[[], str]:
        def make() -> str:
            self.made.append(name)
            time.sleep(seconds)
            return name

        return make

    def settle(self, count: int) -> list[Any]:
        for _ in range(count):
            self.back.get(timeout=5)()
        return self.came


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.hands.close()


def test_calls_are_made_in_order_and_answered_in_the_thread_of_the_guard(desk: Desk) -> None:
    threads = []

    def take(came: Any) -> None:
        desk.came.append(came)
        threads.append(threading.current_thread())

    for name in ("a", "b"):
        desk.hands.do(desk.call(name), take, lambda: True)
    assert desk.settle(2) == ["a", "b"]
    assert set(threads) == {threading.current_thread()}
    assert desk.hands.is_idle


def test_what_is_no_longer_wanted_is_not_made(desk: Desk) -> None:
    wanted = [True]
    desk.hands.do(desk.call("slow", 0.1), desk.came.append, lambda: True)
    desk.hands.do(desk.call("write"), desk.came.append, lambda: wanted[0])
    wanted[0] = False
    assert desk.settle(2) == ["slow", None]
    assert desk.made == ["slow"]


def test_what_waited_too_long_is_not_made_and_what_takes_too_long_is_overdue(desk: Desk) -> None:
    desk.hands.do(desk.call("hangs", 2 * PATIENCE), desk.came.append, lambda: True)
    desk.hands.do(desk.call("write"), desk.came.append, lambda: True)
    assert not desk.hands.is_overdue
    time.sleep(1.5 * PATIENCE)
    assert desk.hands.is_overdue
    assert desk.settle(2) == ["hangs", None]
    assert desk.made == ["hangs"]
    assert not desk.hands.is_overdue


def test_a_plant_that_fails_is_told_as_what_it_is(desk: Desk) -> None:
    error = OutsideError.of("live.link_lost", "plant", "gone", "see to it", reason="gone")

    def fail() -> None:
        raise error

    desk.hands.do(fail, desk.came.append, lambda: True)
    assert desk.settle(1) == [error]
    AtOnce().do(fail, desk.came.append, lambda: True)
    AtOnce().do(fail, desk.came.append, lambda: False)
    assert desk.came == [error, error, None]
