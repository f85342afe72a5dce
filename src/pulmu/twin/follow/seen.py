"""What is seen of a line at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSeen:
    """A machine as it shows itself.

    Parameters
    ----------
    state : A name of `pulmu.twin.counts.STATES`; None where it is not known.
    lasted : How long it has been in it; None where that is not known. [s]
    worked : Time at work since a cycle of it began; None where that is not known. [s]
    ended : Whether no cycle ended in that time: then it is all of one cycle.
    loaded : Whether it holds pieces, of a machine that does not show it; None where that is not known.
    """

    station: str
    machine: int
    state: str | None
    lasted: float | None = None
    worked: float | None = None
    ended: bool = False
    loaded: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSeen:
    """A line as it shows itself.

    Parameters
    ----------
    after : Since the line's `starts`. [s]
    queues : Pieces before each station whose queue is known.
    inside : Pieces in the line; None where that is not known.
    arrived : How long ago the last arrival of a source was, where that is known. [s]
    """

    after: float
    machines: tuple[MachineSeen, ...]
    queues: Mapping[str, int]
    inside: int | None
    arrived: Mapping[str, float]
