"""A production system solved by its factors, in block triangular order: loops are the blocks."""

import numpy as np
from scipy.sparse import csc_array, csr_array, eye_array
from scipy.sparse.linalg import SuperLU, splu

from pulmu.carbon.loops import loop_numbers, not_solvable

Floats = np.typing.NDArray[np.float64]
Integers = np.typing.NDArray[np.int64]
_ROUNDING = 1e-9


def solve_directly(consumption: csr_array, own: Floats, order: Integers | None = None) -> Floats:
    """Intensities by factorising the system.

    Parameters
    ----------
    order : Block triangular order of its goods, where it is known.

    Raises
    ------
    SolveError  Nothing leaves a loop (`carbon.loop_not_solvable`).
    """
    order = block_triangular_order(consumption) if order is None else order
    factor = factorised(consumption, order)
    right = with_witness(own)
    values = solved_in_order(factor, order, right)
    check_solution(consumption, right, values)
    return values[:, : own.shape[1]]


def with_witness(own: Floats) -> Floats:
    """Emissions to solve for; where some are taken out, ones are added: signs tell nothing of loops but of theirs."""
    return np.column_stack([own, np.ones(len(own))]) if (own < 0).any() else own


def solved_in_order(factor: SuperLU, order: Integers, right: Floats) -> Floats:
    """The solution, in the order of the goods."""
    values = np.empty_like(right)
    values[order] = factor.solve(np.ascontiguousarray(right[order]))
    return values


def factorised(consumption: csr_array, order: Integers) -> SuperLU:
    """The system's factors in an order of its goods.

    Raises
    ------
    SolveError  The system has no solution (`carbon.loop_not_solvable`).
    """
    balance = csc_array(eye_array(consumption.shape[0], format="csr") - consumption)
    try:
        return splu(csc_array(balance[order][:, order]), permc_spec="NATURAL", diag_pivot_thresh=0.0)
    except RuntimeError as error:
        raise not_solvable() from error


def block_triangular_order(consumption: csr_array) -> Integers:
    """Goods such that all come after what they consume, but for loops; within a loop, such that factors stay sparse."""
    label = loop_numbers(consumption)
    order = np.argsort(label, kind="stable")
    counts = np.bincount(label)
    starts = np.concatenate([[0], np.cumsum(counts)])
    for block in np.flatnonzero(counts > 2):
        members = order[starts[block] : starts[block + 1]]
        order[starts[block] : starts[block + 1]] = members[_least_fill(consumption[members][:, members])]
    return np.asarray(order, dtype=np.int64)


def _least_fill(loop: csr_array) -> Integers:
    entries = (np.ones(loop.nnz), loop.indices, loop.indptr)
    balance = csc_array(
        csr_array(entries, shape=loop.shape) + eye_array(loop.shape[0], format="csr") * (loop.nnz + 1.0)
    )
    factor = splu(balance, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    return np.argsort(factor.perm_c)


def check_solution(consumption: csr_array, right: Floats, values: Floats, place: str = "") -> None:
    """Refuse what does not solve the system, and goods that carry less than nothing though their processes do not.

    Then more circulates than is made: the balance has a solution, but no plant has it.

    Raises
    ------
    SolveError  `carbon.loop_not_solvable`.
    """
    told = slice(-1, None) if (right < 0).any() else slice(None)
    with np.errstate(invalid="ignore", over="ignore"):
        rounding = _ROUNDING * (np.abs(right) + consumption @ np.abs(values) + np.abs(values))
        lacking = np.abs(right + consumption @ values - values)
        if not (lacking <= rounding).all() or not (values[:, told] >= -rounding[:, told]).all():
            raise not_solvable(place)
