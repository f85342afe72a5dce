"""A plant that is connected when it is first asked, and tried again for as long as it cannot be."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pulmu.model import OutsideError, Problem, Quantity
from pulmu.model.tag import Sample, Tag, Written
from pulmu.services.ports import Plant, Subscription

T = TypeVar("T")
AGAIN = 1.0
"""Time between two tries. [s]"""


class LaterPlant:
    """Fulfils `services.ports.Plant`; one thread asks it.

    Parameters
    ----------
    connect : Reaches the plant.
    monotonic : Clock that only runs. [s]
    tell : Takes why it cannot be reached, once for each reason.
    """

    def __init__(
        self, connect: Callable[[], Plant], monotonic: Callable[[], float], tell: Callable[[Problem], None]
    ) -> None:
        self._connect, self._monotonic, self._tell = connect, monotonic, tell
        self._plant: Plant | None = None
        self._lost: OutsideError | None = None
        self._tried = float("-inf")

    def tags(self) -> tuple[Tag, ...]:
        """What it offers, by name."""
        return self._reached().tags()

    def read(self, tags: Sequence[str]) -> tuple[Sample, ...]:
        """Values as they are now; see the port."""
        return self._reached().read(tags)

    def write(self, tag: str, value: Quantity) -> Written:
        """Hand over one value, once; see the port."""
        return self._reached().write(tag, value)

    def subscribe(
        self, tags: Sequence[str], hand_over: Callable[[tuple[Sample, ...]], None], *, every: float
    ) -> Subscription:
        """Have changes handed over; see the port."""
        return self._reached().subscribe(tags, hand_over, every=every)

    def close(self) -> None:
        """Let go of the plant."""
        if self._plant is not None:
            self._plant.close()

    def _reached(self) -> Plant:
        if self._plant is None:
            self._plant = self._try()
        return self._plant

    def _try(self) -> Plant:
        now = self._monotonic()
        if self._lost is not None and now - self._tried < AGAIN:
            raise self._lost
        self._tried = now
        try:
            return self._connect()
        except OutsideError as error:
            known = self._lost.problems[0].code if self._lost is not None else ""
            self._lost = error
            for item in error.problems if error.problems[0].code != known else ():
                self._tell(item)
            raise
