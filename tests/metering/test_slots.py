"""Labels, slots and gaps."""

from datetime import date

import numpy as np
import pytest

from pulmu.metering import (
    BAD,
    Readings,
    Series,
    clock_change,
    close_days,
    expected_slots,
    find_interval,
    find_midnights,
    gaps,
    latest,
    local_text,
    months_between,
    news,
    off_grid,
    once,
    to_instants,
)
from pulmu.model import InputError

DAY, QUARTER = 86_400, 900


def readings(*rows: tuple[int, float, int]) -> Readings:
    starts, values, qualities = zip(*rows, strict=True) if rows else ((), (), ())
    return Readings(np.array(starts, np.int64), np.array(values, np.float64), np.array(qualities, np.int8))


def rows_of(found: Readings) -> list[tuple[float, ...]]:
    return list(zip(found.start.tolist(), found.value.tolist(), found.quality.tolist(), strict=True))


def test_a_repeated_reading_counts_once_and_a_contradiction_is_found() -> None:
    found, twice = once(readings((900, 2.0, 0), (0, 1.0, 0), (900, 2.0, 0), (0, 1.5, 0), (1800, 1.0, 0)))
    assert twice == (0,)
    assert found.start.tolist() == [0, 0, 900, 1800]


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [(900 * number, float(number), 0) for number in range(8)]
    assert rows_of(once(readings(*rows))[0]) == rows_of(once(readings(*reversed(rows)))[0])


def test_the_last_part_counts() -> None:
    found = latest([readings((0, 1.0, 0), (900, 1.0, 0)), readings((900, 3.0, 1)), readings((900, 2.0, 0))])
    assert rows_of(found) == [(0, 1.0, 0), (900, 2.0, 0)]
    assert len(latest([])) == 0


def test_news_are_what_a_store_never_held() -> None:
    parts = [readings((0, 1.0, 0), (900, 1.0, 0)), readings((900, 2.0, 0))]
    found = news(parts, readings((0, 1.0, 0), (900, 1.0, 0), (1800, 5.0, 0), (0, 7.0, 0)))
    assert rows_of(found.fresh) == [(1800, 5.0, 0)]
    assert rows_of(found.different) == [(0, 7.0, 0)]
    assert found.known == 2, "a value that was corrected since is known, and does not come back"


def test_gaps_are_runs_of_empty_slots_and_a_bad_value_is_one() -> None:
    found = gaps(readings((0, 1.0, 0), (2700, 1.0, 0), (3600, 9.0, BAD), (4500, 1.0, 1), (5400, 0.0, BAD)), QUARTER)
    assert [(gap.start, gap.end, gap.slots) for gap in found] == [(900, 2700, 2), (3600, 4500, 1), (5400, 6300, 1)]
    assert gaps(readings(), QUARTER) == ()


def test_slots_of_a_year() -> None:
    months = months_between(1_767_193_200, 1_767_193_201, "Asia/Seoul")
    assert sum(expected_slots(month.start, month.end, QUARTER) for month in months) == 35_040
    assert [str(months[0]), str(months[-1])] == ["2026-01", "2026-12"]
    assert local_text(months[-1].end, "Asia/Seoul") == "2027-01-01 00:00"


def test_a_year_with_summer_time_has_its_own_months() -> None:
    months = months_between(1_767_225_600, 1_767_225_601, "Europe/Berlin")
    hours = [expected_slots(month.start, month.end, 3600) for month in months]
    assert (hours[2], hours[9]) == (743, 745)


@pytest.mark.parametrize("first_label", ["start", "end"])
def test_a_midnight_that_ends_its_day_is_told_by_the_order_of_rows(first_label: str) -> None:
    proper = QUARTER * np.arange(1 if first_label == "end" else 0, 400)
    ending = np.where((proper % DAY == 0) & (proper > 0), proper - DAY, proper)
    assert find_midnights(proper, QUARTER).closing == ()
    assert len(find_midnights(ending, QUARTER).closing) == 4
    if first_label == "end":
        assert close_days(ending).tolist() == proper.tolist()


def test_the_interval_is_the_commonest_step() -> None:
    assert find_interval(np.array([0, 900, 1800, 5400, 6300])) == QUARTER
    assert find_interval(np.array([1800, 900, 0])) == QUARTER
    assert find_interval(np.array([5])) is None
    assert find_interval(np.array([0, 900, 1920, 2700])) == QUARTER  # one label is off: 15, 17 and 13 minutes
    assert off_grid(np.array([0, 900, 1000]), QUARTER).tolist() == [2]


def test_an_hour_that_comes_twice_and_one_that_never_comes() -> None:
    october = 1_792_886_400 // DAY * DAY  # 2026-10-25
    hours = october + 3600 * np.array([1, 2, 2, 3])
    instants, exists = to_instants(hours, "Europe/Berlin")
    assert np.diff(instants).tolist() == [3600, 3600, 3600]
    assert exists.all()
    spring = 1_774_742_400 // DAY * DAY  # 2026-03-29
    _, exists = to_instants(spring + 3600 * np.array([1, 2, 3]), "Europe/Berlin")
    assert exists.tolist() == [True, False, True]


@pytest.mark.parametrize("interval", [0, -900, 5400, 700, 18_000, 2 * DAY, 31 * DAY])
def test_an_interval_that_divides_neither_an_hour_nor_a_day_is_refused(interval: int) -> None:
    with pytest.raises(InputError) as refused:
        Series(meter="EM-01", unit="kWh", interval=interval)
    assert refused.value.problems[0].code == "meter.interval"


@pytest.mark.parametrize("hours", [1, 2, 3, 4, 6, 8, 12, 24])
def test_whole_hours_that_divide_a_day_are_slots(hours: int) -> None:
    assert Series(meter="EM-01", unit="kWh", interval=3600 * hours).interval == 3600 * hours


def test_a_day_on_which_slots_stop_fitting_is_found() -> None:
    new_year = 1_767_193_200
    assert clock_change(new_year, new_year + 1, "Asia/Seoul", DAY) is None
    assert clock_change(new_year + 7 * DAY, new_year + 8 * DAY, "Europe/Berlin", 7200) == date(2026, 3, 29)
    assert clock_change(new_year + 7 * DAY, new_year + 8 * DAY, "Europe/Berlin", 3600) is None
    assert clock_change(new_year + 7 * DAY, new_year + 8 * DAY, "Australia/Lord_Howe", 3600) == date(2026, 4, 5)
    assert clock_change(560_000_000, 560_000_001, "Asia/Seoul", DAY) == date(1987, 5, 10), "summer time of 1987"


def test_days_have_no_midnight_that_ends_the_day_before() -> None:
    days = DAY * np.array([0, 1, 1, 2, 3])
    assert find_midnights(days, DAY).closing == ()


@pytest.mark.parametrize("hours", [0.25, 6, 12])
def test_a_file_that_runs_backwards_shows_its_midnights_too(hours: float) -> None:
    step = int(3600 * hours)
    proper = step * np.arange(1, 5 * DAY // step + 1)
    ending = np.where(proper % DAY == 0, proper - DAY, proper)
    forwards, backwards = find_midnights(ending, step), find_midnights(ending[::-1], step)
    assert len(forwards.closing) == 5
    assert sorted(ending[::-1][list(backwards.closing)]) == sorted(ending[list(forwards.closing)])
    assert find_midnights(proper[::-1], step).closing == ()
