"""Formulas with one thing wrong: a sign, a factor, a term. Each must make some number differ from the workbook's."""

import ast
import contextlib
import copy
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulmu.carbon
from pulmu.model import Figure, Formula


@dataclass(frozen=True)
class Mutant:
    """A formula with a wrong expression."""

    formula: "Formula[Any]"
    expression: str
    function: Any

    @property
    def name(self) -> str:
        """For the list of those that nobody caught."""
        return f"{self.formula.identifier} = {self.expression}"


def formulas() -> dict[str, "Formula[Any]"]:
    """All formulas of the method, by identifier."""
    found: dict[str, Formula[Any]] = {}
    for module in pkgutil.walk_packages(pulmu.carbon.__path__, "pulmu.carbon."):
        for item in vars(importlib.import_module(module.name)).values():
            if isinstance(item, Formula):
                found[item.identifier] = item
    return found


def used_in(figures: Iterator[Figure] | list[Figure]) -> set[str]:
    """Identifiers of the formulas behind some figures."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting = list(figures)
    while waiting:
        figure = waiting.pop()
        if id(figure) in seen:
            continue
        seen.add(id(figure))
        if figure.formula:
            found.add(figure.formula)
        waiting += [item.figure for item in figure.inputs]
    return found


def mutants(formula: "Formula[Any]") -> list[Mutant]:
    """Every one with one wrong operation."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(formula.function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    result = definition.body[-1]
    assert isinstance(result, ast.Return) and result.value is not None
    right = ast.unparse(result.value)
    found: dict[str, Mutant] = {}
    for wrong in _variants(result.value):
        expression = ast.unparse(wrong)
        if expression not in found and expression != right:
            changed = copy.deepcopy(definition)
            changed.body = [ast.Return(ast.parse(expression, mode="eval").body)]
            found[expression] = Mutant(formula, expression, _compiled(formula, changed))
    return list(found.values())


@contextlib.contextmanager
def put_in(mutant: Mutant) -> Iterator[None]:
    """The formula computes wrongly meanwhile."""
    right = mutant.formula.function
    _ = mutant.formula.units  # of the right one, before it is gone
    mutant.formula.function = mutant.function
    try:
        yield
    finally:
        mutant.formula.function = right


def _compiled(formula: "Formula[Any]", definition: ast.FunctionDef) -> Any:
    module = ast.fix_missing_locations(ast.Module([definition], []))
    names: dict[str, Any] = dict(formula.function.__globals__)
    exec(compile(module, f"<mutant of {formula.name}>", "exec"), names)
    return names[formula.name]


_OPPOSITE: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(), ast.Sub: ast.Add(), ast.Mult: ast.Div(), ast.Div: ast.Mult()
}  # fmt: skip


def _variants(node: ast.expr) -> Iterator[ast.expr]:
    """The expression with one operation turned round, or one of its operands left out."""
    if isinstance(node, ast.BinOp):
        yield ast.BinOp(node.left, _OPPOSITE[type(node.op)], node.right)
        yield node.left
        if not isinstance(node.op, ast.Div):
            yield node.right
        for left in _variants(node.left):
            yield ast.BinOp(left, node.op, node.right)
        for right in _variants(node.right):
            yield ast.BinOp(node.left, node.op, right)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
        for position, argument in enumerate(node.args):
            for wrong in _variants(argument):
                yield ast.Call(node.func, [*node.args[:position], wrong, *node.args[position + 1 :]], [])


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "total":  # all but the last, all but the first, none
        (items,) = node.args
        yield ast.Call(node.func, [ast.Subscript(items, ast.Slice(None, ast.Constant(-1)))], [])
        yield ast.Call(node.func, [ast.Subscript(items, ast.Slice(ast.Constant(1)))], [])
    elif name == "dot":  # weights dropped, values dropped, nothing
        names: list[Any] = list(node.args)
        yield ast.Call(ast.Name("sum", ast.Load()), [names[0]], [])
        yield ast.Call(ast.Name("sum", ast.Load()), [names[1]], [])
        yield ast.Constant(0.0)
    elif name == "not_negative":
        yield node.args[0]
    elif name == "solve_first":  # as if nothing came round the loop
        yield ast.Subscript(node.args[1], ast.Constant(0))
