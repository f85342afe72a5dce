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


def persons_power(firms_by_band: Floats, persons: float) -> float:
    """The power with which firms of these bands have so many persons."""

    def total(log_power: float) -> float:
        return -persons_expected(firms_by_band, float(np.exp(log_power)))

    return float(np.exp(solved(total, -persons, -5.0, 5.0)))


def persons_expected(firms_by_band: Floats, power: float) -> float:
    """Persons of firms of these bands, with that power."""
    return float(sum(count * mean_persons(band, power) for band, count in enumerate(firms_by_band)))


def draw_persons(random: Generator, bands: Ints, target: float) -> Ints:
    """Persons of each firm by its band, as near to a sum as one power for all brings them."""
    low, high = np.array(BAND_EDGES).T
    persons = np.ones(bands.size, np.int64)
    here = np.flatnonzero(bands > 0)
    least, width = low[bands[here]], (high - low + 1)[bands[here]]
    logs = np.zeros(here.size)
    for band in range(1, low.size):
        of_band = np.flatnonzero(bands[here] == band)
        logs[of_band] = np.log(np.maximum(even(random, of_band.size), 1e-12))

    def at(log_power: float) -> Ints:
        more: Ints = np.floor(width * np.exp(np.exp(log_power) * logs)).astype(np.int64)
        found: Ints = least + more
        return found

    power = solved(lambda place: -float(at(place).sum()), persons.size - here.size - target, -5.0, 5.0)
    persons[here] = at(power)
    return persons
