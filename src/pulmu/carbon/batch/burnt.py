"""What is burnt: one row per user and place."""

from dataclasses import dataclass, fields

import numpy as np

from pulmu.carbon.batch.amounts import amounts_of_users, divided_by_mass
from pulmu.carbon.tables.rows import Floats, Integers, PartRows, UseRows


@dataclass(frozen=True, slots=True)
class Burnt:
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


def joined(first: Burnt, second: Burnt) -> Burnt:
    return Burnt(*(np.concatenate((getattr(first, item.name), getattr(second, item.name))) for item in fields(Burnt)))


def places(parts: PartRows) -> tuple[Integers, ...]:
    return tuple(
        np.asarray(rows, dtype=np.int64) for rows in (parts.use, parts.process, parts.net, parts.generator, parts.unit)
    )


def burnt_amounts(rows: UseRows, parts: PartRows, activity: Floats) -> Floats:
    """Amount of every part of every use, in the base unit of its flow."""
    use, process, *_ = places(parts)
    amounts = amounts_of_users(rows, np.asarray(rows.total))[use]
    amounts = divided_by_mass(amounts, use, process, np.asarray(parts.throughput), activity)
    return np.asarray(amounts * np.asarray(rows.to_base)[use], dtype=np.float64)
