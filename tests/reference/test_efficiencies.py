"""Reference efficiencies by fuel class, output and year of construction."""

import pytest

from pulmu.model import RuleError
from pulmu.reference import reference_efficiency


@pytest.mark.parametrize(
    ("fuel_class", "output", "year", "percent"),
    [
        ("S1", "electricity", 2000, 44.2),
        ("S4", "electricity", 2015, 33.0),
        ("S4", "electricity", 2016, 37.0),
        ("L9", "electricity", 2016, 29.0),
        ("L7", "hot_water", 2015, 89.0),
        ("L7", "hot_water", 2016, 85.0),
        ("G10", "electricity", 2015, 52.5),
        ("G10", "electricity", 2020, 53.0),
        ("G10", "steam", 2016, 87.0),
        ("G12", "direct", 2011, 62.0),
        ("O14", "electricity", 2016, 30.0),
        ("O14", "steam", 2016, 87.0),
    ],
)
def test_a_value_by_class_output_and_year(fuel_class: str, output: str, year: int, percent: float) -> None:
    found = reference_efficiency(fuel_class, output, year)  # type: ignore[arg-type]
    assert (found.value, found.unit, found.source.confidence) == (percent, "%", "transitional")


@pytest.mark.parametrize(("output", "year"), [("electricity", 2015), ("hot_water", 2015), ("direct", 2020)])
def test_a_dash_is_no_number(output: str, year: int) -> None:
    with pytest.raises(RuleError) as caught:
        reference_efficiency("O14", output, year)  # type: ignore[arg-type]
    assert caught.value.problems[0].code == "rule.no_reference_efficiency"
