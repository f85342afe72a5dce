"""The clock of a schedule: local moments as whole steps from its start."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?")


@dataclass(frozen=True, slots=True)
class Clock:
    """Steps of time.

    Parameters
    ----------
    start : Local moment of step 0.
    minutes : Length of a step. [min]
    """

    start: datetime
    minutes: int

    def moment(self, step: int) -> datetime:
        """The local moment at which a step begins."""
        return self.start + timedelta(minutes=step * self.minutes)

    def text(self, step: int) -> str:
        """The same as files have it, such as 2026-06-08 08:00."""
        return moment_text(self.moment(step))

    def before(self, moment: datetime) -> int:
        """The step that holds a moment: what must have ended by then ends at its begin or earlier."""
        return int((moment - self.start) / timedelta(minutes=self.minutes) // 1)

    def after(self, moment: datetime) -> int:
        """The first step that does not begin before a moment."""
        return -int((self.start - moment) / timedelta(minutes=self.minutes) // 1)

    def length(self, minutes: float) -> int:
        """Whole steps that hold a duration; at least one."""
        return max(1, -int(-round(minutes / self.minutes, 9) // 1))


def parse_moment(text: str, *, is_end: bool = False) -> datetime | None:
    """The local moment a text shows, None where it is none.

    Parameters
    ----------
    is_end : A day alone is its last moment, else its first.
    """
    if not _MOMENT.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found + timedelta(days=1) if is_end and len(text) == 10 else found


def moment_text(moment: datetime) -> str:
    """A moment as files have it."""
    return moment.strftime("%Y-%m-%d %H:%M")
