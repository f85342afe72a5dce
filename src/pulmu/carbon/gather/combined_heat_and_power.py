"""Combined heat and power: the emissions of its fuel go with its heat into a net, and with its electricity."""

from pulmu.carbon.attribution import directly_attributable_emissions
from pulmu.carbon.combined_heat_and_power import (
    electricity_emission_factor,
    electricity_part,
    heat_part,
    heat_share,
    output_efficiency,
    reference_efficiencies,
    unmeasured_efficiencies,
)
from pulmu.carbon.gather.heat_sent_out import heat_sent_out
from pulmu.carbon.gather.sums import Emission, Power, Sums
from pulmu.carbon.heat import heat_by_efficiency
from pulmu.carbon.totals import joined_energy
from pulmu.model import CombinedHeatAndPower, EmissionSource, Figure, HeatNet, Plant, fact


def walk_combined(plant: Plant, sums: Sums) -> None:
    for source in plant.emission_sources:
        unit, burnt = source.combined_heat_and_power, sums.units.get(source.id)
        if unit is None or not burnt:
            continue
        name = source.name or source.id
        net = net_of_unit(plant, source)
        emitted = directly_attributable_emissions.figure(parts=burnt).of(name)
        energy = joined_energy(sums.unit_energy[source.id], f"fuel of {name}")
        metered = metered_heat(net, source, unit)
        heat, power = _efficiencies(source, unit, metered, energy)
        references = reference_efficiencies(source, unit)
        share = heat_share.figure(
            efficiency_heat=heat,
            efficiency_electricity=power,
            reference_heat=references.heat,
            reference_electricity=references.electricity,
        ).of(name)
        sums.nets[net.id].append(heat_part.figure(emissions=emitted, share=share).of(name))
        sent = (
            metered if metered is not None else heat_by_efficiency.figure(fuel_energy=energy, efficiency=heat).of(name)
        )
        sums.net_heat[net.id].append(sent)
        _put_power(plant, source, emitted, share, sums)


def _put_power(plant: Plant, source: EmissionSource, emitted: Figure, share: Figure, sums: Sums) -> None:
    name = source.name or source.id
    moved = electricity_part.figure(emissions=emitted, share=share).of(name)
    process = process_of_unit(plant, source)
    if process:
        sums.direct[process].append(Emission("direct_fuel", name, moved))
        sums.generated[process].append(moved)
    if source.electricity_produced is not None and source.electricity_produced.value > 0:
        made = fact(source.electricity_produced, "net electricity produced", name, "MWh")
        factor = electricity_emission_factor.figure(emissions=emitted, share=share, electricity=made).of(name)
        sums.power[source.id] = Power(process, moved, factor)


def net_of_unit(plant: Plant, source: EmissionSource) -> HeatNet:
    """The heat net a unit feeds; the checks want exactly one."""
    return next(net for net in plant.heat_nets if source.id in net.produced_by)


def process_of_unit(plant: Plant, source: EmissionSource) -> str:
    """The process in whose boundary a unit stands; empty for a power house of its own."""
    steps = {step.id: process.id for process in plant.processes for step in process.steps}
    return next((steps.get(name, name) for name in source.serves), "")


def metered_heat(net: HeatNet, source: EmissionSource, unit: CombinedHeatAndPower) -> Figure | None:
    """Net heat of the unit by meter: its own, or that of the net it alone feeds."""
    if unit.heat_produced is not None:
        return fact(unit.heat_produced, "net heat produced", source.name or source.id, "TJ")
    return heat_sent_out(net) if net.produced_by == (source.id,) else None


def _efficiencies(
    source: EmissionSource, unit: CombinedHeatAndPower, heat: Figure | None, energy: Figure
) -> tuple[Figure, Figure]:
    name = source.name or source.id
    if heat is None or not energy.value > 0 or source.electricity_produced is None:
        found = unmeasured_efficiencies(source, unit)
        return found.heat, found.electricity
    made = fact(source.electricity_produced, "net electricity produced", name, "TJ")
    return (
        output_efficiency.figure(output=heat, fuel_energy=energy).of(f"heat of {name}"),
        output_efficiency.figure(output=made, fuel_energy=energy).of(f"electricity of {name}"),
    )
