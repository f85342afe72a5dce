"""Until when one may appeal against a decision, and until when the agency has to answer: for letters, pages and firms.

Days are counted as the Civil Act says (민법 제157조, 제159조, 제161조), to which the general act on administration
points (행정기본법 제6조제1항): the first day does not count, the last one counts to its end, and one that is a
Saturday, a Sunday or a public holiday gives way to the next day that is none. All in Korean time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pulmu.model.call import Call
from pulmu.model.decision import DecidedCall
from pulmu.model.source import Source
from pulmu.reference import are_holidays_known, is_day_off

MOST_FURTHER_DAYS = 10
"""By how many days the answer may be put off, once."""
_LAW_DAYS, _LAW_ANSWER_DAYS = 30, 14
_APPEAL = Source("행정기본법", "제36조제1항", None, "secondary")
_ANSWER = Source("행정기본법", "제36조제2항", None, "secondary")
_ZONE = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True, slots=True)
class AppealTerms:
    """How long one may appeal, and how long the answer may take.

    Parameters
    ----------
    days, answer_days : Calendar days; the day the decision came to be known, or the appeal came, does not count.
    source, answer_source : The act whose days these are where the call sets none; None where it does.
    """

    days: int
    answer_days: int
    source: Source | None = None
    answer_source: Source | None = None


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a time.

    Parameters
    ----------
    day : The last day, which counts to its end.
    counted : Where the days alone end: before `day` where that one is a day off.
    is_known : Whether public holidays of that time are known; where not, only weekends moved it.
    """

    day: date
    counted: date
    is_known: bool

    @property
    def is_moved(self) -> bool:
        """Whether it gave way to the next working day."""
        return self.day != self.counted

    @property
    def over(self) -> datetime:
        """The first moment that is too late."""
        return datetime.combine(self.day + timedelta(days=1), time(), _ZONE)


@dataclass(frozen=True, slots=True)
class ToldAppeal:
    """What a letter tells of an appeal.

    Parameters
    ----------
    days : From the day after the letter is received; None where its author gave a last day and no days.
    until : Last day for who received the letter on its own day; nobody's is earlier.
    source : The act whose days these are; None where the call sets them.
    """

    days: int | None
    until: date
    source: Source | None


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


def last_day(known: date, days: int) -> LastDay:
    """The last day of a time in days.

    Parameters
    ----------
    known : The day it begins on, which does not count.
    """
    counted = day = known + timedelta(days=days)
    while is_day_off(day):
        day += timedelta(days=1)
    return LastDay(day, counted, are_holidays_known(counted))


def appeal_until(call: Call | None, known: datetime) -> LastDay:
    """Until when one may appeal.

    Parameters
    ----------
    known : When the decision came to be known: when its letter was delivered, else when it was made.
    """
    return last_day(korean_day(known), appeal_terms(call).days)


def told_appeal(call: DecidedCall) -> ToldAppeal:
    """What the letter of a decided call tells; where its author tells neither days nor a last day, by the act."""
    if call.appeal_days is None and call.appeal_until is not None:
        return ToldAppeal(None, call.appeal_until, None)
    days = _LAW_DAYS if call.appeal_days is None else call.appeal_days
    until = call.appeal_until or last_day(call.decided_on, days).day
    return ToldAppeal(days, until, _APPEAL if call.appeal_days is None else call.appeal_law)


def told_until(call: DecidedCall, known: datetime) -> LastDay:
    """Until when the receiver of a letter may appeal: by the days it tells, and never before the day it names."""
    told = told_appeal(call)
    if told.days is None:
        return LastDay(told.until, told.until, is_known=True)
    found = last_day(korean_day(known), told.days)
    return found if found.day >= told.until else LastDay(told.until, told.until, is_known=True)


def answer_until(call: Call | None, came: datetime, further: int = 0) -> LastDay:
    """Until when an appeal is to be answered.

    Parameters
    ----------
    came : When the appeal came; that day does not count.
    further : Days by which the agency put the answer off; they are counted from the day after the last one.
    """
    found = last_day(korean_day(came), appeal_terms(call).answer_days)
    return last_day(found.day, further) if further else found


def korean_day(moment: datetime) -> date:
    """The day a moment is on, in Korea."""
    return moment.astimezone(_ZONE).date()
