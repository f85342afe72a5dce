"""Says to a guard that who commands is there: the place does it for whoever armed, as long as their session lives."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from pulmu.model import OutsideError
from pulmu.services.control.desk import GuardDesk, GuardView

LOOKS = 1.0
"""Time between two looks whether anything is under way, and whether they are still there. [s]"""
AT_FIRST = 5.0
"""So long it goes on from an arming that is still to come. [s]"""
MOST_FAILED = 60.0
"""So long a guard is asked that does not answer. [s]"""


@dataclass(slots=True)
class Command:
    """Who commands at a desk."""

    desk: GuardDesk
    person: str
    is_there: Callable[[], bool]


class Beats:
    """A thread for each line where something is under way; it ends by itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._commands: dict[tuple[str, str], Command] = {}
        self._closing = threading.Event()

    def keep(self, workspace: str, line: str, command: Command) -> None:
        """Say it now, and again and again until nothing is under way or they are gone; whoever armed last commands.

        Raises
        ------
        OutsideError  The guard cannot be reached.
        """
        command.desk.beat(command.person)
        key = (workspace, line)
        with self._lock:
            is_going = key in self._commands
            self._commands[key] = command
        if not is_going:
            threading.Thread(target=self._go_on, args=(key,), name="pulmu-beats", daemon=True).start()

    def close(self) -> None:
        """Fall silent: what is under way falls back."""
        self._closing.set()

    def _go_on(self, key: tuple[str, str]) -> None:
        lasted = failed = since = 0.0
        command, every = self._commands[key], 0.2
        while not self._closing.wait(every):
            lasted, since = lasted + every, since + every
            if self._commands[key] is not command:  # somebody armed anew
                command, lasted = self._commands[key], 0.0
            try:
                command.desk.beat(command.person)
                if since >= LOOKS:
                    view, since, failed = command.desk.view(), 0.0, 0.0
                    every = min(view.profile.heartbeat_s / 4, 0.5)
                    if not command.is_there() or (lasted > AT_FIRST and not is_under_way(view)):
                        break
            except OutsideError:
                failed += every
                if failed > MOST_FAILED:
                    break
        with self._lock:
            del self._commands[key]


def is_under_way(view: GuardView) -> bool:
    """Whether anything falls back if nobody commands."""
    return view.arming is not None or view.run is not None or bool(view.engaged)
