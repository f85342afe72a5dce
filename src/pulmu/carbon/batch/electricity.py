"""Consumed electricity on arrays."""

import numpy as np

from pulmu.carbon.batch.amounts import amounts_of_users, sums
from pulmu.carbon.batch.heat_and_power import Units
from pulmu.carbon.electricity import electricity_emissions, share_by_consumption
from pulmu.carbon.tables.rows import Floats, Tables


def consumed_electricity(tables: Tables, own_power: Floats, units: Units, size: int) -> Floats:
    """Emissions of consumed electricity per process; NaN where a plant does not know it."""
    rows = tables.electricity
    flow, total = np.asarray(rows.flow, dtype=np.int64), np.asarray(rows.total)
    factor, mean = _source_factors(tables, own_power, units, len(total))
    of = np.asarray(tables.source_flow, dtype=np.int64)
    unknown = sums(of, np.isnan(factor).astype(np.float64), len(total)) > 0
    known = (np.asarray(tables.electricity_known, dtype=np.bool_) & ~unknown)[
        np.asarray(tables.plant_of_process, dtype=np.int64)
    ]
    amounts = amounts_of_users(rows, total) * np.asarray(rows.to_base)
    source, use = (np.asarray(item, dtype=np.int64) for item in (tables.dedicated_source, tables.dedicated_use))
    consumption = sums(source, amounts[use], len(factor))[source]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = share_by_consumption(np.asarray(tables.source_amount)[source], amounts[use], [consumption])
    part = np.where(consumption > 0, part, 0.0)
    process = np.asarray(rows.process, dtype=np.int64)
    rest = amounts - sums(use, part, len(amounts))
    emitted = sums(process, electricity_emissions(rest, np.nan_to_num(mean)[flow]), size)
    emitted += sums(process[use], electricity_emissions(part, np.nan_to_num(factor)[source]), size)
    return np.where(known, emitted, np.nan)


def _source_factors(tables: Tables, own_power: Floats, units: Units, flows: int) -> tuple[Floats, Floats]:
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
        return factor, sums(of, np.nan_to_num(factor) * weight, flows) / sums(of, weight, flows)
