"""What share of a variance each uncertain input makes: Sobol indices of independent groups, Shapley effects of inputs
that are correlated.

Sources: Saltelli et al. 2010 (Computer Physics Communications 181), table 2: first index by (b) or by (c), whichever
is surer, total index by (f), both of Jansen 1999. Song, Nelson and Staum 2016 (SIAM/ASA Journal on Uncertainty
Quantification 4) for Shapley effects by permutations.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.factorisation import Floats, Integers

Function = Callable[[Floats], Floats]
"""From standard normal numbers (draws, numbers) to what comes out (draws, outputs)."""
_SURE = 1.96


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """Shares of the variance of each output, (groups, outputs), with half the width of their 95 % intervals.

    Parameters
    ----------
    first : What a group makes alone: by how much the variance shrinks where it is known.
    total : What it makes with others too: what is left of the variance where all others are known.
    variance : (outputs,)
    """

    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats
    variance: Floats


def sobol_indices(function: Function, group: Integers, draws: int, generator: np.random.Generator) -> Indices:
    """First and total indices of groups of standard normal numbers, independent of each other.

    Parameters
    ----------
    group : (numbers,)  The group of each number, from 0 on; within a group they may enter in any way.
    draws : Of each of groups + 2 runs of the function.
    """
    given, other = generator.standard_normal((2, draws, len(group)))
    of_given, of_other = function(given), function(other)
    centre = 0.5 * (of_given.mean(axis=0) + of_other.mean(axis=0))
    variance = 0.5 * (np.square(of_given - centre) + np.square(of_other - centre))
    groups = int(group.max(initial=-1)) + 1
    first, first_error, total, total_error = np.zeros((4, groups, of_given.shape[1]))
    for number in range(groups):
        mixed = given.copy()
        mixed[:, group == number] = other[:, group == number]
        of_mixed = function(mixed)
        alone = (of_other - centre) * (of_mixed - of_given)
        whole = 0.5 * np.square(of_given - of_mixed)
        left = variance - 0.5 * np.square(of_other - of_mixed)
        first[number], first_error[number] = _surer(_share(alone, variance), _share(left, variance))
        total[number], total_error[number] = _share(whole, variance)
    return Indices(first, first_error, total, total_error, variance.mean(axis=0))


def _share(part: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """Mean over mean, and half the width of its interval by the delta method; zero where nothing varies."""
    mean, of_whole = part.mean(axis=0), whole.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(of_whole > 0, mean / of_whole, 0.0)
        spread = (part - share * whole).std(axis=0) / np.sqrt(len(part))
        error = np.where(of_whole > 0, _SURE * spread / of_whole, 0.0)
    return share, error


def _surer(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Of two estimates of one index the one with the narrower interval: one for small shares, one for great."""
    better = one[1] <= other[1]
    return np.where(better, one[0], other[0]), np.where(better, one[1], other[1])


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shapley effects (inputs, outputs), which add up to one, with half the width of their 95 % intervals."""

    effect: Floats
    error: Floats
    variance: Floats


def shapley_effects(
    function: Function,
    correlation: Floats,
    generator: np.random.Generator,
    *,
    permutations: int = 500,
    inner: int = 3,
    draws: int = 10_000,
) -> Shares:
    """Shares of the variance of inputs that are correlated: each input's mean part over all orders of learning them.

    Parameters
    ----------
    correlation : (inputs, inputs)  Of the standard normal numbers the function takes.
    permutations, inner : Orders of the inputs, and draws for each mean of a variance; inner 3 is the paper's advice.
    draws : For the variance in all.

    Raises
    ------
    ValueError  The correlation is none.
    """
    root = _root(correlation)
    size = len(root)
    variance = function(generator.standard_normal((draws, size)) @ root.T).var(axis=0, ddof=1)
    orders = np.array([generator.permutation(size) for _ in range(permutations)])
    asked = [_conditional(correlation, order, place, inner, generator) for order in orders for place in range(1, size)]
    outcomes = function(np.concatenate(asked)) if asked else np.zeros((0, len(variance)))
    left = outcomes.reshape(permutations, max(size - 1, 0), inner, -1).var(axis=2, ddof=1)
    steps = np.concatenate(
        [np.zeros((permutations, 1, len(variance))), left, np.broadcast_to(variance, (permutations, 1, len(variance)))],
        axis=1,
    )
    parts = np.empty((permutations, size, len(variance)))
    np.put_along_axis(parts, orders[:, :, None], np.diff(steps, axis=1), axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(variance > 0, parts.mean(axis=0) / variance, 0.0)
        error = np.where(variance > 0, _SURE * parts.std(axis=0, ddof=1) / np.sqrt(permutations) / variance, 0.0)
    return Shares(effect, error, variance)


def _conditional(
    correlation: Floats, order: Integers, place: int, inner: int, generator: np.random.Generator
) -> Floats:
    """Draws in which the first `place` inputs of an order vary, given one draw of the others. (inner, inputs)"""
    varied, known = order[:place], order[place:]
    at = _root(correlation[np.ix_(known, known)]) @ generator.standard_normal(len(known))
    weights = np.linalg.lstsq(correlation[np.ix_(known, known)], correlation[np.ix_(known, varied)], rcond=None)[0].T
    rest = correlation[np.ix_(varied, varied)] - weights @ correlation[np.ix_(known, varied)]
    result = np.empty((inner, len(order)))
    result[:, known] = at
    result[:, varied] = weights @ at + generator.standard_normal((inner, place)) @ _root(rest).T
    return result


def _root(covariance: Floats) -> Floats:
    """A matrix whose product with itself transposed is the covariance, singular or not."""
    values, vectors = np.linalg.eigh(covariance)
    if (values < -1e-9 * max(1.0, float(values[-1]) if len(values) else 1.0)).any():
        raise ValueError("not a covariance")
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
