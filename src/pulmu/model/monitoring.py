"""Direct emissions that no source stream tells: electrolysis, measured stacks, and CO2 that is handed on."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Text
from pulmu.model.flow import BiomassProof, Id, Mass, Rest, Words
from pulmu.model.quantity import Quantity

CellTechnology = Literal["PFPB L", "PFPB M", "PFPB MW", "CWPB", "SWPB", "VSS", "HSS"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Electrolysis:
    """Cells of one technology that make primary aluminium, for their perfluorocarbons (M2547 Annex II B.7)."""

    id: Id
    name: Words = ""
    process: Annotated[str, Text(60), Doc("process or step whose cells they are")]
    technology: Annotated[
        CellTechnology,
        Doc("PFPB: point-fed prebake (L legacy, M modern, MW without fully automated intervention); CWPB, SWPB: centre-"
            " and side-worked prebake; VSS, HSS: vertical and horizontal stud Soderberg"),
    ]  # fmt: skip
    method: Annotated[Literal["slope", "overvoltage"], Doc("by anode-effect minutes, or by overvoltage")] = "slope"
    aluminium: Annotated[Mass, Doc("primary aluminium made in the cells")]
    anode_effect_frequency: Annotated[
        float | None, Bounds(0, 1000), Doc("slope: anode effects per cell and day, mean of the period")
    ] = None
    anode_effect_duration: Annotated[
        float | None, Bounds(0, 1440), Doc("slope: mean duration of an anode effect in minutes")
    ] = None
    anode_effect_overvoltage: Annotated[
        float | None, Bounds(0, 5000), Doc("overvoltage: anode-effect overvoltage per cell in mV")
    ] = None
    current_efficiency: Annotated[
        float | None, Bounds(50, 100), Doc("overvoltage: mean current efficiency, the number of per cents: 94")
    ] = None
    slope_factor: Annotated[
        float | None,
        Bounds(0, 10),
        Doc("own slope factor, kg CF4 per t Al and anode-effect minute per cell-day; needs factor_evidence"),
    ] = None
    overvoltage_coefficient: Annotated[
        float | None, Bounds(0, 100), Doc("own overvoltage coefficient, kg CF4 per t Al and mV; needs factor_evidence")
    ] = None
    weight_fraction: Annotated[
        float | None, Bounds(0, 10), Doc("own mass of C2F6 per mass of CF4; needs factor_evidence")
    ] = None
    factor_evidence: Annotated[
        Words, Doc("measurement behind own factors: at most 15 % uncertainty, at most three years old")
    ] = ""
    collection_efficiency: Annotated[
        float, Bounds(0.01, 1), Doc("share of the perfluorocarbons that the ducts collect, where measured in ducts")
    ] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSource:
    """A stack whose CO2, N2O or unburnt CO is measured continuously (M2547 Annex II B.6)."""

    id: Id
    name: Words = ""
    gas: Annotated[
        Literal["CO2", "N2O", "CO"],
        Doc("what is measured; CO is unburnt carbon beside measured CO2 and counts as the CO2 it becomes"),
    ] = "CO2"
    mass: Annotated[
        Mass | None,
        Doc("mass of the gas in the period, gaps filled by the rules; or `cems:CONCENTRATION*FLOW`, two series"),
    ] = None
    concentration: Annotated[
        Quantity | None, Dimensions(("mass per normal volume",)), Bounds(0), Doc("else: mean concentration, g/Nm3")
    ] = None
    flow: Annotated[
        Quantity | None, Dimensions(("normal volume per time",)), Bounds(0), Doc("else: mean flue-gas flow, Nm3/h")
    ] = None
    hours: Annotated[Quantity | None, Dimensions(("time",)), Bounds(0), Doc("else: hours of operation")] = None
    zero_rated_mass: Annotated[
        Mass | None, Doc("CO2 of it from biomass that may count zero; needs biomass_evidence")
    ] = None
    biomass_evidence: Annotated[
        Words, Doc("proof of sustainability and how the biomass CO2 was found (ISO 13833, ISO 18466)")
    ] = ""
    biomass_proof: BiomassProof = "unstated"
    corroboration: Annotated[
        Words, Doc("calculation that confirms measured CO2, where no stream names this source as measured_by")
    ] = ""
    used_by: Annotated[
        dict[str, Annotated[Quantity | Rest, Dimensions(("mass",)), Bounds(0)]],
        Doc("emission source, step or process behind the stack: mass of the gas, or 'rest'"),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonDioxideTransfer:
    """CO2 handed on instead of given off; it counts as not emitted only for storage or binding (M2547 Annex II B.8)."""

    id: Id
    name: Words = ""
    process: Annotated[str, Text(60), Doc("process or step the CO2 comes from")]
    amount: Annotated[Quantity, Dimensions(("mass", "emissions")), Bounds(0), Doc("fossil CO2 handed on")]
    purpose: Annotated[
        Literal["storage", "permanently_bound", "other"],
        Doc("geological storage, permanent chemical binding, or any other use, which counts as emitted"),
    ]
    receiver: Annotated[Words, Doc("who takes it, with a contact; the report names it")] = ""
    receiver_monitoring: Annotated[Words, Doc("how the receiver monitors it")] = ""
    chain_of_custody: Annotated[Words, Doc("proof of the way to its destination")] = ""
