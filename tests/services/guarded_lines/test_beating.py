"""Signs of life go on while something is under way and whoever commands is there, and end by themselves."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.guarded_line import guarded

from pulmu.model import OutsideError
from pulmu.services.control.desk import GuardAnswer
from pulmu.services.guarded_lines import beating
from pulmu.services.guarded_lines.beating import Beats, Command


@dataclass
class Desk:
    """Counts signs of life; shows a view that a test makes up."""

    shown: Any
    beats: int = 0
    is_away: bool = False

    def beat(self, _: str) -> GuardAnswer:
        if self.is_away:
            raise OutsideError.of("outside.guard", "guard", "away", "wait")
        self.beats += 1
        return GuardAnswer(accepted=True)

    def view(self) -> Any:
        return self.shown


def command(desk: Any, is_there: Callable[[], bool] = lambda: True) -> Command:
    return Command(desk, "kim", is_there)


def goes_on() -> bool:
    return any(thread.name == "pulmu-beats" for thread in threading.enumerate())


def until(holds: Callable[[], bool], seconds: float = 6.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_they_end_when_nothing_is_under_way(monkeypatch: Any) -> None:
    monkeypatch.setattr(beating, "AT_FIRST", 0.5)
    with guarded() as found:
        desk = Desk(found.view())
        Beats().keep("w", "l", command(desk))
        assert desk.beats >= 1, "the first before it returns: the arming that follows needs it"
        until(lambda: desk.beats > 3)
        until(lambda: not goes_on())


def test_they_end_when_whoever_commands_is_gone() -> None:
    with guarded() as found:
        desk, there = Desk(found.view()), [True]
        Beats().keep("w", "l", command(desk, lambda: there[0]))
        until(lambda: desk.beats > 2)
        there[0] = False
        until(lambda: not goes_on())


def test_a_guard_that_is_away_for_a_moment_is_told_again() -> None:
    with guarded() as found:
        desk, beats = Desk(found.view()), Beats()
        beats.keep("w", "l", command(desk))
        desk.is_away = True
        time.sleep(0.5)
        desk.is_away, before = False, desk.beats
        until(lambda: desk.beats > before)
        beats.close()
        until(lambda: not goes_on())
