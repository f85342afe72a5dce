"""Weeks of shifts and prices as turning points, in seconds from Monday, midnight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pulmu.model.line import Line
from pulmu.model.week import DAYS, Calendar, WeekTariff

WEEK = 604_800.0
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Turns:
    """What holds from each turning point of a week on.

    Parameters
    ----------
    at : (turns,)  Ascending, in [0, WEEK). [s]
    value : (turns,)  What holds from there; the last also holds from the week's start to the first.
    """

    at: tuple[float, ...]
    value: tuple[int, ...]

    def at_time(self, offset: float) -> int:
        """What holds at a time of the week."""
        held = self.value[-1]
        for moment, value in zip(self.at, self.value, strict=True):
            if moment > offset:
                break
            held = value
        return held

    def next_after(self, offset: float) -> tuple[int, int]:
        """Number of the first turn after a time of the week, and whether it is in the next week (0 or 1)."""
        for number, moment in enumerate(self.at):
            if moment > offset:
                return number, 0
        return 0, 1


def offset_of(text: str) -> float:
    """``mon 08:30`` as seconds of the week."""
    day, clock = text.split()
    return DAYS.index(day) * DAY + clock_seconds(clock)


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


def calendar_turns(calendar: Calendar) -> Turns:
    """1 while it works, 0 while not."""
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
