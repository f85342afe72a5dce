"""What the checks share."""

import dataclasses
import math
from collections.abc import Callable, Iterator

from pulmu.model import Path, Plant, Problem, Product, PulmuError, Quantity
from pulmu.reference import Good, find_good

Place = Callable[[Path], str]

TOLERANCE = 1e-3
"""Relative difference below which two masses count as one: stock lists are not kept to the kilogram."""


def placed(error: PulmuError, where: str) -> Iterator[Problem]:
    """The problems of an error, at the place that caused it."""
    return (dataclasses.replace(item, place=where) for item in error.problems)


def good_of(product: Product) -> Good | None:
    """The CBAM good of a product; None if it is none, or if its code cannot be read."""
    if not product.cbam_good:
        return None
    try:
        return find_good(product.cn_code)
    except PulmuError:
        return None


def tonnes(quantity: Quantity | str | None) -> float:
    """Mass in tonnes; NaN where it is not given or not a mass, so that no comparison holds."""
    if not isinstance(quantity, Quantity) or quantity.dimension != "mass":
        return math.nan
    return quantity.to("t")


def produced_tonnes(product: Product) -> float:
    """Good output in tonnes; NaN where it is not given."""
    if product.stock_method is None:
        return tonnes(product.produced)
    stock = product.stock_method
    return (
        tonnes(stock.sent_out)
        - tonnes(stock.received)
        - tonnes(stock.opening_stock)
        + tonnes(stock.closing_stock)
        - tonnes(stock.returned)
    )


def steps_of(plant: Plant) -> dict[str, str]:
    """The process of each step."""
    return {step.id: process.id for process in plant.processes for step in process.steps}
