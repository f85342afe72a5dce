"""Who speaks with the plant for the guard: at once and in its own thread, or in a thread that may have to wait."""

import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pulmu.model import OutsideError

Call = Callable[[], Any]
Then = Callable[[Any], None]
"""Takes what came of a call: its result, an `OutsideError`, or None where it was not made any more."""
Wanted = Callable[[], bool]


class Hands(Protocol):
    """Makes calls to the plant, one after the other."""

    def do(self, call: Call, then: Then, is_wanted: Wanted) -> None:
        """Make a call if it is still wanted when its turn comes; hand over what came of it."""
        ...

    @property
    def is_idle(self) -> bool:
        """Whether no call is under way or waits."""
        ...


class AtOnce:
    """Makes each call at once: the guard waits for it."""

    is_idle = True

    def do(self, call: Call, then: Then, is_wanted: Wanted) -> None:
        """Make it now."""
        then(_made(call) if is_wanted() else None)


@dataclass(frozen=True, slots=True)
class _Job:
    call: Call
    then: Then
    is_wanted: Wanted
    asked: float


class InAThread:
    """Makes calls in a thread of its own: a plant that hangs does not keep the guard from noticing anything.

    Parameters
    ----------
    give_back : Takes what is to be run in the thread of the guard.
    monotonic : Clock that only runs. [s]
    patience : A call that has waited longer than this for its turn is not made any more; one that takes longer is
        overdue. [s]
    """

    def __init__(
        self, give_back: Callable[[Callable[[], None]], None], monotonic: Callable[[], float], patience: float
    ) -> None:
        self._give_back, self._monotonic, self._patience = give_back, monotonic, patience
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._open: deque[float] = deque()
        self._thread = threading.Thread(target=self._work, name="pulmu-guard-hands", daemon=True)
        self._thread.start()

    def do(self, call: Call, then: Then, is_wanted: Wanted) -> None:
        """Have it made; `then` runs in the thread of the guard."""
        now = self._monotonic()
        self._open.append(now)
        self._jobs.put(_Job(call, then, is_wanted, now))

    @property
    def is_idle(self) -> bool:
        """Whether no call is under way or waits."""
        return not self._open

    @property
    def is_overdue(self) -> bool:
        """Whether the oldest call is not answered in time."""
        first = next(iter(self._open), None)
        return first is not None and self._monotonic() - first > self._patience

    def close(self) -> None:
        """No call is made any more; one that hangs is left alone."""
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            is_late = self._monotonic() - job.asked > self._patience
            came = None if is_late or not job.is_wanted() else _made(job.call)
            self._give_back(lambda job=job, came=came: self._done(job, came))  # type: ignore[misc]

    def _done(self, job: _Job, came: Any) -> None:
        self._open.popleft()
        job.then(came)


def _made(call: Call) -> Any:
    try:
        return call()
    except OutsideError as error:
        return error
