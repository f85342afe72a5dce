"""What is known ahead: read from a table with all that is wrong, laid over days, left out where it ends early."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import InputError
from pulmu.plan.forecast import Load
from pulmu.services.known_ahead import known_text, read_known, with_known

HEAD = "시각,기온,생산계획\n"


def test_hours_hold_until_the_next_and_the_whole_day_ahead_is_there() -> None:
    rows = "".join(f"2026-03-{2 + hour // 24:02} {hour % 24:02}:00,{hour},{hour // 8}\n" for hour in range(72))
    load, told = with_known(Load(date(2026, 3, 2), np.zeros((2, 96))), read_known(HEAD + rows), 2)
    assert told == ()
    assert (load.names, load.known.shape) == (("기온", "생산계획"), (3, 96, 2))
    assert load.known[2, 4:9, 0].tolist() == [49, 49, 49, 49, 50]


def test_a_column_that_ends_within_the_day_is_left_out_and_told_and_one_value_a_day_is_enough() -> None:
    rows = "".join(f"2026-03-{2 + hour // 24:02} {hour % 24:02}:00,{hour}\n" for hour in range(60))
    bare = Load(date(2026, 3, 2), np.zeros((2, 96)))
    load, told = with_known(bare, read_known("t,x\n" + rows), 2)
    assert [item.code for item in told] == ["forecast.known_short"]
    assert load.names == ()
    days = "t,orders\n2026-03-02,5\n2026-03-03,6\n2026-03-04,7\n"
    load, told = with_known(bare, read_known(days), 2)
    assert (load.names, told) == (("orders",), ())
    assert set(load.known[2, :, 0]) == {7.0}


def test_a_hole_in_the_past_stays_one() -> None:
    rows = "".join(f"2026-03-{2 + hour // 24:02} {hour % 24:02}:00,1\n" for hour in range(72) if not 5 <= hour < 9)
    load, told = with_known(Load(date(2026, 3, 2), np.zeros((2, 96))), read_known("t,x\n" + rows), 2)
    assert told == ()
    assert np.flatnonzero(np.isnan(load.known[0, :, 0])).tolist() == list(range(20, 36))


def test_everything_wrong_is_told_with_its_place() -> None:
    with pytest.raises(InputError) as caught:
        read_known(HEAD + "soon,1,2\n2026-03-02 01:00,warm,\n2026-03-02T02:00+09:00,1,inf\n")
    assert [(item.code, item.place) for item in caught.value.problems] == [
        ("forecast.known_time", "line 2"), ("forecast.known_number", "line 3, column 2"),
        ("forecast.known_time", "line 4"), ("forecast.known_number", "line 4, column 3"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), [
    ("", "forecast.known_columns"), ("t\n2026-01-01\n", "forecast.known_columns"),
    ("t,x,x\n", "forecast.known_columns"),
    ("t,x\n", "forecast.known_empty"), ("t,x\n2026-01-02,1\n2026-01-01,1\n", "forecast.known_order"),
])  # fmt: skip
def test_a_table_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_known(text)
    assert [item.code for item in caught.value.problems] == [code]


def test_korean_code_pages_are_read_and_what_is_no_text_is_refused() -> None:
    assert known_text(HEAD.encode("cp949")) == known_text(HEAD.encode("utf-8-sig")) == HEAD
    with pytest.raises(InputError):
        known_text(b"\xff\xfe\x00\xd8")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        read_known(text)
    except InputError as error:
        assert error.problems
