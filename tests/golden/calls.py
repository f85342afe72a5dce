"""Reads worked examples: what a formula is given, as data, becomes figures; and the same once more as plain arrays.

A value is one of

- text, a quantity: ``12.5 t``;
- ``{from: path, unit: u}``, a number of the case's inputs (``*`` in the path: each of a list); of several paths the
  product;
- ``{fuel: name}`` or ``{material: name}``, an emission factor of the standard tables;
- ``{gas: name}``, its warming potential; ``{cells: [method, input of the technology, what]}``, a factor of cells;
- ``{bought: {cn_code, origin, verified}}``, what a delivery with a verified value counts with, by its origin;
- ``{formula: name, given: {...}}``, the result of another formula;
- a list of values.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from pulmu.carbon.precursors import precursor_value
from pulmu.model import ANY_UNIT, Decisions, Figure, Purchase, Quantity, Source, VerifiedValue, conversion_factor
from pulmu.reference import DEFAULT_EDITION, find_fuel, global_warming_potential, perfluorocarbon_factor, process_factor
from pulmu.services.ledger import find_formula

_NOWHERE = "AQ"
"""A country without fuel factors of its own, so that the standard table answers."""


def figure_of(value: Any, inputs: Any = None) -> Figure:
    """The figure a value of an example stands for."""
    (figure,) = figures_of(value, inputs)
    return figure


def figures_of(value: Any, inputs: Any) -> Iterator[Figure]:
    """The figures a value stands for: one, or those of a list."""
    if isinstance(value, list):
        for item in value:
            yield from figures_of(item, inputs)
    elif isinstance(value, str):
        given = Quantity.parse(value)
        yield Figure(given.value, given.unit, "given", Source("worked example"))
    elif "from" in value:
        yield from _from_inputs(value, inputs)
    elif "fuel" in value:
        found = find_fuel(value["fuel"], _NOWHERE).emission_factor
        yield Figure(found.value, found.unit, found.name, found.source)
    elif "material" in value:
        factor = process_factor(value["material"]).emission_factor
        yield Figure(factor.value, factor.unit, factor.name, factor.source)
    elif "gas" in value:
        potential = global_warming_potential(value["gas"])
        yield Figure(potential.value, potential.unit, potential.name, potential.source)
    elif "cells" in value:
        method, technology, what = value["cells"]
        cell = perfluorocarbon_factor(method, inputs[technology], what)
        assert cell is not None
        yield Figure(cell.value, cell.unit, cell.name, cell.source)
    elif "bought" in value:
        yield from _bought(value["bought"], inputs)
    else:
        yield called(value, inputs)


def called(call: Any, inputs: Any = None) -> Figure:
    """The result of a formula that an example names."""
    formula = find_formula(call["formula"])
    is_list = {name: several for name, (_, several) in formula.units.items()}
    given: dict[str, Any] = {}
    for name, value in call["given"].items():
        figures = list(figures_of(value, inputs))
        given[name] = figures if is_list[name] else _single(call["formula"], name, figures)
    return formula.figure(**given)


def _single(formula: str, name: str, figures: list[Figure]) -> Figure:
    assert len(figures) == 1, f"{formula}: {name} takes one value"
    return figures[0]


def _from_inputs(value: Any, inputs: Any) -> Iterator[Figure]:
    paths = [value["from"]] if isinstance(value["from"], str) else value["from"]
    columns = [_at(inputs, path.split(".")) for path in paths]
    for factors in zip(*columns, strict=True):
        yield Figure(math.prod(factors), value["unit"], " x ".join(paths), Source("method_cases.json", paths[0]))


def _at(node: Any, path: list[str]) -> list[Any]:
    if not path:
        return [node]
    if path[0] == "*":
        parts = node.values() if isinstance(node, dict) else node
        return [found for part in parts for found in _at(part, path[1:])]
    return _at(node[int(path[0])] if isinstance(node, list) else node[path[0]], path[1:])


def _bought(value: Any, inputs: Any) -> Iterator[Figure]:
    origins, verified = (_at(inputs, value[name].split(".")) for name in ("origin", "verified"))
    for origin, direct in zip(origins, verified, strict=True):
        report = VerifiedValue(direct=Quantity(direct, "t CO2e/t"), verification_report="VR-1")
        bought = Purchase(id="bought", cn_code=value["cn_code"], country_of_origin=origin, received=Quantity(1, "t"),
                          verified=report)  # fmt: skip
        yield precursor_value(bought, 2026, Decisions(), DEFAULT_EDITION).direct


def as_arrays(figure: Figure, rows: int = 3) -> Any:
    """The number of a figure once more from its leaves: every leaf an array, every formula called on arrays."""
    if not figure.inputs:
        return np.full(rows, figure.value)
    formula = find_formula(figure.formula)
    common = next((item.figure.unit for item in figure.inputs if formula.units[item.parameter][0] is ANY_UNIT), "1")
    numbers: dict[str, Any] = {name: [] for name, (_, several) in formula.units.items() if several}
    for item in figure.inputs:
        unit = formula.units[item.parameter][0]
        number = as_arrays(item.figure, rows) * conversion_factor(
            item.figure.unit, common if unit is ANY_UNIT else unit.symbol
        )
        if item.position is None:
            numbers[item.parameter] = number
        else:
            numbers[item.parameter].append(number)
    return formula(**numbers)
