"""Source streams: their emissions go to processes, or into the heat net whose boiler burns them."""

from collections.abc import Mapping

from pulmu.carbon.allocate import divide, share_out
from pulmu.carbon.flows import Destination, Flows
from pulmu.carbon.gather.sums import Emission, Sums, shared
from pulmu.carbon.streams import stream_factors
from pulmu.model import Figure, Plant, fact
from pulmu.reference import country


def walk_streams(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    iso2 = country(plant.installation.country).iso2
    for flow in flows.streams:
        stream = flow.stream
        name = stream.name or stream.id
        factors = stream_factors(stream, iso2)
        amount = fact(stream.amount, "amount used", name)
        sums.streams.append(factors.emissions(amount).of(name))
        shares = share_out(amount, flow.uses, activity)
        sums.shared.append(shared(name, "source_stream", amount, shares))
        for use, part in shares:
            for place, share in divide(part, use, activity):
                emitted = factors.emissions(share).of(f"{name} in {use.consumer}")
                kind = "direct_process" if stream.method == "process" else "direct_fuel"
                _put_emissions(place, Emission(kind, name, emitted), sums)
                if place.kind == "heat_net":
                    energy = factors.energy(share)
                    sums.net_energy[place.name] += [energy] if energy is not None else []


def _put_emissions(place: Destination, emission: Emission, sums: Sums) -> None:
    if place.kind == "heat_net":
        sums.nets[place.name].append(emission.figure)
    elif place.kind == "process":
        sums.direct[place.name].append(emission)
        if place.generator:
            sums.generators.setdefault(place.generator, []).append(emission.figure)
