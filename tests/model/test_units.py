from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import InputError, UnitError, conversion_factor, known_units, unit

SYMBOLS = known_units("mass", "emissions", "energy", "net fuel energy", "gross fuel energy", "normal volume", "euro")


@pytest.mark.parametrize(
    ("have", "want", "factor"),
    [
        ("kg", "t", 1e-3),
        ("kg CO2e", "t CO2e", 1e-3),
        ("kWh", "TJ", 3.6e-6),
        ("MWh", "GJ", 3.6),
        ("MJ/Nm3", "TJ/Nm3", 1e-6),
        ("kg CO2e/kg", "t CO2e/t", 1.0),
        ("%", "1", 0.01),
        ("1000 Nm3", "Nm3", 1000.0),
    ],
)
def test_a_conversion_is_the_nearest_float(have: str, want: str, factor: float) -> None:
    assert factor == conversion_factor(have, want)


@pytest.mark.parametrize(
    ("spelling", "symbol"),
    [("톤", "t"), ("Nm³", "Nm3"), (" kwh ", "kWh"), ("tCO2e/톤", "t CO2e/t"), ("MJ(총발열량)", "MJ gross"), ("", "1")],
)
def test_spellings_of_bills_are_understood(spelling: str, symbol: str) -> None:
    assert symbol == unit(spelling).symbol


@pytest.mark.parametrize(
    ("have", "want"), [("MJ gross", "MJ net"), ("MJ net", "MJ"), ("t", "t CO2e"), ("Nm3", "L"), ("t", "t/t")]
)
def test_nothing_converts_between_dimensions(have: str, want: str) -> None:
    with pytest.raises(UnitError) as caught:
        conversion_factor(have, want)
    assert caught.value.problems[0].code == "input.unit_mismatch"


@pytest.mark.parametrize("text", ["tonnes CO2", "m3", "MMBtu", "t/t/t", "kwhh", "x" * 1000])
def test_a_unit_outside_the_table_is_refused_with_near_ones(text: str) -> None:
    with pytest.raises(InputError) as caught:
        unit(text)
    problem = caught.value.problems[0]
    assert problem.code == "input.unit_unknown"
    assert "use one of" in problem.mend


@given(st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS))
def test_there_and_back_is_where_one_was(one: str, other: str) -> None:
    if unit(one).dimension == unit(other).dimension:
        assert Fraction(1) == unit(one).factor / unit(other).factor * (unit(other).factor / unit(one).factor)
        assert conversion_factor(one, other) * conversion_factor(other, one) == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize("text", ["GJ (총발열량)", "GJ(총발열량)", "GJ gross", "GJ (gross)", "gj HHV", "GJ 총발열량"])
def test_a_heating_value_basis_is_read_however_the_bill_spells_it(text: str) -> None:
    assert (unit(text).symbol, unit(text).dimension) == ("GJ gross", "gross fuel energy")
