"""Production systems as sparse arrays: goods made from goods, loops included, and what each carries per unit.

One solve of the transposed system gives the intensity of every good; a thousand demands are then one product with it.
It is a series: what goods carry themselves, what their inputs carry, the inputs of these, until nothing is added.
Where that takes long the system is factorised instead.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from pulmu.carbon.factorisation import Floats, Integers, solve_directly
from pulmu.model import InputError, Problem, problem

TOLERANCE = 1e-13
"""Largest part of an intensity that a series may still lack when it ends."""
MOST_TERMS = 400
"""A series that would need more terms is left for a factorisation."""
_CHECKED = 4
_STANDSTILL = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Goods that are made from goods.

    Parameters
    ----------
    consumption : (goods, goods)  What a unit of the good of a row consumes of the good of a column.
    emissions : (goods, channels)  What a unit carries by its own process.
    position : (exchanges,)  Number of each stored exchange in the order they were given in.
    """

    consumption: csr_array
    emissions: Floats
    position: Integers

    @property
    def goods(self) -> int:
        """How many goods there are."""
        return int(self.emissions.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class Intensities:
    """What a unit of every good carries in all, and how it was found.

    Parameters
    ----------
    values : (goods, channels)
    terms : Terms of the series; 0 where the system was factorised.
    """

    values: Floats
    terms: int


def production_system(consumer: Integers, consumed: Integers, amount: Floats, emissions: Floats) -> System:
    """A system from its exchanges; several between the same goods add up.

    Parameters
    ----------
    consumer, consumed : (exchanges,)  Numbers of goods.
    amount : (exchanges,)  Units of `consumed` per unit of `consumer`; not negative.
    emissions : (goods, channels) or (goods,)

    Raises
    ------
    InputError  Everything that does not fit: `carbon.system_shape`, `.system_number`, `.system_value`.
    """
    own = np.asarray(emissions, dtype=np.float64)
    own = own[:, None] if own.ndim == 1 else own
    rows, columns = np.asarray(consumer), np.asarray(consumed)
    values = np.asarray(amount, dtype=np.float64)
    problems = _problems(rows, columns, values, own)
    if problems:
        raise InputError(*problems)
    size = len(own)
    position = np.argsort(rows, kind="stable").astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows.astype(np.int64), minlength=size))])
    kept = (values[position], columns[position].astype(np.int32), starts.astype(np.int32))
    return System(csr_array(kept, shape=(size, size)), own, position)


def _problems(rows: Any, columns: Any, values: Floats, own: Floats) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if own.ndim != 2 or rows.ndim != 1 or not rows.shape == columns.shape == values.shape:
        shapes = ", ".join(str(item.shape) for item in (rows, columns, values, own))
        found.append(
            problem(
                "carbon.system_shape",
                "",
                f"consumer, consumed, amount and emissions have the shapes {shapes}",
                "give three lists of one length, and emissions with a row for every good",
                shapes=shapes,
            )
        )
        return tuple(found)
    outside = _outside(rows, len(own)) + _outside(columns, len(own))
    if outside:
        found.append(
            problem(
                "carbon.system_number",
                "",
                f"{outside} numbers of goods are not whole numbers from 0 to {len(own) - 1}",
                "number the goods in the order of their emissions, from 0",
                count=outside,
                last=len(own) - 1,
            )
        )
    wrong = int(np.count_nonzero(~(values >= 0) | np.isinf(values)) + np.count_nonzero(~np.isfinite(own)))
    if wrong:
        found.append(
            problem(
                "carbon.system_value",
                "",
                f"{wrong} values are not finite, or negative amounts of an exchange",
                "give finite numbers, and amounts that are not negative",
                count=wrong,
            )
        )
    return tuple(found)


def _outside(numbers: Any, size: int) -> int:
    if not len(numbers):
        return 0
    if not np.issubdtype(numbers.dtype, np.integer):
        return len(numbers)
    return int(np.count_nonzero((numbers < 0) | (numbers >= size)))


def scores(system: System, demands: Any) -> Floats:
    """What each demand carries. (demands, channels)

    Parameters
    ----------
    demands : (goods, demands), dense or sparse

    Raises
    ------
    InputError  `carbon.demand_shape`.
    SolveError  Nothing leaves a loop (`carbon.loop_not_solvable`).
    """
    wanted = checked_demands(system, demands)
    return np.asarray(wanted @ intensities(system).values)


def checked_demands(system: System, demands: Any) -> csr_array:
    """Demands as sparse rows, one per demand.

    Raises
    ------
    InputError  `carbon.demand_shape`.
    """
    wanted = csr_array(demands.T) if getattr(demands, "ndim", 0) == 2 else None
    if wanted is None or wanted.shape[1] != system.goods or not np.isfinite(wanted.data).all():
        raise InputError.of(
            "carbon.demand_shape",
            "",
            f"demands are not finite numbers of {system.goods} rows, one for every good",
            "give an array of two dimensions: a row for every good, a column for every demand",
            goods=system.goods,
        )
    return wanted


def intensities(system: System) -> Intensities:
    """What a unit of every good carries, its own and all that is consumed for it.

    Raises
    ------
    SolveError  Nothing leaves a loop (`carbon.loop_not_solvable`).
    """
    found = _by_series(system.consumption, system.emissions)
    if found is not None:
        return found
    return Intensities(solve_directly(system.consumption, system.emissions), 0)


def _by_series(consumption: csr_array, own: Floats) -> Intensities | None:
    """Sum of the series; None where it does not end soon."""
    values, floor = own, smallest_scale(own)
    lacking = [np.nan]
    for terms in range(1, MOST_TERMS + 1):
        following = own + consumption @ values
        if terms % _CHECKED == 0:
            lacking.append(float(largest_share(following - values, following, floor)))
            if has_ended(lacking[-1], lacking[-2], _CHECKED):
                return Intensities(following, terms)
            if _is_slow(lacking, terms):
                return None
        values = following
    return None


def smallest_scale(own: Floats) -> Floats:
    """Below it a value is no measure of its own rounding: where emissions are taken out, sums may come to nothing."""
    signed = (own < 0).any(axis=(-2, -1), keepdims=True)
    return np.where(signed, np.abs(own).max(axis=-2, keepdims=True, initial=0.0), 0.0)


def largest_share(change: Floats, values: Floats, floor: Floats) -> Floats:
    """Largest part of a value that its last term was, over goods and channels."""
    scale = np.maximum(np.abs(values), floor)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.abs(change) / scale
    shares[change == 0] = 0.0
    return np.asarray(shares.max(axis=(-2, -1), initial=0.0))


def has_ended(last: Any, previous: Any, gap: int) -> Any:
    """Whether all terms to come are less than the tolerance, by the rate at which terms shrank over a gap.

    Terms that no longer shrink are rounding, if they are small enough.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.power(last / previous, 1 / gap)
        rest = last * rate / (1 - rate)
    shrinks = last < previous
    return (last == 0) | np.where(shrinks, rest <= TOLERANCE, last < _STANDSTILL)


def _is_slow(lacking: list[float], terms: int) -> bool:
    if not np.isfinite(lacking[-1]):
        return True
    if len(lacking) < 11:
        return False
    rate = (lacking[-1] / lacking[-10]) ** (1 / (9 * _CHECKED))
    return bool(rate >= 1 or terms + np.log(TOLERANCE / lacking[-1]) / np.log(rate) > MOST_TERMS)
