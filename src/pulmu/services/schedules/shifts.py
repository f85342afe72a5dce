"""Who works when: minutes of a calendar, people who are there, and what an hour of them costs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from pulmu.model.jobs import Jobs, Wages
from pulmu.model.week import DAYS, Calendar, Shift
from pulmu.plan.schedule.shop import Spans
from pulmu.reference import public_holidays
from pulmu.services.schedules.clock import Clock

DAY_MINUTES = 1440
_NIGHT_ENDS, _NIGHT_BEGINS = 6 * 60, 22 * 60
"""Night work: from 22:00 to 06:00 (Labor Standards Act, Article 56(3))."""
Real = NDArray[np.float64]


def works(calendar: Calendar, start: datetime, days: int) -> NDArray[np.bool_]:
    """Whether it works, each minute from the start on. (days x 1440,)"""
    work, rest = np.zeros((days + 2) * DAY_MINUTES, np.bool_), np.zeros((days + 2) * DAY_MINUTES, np.bool_)
    first = datetime.combine(start.date() - timedelta(days=1), datetime.min.time())
    off = {*calendar.closed, *(public_holidays() if calendar.public_holidays else ())}
    for day in range(days + 2):
        here = (first + timedelta(days=day)).date()
        if here in off:
            continue
        for shift in calendar.shifts:
            if DAYS[here.weekday()] in shift.days:
                _mark(shift, day * DAY_MINUTES, work, rest)
    offset = int((start - first).total_seconds() // 60)
    return (work & ~rest)[offset : offset + days * DAY_MINUTES]


def _mark(shift: Shift, midnight: int, work: NDArray[np.bool_], rest: NDArray[np.bool_]) -> None:
    begin = _minutes(shift.start)
    work[midnight + begin : midnight + begin + ((_minutes(shift.end) - begin) % DAY_MINUTES or DAY_MINUTES)] = True
    for pause in shift.breaks:
        at = midnight + begin + (_minutes(pause.start) - begin) % DAY_MINUTES
        rest[at : at + (_minutes(pause.end) - _minutes(pause.start)) % DAY_MINUTES] = True


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def people_there(jobs: Jobs, clock: Clock, days: int) -> Real:
    """How many people are there in each step, all of it; of no steps where nobody is counted. (steps,)"""
    if not jobs.crews:
        return np.zeros(0)
    calendars = {item.id: item for item in jobs.calendars}
    found = np.zeros(days * DAY_MINUTES // clock.minutes)
    for crew in jobs.crews:
        is_there = works(calendars[crew.calendar], clock.start, days) if crew.calendar else np.True_
        whole = np.broadcast_to(is_there, days * DAY_MINUTES).reshape(-1, clock.minutes).all(axis=1)
        found += crew.people * whole
    return found


def wages_of(wages: Wages | None, clock: Clock, steps: int) -> tuple[float, ...]:
    """What an hour of a person costs in each step, by the mean of its minutes; empty without wages. [KRW/h]"""
    return () if wages is None else tuple(_wages(wages, clock, steps))


def _wages(wages: Wages, clock: Clock, steps: int) -> Iterator[float]:
    off = public_holidays()
    for step in range(steps):
        begin = clock.moment(step)  # a step is a part of an hour, so that it lies in one day
        is_off = DAYS[begin.weekday()] in wages.days_off or begin.date() in off
        minutes = begin.hour * 60 + begin.minute + np.arange(clock.minutes)
        night = float(np.mean((minutes < _NIGHT_ENDS) | (minutes >= _NIGHT_BEGINS)))
        yield wages.won_per_hour * (1.0 + wages.night_share * night + wages.day_off_share * is_off)


def too_few(there: Real, people: float) -> Spans:
    """Spans of steps in which there are fewer people than that."""
    if not there.size or not people:
        return ()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], there + 1e-9 < people, [False]]).astype(np.int8)))
    return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))
