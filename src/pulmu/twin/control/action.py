"""What the guard asks for. Who carries it out decides nothing."""

from dataclasses import dataclass
from typing import Literal

from pulmu.model.problem import Problem

Why = Literal["group", "revert", "safe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Write a value to a tag; what becomes of it is told with the ticket."""

    ticket: int
    tag: str
    value: object
    unit: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Read tags from the plant itself, now; the readings are told with the ticket."""

    ticket: int
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is kept of an attempt, before anything else of the same step is done.

    Parameters
    ----------
    what : proposed, armed, committed, wrote, read_back, verified, reverted, refused, ...
    by : Who asked; empty where nobody did.
    wall : By the clock of the world. [s]
    """

    what: str
    by: str
    wall: float
    phase: str
    about: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Tell people at once."""

    reason: Problem


Action = Write | Read | Record | Alarm
