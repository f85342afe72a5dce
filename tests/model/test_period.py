from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import Document, InputError, Period, decode, encode


def test_a_year_is_half_open() -> None:
    year = Period.of_year(2026)
    assert (date(2026, 1, 1), date(2027, 1, 1)) == (year.start, year.end)
    assert year.is_calendar_year
    assert (str(year), year.year) == ("2026-01-01 to 2026-12-31", 2026)


def test_a_part_of_a_year_is_no_year() -> None:
    assert not Period(date(2026, 1, 1), date(2026, 12, 31)).is_calendar_year


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_ends_after_it_starts(end: date) -> None:
    with pytest.raises(InputError) as caught:
        Period(date(2026, 1, 1), end)
    assert caught.value.problems[0].code == "input.period_order"


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 1000))
def test_a_period_survives_the_codec(start: date, days: int) -> None:
    period = Period(start, start + timedelta(days))
    assert period == decode(Period, Document(encode(period), "x")).unwrap()


@pytest.mark.parametrize("tree", [2026, "2026", {"start": "2026-01-01", "end": "2027-01-01"}])
def test_a_year_may_be_written_in_three_ways(tree: object) -> None:
    assert Period.of_year(2026) == decode(Period, Document(tree, "x")).unwrap()


@pytest.mark.parametrize("tree", ["next year", 20260, 2026.5, None, [], {"start": "2026-01-01"}, True])
def test_what_is_no_period_is_refused(tree: object) -> None:
    assert len(decode(Period, Document(tree, "x")).problems) == 1
