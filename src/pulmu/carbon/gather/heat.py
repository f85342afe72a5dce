"""Measurable heat: what its boilers, its supplier or a process put into it, carried to its users."""

from collections.abc import Mapping

from pulmu.carbon.allocate import share_out
from pulmu.carbon.attribution import directly_attributable_emissions, remaining_amount
from pulmu.carbon.flows import Destination, Flows, Use
from pulmu.carbon.gather.heat_sent_out import heat_sent_out
from pulmu.carbon.gather.sums import Emission, Shared, Sums, note
from pulmu.carbon.heat import (
    heat_by_efficiency,
    heat_emissions,
    own_heat_emission_factor,
    recovered_heat_emission_factor,
    standard_heat_emission_factor,
)
from pulmu.carbon.quote import quoted
from pulmu.carbon.totals import joined, joined_energy
from pulmu.model import Figure, HeatNet, InputError, Plant, Source, fact
from pulmu.reference import country, find_fuel, parameter, rule


def walk_heat(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    for flow in flows.heat:
        net = flow.net
        name = net.name or net.id
        taken = _heat_taken(net, flow.uses, activity, sums)
        exported = fact(net.exported, "heat sold to outside", name, "TJ") if net.exported is not None else None
        all_taken = [figure for _, figure in taken] + ([exported] if exported is not None else [])
        factor = _heat_factor(plant, net, all_taken, sums)
        total = heat_sent_out(net) or joined(all_taken, name)
        sums.shared.append(_heat_shared(name, total, taken, exported))
        for use, heat in taken:
            place = use.parts[0].destination
            if place.kind == "process":
                moved = heat_emissions.figure(emission_factor=factor, heat=heat).of(f"{name} in {use.consumer}")
                sums.heat_in[place.name].append(Emission("heat", name, moved))
                note(sums, place, "heat_taken", heat)
        if net.recovered_from:
            for heat in all_taken:
                note(sums, Destination("process", net.recovered_from), "heat_given", heat)
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
    total = heat_sent_out(net)
    if total is None:
        total = joined([*_boiler_heat(net, sums), *sums.net_heat[net.id]], name)
    outside = (Use("exported", net.exported, ()),) if net.exported is not None else ()
    shares = share_out(total, (*uses, *outside), activity)
    return [(use, heat) for use, heat in shares if use.parts]


def _boiler_heat(net: HeatNet, sums: Sums) -> list[Figure]:
    """Heat of the boilers of a net, by their fuel; combined heat and power tells its own."""
    name = net.name or net.id
    if not sums.net_energy[net.id]:
        return []
    energy = joined_energy(sums.net_energy[net.id], name)
    return [heat_by_efficiency.figure(fuel_energy=energy, efficiency=heat_efficiency(net)).of(name)]


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
    if net.recovered_from:
        return recovered_heat_factor(plant, net, sums)
    factor, bought = outside_heat_factor(plant, net), heat_sent_out(net)
    if bought is None:
        return factor
    # What was bought and lost on the way is attributed too: the losses fall on the users (Annex III A.2.2).
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


def recovered_heat_factor(plant: Plant, net: HeatNet, sums: Sums) -> Figure:
    """Factor of heat that a process gives off: the fuel it burns, or nothing where the heat is not that of a fuel."""
    name = net.name or net.id
    if net.origin in ("exothermic", "electricity"):
        because = "heat of a chemical reaction" if net.origin == "exothermic" else "heat of electricity: no credit"
        law = rule("exothermic_heat" if net.origin == "exothermic" else "uncredited_recovered_heat").source
        return Figure(0.0, "t CO2/TJ", "heat emission factor", law, because, subject=name)
    fuels = sums.fuels.get(net.recovered_from, [])
    energies = [energy for _, energy in fuels if energy is not None]
    if len(energies) < len(fuels) or not sum(energy.to("TJ net") for energy in energies) > 0:
        return outside_heat_factor(plant, net)
    return recovered_heat_emission_factor.figure(
        emissions=[emitted for emitted, _ in fuels],
        fuel_energy=energies,
        divisor=quoted(parameter("heat_recovered_divisor"), "efficiency behind recovered heat", name),
    ).of(name)


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
