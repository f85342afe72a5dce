"""Until when one may appeal against a decision, and until when the agency has to answer."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pulmu.model.call import Call
from pulmu.model.source import Source

_LAW_DAYS, _LAW_ANSWER_DAYS = 30, 14
_APPEAL = Source("행정기본법", "제36조제1항", None, "secondary")
_ANSWER = Source("행정기본법", "제36조제2항", None, "secondary")


@dataclass(frozen=True, slots=True)
class AppealTerms:
    """How long one may appeal, and how long the answer may take.

    Parameters
    ----------
    days, answer_days : Calendar days; the day of the letter, or of the appeal, does not count.
    source, answer_source : The act whose days these are where the call sets none; None where it does.
    """

    days: int
    answer_days: int
    source: Source | None = None
    answer_source: Source | None = None


def appeal_terms(call: Call | None) -> AppealTerms:
    """Days the call sets; where it sets none, those of the general act on administration.

    The act holds for dispositions of an administrative authority. Whether a call's decision is one is for its agency to
    know: a call should say its own days.
    """
    days = None if call is None else call.appeal_days
    answer = None if call is None else call.answer_days
    return AppealTerms(
        _LAW_DAYS if days is None else int(days), _LAW_ANSWER_DAYS if answer is None else int(answer),
        _APPEAL if days is None else None, _ANSWER if answer is None else None,
    )  # fmt: skip


def appeal_ends(call: Call, decided: datetime) -> datetime | None:
    """The first moment that is too late: the end of the last day, in Korean time; None where the call sets no days.

    Parameters
    ----------
    decided : When it was decided; that day does not count.
    """
    return None if call.appeal_days is None else last_moment(call, decided)


def last_moment(call: Call | None, decided: datetime) -> datetime:
    """The same, by the days of the act where the call sets none."""
    return _after(call, decided, appeal_terms(call).days)


def answer_ends(call: Call | None, came: datetime) -> datetime:
    """The first moment at which an answer is too late.

    Parameters
    ----------
    came : When the appeal came; that day does not count.
    """
    return _after(call, came, appeal_terms(call).answer_days)


def _after(call: Call | None, moment: datetime, days: int) -> datetime:
    zone = ZoneInfo("Asia/Seoul" if call is None else call.time_zone)
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=days + 1), time(), zone)
