"""Which shift it is, by a line's own calendar and the clock of the place."""

from datetime import datetime, timedelta

from pulmu.model.line import Line
from pulmu.model.week import DAYS
from pulmu.services.live.ahead_until import main_calendar
from pulmu.twin.week import DAY, WEEK, clock_seconds


def shift_start(line: Line, at: datetime) -> datetime | None:
    """When the shift under way began in which most machines work, or the last one where none is under way.

    None where the line has no calendar with shifts. Days on which none starts are passed over.

    Parameters
    ----------
    at : In the zone of the place.
    """
    calendar = main_calendar(line)
    if calendar is None:
        return None
    now = at.weekday() * DAY + at.hour * 3600 + at.minute * 60 + at.second
    ago = sorted((now - DAYS.index(day) * DAY - clock_seconds(shift.start)) % WEEK
                 for shift in calendar.shifts for day in shift.days)  # fmt: skip
    begins = [at.replace(microsecond=0) - timedelta(seconds=seconds) for seconds in ago]
    return next((item for item in begins if item.date() not in calendar.closed), begins[0] if begins else None)
