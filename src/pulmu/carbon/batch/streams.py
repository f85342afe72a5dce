"""Source streams on arrays."""

import numpy as np

from pulmu.carbon.batch.amounts import sums
from pulmu.carbon.batch.burnt import Burnt, burnt_amounts, places
from pulmu.carbon.emissions import combustion_emissions
from pulmu.carbon.heat import recovered_heat_emission_factor
from pulmu.carbon.tables.rows import Floats, Tables
from pulmu.reference import parameter


def burnt_streams(tables: Tables, activity: Floats) -> Burnt:
    """Source streams."""
    use, process, net, generator, unit = places(tables.parts)
    amounts = burnt_amounts(tables.streams, tables.parts, activity)
    flow = np.asarray(tables.streams.flow, dtype=np.int64)[use]
    factors = np.asarray(tables.stream_factors).reshape(-1, 6)[flow].T
    multiplier, factor, share, zero_rated, to_energy, sign = factors
    # One product for every method: a factor per energy or amount, or a carbon content, negative where carbon leaves.
    energy = amounts * multiplier
    emitted = combustion_emissions(energy * sign, factor, share, zero_rated)
    return Burnt(process, net, generator, unit, emitted, emitted, energy * to_energy)


def recovered_heat_factors(tables: Tables, streams: Burnt, size: int) -> Floats:
    """Factor of the heat recovered from each process; NaN where its fuels or their energy are not known."""
    use = np.asarray(tables.parts.use, dtype=np.int64)
    is_fuel = np.asarray(tables.stream_energy)[np.asarray(tables.streams.flow, dtype=np.int64)[use]]
    energy = sums(streams.process, streams.energy * is_fuel, size)
    emitted = sums(streams.process, np.where(is_fuel == 0.0, 0.0, streams.emitted), size)
    divisor = parameter("heat_recovered_divisor").value
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(energy > 0, recovered_heat_emission_factor([emitted], [energy], divisor), np.nan)
