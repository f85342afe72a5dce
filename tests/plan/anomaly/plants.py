"""A made plant with things that go wrong in it."""

import numpy as np
from tests.plan.forecast.loads import made_load

from pulmu.plan.forecast import Load


def with_leak(load: Load, day: int, kilowatt: float) -> Load:
    """So much more in every slot from a day on."""
    power = load.power.copy()
    power[day:] += kilowatt
    return Load(load.first, power)


def with_slots(load: Load, day: int, slots: slice, kilowatt: float) -> Load:
    """Some slots of a day at a power."""
    power = load.power.copy()
    power[day, slots] = kilowatt
    return Load(load.first, power)


def steady(days: int, seed: int, spread: float = 0.1) -> Load:
    """A load whose days are all alike: noise around a mean, each slot by itself."""
    draws = np.random.default_rng(seed)
    plain = made_load(1)
    return Load(plain.first, 100.0 * draws.lognormal(0.0, spread, (days, 96)))
