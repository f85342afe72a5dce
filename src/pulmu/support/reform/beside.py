"""Two rulebooks in one: what a reform does not touch stands there once, what it touches twice."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.support.rules import Keyed, Node, Rulebook, Setting, Switched
from pulmu.support.rules.node import children

AFTER = "@after"


@dataclass(frozen=True, slots=True)
class Beside:
    """A rulebook that says the world before and after.

    Parameters
    ----------
    rulebook : All outputs of before under their names, and the touched ones of after with `AFTER` behind their names.
    touched : Outputs that can differ: names without `AFTER`.
    changed : Parameters that differ.
    """

    rulebook: Rulebook
    touched: tuple[str, ...]
    changed: frozenset[str]


def beside(before: Rulebook, after: Rulebook) -> Beside:
    """Both rulebooks as one, so that a population is computed once and only what is touched twice."""
    changed = frozenset(
        name for name in {*before.parameters, *after.parameters}
        if before.parameters.get(name) != after.parameters.get(name)
    )  # fmt: skip
    touched = tuple(name for name in before.outputs if name in before.touched_by(after))
    copies: dict[int, tuple[Node, Node]] = {}
    outputs = {f"{name}{AFTER}": _copied(after.outputs[name], changed, copies) for name in touched}
    parameters = {f"{name}{AFTER}": dataclasses.replace(after.parameters[name], name=f"{name}{AFTER}")
                  for name in changed if name in after.parameters}  # fmt: skip
    both = dataclasses.replace(before, parameters={**before.parameters, **parameters},
                               outputs={**before.outputs, **outputs})  # fmt: skip
    return Beside(both, touched, changed)


def _copied(node: Node, changed: frozenset[str], copies: dict[int, tuple[Node, Node]]) -> Node:
    """The node with changed parameters under their new names; itself where it reads none of them."""
    known = copies.get(id(node))
    if known is None:
        parts = {id(part): _copied(part, changed, copies) for part in children(node)}
        known = copies[id(node)] = (node, _renamed(node, changed, parts))
    return known[1]


def _renamed(node: Node, changed: frozenset[str], parts: Mapping[int, Node]) -> Node:
    if isinstance(node, Setting | Keyed | Switched):
        name = node.parameter
        return dataclasses.replace(node, parameter=f"{name}{AFTER}") if name in changed else node
    if all(id(part) == number for number, part in parts.items()):
        return node
    values = {name: _swapped(getattr(node, name), parts) for name in node.__slots__}
    return dataclasses.replace(node, **values)


def _swapped(value: Any, parts: Mapping[int, Node]) -> Any:
    if isinstance(value, tuple):
        return tuple(_swapped(item, parts) for item in value)
    return parts.get(id(value), value)
