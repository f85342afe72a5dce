"""Until when one may appeal: the first day does not count, days off move the last, and nobody has less."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.calls.test_complete import CALL

from pulmu.model import Source
from pulmu.model.decision import DecidedCall
from pulmu.reference import is_day_off
from pulmu.support.calls.appeals import (
    LastDay,
    answer_until,
    appeal_terms,
    appeal_until,
    last_day,
    told_appeal,
    told_until,
)

DAYS = st.dates(date(2026, 1, 1), date(2028, 11, 1))
TOLD = DecidedCall(
    id="c", name_ko="공고", name_en="Call", agency_ko="기관", agency_en="Agency", decided_on=date(2027, 3, 2)
)


def korean(day: date, hour: int = 12) -> datetime:
    """A moment of a Korean day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 9)


@pytest.mark.parametrize(
    ("known", "days", "until"),
    [
        (date(2027, 3, 2), 30, date(2027, 4, 1)),  # a Thursday: the day it is known on does not count
        (date(2027, 3, 4), 30, date(2027, 4, 5)),  # a Saturday gives way to Monday
        (date(2027, 3, 5), 30, date(2027, 4, 5)),  # so does a Sunday
        (date(2027, 1, 6), 30, date(2027, 2, 5)),  # the Friday before Korean New Year stays
        (date(2027, 1, 7), 30, date(2027, 2, 10)),  # Saturday to Monday, and Tuesday for the Sunday that was one
        (date(2027, 1, 10), 30, date(2027, 2, 10)),  # the substitute itself
        (date(2028, 9, 2), 30, date(2028, 10, 6)),  # Chuseok on National Foundation Day: one more day
        (date(2026, 5, 4), 30, date(2026, 6, 4)),  # a day of elections
        (date(2026, 12, 1), 30, date(2026, 12, 31)),
        (date(2026, 12, 2), 30, date(2027, 1, 4)),  # 1 January, a Friday, then a weekend
        (date(2028, 1, 30), 30, date(2028, 2, 29)),  # a leap day is a day
        (date(2027, 6, 17), 30, date(2027, 7, 20)),  # Constitution Day on a Saturday, with its substitute
    ],
)  # fmt: skip
def test_the_last_day_of_the_act(known: date, days: int, until: date) -> None:
    found = last_day(known, days)
    assert (found.day, found.is_known) == (until, True)
    assert found.over == korean(until + timedelta(days=1), 0)


@given(known=DAYS, days=st.integers(1, 60))
def test_it_is_the_first_working_day_from_the_counted_one_on(known: date, days: int) -> None:
    found = last_day(known, days)
    assert found.counted == known + timedelta(days=days) <= found.day
    assert not is_day_off(found.day)
    between = (found.day - found.counted).days
    assert all(is_day_off(found.counted + timedelta(days=number)) for number in range(between))
    assert last_day(known + timedelta(days=1), days).day >= found.day, "who knows later never has less time"


def test_a_moment_is_on_its_korean_day() -> None:
    call = replace(CALL, appeal_days=10)
    assert appeal_until(call, datetime(2027, 3, 1, 14, 59, tzinfo=UTC)).day == date(2027, 3, 11)
    assert appeal_until(call, datetime(2027, 3, 1, 15, 0, tzinfo=UTC)).day == date(2027, 3, 12)


def test_where_holidays_are_not_known_it_is_said() -> None:
    found = last_day(date(2028, 12, 3), 30)
    assert found == LastDay(date(2029, 1, 2), date(2029, 1, 2), is_known=False)
    assert last_day(date(2028, 12, 1), 30).is_known


def test_days_are_those_of_the_call_or_of_the_act() -> None:
    terms = appeal_terms(replace(CALL, appeal_days=None, answer_days=None))
    assert (terms.days, terms.answer_days) == (30, 14)
    assert terms.source == Source("행정기본법", "제36조제1항", None, "secondary")
    assert terms.answer_source == Source("행정기본법", "제36조제2항", None, "secondary")
    own = appeal_terms(replace(CALL, appeal_days=7, answer_days=20))
    assert (own.days, own.answer_days, own.source, own.answer_source) == (7, 20, None, None)


def test_an_answer_is_put_off_from_the_day_after_its_last() -> None:
    call = replace(CALL, answer_days=None)
    came = korean(date(2027, 2, 27))  # a Saturday: fourteen days end on one too
    assert answer_until(call, came).day == date(2027, 3, 15)
    assert answer_until(call, came, 10).day == date(2027, 3, 25)  # from the Monday it gave way to
    assert answer_until(call, came, 5).day == date(2027, 3, 22)  # the fifth is a Saturday


def test_a_letter_tells_the_days_of_the_call_or_of_the_act() -> None:
    by_act = told_appeal(TOLD)
    assert (by_act.days, by_act.until, by_act.source) == (30, date(2027, 4, 1), appeal_terms(None).source)
    own = told_appeal(replace(TOLD, appeal_days=7, appeal_until=date(2027, 3, 9)))
    assert (own.days, own.until, own.source) == (7, date(2027, 3, 9), None)
    only_a_day = told_appeal(replace(TOLD, appeal_until=date(2027, 3, 20)))
    assert (only_a_day.days, only_a_day.until, only_a_day.source) == (None, date(2027, 3, 20), None)


@given(late=st.integers(0, 400), days=st.integers(1, 60) | st.none())
def test_nobody_has_less_time_than_the_letter_says(late: int, days: int | None) -> None:
    told = replace(TOLD, appeal_days=days)
    found = told_until(told, korean(TOLD.decided_on + timedelta(days=late)))
    assert found.day >= told_appeal(told).until
    if not late:
        assert found.day == told_appeal(told).until


def test_a_day_a_letter_names_holds_for_everybody_where_it_tells_no_days() -> None:
    told = replace(TOLD, appeal_until=date(2027, 3, 20))
    assert told_until(told, korean(date(2027, 3, 25))).day == date(2027, 3, 20)
