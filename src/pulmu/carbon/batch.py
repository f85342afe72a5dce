"""The method on arrays: thousands of plants at once, by the same formulas that make the figures of one.

Every sum runs in the order the figures take, so that all but the linear solve comes out bit for bit the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from pulmu.carbon.attribution import (
    attributed_direct_emissions,
    reconciled_amount,
    share_by_functional_unit,
)
from pulmu.carbon.combined_heat_and_power import (
    electricity_emission_factor,
    electricity_part,
    heat_part,
    heat_share,
    output_efficiency,
)
from pulmu.carbon.electricity import electricity_emissions, own_generation_emission_factor, share_by_consumption
from pulmu.carbon.emissions import combustion_emissions
from pulmu.carbon.heat import heat_by_efficiency, heat_emissions, recovered_heat_emission_factor
from pulmu.carbon.product import counted_embedded_emissions, specific_attributed_emissions
from pulmu.carbon.system import intensities, production_system
from pulmu.carbon.tables import OUTSIDE, Floats, Integers, PartRows, Tables, UseRows, tabulate
from pulmu.carbon.waste_gas import waste_gas_exported, waste_gas_imported
from pulmu.model import Plant, conversion_factor
from pulmu.reference import parameter


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
    streams = _streams(tables, sharing)
    gases, gas_in, gas_out = _waste_gases(tables, sharing, size)
    burnt = _joined(streams, gases)
    units = _units(tables, burnt)
    own_power = _generator_factors(tables, burnt)
    generated, used = _generated(tables, own_power, units, size)
    heat_in, heat_out = _heat(tables, burnt, units, _recovered_factors(tables, streams, size), size)
    direct = _direct(tables, (streams, gases), units, size) + np.asarray(tables.outsourced)
    attributed = attributed_direct_emissions(direct, heat_in, heat_out, gas_in, gas_out, generated)
    indirect = _electricity(tables, own_power, units, size) + used + np.asarray(tables.outsourced_indirect)
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


@dataclass(frozen=True, slots=True)
class _Burnt:
    """Fuels burnt, one row per user and place: where their emissions count, and what heat and own power take along.

    Parameters
    ----------
    process, net, generator, unit : (rows,)  Numbers, OUTSIDE where none.
    emitted : (rows,)  In the process. [t CO2e]
    moved : (rows,)  In the fuel mix of a boiler or generator. [t CO2e]
    energy : (rows,)  [TJ net]
    """

    process: Integers
    net: Integers
    generator: Integers
    unit: Integers
    emitted: Floats
    moved: Floats
    energy: Floats


def _joined(first: _Burnt, second: _Burnt) -> _Burnt:
    return _Burnt(*(np.concatenate((getattr(first, item.name), getattr(second, item.name))) for item in fields(_Burnt)))


def _places(parts: PartRows) -> tuple[Integers, ...]:
    return tuple(
        np.asarray(rows, dtype=np.int64) for rows in (parts.use, parts.process, parts.net, parts.generator, parts.unit)
    )


def _burnt_amounts(rows: UseRows, parts: PartRows, activity: Floats) -> Floats:
    """Amount of every part of every use, in the base unit of its flow."""
    use, process, *_ = _places(parts)
    amounts = _amounts(rows, np.asarray(rows.total))[use]
    amounts = _divided(amounts, use, process, np.asarray(parts.throughput), activity)
    return np.asarray(amounts * np.asarray(rows.to_base)[use], dtype=np.float64)


def _streams(tables: Tables, activity: Floats) -> _Burnt:
    """Source streams."""
    use, process, net, generator, unit = _places(tables.parts)
    amounts = _burnt_amounts(tables.streams, tables.parts, activity)
    flow = np.asarray(tables.streams.flow, dtype=np.int64)[use]
    factors = np.asarray(tables.stream_factors).reshape(-1, 6)[flow].T
    multiplier, factor, share, zero_rated, to_energy, sign = factors
    # One product for every method: a factor per energy or amount, or a carbon content, negative where carbon leaves.
    energy = amounts * multiplier
    emitted = combustion_emissions(energy * sign, factor, share, zero_rated)
    return _Burnt(process, net, generator, unit, emitted, emitted, energy * to_energy)


def _waste_gases(tables: Tables, activity: Floats, size: int) -> tuple[_Burnt, Floats, Floats]:
    """Waste gases burnt, and the corrections of the processes that take and give them."""
    use, process, net, generator, unit = _places(tables.gas_parts)
    energy = _burnt_amounts(tables.gases, tables.gas_parts, activity)
    flow = np.asarray(tables.gases.flow, dtype=np.int64)[use]
    factors = np.asarray(tables.gas_factors).reshape(-1, 6)[flow].T
    multiplier, own, in_mix, natural_gas, correction, counted = factors
    energy = energy * multiplier
    source = np.asarray(tables.gas_process, dtype=np.int64)[flow]
    left = np.asarray(tables.gas_left, dtype=np.bool_)
    given = waste_gas_exported(energy, natural_gas, correction)
    taken = waste_gas_imported(energy, natural_gas)
    burnt = _Burnt(
        np.where(counted > 0, source, OUTSIDE),
        net,
        generator,
        unit,
        combustion_emissions(energy, own, 1.0, 0.0),
        combustion_emissions(energy, in_mix, 1.0, 0.0),
        energy,
    )
    gas_in = _sums(np.where(process == source, OUTSIDE, process), taken, size)
    return burnt, gas_in, _sums(np.where(left, source, OUTSIDE), given, size)


def _recovered_factors(tables: Tables, streams: _Burnt, size: int) -> Floats:
    """Factor of the heat recovered from each process; NaN where its fuels or their energy are not known."""
    use = np.asarray(tables.parts.use, dtype=np.int64)
    is_fuel = np.asarray(tables.stream_energy)[np.asarray(tables.streams.flow, dtype=np.int64)[use]]
    energy = _sums(streams.process, streams.energy * is_fuel, size)
    emitted = _sums(streams.process, np.where(is_fuel == 0.0, 0.0, streams.emitted), size)
    divisor = parameter("heat_recovered_divisor").value
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(energy > 0, recovered_heat_emission_factor([emitted], [energy], divisor), np.nan)


@dataclass(frozen=True, slots=True)
class _Units:
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


def _direct(tables: Tables, burnt: tuple[_Burnt, _Burnt], units: _Units, size: int) -> Floats:
    """One sum over all, in the order the figures take: streams, what has no flow, waste gases, own electricity."""
    streams, gases = burnt
    other = np.asarray(tables.other_process, dtype=np.int64), np.asarray(tables.other_emissions, dtype=np.float64)
    process = np.concatenate((streams.process, other[0], gases.process, units.process))
    return _sums(process, np.concatenate((streams.emitted, other[1], gases.emitted, units.electricity)), size)


def _units(tables: Tables, burnt: _Burnt) -> _Units:
    net, process = (np.asarray(rows, dtype=np.int64) for rows in (tables.unit_net, tables.unit_process))
    energy, emitted = _sums(burnt.unit, burnt.energy, len(net)), _sums(burnt.unit, burnt.moved, len(net))
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
    return _Units(net, process, heat_part(emitted, share), electricity_part(emitted, share), sent_out, at_home, factor)


def _generator_factors(tables: Tables, burnt: _Burnt) -> Floats:
    """Emission factor of own generation without heat use. [t CO2e/MWh]"""
    output = np.asarray(tables.generator_output)
    return np.asarray(own_generation_emission_factor(_sums(burnt.generator, burnt.moved, len(output)), output))


def _generated(tables: Tables, factor: Floats, units: _Units, size: int) -> tuple[Floats, Floats]:
    """Emissions taken out by own power, and those of what was used at home, per process."""
    output = np.asarray(tables.generator_output)
    process = np.append(units.process, np.asarray(tables.generator_process, dtype=np.int64))
    moved = np.append(units.electricity, electricity_emissions(output, factor))
    used = np.append(units.used, electricity_emissions(np.asarray(tables.generator_used), factor))
    return _sums(process, moved, size), _sums(process, used, size)


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


def _heat(tables: Tables, burnt: _Burnt, units: _Units, recovered: Floats, size: int) -> tuple[Floats, Floats]:
    """Emissions of heat imported and exported, per process."""
    nets = len(tables.heat.total)
    emissions = _sums(np.append(burnt.net, units.net), np.append(burnt.moved, units.heat), nets)
    produced = np.asarray(tables.heat.total)
    exported = np.asarray(tables.heat_exported)
    boilers = heat_by_efficiency(_sums(burnt.net, burnt.energy, nets), np.asarray(tables.heat_efficiency))
    by_fuel = _sums(np.append(np.arange(nets), units.net), np.append(boilers, units.sent_out), nets)
    total = np.where(np.isnan(produced), by_fuel, produced)
    flow = np.asarray(tables.heat.flow, dtype=np.int64)
    taken = _amounts(tables.heat, total, exported) * np.asarray(tables.heat.to_base)
    all_taken = _sums(flow, taken, len(produced)) + exported
    outside = np.asarray(tables.heat_factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        bought = np.asarray(tables.heat_bought, dtype=np.bool_) & ~np.isnan(produced)
        emissions = np.where(bought, heat_emissions(outside, produced), emissions)
        factor = np.where(np.isnan(outside) | bought, emissions / all_taken, outside)
    source = np.asarray(tables.heat_source, dtype=np.int64)
    if recovered.size:
        mix = np.where(source >= 0, recovered[source], np.nan)
        factor = np.where(np.asarray(tables.heat_unburnt, dtype=np.bool_), 0.0, np.where(np.isnan(mix), factor, mix))
    process = np.asarray(tables.heat.process, dtype=np.int64)
    moved = heat_emissions(factor[flow], taken)
    out = _sums(source[flow], moved, size) + _sums(source, heat_emissions(factor, exported), size)
    return _sums(process, moved, size), out


def _electricity(tables: Tables, own_power: Floats, units: _Units, size: int) -> Floats:
    """Emissions of consumed electricity per process; NaN where a plant does not know it."""
    rows = tables.electricity
    flow, total = np.asarray(rows.flow, dtype=np.int64), np.asarray(rows.total)
    factor, mean = _source_factors(tables, own_power, units, len(total))
    of = np.asarray(tables.source_flow, dtype=np.int64)
    unknown = _sums(of, np.isnan(factor).astype(np.float64), len(total)) > 0
    known = (np.asarray(tables.electricity_known, dtype=np.bool_) & ~unknown)[
        np.asarray(tables.plant_of_process, dtype=np.int64)
    ]
    amounts = _amounts(rows, total) * np.asarray(rows.to_base)
    source, use = (np.asarray(item, dtype=np.int64) for item in (tables.dedicated_source, tables.dedicated_use))
    consumption = _sums(source, amounts[use], len(factor))[source]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = share_by_consumption(np.asarray(tables.source_amount)[source], amounts[use], [consumption])
    part = np.where(consumption > 0, part, 0.0)
    process = np.asarray(rows.process, dtype=np.int64)
    rest = amounts - _sums(use, part, len(amounts))
    emitted = _sums(process, electricity_emissions(rest, np.nan_to_num(mean)[flow]), size)
    emitted += _sums(process[use], electricity_emissions(part, np.nan_to_num(factor)[source]), size)
    return np.where(known, emitted, np.nan)


def _source_factors(tables: Tables, own_power: Floats, units: _Units, flows: int) -> tuple[Floats, Floats]:
    """Factor of each source, and the mean over the common ones of each plant. [t CO2e/MWh]"""
    factor = np.asarray(tables.electricity_factor, dtype=np.float64)
    generator = np.asarray(tables.source_generator, dtype=np.int64)
    unit = np.asarray(tables.source_unit, dtype=np.int64)
    if own_power.size:
        factor = np.where(generator >= 0, own_power[generator], factor)
    if units.factor.size:
        factor = np.where(unit >= 0, units.factor[unit], factor)
    weight = np.asarray(tables.source_amount) * np.asarray(tables.source_common)
    of = np.asarray(tables.source_flow, dtype=np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return factor, _sums(of, np.nan_to_num(factor) * weight, flows) / _sums(of, weight, flows)


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
