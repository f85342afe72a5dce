"""Until when is looked ahead: the end of the shift, or a time that is asked for."""

import math
import re
from collections import Counter

from pulmu.model.errors import InputError
from pulmu.model.line import Line
from pulmu.model.week import DAYS, Calendar
from pulmu.twin.blocks import MOST
from pulmu.twin.week import DAY, WEEK, clock_seconds, offset_of

USUAL = 8 * 3600.0
"""Length of a shift of a line that knows none. [s]"""
_CLOCK = re.compile(rf"(?:({'|'.join(DAYS)}) )?([01]?\d|2[0-3]):([0-5]\d)")
_HOURS = re.compile(r"(\d+(?:\.\d+)?) ?h")


def shift_left(line: Line, after: float) -> float:
    """How long the shift still takes in which most machines work; from a time between two, to the end of the next. [s]

    Parameters
    ----------
    after : Since the line's `starts`. [s]
    """
    calendar = main_calendar(line)
    if calendar is None:
        return USUAL
    now = (offset_of(line.starts) + after) % WEEK
    return min(_ends(calendar, now), default=USUAL)


def main_calendar(line: Line) -> Calendar | None:
    """The calendar by which most machines work, if it knows shifts; None where the line knows none."""
    machines = Counter[str]()
    for station in line.stations:
        machines[station.calendar] += station.machines if station.calendar else 0
    calendar = next((item for item in line.calendars if machines[item.id] == max(machines.values(), default=0)), None)
    return calendar if calendar is not None and machines[calendar.id] and calendar.shifts else None


def _ends(calendar: Calendar, now: float) -> list[float]:
    """How far off the ends of its shifts are: of those under way, or of the next. [s]"""
    under_way: list[float] = []
    later: list[float] = []
    for shift in calendar.shifts:
        long = (clock_seconds(shift.end) - clock_seconds(shift.start)) % DAY or DAY
        for day in shift.days:
            passed = (now - DAYS.index(day) * DAY - clock_seconds(shift.start)) % WEEK
            (under_way if passed < long else later).append(long - passed if passed < long else WEEK - passed + long)
    return under_way or later


def is_time(text: str) -> bool:
    """Whether it is written as a time that may be looked ahead to; how far off that is, the moment says."""
    return _seconds(text.strip().lower(), 0.0) is not None


def until_left(text: str, line: Line, after: float) -> float:
    """How long it is until a time such as `16:00`, `tue 06:00` or `6 h`. [s]

    Raises
    ------
    InputError  It is none, or too far off (`live.unfit_until`).
    """
    found = _seconds(text.strip().lower(), (offset_of(line.starts) + after) % WEEK)
    if found is None or not 0 < found <= MOST:
        raise InputError.of(
            "live.unfit_until", "--until", f"{text!r} is no time that can be looked ahead to",
            "write a time of the plant's clock such as 16:00 or tue 06:00, or hours such as 6 h; six days at most",
            text=text,
        )  # fmt: skip
    return found


def _seconds(text: str, now: float) -> float | None:
    if (hours := _HOURS.fullmatch(text)) is not None:
        return float(hours[1]) * 3600
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return None
    day = math.floor(now / DAY) if clock[1] is None else DAYS.index(clock[1])
    wanted = day * DAY + int(clock[2]) * 3600 + int(clock[3]) * 60
    return (wanted - now) % (DAY if clock[1] is None else WEEK) or (DAY if clock[1] is None else WEEK)
