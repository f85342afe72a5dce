"""The method on arrays: thousands of plants at once, by the same formulas that make the figures of one.

Every sum runs in the order the figures take, so that all but the linear solve comes out bit for bit the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.attribution import attributed_direct_emissions
from pulmu.carbon.batch.amounts import sums
from pulmu.carbon.batch.bought import carried_by_bought
from pulmu.carbon.batch.burnt import Burnt, joined
from pulmu.carbon.batch.electricity import consumed_electricity
from pulmu.carbon.batch.heat_and_power import (
    Units,
    generated_electricity,
    generator_factors,
    heat_and_power_units,
    heat_in_and_out,
)
from pulmu.carbon.batch.own import carried_by_goods, own_shares
from pulmu.carbon.batch.streams import burnt_streams, recovered_heat_factors
from pulmu.carbon.batch.waste_gas import burnt_waste_gases
from pulmu.carbon.product import counted_embedded_emissions, specific_attributed_emissions
from pulmu.carbon.tables import tabulate
from pulmu.carbon.tables.rows import Floats, Integers, Tables
from pulmu.model import Plant

__all__ = ["Batch", "compute", "embedded_emissions_of_plants", "own_shares"]


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
    activity = np.asarray(tables.activity_level)
    attributed, indirect = _attributed(tables)
    carried = carried_by_bought(tables, activity, len(activity))
    carried[:, 0] += specific_attributed_emissions(attributed, activity)
    own_indirect = specific_attributed_emissions(indirect, activity)
    carried[:, 2] += np.where(np.asarray(tables.counts_indirect, dtype=np.bool_), own_indirect, 0.0)
    solved = (solve or carried_by_goods)(tables, activity, carried)
    return Batch(
        plant=np.asarray(tables.plant_of_process, dtype=np.int64),
        process=tuple(tables.process),
        activity_level=activity,
        attributed_direct=attributed,
        attributed_indirect=indirect,
        direct=solved[:, 0],
        counted=counted_embedded_emissions(solved[:, 0], solved[:, 2]),
        by_default=solved[:, 1],
    )


def _attributed(tables: Tables) -> tuple[Floats, Floats]:
    """Attributed direct and indirect emissions per process. [t CO2e]"""
    size, sharing = len(tables.activity_level), np.asarray(tables.sharing)
    streams = burnt_streams(tables, sharing)
    gases, gas_in, gas_out = burnt_waste_gases(tables, sharing, size)
    burnt = joined(streams, gases)
    units = heat_and_power_units(tables, burnt)
    own_power = generator_factors(tables, burnt)
    generated, used = generated_electricity(tables, own_power, units, size)
    recovered = recovered_heat_factors(tables, streams, size)
    heat_in, heat_out = heat_in_and_out(tables, burnt, units, recovered, size)
    direct = _direct(tables, (streams, gases), units, size) + np.asarray(tables.outsourced)
    attributed = attributed_direct_emissions(direct, heat_in, heat_out, gas_in, gas_out, generated)
    indirect = consumed_electricity(tables, own_power, units, size) + used + np.asarray(tables.outsourced_indirect)
    return attributed, indirect


def _direct(tables: Tables, burnt: tuple[Burnt, Burnt], units: Units, size: int) -> Floats:
    """One sum over all, in the order the figures take: streams, what has no flow, waste gases, own electricity."""
    streams, gases = burnt
    other = np.asarray(tables.other_process, dtype=np.int64), np.asarray(tables.other_emissions, dtype=np.float64)
    process = np.concatenate((streams.process, other[0], gases.process, units.process))
    return sums(process, np.concatenate((streams.emitted, other[1], gases.emitted, units.electricity)), size)
