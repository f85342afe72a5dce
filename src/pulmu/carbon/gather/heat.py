"""Measurable heat: what its boilers, its supplier or a process put into it, carried to its users."""

from collections.abc import Mapping

from pulmu.carbon.allocate import share_out
from pulmu.carbon.attribution import directly_attributable_emissions, remaining_amount
from pulmu.carbon.flows import Flows, Use
from pulmu.carbon.gather.sums import Emission, Shared, Sums
from pulmu.carbon.heat import (
    heat_by_efficiency,
    heat_emissions,
    own_heat_emission_factor,
    standard_heat_emission_factor,
)
from pulmu.carbon.quote import quoted
from pulmu.carbon.totals import joined
from pulmu.model import Figure, HeatNet, InputError, Plant, Source, fact
from pulmu.reference import country, find_fuel, parameter


def walk_heat(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
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
