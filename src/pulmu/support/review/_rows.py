"""The pairs of an assignment and the conditions on sums of them: sizes of panels, loads, roles, institutions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from pulmu.support.review.panel_rules import Flags, Integers, Wanted


@dataclass(frozen=True, slots=True)
class Rows:
    """Conditions on sums of pairs: `low <= matrix @ chosen <= high`."""

    matrix: csr_array
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs that may be chosen, by number of application and candidate."""

    application: Integers
    candidate: Integers

    @property
    def size(self) -> int:
        """How many there are."""
        return int(self.application.size)


def pairs_of(allowed: Flags, seed: int) -> Pairs:
    """The pairs in an order drawn from the seed: among equally good assignments the order decides, not the file."""
    random = np.random.default_rng(seed)
    application, candidate = np.nonzero(allowed)
    order = np.lexsort(
        (random.permutation(allowed.shape[1])[candidate], random.permutation(allowed.shape[0])[application])
    )
    return Pairs(application[order].astype(np.int64), candidate[order].astype(np.int64))


def rows_of(wanted: Wanted, pairs: Pairs) -> list[Rows]:
    """Conditions on the size of panels, the load and the roles; those on institutions are added where they bite."""
    size, count = len(wanted.applications), float(wanted.rules.per_application)
    rows = [
        _by(pairs.application, np.ones(pairs.size), size, count, count),
        Rows(_matrix(pairs.candidate, np.ones(pairs.size), len(wanted.candidates)),
             wanted.least().astype(np.float64), wanted.most().astype(np.float64)),
    ]  # fmt: skip
    for role, least in sorted(wanted.rules.roles.items()):
        rows.append(_by(pairs.application, wanted.with_role(role)[pairs.candidate], size, float(least), np.inf))
    return rows


def institution_rows(wanted: Wanted, pairs: Pairs, panels: Flags) -> Rows:
    """No more of one institution than may be, for some panels."""
    kinds = wanted.institution_numbers()[pairs.candidate]
    row = np.full(len(wanted.applications), -1, dtype=np.int64)
    row[panels] = np.arange(int(panels.sum()))
    held = np.flatnonzero((row[pairs.application] >= 0) & (kinds >= 0))
    width = int(kinds.max(initial=-1)) + 1
    size = int(panels.sum()) * width
    at = row[pairs.application[held]] * width + kinds[held]
    matrix = csr_array(coo_array((np.ones(held.size), (at, held)), (size, pairs.size)))
    most = float(wanted.rules.most_of_institution or 0)
    return Rows(matrix, np.full(size, -np.inf), np.full(size, most))


def _by(number: Integers, weight: npt.NDArray[np.float64] | Flags, size: int, low: float, high: float) -> Rows:
    return Rows(_matrix(number, weight, size), np.full(size, low), np.full(size, high))


def _matrix(number: Integers, weight: npt.NDArray[np.float64] | Flags, size: int) -> csr_array:
    columns = np.arange(number.size)
    return csr_array(coo_array((np.asarray(weight, dtype=np.float64), (number, columns)), (size, number.size)))
