"""What is never NULL, by what it is made of: there both bounds of a number are one, and logic needs no third value."""

from collections.abc import Mapping
from typing import Any

import ibis.expr.types as ir
from ibis.expr import operations as ops

NeverNull = Mapping[tuple[str, str], tuple[int, int] | None]
"""Names of tables and columns that hold no NULL; of whole numbers the least and the most, where that is known."""

_STRICT = (
    ops.Add, ops.Subtract, ops.Multiply, ops.And, ops.Or, ops.Not, ops.Equals, ops.NotEquals, ops.Less, ops.LessEqual,
    ops.Greater, ops.GreaterEqual, ops.BitwiseAnd, ops.BitwiseOr, ops.InValues, ops.Between,
)  # fmt: skip
"""What is NULL only where something it reads is."""


class Sure:
    """Tells of values whether they are never NULL; what it does not know, it takes for one that may be."""

    def __init__(self, columns: NeverNull) -> None:
        self._columns = columns
        self._found: dict[Any, bool] = {}

    def __call__(self, value: ir.Value) -> bool:
        return self._of(value.op())

    def _of(self, value: Any) -> bool:
        if value not in self._found:
            self._found[value] = self._look(value)
        return self._found[value]

    def _look(self, value: Any) -> bool:
        match value:
            case ops.Literal() | ops.IsNull() | ops.NotNull():
                return not isinstance(value, ops.Literal) or value.value is not None
            case ops.Field():
                return self._field(value)
            case ops.Coalesce():
                return any(map(self._of, value.arg))
            case ops.Least() | ops.Greatest():
                return all(map(self._of, value.arg))
            case ops.IfElse():
                # A condition that is NULL chooses the second.
                return self._of(value.true_expr) and self._of(value.false_null_expr)
            case ops.SearchedCase():
                return all(map(self._of, (*value.results, value.default)))
            case ops.Divide():
                return self._of(value.left) and isinstance(value.right, ops.Literal) and bool(value.right.value)
            case ops.ArrayIndex():
                return self._place(value)
            case ops.Cast():
                return (value.arg.dtype.is_numeric() or value.arg.dtype == value.to) and self._of(value.arg)
        return isinstance(value, _STRICT) and all(
            self._of(part) for part in value.__args__ if isinstance(part, ops.Value)
        )

    def _place(self, value: Any) -> bool:
        """A place of a list that all numbers of a column have."""
        span = self._span(value.index)
        is_full = isinstance(value.arg, ops.Literal) and None not in value.arg.value
        return span is not None and is_full and span[0] >= 0 and span[1] < len(value.arg.value)

    def _span(self, value: Any) -> tuple[int, int] | None:
        """Between what a whole number lies."""
        match value:
            case ops.Field(rel=ops.PhysicalTable()):
                return self._columns.get((value.rel.name, value.name))
            case ops.Field(rel=ops.Project() | ops.Filter()):
                return self._span(value.rel.values[value.name])
            case ops.TryCast() if value.to.is_int32():
                span = self._span(value.arg)
                return span if span is not None and span[0] >= -(2**31) and span[1] < 2**31 else None
            case ops.Subtract(right=ops.Literal()):
                span, by = self._span(value.left), value.right.value
                return None if span is None else (span[0] - by, span[1] - by)
        return None

    def _field(self, field: Any) -> bool:
        relation = field.rel
        if isinstance(relation, ops.PhysicalTable):
            return (relation.name, field.name) in self._columns
        if isinstance(relation, ops.Project | ops.Filter):
            return self._of(relation.values[field.name])
        if isinstance(relation, ops.JoinChain):
            return self._joined(relation, relation.values[field.name])
        return False

    def _joined(self, chain: Any, value: Any) -> bool:
        """What stands on the left of joins that drop no row of it stays as it is."""
        keeps_left = all(link.how in ("left", "inner", "semi", "anti") for link in chain.rest)
        is_left = isinstance(value, ops.Field) and value.rel == chain.first
        return keeps_left and is_left and self._of(ops.Field(chain.first.parent, value.name))
