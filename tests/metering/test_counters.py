"""Counters: reset, roll-over, exchange."""

import math
from dataclasses import replace

import numpy as np
import pytest

from pulmu.metering import (
    BAD,
    ESTIMATED,
    MEASURED,
    Exchange,
    Extent,
    Gap,
    Readings,
    Series,
    amounts,
    extent,
    month_coverage,
    resets,
)

HOUR = 3600
COUNTER = Series(meter="GM-01", unit="Nm3", interval=HOUR, kind="counter")


def standings(*values: float, hours: tuple[int, ...] = (), quality: tuple[int, ...] = ()) -> Readings:
    when = hours or tuple(range(len(values)))
    return Readings(HOUR * np.array(when, np.int64), np.array(values), np.array(quality or [0] * len(values), np.int8))


def shown(series: Series, readings: Readings) -> list[tuple[float, int]]:
    found = amounts(series, readings)
    return list(zip(found.value.tolist(), found.quality.tolist(), strict=True))


def test_amounts_are_differences_of_standings() -> None:
    assert shown(COUNTER, standings(10, 15, 15, 17.5)) == [(5.0, MEASURED), (0.0, MEASURED), (2.5, MEASURED)]


def test_hours_that_were_not_read_share_what_went_through_and_are_estimated() -> None:
    found = shown(COUNTER, standings(10, 16, 17, hours=(0, 3, 4)))
    assert found == [(2.0, ESTIMATED), (2.0, ESTIMATED), (2.0, ESTIMATED), (1.0, MEASURED)]


def test_a_counter_that_falls_was_reset_and_its_hour_is_missing() -> None:
    readings = standings(10, 15, 2, 4)
    assert shown(COUNTER, readings) == [(5.0, MEASURED), (0.0, BAD), (2.0, MEASURED)]
    assert resets(COUNTER, readings).tolist() == [2 * HOUR]
    assert resets(replace(COUNTER, kind="interval"), readings).tolist() == []


def test_a_reset_is_counted_in_the_month_of_the_hour_that_is_missing() -> None:
    new_year = 1_767_193_200 // HOUR
    readings = standings(10, 15, 2, 4, hours=tuple(range(new_year + 742, new_year + 746)))
    found = month_coverage(replace(COUNTER, zone="Asia/Seoul"), readings)
    assert [(item.measured_slots, item.resets) for item in found[:2]] == [(1, (1_767_193_200 + 744 * HOUR,)), (1, ())]


def test_readings_reach_from_the_first_amount_to_the_last() -> None:
    assert extent(COUNTER, standings(10, 15, 2, 4)) == Extent(0, 3 * HOUR, (Gap(HOUR, 2 * HOUR, 1),))
    assert extent(COUNTER, standings(10)) == Extent(0, 0, ())


def test_a_counter_that_rolls_over_goes_on() -> None:
    series = replace(COUNTER, modulus=1000.0)
    assert shown(series, standings(990, 5)) == [(15.0, MEASURED)]
    assert shown(series, standings(600, 500)) == [(0.0, BAD)], "900 in an hour is no roll-over but a reset"


def test_an_exchange_joins_the_old_counter_and_the_new() -> None:
    series = replace(COUNTER, exchanges=(Exchange(HOUR + 600, 21.0, 100.0),))
    assert shown(series, standings(10, 20, 103, 104)) == [(10.0, MEASURED), (4.0, MEASURED), (1.0, MEASURED)]


def test_two_exchanges_between_two_readings_join_too() -> None:
    series = replace(COUNTER, exchanges=(Exchange(100, 12.0, 0.0), Exchange(200, 1.0, 50.0)))
    assert shown(series, standings(10, 53)) == [(2 + 1 + 3, MEASURED)]


def test_the_rest_of_arithmetic_is_no_reset() -> None:
    series = replace(COUNTER, exchanges=(Exchange(100, 98765.4, 0.1),))
    [(value, quality)] = shown(series, standings(98765.4, 0.1))
    assert (pytest.approx(value, abs=1e-6), quality) == (0.0, MEASURED)


def test_a_bad_standing_is_left_out_and_an_estimated_one_marks_both_sides() -> None:
    assert shown(COUNTER, standings(1, 99, 3, quality=(0, BAD, 0))) == [(1.0, ESTIMATED), (1.0, ESTIMATED)]
    assert shown(COUNTER, standings(1, 2, 3, quality=(0, ESTIMATED, 0))) == [(1.0, ESTIMATED), (1.0, ESTIMATED)]


def test_a_counter_read_once_or_never_counted_nothing() -> None:
    assert shown(COUNTER, standings(5)) == []
    assert shown(COUNTER, standings()) == []


def test_what_is_summed_does_not_depend_on_how_often_it_was_read() -> None:
    values = np.cumsum(np.arange(40) % 7 / 4)
    every = standings(*values)
    some = every.take(np.array([0, 3, 4, 11, 12, 30, 39]))
    assert math.fsum(amounts(COUNTER, every).value) == pytest.approx(math.fsum(amounts(COUNTER, some).value), rel=1e-12)
