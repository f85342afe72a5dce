"""Small expressions that rules are made of on a population: bounds, and logic with three values."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

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


def exact(value: ir.NumericValue) -> Bounds:
    """A number that is known or NULL."""
    return Bounds(value.fill_null(0.0), value.fill_null(MOST), value, from_point=True)


def unknown() -> ir.BooleanValue:
    """The third value."""
    return ibis.null("boolean")


def may_hold(found: ir.BooleanValue) -> ir.BooleanValue:
    """Yes or unknown."""
    return found.fill_null(True)


def not_sure(found: ir.BooleanValue) -> ir.BooleanValue:
    """No or unknown."""
    return ~found.fill_null(False)


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


def as_answer(found: ir.BooleanValue) -> ir.IntegerValue:
    """0, 1, 2 for no, unknown, yes."""
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
    low, high = (low + slack, high + slack) if slack else (low, high)
    holds = most <= low if sign == "<=" else most < low
    fails = least > high if sign == "<=" else least >= high
    return ibis.cases((holds, True), (fails, False), else_=unknown())
