"""Machines that stand still at times of the week, in the words a line has: calendars and people."""

from collections.abc import Sequence
from dataclasses import replace

from pulmu.model.line import Line, Operators
from pulmu.model.station import Station
from pulmu.model.week import DAYS, Calendar, Shift
from pulmu.model.what_if import Outage
from pulmu.twin.week import DAY, WEEK, calendar_turns, clock_seconds

Spans = list[tuple[float, float]]
_ALWAYS: Spans = [(0.0, WEEK)]


def station_without(line: Line, name: str, outages: Sequence[Outage]) -> Line:
    """A line whose station does not work during the outages: they are taken out of its calendars."""
    station, names = _station(line, name), dict[str, str]()
    for calendar in dict.fromkeys((station.calendar, *(item.calendar for item in station.machine_hours))):
        old = next((item for item in line.calendars if item.id == calendar), None)
        new = _less(line, old, outages, f"{name}.down")
        line, names[calendar] = replace(line, calendars=(*line.calendars, new)), new.id
    hours = [replace(item, calendar=names[item.calendar]) for item in station.machine_hours]
    return _put(line, replace(station, calendar=names[station.calendar], machine_hours=tuple(hours)))


def station_with_fewer(line: Line, name: str, outages: Sequence[Outage]) -> Line:
    """A line some of whose machines at a station do not begin a cycle during the outages.

    Machines of a station are alike and have one calendar. So each cycle asks for somebody; of as many as there are
    machines, some are away during the outages. Machines that stand still count as waiting for an operator.
    """
    station = _station(line, name)
    skill, hands = f"{name}.hand", []
    rest = station.machines
    for number, outage in enumerate(outages):
        many = min(outage.machines or 0, rest)
        calendar = _less(line, None, [outage], f"{name}.hand.{number}")
        line = replace(line, calendars=(*line.calendars, calendar))
        hands.append(Operators(id=calendar.id, count=many, skills=(skill,), calendar=calendar.id))
        rest -= many
    always = Operators(id=skill, count=rest, skills=(skill,))
    line = replace(line, operators=(*line.operators, *hands, always))
    return _put(line, replace(station, run_skill=skill))


def _station(line: Line, name: str) -> Station:
    return next(item for item in line.stations if item.id == name)


def _put(line: Line, new: Station) -> Line:
    return replace(line, stations=tuple(new if item.id == new.id else item for item in line.stations))


def _less(line: Line, old: Calendar | None, outages: Sequence[Outage], name: str) -> Calendar:
    spans = minus(_ALWAYS if old is None else working(old), [span for item in outages for span in outage_spans(item)])
    shifts = tuple(shift for span in spans for shift in _shifts(*span))
    while any(item.id == name for item in line.calendars):
        name += "_"
    return replace(old, id=name, shifts=shifts) if old else Calendar(id=name, shifts=shifts)


def working(calendar: Calendar) -> Spans:
    """Times of the week at which a calendar works, ascending. [s]"""
    turns = calendar_turns(calendar)
    edges = [*turns.at, WEEK]
    spans = [(at, edges[n + 1]) for n, at in enumerate(turns.at) if turns.value[n]]
    if turns.value[-1] and turns.at[0] > 0:
        spans.insert(0, (0.0, turns.at[0]))
    return spans


def outage_spans(outage: Outage) -> Spans:
    """Times of the week of an outage; one over the end of the week is two. [s]"""
    begin, end = clock_seconds(outage.start), clock_seconds(outage.end)
    long = end - begin if end > begin else end - begin + DAY
    spans = []
    for day in outage.days:
        at = DAYS.index(day) * DAY + begin
        spans.append((at, min(at + long, WEEK)))
        if at + long > WEEK:
            spans.append((0.0, at + long - WEEK))
    return spans


def minus(spans: Spans, holes: Spans) -> Spans:
    """What is left of spans of time without holes."""
    for start, end in holes:
        spans = [
            part
            for low, high in spans
            for part in ((low, min(high, start)), (max(low, end), high))
            if part[0] < part[1]
        ]
    return spans


def _shifts(start: float, end: float) -> list[Shift]:
    """A span of the week as shifts, day by day."""
    shifts = []
    while start < end:
        day = int(start // DAY)
        stop = min(end, (day + 1) * DAY)
        shifts.append(Shift(days=(DAYS[day],), start=_clock(start - day * DAY), end=_clock(stop - day * DAY)))
        start = stop
    return shifts


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
