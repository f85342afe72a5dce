"""Processes that work: started anew when one dies, and closed in order.

Each is started apart (`spawn`), the same on every system, and holds the end of a pipe. When the pipe closes it is to
end: because it is told to, or because whoever started it is no more.
"""

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from pulmu.model import OutsideError

Work = Callable[[str, Connection], None]
"""What a process does until its pipe closes, given its name. It travels to the process: a function of a module."""

_LOG = logging.getLogger(__name__)
_QUICK = 10.0
"""A process that died sooner is started anew with a pause, twice as long each time. [s]"""
_LONGEST_PAUSE = 30.0


@dataclass
class _Worker:
    name: str
    process: BaseProcess
    pipe: Connection
    started: float


class WorkerPool:
    """So many processes that do the same.

    Parameters
    ----------
    identify : Names the next process.
    lost : Is told the name of one that ended.
    """

    def __init__(
        self, count: int, work: Work, identify: Callable[[], str], lost: Callable[[str], object]
    ) -> None:  # fmt: skip
        self._work, self._identify, self._lost = work, identify, lost
        self._context = multiprocessing.get_context("spawn")
        self._closing = threading.Event()
        self._pause = 0.0
        self._workers = [self._start() for _ in range(count)]
        self._watch = threading.Thread(target=self._keep, name="workers", daemon=True)
        self._watch.start()

    def processes(self) -> tuple[int, ...]:
        """Numbers of the processes, as the system counts them."""
        return tuple(worker.process.pid or 0 for worker in self._workers)

    def close(self, patience: float = 20.0) -> None:
        """Have each end what it is at, or give it back; who does not within the patience is ended."""
        self._closing.set()
        self._watch.join()
        for worker in self._workers:
            worker.pipe.close()
        until = time.monotonic() + patience
        for worker in self._workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            self._tell_lost(worker)

    def _start(self) -> _Worker:
        theirs, ours = self._context.Pipe(duplex=False)
        name = self._identify()
        process = self._context.Process(target=self._work, args=(name, theirs), name=f"pulmu-{name[:8]}", daemon=True)
        process.start()
        theirs.close()
        return _Worker(name, process, ours, time.monotonic())

    def _keep(self) -> None:
        while not self._closing.is_set():
            wait([worker.process.sentinel for worker in self._workers], timeout=0.5)
            for number, worker in enumerate(self._workers):
                if not self._closing.is_set() and not worker.process.is_alive():
                    self._workers[number] = self._instead_of(worker)

    def _instead_of(self, dead: _Worker) -> _Worker:
        """The process that follows one that died."""
        dead.process.join()
        dead.pipe.close()
        _LOG.warning("a worker ended with %s and is started anew", dead.process.exitcode)
        self._tell_lost(dead)
        is_quick = time.monotonic() - dead.started < _QUICK
        self._closing.wait(self._pause if is_quick else 0.0)
        self._pause = min(_LONGEST_PAUSE, max(0.5, 2 * self._pause)) if is_quick else 0.0
        return self._start()

    def _tell_lost(self, worker: _Worker) -> None:
        try:
            self._lost(worker.name)
        except OutsideError as error:  # what it had is taken up again all the same, when its lease ends
            _LOG.error("%s: %s", error.problems[0].code, error.problems[0].message)
