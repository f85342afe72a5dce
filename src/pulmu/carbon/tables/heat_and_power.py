"""Rows of generators, of combined heat and power, and of heat nets."""

import numpy as np

from pulmu.carbon.combined_heat_and_power import reference_efficiencies, unmeasured_efficiencies
from pulmu.carbon.flows import Use
from pulmu.carbon.gather.combined_heat_and_power import metered_heat, net_of_unit, process_of_unit
from pulmu.carbon.gather.electricity import named_generators
from pulmu.carbon.gather.heat import heat_efficiency, outside_heat_factor
from pulmu.carbon.gather.heat_sent_out import heat_sent_out
from pulmu.carbon.tables.rows import OUTSIDE, Tables
from pulmu.carbon.tables.uses import add_uses
from pulmu.model import EmissionSource, HeatNet, Plant, Quantity


def add_generators(tables: Tables, plant: Plant) -> dict[str, int]:
    """Own generation without heat use; their numbers by their ids."""
    found: dict[str, int] = {}
    for source in plant.emission_sources:
        made = source.electricity_produced
        if made is not None and made.value > 0 and source.combined_heat_and_power is None:
            found[source.id] = len(tables.generator_process)
            tables.generator_process.append(OUTSIDE)
            tables.generator_output.append(made.to("MWh"))
            tables.generator_used.append(_used_at_home(plant, source))
    return found


def _used_at_home(plant: Plant, source: EmissionSource) -> float:
    if source.id in named_generators(plant):
        return 0.0
    made, gone = (
        0.0 if item is None else item.to("MWh") for item in (source.electricity_produced, source.electricity_exported)
    )
    return made - gone


def add_units(tables: Tables, plant: Plant, numbers: dict[str, int], nets: dict[str, int]) -> dict[str, int]:
    """Combined heat and power: its heat (NaN: not metered), its electricity in TJ, and that used at home in MWh."""
    found: dict[str, int] = {}
    for source in plant.emission_sources:
        unit = source.combined_heat_and_power
        if unit is None:
            continue
        found[source.id] = len(tables.unit_net)
        net = net_of_unit(plant, source)
        heat = metered_heat(net, source, unit)
        made = source.electricity_produced
        tables.unit_net.append(nets[net.id])
        tables.unit_process.append(numbers.get(process_of_unit(plant, source), OUTSIDE))
        electricity = np.nan if made is None else made.to("TJ")
        tables.unit_outputs.append((np.nan if heat is None else heat.value, electricity, _used_at_home(plant, source)))
        efficiency, reference = unmeasured_efficiencies(source, unit), reference_efficiencies(source, unit)
        pairs = (efficiency.heat, efficiency.electricity, reference.heat, reference.electricity)
        tables.unit_efficiencies.append(tuple(figure.to("1") for figure in pairs))  # type: ignore[arg-type]
    return found


def add_net(tables: Tables, plant: Plant, net: HeatNet, uses: tuple[Use, ...], numbers: dict[str, int]) -> None:
    """A heat net and its users; heat that no meter counted and factors of own fuels (NaN) come with the fuels."""
    produced = heat_sent_out(net)
    total = np.nan if produced is None else produced.to("TJ")
    add_uses(tables.heat, Quantity(total, "TJ"), uses, "TJ", numbers, tables.sharing)
    tables.heat_exported.append(0.0 if net.exported is None else net.exported.to("TJ"))
    tables.heat_factor.append(np.nan if net.produced_by else outside_heat_factor(plant, net).to("t CO2/TJ"))
    tables.heat_efficiency.append(heat_efficiency(net).value)
    tables.heat_source.append(numbers.get(net.recovered_from, OUTSIDE))
    tables.heat_bought.append(bool(net.imported_from))
    tables.heat_unburnt.append(bool(net.recovered_from) and net.origin in ("exothermic", "electricity"))
