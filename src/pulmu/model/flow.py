"""What flows into an installation and between its parts: fuels, materials, heat, electricity, bought precursors."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Text
from pulmu.model.heat_and_power import CombinedHeatAndPower, HeatMeasurement
from pulmu.model.quantity import Quantity

Id = Annotated[
    str, Text(60, r"[\w][\w.-]*", "annealing_furnace"), Doc("short name, unique in the plant; letters, digits, _ . -")
]
Words = Annotated[str, Text(400)]
Mass = Annotated[Quantity, Dimensions(("mass",)), Bounds(0)]
Heat = Annotated[Quantity, Dimensions(("energy",)), Bounds(0)]
Electricity = Annotated[Quantity, Dimensions(("energy",)), Bounds(0)]
StreamAmount = Annotated[
    Quantity,
    Dimensions(("mass", "normal volume", "liquid volume", "net fuel energy", "gross fuel energy", "energy")),
    Bounds(0),
]
SpecificEmissions = Annotated[Quantity, Dimensions(("emissions per mass",)), Bounds(0)]
Rest = Literal["rest"]
"""What is left of the total after the other users."""


BiomassProof = Annotated[
    Literal["unstated", "union_database", "proof_of_sustainability", "not_burnt", "other"],
    Doc(
        "what the evidence of biomass is: cancellation in the Union Database, proof of a recognised scheme, analysis of"
        " what is not burnt as fuel; 'other' counts as fossil"
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStream:
    """A fuel, or a material that gives off CO2, followed from its main meter to its users."""

    id: Id
    name: Words = ""
    method: Annotated[
        Literal["combustion", "process", "mass_balance"],
        Doc(
            "burnt as fuel; CO2 from a material (carbonate, oxide, urea); or part of a mass balance of carbon;"
            " M2547 Annex II B.3.1, B.3.2"
        ),
    ] = "combustion"
    material: Annotated[
        Words, Doc("fuel or process material by the name of the tables: 'city gas (LNG)', 'LPG', 'Na2CO3'")
    ]
    composition: Annotated[
        dict[str, Annotated[float, Bounds(0, 1)]],
        Doc(
            "mixed carbonates or oxides: share of mass of each, by its name in the tables; what is left gives off none"
        ),
    ] = field(default_factory=dict)
    amount: Annotated[
        StreamAmount, Doc("what the installation used in the period, by main meter or invoices and stock")
    ]
    net_calorific_value: Annotated[
        Quantity | None,
        Dimensions(("energy per mass", "energy per normal volume", "energy per liquid volume")),
        Bounds(0),
        Doc("net calorific value where your own analysis or supplier gives one; else the table's"),
    ] = None
    emission_factor: Annotated[
        Quantity | None,
        Dimensions(
            ("emissions per energy", "emissions per mass", "emissions per normal volume", "emissions per liquid volume")
        ),
        Bounds(0),
        Doc("emission factor where your own analysis gives one; else the table's"),
    ] = None
    direction: Annotated[
        Literal["in", "out"],
        Doc(
            "of a mass balance: 'out' is a product, slag, dust or waste that carries carbon away; amounts stay positive"
        ),
    ] = "in"
    carbon_content: Annotated[
        Quantity | None,
        Dimensions(("carbon per mass", "carbon per normal volume", "ratio")),
        Bounds(0),
        Doc(
            "carbon content by your own analysis, t C/t, t C/Nm3 or % of mass: the emission factor follows from it;"
            " else factors or tables"
        ),
    ] = None
    factor_evidence: Annotated[Words, Doc("laboratory or supplier's document behind own factors")] = ""
    net_to_gross_ratio: Annotated[
        float | None,
        Bounds(0.5, 1),
        Doc("net over gross heating value, from the bill; needed if the amount is gross energy"),
    ] = None
    oxidation_factor: Annotated[
        float, Bounds(0, 1), Doc("share of carbon that burns, to CO too; 1 is always allowed")
    ] = 1.0
    conversion_factor: Annotated[
        float, Bounds(0, 1), Doc("share of a process material that reacts; 1 is always allowed")
    ] = 1.0
    zero_rated_fraction: Annotated[
        float, Bounds(0, 1), Doc("share of carbon from biomass that may count zero; needs biomass_evidence")
    ] = 0.0
    biomass_evidence: Annotated[Words, Doc("proof of sustainability; without it biomass counts as fossil")] = ""
    biomass_proof: BiomassProof = "unstated"
    biomass_trace: Annotated[
        Words,
        Doc(
            "of a mass balance: trace-the-atom or C-14 evidence that less of the biomass carbon leaves with the outputs"
            " than their share"
        ),
    ] = ""
    measured_by: Annotated[
        str, Text(60), Doc("measured source whose stack carries its CO2: it counts there, here it is a cross-check")
    ] = ""
    used_by: Annotated[
        dict[str, Annotated[Quantity | Rest, Bounds(0)]],
        Doc("emission source, step or process: amount by sub-meter, or 'rest'"),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionSource:
    """Equipment in which a source stream is burnt or reacts: a furnace, a boiler, a dryer."""

    id: Id
    name: Words = ""
    kind: Literal["furnace", "boiler", "dryer", "burner", "generator", "other"] = "furnace"
    serves: Annotated[
        tuple[str, ...], Doc("steps or processes it heats; empty for a boiler that feeds a heat net")
    ] = ()
    throughput: Annotated[
        dict[str, Mass],
        Doc("mass each served process put through it, where several share it; else the mass of their goods is taken"),
    ] = field(default_factory=dict)
    electricity_produced: Annotated[
        Electricity | None,
        Doc("net electricity of a generator; used in the process it serves, unless a source of electricity names it"),
    ] = None
    electricity_exported: Annotated[Electricity | None, Doc("part of it that leaves the installation")] = None
    combined_heat_and_power: Annotated[
        CombinedHeatAndPower | None, Doc("for a unit that makes electricity and feeds a heat net")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatNet:
    """Measurable heat (steam, hot water, hot oil) from boilers, from a neighbour, or recovered from a process."""

    id: Id
    name: Words = ""
    produced_by: Annotated[tuple[str, ...], Doc("own boilers (emission sources) that feed it")] = ()
    recovered_from: Annotated[str, Doc("own process whose waste heat feeds it")] = ""
    origin: Annotated[
        Literal["exhaust", "exothermic", "electricity"] | None,
        Doc(
            "what recovered heat stems from: burnt fuel, a chemical reaction or electricity; the last two carry nothing"
        ),
    ] = None
    imported_from: Annotated[Words, Doc("outside supplier of the heat")] = ""
    emission_factor: Annotated[
        Quantity | None, Dimensions(("emissions per energy",)), Bounds(0), Doc("outside supplier's factor")
    ] = None
    emission_factor_verification: Annotated[
        Words, Doc("verification report behind the supplier's factor; without it the standard factor is taken")
    ] = ""
    standard_fuel: Annotated[Words, Doc("fuel most used in the country's industry, for the standard factor")] = (
        "Natural gas"
    )
    heat_produced: Annotated[Heat | None, Doc("net heat sent out, by heat meter")] = None
    measured: Annotated[
        HeatMeasurement | None, Doc("net heat sent out by mass and enthalpies of the medium, in place of heat_produced")
    ] = None
    efficiency: Annotated[
        float | None,
        Bounds(0.3, 1.1),
        Doc("heat over fuel energy (net), by test or document; if neither it nor a meter: 0.70"),
    ] = None
    used_by: Annotated[
        dict[str, Annotated[Quantity | Rest, Dimensions(("energy",)), Bounds(0)]],
        Doc("step or process: net heat it took, or 'rest'"),
    ] = field(default_factory=dict)
    exported: Annotated[Heat | None, Doc("net heat sold to outside")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectricitySource:
    """Where electricity comes from."""

    id: Id
    kind: Literal[
        "grid",
        "direct_line",
        "power_purchase_agreement",
        "own_renewable",
        "own_generation",
        "own_combined_heat_and_power",
        "unbundled_certificate",
    ] = "grid"
    amount: Electricity
    emission_factor: Annotated[Quantity | None, Dimensions(("emissions per energy",)), Bounds(0)] = None
    evidence: Words = ""
    generator: Annotated[str, Doc("own generation: the emission source that makes it")] = ""
    producer: Annotated[Words, Doc("direct line or purchase agreement: who generates it, and where")] = ""
    agreement: Annotated[
        Words, Doc("contract of the purchase agreement, or proof of the direct technical link, with its number")
    ] = ""
    smart_meters_at_both_ends: Annotated[
        bool, Doc("whether smart meters at generator and plant show that the electricity really flows")
    ] = False
    dedicated_to: Annotated[
        tuple[str, ...], Doc("processes that alone take this source (Art 9); needs dedicated_evidence")
    ] = ()
    dedicated_evidence: Annotated[
        Words, Doc("proof for the verifier; without it all sources count with their mean")
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectricityBalance:
    """Electricity bought and used; for steel and aluminium goods it enters the footprint, never the certificates."""

    sources: Annotated[tuple[ElectricitySource, ...], Doc("supplies")] = ()
    used_by: Annotated[
        dict[str, Annotated[Quantity | Rest, Dimensions(("energy",)), Bounds(0)]],
        Doc("step or process: electricity it took"),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedValue:
    """A supplier's actual figure with its verification report (M2547 Annex II E(3))."""

    direct: SpecificEmissions
    indirect: SpecificEmissions | None = None
    per: Annotated[
        Literal["tonne", "functional_unit"],
        Doc("what the value is per: a tonne of good, or a tonne of the clinker or nitrogen in it"),
    ] = "tonne"
    verification_report: Annotated[Words, Doc("number of the report; without it the value cannot be used")] = ""
    verifier: Words = ""
    year: Annotated[int | None, Bounds(2000, 2100), Doc("production year it covers")] = None
    free_allocation: Annotated[
        SpecificEmissions | None, Doc("specific embedded free allocation (SEFA), if the producer gives it")
    ] = None
    operator: Words = ""
    installation: Words = ""
    registry_id: Annotated[Words, Doc("number of the producing installation in the CBAM registry")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A bought input that is itself a CBAM good: a precursor, from one supplier."""

    id: Id
    name: Words = ""
    cn_code: Annotated[str, Text(20, example="72139149"), Doc("8-digit CN code of the input")]
    supplier: Words = ""
    country_of_origin: Annotated[str, Text(60), Doc("country where it was made; 'unknown' if it cannot be shown")]
    origin_evidence: Annotated[Words, Doc("proof of an exempt (EU, EFTA) origin, which counts zero")] = ""
    received: Annotated[Mass, Doc("mass received in the period, the weight for means over suppliers (Art 14)")]
    used_by: Annotated[
        dict[str, Annotated[Quantity | Rest, Dimensions(("mass",)), Bounds(0)]],
        Doc("process: mass consumed, offcuts and scrap included"),
    ] = field(default_factory=dict)
    verified: Annotated[VerifiedValue | None, Doc("the supplier's verified actual value")] = None
    stated_value: Annotated[
        SpecificEmissions | None, Doc("a supplier's statement without verification report: shown, never used")
    ] = None
    specific_use_evidence: Annotated[
        Words,
        Doc("proof that its users took only this delivery (Art 14(3)); else the mean over all suppliers is taken"),
    ] = ""
    production_year: Annotated[
        int | None,
        Bounds(2000, 2100),
        Doc("year it was made in, if not the report's; needs evidence (Art 13)"),
    ] = None
    production_year_evidence: Annotated[
        Words, Doc("proof of that year, such as mill certificates; without it the report's year counts")
    ] = ""
    carbon_price_evidence: Annotated[
        Words, Doc("proof of a carbon price paid on it abroad: kept in the record, no number follows from it yet")
    ] = ""
    variant: Annotated[str, Text(10), Doc("10-digit code where the default value table splits the good")] = ""
    clinker_content: Annotated[
        float | None, Bounds(0, 1), Doc("tonnes of clinker in a tonne, where a verified value is per clinker")
    ] = None
    nitrogen_content: Annotated[
        float | None,
        Bounds(0, 1),
        Doc("tonnes of nitrogen in a tonne, where a verified value is per nitrogen"),
    ] = None
