"""What is to be made in a shop: jobs of operations, and the machines that may do each."""

from collections.abc import Mapping
from dataclasses import dataclass

Setups = Mapping[tuple[str, str], int]
"""Steps between two operations on a machine, by the family before and the family after; 0 where a pair is not told."""
Spans = tuple[tuple[int, int], ...]
"""Half-open spans of steps."""


@dataclass(frozen=True, slots=True)
class Way:
    """One machine that may do an operation, and how long it takes there.

    Parameters
    ----------
    machine : By its place in the shop, from 0.
    duration : In whole steps of time, as all times of a shop are.
    power_kw : What is drawn while it is done. [kW]
    """

    machine: int
    duration: int
    power_kw: float = 0.0


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a job; any one of its ways does it, without a break.

    Parameters
    ----------
    family : What set-ups look at; at a furnace, its temperature.
    load : What it takes of what a furnace holds, in the furnace's own unit.
    people : Whom it keeps busy while it is done; 0.5 where one minds two machines.
    """

    ways: tuple[Way, ...]
    family: str = ""
    load: float = 0.0
    people: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """Operations that follow each other; the next begins when the one before has ended, or later.

    Parameters
    ----------
    release : The step before which nothing of it begins.
    due : When it should have ended; None where nobody waits for it.
    weight : Of each step that it is late.
    """

    id: str
    operations: tuple[Operation, ...]
    release: int = 0
    due: int | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Rest:
    """What a machine may be switched to between two operations: standby, or off.

    Parameters
    ----------
    kw : Drawn in it. [kW]
    down, up : Steps from work to it, and from it to work: it warms up.
    down_kw, up_kw : Drawn meanwhile. [kW]
    """

    name: str
    kw: float
    down: int = 0
    up: int = 0
    down_kw: float = 0.0
    up_kw: float = 0.0


@dataclass(frozen=True, slots=True)
class Shop:
    """Machines and jobs; a machine does one operation at a time, or a furnace one batch.

    A batch is operations of one family that begin and end together on a machine that holds their loads. It draws the
    highest power and keeps the most people busy of any of them, once.

    Parameters
    ----------
    machines : Their names.
    closed : (machines,)  Spans in which each does nothing: no operation begins before and ends in or after one.
    setups : (machines,)  What lies between two operations that follow each other on it; it may pass a closed span.
    idle_kw : (machines,)  Drawn between its first and its last operation while it does none and is not closed. [kW]
    holds : (machines,)  What loads a furnace takes at once; 0 where a machine does one operation at a time.
    rests : (machines,)  What it may be switched to in place of waiting, where that costs less: set-up and warm-up have
        their place before the next operation, and nobody switches while it is closed.
    people : (steps,)  How many are there, nobody after the last; empty where nobody is counted.

    A row that is too short stands for machines of which nothing is told.
    """

    machines: tuple[str, ...]
    jobs: tuple[Job, ...]
    closed: tuple[Spans, ...] = ()
    setups: tuple[Setups, ...] = ()
    idle_kw: tuple[float, ...] = ()
    holds: tuple[float, ...] = ()
    rests: tuple[tuple[Rest, ...], ...] = ()
    people: tuple[float, ...] = ()

    @property
    def is_flexible(self) -> bool:
        """Whether some operation may be done by more than one machine."""
        return any(len(operation.ways) > 1 for job in self.jobs for operation in job.operations)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is told but what a job shop or a flexible job shop is: no time that a machine is closed, no
        set-up, no release, no furnace, nobody counted."""
        told = (*self.closed, *self.setups, *self.holds, self.people)
        return not (any(told) or any(job.release for job in self.jobs))

    @property
    def size(self) -> int:
        """How many operations there are."""
        return sum(len(job.operations) for job in self.jobs)

    def closed_at(self, machine: int) -> Spans:
        """When a machine is closed, in order of time; spans may overlap."""
        told = self.closed[machine] if machine < len(self.closed) else ()
        return tuple(sorted(span for span in told if span[0] < span[1]))

    def setup(self, machine: int, before: str, after: str) -> int:
        """Steps between two families on a machine."""
        return self.setups[machine].get((before, after), 0) if machine < len(self.setups) else 0

    def idle(self, machine: int) -> float:
        """What a machine draws while it waits. [kW]"""
        return self.idle_kw[machine] if machine < len(self.idle_kw) else 0.0

    def holds_at(self, machine: int) -> float:
        """What loads a furnace takes at once; 0 of a machine that does one operation at a time."""
        return self.holds[machine] if machine < len(self.holds) else 0.0

    def rests_at(self, machine: int) -> tuple[Rest, ...]:
        """What a machine may be switched to."""
        return self.rests[machine] if machine < len(self.rests) else ()


def first_open(closed: Spans, at: int, duration: int) -> int:
    """The first step from `at` on at which so long an operation crosses none of some spans, in order of their begin."""
    for start, end in closed if duration else ():
        if at + duration <= start:
            return at
        at = max(at, end)
    return at
