"""Two-level designs and what they show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.twin.statistics.factors import effects, two_level


def test_whole_and_fractional_designs_have_the_resolution_of_the_book() -> None:
    assert len(two_level("ABC").levels) == 8
    assert two_level("ABC").resolution is None
    assert two_level("ABC", {"C": "AB"}).resolution == 3
    assert two_level("ABCD", {"D": "ABC"}).resolution == 4
    assert two_level("ABCDE", {"E": "ABCD"}).resolution == 5
    assert two_level("ABCDE", {"D": "AB", "E": "AC"}).resolution == 3
    assert len(two_level("ABCDE", {"E": "ABCD"}).levels) == 16


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=3), st.floats(-10, 10))
def test_effects_that_were_put_in_come_out(main: list[float], both: float) -> None:
    design = two_level("ABC")
    values = [
        [5 + luck + sum(e * x / 2 for e, x in zip(main, row, strict=True)) + both * row[0] * row[1] / 2
         for luck in (0, 1, 4)]
        for row in design.levels
    ]  # fmt: skip
    found = effects(design, values)
    assert [found[name,].mean for name in "ABC"] == pytest.approx(main, abs=1e-9)
    assert found["A", "B"].mean == pytest.approx(both, abs=1e-9)
    assert found["A", "C"].mean == pytest.approx(0, abs=1e-9)
    assert found["A",].half_width == pytest.approx(0, abs=1e-9)


def test_a_generator_must_name_free_factors() -> None:
    with pytest.raises(ValueError, match="Z"):
        two_level("ABC", {"C": "AZ"})
