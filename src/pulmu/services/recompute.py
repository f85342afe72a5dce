"""Recomputes a report from its own file: every figure from its inputs, by the arithmetic the file itself states.

Needs nothing of the program that wrote the report but units and four functions. The file is a stranger's: its
expressions are walked, never run, and whatever shape it has, the answer is a list or a `PulmuError`.
"""

import ast
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import PulmuError, RuleError, conversion_factor
from pulmu.services._expression import evaluate, parse_expression, solves
from pulmu.services._report_tree import figures_and_formulas, is_number

ANY_UNIT = "*"
"""Stands in a formula's units where every input is converted to the unit of the first, and the result carries it."""

SOLVE_TOLERANCE = 1e-12
"""Relative; a linear solve may round differently on another machine. All else is compared bit for bit."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A number of the report that its own inputs do not give.

    Parameters
    ----------
    figure : Key of the figure.
    name : What the figure is; for a value shown elsewhere, the place it stands.
    stated : The number in the file.
    recomputed : What comes out; None if nothing does.
    reason : `value`, `unit`, `shown` (a value differs from its figure) or why it cannot be computed.
    """

    figure: str
    name: str
    stated: float
    recomputed: float | None
    reason: str = "value"


def recompute(tree: Any) -> list[Mismatch]:
    """Every number of a parsed report.json that does not follow from its inputs; empty if all do.

    Each figure is computed from the stated values of its inputs. All of them holding, and none resting on itself, the
    leaves give the root.

    Raises
    ------
    InputError  The tree is no report: shapes, missing or circular references (`report.shape`, `report.missing_figure`,
        `report.missing_formula`, `report.cycle`), all of them.
    RuleError  An expression holds more than plain arithmetic (`report.expression`).
    """
    figures, formulas = figures_and_formulas(tree)
    expressions = {name: parse_expression(name, item["expression"]) for name, item in formulas.items()}
    found = [_recompute_figure(key, figures, formulas, expressions) for key in figures if figures[key]["formula"]]
    return [item for item in (*found, *_shown_values(tree, figures)) if item is not None]


def _recompute_figure(
    key: str, figures: dict[str, Any], formulas: dict[str, Any], expressions: dict[str, ast.expr]
) -> Mismatch | None:
    record = figures[key]
    stated, units, expression = (
        float(record["value"]),
        formulas[record["formula"]]["units"],
        expressions[record["formula"]],
    )
    first = (figures[item["figure"]]["unit"] for item in record["inputs"] if units.get(item["parameter"]) == ANY_UNIT)
    common = next(first, "1")
    try:
        value = float(evaluate(expression, _numbers(record, figures, units, common)))
    except RuleError:
        raise
    except (PulmuError, ArithmeticError, TypeError, ValueError, LookupError) as error:
        return Mismatch(key, record["name"], stated, None, str(error) or type(error).__name__)
    if record["unit"] != (common if units["return"] == ANY_UNIT else units["return"]):
        return Mismatch(key, record["name"], stated, value, "unit")
    tolerance = SOLVE_TOLERANCE if solves(expression) else 0.0
    if value == stated or math.isclose(value, stated, rel_tol=tolerance, abs_tol=0.0):
        return None
    return Mismatch(key, record["name"], stated, value if math.isfinite(value) else None)


def _numbers(
    record: dict[str, Any], figures: dict[str, Any], units: Mapping[str, str], common: str
) -> dict[str, float | list[float] | dict[int, float]]:
    """Inputs in the units of the formula. A parameter without any input is an empty list."""
    numbers: dict[str, float | dict[int, float]] = {name: {} for name in units if name != "return"}
    for item in record["inputs"]:
        name, given, position = item["parameter"], figures[item["figure"]], item["position"]
        if name not in numbers:
            raise ValueError(f"the formula has no parameter {name}")
        value = _converted(float(given["value"]), given["unit"], common if units[name] == ANY_UNIT else units[name])
        column = numbers[name]
        if position is None and column == {}:
            numbers[name] = value
        elif isinstance(column, dict) and position is not None and position > next(reversed(column), -1):
            column[position] = value
        else:
            raise ValueError(f"the inputs of {name} are not in order")
    return {name: _list(column) if isinstance(column, dict) else column for name, column in numbers.items()}


def _list(column: dict[int, float]) -> list[float] | dict[int, float]:
    """The values alone where every position is filled."""
    return list(column.values()) if all(at == place for at, place in enumerate(column)) else column


def _converted(value: float, have: str, want: str) -> float:
    return value if have == want else value * conversion_factor(have, want)


def _shown_values(tree: dict[str, Any], figures: dict[str, Any]) -> Iterator[Mismatch]:
    """Values in the body of the report that differ from the figure they name."""
    stack: list[tuple[str, Any]] = [(name, part) for name, part in tree.items() if name not in ("figures", "formulas")]
    while stack:
        place, node = stack.pop()
        if isinstance(node, list):
            stack += [(f"{place}[{number}]", item) for number, item in enumerate(node)]
        elif isinstance(node, dict) and node.keys() == {"value", "unit", "figure"}:
            yield from _shown_value(place, node, figures)
        elif isinstance(node, dict):
            stack += [(f"{place}.{name}", item) for name, item in node.items()]


def _shown_value(place: str, node: dict[str, Any], figures: dict[str, Any]) -> Iterator[Mismatch]:
    key, stated = node["figure"], node["value"]
    record = figures.get(key) if isinstance(key, str) else None
    if record is None or not is_number(stated) or not isinstance(node["unit"], str):
        yield Mismatch(str(key)[:64], place, float(stated) if is_number(stated) else math.nan, None, "no such figure")
        return
    try:
        value = _converted(float(record["value"]), record["unit"], node["unit"])
    except PulmuError:
        yield Mismatch(key, place, float(stated), None, "unit")
        return
    if value != stated:
        yield Mismatch(key, place, float(stated), value, "shown")
