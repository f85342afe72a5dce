"""What is gathered per process while a plant's flows are walked."""

from dataclasses import dataclass, field
from typing import Literal

from pulmu.carbon.flows import Destination, Use
from pulmu.model import Figure, MeasuredSource, Plant, SourceStream

EnergyKind = Literal[
    "heat_taken",
    "heat_given",
    "waste_gas_taken",
    "waste_gas_given",
    "electricity_taken",
    "electricity_made",
    "electricity_exported",
]
"""What a process took and gave, as the report tells it (M2547 Annex IV, item 17)."""
FlowKind = Literal["source_stream", "measured_source", "heat", "waste_gas", "electricity"]


@dataclass(frozen=True, slots=True)
class Shared:
    """A flow of the installation and what each user got."""

    flow: str
    kind: FlowKind
    total: Figure
    users: tuple[tuple[str, Figure], ...]
    reconciliation_factor: float | None = None


@dataclass(frozen=True, slots=True)
class Emission:
    """Emissions that reached a process, with the flow that brought them."""

    kind: str
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class DirectEmission:
    """Emissions of the installation by one stream, measured source or other method.

    Parameters
    ----------
    method : How they were found.
    amount : Activity data: what went through, was measured or was made.
    factor : Emission factor or carbon content; None where the method has none of its own.
    zero_rated_fraction : Share of biomass that counts zero; None where the method knows none.
    biomass : Proof behind that share, for the report.
    is_counted : Whether they are part of the total; a stream whose CO2 is measured is a cross-check only.
    """

    id: str
    name: str
    method: Literal[
        "combustion", "process", "mass_balance", "measurement", "perfluorocarbons", "carbon_dioxide_transfer"
    ]
    gas: str
    amount: Figure
    factor: Figure | None
    figure: Figure
    is_counted: bool = True
    zero_rated_fraction: Figure | None = None
    biomass: str = ""


@dataclass(frozen=True, slots=True)
class Power:
    """Own generation: what its electricity carries, per MWh too, and the process in whose boundary it stands."""

    process: str
    emissions: Figure
    factor: Figure


@dataclass(slots=True)
class Sums:
    """Emissions gathered per process while the flows are walked."""

    direct: dict[str, list[Emission]]
    heat_in: dict[str, list[Emission]]
    heat_out: dict[str, list[Figure]]
    waste_gas_in: dict[str, list[Emission]]
    waste_gas_out: dict[str, list[Figure]]
    generated: dict[str, list[Figure]]
    indirect: dict[str, list[Figure]] | None
    nets: dict[str, list[Figure]]
    net_energy: dict[str, list[Figure]]
    net_heat: dict[str, list[Figure]] = field(default_factory=dict)
    fuels: dict[str, list[tuple[Figure, Figure | None]]] = field(default_factory=dict)
    generators: dict[str, list[Figure]] = field(default_factory=dict)
    sources: list[DirectEmission] = field(default_factory=list)
    generator_process: dict[str, str] = field(default_factory=dict)
    units: dict[str, list[Figure]] = field(default_factory=dict)
    unit_energy: dict[str, list[Figure]] = field(default_factory=dict)
    power: dict[str, Power] = field(default_factory=dict)
    energy: dict[str, dict[EnergyKind, list[Figure]]] = field(default_factory=dict)
    shared: list[Shared] = field(default_factory=list)


def empty_sums(plant: Plant) -> Sums:
    def lists() -> dict[str, list[Figure]]:
        return {process.id: [] for process in plant.processes}

    def emissions() -> dict[str, list[Emission]]:
        return {process.id: [] for process in plant.processes}

    nets: dict[str, list[Figure]] = {net.id: [] for net in plant.heat_nets}
    known = bool(plant.electricity.sources and plant.electricity.used_by)
    return Sums(
        direct=emissions(),
        heat_in=emissions(),
        heat_out=lists(),
        waste_gas_in=emissions(),
        waste_gas_out=lists(),
        generated=lists(),
        indirect=lists() if known else None,
        nets=nets,
        net_energy={net.id: [] for net in plant.heat_nets},
        net_heat={net.id: [] for net in plant.heat_nets},
    )


def shared(name: str, kind: FlowKind, total: Figure, shares: list[tuple[Use, Figure]]) -> Shared:
    corrected = next(
        (item.figure.value for _, figure in shares for item in figure.inputs if item.parameter == "factor"), None
    )
    return Shared(name, kind, total, tuple((use.consumer, figure) for use, figure in shares), corrected)


def proof_of(owner: SourceStream | MeasuredSource) -> str:
    """How it was shown that biomass may count zero (Annex IV 1.1, item 2(g))."""
    return "; ".join(part for part in (owner.biomass_proof.replace("_", " "), owner.biomass_evidence) if part)


def note(sums: Sums, place: Destination, kind: EnergyKind, amount: Figure) -> None:
    """Energy that a process took or gave."""
    if place.kind == "process":
        sums.energy.setdefault(place.name, {}).setdefault(kind, []).append(amount)
