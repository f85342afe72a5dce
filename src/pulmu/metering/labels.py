"""From what is printed beside a reading to the instant it means."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pulmu.metering.series import Instants

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Midnights:
    """How a file writes midnight.

    Parameters
    ----------
    closing : Positions of labels 00:00 that carry the date of the day they end, by the order of the rows.
    opening : Positions of labels 00:00 that carry the date of the day they begin.
    """

    closing: tuple[int, ...]
    opening: tuple[int, ...]


def find_interval(local: Instants) -> int | None:
    """The commonest distance of neighbouring labels, of several one that divides a day; None if there is none. [s]"""
    steps = np.abs(np.diff(local))
    steps = steps[steps > 0]
    if not len(steps):
        return None
    sizes, counts = np.unique(steps, return_counts=True)
    commonest = sizes[counts == counts.max()].tolist()
    return int(next((size for size in commonest if _DAY % size == 0), commonest[0]))


def find_midnights(local: Instants, interval: int) -> Midnights:
    """Which labels 00:00 follow the last label of the same date, and which that of the day before."""
    if interval >= _DAY:
        return Midnights((), ())  # every label is a midnight, and none follows one of its date
    is_reversed = _runs_backwards(local, interval)
    order = local[::-1] if is_reversed else local
    zero = np.flatnonzero(order[1:] % _DAY == 0) + 1
    step = order[zero] - order[zero - 1]
    found = [zero[step == interval - _DAY], zero[step == interval]]
    closing, opening = (len(local) - 1 - each[::-1] if is_reversed else each for each in found)
    return Midnights(tuple(closing.tolist()), tuple(opening.tolist()))


def _runs_backwards(local: Instants, interval: int) -> bool:
    if len(local) < 2:
        return False
    fall = int(local[0] - local[-1])
    if 2 * interval == _DAY:  # where midnights close their days, half of the steps go the other way
        return fall >= _DAY
    return fall > 0 and bool(np.median(np.diff(local)) < 0)


def close_days(local: Instants) -> Instants:
    """Labels of a file whose 00:00 closes its day: each 00:00 moves to the end of its date."""
    return np.where(local % _DAY == 0, local + _DAY, local)


def to_instants(local: Instants, zone: str) -> tuple[Instants, NDArray[np.bool_]]:
    """Instants of local times, and which of them exist.

    Where clocks are put back an hour comes twice: the first is meant unless the row before was later than that.

    Parameters
    ----------
    local : Seconds since 1970-01-01 00:00 on a clock of the zone.
    """
    clock = ZoneInfo(zone)
    instants, exists = np.zeros(len(local), np.int64), np.ones(len(local), np.bool_)
    before = None
    for number, seconds in enumerate(local.tolist()):
        shown = _EPOCH + timedelta(seconds=seconds)
        first = seconds - _offset(shown, clock, 0)
        second = seconds - _offset(shown, clock, 1)
        exists[number] = first <= second
        instants[number] = second if before is not None and first <= before < second else first
        before = instants[number]
    return instants, exists


def local_text(instant: int, zone: str) -> str:
    """An instant as a clock of the zone shows it."""
    return datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def _offset(shown: datetime, clock: ZoneInfo, fold: int) -> int:
    offset = shown.replace(tzinfo=clock, fold=fold).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
