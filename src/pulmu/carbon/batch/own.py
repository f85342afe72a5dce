"""Own precursors on arrays."""

import numpy as np

from pulmu.carbon.system import intensities, production_system
from pulmu.carbon.tables.rows import Floats, Tables


def carried_by_goods(tables: Tables, activity: Floats, carried: Floats) -> Floats:
    """x = carried + A x for all plants in one sparse system."""
    if not len(tables.own_row):
        return carried
    rows, columns = (np.asarray(item, dtype=np.int64) for item in (tables.own_row, tables.own_column))
    return intensities(production_system(rows, columns, own_shares(tables, activity), carried)).values


def own_shares(tables: Tables, activity: Floats) -> Floats:
    """Tonnes of an own good per tonne of the good it goes into, per exchange."""
    return np.asarray(tables.own_mass) / activity[np.asarray(tables.own_row, dtype=np.int64)]
