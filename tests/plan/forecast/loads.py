"""A made plant: runs on workdays in two shifts, half of it on Saturdays, stands on Sundays and holidays."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from pulmu.plan.forecast import Load, kinds_of

FIRST = date(2026, 3, 2)


def made_load(days: int, seed: int = 7, slots: int = 96) -> Load:
    """Days of the plant; the same seed, the same load."""
    draws = np.random.default_rng(seed)
    hour = np.arange(slots) * 24 / slots
    shape = 20.0 + 280.0 * ((hour >= 7) & (hour < 21)) - 120.0 * ((hour >= 12) & (hour < 13))
    share = np.array([1.0, 0.5, 0.0])[kinds_of(FIRST, days)]
    power = 20.0 + (shape - 20.0) * share[:, None] * draws.normal(1.0, 0.1, (days, 1))
    return Load(FIRST, np.maximum(power * draws.normal(1.0, 0.15, (days, slots)), 0.0))


def spoiled(load: Load, day: int, slot: int, how: float) -> Load:
    """Everything from an instant on replaced."""
    power: NDArray[np.float64] = load.power.copy()
    power.reshape(-1)[day * load.slots + slot :] = how
    return Load(load.first, power, load.known, load.names)
