"""Weeks: shifts with breaks, nights over midnight, prices; and a machine that keeps to them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.lines import line_from, line_of, results

from pulmu.model import Document
from pulmu.model.week import DAYS, Calendar, Day, DaySpan, PriceSlot, Shift, WeekTariff
from pulmu.reference.holidays import public_holidays
from pulmu.twin import read_line
from pulmu.twin.week import calendar_turns, offset_of, price_at

HOUR = 3600.0


def calendar(*shifts: Shift) -> Calendar:
    return Calendar(id="c", shifts=shifts)


def test_a_shift_with_a_break() -> None:
    turns = calendar_turns(calendar(Shift(days=("mon",), start="08:00", end="17:00",
                                          breaks=(DaySpan(start="12:00", end="13:00"),))))  # fmt: skip
    assert (turns.at, turns.value) == ((8 * HOUR, 12 * HOUR, 13 * HOUR, 17 * HOUR), (1, 0, 1, 0))


def test_a_night_shift_ends_on_the_next_day_and_the_next_week() -> None:
    turns = calendar_turns(calendar(Shift(days=("sun",), start="22:00", end="06:00",
                                          breaks=(DaySpan(start="02:00", end="02:30"),))))  # fmt: skip
    assert turns.at_time(offset_of("sun 23:00")) == 1
    assert turns.at_time(offset_of("mon 01:00")) == 1
    assert turns.at_time(offset_of("mon 02:15")) == 0
    assert turns.at_time(offset_of("mon 06:00")) == 0


def test_shifts_that_meet_are_one() -> None:
    day = calendar(Shift(start="07:00", end="15:00"), Shift(start="15:00", end="23:00"))
    assert len(calendar_turns(day).at) == 10


def test_a_calendar_without_shifts_never_works() -> None:
    assert calendar_turns(calendar()).value == (0,)


def test_a_later_price_comes_before_an_earlier_one() -> None:
    day = PriceSlot(start="09:00", end="18:00", price=180)
    sunday = PriceSlot(days=("sun",), start="00:00", end="24:00", price=60)
    tariff = WeekTariff(id="t", price=100, slots=(day, sunday))
    prices = [price_at(tariff, offset_of(moment)) for moment in ("mon 08:59", "mon 09:00", "mon 18:00", "sun 10:00")]
    assert prices == [100, 180, 100, 60]


SHIFTS = st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, 23), st.integers(0, 23)), max_size=5)


@given(SHIFTS, st.integers(0, 10_079))
def test_turns_hold_what_the_shifts_say_at_every_minute(shifts: list[tuple[Day, int, int]], minute: int) -> None:
    made = calendar(*(Shift(days=(day,), start=f"{start:02}:00", end=f"{end:02}:00") for day, start, end in shifts))
    since = [(minute - DAYS.index(day) * 1440 - start * 60) % 10_080 for day, start, _ in shifts]
    works = any(gone < ((end - start) % 24 or 24) * 60 for gone, (_, start, end) in zip(since, shifts, strict=True))
    turns = calendar_turns(made)
    assert turns.at_time(minute * 60.0) == int(works)
    assert all(one < other for one, other in pairwise(turns.at))


LINE = """
id: shift
starts: fri 16:00
carriers: [{{id: el, unit: kWh, tariff: t}}]
tariffs: [{{id: t, price: 100, slots: [{{start: '09:00', end: '12:00', price: 200}}]}}]
calendars: [{{id: day, shifts: [{{start: '08:00', end: '17:00', breaks: [{{start: '12:00', end: '13:00'}}]}}]}}]
stations:
  - {{id: m, buffer: 1, time: 25 min, calendar: day, at_shift_end: {end},
     uses: [{{carrier: el, busy: 10, idle: 1}}]{more}}}
products: [{{id: p, route: [{{station: m}}]}}]
sources: [{{id: in, products: {{p: 1}}}}]
"""


def test_work_stops_at_the_end_of_a_shift_and_goes_on() -> None:
    (run,) = results(line_of(LINE.format(end="stop", more="")), hours=168)
    assert run.stations[0].state_hours["busy"] == 40
    assert run.good == 40 * 60 // 25
    use = run.uses[0]
    assert (use.amount, use.cost_krw) == (400, 5 * 3 * 10 * 200 + 25 * 10 * 100)


def test_work_is_finished_first_where_the_station_does_so() -> None:
    """An hour of Friday; then 4 h and 4 h on four days, each up to the end of a cycle of 25 min; then 4 h and 3 h."""
    (run,) = results(line_of(LINE.format(end="finish", more="")), hours=168)
    cycles = 3 + 4 * (10 + 10) + 10 + 7
    assert run.stations[0].cycles == cycles
    assert run.stations[0].state_hours["busy"] == pytest.approx(cycles * 25 / 60 + 5 / 60)


def test_a_machine_warms_up_after_it_was_off() -> None:
    (run,) = results(line_of(LINE.format(end="stop", more=", warm_up: 30 min")), hours=168)
    assert run.stations[0].state_hours["heating"] == 10 * 0.5
    assert run.stations[0].state_hours["busy"] == 40 - 10 * 0.5


def test_a_machine_with_hours_of_its_own() -> None:
    """Two machines of an hour a piece, one of them only on Tuesdays: 168 and 24 pieces a week."""
    tree = {
        "id": "two",
        "calendars": [{"id": "tue", "shifts": [{"days": ["tue"], "start": "00:00", "end": "24:00"}]}],
        "stations": [{"id": "s", "machines": 2, "buffer": 1, "time": "1 h",
                      "machine_hours": [{"machine": 2, "calendar": "tue"}]}],
        "products": [{"id": "p", "route": [{"station": "s"}]}],
        "sources": [{"id": "in", "products": {"p": 1}}],
    }  # fmt: skip
    (run,) = results(line_from(tree), hours=168)
    assert run.good == 168 + 24
    assert run.stations[0].state_hours["off"] == 6 * 24
    tree["stations"][0]["machine_hours"] = [{"machine": 3, "calendar": "wed"}]  # type: ignore[index]
    assert [item.code for item in read_line(Document(tree, "line.yaml")).problems] == [
        "line.unknown_name", "line.state_machine",
    ]  # fmt: skip


CHUSEOK = Calendar(id="c", shifts=(Shift(start="08:00", end="17:00"),), public_holidays=True)


def test_public_holidays_fall_out_of_a_dated_week() -> None:
    """Chuseok of 2026 is from Thursday, 24 September to Saturday; the next holiday after it is Saturday, 3 October."""
    turns = calendar_turns(CHUSEOK, date(2026, 9, 21))
    day = 24 * HOUR
    on = [turns.at_time(n * day + 12 * HOUR) for n in range(14)]
    assert on == [1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0]
    assert [turns.at_time(n * day + 7 * HOUR) for n in range(7)] == [0] * 7


@given(st.integers(0, 100 * 7 * 24), st.sets(st.integers(0, 60), max_size=6))
def test_dated_turns_hold_what_shifts_say(hour: int, closed: set[int]) -> None:
    """A night shift that starts on a closed day falls out whole, and one of the evening before goes on into it."""
    monday = date(2026, 9, 21)
    night = Shift(days=("mon", "wed", "sun"), start="22:00", end="06:00", breaks=(DaySpan(start="02:00", end="03:00"),))
    dated = Calendar(id="c", shifts=(night,), closed=tuple(monday + timedelta(n) for n in closed))
    turns = calendar_turns(dated, monday)
    day, clock = divmod(hour, 24)
    start = day if clock >= 22 else day - 1
    is_shift = start % 7 in (0, 2, 6) and start not in closed and (clock >= 22 or clock < 6) and clock != 2
    assert turns.at_time(hour * HOUR) == is_shift
    assert turns.at_time(hour * HOUR + 60) == is_shift
    number, again = turns.next_after(hour * HOUR)
    following = again * 7 * 24 * HOUR + turns.at[number]
    assert following > hour * HOUR
    assert turns.at_time(following - 1) == is_shift
    assert turns.since(hour * HOUR + 1, 1)[0] > 0


def test_a_run_that_starts_on_a_date_rests_on_its_holidays() -> None:
    """Six weeks from 21 September 2026 without Chuseok and Hangeul Day: 30 - 2 - 1 days of 9 hours; in any week, 30."""
    tree = {
        "id": "dated",
        "starts": "2026-09-21 00:00",
        "calendars": [{"id": "day", "shifts": [{"start": "08:00", "end": "17:00"}], "public_holidays": True}],
        "stations": [{"id": "s", "buffer": 1, "time": "1 h", "calendar": "day"}],
        "products": [{"id": "p", "route": [{"station": "s"}]}],
        "sources": [{"id": "in", "products": {"p": 1}}],
    }  # fmt: skip
    known = sum(1 for day in public_holidays() if date(2026, 9, 21) <= day < date(2026, 11, 2) and day.weekday() < 5)
    (run,) = results(line_from(tree), hours=42 * 24)
    assert run.good == (30 - known) * 9
    assert known >= 3
    problems = [
        ({"starts": "2026-02-30 00:00"}, "line.no_date"),
        ({"starts": "mon 00:00"}, "line.start_date"),
        ({"starts": "2031-01-06 00:00"}, "line.holidays_unknown"),
    ]
    for change, code in problems:
        assert [item.code for item in read_line(Document({**tree, **change}, "line.yaml")).problems] == [code]
