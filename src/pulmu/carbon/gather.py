"""Emissions of a plant's flows, gathered per process: streams first, then heat, own power, electricity."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pulmu.carbon.allocate import divide, share_out
from pulmu.carbon.attribution import directly_attributable_emissions, remaining_amount
from pulmu.carbon.electricity import (
    electricity_emissions,
    mean_electricity_emission_factor,
    own_generation_emission_factor,
)
from pulmu.carbon.flows import Destination, Flows, Use, flows_of
from pulmu.carbon.heat import (
    heat_by_efficiency,
    heat_emissions,
    own_heat_emission_factor,
    standard_heat_emission_factor,
)
from pulmu.carbon.law import method_regulation
from pulmu.carbon.quote import quoted
from pulmu.carbon.streams import stream_factors
from pulmu.carbon.totals import joined
from pulmu.model import Figure, HeatNet, InputError, Plant, Source, fact
from pulmu.reference import country, find_fuel, grid_emission_factor, parameter

GRID_YEAR = 2023
"""Newest year of the Korean grid factor in the tables; for the footprint only."""


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


def gather_emissions(plant: Plant, activity: Mapping[str, Figure]) -> Sums:
    """Walk all flows of a plant; streams before the heat and power that are made of them."""
    flows = flows_of(plant)
    sums = _empty_sums(plant)
    _walk_streams(plant, flows, activity, sums)
    _walk_heat(plant, flows, activity, sums)
    _walk_generators(plant, sums)
    _walk_electricity(plant, flows, activity, sums)
    return sums


def _empty_sums(plant: Plant) -> Sums:
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


def _walk_streams(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    iso2 = country(plant.installation.country).iso2
    for flow in flows.streams:
        stream = flow.stream
        name = stream.name or stream.id
        factors = stream_factors(stream, iso2)
        amount = fact(stream.amount, "amount used", name)
        sums.streams.append(factors.emissions(amount).of(name))
        shares = share_out(amount, flow.uses, activity)
        sums.shared.append(_shared(name, "source_stream", amount, shares))
        for use, part in shares:
            for place, share in divide(part, use, activity):
                emitted = factors.emissions(share).of(f"{name} in {use.consumer}")
                kind = "direct_process" if stream.method == "process" else "direct_fuel"
                _put_emissions(place, Emission(kind, name, emitted), sums)
                if place.kind == "heat_net":
                    energy = factors.energy(share)
                    sums.net_energy[place.name] += [energy] if energy is not None else []


def _shared(name: str, kind: str, total: Figure, shares: list[tuple[Use, Figure]]) -> Shared:
    corrected = next(
        (item.figure.value for _, figure in shares for item in figure.inputs if item.parameter == "factor"), None
    )
    return Shared(name, kind, total, tuple((use.consumer, figure) for use, figure in shares), corrected)


def _put_emissions(place: Destination, emission: Emission, sums: Sums) -> None:
    if place.kind == "heat_net":
        sums.nets[place.name].append(emission.figure)
    elif place.kind == "process":
        sums.direct[place.name].append(emission)
        if place.generator:
            sums.generators.setdefault(place.generator, []).append(emission.figure)


def _walk_heat(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    for flow in flows.heat:
        net = flow.net
        name = net.name or net.id
        taken = _heat_taken(net, flow.uses, activity, sums)
        exported = fact(net.exported, "heat sold to outside", name, "TJ") if net.exported is not None else None
        all_taken = [figure for _, figure in taken] + ([exported] if exported is not None else [])
        factor = _heat_factor(plant, net, all_taken, sums)
        total = fact(net.heat_produced, "heat produced", name, "TJ") if net.heat_produced else joined(all_taken, name)
        sums.shared.append(_heat_shared(name, total, taken, exported))
        for use, heat in taken:
            place = use.parts[0].destination
            if place.kind == "process":
                moved = heat_emissions.figure(emission_factor=factor, heat=heat).of(f"{name} in {use.consumer}")
                sums.heat_in[place.name].append(Emission("heat", name, moved))
        if net.recovered_from:
            sums.heat_out[net.recovered_from] += [
                heat_emissions.figure(emission_factor=factor, heat=heat).of(f"{name} from {net.recovered_from}")
                for heat in all_taken
            ]


def _heat_shared(name: str, total: Figure, taken: list[tuple[Use, Figure]], exported: Figure | None) -> Shared:
    """The heat of a net with its users; what was sold and what was lost are users too, so that all add up."""
    users = [(use.consumer, heat) for use, heat in taken]
    if exported is not None:
        users.append(("exported", exported))
    lost = remaining_amount.figure(installation=total, known=[heat for _, heat in users]).of(name)
    if lost.value > 1e-9 * total.value:
        users.append(("lost", lost))
    return Shared(name, "heat", total, tuple(users))


def _heat_taken(
    net: HeatNet, uses: tuple[Use, ...], activity: Mapping[str, Figure], sums: Sums
) -> list[tuple[Use, Figure]]:
    """Heat of each user; a user without meter gets the remainder, which needs the total."""
    name = net.name or net.id
    if all(use.amount is not None for use in uses):
        return [(use, fact(use.amount, "heat taken", use.consumer, "TJ")) for use in uses if use.amount is not None]
    if net.heat_produced is not None:
        total = fact(net.heat_produced, "heat produced", name, "TJ")
    else:
        energy = joined(sums.net_energy[net.id], name)
        total = heat_by_efficiency.figure(fuel_energy=energy, efficiency=heat_efficiency(net)).of(name)
    outside = (Use("exported", net.exported, ()),) if net.exported is not None else ()
    shares = share_out(total, (*uses, *outside), activity)
    return [(use, heat) for use, heat in shares if use.parts]


def heat_efficiency(net: HeatNet) -> Figure:
    """Efficiency of the boilers of a net: as given, else the fall-back."""
    if net.efficiency is None:
        return quoted(parameter("heat_fallback_efficiency"), "boiler efficiency", net.name or net.id, "fall-back")
    return Figure(
        net.efficiency, "1", "boiler efficiency", Source("given", f"heat_nets, {net.id}"), subject=net.name or net.id
    )


def _heat_factor(plant: Plant, net: HeatNet, taken: list[Figure], sums: Sums) -> Figure:
    name = net.name or net.id
    if net.produced_by:
        emitted = directly_attributable_emissions.figure(parts=sums.nets[net.id]).of(name)
        return _per_heat_taken(emitted, taken, net)
    factor = outside_heat_factor(plant, net)
    if not net.imported_from or net.heat_produced is None:
        return factor
    # What was bought and lost on the way is attributed too: the losses fall on the users (Annex III A.2.2).
    bought = fact(net.heat_produced, "heat bought", name, "TJ")
    return _per_heat_taken(heat_emissions.figure(emission_factor=factor, heat=bought).of(name), taken, net)


def _per_heat_taken(emitted: Figure, taken: list[Figure], net: HeatNet) -> Figure:
    name = net.name or net.id
    if not sum(figure.value for figure in taken) > 0:
        raise InputError.of(
            "carbon.not_assigned",
            f"heat_nets, {net.id}",
            f"{name}: its users took nothing",
            "give their heat",
            flow=name,
        )
    return own_heat_emission_factor.figure(emissions=emitted, heat_consumed=taken).of(name)


def outside_heat_factor(plant: Plant, net: HeatNet) -> Figure:
    """Factor of heat that own boilers do not make: verified data of the supplier, else the standard factor."""
    name = net.name or net.id
    if net.emission_factor is not None and net.emission_factor_verification:
        because = f"verified data of the supplier, {net.emission_factor_verification}"
        return fact(net.emission_factor, "heat emission factor", name, "t CO2/TJ", because)
    fuel = find_fuel(net.standard_fuel, country(plant.installation.country).iso2)
    factor = quoted(fuel.emission_factor, "emission factor", fuel.name, "fuel most used in the country's industry")
    efficiency = quoted(parameter("heat_standard_boiler_efficiency"), "boiler efficiency", name, "standard")
    return standard_heat_emission_factor.figure(emission_factor=factor, boiler_efficiency=efficiency).of(name)


def _walk_generators(plant: Plant, sums: Sums) -> None:
    for source in plant.emission_sources:
        burnt = sums.generators.get(source.id)
        if source.electricity_produced is None or not source.electricity_produced.value > 0 or not burnt:
            continue
        name = source.name or source.id
        produced = fact(source.electricity_produced, "net electricity produced", name, "MWh")
        emitted = directly_attributable_emissions.figure(parts=burnt).of(name)
        factor = own_generation_emission_factor.figure(emissions=emitted, electricity=produced).of(name)
        moved = electricity_emissions.figure(electricity=produced, emission_factor=factor).of(name)
        process = next(iter(_processes_of(plant, source.serves)))
        sums.generated[process].append(moved)
        if sums.indirect is not None:
            sums.indirect[process].append(moved)


def _processes_of(plant: Plant, names: tuple[str, ...]) -> list[str]:
    steps = {step.id: process.id for process in plant.processes for step in process.steps}
    return [steps.get(name, name) for name in names]


def _walk_electricity(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    if sums.indirect is None:
        return
    factor = electricity_factor(plant)
    if factor is None:
        sums.indirect = None
        return
    amounts = [fact(source.amount, "electricity", source.id, "MWh") for source in plant.electricity.sources]
    total = joined(amounts, "electricity")
    shares = share_out(total, flows.electricity, activity)
    sums.shared.append(_shared("electricity", "electricity", total, shares))
    for use, amount in shares:
        place = use.parts[0].destination
        if place.kind == "process":
            emitted = electricity_emissions.figure(electricity=amount, emission_factor=factor).of(use.consumer)
            sums.indirect[place.name].append(emitted)


def electricity_factor(plant: Plant) -> Figure | None:
    """Factor of the plant's electricity, mean over its sources (Article 9); None where one of them is not known."""
    sources = plant.electricity.sources
    factors = [factor for source in sources if (factor := _grid_factor(plant, source.id)) is not None]
    if len(factors) < len(sources):
        return None
    if len(factors) == 1 or not any(source.amount.value > 0 for source in sources):
        return factors[0]
    amounts = [fact(source.amount, "electricity", source.id, "MWh") for source in sources]
    return mean_electricity_emission_factor.figure(amounts=amounts, emission_factors=factors)


def _grid_factor(plant: Plant, name: str) -> Figure | None:
    source = next(item for item in plant.electricity.sources if item.id == name)
    if source.emission_factor is not None:
        return fact(source.emission_factor, "electricity emission factor", name, "t CO2e/MWh", source.evidence)
    if source.kind == "own_renewable":
        law = method_regulation("Annex II D.4.1", "transitional")
        return Figure(0.0, "t CO2e/MWh", "electricity emission factor", law, "own renewable generation", subject=name)
    if source.kind != "grid" or country(plant.installation.country).iso2 != "KR":
        return None
    return quoted(
        grid_emission_factor("KR", GRID_YEAR, "co2e"),
        "grid emission factor",
        "Korea",
        "footprint only, newest year published",
    )
