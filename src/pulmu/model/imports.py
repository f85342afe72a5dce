"""What an importer brings into the EU in a calendar year: lines of goods, and what was surrendered the year before."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Most, Text, Unique
from pulmu.model.flow import Id, Mass, SpecificEmissions, Words
from pulmu.model.quantity import Quantity

QUARTER = r"20[0-9]{2}Q[1-4]"
Quarter = Annotated[str, Text(6, QUARTER, "2026Q1")]
CnCode = Annotated[str, Text(20, example="73181588"), Doc("8-digit CN code")]
EuroPerEmissions = Annotated[Quantity, Dimensions(("euro per emissions",)), Bounds(0)]
Basis = Literal["actual", "default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One good of one origin, imported in one quarter."""

    id: Id
    cn_code: CnCode
    country_of_origin: Words
    mass: Annotated[Mass, Doc("net mass")]
    quarter: Annotated[Quarter, Doc("quarter of importation")]
    basis: Annotated[Basis, Doc("verified actual values of the producer, or default values")] = "default"
    produced: Annotated[int | None, Bounds(2026, 2100), Doc("year of production; that of importation if left out")] = (
        None
    )
    variant: Annotated[Words, Doc("printed code, where the default values tell variants of the good apart")] = ""
    embedded_emissions: Annotated[
        SpecificEmissions | None, Doc("actual specific embedded emissions that count, per tonne of good")
    ] = None
    free_allocation: Annotated[
        SpecificEmissions | None, Doc("actual specific embedded free allocation, from the operator's summary report")
    ] = None
    verification_report: Annotated[Words, Doc("its number; actual values need one")] = ""
    carbon_price_paid: Annotated[
        EuroPerEmissions | None, Doc("carbon price paid abroad, per tonne of the emissions it covers")
    ] = None
    carbon_price_rebate: Annotated[EuroPerEmissions | None, Doc("what was given back of it")] = None
    carbon_price_covers: Annotated[
        float, Bounds(0, 1), Doc("share of the embedded emissions on which it was paid, 0 to 1")
    ] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrendered:
    """Certificates surrendered for the goods of the year before."""

    cn_code: CnCode
    country_of_origin: Words
    certificates: Annotated[float, Bounds(0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Open points of the law an importer has to take a side in; each is printed with the result."""

    floor: Annotated[
        Literal["per_good", "in_total"],
        Doc("whether free allocation above the emissions of one good is lost, or counts for the others (open point 5)"),
    ] = "per_good"
    carbon_price_draft: Annotated[
        bool, Doc("deduct a carbon price paid abroad by the formula of a draft act (open point 2)")
    ] = False
    cement_values_per: Annotated[
        Literal["undecided", "tonne_of_good"], Doc("what default values of cement are per")
    ] = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """The imports of one importer in one calendar year."""

    pulmu: Annotated[Literal["imports/1"], Doc("kind and version of this document")] = "imports/1"
    importer: Words = ""
    lines: Annotated[tuple[ImportLine, ...], Unique(), Most(10_000)]
    surrendered_last_year: Annotated[tuple[Surrendered, ...], Most(10_000)] = ()
    readings: Readings = field(default_factory=Readings)
    price_scenarios: Annotated[
        dict[str, dict[str, EuroPerEmissions]],
        Doc("named price of certificates per quarter, or per year as 2027, where none is published yet"),
    ] = field(default_factory=dict)
