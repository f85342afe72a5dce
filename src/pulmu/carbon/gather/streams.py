"""Source streams: their emissions go to processes, or into the heat net whose boiler burns them."""

from collections.abc import Mapping

from pulmu.carbon.allocate import divide, share_out
from pulmu.carbon.flows import Destination, Flows
from pulmu.carbon.gather.sums import DirectEmission, Emission, Sums, proof_of, shared
from pulmu.carbon.streams import stream_factors
from pulmu.model import Figure, Plant, fact
from pulmu.reference import country

_KIND = {"combustion": "direct_fuel", "process": "direct_process", "mass_balance": "mass_balance"}


def walk_streams(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    iso2 = country(plant.installation.country).iso2
    for flow in flows.streams:
        stream = flow.stream
        name = stream.name or stream.id
        factors = stream_factors(stream, iso2)
        amount = fact(stream.amount, "amount used", name)
        emitted = factors.emissions(amount).of(name)
        zero_rated = factors.zero_rated_fraction
        sums.sources.append(
            DirectEmission(
                stream.id, name, stream.method, "CO2", amount, factors.emission_factor, emitted,
                is_counted=not factors.is_measured,
                zero_rated_fraction=zero_rated,
                biomass=proof_of(stream) if zero_rated.value > 0 else "",
            )
        )  # fmt: skip
        shares = share_out(amount, flow.uses, activity)
        sums.shared.append(shared(name, "source_stream", amount, shares))
        for use, part in shares:
            for place, share in divide(part, use, activity):
                if not factors.is_measured:
                    emitted = factors.emissions(share).of(f"{name} in {use.consumer}")
                    put_emissions(place, Emission(_KIND[stream.method], name, emitted), sums)
                    if place.kind == "process" and stream.method == "combustion":
                        sums.fuels.setdefault(place.name, []).append((emitted, factors.energy(share)))
                if place.kind in ("heat_net", "combined_heat_and_power"):
                    put_energy(place, factors.energy(share), sums)


def put_energy(place: Destination, energy: Figure | None, sums: Sums) -> None:
    """Energy of a fuel, for the heat net or unit that burns it."""
    if energy is not None and place.kind == "heat_net":
        sums.net_energy[place.name].append(energy)
    elif energy is not None:
        sums.unit_energy.setdefault(place.name, []).append(energy)


def put_in_mix(place: Destination, emitted: Figure, sums: Sums) -> None:
    """Emissions of a fuel in the mix of a heat net, a unit or a generator."""
    if place.kind == "heat_net":
        sums.nets[place.name].append(emitted)
    elif place.kind == "combined_heat_and_power":
        sums.units.setdefault(place.name, []).append(emitted)
    if place.generator:
        sums.generators.setdefault(place.generator, []).append(emitted)
        sums.generator_process[place.generator] = place.name


def put_emissions(place: Destination, emission: Emission, sums: Sums) -> None:
    """Put emissions where they go: into a process, into the mix of a heat net or unit, or nowhere."""
    if place.kind == "process":
        sums.direct[place.name].append(emission)
    put_in_mix(place, emission.figure, sums)
