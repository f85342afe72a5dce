"""Goods categories: their usual precursors and production routes, and what the route letters mean."""

import functools
from dataclasses import dataclass

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference.goods import list_goods
from pulmu.reference.table import Table, load_table


@dataclass(frozen=True, slots=True)
class PrecursorCategory:
    """A category that goods of another category are made from; `condition` says always or if used."""

    goods_category: str
    precursor_category: str
    condition: str
    source: Source


@dataclass(frozen=True, slots=True)
class ProductionRoute:
    """A production route of a goods category."""

    goods_category: str
    route: str
    source: Source


def precursor_categories(goods_category: str) -> tuple[PrecursorCategory, ...]:
    """The usual precursors of a goods category; empty where it has none.

    Raises
    ------
    InputError  No such category (`input.goods_category_unknown`).
    """
    return tuple(
        PrecursorCategory(goods_category, row["precursor_category"], row["condition"],
                          table.source(f"{goods_category}, {row['precursor_category']}"))
        for table in [_table("precursors", goods_category)]
        for row in table.rows
        if row["goods_category"] == goods_category
    )  # fmt: skip


def routes_of(goods_category: str) -> tuple[ProductionRoute, ...]:
    """The production routes of a goods category.

    Raises
    ------
    InputError  No such category (`input.goods_category_unknown`).
    """
    return tuple(
        ProductionRoute(goods_category, row["route"], table.source(f"{goods_category}, {row['route']}"))
        for table in [_table("routes", goods_category)]
        for row in table.rows
        if row["goods_category"] == goods_category
    )


@dataclass(frozen=True, slots=True)
class RouteCode:
    """A route letter of the default values and benchmarks.

    Parameters
    ----------
    grade : Of steel: carbon, low_alloy or high_alloy; else "".
    charge : Of steel: what most of the metallic charge is, by blast_furnace, direct_reduction or scrap; "" where the
        letter does not ask.
    """

    route: str
    meaning: str
    grade: str
    charge: str


def route_code(letter: str) -> RouteCode:
    """What a route letter of the default values and benchmarks stands for.

    Raises
    ------
    InputError  No such letter (`input.route_unknown`).
    """
    codes = _codes()
    if letter not in codes:
        known = ", ".join(f"{code.route} ({code.meaning})" for code in codes.values())
        raise InputError.of("input.route_unknown", "", f"{letter!r} is not a route letter", f"use one of: {known}",
                            route=letter, known=known)  # fmt: skip
    return codes[letter]


def route_meaning(letter: str) -> str:
    """What a route letter stands for, in words; raises as `route_code`."""
    return route_code(letter).meaning


def _table(name: str, goods_category: str) -> Table:
    if goods_category not in _categories():
        known = ", ".join(_categories())
        raise InputError.of("input.goods_category_unknown", "", f"{goods_category!r} is not a goods category",
                            f"use one of: {known}", category=goods_category, known=known)  # fmt: skip
    return load_table(name)


@functools.cache
def _categories() -> tuple[str, ...]:
    return tuple(sorted({good.goods_category for good in list_goods()}))


@functools.cache
def _codes() -> dict[str, RouteCode]:
    return {
        row["route"]: RouteCode(row["route"], row["meaning"], row["grade"], row["charge"])
        for row in load_table("route_codes").rows
    }
