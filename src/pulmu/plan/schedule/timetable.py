"""Which machine does what, and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """One operation at its time on its machine; jobs, operations and machines by their place, from 0.

    Parameters
    ----------
    start, end : In the steps of the shop; `end` is the first step that is free again.
    """

    job: int
    operation: int
    machine: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every operation of a shop at its time."""

    placed: tuple[Placed, ...]

    @property
    def makespan(self) -> int:
        """When the last operation ends; 0 where there is none."""
        return max((item.end for item in self.placed), default=0)
