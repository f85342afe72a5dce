import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import InputError, Problem, Quantity, Source, encode, known_units
from pulmu.model.quantity import check_number, parse_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,250 t", 1250.0, "t"),
        ("1250t", 1250.0, "t"),
        ("  12.5   GJ ", 12.5, "GJ"),
        ("1_000.50 kWh", 1000.5, "kWh"),
        ("3e2 kg", 300.0, "kg"),
        (".5 t", 0.5, "t"),
        ("-3 t", -3.0, "t"),
        ("75.28 EUR/t CO2e", 75.28, "EUR/t CO2e"),
        ("1,912,400 Nm³", 1912400.0, "Nm3"),
        ("2 1000 Nm3", 2.0, "1000 Nm3"),
    ],
)
def test_a_quantity_is_read_as_people_write_it(text: str, value: float, unit: str) -> None:
    assert Quantity(value, unit) == Quantity.parse(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12,40 t", "input.not_a_number"),
        ("1,2345 t", "input.not_a_number"),
        ("", "input.not_a_number"),
        ("many t", "input.not_a_number"),
        ("t", "input.not_a_number"),
        ("12", "input.unit_missing"),
        ("12 stone", "input.unit_unknown"),
        ("nan t", "input.not_finite"),
        ("inf", "input.not_finite"),
        ("1e400 t", "input.not_finite"),
        ("1e308 t", "input.too_large"),
    ],
)
def test_what_is_no_quantity_is_refused_and_not_guessed(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        Quantity.parse(text)
    assert code == caught.value.problems[0].code


def test_the_decimal_comma_is_told_as_the_style_guide_shows() -> None:
    problem = Problem(
        "input.not_a_number",
        "meters.xlsx, sheet Power, cell C14",
        "'12,40' is not a number",
        "write 12.40; a comma separates thousands",
    )
    expected = (
        "meters.xlsx, sheet Power, cell C14: '12,40' is not a number. "
        "To mend: write 12.40; a comma separates thousands."
    )
    assert expected == str(problem)
    with pytest.raises(InputError) as caught:
        parse_number("12,40")
    found = caught.value.problems[0]
    assert (problem.code, problem.message, problem.mend) == (found.code, found.message, found.mend)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e16])
def test_a_number_beyond_any_factory_is_refused(value: float) -> None:
    with pytest.raises(InputError):
        check_number(value)


def test_the_place_is_no_part_of_equality() -> None:
    assert Quantity(1.0, "t") == Quantity(1.0, "t").at(Source("plant.yaml", "line 3"))


@given(st.floats(-1e15, 1e15), st.sampled_from(known_units("mass", "energy", "normal volume", "emissions")))
def test_a_quantity_survives_being_written(value: float, unit: str) -> None:
    quantity = Quantity(value, unit)
    assert quantity == Quantity.parse(encode(quantity))


@given(st.floats(0, 1e12))
def test_kilograms_are_thousandths_of_tonnes(value: float) -> None:
    assert Quantity(value, "kg").to("t") == value * 1e-3
    assert Quantity(value, "t").to("t") == value


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_or_an_input_error(text: str) -> None:
    try:
        assert math.isfinite(Quantity.parse(text).value)
    except InputError as error:
        assert error.problems[0].mend
