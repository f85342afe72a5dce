"""Hour by hour: too few data points make a gap, and a gap counts with the mean plus twice the deviation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pulmu.carbon.hourly import hourly_mass, hourly_means, substituted

VALID = 0.8


def test_an_hour_counts_with_four_fifths_of_its_points_and_not_with_fewer() -> None:
    four = np.array([1.0, 2.0, 3.0, 4.0, np.nan])
    three = np.array([1.0, 2.0, 3.0, np.nan, np.nan])
    means = hourly_means(np.concatenate([four, three]), 5, VALID)
    assert means[0] == 2.5
    assert np.isnan(means[1])


def test_a_gap_counts_with_the_mean_plus_twice_the_deviation_of_the_sample() -> None:
    # mean of 10, 20, 30 is 20, deviation of the sample 10: 40
    filled, substitute = substituted(np.array([10.0, np.nan, 20.0, 30.0]))
    assert substitute == 40.0
    assert filled.tolist() == [10.0, 40.0, 20.0, 30.0]


def test_the_mass_of_a_year_by_hand() -> None:
    # 10, 20, 30 and 40 g/Nm3 with 1,000 Nm3 an hour: 0.1 t
    found = hourly_mass(np.array([10.0, np.nan, 20.0, 30.0]), np.full(4, 1000.0), (1, 1), VALID)
    assert (found.mass, found.hours, found.substituted, found.substitute) == (pytest.approx(0.1), 4, 1, 40.0)


def test_a_flow_that_is_missing_is_not_made_up() -> None:
    found = hourly_mass(np.full(4, 10.0), np.array([1000.0, np.nan, 1000.0, 1000.0]), (1, 1), VALID)
    assert found.without_flow == 1
    assert np.isnan(found.mass)


def test_flow_points_within_an_hour_add_up_and_a_few_lost_ones_count_as_their_mean() -> None:
    flow = np.array([100.0] * 9 + [np.nan])
    found = hourly_mass(np.array([50.0]), flow, (1, 10), VALID)
    assert found.mass == pytest.approx(50.0 * 1000.0 * 1e-6)


def test_nothing_measured_is_not_a_mass_of_zero() -> None:
    assert np.isnan(hourly_mass(np.full(3, np.nan), np.full(3, 1.0), (1, 1), VALID).mass)


@given(arrays(np.float64, 24, elements=st.floats(0, 500)), st.sets(st.integers(0, 23), max_size=22))
def test_a_substitute_never_lies_below_the_mean(values: "np.typing.NDArray[np.float64]", lost: set[int]) -> None:
    values[list(lost)] = np.nan
    _, substitute = substituted(values)
    assert substitute >= np.nanmean(values) - 1e-9


@given(arrays(np.float64, 24, elements=st.floats(0, 500)), arrays(np.float64, 24, elements=st.floats(0, 1e5)))
def test_without_gaps_the_mass_is_the_sum_over_hours(
    concentration: "np.typing.NDArray[np.float64]", flow: "np.typing.NDArray[np.float64]"
) -> None:
    found = hourly_mass(concentration, flow, (1, 1), VALID)
    assert found.mass == pytest.approx(sum(c * v for c, v in zip(concentration, flow, strict=True)) * 1e-6, abs=1e-12)
    assert (found.substituted, found.substitute) == (0, 0.0)
