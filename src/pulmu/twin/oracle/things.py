"""Things on the floor as the oracle sees them: pieces, machines, stations, sources, people."""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from pulmu.twin.plan import PlannedBelt, PlannedSource, PlannedStation, PlannedStop


@dataclass(slots=True, eq=False)
class Piece:
    """A piece; `fate` is where it goes after its operation: another, GONE or SCRAPPED.

    On a belt, `at_end` is what the belt's clock shows when the piece is at its end.
    """

    serial: int
    product: int
    source: "Source"
    operation: int
    entered: float
    queued: float = 0.0
    fate: int = 0
    again: bool = False
    at_end: float = 0.0
    left: float | None = None
    cycle: float = 0.0


@dataclass(slots=True, eq=False)
class Stopping:
    """A kind of stop of one machine, and how far off it is."""

    plan: PlannedStop
    life: float = 0.0
    due: "list[Any] | None" = None
    times: int = 0


@dataclass(slots=True, eq=False)
class Belt:
    """A belt: its clock runs while it moves, and a piece may come on once the clock shows `opens`."""

    plan: PlannedBelt
    clock: float = 0.0
    clocked: float = 0.0
    rolls: bool = False
    is_open: bool = True
    opens: float = 0.0
    due: "list[Any] | None" = None
    area: float = 0.0
    counted: float = 0.0


@dataclass(slots=True, eq=False)
class Machine:
    """A machine: what it is at, for how much longer, and what keeps it from it."""

    number: int
    station: "Station"
    stops: list[Stopping]
    family: int
    off: bool
    state: str = "idle"
    since: float = 0.0
    phase: str = "free"
    left: float = 0.0
    cycle: float = 0.0
    rest: float = 0.0
    started: float = 0.0
    running: bool = False
    ends_with: Stopping | None = None
    due: "list[Any] | None" = None
    down: Stopping | None = None
    closing: bool = False
    pieces: deque[Piece] = field(default_factory=deque)
    helper: "People | None" = None
    asks_for: tuple[int, ...] | None = None
    before_heating: tuple[str, float] = ("free", 0.0)
    stood: float = 0.0
    belt: Belt | None = None

    @property
    def calendar(self) -> int:
        """Its working times, by place, or -1."""
        return self.station.plan.calendars[self.number - self.station.machines[0].number]

    @property
    def can_take(self) -> bool:
        """Whether a piece could be put into it now."""
        is_up = self.down is None and not self.off and not self.closing
        belt = self.belt
        if belt is None or not is_up:
            return self.phase == "free" and is_up
        return belt.is_open and len(self.pieces) < belt.plan.places and (self.phase == "free" or belt.rolls)


@dataclass(slots=True, eq=False)
class Station:
    """Machines, the queue before them, and who waits for room in it."""

    number: int
    plan: PlannedStation
    machines: list[Machine] = field(default_factory=list)
    queue: list[Piece] = field(default_factory=list)
    promised: int = 0
    in_line: "deque[Machine | Source]" = field(default_factory=deque)
    queued_since: float = 0.0
    queue_area: float = 0.0
    most_queued: int = 0
    wait_sum: float = 0.0
    loaded: int = 0
    could: dict[int, bool] = field(default_factory=dict)
    wait_due: "list[Any] | None" = None

    @property
    def free(self) -> int:
        """Machines that could take a piece."""
        return sum(machine.can_take for machine in self.machines)

    @property
    def has_room(self) -> bool:
        """Whether one more piece could come."""
        if self.plan.room is None:
            return True
        direct = self.free if self.plan.is_direct else 0
        return len(self.queue) + self.promised < self.plan.room + direct


@dataclass(slots=True, eq=False)
class Source:
    """A source, the pieces that wait outside, and the one it stands in line with."""

    number: int
    plan: PlannedSource
    inside: int = 0
    made: int = 0
    arrived: int = 0
    lost: int = 0
    in_line: bool = False
    offered: Piece | None = None
    outside: deque[Piece] = field(default_factory=deque)

    @property
    def is_closed(self) -> bool:
        """Whether as many of its pieces are inside as may be."""
        return self.plan.most_inside is not None and self.inside >= self.plan.most_inside


@dataclass(slots=True, eq=False)
class People:
    """A pool of operators."""

    count: int
    calendar: int
    at_work: bool
    used: int = 0
    since: float = 0.0
    area: float = 0.0


@dataclass(slots=True)
class Made:
    """What became of a product."""

    good: int = 0
    scrap: int = 0
    reworked: int = 0
    flow_sum: float = 0.0
    flow_squares: float = 0.0
    least: float = math.inf
    most: float = 0.0
