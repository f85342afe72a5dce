"""Days and years of law: a period of years ends on the same day of the month, or on the month's last."""

from calendar import monthrange
from datetime import date, timedelta


def years_after(start: date, years: int) -> date:
    """The same day so many years later; 28 February where there is no 29th (Civil Act, article 160 (3))."""
    year = start.year + years
    return start.replace(year=year, day=min(start.day, monthrange(year, start.month)[1]))


def months_after(start: date, months: int) -> date:
    """The day so many months later, the last of a month for the last of a month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    at_end = start.day == monthrange(start.year, start.month)[1]
    return date(year, month + 1, last if at_end else min(start.day, last))


def earliest_start(day: date, years: int, *, last_day: bool) -> date:
    """The earliest date from which `day` still lies within so many years.

    Parameters
    ----------
    last_day : Whether the day on which the years end counts.
    """
    start = years_after(day, -years) - timedelta(days=3)
    while not (day <= years_after(start, years) if last_day else day < years_after(start, years)):
        start += timedelta(days=1)
    return start
