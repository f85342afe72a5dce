"""A plant as one document: everything the carbon method asks of an installation and a period."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Unique
from pulmu.model.company import Company
from pulmu.model.energy import WasteGas
from pulmu.model.flow import ElectricityBalance, EmissionSource, HeatNet, Purchase, SourceStream
from pulmu.model.installation import Installation
from pulmu.model.meter import Meter
from pulmu.model.monitoring import CarbonDioxideTransfer, Electrolysis, MeasuredSource
from pulmu.model.outsourced import OutsourcedStep
from pulmu.model.period import Period
from pulmu.model.process import Process
from pulmu.model.product import Product
from pulmu.model.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Switches where the law is open; every one is printed in the report (method, open points)."""

    markup_on_precursor_defaults: Annotated[
        bool, Doc("whether the mark-up is added to default values of precursors inside an actual figure (open point 3)")
    ] = True
    exempt_origin_free_allocation: Annotated[
        Literal["undecided", "zero", "column_b"],
        Doc("free allocation of EU or exempt-origin precursors (open point 4); undecided: no certificates"),
    ] = "undecided"
    cement_values_per: Annotated[
        Literal["undecided", "tonne_of_good", "tonne_of_clinker"],
        Doc("what default values and benchmarks of cement are per; undecided: no certificates for cement"),
    ] = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """An installation in one period: its flows, processes, goods and bought precursors."""

    pulmu: Annotated[Literal["plant/1"], Doc("kind and version of this document")] = "plant/1"
    company: Company
    installation: Installation
    period: Annotated[Period, Doc("calendar year of production, as 2026 or start and end")]
    months_monitored: Annotated[int | None, Bounds(1, 12), Doc("for a new installation that did not run all year")] = (
        None
    )
    meters: Annotated[tuple[Meter, ...], Unique()] = ()
    source_streams: Annotated[tuple[SourceStream, ...], Unique()] = ()
    emission_sources: Annotated[tuple[EmissionSource, ...], Unique()] = ()
    measured_sources: Annotated[tuple[MeasuredSource, ...], Unique()] = ()
    electrolysis: Annotated[tuple[Electrolysis, ...], Unique()] = ()
    carbon_dioxide_transfers: Annotated[tuple[CarbonDioxideTransfer, ...], Unique()] = ()
    heat_nets: Annotated[tuple[HeatNet, ...], Unique()] = ()
    waste_gases: Annotated[tuple[WasteGas, ...], Unique()] = ()
    electricity: ElectricityBalance = field(default_factory=ElectricityBalance)
    processes: Annotated[tuple[Process, ...], Unique()]
    purchases: Annotated[tuple[Purchase, ...], Unique()] = ()
    outsourced_steps: Annotated[
        tuple[OutsourcedStep, ...],
        Unique(),
        Doc("work other firms do on goods of this plant, such as heat treatment and plating"),
    ] = ()
    decisions: Decisions = field(default_factory=Decisions)
    price_scenarios: Annotated[
        dict[str, dict[str, Annotated[Quantity, Dimensions(("euro per emissions",)), Bounds(0)]]],
        Doc("named price of certificates per quarter, or per year as 2027, where none is published yet"),
    ] = field(default_factory=dict)

    def products(self) -> Iterator[tuple[Process, Product]]:
        """Every good with the process that makes it."""
        return ((process, product) for process in self.processes for product in process.goods)
