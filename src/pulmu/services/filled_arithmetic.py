"""The arithmetic of a figure as people read it: in words, and with its numbers filled in."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pulmu.model import ANY_UNIT, Figure, PulmuError, format_value
from pulmu.services._expression import parse_expression
from pulmu.services.report import FormulaRecord

MOST_TERMS = 6
"""Of a longer sum the first are written, and how many more there are."""
_SIGNS = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " × ", ast.Div: " ÷ "}
_STRENGTH = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One line of arithmetic.

    Parameters
    ----------
    words : With the names of its parameters; a sum over a list is Σ.
    numbers : With their values, in the units the formula takes; empty for what no one line can hold.
    """

    words: str
    numbers: str


def arithmetic_of(figure: Figure, formula: FormulaRecord, spoken: Callable[[str], str] = str) -> Arithmetic | None:
    """How a figure was computed; None for a formula whose arithmetic is not one we read.

    Parameters
    ----------
    spoken : How the name of a parameter is spoken.
    """
    try:
        expression = parse_expression(figure.formula, formula.expression)
        values = _values(figure, formula.units)
        return Arithmetic(_words(expression, spoken)[0], _numbers(expression, values)[0])
    except (PulmuError, KeyError, TypeError, ValueError):
        return None


def _values(figure: Figure, units: Mapping[str, str]) -> dict[str, list[str] | str]:
    found: dict[str, list[str] | str] = {}
    common = next((item.figure.unit for item in figure.inputs if units.get(item.parameter) == ANY_UNIT.symbol), "")
    for item in figure.inputs:
        wanted = units[item.parameter]
        shown = format_value(item.figure.to(common if wanted == ANY_UNIT.symbol else wanted))
        shown = f"({shown})" if shown.startswith("-") else shown
        if item.position is None:
            found[item.parameter] = shown
        else:
            several = found.setdefault(item.parameter, [])
            if isinstance(several, list):
                several.append(shown)
    return found


def _words(node: ast.expr, spoken: Callable[[str], str]) -> tuple[str, int]:
    """The text of a node, and how strongly it binds: 1 a sum, 2 a product, 3 one thing."""
    match node:
        case ast.Name(id=name):
            return spoken(name), 3
        case ast.Call(func=ast.Name(id="total"), args=[arg]):
            return f"Σ {_bound(_words(arg, spoken), 3)}", 2
        case ast.Call(func=ast.Name(id="dot"), args=[left, right]):
            return f"Σ ({_bound(_words(left, spoken), 2)} × {_bound(_words(right, spoken), 2)})", 2
        case ast.Call(func=ast.Name(id="not_negative"), args=[arg]):
            return f"max(0, {_words(arg, spoken)[0]})", 3
        case ast.Call(func=ast.Name(id=name), args=args):
            return f"{name.replace('_', ' ')}({', '.join(_words(arg, spoken)[0] for arg in args)})", 3
    return _operation(node, lambda part: _words(part, spoken))


def _numbers(node: ast.expr, values: Mapping[str, list[str] | str]) -> tuple[str, int]:
    match node:
        case ast.Name(id=name):
            value = values.get(name, [])
            return (", ".join(_short(value)), 3) if isinstance(value, list) else (value, 3)
        case ast.Call(func=ast.Name(id="total"), args=[ast.Name(id=name)]):
            return _sum(_listed(values, name))
        case ast.Call(func=ast.Name(id="dot"), args=[ast.Name(id=left), ast.Name(id=right)]):
            pairs = zip(_listed(values, left), _listed(values, right), strict=True)
            return _sum([f"{one} × {other}" for one, other in pairs])
        case ast.Call(func=ast.Name(id="not_negative"), args=[arg]):
            return f"max(0, {_numbers(arg, values)[0]})", 3
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=args):
            return f"{name}({', '.join(_numbers(arg, values)[0] for arg in args)})", 3
        case ast.Call():
            return "", 3
    return _operation(node, lambda part: _numbers(part, values))


def _operation(node: ast.expr, told: Callable[[ast.expr], tuple[str, int]]) -> tuple[str, int]:
    match node:
        case ast.Constant(value=value):
            return format_value(float(str(value))), 3
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"−{_bound(told(operand), 3)}", 1
        case ast.UnaryOp(operand=operand):
            return told(operand)
        case ast.BinOp(left=left, op=sign, right=right):
            strength = _STRENGTH[type(sign)]
            after = strength + isinstance(sign, ast.Sub | ast.Div)
            return f"{_bound(told(left), strength)}{_SIGNS[type(sign)]}{_bound(told(right), after)}", strength
    raise TypeError(type(node).__name__)


def _bound(told: tuple[str, int], strength: int) -> str:
    return told[0] if told[1] >= strength else f"({told[0]})"


def _listed(values: Mapping[str, list[str] | str], name: str) -> list[str]:
    value = values.get(name, [])
    return value if isinstance(value, list) else [value]


def _sum(terms: list[str]) -> tuple[str, int]:
    return (" + ".join(_short(terms)), 1 if len(terms) > 1 else 3) if terms else ("0", 3)


def _short(terms: list[str]) -> list[str]:
    return terms if len(terms) <= MOST_TERMS else [*terms[: MOST_TERMS - 1], f"… (+{len(terms) - MOST_TERMS + 1})"]
