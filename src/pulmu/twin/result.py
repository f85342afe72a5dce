"""What a run of a line gives: times in states, pieces, waiting, energy and its cost."""

from dataclasses import dataclass, field
from typing import Annotated

from pulmu.model.attribute import Doc
from pulmu.model.line_state import LineState


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A row of a trace.

    Parameters
    ----------
    time : Since the start. [s]
    what : A name of `HAPPENINGS`.
    who : Source, station, machine, product or operation, by place; which, the kind says.
    serial : The piece; -1 for a change of a machine.
    value : New state of a machine; product that arrives or enters.
    """

    time: float
    what: str
    who: int
    serial: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierUse:
    """What was used of a carrier, in its unit, and its cost."""

    carrier: str
    unit: str
    amount: float
    cost_krw: float
    by_state: Annotated[dict[str, float], Doc("amount by state; and on top for pieces, their mass, cycles and set-ups")]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCount:
    """How often a kind of stop began."""

    stop: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StationResult:
    """A station: hours of its machines by state, and its queue."""

    station: str
    machine_hours: Annotated[float, Doc("hours of all its machines; the states sum to it")]
    state_hours: dict[str, float]
    cycles: int
    pieces: int
    set_ups: int
    stops: tuple[StopCount, ...]
    loaded: Annotated[int, Doc("pieces taken from its queue")]
    mean_queue: Annotated[float, Doc("mean number of pieces that wait")]
    most_queue: int
    mean_wait_s: Annotated[float | None, Doc("mean time in the queue of those taken from it")]
    uses: tuple[CarrierUse, ...]
    mean_on_belt: Annotated[float | None, Doc("mean number of pieces on its belts; of a station without: none")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductResult:
    """A product: pieces that left the line, and their time in it."""

    product: str
    good: int
    scrap: int
    reworked: int
    good_kg: float
    mean_flow_s: Annotated[float | None, Doc("mean time in the line of good pieces, from arrival")]
    flow_deviation_s: float | None
    least_flow_s: float | None
    most_flow_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResult:
    """A source: what arrived, and what was lost at a full line."""

    source: str
    arrived: Annotated[int, Doc("of a source that always has a next piece: none")]
    lost: int
    waiting_outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolResult:
    """A pool of operators: how many were at work on the mean."""

    operators: str
    mean_busy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StationWait:
    """A station that stands still, and those whose places it waits for; itself, where no batch comes together."""

    station: str
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """Stations that wait for each other in a circle, and for ever.

    Parameters
    ----------
    since_h : Since when nothing has moved there, from the start of the run. [h]
    """

    since_h: float
    waits: tuple[StationWait, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResult:
    """One replication of a line.

    Parameters
    ----------
    hours : Time that was counted: after the warm-up. [h]
    mean_inside : Mean number of pieces in the line.
    inside : Pieces in the line at the end.
    events : Events since the start.
    end : How the line stands at the end, where it was asked for.
    """

    line: str
    seed: int
    replication: int
    hours: float
    good: int
    scrap: int
    mean_inside: float
    inside: int
    events: int
    products: tuple[ProductResult, ...]
    stations: tuple[StationResult, ...]
    sources: tuple[SourceResult, ...]
    operators: tuple[PoolResult, ...]
    uses: tuple[CarrierUse, ...]
    standstill: Standstill | None = None
    end: LineState | None = None
    trace: tuple[Happening, ...] = field(default=())
