"""Waste gases: what burning them emits stays where they arise; who takes them is charged for natural gas instead."""

from collections.abc import Mapping

from pulmu.carbon.allocate import divide, share_out
from pulmu.carbon.flows import Destination, Flows
from pulmu.carbon.gather.streams import put_energy, put_in_mix
from pulmu.carbon.gather.sums import DirectEmission, Emission, Sums, note, shared
from pulmu.carbon.waste_gas import WasteGasFactors, waste_gas_factors
from pulmu.model import Figure, Plant, WasteGas, fact
from pulmu.reference import country


def walk_waste_gases(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    iso2 = country(plant.installation.country).iso2
    for flow in flows.waste_gases:
        gas = flow.gas
        name = gas.name or gas.id
        factors = waste_gas_factors(gas, iso2)
        amount = fact(gas.amount, "waste gas", name)
        shares = share_out(amount, flow.uses, activity)
        sums.shared.append(shared(name, "waste_gas", amount, shares))
        for use, part in shares:
            for place, share in divide(part, use, activity):
                _put_burnt(gas, factors, place, share, use.consumer, sums)
                _put_corrections(gas, factors, place, share, use.consumer, sums)


def leaves_its_process(gas: WasteGas, place: Destination) -> bool:
    """Whether a gas of an own process goes somewhere else: to another process, a boiler house, outside."""
    inside = place.kind == "process" and place.name == gas.produced_by
    return bool(gas.produced_by) and not inside and place.kind != "flared"


def _put_burnt(
    gas: WasteGas, factors: WasteGasFactors, place: Destination, share: Figure, user: str, sums: Sums
) -> None:
    name = gas.name or gas.id
    own = bool(gas.produced_by) and gas.carbon_counted_by == "waste_gas"
    if not own and not (gas.imported_from and place.kind != "exported"):
        return
    emitted = factors.emissions(share).of(f"{name} in {user}")
    factor = factors.stream.emission_factor
    sums.sources.append(
        DirectEmission(f"{gas.id}.{user}", f"{name}: {user}", "combustion", "CO2", share, factor, emitted)
    )
    if own:
        sums.direct[gas.produced_by].append(Emission("waste_gas", name, emitted))


def _put_corrections(
    gas: WasteGas, factors: WasteGasFactors, place: Destination, share: Figure, user: str, sums: Sums
) -> None:
    name = gas.name or gas.id
    if leaves_its_process(gas, place):
        note(sums, Destination("process", gas.produced_by), "waste_gas_given", factors.energy(share))
        sums.waste_gas_out[gas.produced_by].append(factors.exported(share).of(f"{name} to {user}"))
    if place.kind == "process" and place.name != gas.produced_by:
        note(sums, place, "waste_gas_taken", factors.energy(share))
        charged = factors.imported(share).of(f"{name} in {user}")
        sums.waste_gas_in[place.name].append(Emission("waste_gas", name, charged))
    if place.kind in ("heat_net", "combined_heat_and_power"):
        put_energy(place, factors.energy(share), sums)
    put_in_mix(place, factors.emissions_in_mix(share).of(f"{name} in {user}"), sums)
