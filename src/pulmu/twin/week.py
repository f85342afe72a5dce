"""Weeks of shifts and prices as turning points, in seconds from Monday, midnight."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pulmu.model.line import Line
from pulmu.model.week import DAYS, Calendar, Shift, WeekTariff
from pulmu.reference.holidays import public_holidays

WEEK = 604_800.0
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Turns:
    """What holds from each turning point of a week on.

    Parameters
    ----------
    at : (turns,)  Ascending, from Monday, midnight, before the start; the last week of them repeats. [s]
    value : (turns,)  What holds from there; the last also holds from the start of a week that repeats to its first.
    loop : First turn of the week that repeats; those before are of the weeks with dates.
    weeks : How many weeks have dates.
    """

    at: tuple[float, ...]
    value: tuple[int, ...]
    loop: int = 0
    weeks: int = 0

    def _placed(self, offset: float) -> tuple[float, int]:
        """A time as one of the turning points' weeks, and how often the last of these has been repeated by then."""
        again = max(int(offset // WEEK) - self.weeks, 0)
        return offset - again * WEEK, again

    def at_time(self, offset: float) -> int:
        """What holds at a time."""
        moment, again = self._placed(offset)
        first = bisect_right(self.at, moment, self.loop if again else 0)
        return self.value[first - 1] if first > (self.loop if again else 0) else self.value[-1]

    def next_after(self, offset: float) -> tuple[int, int]:
        """Number of the first turn after a time, and how often the week that repeats has been repeated by then."""
        moment, again = self._placed(offset)
        number = bisect_right(self.at, moment, self.loop if again else 0)
        return (number, again) if number < len(self.at) else (self.loop, again + 1)

    def following(self, number: int, again: int) -> tuple[int, int]:
        """The turn after a turn."""
        return (number + 1, again) if number + 1 < len(self.at) else (self.loop, again + 1)

    def since(self, offset: float, count: int) -> list[float]:
        """How long ago the last turns were, the last first; before the start, as if each week were the last. [s]"""
        number, again = self.next_after(offset)
        found = []
        for _ in range(count):
            number, again = (
                (number - 1, again) if number > (self.loop if again else 0) else (len(self.at) - 1, again - 1)
            )
            found.append(offset - (again * WEEK + self.at[number]))
        return found


def offset_of(text: str) -> float:
    """``mon 08:30``, or a date with its time, as seconds of the week."""
    day, clock = text.split()
    dated = date_of(text)
    return (DAYS.index(day) if dated is None else dated.weekday()) * DAY + clock_seconds(clock)


def date_of(text: str) -> date | None:
    """The date of ``2026-09-21 08:30``; None of a day of any week.

    Raises
    ------
    ValueError  There is no such date.
    """
    day, _ = text.split()
    return None if day in DAYS else date.fromisoformat(day)


def clock_seconds(text: str) -> float:
    """``08:30`` as seconds of the day."""
    hours, minutes = text.split(":")
    return float(int(hours) * 3600 + int(minutes) * 60)


def _spans(days: Iterable[str], start: str, end: str) -> list[tuple[float, float]]:
    begin, finish = clock_seconds(start), clock_seconds(end)
    long = finish - begin if finish > begin else finish - begin + DAY
    return [(DAYS.index(day) * DAY + begin, long) for day in days]


def _covers(spans: Sequence[tuple[float, float]], moment: float) -> bool:
    return any((moment - begin) % WEEK < long for begin, long in spans)


def calendar_turns(calendar: Calendar, start: date | None = None) -> Turns:
    """1 while it works, 0 while not; from a date on, without the days on which no shift starts."""
    closed = closed_days(calendar, start)
    if start is not None and closed:
        return _dated_turns(calendar, start - timedelta(start.weekday()), closed)
    work, rest = [], []
    for shift in calendar.shifts:
        begin = clock_seconds(shift.start)
        for at, long in _spans(shift.days, shift.start, shift.end):
            work.append((at, long))
            for pause in shift.breaks:
                first = at + (clock_seconds(pause.start) - begin) % DAY
                rest.append((first, (clock_seconds(pause.end) - clock_seconds(pause.start)) % DAY))
    moments = sorted({edge % WEEK for at, long in (*work, *rest) for edge in (at, at + long)} or {0.0})
    values = [int(_covers(work, moment) and not _covers(rest, moment)) for moment in moments]
    return _without_repeats(moments, values)


def closed_days(calendar: Calendar, start: date | None) -> frozenset[date]:
    """Days from the one before a date on, on which no shift of a calendar starts."""
    if start is None:
        return frozenset()
    known = (*calendar.closed, *(public_holidays() if calendar.public_holidays else ()))
    return frozenset(day for day in known if day >= start - timedelta(1))


def _dated_turns(calendar: Calendar, monday: date, closed: frozenset[date]) -> Turns:
    """Turns of the weeks up to the last closed day and one more, and then of the week that repeats."""
    weeks = (max(closed) - monday).days // 7 + 2
    work, rest = Counter[float](), Counter[float]()
    for day in range(-2, 7 * (weeks + 1)):
        if monday + timedelta(day) not in closed:
            for shift in calendar.shifts:
                if DAYS[day % 7] in shift.days:
                    _count_shift(shift, day * DAY, work, rest)
    moments = sorted({0.0, weeks * WEEK, *work, *rest})
    found, working, resting, last = [], 0, 0, -1
    for moment in moments:
        working, resting = working + work[moment], resting + rest[moment]
        value = int(working > 0 and resting == 0)
        if moment < 0 or (moment > 0 and value == last and moment != weeks * WEEK):
            continue
        if moment < (weeks + 1) * WEEK:
            found.append((moment, value))
        last = value
    loop = next(n for n, (moment, _) in enumerate(found) if moment >= weeks * WEEK)
    if len(found) > loop + 1 and loop > 0 and found[loop][1] == found[loop - 1][1]:
        del found[loop]
    return Turns(tuple(moment for moment, _ in found), tuple(value for _, value in found), loop, weeks)


def _count_shift(shift: Shift, day: float, work: "Counter[float]", rest: "Counter[float]") -> None:
    begin = clock_seconds(shift.start)
    spans = [(work, 0.0, (clock_seconds(shift.end) - begin) % DAY or DAY)]
    for pause in shift.breaks:
        first = (clock_seconds(pause.start) - begin) % DAY
        spans.append((rest, first, (clock_seconds(pause.end) - clock_seconds(pause.start)) % DAY))
    for counted, first, long in spans:
        counted[day + begin + first] += 1
        counted[day + begin + first + long] -= 1


def _without_repeats(moments: Sequence[float], values: Sequence[int]) -> Turns:
    kept = [n for n in range(len(moments)) if values[n] != values[n - 1]] or [0]
    return Turns(tuple(moments[n] for n in kept), tuple(values[n] for n in kept))


@dataclass(frozen=True, slots=True)
class Prices:
    """Times of the week that differ in price, and the price of each carrier in each.

    Parameters
    ----------
    turns : Which slot holds from when on.
    by_slot : (slots) of (carriers)  Won per unit.
    """

    turns: Turns
    by_slot: tuple[tuple[float, ...], ...]


def price_slots(line: Line) -> Prices:
    """The slots of all tariffs of a line together."""
    tariffs = {item.id: item for item in line.tariffs}
    used = [tariffs.get(item.tariff) for item in line.carriers]
    edges = {0.0}
    for tariff in filter(None, used):
        spans = [span for slot in tariff.slots for span in _spans(slot.days, slot.start, slot.end)]
        edges |= {edge % WEEK for at, long in spans for edge in (at, at + long)}
    moments, known, values = sorted(edges), dict[tuple[float, ...], int](), []
    for moment in moments:
        prices = tuple(
            item.price if tariff is None else price_at(tariff, moment)
            for item, tariff in zip(line.carriers, used, strict=True)
        )
        values.append(known.setdefault(prices, len(known)))
    return Prices(_without_repeats(moments, values), tuple(known))


def price_at(tariff: WeekTariff, moment: float) -> float:
    """Won per unit at a time of the week."""
    found = tariff.price
    for slot in tariff.slots:
        if _covers(_spans(slot.days, slot.start, slot.end), moment):
            found = slot.price
    return found
