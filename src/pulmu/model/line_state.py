"""How a line stands at a moment: where its pieces are, what its machines are at, and what is due.

What is left out is as at the usual start: a machine that is not named is empty and ready, and a time that is not given
is drawn from its law.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most
from pulmu.model.flow import Id
from pulmu.model.law import Span

Phase = Literal["free", "heating", "set_up", "work", "done", "hold"]
"""Done: its pieces wait for a place further on. Hold: loaded, and its work waits for a place further on."""
Place = Annotated[int | None, Bounds(0)]
Count = Annotated[int, Bounds(0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecesAt:
    """Pieces that are alike: in a queue, in a machine, or outside before a source."""

    product: Id
    step: Annotated[str, Doc("step of the route they wait for or are in; the first, if left out")] = ""
    pieces: Annotated[int, Bounds(1, 1_000_000)] = 1
    source: Annotated[str, Doc("source they came from; the first, if left out")] = ""
    age: Annotated[Span | None, Doc("how long they have been in the line")] = None
    waited: Annotated[Span | None, Doc("how long they have been in the queue")] = None
    to: Annotated[str, Doc("step they go to from the machine, or `out`; drawn, if left out")] = ""
    left: Annotated[Span | None, Doc("what is left of their cycle, which was interrupted; of their way, on a belt")] = (
        None
    )
    cycle: Annotated[Span | None, Doc("time of that whole cycle; what is left, if left out")] = None
    scrap: Annotated[bool, Doc("whether they are scrap once the machine is done")] = False
    rework: Annotated[bool, Doc("whether they go to that step as rework")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAt:
    """How far off a stop of a machine is."""

    stop: Id
    after: Annotated[Span | None, Doc("time at work, or on the clock, until it comes; drawn, if left out")] = None
    cycles: Annotated[int | None, Bounds(0), Doc("cycles until it comes, of `counts: pieces`")] = None
    turn: Annotated[Count, Doc("of what is due at one time, smaller numbers go first")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAt:
    """What a machine is at."""

    station: Id
    machine: Annotated[int, Bounds(1), Doc("which of the station's machines, from 1")] = 1
    family: Annotated[str, Doc("what it is set up for; the station's, if left out")] = ""
    phase: Phase = "free"
    left: Annotated[Span | None, Doc("how much longer the phase takes; drawn, if left out")] = None
    cycle: Annotated[Span | None, Doc("time of the whole cycle; drawn, if left out")] = None
    rest: Annotated[Span | None, Doc("how long its work takes once it begins; the whole cycle, if left out")] = None
    then: Annotated[Literal["free", "set_up", "work"], Doc("what follows when it is warm")] = "free"
    then_left: Annotated[Span | None, Doc("how much longer what follows takes; drawn, if left out")] = None
    closing: Annotated[bool, Doc("whether its shift is over and it only finishes its cycle")] = False
    down: Annotated[str, Doc("stop it is in; none, if left out")] = ""
    repair: Annotated[Span | None, Doc("how much longer the stop lasts; drawn, if left out")] = None
    operators: Annotated[str, Doc("pool whose operator is there; who is free, if left out")] = ""
    asks: Annotated[Place, Doc("it waits for an operator; smaller numbers get one first")] = None
    stands: Annotated[Place, Doc("its place among those that wait for room at the same station")] = None
    stood: Annotated[Span | None, Doc("how long it has waited for room")] = None
    turn: Annotated[Count, Doc("of what is due at one time, smaller numbers go first")] = 0
    stops: Annotated[tuple[StopAt, ...], Most(20)] = ()
    pieces: Annotated[tuple[PiecesAt, ...], Most(100_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAt:
    """What a source has given, and gives next."""

    source: Id
    next: Annotated[Span | None, Doc("time until the next arrival; drawn, if left out")] = None
    made: Annotated[Count, Doc("pieces it has given in all")] = 0
    outside: Annotated[
        tuple[PiecesAt, ...], Most(1_000_000), Doc("pieces that wait outside; they have no place yet")
    ] = ()
    stands: Annotated[Place, Doc("its place among those that wait for room at a station")] = None
    turn: Annotated[Count, Doc("of what is due at one time, smaller numbers go first")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """A line at a moment; a run may start from it, and ends with it."""

    after: Annotated[Span | None, Doc("how long after the line's `starts` it is")] = None
    waiting: Annotated[tuple[PiecesAt, ...], Most(1_000_000), Doc("pieces before the stations, the first first")] = ()
    machines: Annotated[tuple[MachineAt, ...], Most(100_000)] = ()
    sources: Annotated[tuple[SourceAt, ...], Most(500)] = ()
    draws: Annotated[
        dict[str, Count], Doc("numbers drawn so far for each source of chance, by name; none, if left out")
    ] = field(default_factory=dict)
