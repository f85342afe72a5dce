"""What makes most of a figure: the parts add up to it, and no figure is looked at twice."""

import ast
import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.benchmark.long_chain import chain_plant
from tests.plants import EDITION, bought, fuel, good, plant, plants, process

from pulmu.carbon.attribution import total_direct_emissions
from pulmu.carbon.costs import state_costs
from pulmu.carbon.statement import state_emissions
from pulmu.carbon.totals import sum_of_amounts
from pulmu.model import Figure, Plant, fact
from pulmu.model.quantity import Quantity
from pulmu.services import trace
from pulmu.services._expression import evaluate, parse_expression
from pulmu.services._gradient import gradient
from pulmu.services.trace import contributions_of

slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def roots(described: Plant) -> list[Figure]:
    """Every figure a person may ask about."""
    statement = state_emissions(described, EDITION)
    costs = state_costs(statement, EDITION, None).values()
    found = [figure for item in statement.goods.values() for figure in (item.counted, item.indirect)]
    found += [figure for item in costs for figure in (item.free_allocation, item.certificates_per_tonne)]
    return [figure for figure in found if figure is not None]


@slow
@given(plants())
def test_the_parts_of_a_figure_add_up_to_it(described: Plant) -> None:
    for root in roots(described):
        parts = contributions_of(root)
        size = sum(abs(part.amount) for part in parts)
        assert math.isclose(sum(part.amount for part in parts), root.value, rel_tol=1e-9, abs_tol=1e-9 * size)


@pytest.mark.parametrize("shape", [{}, {"diamonds": True}, {"loops": 6}, {"ring": True}])
def test_the_parts_of_a_long_chain_add_up(shape: dict[str, bool]) -> None:
    root = state_emissions(chain_plant(60, **shape), EDITION).goods["good_59"].counted  # type: ignore[arg-type]
    parts = contributions_of(root)
    assert sum(part.amount for part in parts) == pytest.approx(root.value, rel=1e-12)
    assert [part.figure.name for part in parts].count("combustion_emissions") == 60
    assert parts == tuple(sorted(parts, key=lambda part: -abs(part.amount)))


def test_by_hand_rod_and_gas() -> None:
    made = plant(
        process("bolts", good("bolt", produced="1000 t")),
        source_streams=(fuel("gas", "city gas", "100000 Nm3", {"bolts": "rest"}),),
        purchases=(bought("rod", {"bolts": "1050 t"}, direct="2 t CO2e/t"),),
    )
    statement = state_emissions(made, EDITION)
    rod, gas = contributions_of(statement.goods["bolt"].counted)
    assert (rod.figure.name, rod.amount) == ("direct specific embedded emissions", pytest.approx(1.05 * 2.0))
    assert gas.amount == pytest.approx(statement.total_direct_emissions.value / 1000.0)


def test_what_takes_away_is_negative() -> None:
    made = plant()
    root = next(item for item in state_costs(state_emissions(made, EDITION), EDITION, None).values())
    assert root.certificates_per_tonne is not None
    amounts = [part.amount for part in contributions_of(root.certificates_per_tonne)]
    assert min(amounts) < 0.0 < max(amounts)


def test_a_leaf_is_its_own_only_part() -> None:
    leaf = fact(Quantity(2.0, "t CO2e/t"), "stated")
    assert [(part.figure, part.amount) for part in contributions_of(leaf)] == [(leaf, 2.0)]


def test_parts_in_other_units_count_in_the_unit_of_the_figure() -> None:
    small, great = fact(Quantity(500.0, "kg CO2e"), "small"), fact(Quantity(2.0, "t CO2e"), "great")
    root = sum_of_amounts.figure(parts=[total_direct_emissions.figure(parts=[small, great]), small])
    assert root.value == pytest.approx(3.0)
    assert [(part.figure.name, part.amount) for part in contributions_of(root)] == [
        ("great", pytest.approx(2.0)),
        ("small", pytest.approx(1.0)),
    ]


def counted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[object]:
    """Calls of a function from now on."""
    calls: list[object] = []
    function: Callable[..., object] = getattr(owner, name)

    def counting(*given: object, **named: object) -> object:
        calls.append(given)
        return function(*given, **named)

    monkeypatch.setattr(owner, name, counting)
    return calls


@pytest.mark.parametrize("shape", [{}, {"diamonds": True}, {"loops": 20}, {"ring": True}])
def test_two_hundred_processes_explain_themselves_figure_by_figure(
    shape: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Paths from the last process to the first: 10 to the power of 41 with diamonds. Figures: some twenty a process.
    described = chain_plant(200, **shape)  # type: ignore[arg-type]
    built = counted(monkeypatch, Figure, "__post_init__")
    root = state_emissions(described, EDITION).goods["good_199"].counted
    assert len(built) < 60 * 200
    hashed = counted(monkeypatch, Figure, "_hash")
    lines = list(root.outline())
    figures = list(root.walk())
    inputs = sum(len(figure.inputs) for figure in figures)
    assert len(lines) <= inputs + 1
    assert inputs < 35 * 200
    assert root.key
    assert len(hashed) <= len(figures)
    looked_at = counted(monkeypatch, trace, "_followed")
    contributions_of(root)
    assert len(looked_at) <= len(figures)


EXPRESSIONS = (
    "a + dot(b, c)",
    "a / (a + 2.0)",
    "not_negative(a - 3.0) * a",
    "total(b) / total(c) - -a",
    "max(a, 4.0) * min(a, 4.0)",
    "solve_first(c, b) * a",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(EXPRESSIONS), st.floats(0.5, 9.0), st.data())
def test_a_slope_is_what_a_small_step_moves(expression: str, a: float, data: st.DataObject) -> None:
    size = 2
    number = st.floats(0.01, 0.4)
    b = data.draw(st.lists(number, min_size=size, max_size=size))
    c = data.draw(st.lists(number, min_size=4, max_size=4)) if "solve" in expression else b[::-1]
    if min(abs(a - 3.0), abs(a - 4.0)) < 0.01:
        return  # a corner has no slope
    numbers: dict[str, float | list[float]] = {"a": a, "b": b, "c": c}
    tree = parse_expression("f", expression)
    slopes = gradient(tree, numbers)
    places: list[tuple[str, int | None]] = [("a", None)]
    places += [("b", place) for place in range(len(b))] + [("c", place) for place in range(len(c))]
    for name, place in places:
        moved = _moved(tree, numbers, name, place, 1e-6) - _moved(tree, numbers, name, place, -1e-6)
        assert slopes.get((name, place), 0.0) == pytest.approx(moved / 2e-6, rel=1e-4, abs=1e-6)


def _moved(tree: ast.expr, numbers: dict[str, float | list[float]], name: str, place: int | None, step: float) -> float:
    value = numbers[name]
    if isinstance(value, list):
        assert place is not None
        changed: float | list[float] = [*value[:place], value[place] + step, *value[place + 1 :]]
    else:
        changed = value + step
    return float(evaluate(tree, {**numbers, name: changed}))
