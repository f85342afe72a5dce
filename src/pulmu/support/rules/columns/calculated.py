"""Calculation with bounds, as expressions; where both numbers are known of every firm, they are computed once."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
from ibis.expr import operations as ops

from pulmu.support.rules.columns.never_null import Sure
from pulmu.support.rules.columns.parts import MOST, UNBOUNDED, Bounds, first_of
from pulmu.support.rules.node import Capped, Floored, Less, Over, Times


def added(parts: list[Bounds]) -> Bounds:
    """A sum."""
    low, high = parts[0].low, parts[0].high
    for part in parts[1:]:
        low, high = low + part.low, high + part.high
    return _one(low) if all(part.is_one for part in parts) else Bounds(low, high)


def hull(parts: list[Bounds]) -> Bounds:
    """All that any of them can be."""
    if len(parts) == 1:  # of one alone, not every engine has a least
        return Bounds(parts[0].low, parts[0].high)
    return Bounds(ibis.least(*(part.low for part in parts)), ibis.greatest(*(part.high for part in parts)))


def picked(guards: Sequence[ir.BooleanValue], numbers: Sequence[Bounds], sure: Sure) -> Bounds:
    """The number of the first guard that holds, the last one if none does; only the only guard may be unknown."""

    def side(of: str) -> ir.NumericValue:
        values = [getattr(number, of) for number in numbers]
        branches = list(zip(guards, values, strict=False))
        if all(map(sure, guards)):
            return first_of(branches, values[-1])
        most_or_least = ibis.least if of == "low" else ibis.greatest
        return ibis.cases(*branches, (~guards[0], values[-1]), else_=most_or_least(*values))

    if all(map(sure, guards)) and all(number.is_one for number in numbers):
        return _one(side("low"))
    return Bounds(side("low"), side("high"))


def least(left: ir.NumericValue, right: ir.NumericValue) -> ir.NumericValue:
    """Of two that are never NULL; half as long as asking an engine for the least, which looks for NULL."""
    return (left < right).ifelse(left, right)


def greatest(left: ir.NumericValue, right: ir.NumericValue) -> ir.NumericValue:
    """Of two that are never NULL."""
    return (left > right).ifelse(left, right)


def _one(value: ir.NumericValue) -> Bounds:
    return Bounds(value, value)


def _times(left: Bounds, right: Bounds) -> Bounds:
    """A product; kept within MOST, for what has no bound times nothing is nothing."""
    if left.is_one and right.is_one:
        return _one(left.low * right.low)
    return Bounds(left.low * right.low, least(left.high * right.high, ibis.literal(MOST)))


def _capped(left: Bounds, right: Bounds) -> Bounds:
    low = least(left.low, right.low)
    return _one(low) if left.is_one and right.is_one else Bounds(low, least(left.high, right.high))


def _floored(left: Bounds, right: Bounds) -> Bounds:
    low = greatest(left.low, right.low)
    return _one(low) if left.is_one and right.is_one else Bounds(low, greatest(left.high, right.high))


def _less(left: Bounds, right: Bounds) -> Bounds:
    """A difference, not under 0; what lies beyond all facts is without bound."""
    low = greatest(left.low - right.high, ibis.literal(0.0))
    if left.is_one and right.is_one:
        return _one(low)
    most = (left.high > UNBOUNDED).ifelse(MOST, left.high - right.low)
    return Bounds(low, greatest(most, ibis.literal(0.0)))


def _divided(top: Bounds, bottom: Bounds) -> Bounds:
    if top.is_one and _is_above_nothing(bottom):
        return _one(top.low / bottom.low)
    low = ((bottom.low > 0) & (bottom.high < UNBOUNDED)).ifelse(top.low / bottom.high, 0.0)
    high = least((bottom.low > 0).ifelse(top.high / bottom.low, MOST), ibis.literal(MOST))
    return Bounds(low, high)


def _is_above_nothing(bounds: Bounds) -> bool:
    value = bounds.low.op()
    return bounds.is_one and isinstance(value, ops.Literal) and 0 < value.value < UNBOUNDED


JOINS = {Times: _times, Over: _divided, Capped: _capped, Floored: _floored, Less: _less}
