"""What makes most of a figure: how much of it each input far below contributes, adding up to the figure.

Emissions are carried upwards by sums, divisions by mass, and shares; there the split is exact. Where a figure is a
product of facts (an amount, a heating value, a factor), the product is told as one.
"""

import functools
import math
from dataclasses import dataclass
from typing import Any

from pulmu.model import ANY_UNIT, Figure, conversion_factor, unit
from pulmu.model.figure import walk
from pulmu.services._expression import parse_expression
from pulmu.services._gradient import Slopes, gradient
from pulmu.services.ledger import find_formula

_CARRIERS = ("emissions", "certificates", "euro")
"""What a figure is traced by, first to last: the dimension above the line of its unit."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """What one figure contributes to another, in the other's unit; a figure may take away."""

    figure: Figure
    amount: float


def contributions_of(root: Figure) -> tuple[Part, ...]:
    """The ends that a figure is carried by, the largest first; they add up to it."""
    slopes: dict[int, float] = {id(root): 1.0}
    ends: list[Part] = []
    for figure in reversed(list(walk([root]))):  # what is made before what it is made of
        slope = slopes.get(id(figure))
        if slope is None:
            continue
        followed = _followed(figure)
        if not followed:
            ends.append(Part(figure, slope * figure.value))
        for below, one in followed:
            slopes[id(below)] = slopes.get(id(below), 0.0) + slope * one
    return tuple(sorted((end for end in ends if end.amount != 0.0), key=lambda end: -abs(end.amount)))


def _followed(figure: Figure) -> list[tuple[Figure, float]]:
    """The inputs that carry a figure, with its change per unit of each; none where it is an end."""
    if not figure.inputs:
        return []
    carriers = _carriers(figure)
    if not carriers or (len(carriers) == 1 and not figure.inputs[carriers[0]].figure.inputs):
        return []
    try:
        slopes = _slopes(figure)
    except (ArithmeticError, TypeError, ValueError):
        return []
    found: list[tuple[Figure, float]] = []
    for place in carriers:
        item = figure.inputs[place]
        slope = slopes.get((item.parameter, item.position), 0.0) * _factor(figure, place)
        found.append((item.figure, slope))
    whole = sum(slope * below.value for below, slope in found)
    size = max(abs(figure.value), sum(abs(slope * below.value) for below, slope in found))
    return found if math.isclose(whole, figure.value, rel_tol=0.0, abs_tol=_ROUNDING * size) else []


def _carriers(figure: Figure) -> list[int]:
    """Places of the inputs that carry what the figure is of."""
    above = [_above(item.figure.unit) for item in figure.inputs]
    for carried in (*_CARRIERS, _above(figure.unit)):
        places = [place for place, dimension in enumerate(above) if dimension == carried]
        if places:
            return places
    return []


@functools.cache
def _above(symbol: str) -> str:
    return unit(symbol).dimension.partition(" per ")[0]


@functools.cache
def _expression(name: str) -> Any:
    return parse_expression(name, find_formula(name).expression)


def _wanted(figure: Figure, place: int) -> str:
    """The unit the formula takes an input in."""
    units = find_formula(figure.formula).units
    wanted = units[figure.inputs[place].parameter][0]
    if wanted is not ANY_UNIT:
        return wanted.symbol
    return next(item.figure.unit for item in figure.inputs if units[item.parameter][0] is ANY_UNIT)


def _factor(figure: Figure, place: int) -> float:
    return conversion_factor(figure.inputs[place].figure.unit, _wanted(figure, place))


def _slopes(figure: Figure) -> Slopes:
    formula = find_formula(figure.formula)
    numbers: dict[str, Any] = {name: {} for name, (_, several) in formula.units.items() if several}
    for place, item in enumerate(figure.inputs):
        value = item.figure.to(_wanted(figure, place))
        if item.position is None:
            numbers[item.parameter] = value
        else:
            numbers[item.parameter][item.position] = value
    dense = {name: _list(value) for name, value in numbers.items()}
    return gradient(_expression(figure.formula), dense)


def _list(value: Any) -> Any:
    full = isinstance(value, dict) and all(at == place for at, place in enumerate(value))
    return list(value.values()) if full else value
