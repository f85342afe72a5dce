"""Worked examples of our own, with their arithmetic beside them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from tests.executed_rules import all_formulas
from tests.golden.calls import as_arrays, called

from pulmu.model import Quantity

EXAMPLES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("worked_examples.yaml").read_text("utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_the_formula_gives_what_was_computed_by_hand(example: dict[str, Any]) -> None:
    figure = called(example)
    expected = Quantity.parse(example["expect"])
    assert expected.value == pytest.approx(figure.to(expected.unit), rel=example["tolerance"], abs=1e-15)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_arrays_give_the_number_of_the_figure(example: dict[str, Any]) -> None:
    figure = called(example)
    if figure.formula.endswith("_in_loop"):
        pytest.skip("a linear system is solved plant by plant")
    np.testing.assert_array_equal(as_arrays(figure), figure.value)


def test_every_example_says_where_its_arithmetic_comes_from() -> None:
    assert all(example["source"]["place"] for example in EXAMPLES)


def test_every_formula_of_law_has_an_example_by_hand() -> None:
    computed = {name for example in EXAMPLES for name in formulas_in(example)}
    assert sorted(formulas_of_the_method() - computed) == []


def formulas_of_the_method() -> set[str]:
    """Formulas of the carbon method. Those of a bill are held against bills by hand, in tests/plan/tariff."""
    return {
        item.identifier for item in all_formulas()
        if item.source.act != "arithmetic" and item.identifier.startswith("carbon.")
    }  # fmt: skip


def formulas_in(node: Any) -> Iterator[str]:
    """Every formula that an example calls."""
    if isinstance(node, dict):
        yield from [node["formula"]] if "formula" in node else []
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from formulas_in(item)
