"""How much each input of a formula moves its result: the derivatives of the one line of arithmetic, backwards."""

import ast
from collections.abc import Mapping
from typing import Any

import numpy as np

from pulmu.services._expression import evaluate

Numbers = Mapping[str, float | list[float] | dict[int, float]]
Slopes = dict[tuple[str, int | None], float]


def gradient(expression: ast.expr, numbers: Numbers) -> Slopes:
    """Derivative of an expression by each of its numbers, by parameter and position; those that are zero left out.

    Parameters
    ----------
    expression : One that `parse_expression` has let through.
    numbers : As `evaluate` takes them.
    """
    slopes: Slopes = {}
    waiting: list[tuple[ast.expr, float]] = [(expression, 1.0)]
    while waiting:
        node, slope = waiting.pop()
        if slope != 0.0:
            waiting += _through(node, slope, numbers, slopes)
    return slopes


def _through(node: ast.expr, slope: float, numbers: Numbers, slopes: Slopes) -> list[tuple[ast.expr, float]]:
    match node:
        case ast.Name(id=name):
            slopes[name, None] = slopes.get((name, None), 0.0) + slope
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return [(operand, -slope)]
        case ast.UnaryOp(operand=operand):
            return [(operand, slope)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [(left, slope), (right, slope)]
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return [(left, slope), (right, -slope)]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return [(left, slope * evaluate(right, numbers)), (right, slope * evaluate(left, numbers))]
        case ast.BinOp(left=left, right=right):
            below = evaluate(right, numbers)
            return [(left, slope / below), (right, -slope * evaluate(left, numbers) / below / below)]
        case ast.Call(func=ast.Name(id=function), args=args):
            return _call(function, args, slope, numbers, slopes)
    return []


def _call(
    function: str, args: list[ast.expr], slope: float, numbers: Numbers, slopes: Slopes
) -> list[tuple[ast.expr, float]]:
    values: list[Any] = [evaluate(item, numbers) for item in args]
    if function in ("max", "min"):
        chosen = values.index(max(values) if function == "max" else min(values))
        return [(args[chosen], slope)]
    if function == "not_negative":
        return [(args[0], slope)] if values[0] > 0.0 else []
    for item, more in zip(args, _list_slopes(function, values), strict=True):
        if not isinstance(item, ast.Name):
            raise TypeError(f"{function} of {ast.unparse(item)[:40]}")
        for place, one in more.items():
            slopes[item.id, place] = slopes.get((item.id, place), 0.0) + slope * one
    return []


def _list_slopes(function: str, values: list[Any]) -> list[dict[int, float]]:
    if function == "total":
        return [dict.fromkeys(range(len(values[0])), 1.0)]
    if function == "dot":
        return [dict(enumerate(values[1])), dict(enumerate(values[0]))]
    return _loop_slopes(*values)


def _loop_slopes(shares: Any, own: list[float]) -> list[dict[int, float]]:
    """Of the first of x = own + A x: the first row of (I - A)^-1, and that row times x."""
    size = len(own)
    given = shares if isinstance(shares, dict) else dict(enumerate(shares))
    matrix = np.eye(size)
    for place, share in given.items():
        matrix[divmod(place, size)] -= share
    solution = np.linalg.solve(matrix, np.asarray(own))
    row = np.linalg.solve(matrix.T, np.eye(size)[0])
    moved = {place: float(row[place // size] * solution[place % size]) for place in given}
    return [moved, dict(enumerate(row.tolist()))]
