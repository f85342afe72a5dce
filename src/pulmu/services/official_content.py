"""What the Commission's communication template for installations holds, V2.1.1: its lists, its limits, its rows.

The field's words are the template's. Where a cell stands is the adapter's business; what a row means is said here, once
for writing and for reading.
"""

from dataclasses import dataclass, field
from datetime import date

from pulmu.model import Problem

VERSION = "2.1.1"

ONE_ROUTE = "All production routes"
UNKNOWN_ROUTE = "Unknown production routes"
OTHER_ROUTE = "Other production routes"
ONLY_DIRECT = "Only direct production"

ROUTES: dict[str, tuple[str, ...]] = {
    "Cement": (ONE_ROUTE,),
    "Cement clinker": (ONE_ROUTE,),
    "Calcined clays ": (ONE_ROUTE,),  # the blank at its end stands in the file
    "Aluminous cement": (ONE_ROUTE,),
    "Iron or steel products": (ONE_ROUTE,),
    "Crude steel": ("Basic oxygen steelmaking", "Electric arc furnace", OTHER_ROUTE, UNKNOWN_ROUTE),
    "Direct reduced iron": (ONE_ROUTE,),
    "Pig iron": ("Blast furnace route", "Smelting reduction", OTHER_ROUTE, UNKNOWN_ROUTE),
    "Alloys (FeMn, FeCr, FeNi)": (ONE_ROUTE,),
    "Sintered Ore": (ONE_ROUTE,),
    "Hydrogen": (
        "Steam reforming and partial oxidation",
        "Electrolysis of water",
        "Chlor-Alkali electrolysis and production of chlorates",
        OTHER_ROUTE,
        UNKNOWN_ROUTE,
    ),
    "Ammonia": (
        "Haber-Bosch process with steam reforming of natural gas or biogas",
        "Haber-Bosch process with gasification of coal or other fuels",
        OTHER_ROUTE,
        UNKNOWN_ROUTE,
    ),
    "Nitric acid": (ONE_ROUTE,),
    "Urea": (ONE_ROUTE,),
    "Mixed fertilisers": (ONE_ROUTE,),
    "Aluminium products": (ONE_ROUTE,),
    "Unwrought aluminium": (
        "Primary (electrolytic) smelting",
        "Secondary melting (recycling)",
        OTHER_ROUTE,
        UNKNOWN_ROUTE,
    ),
    "Electricity (export to EU)": (ONE_ROUTE,),
}
"""Production routes of each aggregated goods category, in the order of their rows."""

_OTHER_NAMES = {
    "Calcined clay": "Calcined clays ",
    "Sintered ore": "Sintered Ore",
    "FeMn": "Alloys (FeMn, FeCr, FeNi)",
    "FeCr": "Alloys (FeMn, FeCr, FeNi)",
    "FeNi": "Alloys (FeMn, FeCr, FeNi)",
    "DRI": "Direct reduced iron",
    "Electricity": "Electricity (export to EU)",
}

LIMITS = {
    "goods_categories": 10,
    "routes": 6,
    "processes": 10,
    "precursors": 20,
    "source_streams": 75,
    "electrolysis": 10,
    "measured_sources": 10,
    "heat_and_power": 2,
    "products": 100,
}
"""How many of each the template holds."""

QUALITY = (
    "Mostly measurements & analyses",
    "Mostly measurements & national standard factors for e.g. the emission factor",
    "Mostly measurements & sector-specific standard factors for e.g. the emission factor",
    "Mostly measurements & international standard factors for e.g. the emission factor",
    "Mostly default values provided by the European Commission",
)
DATA_GAPS, OTHER_REASON = "Data gaps", "Other"
COMBUSTION, PROCESS_EMISSIONS, MASS_BALANCE = "Combustion", "Process emissions", "Mass Balance"
SLOPE, OVERVOLTAGE = "Slope method", "Overvoltage method"
MEASURED, DEFAULT, UNKNOWN = "Measured", "Default", "Unknown"
COMMISSION_FACTOR, PUBLISHED_FACTOR = "D.4(a)", "D.4(b)"
OWN_POWER, OWN_COGENERATION, DIRECT_LINE, PURCHASE_AGREEMENT, MIX = "D.4.1", "D.4.2", "D.4.3.1", "D.4.3.2", "Mix"
TONNES, THOUSAND_CUBIC_METRES = "t", "1000Nm3"

REDUCING_AGENTS = {
    "coal_or_coke": "Coal or coke",
    "natural_gas": "Natural gas",
    "biogas": "Biogas",
    "hydrogen": "Hydrogen",
}
"""The template's words for a main reducing agent; it knows no other."""

LISTS = (
    *ROUTES, *{route for routes in ROUTES.values() for route in routes}, ONLY_DIRECT, *QUALITY, DATA_GAPS, OTHER_REASON,
    COMBUSTION, PROCESS_EMISSIONS, MASS_BALANCE, SLOPE, OVERVOLTAGE, MEASURED, DEFAULT, UNKNOWN, COMMISSION_FACTOR,
    PUBLISHED_FACTOR, OWN_POWER, OWN_COGENERATION, DIRECT_LINE, PURCHASE_AGREEMENT, MIX, TONNES, THOUSAND_CUBIC_METRES,
    "tCO2/TJ", "tCO2/t", "tCO2/1000Nm3", "CO2", "N2O", *REDUCING_AGENTS.values(),
)  # fmt: skip
"""Every text that is typed because a list of the template holds it."""


def category_name(goods_category: str) -> str:
    """The template's name of a goods category."""
    return _OTHER_NAMES.get(goods_category, goods_category)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialInstallation:
    """Sheet A, points 1 to 3. A country is its two-letter code; the template wants its name, from its own list."""

    period_start: date | None = None
    period_end: date | None = None
    name_local: str | None = None
    name: str | None = None
    street: str | None = None
    economic_activity: str | None = None
    post_code: str | None = None
    po_box: str | None = None
    city: str | None = None
    country: str | None = None
    unlocode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    representative: str | None = None
    email: str | None = None
    telephone: str | None = None
    verifier: str | None = None
    verifier_country: str | None = None
    accreditation_body: str | None = None
    accreditation_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialGoods:
    """A goods category of the installation, and its routes where the category has any."""

    category: str | None = None
    routes: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialStream:
    """A source stream. Outputs of a mass balance are negative. [t or 1000 Nm3; shares in percent]"""

    method: str | None = None
    name: str | None = None
    amount: float | None = None
    unit: str | None = None
    net_calorific_value: float | None = None
    emission_factor: float | None = None
    factor_unit: str | None = None
    carbon_content: float | None = None
    oxidation: float | None = None
    conversion: float | None = None
    biomass: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialElectrolysis:
    """Perfluorocarbons of a group of cells; the current efficiency is the number of percent, as 94."""

    method: str | None = None
    technology: str | None = None
    aluminium: float | None = None
    frequency: float | None = None
    duration: float | None = None
    slope_factor: float | None = None
    overvoltage: float | None = None
    current_efficiency: float | None = None
    overvoltage_coefficient: float | None = None
    weight_fraction: float | None = None
    collection_efficiency: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialMeasured:
    """An emission source that is measured. [g/Nm3, h, 1000 Nm3/h; biomass in percent]"""

    name: str | None = None
    gas: str | None = None
    biomass: float | None = None
    concentration: float | None = None
    hours: float | None = None
    flow: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialHeatAndPower:
    """The tool for a unit that makes heat and electricity: nothing else depends on it. [TJ, MWh, t CO2e, 1]"""

    fuel: float | None = None
    heat: float | None = None
    electricity: float | None = None
    emissions: float | None = None
    cleaning: float | None = None
    reference_heat: float | None = None
    reference_electricity: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialBalance:
    """Sheet C: fuel by what it was burnt for [TJ], totals that are typed [t CO2e], and the quality of the data."""

    fuel_goods: float | None = None
    fuel_electricity: float | None = None
    fuel_other: float | None = None
    fuel_total: float | None = None
    carbon_dioxide: float | None = None
    biomass: float | None = None
    nitrous_oxide: float | None = None
    perfluorocarbons: float | None = None
    indirect: float | None = None
    quality: str | None = None
    justification: str | None = None
    assurance: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialProcess:
    """A production process. [t, t CO2e, TJ, MWh]

    Parameters
    ----------
    produced : By route, in the order of the category's routes.
    to_processes : To each other process, in their order, itself left out.
    exported, exported_factor : Electricity made inside the process, whose emissions are taken out of the direct ones.
    """

    category: str | None = None
    included: tuple[str | None, ...] = ()
    name: str | None = None
    produced: tuple[float | None, ...] = ()
    market: float | None = None
    to_processes: tuple[float | None, ...] = ()
    to_others: float | None = None
    heat: bool | None = None
    waste_gas: bool | None = None
    direct: float | None = None
    heat_in: float | None = None
    heat_out: float | None = None
    heat_in_factor: float | None = None
    heat_out_factor: float | None = None
    gas_in: float | None = None
    gas_out: float | None = None
    gas_in_factor: float | None = None
    gas_out_factor: float | None = None
    electricity: float | None = None
    electricity_factor: float | None = None
    electricity_source: str | None = None
    exported: float | None = None
    exported_factor: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPrecursor:
    """A bought precursor of one delivery. [t, t CO2e/t, MWh/t, t CO2e/MWh]

    Parameters
    ----------
    bought : By route, in the order of the category's routes.
    used : By each process, in their order.
    electricity, electricity_factor : Their product is the indirect part; the template has no cell to type it in.
    """

    category: str | None = None
    country: str | None = None
    routes: tuple[str | None, ...] = ()
    name: str | None = None
    bought: tuple[float | None, ...] = ()
    used: tuple[float | None, ...] = ()
    other: float | None = None
    direct: float | None = None
    direct_source: str | None = None
    electricity: float | None = None
    electricity_source: str | None = None
    electricity_factor: float | None = None
    factor_source: str | None = None
    justification: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialProduct:
    """A product sent to customers; shares are fractions of one."""

    process: str | None = None
    cn_code: str | None = None
    name: str | None = None
    reducing_agent: str | None = None
    steel_mill: str | None = None
    manganese: float | None = None
    chromium: float | None = None
    nickel: float | None = None
    other_alloys: float | None = None
    carbon: float | None = None
    scrap_per_tonne_steel: float | None = None
    other_materials: float | None = None
    pre_consumer_scrap: float | None = None
    scrap_per_tonne_aluminium: float | None = None
    non_aluminium: float | None = None
    clinker_factor: float | None = None
    calcined: bool | None = None
    concentration: float | None = None
    nitric_acid: float | None = None
    urea: float | None = None
    nitrogen: float | None = None
    nitrogen_ammonium: float | None = None
    nitrogen_nitrate: float | None = None
    nitrogen_urea: float | None = None
    nitrogen_other: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialNotes:
    """The two texts for the importer on the summary of processes."""

    carbon_price: str | None = None
    remarks: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialContent:
    """All that is typed into the template."""

    installation: OfficialInstallation
    goods: tuple[OfficialGoods, ...]
    processes: tuple[OfficialProcess, ...]
    precursors: tuple[OfficialPrecursor, ...]
    streams: tuple[OfficialStream, ...]
    electrolysis: tuple[OfficialElectrolysis, ...] = ()
    measured: tuple[OfficialMeasured, ...] = ()
    heat_and_power: tuple[OfficialHeatAndPower, ...] = ()
    balance: OfficialBalance = field(default_factory=OfficialBalance)
    products: tuple[OfficialProduct, ...] = ()
    notes: OfficialNotes = field(default_factory=OfficialNotes)


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A filled template and what was done to it.

    Parameters
    ----------
    written : Cells typed, by sheet.
    unchanged : Parts that are byte for byte those of the template.
    changed : Parts that are not, each with the sheet it holds (empty: the workbook part, told to compute on opening).
    problems : What the template's own lists do not know.
    """

    data: bytes
    is_published: bool
    written: dict[str, tuple[str, ...]]
    unchanged: tuple[str, ...]
    changed: dict[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A filled template as it was read.

    Parameters
    ----------
    places : Sheet and cell of each value: by table, number of its row, field, and position in it (0 for a single one).
    problems : Cells whose value cannot be read.
    """

    name: str
    sha256: str
    content: OfficialContent
    places: dict[tuple[str, int, str, int], str]
    problems: tuple[Problem, ...] = ()
