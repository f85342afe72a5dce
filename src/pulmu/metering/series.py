"""What a series of readings is."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pulmu.model import InputError

Kind = Literal["interval", "counter"]
"""Amounts of intervals, or the standing of a counter at instants."""

Instants = NDArray[np.int64]
Values = NDArray[np.float64]
Qualities = NDArray[np.int8]

MEASURED, ESTIMATED, BAD = 0, 1, 2
QUALITIES: dict[str, int] = {"measured": MEASURED, "estimated": ESTIMATED, "bad": BAD}
"""How a value came about. A bad value is kept and never counted: its slot counts as missing."""


@dataclass(frozen=True, slots=True, order=True)
class Exchange:
    """One counter taken out and another put in.

    Parameters
    ----------
    at : Instant of the exchange. [s since 1970, UTC]
    removed : Last standing of the old counter.
    installed : First standing of the new one.
    """

    at: int
    removed: float
    installed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A meter's series and how its readings are to be understood.

    Parameters
    ----------
    interval : Length of a slot, counted from midnight: a divisor of one hour, or whole hours that divide a day. [s]
    zone : IANA name of the zone whose months and years are totalled.
    modulus : Standing at which a counter starts again from zero; None where it is not known.
    """

    meter: str
    unit: str
    interval: int
    zone: str = "Asia/Seoul"
    kind: Kind = "interval"
    site: str = ""
    modulus: float | None = None
    exchanges: tuple[Exchange, ...] = ()

    def __post_init__(self) -> None:
        if not is_interval(self.interval):
            raise InputError.of(
                "meter.interval",
                self.meter,
                f"readings every {self.interval / 60:g} minutes cannot be kept",
                "give intervals that divide one hour or a day, such as 15 minutes, an hour or a day",
                minutes=f"{self.interval / 60:g}",
            )


def is_interval(seconds: int) -> bool:
    """Whether slots of this length can be kept: they divide one hour, or are whole hours that divide a day."""
    return seconds > 0 and (3600 % seconds == 0 or (seconds % 3600 == 0 and 86_400 % seconds == 0))


def _no_instants() -> Instants:
    return np.zeros(0, np.int64)


def _no_values() -> Values:
    return np.zeros(0, np.float64)


def _no_qualities() -> Qualities:
    return np.zeros(0, np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Readings as arrays of one length.

    Parameters
    ----------
    start : Start of the slot; for a counter, the instant of reading. [s since 1970, UTC]
    value : Amount in the slot, or standing of the counter, in the unit of the series.
    quality : `MEASURED`, `ESTIMATED` or `BAD`.
    """

    start: Instants = field(default_factory=_no_instants)
    value: Values = field(default_factory=_no_values)
    quality: Qualities = field(default_factory=_no_qualities)

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> "Readings":
        """Some of the readings."""
        return Readings(self.start[which], self.value[which], self.quality[which])


def joined(*parts: Readings) -> Readings:
    """Parts one after the other."""
    if not parts:
        return Readings()
    return Readings(
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.quality for part in parts]),
    )
