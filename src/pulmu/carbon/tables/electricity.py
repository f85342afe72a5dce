"""Rows of the electricity of a plant: its sources and its users."""

import numpy as np

from pulmu.carbon.flows import Use
from pulmu.carbon.gather.electricity import OWN_GENERATION, dedicated_users, is_dedicated, source_factor
from pulmu.carbon.tables.rows import OUTSIDE, Indexes, Tables
from pulmu.carbon.tables.uses import add_uses, ordered
from pulmu.model import Plant, Quantity


def add_electricity(tables: Tables, plant: Plant, uses: tuple[Use, ...], indexes: Indexes) -> None:
    """One flow per plant and one row per source; the factor of own generation (NaN) comes with its fuel."""
    sources = plant.electricity.sources
    tables.electricity_known.append(bool(sources and uses))
    flow, first = len(tables.electricity.total), len(tables.electricity.flow)
    total = 0.0
    for source in sources:
        total += source.amount.to("MWh")
        factor = None if source.kind in OWN_GENERATION else source_factor(plant, source, {})
        tables.electricity_factor.append(np.nan if factor is None else factor.to("t CO2e/MWh"))
        tables.source_flow.append(flow)
        tables.source_amount.append(source.amount.to("MWh"))
        tables.source_common.append(0.0 if is_dedicated(source) else 1.0)
        own = source.generator if source.kind in OWN_GENERATION else ""
        tables.source_generator.append(indexes.generators.get(own, OUTSIDE))
        tables.source_unit.append(indexes.units.get(own, OUTSIDE))
        users = dedicated_users(source, ordered(uses))
        tables.dedicated_source += [len(tables.source_flow) - 1] * len(users)
        tables.dedicated_use += [first + number for number in users]
    add_uses(tables.electricity, Quantity(total, "MWh"), uses, "MWh", indexes.processes, tables.sharing)
