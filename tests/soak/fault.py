"""A place that kills itself at a chosen point of its work: `python -m tests.soak.fault ORDER serve …`.

ORDER is a file that may come later: the name of a point and a number, such as ``before_commit 3``. From then on the
third time that any thread of the process comes to the point is its end, by SIGKILL.
"""

import os
import signal
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect

from pulmu.main import main

POINTS = ("half_a_file", "before_flush", "before_name", "after_name", "before_commit", "after_commit")


class Fault:
    """Ends the process when a point was reached so many times."""

    def __init__(self, order: Path) -> None:
        self._order = order
        self._lock = threading.Lock()
        self._point, self._left = "", 0

    def at(self, point: str, before: Callable[[], object] = lambda: None) -> None:
        """The process is at a point.

        Parameters
        ----------
        before : What is done just before the end.
        """
        with self._lock:
            if not self._point and self._order.exists():
                self._point, count = self._order.read_text(encoding="utf-8").split()
                self._left = int(count)
            if point != self._point:
                return
            self._left -= 1
            if self._left == 0:
                before()
                os.kill(os.getpid(), signal.SIGKILL)


def set_points(fault: Fault) -> None:
    """Tell the fault whenever a file is flushed or named, and a transaction ends."""
    flush, link, commit = os.fsync, os.link, DefaultDialect.do_commit

    def flushed(descriptor: int) -> None:
        found = os.fstat(descriptor)
        if stat.S_ISREG(found.st_mode):
            # As if the kill had come while it was written: whoever flushes has it open, and nobody else reads it yet.
            fault.at("half_a_file", lambda: os.truncate(f"/proc/self/fd/{descriptor}", found.st_size // 2))
        fault.at("before_flush")
        flush(descriptor)

    def linked(source: Any, target: Any, **more: Any) -> None:
        fault.at("before_name")
        link(source, target, **more)
        fault.at("after_name")

    def committed(dialect: DefaultDialect, connection: Any) -> None:
        fault.at("before_commit")
        commit(dialect, connection)
        fault.at("after_commit")

    os.fsync, os.link = flushed, linked  # type: ignore[assignment]
    DefaultDialect.do_commit = committed  # type: ignore[method-assign]


if __name__ == "__main__":
    set_points(Fault(Path(sys.argv.pop(1))))
    main()
