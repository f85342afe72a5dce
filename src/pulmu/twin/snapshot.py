"""A line at a moment as numbers: where a run begins, and where it ends. Both engines read it and write it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

PHASES = ("free", "heating", "set_up", "work", "done", "hold")
UNDER_WAY = ("heating", "set_up", "work")
HELD = ("done", "hold")


@dataclass(frozen=True, slots=True)
class PieceNow:
    """A piece; `fate` is where it goes from the machine it is in: an operation, GONE or SCRAPPED.

    Parameters
    ----------
    left : Of a cycle that was interrupted, or of the way along a belt; None for any other piece. [s]
    cycle : The whole of that cycle. [s]
    """

    product: int
    operation: int
    source: int
    age: float
    waited: float
    fate: int
    again: bool
    left: float | None = None
    cycle: float = 0.0


@dataclass(frozen=True, slots=True)
class MachineNow:
    """A machine.

    Parameters
    ----------
    left : Of its phase. [s]
    rest : How long its work takes once it begins. [s]
    repair : Of its stop; None while that waits for an operator. [s]
    pool : Whose operator is there, or -1.
    stood : How long it has waited for room. [s]
    lives : (stops)  How far off each stop is: seconds, or cycles.
    turn, stop_turns : Of what is due at one time, the smaller goes first.
    """

    phase: str
    left: float
    cycle: float
    rest: float
    then: str
    then_left: float
    family: int
    off: bool
    closing: bool
    down: int
    repair: float | None
    pool: int
    stood: float
    lives: tuple[float, ...]
    turn: int
    stop_turns: tuple[int, ...]
    pieces: tuple[PieceNow, ...]

    def is_moving(self, *, accumulates: bool) -> bool:
        """Of a belt that is neither down nor off: whether it moves."""
        return self.phase == "work" or (self.phase == "done" and accumulates)

    @property
    def aim(self) -> str:
        """The phase, or what follows it where that is warming up."""
        return self.then if self.phase == "heating" else self.phase


@dataclass(frozen=True, slots=True)
class SourceNow:
    """A source; `next` is the time until its next arrival. [s]"""

    next: float | None
    made: int
    outside: tuple[PieceNow, ...]
    turn: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A line at a moment.

    Parameters
    ----------
    after : Since the line's `starts`. [s]
    drawn : (streams)  Numbers drawn so far.
    queues : (stations)  Pieces that wait there, the first first.
    lines : (stations)  Who waits for room there, the first first: machines by number, then sources.
    asking : Machines that wait for an operator, the first first.
    """

    after: float
    drawn: tuple[int, ...]
    queues: tuple[tuple[PieceNow, ...], ...]
    machines: tuple[MachineNow, ...]
    sources: tuple[SourceNow, ...]
    lines: tuple[tuple[int, ...], ...]
    asking: tuple[int, ...]

    def pieces(self) -> Iterator[PieceNow]:
        """All pieces in the order they are numbered in: in queues, in machines, outside."""
        for queue in self.queues:
            yield from queue
        for machine in self.machines:
            yield from machine.pieces
        for source in self.sources:
            yield from source.outside


def opens_after(item: MachineNow, pitch: float) -> float:
    """How long a belt must move until a piece may come onto it; 0 or less, if one may. [s]"""
    last = item.pieces[-1].left if item.pieces else None
    return 0.0 if last is None else last - item.cycle + pitch


def ranked(now: Snapshot) -> Snapshot:
    """The same with turns from 1 among machines, among stops and among sources; 0 for what is not due."""
    machines = _ranks(item.turn for item in now.machines)
    stops = _ranks(turn for item in now.machines for turn in item.stop_turns)
    sources = _ranks(item.turn for item in now.sources)
    return replace(
        now,
        machines=tuple(
            replace(item, turn=machines[item.turn], stop_turns=tuple(stops[turn] for turn in item.stop_turns))
            for item in now.machines
        ),
        sources=tuple(replace(item, turn=sources[item.turn]) for item in now.sources),
    )


def _ranks(turns: Iterable[int]) -> dict[int, int]:
    return {turn: number for number, turn in enumerate(sorted({0, *turns}))}
