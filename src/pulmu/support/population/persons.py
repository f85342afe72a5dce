"""Persons at work: evenly within a band, more of the small ones, so that a section has as many as are known."""

import numpy as np
from numpy.random import Generator

from pulmu.support.population.cells import BAND_EDGES
from pulmu.support.population.draw import even, solved
from pulmu.support.population.rake import Floats, Ints


def mean_persons(band: int, power: float) -> float:
    """Mean of a band where uniform numbers are raised to a power."""
    low, high = BAND_EDGES[band]
    steps = np.arange(1, high - low + 1) / (high - low + 1)
    beyond: Floats = 1 - steps ** (1 / power)
    return float(low) + float(beyond.sum())


def band_powers(means: Floats) -> Floats:
    """The power with which each band has a mean; 1 for the band of one person."""
    powers = np.ones(means.size)
    for band in range(1, means.size):
        found = solved(lambda place, band=band: -mean_persons(band, float(np.exp(place))), -means[band], -5.0, 5.0)  # type: ignore[misc]
        powers[band] = np.exp(found)
    return powers


def draw_persons(random: Generator, bands: Ints, target: float, powers: Floats) -> Ints:
    """Persons of each firm by its band, as near to a sum as one change of all powers brings them."""
    low, high = np.array(BAND_EDGES).T
    persons = np.ones(bands.size, np.int64)
    here = np.flatnonzero(bands > 0)
    least, width = low[bands[here]], (high - low + 1)[bands[here]]
    logs = np.zeros(here.size)
    for band in range(1, low.size):
        of_band = np.flatnonzero(bands[here] == band)
        logs[of_band] = powers[band] * np.log(np.maximum(even(random, of_band.size), 1e-12))

    def at(change: float) -> Ints:
        more: Ints = np.floor(width * np.exp(np.exp(change) * logs)).astype(np.int64)
        found: Ints = least + more
        return found

    change = solved(lambda place: -float(at(place).sum()), persons.size - here.size - target, -5.0, 5.0)
    persons[here] = at(change)
    return persons
