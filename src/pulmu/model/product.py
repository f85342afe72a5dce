"""What leaves a process."""

from dataclasses import dataclass, field
from typing import Annotated

from pulmu.model.attribute import Bounds, Dimensions, Doc, Text
from pulmu.model.flow import Id, Mass, Words
from pulmu.model.quantity import Quantity
from pulmu.model.sector_parameters import SectorParameters

_NONE = Quantity(0.0, "t")


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMethod:
    """Production found from deliveries and stock (M2547 Annex II B.4): out - in - opening + closing - returned."""

    sent_out: Mass
    received: Mass = _NONE
    opening_stock: Mass = _NONE
    closing_stock: Mass = _NONE
    returned: Annotated[Mass, Doc("product put back into the same process")] = _NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A good a process makes, under one CN code."""

    id: Id
    name: Words = ""
    name_local: Annotated[Words, Doc("name in the language of the plant, for the reading copy")] = ""
    cn_code: Annotated[str, Text(20, example="73181588"), Doc("8-digit CN code")]
    cbam_good: Annotated[bool, Doc("no for a product outside Annex I; it then closes the balance only")] = True
    produced: Annotated[
        Mass | None,
        Doc("mass of good output that can be sold or used further; scrap and off-spec left out (Annex II F)"),
    ] = None
    stock_method: Annotated[StockMethod | None, Doc("instead of produced: from deliveries and stock")] = None
    off_spec: Annotated[
        Mass | None, Doc("sold or scrapped below specification: counts zero, told for completeness")
    ] = None
    scrap: Annotated[Mass | None, Doc("scrap that arose: counts zero, told for completeness")] = None
    clinker_content: Annotated[
        float | None, Bounds(0, 1), Doc("tonnes of clinker in a tonne of cement: its functional unit (Article 4)")
    ] = None
    nitrogen_content: Annotated[
        float | None,
        Bounds(0, 1),
        Doc("tonnes of nitrogen in a tonne of ammonia, nitric acid or fertiliser: its functional unit (Article 4)"),
    ] = None
    molar_mass: Annotated[
        float | None,
        Bounds(1, 1000),
        Doc("g/mol, for every product of a chemical process whose emissions are shared by moles (Annex III A.2.1)"),
    ] = None
    variant: Annotated[
        str, Text(10), Doc("10-digit code where the default value table splits the good (white and grey cement)")
    ] = ""
    route: Annotated[
        str, Text(1, "[A-L]?", "C"), Doc("route letter of the benchmark table, where the benchmark differs by route")
    ] = ""
    routes: Annotated[
        dict[str, Annotated[Quantity, Dimensions(("mass",)), Bounds(0)]],
        Doc("production route by its name in the table of routes: mass made by it, where there are several (item 34)"),
    ] = field(default_factory=dict)
    unlisted_route: Annotated[
        Words,
        Doc(
            "production route in words, where none of the table fits: the cross-sectoral rules then apply (Annex I 3.1)"
        ),
    ] = ""
    sector_parameters: Annotated[
        SectorParameters | None, Doc("composition and scrap, which the report tells (Annex IV, point 2)")
    ] = None
    exports_to_eu: Annotated[
        dict[str, Annotated[Quantity, Dimensions(("mass",)), Bounds(0)]],
        Doc("quarter of import (2026Q1): mass sent to the EU"),
    ] = field(default_factory=dict)
