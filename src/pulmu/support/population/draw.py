"""Draws that are spread evenly: what they sum to is what was asked for, at any scale."""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator, SeedSequence, default_rng
from numpy.typing import NDArray
from scipy.optimize import brentq

from pulmu.support.population.rake import Floats, Ints, whole

Flags = NDArray[np.bool_]


def generator(seed: int, *place: int) -> Generator:
    """Random numbers of one place of the population: the same whatever else is made."""
    return default_rng(SeedSequence(seed, spawn_key=place))


def even(random: Generator, count: int) -> Floats:
    """Uniform numbers, one in each of `count` equal steps, in random order."""
    return (random.permutation(count) + random.random(count)) / max(count, 1)


def dealt(random: Generator, weights: Floats, count: int) -> Ints:
    """Numbers of items by their weights, as exactly as whole numbers can, in random order."""
    shares = whole(weights, count)
    return random.permuted(np.repeat(np.arange(weights.size), shares))


def dealt_where(random: Generator, keys: Ints, weights: Floats) -> Ints:
    """The same for each key by its own row of weights."""
    found = np.zeros(keys.size, np.int64)
    for key in np.unique(keys):
        here = np.flatnonzero(keys == key)
        found[here] = dealt(random, weights[key], here.size)
    return found


def chosen(random: Generator, among: Flags, count: int) -> Flags:
    """So many of those, or all there are."""
    places = np.flatnonzero(among)
    found = np.zeros(among.size, bool)
    found[random.permutation(places)[:count]] = True
    return found


def chance(random: Generator, shares: Floats) -> Flags:
    """Yes with each one's own chance; the count is near the sum of all."""
    return random.random(shares.size) < shares


def chosen_by_weight(random: Generator, weights: Floats, count: int) -> Ints:
    """Places of so many, each with a chance by its weight; none twice."""
    possible = np.flatnonzero(weights > 0)
    # The largest of log(uniform) / weight: as drawn one by one without putting back.
    keys = np.log(random.random(possible.size)) / weights[possible]
    return possible[np.argsort(-keys, kind="stable")[:count]]


def solved(rising: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where a rising function reaches a target; the nearer end where it does not."""
    if rising(low) >= target:
        return low
    if rising(high) <= target:
        return high
    return float(brentq(lambda place: rising(place) - target, low, high, xtol=1e-12, rtol=1e-12))
