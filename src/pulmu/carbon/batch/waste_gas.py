"""Waste gases on arrays."""

import numpy as np

from pulmu.carbon.batch.amounts import sums
from pulmu.carbon.batch.burnt import Burnt, burnt_amounts, places
from pulmu.carbon.emissions import combustion_emissions
from pulmu.carbon.tables.rows import OUTSIDE, Floats, Tables
from pulmu.carbon.waste_gas import waste_gas_exported, waste_gas_imported


def burnt_waste_gases(tables: Tables, activity: Floats, size: int) -> tuple[Burnt, Floats, Floats]:
    """Waste gases burnt, and the corrections of the processes that take and give them."""
    use, process, net, generator, unit = places(tables.gas_parts)
    energy = burnt_amounts(tables.gases, tables.gas_parts, activity)
    flow = np.asarray(tables.gases.flow, dtype=np.int64)[use]
    factors = np.asarray(tables.gas_factors).reshape(-1, 6)[flow].T
    multiplier, own, in_mix, natural_gas, correction, counted = factors
    energy = energy * multiplier
    source = np.asarray(tables.gas_process, dtype=np.int64)[flow]
    left = np.asarray(tables.gas_left, dtype=np.bool_)
    given = waste_gas_exported(energy, natural_gas, correction)
    taken = waste_gas_imported(energy, natural_gas)
    burnt = Burnt(
        np.where(counted > 0, source, OUTSIDE),
        net,
        generator,
        unit,
        combustion_emissions(energy, own, 1.0, 0.0),
        combustion_emissions(energy, in_mix, 1.0, 0.0),
        energy,
    )
    gas_in = sums(np.where(process == source, OUTSIDE, process), taken, size)
    return burnt, gas_in, sums(np.where(left, source, OUTSIDE), given, size)
