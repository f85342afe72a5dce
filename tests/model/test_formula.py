from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import (
    Amount,
    Figure,
    Ratio,
    SolveError,
    Source,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    UnitError,
    dot,
    formula,
    not_negative,
    solve_first,
    total,
)

LAW = Source("Regulation (EU) 2023/956", "Annex IV, point 2")


@formula(LAW)
def specific_embedded_emissions(attributed: TonneCO2e, activity_level: Tonne) -> TonneCO2ePerTonne:
    return attributed / activity_level


@formula(LAW)
def mean_by_mass(masses: Sequence[Tonne], values: Sequence[TonneCO2ePerTonne]) -> TonneCO2ePerTonne:
    """Mean weighted by mass."""
    return dot(masses, values) / total(masses)


@formula(LAW)
def rest(whole: Amount, known: Sequence[Amount], share: Ratio) -> Amount:
    """What is left."""
    return (whole - total(known)) * share


def tonnes(value: float, unit: str = "t") -> Figure:
    return Figure(value, unit, "mass", Source("erp.csv"))


def test_the_example_of_the_style_guide_word_for_word() -> None:
    assert specific_embedded_emissions(120.0, 60.0) == 2.0
    gas = Figure(120_000.0, "kg CO2e", "attributed emissions", Source("gas.xlsx", "sheet Gas, cell F14", "sha256 9f2c"))
    steel = Figure(60.0, "t", "activity level", Source("erp.csv", "row 88"), because="good parts only, scrap excluded")
    expected = """\
specific_embedded_emissions = 2 t CO2e/t  [Regulation (EU) 2023/956, Annex IV, point 2]
  attributed emissions = 120,000 kg CO2e  [gas.xlsx, sheet Gas, cell F14, sha256 9f2c]
  activity level = 60 t  [erp.csv, row 88] - good parts only, scrap excluded"""
    assert expected == specific_embedded_emissions.figure(attributed=gas, activity_level=steel).explain()


def test_a_formula_tells_its_arithmetic_and_its_units() -> None:
    assert specific_embedded_emissions.expression == "attributed / activity_level"
    assert mean_by_mass.expression == "dot(masses, values) / total(masses)"
    units = {name: (unit.symbol, is_list) for name, (unit, is_list) in mean_by_mass.units.items()}
    assert units == {"masses": ("t", True), "values": ("t CO2e/t", True), "return": ("t CO2e/t", False)}
    assert mean_by_mass.identifier.endswith("test_formula.mean_by_mass")


def test_lists_keep_their_order_as_positions() -> None:
    values = [Figure(number, "t CO2e/t", "value", Source("x")) for number in (2.0, 3.0)]
    result = mean_by_mass.figure(masses=[tonnes(1_000.0, "kg"), tonnes(3.0)], values=values)
    assert result.value == 2.75
    assert [(item.parameter, item.position) for item in result.inputs] == [
        ("masses", 0),
        ("masses", 1),
        ("values", 0),
        ("values", 1),
    ]


def test_a_unit_variable_takes_the_unit_of_the_first() -> None:
    result = rest.figure(whole=tonnes(2.0), known=[tonnes(500.0, "kg")], share=Figure(50.0, "%", "share", Source("x")))
    assert (result.value, result.unit) == (0.75, "t")
    with pytest.raises(UnitError):
        rest.figure(whole=tonnes(2.0), known=[tonnes(1.0, "MWh")], share=Figure(1.0, "1", "share", Source("x")))


def test_a_wrong_dimension_is_a_unit_error() -> None:
    with pytest.raises(UnitError):
        specific_embedded_emissions.figure(attributed=tonnes(1.0), activity_level=tonnes(1.0))


@pytest.mark.parametrize(
    "inputs",
    [
        {"masses": [tonnes(1.0)]},
        {"masses": tonnes(1.0), "values": []},
        {"masses": [], "values": [], "more": []},
    ],
)
def test_wrong_arguments_are_a_programming_error(inputs: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        mean_by_mass.figure(**inputs)


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=8))
def test_the_array_path_equals_the_figure_path(values: list[float]) -> None:
    arrays = specific_embedded_emissions(np.array(values), np.array(values[::-1]))
    for number, (one, other) in enumerate(zip(values, values[::-1], strict=True)):
        figure = specific_embedded_emissions.figure(
            attributed=Figure(one, "t CO2e", "e", Source("x")), activity_level=tonnes(other)
        )
        assert figure.value == arrays[number]


@given(st.lists(st.floats(-1e9, 1e9), max_size=10))
def test_a_total_adds_from_left_to_right(values: list[float]) -> None:
    running = 0.0
    for value in values:
        running += value
    assert running == total(values)
    assert running == dot([1.0] * len(values), values)


def test_sums_of_nothing_are_zero_and_lists_must_match() -> None:
    assert (total([]), dot([], [])) == (0.0, 0.0)
    with pytest.raises(ValueError, match="zip"):
        dot([1.0], [])


def test_not_negative_takes_numbers_and_arrays() -> None:
    assert (not_negative(-1.0), not_negative(2.0)) == (0.0, 2.0)
    assert list(not_negative(np.array([-2.0, 3.0]))) == [0.0, 3.0]


def test_a_loop_is_solved_and_satisfies_its_balance() -> None:
    shares, own = [0.0, 0.4, 0.3, 0.1], [1.0, 2.0]
    first = solve_first(shares, own)
    second = (own[1] + shares[2] * first) / (1.0 - shares[3])
    assert own[0] + shares[0] * first + shares[1] * second == pytest.approx(first, rel=1e-12)


def test_a_loop_that_nothing_leaves_has_no_solution() -> None:
    with pytest.raises(SolveError) as caught:
        solve_first([0.0, 1.0, 1.0, 0.0], [1.0, 1.0])
    assert caught.value.problems[0].code == "carbon.loop_not_solvable"


def test_a_formula_of_several_statements_is_refused_when_its_arithmetic_is_asked_for() -> None:
    @formula(LAW)
    def odd(mass: Tonne) -> Tonne:
        if mass > 0:
            return mass
        raise ValueError

    with pytest.raises(TypeError):
        _ = odd.expression


@formula(LAW)
def first_of(own: Sequence[TonneCO2ePerTonne], shares: Sequence[Ratio]) -> TonneCO2ePerTonne:
    """First of a loop."""
    return solve_first(shares, own)


def test_a_list_may_be_given_by_the_places_that_are_filled() -> None:
    own = [Figure(1.0, "t CO2e/t", "own", LAW), Figure(2_000.0, "kg CO2e/t", "own", LAW)]
    share, none = Figure(50.0, "%", "share", LAW), Figure(0.0, "1", "share", LAW)
    sparse = first_of.figure(own=own, shares={2: share, 1: share})
    full = first_of.figure(own=own, shares=[none, share, share, none])
    assert (sparse.value, sparse.value) == (full.value, pytest.approx(2.0 / 0.75))
    assert [(item.parameter, item.position) for item in sparse.inputs[2:]] == [("shares", 1), ("shares", 2)]


@pytest.mark.parametrize("place", [-1, 4])
def test_a_share_stands_within_its_square(place: int) -> None:
    with pytest.raises(ValueError, match="not a square"):
        solve_first({place: 0.5}, [1.0, 2.0])
