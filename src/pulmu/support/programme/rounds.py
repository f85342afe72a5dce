"""When a programme takes applications: by the day as a rule, by the minute for one round."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pulmu.model.finding import Answer
from pulmu.model.programme import Programme, Round
from pulmu.support.programme.terms import Terms
from pulmu.support.rules import Finds, Switched, Version

_DAY = timedelta(days=1)
_WORDS = {Answer.YES: "open", Answer.NO: "closed", Answer.UNKNOWN: None}


def open_on(item: Round, day: date) -> Answer:
    """Whether a round is open on a day; both of its days count, and before or after a day not known is unknown."""
    if item.opens is None and item.closes is None:
        return Answer.UNKNOWN
    if (item.opens is not None and day < item.opens) or (item.closes is not None and day > item.closes):
        return Answer.NO
    if day in (item.opens, item.closes) or (item.opens is not None and item.closes is not None):
        return Answer.YES
    return Answer.UNKNOWN


def open_at(item: Round, moment: datetime) -> Answer:
    """Whether a round is open at a moment; on its first and last day the hour counts, where it is known."""
    local = moment.astimezone(ZoneInfo(item.time_zone))
    answer = open_on(item, local.date())
    starts, ends = _clock(item.opens_at), _clock(item.closes_at)
    if local.date() == item.opens and starts is not None and local.time() < starts:
        return Answer.NO
    if local.date() == item.closes and ends is not None and local.time() >= ends:
        return Answer.NO
    return answer


def next_deadline(programme: Programme, day: date) -> Round | None:
    """The round that closes next, today included; None if none is known."""
    left = [item for item in programme.rounds if item.closes is not None and day <= item.closes]
    return min(left, key=lambda item: item.closes or day, default=None)


def window(terms: Terms) -> Finds:
    """Whether applications are taken on the day asked. In years that no round of the file touches: unknown."""
    return Switched(terms.dated("window", tuple(_versions(terms))), "open")


def _versions(terms: Terms) -> Iterable[Version]:
    rounds = terms.programme.rounds
    yield Version(None, terms.source_of(str(terms.programme.year), "no round is known"))
    years = _years_of(rounds)
    if not years:
        return
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    days = sorted({first, *(day for item in rounds for day in _edges(item) if first <= day <= last)})
    for start, after in zip(days, [*days[1:], last + _DAY], strict=True):
        answer = max(open_on(item, start) for item in rounds)
        place = "; ".join(_told(item) for item in rounds)
        source = terms.source_of(str(terms.programme.year), place)
        yield Version(_WORDS[answer], source, start, after - _DAY)


def _years_of(rounds: Iterable[Round]) -> set[int]:
    return {year for item in rounds if item.opens or item.closes for year in (
        item.year, *(day.year for day in (item.opens, item.closes) if day is not None))}  # fmt: skip


def _edges(item: Round) -> Iterable[date]:
    for day in (item.opens, item.closes):
        if day is not None:
            yield day
            yield day + _DAY


def _told(item: Round) -> str:
    opens = f"{item.opens or 'a day not known'} {item.opens_at}".strip()
    closes = f"{item.closes or 'a day not known'} {item.closes_at}".strip()
    return f"{item.id} from {opens} to {closes}"


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
