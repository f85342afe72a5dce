"""When a call takes applications, to the minute."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pulmu.model.call import Call


def opens_at(call: Call) -> datetime:
    """The first moment at which applications are taken in."""
    return _moment(call, call.opens, call.opens_at)


def closes_at(call: Call) -> datetime:
    """The first moment at which none is taken in any more."""
    return _moment(call, call.closes, call.closes_at)


def is_open(call: Call, moment: datetime) -> bool:
    """Whether an application is taken in at a moment."""
    return opens_at(call) <= moment < closes_at(call)


def assessed_on(call: Call) -> date:
    """The day on which size and conditions are looked at."""
    return call.assessed_on or call.closes


def _moment(call: Call, day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(call.time_zone))
