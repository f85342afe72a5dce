"""Relations of an expression that several others read: where an engine would write them out for each reader."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ibis.expr import operations as ops

_CHEAP = (ops.Project, ops.Filter, ops.PhysicalTable)
"""Written again for each reader without harm, unless something under them is not."""


def computed_once(expression: Any, kept: Callable[[Any], Any]) -> Any:
    """The expression with every relation that is read several times replaced by a table that holds it.

    Parameters
    ----------
    kept : Computes a table and hands on one that holds it.
    """
    root = expression.as_table().op()
    found: dict[Any, Any] = {}
    for relation in _read_several_times(root):
        found[relation] = kept(relation.replace(found).to_expr()).op()
    return root.replace(found).to_expr()


def _read_several_times(root: Any) -> list[Any]:
    """Parts before what is made of them."""
    order: dict[Any, tuple[Any, ...]] = {}

    def visit(relation: Any) -> None:
        if relation not in order:
            read = tuple(_read_by(relation))
            for part in read:
                visit(part)
            order[relation] = read

    visit(root)
    readers = Counter(part for read in order.values() for part in read)
    costly: set[Any] = set()
    for relation, read in order.items():
        if not isinstance(relation, _CHEAP) or not costly.isdisjoint(read):
            costly.add(relation)
    return [relation for relation in order if readers[relation] > 1 and relation in costly]


def _read_by(relation: Any) -> Iterator[Any]:
    """The relations that one reads, each as often as it stands in a join."""
    seen: set[Any] = set()
    open_ = list(relation.__children__)
    while open_:
        node = open_.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, ops.Reference):
            yield node.parent
        elif isinstance(node, ops.Relation):
            yield node
        else:
            open_.extend(node.__children__)
