"""A tag and its samples: what counts as a number, and what lies in an engineering range."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import UnitError
from pulmu.model.tag import Quality, Sample, Tag, Value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_range_holds_what_is_not_finite(value: float) -> None:
    assert not Tag(name="press/speed", measure="speed").holds(value)


@given(st.floats(allow_nan=False), st.floats(-100, 0), st.floats(0, 100))
def test_a_range_holds_its_ends_and_what_is_between(value: float, low: float, high: float) -> None:
    tag = Tag(name="furnace/temperature", unit="°C", measure="temperature", low=low, high=high)
    assert tag.holds(value) == (low <= value <= high)
    assert tag.holds(low)
    assert tag.holds(high)


def test_a_tag_of_a_unit_that_is_not_known_cannot_be_made() -> None:
    with pytest.raises(UnitError):
        Tag(name="press/speed", unit="furlong", measure="speed")


@pytest.mark.parametrize(
    ("value", "quality", "number", "truth"),
    [
        (1.5, "good", 1.5, None),
        (1.5, "uncertain", None, None),
        (1.5, "bad", None, None),
        (1.5, "stale", None, None),
        (math.nan, "good", None, None),
        (math.inf, "good", None, None),
        (True, "good", None, True),
        (True, "stale", None, None),
        ("busy", "good", None, None),
        (None, "good", None, None),
    ],
)
def test_only_what_is_good_is_a_number_or_a_truth(
    value: Value | None, quality: Quality, number: float | None, truth: bool | None
) -> None:
    sample = Sample(tag="press/speed", value=value, quality=quality)
    assert (sample.number, sample.truth) == (number, truth)
