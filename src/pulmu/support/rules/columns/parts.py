"""Small expressions that rules are made of on a population: bounds, and logic with three values."""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from pulmu.support.rules.columns.never_null import Sure

MOST = 1e300
"""Stands for "without bound": backends differ in how they write infinity."""
UNBOUNDED = 1e250
"""What lies beyond is without bound: no fact comes near it, and MOST divided by one stays beyond."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most a number can be.

    Parameters
    ----------
    point : The number, or NULL where it is not known; None where nobody asks whether it is one.
    from_point : Whether the bounds say no more than `point` does.
    """

    low: ir.NumericValue
    high: ir.NumericValue
    point: ir.NumericValue | None = None
    from_point: bool = False

    @classmethod
    def nothing(cls) -> "Bounds":
        """A number of which nothing is known."""
        return cls(ibis.literal(0.0), ibis.literal(MOST), ibis.null("float64"), from_point=True)

    @property
    def is_one(self) -> bool:
        """Whether both bounds are one expression, for the number is known of every firm."""
        return self.low is self.high


def exact(value: ir.NumericValue, sure: Sure) -> Bounds:
    """A number that is known or NULL."""
    if sure(value):
        return Bounds(value, value, value, from_point=True)
    return Bounds(value.fill_null(0.0), value.fill_null(MOST), value, from_point=True)


def unknown() -> ir.BooleanValue:
    """The third value."""
    return ibis.null("boolean")


def first_of(
    branches: Sequence[tuple[ir.BooleanValue, ir.NumericValue]], otherwise: ir.NumericValue
) -> ir.NumericValue:
    """The value of the first branch that holds."""
    return ibis.cases(*branches, else_=otherwise) if branches else otherwise


def may_hold(found: ir.BooleanValue, sure: Sure) -> ir.BooleanValue:
    """Yes or unknown."""
    return found if sure(found) else found.fill_null(True)


def not_sure(found: ir.BooleanValue, sure: Sure) -> ir.BooleanValue:
    """No or unknown."""
    return ~(found if sure(found) else found.fill_null(False))


def all_true(found: list[ir.BooleanValue]) -> ir.BooleanValue:
    """AND with three values."""
    result: ir.BooleanValue = ibis.literal(True)
    for number, item in enumerate(found):
        result = item if number == 0 else result & item
    return result


def any_true(found: list[ir.BooleanValue]) -> ir.BooleanValue:
    """OR with three values."""
    result: ir.BooleanValue = ibis.literal(False)
    for number, item in enumerate(found):
        result = item if number == 0 else result | item
    return result


def as_answer(found: ir.BooleanValue, sure: Sure) -> ir.IntegerValue:
    """0, 1, 2 for no, unknown, yes."""
    if sure(found):
        return found.ifelse(ibis.literal(2, "int16"), ibis.literal(0, "int16")).cast("int8")
    # Written as wider numbers first: else no backend is told of the cast, and each answer takes four bytes.
    yes, no, other = (ibis.literal(value, "int16") for value in (2, 0, 1))
    return ibis.cases((found, yes), (~found, no), else_=other).cast("int8")


def compared(left: Bounds, sign: str, right: Bounds, slack: float) -> ir.BooleanValue:
    """Whether a comparison holds wherever both numbers lie between their bounds; NULL where a point is."""
    if sign in (">", ">="):
        left, right, sign = right, left, "<" if sign == ">" else "<="
    slack = slack if sign == "<=" else -slack
    if left.point is not None and right.point is not None:
        limit = right.point + slack if slack else right.point
        return left.point <= limit if sign == "<=" else left.point < limit
    least, most = (left.low, left.high) if left.point is None else (left.point, left.point)
    low, high = (right.low, right.high) if right.point is None else (right.point, right.point)
    is_one = left.is_one and (right.is_one or right.point is not None)
    if is_one or (right.is_one and left.point is not None):
        limit = low + slack if slack else low
        return least <= limit if sign == "<=" else least < limit
    low, high = (low + slack, high + slack) if slack else (low, high)
    holds = most <= low if sign == "<=" else most < low
    fails = least > high if sign == "<=" else least >= high
    return ibis.cases((holds, True), (fails, False), else_=unknown())
