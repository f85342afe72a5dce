"""Heat, own generation, and combined heat and power on arrays."""

from dataclasses import dataclass

import numpy as np

from pulmu.carbon.batch.amounts import amounts_of_users, sums
from pulmu.carbon.batch.burnt import Burnt
from pulmu.carbon.combined_heat_and_power import (
    electricity_emission_factor,
    electricity_part,
    heat_part,
    heat_share,
    output_efficiency,
)
from pulmu.carbon.electricity import electricity_emissions, own_generation_emission_factor
from pulmu.carbon.heat import heat_by_efficiency, heat_emissions
from pulmu.carbon.tables.rows import Floats, Integers, Tables
from pulmu.model import conversion_factor


@dataclass(frozen=True, slots=True)
class Units:
    """Combined heat and power, one row per unit.

    Parameters
    ----------
    net, process : (units,)  Numbers; OUTSIDE for a power house of its own.
    heat, electricity : (units,)  Emissions that go with each. [t CO2e]
    sent_out : (units,)  Net heat. [TJ]
    used : (units,)  Emissions of its electricity used at home. [t CO2e]
    factor : (units,)  Of its electricity. [t CO2e/MWh]
    """

    net: Integers
    process: Integers
    heat: Floats
    electricity: Floats
    sent_out: Floats
    used: Floats
    factor: Floats


def heat_and_power_units(tables: Tables, burnt: Burnt) -> Units:
    """Emissions of each unit, by its efficiencies as metered or, where a meter is missing, by design."""
    net, process = (np.asarray(rows, dtype=np.int64) for rows in (tables.unit_net, tables.unit_process))
    energy, emitted = sums(burnt.unit, burnt.energy, len(net)), sums(burnt.unit, burnt.moved, len(net))
    metered, made, used = np.asarray(tables.unit_outputs).reshape(-1, 3).T
    by_design, power_by_design, reference, power_reference = np.asarray(tables.unit_efficiencies).reshape(-1, 4).T
    known = ~np.isnan(metered) & ~np.isnan(made) & (energy > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        heat = np.where(known, output_efficiency(metered, energy), by_design)
        power = np.where(known, output_efficiency(made, energy), power_by_design)
        share = heat_share(heat, power, reference, power_reference)
        factor = electricity_emission_factor(emitted, share, made / conversion_factor("MWh", "TJ"))
        at_home = np.where(made > 0, electricity_emissions(used, factor), 0.0)
    sent_out = np.where(np.isnan(metered), heat_by_efficiency(energy, heat), metered)
    return Units(net, process, heat_part(emitted, share), electricity_part(emitted, share), sent_out, at_home, factor)


def generator_factors(tables: Tables, burnt: Burnt) -> Floats:
    """Emission factor of own generation without heat use. [t CO2e/MWh]"""
    output = np.asarray(tables.generator_output)
    return np.asarray(own_generation_emission_factor(sums(burnt.generator, burnt.moved, len(output)), output))


def generated_electricity(tables: Tables, factor: Floats, units: Units, size: int) -> tuple[Floats, Floats]:
    """Emissions taken out by own power, and those of what was used at home, per process."""
    output = np.asarray(tables.generator_output)
    process = np.append(units.process, np.asarray(tables.generator_process, dtype=np.int64))
    moved = np.append(units.electricity, electricity_emissions(output, factor))
    used = np.append(units.used, electricity_emissions(np.asarray(tables.generator_used), factor))
    return sums(process, moved, size), sums(process, used, size)


def heat_in_and_out(tables: Tables, burnt: Burnt, units: Units, recovered: Floats, size: int) -> tuple[Floats, Floats]:
    """Emissions of heat imported and exported, per process."""
    exported = np.asarray(tables.heat_exported)
    total = _heat_sent_out(tables, burnt, units)
    taken = amounts_of_users(tables.heat, total, exported) * np.asarray(tables.heat.to_base)
    flow = np.asarray(tables.heat.flow, dtype=np.int64)
    factor = _heat_factors(tables, burnt, units, sums(flow, taken, len(total)) + exported, recovered)
    source = np.asarray(tables.heat_source, dtype=np.int64)
    process = np.asarray(tables.heat.process, dtype=np.int64)
    moved = heat_emissions(factor[flow], taken)
    out = sums(source[flow], moved, size) + sums(source, heat_emissions(factor, exported), size)
    return sums(process, moved, size), out


def _heat_sent_out(tables: Tables, burnt: Burnt, units: Units) -> Floats:
    """Heat of each net: metered, or what its fuels and its units of heat and power give. [TJ]"""
    metered = np.asarray(tables.heat.total)
    nets = len(metered)
    boilers = heat_by_efficiency(sums(burnt.net, burnt.energy, nets), np.asarray(tables.heat_efficiency))
    by_fuel = sums(np.append(np.arange(nets), units.net), np.append(boilers, units.sent_out), nets)
    return np.where(np.isnan(metered), by_fuel, metered)


def _heat_factors(tables: Tables, burnt: Burnt, units: Units, taken: Floats, recovered: Floats) -> Floats:
    """Emission factor of the heat of each net. [t CO2e/TJ]"""
    metered, outside = np.asarray(tables.heat.total), np.asarray(tables.heat_factor)
    emissions = sums(np.append(burnt.net, units.net), np.append(burnt.moved, units.heat), len(metered))
    with np.errstate(divide="ignore", invalid="ignore"):
        bought = np.asarray(tables.heat_bought, dtype=np.bool_) & ~np.isnan(metered)
        emissions = np.where(bought, heat_emissions(outside, metered), emissions)
        factor = np.where(np.isnan(outside) | bought, emissions / taken, outside)
    if not recovered.size:
        return np.asarray(factor, dtype=np.float64)
    source = np.asarray(tables.heat_source, dtype=np.int64)
    mix = np.where(source >= 0, recovered[source], np.nan)
    return np.where(np.asarray(tables.heat_unburnt, dtype=np.bool_), 0.0, np.where(np.isnan(mix), factor, mix))
