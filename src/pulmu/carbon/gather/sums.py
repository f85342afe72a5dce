"""What is gathered per process while a plant's flows are walked."""

from dataclasses import dataclass, field

from pulmu.carbon.flows import Use
from pulmu.model import Figure, Plant


@dataclass(frozen=True, slots=True)
class Shared:
    """A flow of the installation and what each user got."""

    flow: str
    kind: str
    total: Figure
    users: tuple[tuple[str, Figure], ...]
    reconciliation_factor: float | None = None


@dataclass(frozen=True, slots=True)
class Emission:
    """Emissions that reached a process, with the flow that brought them."""

    kind: str
    label: str
    figure: Figure


@dataclass(slots=True)
class Sums:
    """Emissions gathered per process while the flows are walked."""

    direct: dict[str, list[Emission]]
    heat_in: dict[str, list[Emission]]
    heat_out: dict[str, list[Figure]]
    generated: dict[str, list[Figure]]
    indirect: dict[str, list[Figure]] | None
    nets: dict[str, list[Figure]]
    net_energy: dict[str, list[Figure]]
    generators: dict[str, list[Figure]] = field(default_factory=dict)
    streams: list[Figure] = field(default_factory=list)
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
        generated=lists(),
        indirect=lists() if known else None,
        nets=nets,
        net_energy={net.id: [] for net in plant.heat_nets},
    )


def shared(name: str, kind: str, total: Figure, shares: list[tuple[Use, Figure]]) -> Shared:
    corrected = next(
        (item.figure.value for _, figure in shares for item in figure.inputs if item.parameter == "factor"), None
    )
    return Shared(name, kind, total, tuple((use.consumer, figure) for use, figure in shares), corrected)
