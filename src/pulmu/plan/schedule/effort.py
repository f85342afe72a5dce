"""What a search may spend, and what a proof came to."""

from dataclasses import dataclass

from pulmu.plan.schedule.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Proven:
    """What the programme found.

    Parameters
    ----------
    timetable : None where it found none that is better than the one it was given.
    bound : No timetable has a lower makespan.
    """

    timetable: Timetable | None
    bound: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What may be spent. [s]"""

    seconds: float
    workers: int
    seed: int
