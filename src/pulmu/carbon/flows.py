"""A plant's flows, laid out flat: who uses what, and where its emissions go. Structure only, no arithmetic.

Both ways of computing a plant start here: figures for one plant, arrays for many.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.carbon.boundary import follows_sector, is_excluded_step
from pulmu.model import (
    EmissionSource,
    HeatNet,
    MeasuredSource,
    Plant,
    Process,
    Product,
    Quantity,
    SourceStream,
    WasteGas,
)
from pulmu.reference import find_good

OUTSIDE = "outside"
"""Name of whatever in the installation belongs to no process: offices, an excluded step."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an amount goes in the end."""

    kind: Literal["process", "heat_net", "outside", "exported", "flared", "combined_heat_and_power"]
    name: str = ""
    generator: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a use: its destination, and its mass where several share by mass (None: mass of their goods)."""

    destination: Destination
    throughput: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One user of a flow: its metered amount, or None for (part of) the rest."""

    consumer: str
    amount: Quantity | None
    parts: tuple[Part, ...]

    def processes(self) -> tuple[str, ...]:
        """The processes it leads to, each once."""
        return tuple(dict.fromkeys(part.destination.name for part in self.parts if part.destination.kind == "process"))


@dataclass(frozen=True, slots=True)
class StreamFlow:
    """A source stream with its users."""

    stream: SourceStream
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class MeasuredFlow:
    """A measured source with what stands behind its stack."""

    source: MeasuredSource
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class HeatFlow:
    """A heat net with its users."""

    net: HeatNet
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class WasteGasFlow:
    """A waste gas with its users; what was sold and what was flared are users too."""

    gas: WasteGas
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Flows:
    """All flows of a plant."""

    streams: tuple[StreamFlow, ...]
    measured: tuple[MeasuredFlow, ...]
    heat: tuple[HeatFlow, ...]
    waste_gases: tuple[WasteGasFlow, ...]
    electricity: tuple[Use, ...]


def category_of(product: Product) -> str | None:
    """Goods category of a CBAM good; None for a product outside Annex I."""
    return find_good(product.cn_code).goods_category if product.cbam_good else None


def flows_of(plant: Plant) -> Flows:
    """Lay out the flows of a plant that has passed its checks."""
    index = _Index(plant)
    return Flows(
        tuple(StreamFlow(stream, index.uses(stream.used_by)) for stream in plant.source_streams),
        tuple(MeasuredFlow(source, index.uses(source.used_by)) for source in plant.measured_sources),
        tuple(HeatFlow(net, index.uses(net.used_by)) for net in plant.heat_nets),
        tuple(WasteGasFlow(gas, (*index.uses(gas.used_by), *_gone(gas))) for gas in plant.waste_gases),
        index.uses(plant.electricity.used_by),
    )


def _gone(gas: WasteGas) -> Iterable[Use]:
    if gas.exported is not None:
        yield Use("exported", gas.exported, (Part(Destination("exported")),))
    if gas.flared is not None:
        yield Use("flared", gas.flared, (Part(Destination("flared")),))


class _Index:
    """Names of a plant, and where each of them leads."""

    def __init__(self, plant: Plant) -> None:
        self.sources = {source.id: source for source in plant.emission_sources}
        self.net_of_boiler = {name: net.id for net in plant.heat_nets for name in net.produced_by}
        self.places = dict(_places(plant.processes))
        self.known: dict[tuple[str, bool], tuple[Part, ...]] = {}

    def uses(self, used_by: Mapping[str, Quantity | str]) -> tuple[Use, ...]:
        metered = [name for name, amount in used_by.items() if isinstance(amount, Quantity)]
        several_rests = len(used_by) - len(metered) > 1
        return tuple(self.use(name, amount, several_rests) for name, amount in used_by.items())

    def use(self, name: str, amount: Quantity | str, several_rests: bool) -> Use:
        measured = amount if isinstance(amount, Quantity) else None
        # An excluded step may only take out what was measured, or the one remainder: never a share by mass.
        unmeasured = measured is None and several_rests
        if (name, unmeasured) not in self.known:
            self.known[name, unmeasured] = self.parts(name, unmeasured)
        return Use(name, measured, self.known[name, unmeasured])

    def parts(self, name: str, unmeasured: bool) -> tuple[Part, ...]:
        source = self.sources.get(name)
        if source is None:
            return (Part(self.place(name, unmeasured)),)
        if source.combined_heat_and_power is not None:
            return (Part(Destination("combined_heat_and_power", name)),)
        if name in self.net_of_boiler:
            return (Part(Destination("heat_net", self.net_of_boiler[name])),)
        if not source.serves:  # a power house of its own
            return (Part(Destination("outside", generator=name)),)
        return tuple(self.served(source, target, unmeasured) for target in source.serves)

    def served(self, source: EmissionSource, target: str, unmeasured: bool) -> Part:
        place = self.place(target, unmeasured or (len(source.serves) > 1 and target not in source.throughput))
        generator = source.id if source.electricity_produced is not None else ""
        return Part(Destination(place.kind, place.name, generator), source.throughput.get(target))

    def place(self, name: str, unmeasured: bool) -> Destination:
        process, excluded = self.places.get(name, ("", True))
        if not process or (excluded and not unmeasured):
            return Destination("outside")
        return Destination("process", process)


def _places(processes: Iterable[Process]) -> Iterable[tuple[str, tuple[str, bool]]]:
    """Each process and step: the process it belongs to, and whether the law leaves it out."""
    for process in processes:
        category = category_of(process.goods[0]) if process.goods else None
        yield process.id, (process.id, False)
        for step in process.steps:
            left_out = is_excluded_step(category, step.kind) and follows_sector(process)
            yield step.id, (process.id, left_out)


def process_of_place(plant: Plant, name: str) -> str:
    """The process a name of a process or step belongs to."""
    return next((process.id for process in plant.processes for step in process.steps if step.id == name), name)


def process_of_products(processes: tuple[Process, ...]) -> dict[str, str]:
    """The process that makes each good, by their ids."""
    return {product.id: process.id for process in processes for product in process.goods}
