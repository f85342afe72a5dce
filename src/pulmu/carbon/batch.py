"""The method on arrays: thousands of plants at once, by the same formulas that make the figures of one.

Every sum runs in the order the figures take, so that all but the linear solve comes out bit for bit the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.attribution import (
    attributed_direct_emissions,
    reconciled_amount,
    share_by_functional_unit,
)
from pulmu.carbon.electricity import electricity_emissions, own_generation_emission_factor
from pulmu.carbon.emissions import combustion_emissions
from pulmu.carbon.heat import heat_by_efficiency, heat_emissions
from pulmu.carbon.product import counted_embedded_emissions, specific_attributed_emissions
from pulmu.carbon.system import intensities, production_system
from pulmu.carbon.tables import Floats, Integers, Tables, UseRows, tabulate
from pulmu.model import Plant


@dataclass(frozen=True, slots=True)
class Batch:
    """Results of many plants, one row per process.

    Parameters
    ----------
    plant : (processes,)  Number of the plant, in the order given.
    process : Ids of the processes.
    activity_level : (processes,)  In functional units. [t, t clinker or t N]
    attributed_direct : (processes,)  [t CO2e]
    attributed_indirect : (processes,)  NaN where electricity is not known. [t CO2e]
    direct, counted, by_default : (processes,)  Specific embedded emissions per tonne of the functional unit, and their
        part by default. [t CO2e/t]
    """

    plant: Integers
    process: tuple[str, ...]
    activity_level: Floats
    attributed_direct: Floats
    attributed_indirect: Floats
    direct: Floats
    counted: Floats
    by_default: Floats


Solve = Callable[[Tables, Floats, Floats], Floats]
"""From rows, activity levels and what processes carry by themselves to what their goods carry."""


def embedded_emissions_of_plants(plants: Sequence[Plant], edition: str) -> Batch:
    """Specific embedded emissions of every process of plants that have passed their checks."""
    return compute(tabulate(plants, edition))


def compute(tables: Tables, solve: Solve | None = None) -> Batch:
    """The method on rows.

    Parameters
    ----------
    solve : How goods carry what their own precursors carry; all plants in one system, if not told otherwise.

    Raises
    ------
    SolveError  Processes of a plant feed each other and nothing leaves the loop.
    """
    size = len(tables.activity_level)
    activity, sharing = np.asarray(tables.activity_level), np.asarray(tables.sharing)
    direct, net_emissions, net_energy, generated = _streams(tables, sharing, size)
    direct = direct + np.asarray(tables.outsourced)
    heat_in, heat_out = _heat(tables, net_emissions, net_energy, size)
    attributed = attributed_direct_emissions(direct, heat_in, heat_out, 0.0, 0.0, generated)
    indirect = _electricity(tables, size) + generated + np.asarray(tables.outsourced_indirect)
    own = specific_attributed_emissions(attributed, activity)
    carried = _bought(tables, activity, size)
    carried[:, 0] += own
    own_indirect = specific_attributed_emissions(indirect, activity)
    carried[:, 2] += np.where(np.asarray(tables.counts_indirect, dtype=np.bool_), own_indirect, 0.0)
    solved = (solve or _solve)(tables, activity, carried)
    counted = counted_embedded_emissions(solved[:, 0], solved[:, 2])
    return Batch(
        np.asarray(tables.plant_of_process, dtype=np.int64),
        tuple(tables.process),
        activity,
        attributed,
        indirect,
        solved[:, 0],
        counted,
        solved[:, 1],
    )


def _sums(index: Integers, values: Floats, size: int) -> Floats:
    """Sum per index, in the order of the rows; rows of index -1 fall away."""
    kept = index >= 0
    return np.asarray(np.bincount(index[kept], weights=values[kept], minlength=size)[:size], dtype=np.float64)


def _amounts(rows: UseRows, total: Floats, exported: Floats | None = None) -> Floats:
    """Amount of every user, in the unit of its meter or, without one, of the total."""
    flow = np.asarray(rows.flow, dtype=np.int64)
    amount, to_total = np.asarray(rows.amount), np.asarray(rows.to_total)
    is_open = np.isnan(amount)
    size = len(total)
    known = _sums(flow, np.where(is_open, 0.0, amount * to_total), size)
    rests = np.bincount(flow[is_open], minlength=size)[:size]
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where((rests == 0) & (known > 0), total / known, 1.0)
    rest = total - (known if exported is None else known + exported)
    mass = np.asarray(rows.mass)
    masses = _sums(flow, mass, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = share_by_functional_unit(rest[flow], mass, [masses[flow]])
    metered = amount if exported is not None else reconciled_amount(amount, factor[flow])
    opened = np.where(rests[flow] > 1, shared, rest[flow])
    return np.asarray(np.where(is_open, opened, metered), dtype=np.float64)


def _streams(tables: Tables, activity: Floats, size: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Direct emissions per process; emissions and energy per heat net; emissions taken out by own power."""
    parts = tables.parts
    use = np.asarray(parts.use, dtype=np.int64)
    process, net = np.asarray(parts.process, dtype=np.int64), np.asarray(parts.net, dtype=np.int64)
    amounts = _amounts(tables.streams, np.asarray(tables.streams.total))[use]
    amounts = _divided(amounts, use, process, np.asarray(parts.throughput), activity)
    amounts = amounts * np.asarray(tables.streams.to_base)[use]
    flow = np.asarray(tables.streams.flow, dtype=np.int64)[use]
    factors = np.asarray(tables.stream_factors).reshape(-1, 6)[flow].T
    multiplier, factor, share, zero_rated, to_energy, sign = factors
    # One product for every method: a factor per energy or amount, or a carbon content, negative where carbon leaves.
    energy = amounts * multiplier
    emitted = combustion_emissions(energy * sign, factor, share, zero_rated)
    energy = energy * to_energy
    nets = len(tables.heat.total)
    generator = np.asarray(parts.generator, dtype=np.int64)
    generated = np.zeros(size)
    if len(tables.generator_process):
        burnt = _sums(generator, emitted, len(tables.generator_process))
        output = np.asarray(tables.generator_output)
        moved = electricity_emissions(output, own_generation_emission_factor(burnt, output))
        generated = _sums(np.asarray(tables.generator_process, dtype=np.int64), moved, size)
    # One sum over all, in the order the figures take: streams, measured sources, then what has no flow.
    everywhere = np.concatenate((process, np.asarray(tables.other_process, dtype=np.int64)))
    direct = _sums(everywhere, np.concatenate((emitted, np.asarray(tables.other_emissions, dtype=np.float64))), size)
    return direct, _sums(net, emitted, nets), _sums(net, energy, nets), generated


def _divided(amounts: Floats, use: Integers, process: Integers, throughput: Floats, activity: Floats) -> Floats:
    """Amount of a use over the processes its equipment serves, by mass."""
    count = np.bincount(use) if len(use) else np.zeros(0, dtype=np.int64)
    several = count[use] > 1
    if not several.any():
        return amounts
    mass = np.where(np.isnan(throughput), np.where(process >= 0, activity[process], 0.0), throughput)
    masses = _sums(use, mass, len(count))
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = share_by_functional_unit(amounts, mass, [masses[use]])
    return np.where(several, shared, amounts)


def _heat(tables: Tables, emissions: Floats, energy: Floats, size: int) -> tuple[Floats, Floats]:
    """Emissions of heat imported and exported, per process."""
    produced = np.asarray(tables.heat.total)
    exported = np.asarray(tables.heat_exported)
    by_fuel = heat_by_efficiency(energy, np.asarray(tables.heat_efficiency))
    total = np.where(np.isnan(produced), by_fuel, produced)
    flow = np.asarray(tables.heat.flow, dtype=np.int64)
    taken = _amounts(tables.heat, total, exported) * np.asarray(tables.heat.to_base)
    all_taken = _sums(flow, taken, len(produced)) + exported
    outside = np.asarray(tables.heat_factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        bought = np.asarray(tables.heat_bought, dtype=np.bool_) & ~np.isnan(produced)
        emissions = np.where(bought, heat_emissions(outside, produced), emissions)
        factor = np.where(np.isnan(outside) | bought, emissions / all_taken, outside)
    process = np.asarray(tables.heat.process, dtype=np.int64)
    moved = heat_emissions(factor[flow], taken)
    source = np.asarray(tables.heat_source, dtype=np.int64)
    out = _sums(source[flow], moved, size) + _sums(source, heat_emissions(factor, exported), size)
    return _sums(process, moved, size), out


def _electricity(tables: Tables, size: int) -> Floats:
    """Emissions of consumed electricity per process; NaN where a plant does not know it."""
    rows = tables.electricity
    flow = np.asarray(rows.flow, dtype=np.int64)
    factor = np.asarray(tables.electricity_factor)
    known = ~np.isnan(factor[np.asarray(tables.plant_of_process, dtype=np.int64)])
    if not len(flow):
        return np.where(known, 0.0, np.nan)
    amounts = _amounts(rows, np.asarray(rows.total)) * np.asarray(rows.to_base)
    emitted = electricity_emissions(amounts, np.nan_to_num(factor)[flow])
    return np.where(known, _sums(np.asarray(rows.process, dtype=np.int64), emitted, size), np.nan)


def _bought(tables: Tables, activity: Floats, size: int) -> Floats:
    """What bought precursors bring per tonne of output. (processes, channels)"""
    result = np.zeros((size, 3))
    if not len(tables.bought_process):
        return result
    process = np.asarray(tables.bought_process, dtype=np.int64)
    consumption = np.asarray(tables.bought_mass) / activity[process]
    of, mass = np.asarray(tables.delivery_of, dtype=np.int64), np.asarray(tables.delivery_mass)
    masses = _sums(of, mass, len(process))
    alone = np.bincount(of, minlength=len(process))[of] == 1
    for channel, values in enumerate(np.asarray(tables.delivery_values).T):
        weighted = _sums(of, np.where(alone, values, mass * values), len(process))
        single = np.bincount(of, minlength=len(process)) == 1
        mean = np.where(single, weighted, weighted / masses)
        result[:, channel] = _sums(process, consumption * mean, size)
    return result


def _solve(tables: Tables, activity: Floats, carried: Floats) -> Floats:
    """x = carried + A x for all plants in one sparse system."""
    if not len(tables.own_row):
        return carried
    rows, columns = (np.asarray(item, dtype=np.int64) for item in (tables.own_row, tables.own_column))
    return intensities(production_system(rows, columns, own_shares(tables, activity), carried)).values


def own_shares(tables: Tables, activity: Floats) -> Floats:
    """Tonnes of an own good per tonne of the good it goes into, per exchange."""
    return np.asarray(tables.own_mass) / activity[np.asarray(tables.own_row, dtype=np.int64)]
