"""What a machine draws in each of its states, from a meter that counts all of them together.

The energy of a slot is the sum over states of power times hours, and over events (pieces, cycles) of energy times their
number: least squares, no power below nothing. The errors of neighbouring slots hang together, so the intervals are by
Newey and West, with the rest of each slot as it would be had the slot not been fitted: a state seen in a few slots
alone would look surer than it is. Source: Lawson and Hanson 1974, Solving Least Squares Problems, chapter 23 (nnls);
Newey and West 1987, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
matrix", Econometrica 55; MacKinnon and White 1985, "Some heteroskedasticity-consistent covariance matrix estimators
with improved finite sample properties", Journal of Econometrics 29 (HC3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from pulmu.twin.live.estimate import Estimate, quantile
from pulmu.twin.live.history import Floats

Booleans = NDArray[np.bool_]
_SAME = 1e-7
"""Columns are told apart where what one has on its own is more than this share of it."""
_OWN = 1e-6
"""A slot that fits by itself, whatever it holds, says nothing of its error."""


@dataclass(frozen=True, slots=True)
class PowerFit:
    """What each column draws: a power of a state, an energy of an event.

    Parameters
    ----------
    found : By name; None where it never occurred, or cannot be told apart from others.
    never : Names of what never occurred.
    alike : Names that always come in the same mixture: only their sum is known.
    slots : How many slots were used; those with a gap are left out.
    left_out : How many were not.
    unexplained : Root of the mean squared rest, in the meter's unit; None where no slot is left to tell.
    """

    found: dict[str, Estimate | None]
    never: tuple[str, ...]
    alike: tuple[str, ...]
    slots: int
    left_out: int
    unexplained: float | None


def power_by_state(
    names: Sequence[str], amounts: Floats, energy: Floats, confidence: float = 0.95
) -> PowerFit:  # fmt: skip
    """What each state or event draws.

    Parameters
    ----------
    names : Of the columns.
    amounts : (slots, columns)  Hours of a state, or how often an event was; NaN where it is not known.
    energy : (slots,)  What the meter counted; NaN where it has a gap.

    Returns
    -------
    Powers in the meter's unit per hour, energies in its unit per event.
    """
    usable = np.isfinite(amounts).all(axis=1) & np.isfinite(energy)
    x, y = amounts[usable], energy[usable]
    seen: Booleans = np.any(x != 0, axis=0)
    apart = seen & _told_apart(x, seen)
    never = tuple(name for name, is_seen in zip(names, seen, strict=True) if not is_seen)
    alike = tuple(name for name, one, is_seen in zip(names, apart, seen, strict=True) if is_seen and not one)
    left_out = int(len(usable) - usable.sum())
    found: dict[str, Estimate | None] = dict.fromkeys(names)
    freedom = len(x) - np.linalg.matrix_rank(x[:, seen]) if seen.any() else 0
    if freedom < 1:
        return PowerFit(found, never, alike, len(x), left_out, None)
    bounded, free, half, rest = _fit(x[:, seen], y, int(freedom), confidence)
    for place, column in enumerate(np.flatnonzero(seen).tolist()):
        if apart[column]:
            found[names[column]] = Estimate(
                value=float(bounded[place]), low=max(float(free[place] - half[place]), 0.0),
                high=max(float(free[place] + half[place]), 0.0), confidence=confidence, count=len(x),
            )  # fmt: skip
    return PowerFit(found, never, alike, len(x), left_out, rest)


def _told_apart(x: Floats, seen: Booleans) -> Booleans:
    """Of each column: whether no other columns together make it up."""
    found = np.zeros(x.shape[1], dtype=bool)
    columns = np.flatnonzero(seen)
    if len(columns):
        triangle = np.linalg.qr(x[:, columns] / np.linalg.norm(x[:, columns], axis=0), mode="r")
        _, sizes, rows = np.linalg.svd(triangle, full_matrices=True)
        rank = int((sizes > _SAME * sizes.max()).sum())
        found[columns] = (np.abs(rows[rank:]) <= 1e-6).all(axis=0)
    return found


def _fit(x: Floats, y: Floats, freedom: int, confidence: float) -> tuple[Floats, Floats, Floats, float]:
    """Values not below 0, those without that bound, half the width of their intervals; and the root of the rest."""
    scale = np.linalg.norm(x, axis=0)
    scaled = x / scale
    left, sizes, right = np.linalg.svd(scaled, full_matrices=False)
    kept = sizes > _SAME * sizes.max()
    inverse = right[kept].T / sizes[kept]
    free = inverse @ (left[:, kept].T @ y)
    bounded, _ = nnls(scaled, y)
    leverage = (left[:, kept] ** 2).sum(axis=1)
    alone = leverage > 1 - _OWN
    scores = scaled * ((y - scaled @ free) / np.where(alone, 1.0, 1 - leverage))[:, None]
    middle = _long_run(scores) * len(y) / freedom
    spread = inverse @ (inverse.T @ middle @ inverse) @ inverse.T
    errors = np.sqrt(np.clip(np.diag(spread), 0, None))
    errors[(np.abs(inverse @ left[alone][:, kept].T) > 1e-9).any(axis=1)] = np.inf
    rest = float(np.sqrt(np.mean((y - scaled @ bounded) ** 2)))
    return bounded / scale, free / scale, quantile(confidence, freedom) * errors / scale, rest


def _long_run(scores: Floats) -> Floats:
    """Sum of the products of scores with each other, those of neighbouring slots included, with falling weight."""
    count = len(scores)
    reach = int(4 * (count / 100) ** (2 / 9))
    found = scores.T @ scores
    for lag in range(1, min(reach, count - 1) + 1):
        product = scores[lag:].T @ scores[:-lag]
        found = found + (1 - lag / (reach + 1)) * (product + product.T)
    return np.asarray(found)
