import contextlib
import json
import math
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model import (
    Amount,
    Figure,
    Formula,
    InputError,
    PulmuError,
    Ratio,
    RuleError,
    Source,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    dot,
    formula,
    not_negative,
    solve_first,
    total,
)
from pulmu.services.recompute import Mismatch, recompute

LAW = Source("some act")


@formula(LAW)
def attributed(parts: Sequence[TonneCO2e], exported: TonneCO2e) -> TonneCO2e:
    """Sum less what left, not below zero."""
    return not_negative(total(parts) - exported)


@formula(LAW)
def specific(emissions: TonneCO2e, mass: Tonne, consumption: Sequence[Ratio]) -> TonneCO2ePerTonne:
    """Per tonne."""
    return emissions / mass * (1.0 + dot(consumption, consumption))


@formula(LAW)
def loop(own: Sequence[TonneCO2ePerTonne], shares: Sequence[Ratio]) -> TonneCO2ePerTonne:
    """First of several."""
    return solve_first(shares, own)


@formula(LAW)
def rest(whole: Amount, known: Sequence[Amount]) -> Amount:
    """What is left."""
    return -(total(known) - whole)


FORMULAS: list[Formula[...]] = [attributed, specific, loop, rest]


def leaf(value: float, unit: str) -> Figure:
    return Figure(value, unit, "fact", Source("plant.yaml", "line 1"))


def tree_of(*roots: Figure, formulas: Sequence[Formula[...]] = FORMULAS) -> Any:
    """A report's two tables and one shown value per root, as parsed JSON."""
    figures = {
        figure.key: {
            "name": figure.name,
            "subject": "",
            "value": figure.value,
            "unit": figure.unit,
            "source": {"act": figure.source.act},
            "because": "",
            "formula": figure.formula,
            "inputs": [
                {"parameter": item.parameter, "position": item.position, "figure": item.figure.key}
                for item in figure.inputs
            ],
        }
        for root in roots
        for figure in root.walk()
    }
    records = {
        item.identifier: {
            "expression": item.expression,
            "units": {name: unit.symbol for name, (unit, _) in item.units.items()},
            "source": {"act": item.source.act},
        }
        for item in formulas
    }
    goods = [{"shown": {"value": root.value, "unit": root.unit, "figure": root.key}} for root in roots]
    return json.loads(json.dumps({"goods": goods, "figures": figures, "formulas": records}))


def sample() -> Figure:
    emissions = attributed.figure(
        parts=[leaf(0.1, "t CO2e"), leaf(1234.5678, "kg CO2e")], exported=leaf(0.02, "t CO2e")
    )
    mass = rest.figure(whole=leaf(700.7, "kg"), known=[leaf(0.3, "t")])
    return specific.figure(emissions=emissions, mass=mass, consumption=[])


def sample_loop() -> Figure:
    return loop.figure(
        own=[leaf(1.1, "t CO2e/t"), leaf(2.2, "t CO2e/t")],
        shares=[leaf(value, "1") for value in (0.0, 0.3, 0.2, 0.1)],
    )


def test_a_report_as_written_recomputes_to_itself() -> None:
    assert recompute(tree_of(sample(), sample_loop())) == []


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1e9), max_size=6), st.floats(0, 1e6), st.floats(1e-3, 1e9))
def test_whatever_the_numbers_the_comparison_is_bit_for_bit(parts: list[float], exported: float, mass: float) -> None:
    emissions = attributed.figure(parts=[leaf(value, "kg CO2e") for value in parts], exported=leaf(exported, "t CO2e"))
    figure = specific.figure(emissions=emissions, mass=leaf(mass, "kg"), consumption=[leaf(12.5, "%")])
    assert recompute(tree_of(figure)) == []


def test_every_number_changed_by_its_last_bit_is_found() -> None:
    tree = tree_of(sample())
    for key, record in tree["figures"].items():
        if record["formula"]:
            changed = deepcopy(tree)
            changed["figures"][key]["value"] = math.nextafter(record["value"], math.inf)
            found = recompute(changed)
            assert (key, record["value"], "value") in [(item.figure, item.recomputed, item.reason) for item in found]


def test_a_changed_leaf_is_found_in_what_rests_on_it() -> None:
    tree = tree_of(sample())
    key = next(key for key, record in tree["figures"].items() if record["unit"] == "kg CO2e")
    tree["figures"][key]["value"] += 1.0
    assert [item.name for item in recompute(tree)] == ["attributed"]


def test_a_linear_solve_may_round_differently_but_not_differ() -> None:
    figure = sample_loop()
    tree = tree_of(figure)
    tree["goods"] = []
    tree["figures"][figure.key]["value"] = figure.value * (1 + 1e-13)
    assert recompute(tree) == []
    tree["figures"][figure.key]["value"] = figure.value * (1 + 1e-11)
    assert [figure.key] == [item.figure for item in recompute(tree)]


def test_a_shown_value_must_be_that_of_its_figure() -> None:
    figure = sample()
    tree = tree_of(figure)
    tree["goods"][0]["shown"]["value"] = 1.0
    assert [Mismatch(figure.key, "goods[0].shown", 1.0, figure.value, "shown")] == recompute(tree)
    tree["goods"][0]["shown"] |= {"value": figure.value, "unit": "MWh"}
    assert [item.reason for item in recompute(tree)] == ["unit"]
    tree["goods"][0]["shown"]["figure"] = "absent"
    assert [item.reason for item in recompute(tree)] == ["no such figure"]


def spoil(path: list[Any], value: Any) -> Any:
    """The sample's tree with one node changed; `<root>` and `<formula>` stand for keys."""
    root = sample()
    tree = tree_of(root)
    names = {"<root>": root.key, "<formula>": root.formula}
    node = tree
    for name in path[:-1]:
        node = node[names.get(name, name)]
    node[names.get(path[-1], path[-1])] = value
    return tree


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (["figures"], [], "report.shape"),
        (["formulas"], None, "report.shape"),
        (["figures", "<root>"], 5, "report.shape"),
        (["figures", "<root>", "value"], "1", "report.shape"),
        (["figures", "<root>", "value"], math.nan, "report.shape"),
        (["figures", "<root>", "value"], 10**400, "report.shape"),
        (["figures", "<root>", "value"], True, "report.shape"),
        (["figures", "<root>", "unit"], "t" * 300, "report.shape"),
        (["figures", "<root>", "formula"], "", "report.shape"),
        (["figures", "<root>", "inputs"], {}, "report.shape"),
        (["figures", "<root>", "inputs"], [5], "report.shape"),
        (["figures", "<root>", "inputs"], [{"parameter": "x", "figure": []}], "report.shape"),
        (["figures", "<root>", "inputs"], [{"parameter": "x", "figure": "k", "position": "0"}], "report.shape"),
        (["formulas", "<formula>"], [], "report.shape"),
        (["formulas", "<formula>", "units"], {}, "report.shape"),
        (["formulas", "<formula>", "units", "mass"], 1, "report.shape"),
        (["formulas", "<formula>", "expression"], None, "report.shape"),
        (["figures", "<root>", "formula"], "absent", "report.missing_formula"),
        (["figures", "<root>", "inputs"], [{"parameter": "mass", "figure": "absent"}], "report.missing_figure"),
    ],
)  # fmt: skip
def test_a_damaged_report_is_an_input_error(path: list[Any], value: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        recompute(spoil(path, value))
    assert code in [problem.code for problem in caught.value.problems]


def test_a_figure_that_rests_on_itself_is_found() -> None:
    root = sample()
    tree = tree_of(root)
    emissions = tree["figures"][root.key]["inputs"][0]["figure"]
    tree["figures"][emissions]["inputs"][0]["figure"] = root.key
    with pytest.raises(InputError) as caught:
        recompute(tree)
    assert [problem.code for problem in caught.value.problems] == ["report.cycle"]


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('id')",
        "mass.__class__",
        "emissions[0]",
        "emissions ** mass",
        "9 ** 9 ** 9",
        "emissions // mass",
        "emissions if mass else 0",
        "[mass for mass in emissions]",
        "(lambda: 1)()",
        "exec(mass)",
        "total(values=consumption)",
        "total(*consumption)",
        "f'{mass}'",
        "'text'",
        "True",
        "1e400",
        "9" * 400,
        "1j",
        "mass := 1",
        "mass; mass",
        "",
        "mass +",
        "-" * 1500 + "1",
        "(" * 500 + "1" + ")" * 500,
        "mass + " * 100 + "mass",
        "mass + " * 500 + "mass",
        "\0",
    ],
)
def test_an_expression_beyond_plain_arithmetic_is_refused(expression: str) -> None:
    with pytest.raises(RuleError) as caught:
        recompute(spoil(["formulas", "<formula>", "expression"], expression))
    assert caught.value.problems[0].code == "report.expression"


@pytest.mark.parametrize(
    "expression",
    ["emissions / 0", "unknown", "consumption", "consumption * 3", "total(mass)", "dot(consumption, mass)", "total()",
     "max()", "max(consumption)", "solve_first(consumption, mass)", "1e15 * 1e15 * mass"],
)  # fmt: skip
def test_an_expression_that_gives_no_number_is_a_mismatch(expression: str) -> None:
    found = recompute(spoil(["formulas", "<formula>", "expression"], expression))
    assert [item.name for item in found] == ["specific"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["figures", "<root>", "unit"], "kg CO2e/t"),
        (["formulas", "<formula>", "units", "mass"], "MWh"),
        (["formulas", "<formula>", "units", "mass"], "stone"),
        (["formulas", "<formula>", "units", "return"], "*"),
        (["figures", "<root>", "inputs"], []),
    ],
)
def test_a_unit_or_an_input_that_does_not_fit_is_a_mismatch(path: list[Any], value: Any) -> None:
    tree = spoil(path, value)
    tree["goods"] = []
    assert [item.name for item in recompute(tree)] == ["specific"]


def test_inputs_out_of_order_or_doubled_are_a_mismatch() -> None:
    figure = sample_loop()
    for number in range(6):
        tree = tree_of(figure)
        _disorder(tree["figures"][figure.key]["inputs"], number)
        assert [item.figure for item in recompute(tree)] == [figure.key]


def _disorder(inputs: list[Any], number: int) -> None:
    match number:
        case 0:
            inputs.reverse()
        case 1:
            inputs.append(dict(inputs[0]))
        case 2:
            inputs[0]["position"] = None
        case 3:
            inputs[0]["position"] = -1
        case 4:
            inputs[0]["parameter"] = "other"
        case _:
            inputs.pop()


def test_shares_of_a_loop_may_leave_out_what_is_nothing() -> None:
    own = [leaf(1.1, "t CO2e/t"), leaf(2.2, "t CO2e/t")]
    figure = loop.figure(own=own, shares={1: leaf(0.3, "1"), 2: leaf(0.2, "1")})
    assert recompute(tree_of(figure)) == []
    for position in (0, 4):
        tree = tree_of(figure)
        tree["figures"][figure.key]["inputs"][-1]["position"] = position
        assert [figure.key] == [item.figure for item in recompute(tree)]


def test_any_other_list_has_no_gaps() -> None:
    tree = tree_of(sample())
    parts = next(item for item in tree["figures"].values() if item["name"] == "attributed")
    parts["inputs"][1]["position"] = 2
    assert [(item.name, item.reason) for item in recompute(tree)] == [("attributed", "a list has gaps")]


_scalars = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
_shapes = st.recursive(
    _scalars,
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["figures", "formulas", "k", "value", "unit", "inputs", "formula", "name", "expression", "units"]
            ),
            part,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150)
@given(_shapes)
def test_any_tree_gives_a_list_or_a_pulmu_error(tree: Any) -> None:
    with contextlib.suppress(PulmuError):
        assert isinstance(recompute(tree), list)


@settings(max_examples=150)
@given(st.data())
def test_one_node_changed_at_random_gives_a_list_or_a_pulmu_error(data: st.DataObject) -> None:
    tree = tree_of(sample())
    node = tree
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        name = data.draw(st.sampled_from(keys))
        if not isinstance(node[name], dict | list) or not node[name] or data.draw(st.integers(0, 4)) == 0:
            break
        node = node[name]
    node[name] = data.draw(_shapes)
    with contextlib.suppress(PulmuError):
        assert isinstance(recompute(tree), list)
