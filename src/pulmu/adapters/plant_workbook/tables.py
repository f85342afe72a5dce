"""The tables of the plant workbook, from the attributes of the model: one place for template, writer and reader."""

import functools
import types
from dataclasses import MISSING, dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pulmu.model import (
    CarbonDioxideTransfer,
    CombinedHeatAndPower,
    Company,
    Decisions,
    ElectricityBalance,
    ElectricitySource,
    Electrolysis,
    EmissionSource,
    HeatMeasurement,
    HeatNet,
    InnerPrecursor,
    Installation,
    MeasuredSource,
    Meter,
    OutsourcedStep,
    Period,
    Plant,
    Process,
    Product,
    Purchase,
    Quantity,
    ScrapInput,
    SectorParameters,
    SourceStream,
    Step,
    StockMethod,
    VerifiedValue,
    WasteGas,
)
from pulmu.model.attribute import Dimensions
from pulmu.model.codec import attributes, unwrap_annotated

Shape = Literal["list", "by_name", "object"]
Kind = Literal["text", "number", "choice", "yes_or_no", "date", "amount", "names"]
_PLAIN: dict[Any, Kind] = {
    str: "text",
    float: "number",
    int: "number",
    bool: "yes_or_no",
    date: "date",
    Quantity: "amount",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. An amount takes three cells: number, unit and evidence.

    Parameters
    ----------
    key : Name in the row of names: that of the attribute, of the owner's table, or `name` of an entry by name.
    owner : Table whose ids the cell may name, if it names something of another table.
    described : Class and attribute whose sentence tells what goes here.
    """

    key: str
    kind: Kind
    described: tuple[str, str]
    required: bool = False
    hint: Any = str
    owner: str = ""
    rest: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """Names of its cells."""
        return (self.key, f"{self.key}.unit", f"{self.key}.evidence") if self.kind == "amount" else (self.key,)

    @property
    def choices(self) -> tuple[Any, ...]:
        """What may be chosen."""
        return next((get_args(part) for part in _parts(self.hint) if get_origin(part) is Literal), ())

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions an amount may have."""
        _, metadata = unwrap_annotated(self.hint)
        inner = [item for part in _parts(self.hint) for item in unwrap_annotated(part)[1]]
        return next((item.allowed for item in (*metadata, *inner) if isinstance(item, Dimensions)), ())


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of rows.

    Parameters
    ----------
    shape : `list`: each row an entry of a list; `by_name`: each row a name and its amount; `object`: one row per owner.
    kind : Class of a row; for `by_name` the class that has the attribute.
    path : Where the rows stand in the owner, or in the plant if it has none.
    owner : The table whose rows own these; its name is also the key of the first column.
    names : What the names of a table by name are: user, process, good or quarter.
    """

    name: str
    shape: Shape
    kind: type
    path: tuple[str, ...]
    owner: str = ""
    names: str = ""

    @functools.cache  # noqa: B019 - the tables live as long as the program
    def columns(self) -> tuple[Column, ...]:
        """Its columns, in order."""
        first = (Column(self.owner, "text", ("workbook", "owner"), required=True, owner=self.owner),) * bool(self.owner)
        if self.shape == "by_name":
            field = self.path[-1]
            hint = get_args(unwrap_annotated(attributes(self.kind)[field][0])[0])[1]
            described = (self.kind.__name__, field)
            owner = {"process": "processes", "good": "goods"}.get(self.names, "")
            name = Column("name", "text", ("workbook", self.names), required=True, owner=owner)
            return (*first, name, _column("amount", hint, MISSING, described))
        return (*first, *plain_columns(self.kind))


def plain_columns(kind: type) -> tuple[Column, ...]:
    """Columns for the attributes that fit into cells; the others have tables of their own."""
    found = (_column(name, hint, default, (kind.__name__, name)) for name, (hint, default) in attributes(kind).items())
    return tuple(column for column in found if column is not None)


def _column(name: str, hint: Any, default: Any, described: tuple[str, str]) -> Any:
    kind = _kind(hint)
    if kind is None:
        return None
    rest = any(get_origin(part) is Literal and "rest" in get_args(part) for part in _parts(hint))
    return Column(name, kind, described, required=default is MISSING, hint=hint, rest=rest)


def _kind(hint: Any) -> Kind | None:
    bare, _ = unwrap_annotated(hint)
    if get_origin(bare) is tuple:
        return "names" if unwrap_annotated(get_args(bare)[0])[0] is str else None
    for part in _parts(hint):
        found = _PLAIN.get(unwrap_annotated(part)[0])
        if found:
            return found
    return "choice" if any(get_origin(part) is Literal for part in _parts(hint)) else None


def _parts(hint: Any) -> tuple[Any, ...]:
    bare, _ = unwrap_annotated(hint)
    if get_origin(bare) in (Union, types.UnionType):
        return tuple(inner for part in get_args(bare) for inner in _parts(part) or (part,))
    return (hint if get_origin(bare) is None else bare,)


TABLES: tuple[Table, ...] = (
    Table("meters", "list", Meter, ("meters",)),
    Table("source_streams", "list", SourceStream, ("source_streams",)),
    Table("stream_users", "by_name", SourceStream, ("used_by",), "source_streams", "user"),
    Table("composition", "by_name", SourceStream, ("composition",), "source_streams", "part"),
    Table("emission_sources", "list", EmissionSource, ("emission_sources",)),
    Table("combined_heat_and_power", "object", CombinedHeatAndPower, ("combined_heat_and_power",), "emission_sources"),
    Table("throughput", "by_name", EmissionSource, ("throughput",), "emission_sources", "user"),
    Table("measured_sources", "list", MeasuredSource, ("measured_sources",)),
    Table("measured_users", "by_name", MeasuredSource, ("used_by",), "measured_sources", "user"),
    Table("electrolysis", "list", Electrolysis, ("electrolysis",)),
    Table("carbon_dioxide_transfers", "list", CarbonDioxideTransfer, ("carbon_dioxide_transfers",)),
    Table("heat_nets", "list", HeatNet, ("heat_nets",)),
    Table("measured_heat", "object", HeatMeasurement, ("measured",), "heat_nets"),
    Table("heat_users", "by_name", HeatNet, ("used_by",), "heat_nets", "user"),
    Table("waste_gases", "list", WasteGas, ("waste_gases",)),
    Table("waste_gas_users", "by_name", WasteGas, ("used_by",), "waste_gases", "user"),
    Table("electricity", "list", ElectricitySource, ("electricity", "sources")),
    Table("electricity_users", "by_name", ElectricityBalance, ("electricity", "used_by"), names="user"),
    Table("processes", "list", Process, ("processes",)),
    Table("steps", "list", Step, ("steps",), "processes"),
    Table("goods", "list", Product, ("goods",), "processes"),
    Table("stock", "object", StockMethod, ("stock_method",), "goods"),
    Table("sector_parameters", "object", SectorParameters, ("sector_parameters",), "goods"),
    Table("routes", "by_name", Product, ("routes",), "goods", "route"),
    Table("exports", "by_name", Product, ("exports_to_eu",), "goods", "quarter"),
    Table("own_precursors", "by_name", Process, ("own_precursors",), "processes", "good"),
    Table("scrap", "list", ScrapInput, ("scrap_inputs",), "processes"),
    Table("inner_precursors", "list", InnerPrecursor, ("inner_precursors",), "processes"),
    Table("purchases", "list", Purchase, ("purchases",)),
    Table("purchase_users", "by_name", Purchase, ("used_by",), "purchases", "process"),
    Table("outsourced_steps", "list", OutsourcedStep, ("outsourced_steps",)),
    Table("outsourced_users", "by_name", OutsourcedStep, ("used_by",), "outsourced_steps", "process"),
    Table("outsourced_exports", "by_name", OutsourcedStep, ("exports_to_eu",), "outsourced_steps", "quarter"),
    Table("outsourced_verified", "object", VerifiedValue, ("verified",), "outsourced_steps"),
    Table("verified", "object", VerifiedValue, ("verified",), "purchases"),
)
"""Owners stand before what they own."""


@functools.cache
def price_columns() -> tuple[Column, ...]:
    """Columns of the price scenarios: the one table whose owner is made by its rows."""
    by_quarter = get_args(unwrap_annotated(attributes(Plant)["price_scenarios"][0])[0])[1]
    price = _column("price", get_args(by_quarter)[1], MISSING, ("Plant", "price_scenarios"))
    return (
        Column("scenario", "text", ("workbook", "scenario"), required=True),
        Column("quarter", "text", ("workbook", "quarter"), required=True),
        price,
    )


@functools.cache
def form_fields(form: str) -> tuple[tuple[tuple[str, ...], Column], ...]:
    """Path and column of each line of a form."""
    if form == "decisions":
        return tuple((("decisions", column.key), column) for column in plain_columns(Decisions))
    lines: list[tuple[tuple[str, ...], Column]] = []
    for name, kind in (("company", Company), ("installation", Installation)):
        lines += [((name, column.key), column) for column in plain_columns(kind)]
    for name, (hint, default) in attributes(Plant).items():
        if unwrap_annotated(hint)[0] is Period:
            lines.append(((name,), Column(name, "number", ("Plant", name), required=True)))
            lines += [((name, end), Column(end, "date", ("workbook", end))) for end in ("start", "end")]
        elif name != "pulmu" and _kind(hint):
            lines.append(((name,), _column(name, hint, default, ("Plant", name))))
    return tuple(lines)


FORMS = ("plant", "decisions")
HELPERS = ("start", "checks", "lists")
"""Sheets that are not read."""
PRICES = "price_scenarios"
MARK = "pulmu:"
"""What the row of names begins with, in column A; the name of the table follows."""
EXAMPLES = ("example", "예시")
"""Marks in column A of a row that is not read."""
REST = ("rest", "나머지")
OWNERS = {table.owner for table in TABLES if table.owner}
