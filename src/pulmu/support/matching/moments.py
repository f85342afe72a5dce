"""When a round closes for wishes, and a step for answers."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pulmu.model.matching_round import MatchingRound

_ZONE = ZoneInfo("Asia/Seoul")


def closing_moment(day: date | None, clock: str) -> datetime | None:
    """The first moment that is too late; None where no day was given."""
    return None if day is None else datetime.combine(day, time.fromisoformat(clock), _ZONE)


def wishes_close(given: MatchingRound) -> datetime | None:
    """The first moment at which wishes are not taken any more."""
    return closing_moment(given.wishes_until, given.wishes_until_at)


def answers_close(given: MatchingRound) -> datetime | None:
    """The first moment at which answers to the proposals that are out are not taken any more."""
    return closing_moment(given.answers_until, given.answers_until_at)
