"""The report of a plant as data: what report.json holds, and what the workbook, the PDF and the screens draw.

Every number is a `Value`: it names its figure, and the figures with their formulas travel in the same report, so that
each can be recomputed from the file alone.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model import Company, Confidence, Installation, Period
from pulmu.model.attribute import Doc

Kind = Literal[
    "direct_fuel", "direct_process", "mass_balance", "measurement", "perfluorocarbons", "carbon_dioxide_transfer",
    "heat", "waste_gas", "indirect_electricity", "outsourced_step", "precursor_verified", "precursor_default",
    "exempt_precursor",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit and the key of its figure."""

    value: float
    unit: str
    figure: str


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where a figure or a formula comes from."""

    act: str
    place: str = ""
    edition: str | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class FigureInput:
    """A row of the second table: a figure, the parameter an input fills, its place in a list, and its key."""

    figure: str
    parameter: str
    position: int | None
    input: str


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A row of the first table: a figure as stored, by its key; a leaf has no formula."""

    name: str
    subject: str
    value: float
    unit: str
    source: SourceRecord
    because: str
    formula: str


@dataclass(frozen=True, slots=True)
class FormulaRecord:
    """A formula as stored: its arithmetic as one line, the unit of each parameter and of the result."""

    expression: str
    units: dict[str, str]
    source: SourceRecord


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as stored: its dimension, and how many of the base unit it is, as a fraction."""

    dimension: str
    factor: str


@dataclass(frozen=True, slots=True)
class EditionUsed:
    """A dated table the report rests on."""

    table: str
    title: str
    act: str
    place: str
    edition: str
    status: str
    confidence: str
    valid_from: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A switch where the law is open, as it was set."""

    name: str
    setting: str
    open_point: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning or a missing item, its place and how to mend it; in English, translated by code at the surface."""

    code: str
    place: str
    message: str
    mend: str
    values: dict[str, str]
    severity: Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A part of the embedded emissions of one good, over its whole activity level. The parts of a good add up."""

    kind: Kind
    label: Annotated[str, Doc("stream, heat net, waste gas or purchase, by name")]
    process: Annotated[str, Doc("process where it arises, by id")]
    emissions: Annotated[float, Doc("t CO2e")]


@dataclass(frozen=True, slots=True)
class CostLine:
    """Certificates and their cost for what one quarter brought into the EU, by actual and by default values."""

    quarter: str
    mass: Value
    price: Annotated[Value | None, Doc("none: no price published and no scenario named")]
    price_is_scenario: bool
    certificates: Value | None
    cost: Value | None
    default_certificates: Value | None
    default_cost: Value | None
    cost_per_tonne: Value | None = None
    default_cost_per_tonne: Value | None = None


@dataclass(frozen=True, slots=True)
class ParameterResult:
    """A sector parameter of a good: a share, tonnes per tonne, or a word; not known if both are empty."""

    name: str
    value: float | None
    word: str = ""


@dataclass(frozen=True, slots=True)
class GoodResult:
    """What there is to know of one good."""

    id: str
    name: str
    name_local: str
    cn_code: str
    description: str
    goods_category: str
    process: str
    cbam_good: bool
    activity_level: Value
    specific_embedded_emissions_direct: Value
    specific_embedded_emissions_indirect: Annotated[
        Value | None,
        Doc("all electricity known, for the footprint; not part of the CBAM figure of steel and aluminium goods"),
    ]
    specific_embedded_emissions: Annotated[
        Value, Doc("the CBAM figure: direct, and indirect only where the law counts it")
    ]
    share_of_default_values: Annotated[
        Value, Doc("share of the CBAM figure that rests on default values; denominator: total")
    ]
    specific_embedded_free_allocation: Value | None
    certificates_per_tonne: Value | None
    default_value: Annotated[Value | None, Doc("default value of the good, mark-up left out")]
    default_value_with_markup: Value | None
    default_free_allocation: Value | None
    default_certificates_per_tonne: Value | None
    cost_lines: tuple[CostLine, ...]
    cost: Annotated[Value | None, Doc("of all quarters; none if a price is missing")]
    default_cost: Value | None
    contributions: tuple[Contribution, ...]
    explanation: Annotated[dict[str, str], Doc("why a value above is missing, by its name")] = field(
        default_factory=dict
    )
    functional_unit: Annotated[str, Doc("what the law counts the good in: tonne, t_clinker or kg_N")] = "tonne"
    content: Annotated[Value | None, Doc("share of the functional unit in the good, where it is a part of it")] = None
    activity_level_functional: Annotated[
        Value | None, Doc("output in tonnes of the functional unit; none where that is the tonne of good")
    ] = None
    direct_per_functional_unit: Annotated[
        Value | None, Doc("direct specific embedded emissions per tonne of clinker or nitrogen")
    ] = None
    per_functional_unit: Annotated[
        Value | None, Doc("the CBAM figure per tonne of clinker or nitrogen (a kg per kg is a tonne per tonne)")
    ] = None
    routes: Annotated[dict[str, Value], Doc("mass made by each production route, where it was given (item 34)")] = (
        field(default_factory=dict)
    )
    sector_parameters: Annotated[
        tuple[ParameterResult, ...], Doc("what Annex IV, point 2, asks of goods of its category (item 35)")
    ] = ()
    boundary: Annotated[SourceRecord | None, Doc("where the system boundary of its category was read")] = None


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """Attributed emissions of one process and their parts (Eq 55)."""

    id: str
    name: str
    name_local: str
    goods: tuple[str, ...]
    activity_level: Value
    directly_attributable: Value
    heat_imported: Value
    heat_exported: Value
    waste_gas_imported: Value
    waste_gas_exported: Value
    electricity_produced: Value
    attributed_direct: Value
    attributed_indirect: Value | None
    grouping: Annotated[
        Literal["single", "optional", "mandatory", "joint"],
        Doc("one functional unit; several by choice (Art 4(8)) or duty (Annex II A.4); or a joint process (Art 4(9))"),
    ] = "single"
    grouping_reason: str = ""
    outsourced_to: Annotated[str, Doc("firm that does it, for a step done elsewhere; empty for an own process")] = ""
    inner_precursors: Annotated[tuple[str, ...], Doc("codes of the precursors inside a joint process")] = ()
    energy: Annotated[
        dict[str, Value], Doc("heat, waste gas and electricity it took and gave (Annex IV, item 17), by what it was")
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrecursorResult:
    """A bought precursor and the value it counts with."""

    id: str
    name: str
    cn_code: str
    supplier: str
    country_of_origin: str
    received: Value
    basis: Literal["verified_actual", "default", "unknown_origin", "exempt_origin"]
    specific_embedded_emissions: Value
    stated_value: Annotated[Value | None, Doc("an unverified statement: shown, not used")]
    used_by: dict[str, Value]
    production_year: Annotated[int | None, Doc("period whose value it counts with (Art 13)")] = None
    averaged: Annotated[str, Doc("the rule of Article 14 behind the mean its users take; empty for one delivery")] = ""
    direct: Annotated[Value | None, Doc("direct part of its value; of a default value all of it")] = None
    indirect: Annotated[Value | None, Doc("part of its value that is indirect and counts")] = None
    free_allocation: Annotated[Value | None, Doc("specific embedded free allocation it carries; none: not known")] = (
        None
    )
    operator: Annotated[str, Doc("who made it (item 28); this and the next five are empty where not known")] = ""
    installation: str = ""
    registry_id: Annotated[str, Doc("number of that installation in the CBAM registry")] = ""
    verification_report: Annotated[str, Doc("report behind an actual value that counts")] = ""
    verifier: str = ""
    period_evidence: Annotated[str, Doc("how its production year was shown (Art 13)")] = ""
    value_source: Annotated[str, Doc("where its value was read: cell or line of a document, or row of a table")] = ""
    evidence: Annotated[str, Doc("proof of mass and of exempt origin")] = ""
    carbon_price_evidence: str = ""
    missing: Annotated[tuple[str, ...], Doc("fields its record lacks (items 18 to 28)")] = ()


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A flow of the installation: its total, and what each user got; the users add up to the total."""

    flow: Annotated[str, Doc("stream, heat net, waste gas or electricity, by name")]
    kind: Literal["source_stream", "measured_source", "heat", "waste_gas", "electricity"]
    total: Value
    users: dict[str, Value]
    reconciliation_factor: Annotated[float | None, Doc("site meter over sum of sub-meters, where it was applied")]


@dataclass(frozen=True, slots=True)
class DirectEmissionLine:
    """Direct emissions of the installation by one stream, measured source or other method; those counted add up to
    the total."""

    id: str
    name: str
    method: Literal[
        "combustion", "process", "mass_balance", "measurement", "perfluorocarbons", "carbon_dioxide_transfer"
    ]
    gas: str
    amount: Annotated[Value, Doc("activity data; of an output of a mass balance what carried carbon away")]
    factor: Annotated[Value | None, Doc("emission factor, carbon content or warming potential")]
    emissions: Value
    is_counted: Annotated[bool, Doc("no for a stream whose CO2 is measured: it is a cross-check")]
    zero_rated_fraction: Annotated[Value | None, Doc("share of biomass that counts zero")] = None
    biomass: Annotated[str, Doc("how it was shown that the biomass may count zero")] = ""


@dataclass(frozen=True, slots=True)
class FootprintResult:
    """All that the installation emitted in the year, and what its energy and precursors carry, each counted once.

    A definition of our own beside the law: all electricity counts, the mark-up on default values does not.
    """

    total: Annotated[Value | None, Doc("none where a part is not known")]
    direct: Annotated[Value, Doc("direct emissions of the installation")]
    electricity: Annotated[Value | None, Doc("of electricity from outside; what own fuel made is direct")]
    heat: Annotated[Value, Doc("of heat from outside")]
    outsourced_steps: Annotated[Value, Doc("of steps done elsewhere, where they were verified")]
    precursors: Annotated[Value | None, Doc("embedded in the bought precursors that were used, without mark-up")]
    remarks: Annotated[tuple[Remark, ...], Doc("why there is no total, and what the total does not hold")] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The operator's figures of one installation and year; unverified until a verifier says otherwise."""

    format: Literal["pulmu.report/2"]
    program: str
    company: Company
    installation: Installation
    period: Period
    scenario: str | None
    plant_sha256: str
    total_direct_emissions: Value
    goods: tuple[GoodResult, ...]
    processes: tuple[ProcessResult, ...]
    precursors: tuple[PrecursorResult, ...]
    balances: tuple[BalanceLine, ...]
    remarks: Annotated[tuple[Remark, ...], Doc("what could make a figure silently wrong, and what is missing")]
    choices: tuple[Choice, ...]
    editions: tuple[EditionUsed, ...]
    figures: Annotated[dict[str, FigureRecord], Doc("every figure behind the report, by the hash of its content")]
    formulas: dict[str, FormulaRecord]
    figure_inputs: Annotated[tuple[FigureInput, ...], Doc("what each figure was made from, in its order")] = ()
    units: Annotated[dict[str, UnitRecord], Doc("every unit of the figures and formulas")] = field(default_factory=dict)
    direct_emissions: Annotated[
        tuple[DirectEmissionLine, ...], Doc("by stream and source; those counted add up to total_direct_emissions")
    ] = ()
    footprint: Annotated[FootprintResult | None, Doc("none in reports of programs before it was computed")] = None
    sha256: Annotated[str, Doc("hash of this report without this field, as canonical JSON")] = ""
