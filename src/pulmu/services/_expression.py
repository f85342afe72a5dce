"""The arithmetic of a formula as a report states it: a stranger's text, walked and never run."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from pulmu.model import RuleError, dot, not_negative, solve_first, total

LONGEST_EXPRESSION = 2_000
DEEPEST_EXPRESSION = 50
LARGEST_NUMBER = 1e15

Numbers = Mapping[str, float | list[float] | dict[int, float]]
"""Values of the parameters; a list of which not every position is filled, by position."""

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "total": total,
    "dot": dot,
    "not_negative": not_negative,
    "solve_first": solve_first,
    "max": max,
    "min": min,
}
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def parse_expression(name: str, text: str) -> ast.expr:
    """The expression of the named formula as a tree that holds only what is allowed.

    Raises
    ------
    RuleError  It holds more than plain arithmetic (`report.expression`).
    """
    if len(text) > LONGEST_EXPRESSION:
        raise _refused(name, "it is too long")
    try:
        expression = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _refused(name, "it is not readable") from None
    level = [expression]
    for _ in range(DEEPEST_EXPRESSION):
        if not level:
            return expression
        level = [child for node in level for child in _children(name, node)]
    raise _refused(name, "it nests too deep")


def _children(name: str, node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Name():
            return []
        case ast.Constant(value=float() | int() as value) if (
            not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER
        ):
            return []
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            return [left, right]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return [operand]
        case ast.Call(func=ast.Name(id=function), args=args, keywords=[]) if function in _FUNCTIONS:
            return args
    raise _refused(name, f"it holds {type(node).__name__}")


def _refused(name: str, why: str) -> RuleError:
    return RuleError.of(
        "report.expression",
        f"formulas.{name}"[:200],
        f"the expression is not one we compute: {why}",
        "give the file as Pulmu wrote it",
        reason=why,
    )


def evaluate(node: ast.expr, numbers: Numbers) -> Any:
    """The value of an expression that `parse_expression` has let through; its depth is bounded there."""
    match node:
        case ast.Name(id=name):
            return numbers[name]
        case ast.Constant(value=value):
            return value
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATORS[type(sign)](_number(evaluate(left, numbers)), _number(evaluate(right, numbers)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(evaluate(operand, numbers))
        case ast.UnaryOp(operand=operand):
            return _number(evaluate(operand, numbers))
        case ast.Call(func=ast.Name(id=function), args=args):
            return _call(function, [evaluate(item, numbers) for item in args])
    raise TypeError(type(node).__name__)


def _call(function: str, values: list[Any]) -> Any:
    if function != "solve_first" and any(isinstance(value, dict) for value in values):
        raise ValueError("a list has gaps")
    return _FUNCTIONS[function](*values)


def _number(value: Any) -> float:
    # A list times a number would repeat the list.
    if isinstance(value, list | dict):
        raise TypeError("a list stands where a number is wanted")
    return float(value)


def solves(expression: ast.expr) -> bool:
    """Whether it solves a linear system."""
    return any(isinstance(node, ast.Name) and node.id == "solve_first" for node in ast.walk(expression))
