"""Bought precursors on arrays."""

import numpy as np

from pulmu.carbon.batch.amounts import sums
from pulmu.carbon.tables.rows import Floats, Tables


def carried_by_bought(tables: Tables, activity: Floats, size: int) -> Floats:
    """What bought precursors bring per tonne of output. (processes, channels)"""
    result = np.zeros((size, 3))
    if not len(tables.bought_process):
        return result
    process = np.asarray(tables.bought_process, dtype=np.int64)
    consumption = np.asarray(tables.bought_mass) / activity[process]
    of, mass = np.asarray(tables.delivery_of, dtype=np.int64), np.asarray(tables.delivery_mass)
    masses = sums(of, mass, len(process))
    alone = np.bincount(of, minlength=len(process))[of] == 1
    for channel, values in enumerate(np.asarray(tables.delivery_values).T):
        weighted = sums(of, np.where(alone, values, mass * values), len(process))
        single = np.bincount(of, minlength=len(process)) == 1
        mean = np.where(single, weighted, weighted / masses)
        result[:, channel] = sums(process, consumption * mean, size)
    return result
