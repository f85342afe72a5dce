"""Power factor of a month, by day and by night."""

import numpy as np
from numpy.typing import NDArray

from pulmu.metering.series import Values


def mean_power_factor(active: Values, reactive: Values) -> float:
    """Power factor of several slots together; 100 where nothing was drawn. [%]

    Parameters
    ----------
    active, reactive : (slots,)  [kWh, kVArh]
    """
    energy, other = float(active.sum()), float(reactive.sum())
    return 100.0 if energy <= 0 else 100.0 * energy / float(np.hypot(energy, other))


def is_day(minute: NDArray[np.int64], start: int, end: int) -> NDArray[np.bool_]:
    """Whether minutes of the day lie between two; an end that is not after the start is on the next day."""
    return (minute >= start) & (minute < end) if start < end else (minute >= start) | (minute < end)
