"""Goods that feed each other: which ones do, and the refusal of a loop that nothing leaves."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from pulmu.model import SolveError


def loop_numbers(consumption: csr_array) -> np.typing.NDArray[np.int64]:
    """Number of the loop of every good; a good that is in none has a number of its own. (goods,)

    Parameters
    ----------
    consumption : (goods, goods)  Entry where the good of a row consumes the good of a column.
    """
    pattern = consumption.copy()
    pattern.sum_duplicates()  # SciPy's search does not end where an entry stands twice.
    _, numbers = connected_components(pattern, directed=True, connection="strong")
    return np.asarray(numbers, dtype=np.int64)


def not_solvable(place: str = "") -> SolveError:
    """The error of a loop that nothing leaves."""
    return SolveError.of(
        "carbon.loop_not_solvable",
        place,
        "processes feed each other and nothing leaves the loop",
        "check the masses they pass to each other against their production",
    )
