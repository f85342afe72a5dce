"""Days that followed an evening like the last one, on a plant whose mornings go on as its evenings ended."""

import numpy as np
import pytest

from pulmu.plan.forecast import SIMILAR
from pulmu.plan.forecast.rules import kind_median
from pulmu.plan.forecast.similar import after_similar

SLOTS, DAYS = 24, 40


def _late(days: int) -> np.ndarray:
    """Evenings on which the plant ran late: 10 kW in the last two hours, and until six the morning after."""
    late = np.random.default_rng(5).integers(0, 2, days)
    power = np.full((days, SLOTS), 20.0)
    power[:, 22:] = 10.0 * late[:, None]
    power[1:, :6] = 10.0 * late[:-1, None]
    return power


@pytest.mark.parametrize("name", sorted(SIMILAR))
@pytest.mark.parametrize("day", [30, 33, 36, 39])
def test_a_morning_goes_on_as_after_evenings_like_the_last(name: str, day: int) -> None:
    power = _late(DAYS)
    found = SIMILAR[name](power[:day], np.zeros(day + 1, int))
    assert found[:6].tolist() == [power[day - 1, 23]] * 6
    assert found[6:22].tolist() == [20.0] * 16
    assert np.isnan(found).sum() == 0


def test_a_typical_day_does_not_know_it() -> None:
    power = _late(DAYS)
    typical = [kind_median(20)(power[:day], np.zeros(day + 1, int))[0] for day in range(25, DAYS)]
    assert typical != power[24 : DAYS - 1, 23].tolist()


def test_days_of_the_same_kind_after_the_same_kind_are_looked_at() -> None:
    kinds = np.array([0, 0, 0, 0, 0, 1, 2] * 6)
    power = np.repeat(np.arange(41.0)[:, None], SLOTS, 1)
    sundays = np.arange(6, 41, 7)  # after a Saturday each
    assert set(after_similar(4)(power, kinds)) <= set(sundays.tolist())


def test_what_is_missing_is_not_compared() -> None:
    power, kinds = _late(30), np.zeros(31, int)
    whole = after_similar(2)(power, kinds)
    power[7, 23] = power[12, 22:] = power[-1, 22] = np.nan
    assert after_similar(2)(power, kinds).tolist() == whole.tolist()
    power[-1, 22:] = np.nan
    assert np.isfinite(after_similar(2)(power, kinds)).all()


def test_from_two_days_nothing_is_said() -> None:
    assert np.isnan(after_similar(2)(_late(2), np.zeros(3, int))).all()
