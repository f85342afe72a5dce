"""Where the cells of the communication template V2.1.1 stand: one table for writing and for reading."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pulmu.services.official_content import (
    LIMITS,
    OfficialBalance,
    OfficialContent,
    OfficialElectrolysis,
    OfficialGoods,
    OfficialHeatAndPower,
    OfficialInstallation,
    OfficialMeasured,
    OfficialNotes,
    OfficialPrecursor,
    OfficialProcess,
    OfficialProduct,
    OfficialStream,
)

T = TypeVar("T")
Cells = dict[str, dict[str, Any]]
"""Values by sheet and cell."""
Spot = tuple[str, int]
"""Column, and rows below the first of the block."""

INSTALLATION, STREAMS, BALANCE = "A_InstData", "B_EmInst", "C_Emissions&Energy"
PROCESSES, PRECURSORS, SUMMARY, PRODUCTS = "D_Processes", "E_PurchPrec", "Summary_Processes", "Summary_Products"
TOOLS = "F_Tools"
SHEETS = (INSTALLATION, STREAMS, BALANCE, PROCESSES, PRECURSORS, TOOLS, SUMMARY, PRODUCTS)
"""Sheets that are written."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of things of one kind: the first row of the first, rows from one to the next, and a spot for each field."""

    sheet: str
    first: int
    step: int
    spots: Mapping[str, Spot | tuple[Spot, ...]]

    def cells(self, name: str, number: int) -> list[str]:
        """Cells of a field of the thing of that number, counted from zero."""
        spots = self.spots[name]
        many = spots if isinstance(spots[0], tuple) else (spots,)
        return [f"{column}{self.first + self.step * number + below}" for column, below in many]


def _columns(text: str) -> tuple[Spot, ...]:
    return tuple((column, 0) for column in text.split())


def _rows(column: str, first: int, count: int) -> tuple[Spot, ...]:
    return tuple((column, first + number) for number in range(count))


def _line(**columns: str) -> dict[str, Spot]:
    return {name: (column, 0) for name, column in columns.items()}


BLOCKS: dict[type, tuple[Block, ...]] = {
    OfficialInstallation: (
        Block(INSTALLATION, 0, 0, {
            "period_start": ("I", 9), "period_end": ("L", 9), "name_local": ("I", 19), "name": ("I", 20),
            "street": ("I", 21), "economic_activity": ("I", 22), "post_code": ("I", 23), "po_box": ("I", 24),
            "city": ("I", 25), "country": ("I", 26), "unlocode": ("I", 27), "latitude": ("I", 28),
            "longitude": ("I", 29), "representative": ("I", 30), "email": ("I", 31), "telephone": ("I", 32),
            "verifier": ("I", 37), "verifier_country": ("I", 41), "accreditation_body": ("I", 52),
            "accreditation_number": ("I", 53),
        }),
    ),
    OfficialGoods: (
        Block(INSTALLATION, 62, 1, {"category": ("E", 0), "routes": _columns("I J K L M N")}),
    ),
    OfficialProcess: (
        Block(INSTALLATION, 83, 1, {"category": ("E", 0), "included": _columns("F G H I J K"), "name": ("L", 0)}),
        Block(PROCESSES, 11, 65, {
            "produced": _rows("L", 5, 8), "market": ("L", 16), "to_processes": _rows("L", 21, 9),
            "to_others": ("L", 30), "heat": ("K", 39), "waste_gas": ("L", 39), "direct": ("L", 43),
            "heat_in": ("L", 46), "heat_out": ("M", 46), "heat_in_factor": ("L", 47), "heat_out_factor": ("M", 47),
            "gas_in": ("L", 50), "gas_out": ("M", 50), "gas_in_factor": ("L", 51), "gas_out_factor": ("M", 51),
            "electricity": ("L", 54), "electricity_factor": ("L", 55), "electricity_source": ("L", 56),
            "exported": ("L", 60), "exported_factor": ("L", 61),
        }),
    ),
    OfficialPrecursor: (
        Block(INSTALLATION, 102, 1, {
            "category": ("E", 0), "country": ("F", 0), "routes": _columns("G H I J K"), "name": ("L", 0),
        }),
        Block(PRECURSORS, 14, 44, {
            "bought": _rows("L", 3, 8), "used": _rows("L", 14, 10), "other": ("L", 24), "direct": ("L", 35),
            "direct_source": ("M", 35), "electricity": ("L", 36), "electricity_source": ("M", 36),
            "electricity_factor": ("L", 37), "factor_source": ("M", 37), "justification": ("K", 40),
        }),
    ),
    OfficialStream: (
        Block(STREAMS, 17, 1, _line(
            method="D", name="E", amount="F", unit="G", net_calorific_value="H", emission_factor="J", factor_unit="K",
            carbon_content="L", oxidation="N", conversion="P", biomass="R",
        )),
    ),
    OfficialElectrolysis: (
        Block(STREAMS, 98, 1, _line(
            method="D", technology="E", aluminium="F", frequency="AG", duration="AH", slope_factor="AI",
            overvoltage="AJ", current_efficiency="AK", overvoltage_coefficient="AL", weight_fraction="AM",
            collection_efficiency="AT",
        )),
    ),
    OfficialMeasured: (
        Block(STREAMS, 113, 1, _line(
            name="D", gas="E", biomass="R", concentration="V", hours="X", flow="Z",
        )),
    ),
    OfficialHeatAndPower: (
        Block(TOOLS, 21, 40, {"fuel": ("J", 0), "heat": ("K", 0), "electricity": ("L", 0)}),
        Block(TOOLS, 26, 38, {"emissions": ("J", 0), "cleaning": ("K", 0)}),
        Block(TOOLS, 41, 31, {"reference_heat": ("J", 0), "reference_electricity": ("K", 0)}),
    ),
    OfficialBalance: (
        Block(BALANCE, 0, 0, {
            "fuel_total": ("H", 16), "fuel_goods": ("I", 16), "fuel_electricity": ("J", 16), "fuel_other": ("K", 16),
            "carbon_dioxide": ("H", 26), "biomass": ("I", 26), "nitrous_oxide": ("J", 26),
            "perfluorocarbons": ("K", 26), "indirect": ("M", 26), "quality": ("H", 40), "justification": ("H", 41),
            "assurance": ("H", 42),
        }),
    ),
    OfficialProduct: (
        Block(PRODUCTS, 10, 1, _line(
            process="D", cn_code="F", name="H",
            reducing_agent="P", steel_mill="Q", manganese="R",
            chromium="S", nickel="T", other_alloys="U",
            carbon="V", scrap_per_tonne_steel="W", other_materials="X",
            pre_consumer_scrap="Y", scrap_per_tonne_aluminium="Z", non_aluminium="AA",
            clinker_factor="AB", calcined="AC", concentration="AD",
            nitric_acid="AE", urea="AF", nitrogen="AG",
            nitrogen_ammonium="AH", nitrogen_nitrate="AI", nitrogen_urea="AJ",
            nitrogen_other="AK",
        )),
    ),
    OfficialNotes: (
        Block(SUMMARY, 0, 0, {"carbon_price": ("M", 13), "remarks": ("M", 16)}),
    ),
}  # fmt: skip

TABLES: dict[str, tuple[type, int]] = {
    "goods": (OfficialGoods, LIMITS["goods_categories"]),
    "processes": (OfficialProcess, LIMITS["processes"]),
    "precursors": (OfficialPrecursor, LIMITS["precursors"]),
    "streams": (OfficialStream, LIMITS["source_streams"]),
    "electrolysis": (OfficialElectrolysis, LIMITS["electrolysis"]),
    "measured": (OfficialMeasured, LIMITS["measured_sources"]),
    "heat_and_power": (OfficialHeatAndPower, LIMITS["heat_and_power"]),
    "products": (OfficialProduct, LIMITS["products"]),
}
"""Tables of the content, and how many rows each has."""
_EXAMPLES = frozenset({(TOOLS, cell) for cell in ("J41", "K41", "J72", "K72")})
"""Cells that hold an example in the empty template: reference efficiencies of hard coal and hot water."""
SINGLES: dict[str, type] = {
    "installation": OfficialInstallation,
    "balance": OfficialBalance,
    "notes": OfficialNotes,
}


def cells_of(content: OfficialContent) -> Cells:
    """Every value that is typed, by sheet and cell."""
    cells: Cells = {}
    for name in SINGLES:
        _put(getattr(content, name), 0, cells)
    for name in TABLES:
        for number, item in enumerate(getattr(content, name)):
            _put(item, number, cells)
    return cells


def _put(item: Any, number: int, cells: Cells) -> None:
    for block in BLOCKS[type(item)]:
        for name in block.spots:
            value = getattr(item, name)
            values = value if isinstance(value, tuple) else (value,)
            for cell, one in zip(block.cells(name, number), values, strict=False):
                if one is not None:
                    cells.setdefault(block.sheet, {})[cell] = one


def places_of(kind: type, number: int) -> Iterator[tuple[str, int | None, str, str]]:
    """Field, position in it where it is a list, sheet and cell, of the thing of that number."""
    for block in BLOCKS[kind]:
        for name, spots in block.spots.items():
            is_list = isinstance(spots[0], tuple)
            for position, cell in enumerate(block.cells(name, number)):
                yield name, position if is_list else None, block.sheet, cell


def table_cells() -> Iterator[tuple[str, str]]:
    """Sheet and cell of every cell of the tables: of all that is to be empty before it is filled."""
    for kind, most in TABLES.values():
        for number in range(most):
            for _, _, sheet, cell in places_of(kind, number):
                if (sheet, cell) not in _EXAMPLES:
                    yield sheet, cell


def content_of(value: Callable[[type, str, str, str], Any]) -> OfficialContent:
    """The content of a filled template.

    Parameters
    ----------
    value : What stands in a cell, by the kind of thing, the field, the sheet and the cell; None for a blank one.
    """
    singles: dict[str, Any] = {name: _take(kind, 0, value) for name, kind in SINGLES.items()}
    tables: dict[str, Any] = {
        name: tuple(_take(kind, number, value) for number in range(_last(kind, most, value)))
        for name, (kind, most) in TABLES.items()
    }
    return OfficialContent(**singles, **tables)


def _last(kind: type, most: int, value: Callable[[type, str, str, str], Any]) -> int:
    """Rows up to the last that holds anything: a blank one between keeps its number."""
    for number in range(most, 0, -1):
        if any(value(kind, name, sheet, cell) is not None for name, _, sheet, cell in places_of(kind, number - 1)):
            return number
    return 0


def _take(kind: type[T], number: int, value: Callable[[type, str, str, str], Any]) -> T:
    given: dict[str, Any] = {}
    for name, position, sheet, cell in places_of(kind, number):
        found = value(kind, name, sheet, cell)
        given[name] = found if position is None else (*given.get(name, ()), found)
    return kind(**given)
