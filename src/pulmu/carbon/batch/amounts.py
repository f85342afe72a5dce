"""Amounts of the users of a flow, and sums over rows."""

import numpy as np

from pulmu.carbon.attribution import reconciled_amount, share_by_functional_unit
from pulmu.carbon.tables.rows import Floats, Integers, UseRows


def sums(index: Integers, values: Floats, size: int) -> Floats:
    """Sum per index, in the order of the rows; rows of index -1 fall away."""
    kept = index >= 0
    return np.asarray(np.bincount(index[kept], weights=values[kept], minlength=size)[:size], dtype=np.float64)


def amounts_of_users(rows: UseRows, total: Floats, exported: Floats | None = None) -> Floats:
    """Amount of every user, in the unit of its meter or, without one, of the total."""
    flow = np.asarray(rows.flow, dtype=np.int64)
    amount, to_total = np.asarray(rows.amount), np.asarray(rows.to_total)
    is_open = np.isnan(amount)
    size = len(total)
    known = sums(flow, np.where(is_open, 0.0, amount * to_total), size)
    rests = np.bincount(flow[is_open], minlength=size)[:size]
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where((rests == 0) & (known > 0), total / known, 1.0)
    rest = total - (known if exported is None else known + exported)
    mass = np.asarray(rows.mass)
    masses = sums(flow, mass, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = share_by_functional_unit(rest[flow], mass, [masses[flow]])
    metered = amount if exported is not None else reconciled_amount(amount, factor[flow])
    opened = np.where(rests[flow] > 1, shared, rest[flow])
    return np.asarray(np.where(is_open, opened, metered), dtype=np.float64)


def divided_by_mass(amounts: Floats, use: Integers, process: Integers, throughput: Floats, activity: Floats) -> Floats:
    """Amount of a use over the processes its equipment serves, by mass."""
    count = np.bincount(use) if len(use) else np.zeros(0, dtype=np.int64)
    several = count[use] > 1
    if not several.any():
        return amounts
    mass = np.where(np.isnan(throughput), np.where(process >= 0, activity[process], 0.0), throughput)
    masses = sums(use, mass, len(count))
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = share_by_functional_unit(amounts, mass, [masses[use]])
    return np.where(several, shared, amounts)
