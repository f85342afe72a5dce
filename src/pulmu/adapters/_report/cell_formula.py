"""A formula of the report as a formula of a worksheet cell.

The report stores the arithmetic as a line of Python; its operators have the same order of precedence in a worksheet,
so the tree is rebuilt with cells for names and SUM, MAX, MIN for the few functions, and printed again.
"""

import ast
from collections.abc import Callable, Mapping, Sequence

from pulmu.model import conversion_factor
from pulmu.services.report import FigureInput, FigureRecord, FormulaRecord

LONGEST = 8000
"""Signs of a cell formula; a worksheet takes 8192."""
_MOST_ARGUMENTS = 200
"""Arguments of one SUM; a worksheet takes 255."""
_ANY_UNIT = "*"
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)

Operand = ast.expr | list[ast.expr]


class NotTranslatable(Exception):  # noqa: N818 - it says what is so, and a cell keeps its plain value
    """The formula has no counterpart in a cell; `key` and `what` tell why, for the note beside the value."""

    def __init__(self, key: str, what: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.what = what


def cell_formula(
    inputs: Sequence[FigureInput],
    formula: FormulaRecord,
    figures: Mapping[str, FigureRecord],
    cell: Callable[[str], str],
) -> str:
    """The figure's formula over the cells of its inputs, with a leading equals sign.

    Parameters
    ----------
    inputs : What the figure was made from.
    cell : Address of the value of a figure, by its key.

    Raises
    ------
    NotTranslatable  A function no cell has, an input that is not there, or a text too long for a cell.
    """
    operands = _operands(inputs, formula, figures, cell)
    try:
        tree = ast.parse(formula.expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotTranslatable("not_translated", formula.expression[:40]) from None
    made = _scalar(_rebuilt(tree, operands))
    text = "=" + ast.unparse(made).upper()
    if len(text) > LONGEST:
        raise NotTranslatable("too_long")
    return text


def _operands(
    inputs: Sequence[FigureInput],
    formula: FormulaRecord,
    figures: Mapping[str, FigureRecord],
    cell: Callable[[str], str],
) -> dict[str, Operand]:
    """Each parameter's cell or cells, brought to the unit the formula reckons in."""
    if any(item.input not in figures for item in inputs):
        raise NotTranslatable("not_in_report")
    units = formula.units
    free = [figures[item.input].unit for item in inputs if units.get(item.parameter) == _ANY_UNIT]
    result: dict[str, Operand] = {}
    for item in inputs:
        wanted = units.get(item.parameter, "")
        reference = _reference(cell(item.input), figures[item.input].unit, free[0] if wanted == _ANY_UNIT else wanted)
        if item.position is None:
            result[item.parameter] = reference
        else:
            listed = result.setdefault(item.parameter, [])
            if isinstance(listed, list):
                listed.append(reference)
    return {name: [] for name in units if name != "return"} | result


def _reference(address: str, have: str, want: str) -> ast.expr:
    name = ast.Name(address)
    factor = 1.0 if have == want else conversion_factor(have, want)
    return name if factor == 1.0 else ast.BinOp(name, ast.Mult(), ast.Constant(factor))


def _rebuilt(node: ast.expr, operands: Mapping[str, Operand]) -> Operand:
    match node:
        case ast.Name(id=name) if name in operands:
            return operands[name]
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return ast.Constant(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return ast.BinOp(ast.Constant(0), ast.Sub(), _scalar(_rebuilt(inner, operands)))
        case ast.BinOp(left=left, op=operator, right=right) if isinstance(operator, _OPERATORS):
            return ast.BinOp(_scalar(_rebuilt(left, operands)), operator, _scalar(_rebuilt(right, operands)))
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            return _call(function, [_rebuilt(item, operands) for item in arguments])
    raise NotTranslatable("not_translated", ast.unparse(node)[:40])


def _call(function: str, arguments: list[Operand]) -> ast.expr:
    match function, arguments:
        case "total", [list() as items]:
            return _sum(items)
        case "dot", [list() as weights, list() as values] if len(weights) == len(values):
            return _sum([ast.BinOp(one, ast.Mult(), other) for one, other in zip(weights, values, strict=True)])
        case "not_negative", [value]:
            return _function("MAX", [ast.Constant(0), _scalar(value)])
        case "max" | "min", [_, _, *_]:
            return _function(function.upper(), [_scalar(item) for item in arguments])
    raise NotTranslatable("not_translated", function)


def _sum(items: list[ast.expr]) -> ast.expr:
    if not items:
        return ast.Constant(0)
    while len(items) > _MOST_ARGUMENTS:
        parts = [items[start : start + _MOST_ARGUMENTS] for start in range(0, len(items), _MOST_ARGUMENTS)]
        items = [_function("SUM", part) for part in parts]
    return items[0] if len(items) == 1 else _function("SUM", items)


def _function(name: str, arguments: list[ast.expr]) -> ast.expr:
    return ast.Call(ast.Name(name), arguments, [])


def _scalar(operand: Operand) -> ast.expr:
    if isinstance(operand, list):
        raise NotTranslatable("not_translated", "list")
    return operand
