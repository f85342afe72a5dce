"""Until when one may appeal against a decision."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pulmu.model.call import Call


def appeal_ends(call: Call, decided: datetime) -> datetime | None:
    """The first moment that is too late: the end of the last day, in Korean time; None where the call sets no days.

    Parameters
    ----------
    decided : When it was decided; that day does not count.
    """
    if call.appeal_days is None:
        return None
    zone = ZoneInfo(call.time_zone)
    day = decided.astimezone(zone).date() + timedelta(days=int(call.appeal_days) + 1)
    return datetime.combine(day, time(), zone)
