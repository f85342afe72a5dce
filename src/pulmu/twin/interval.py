"""How sure a mean of independent replications is."""

import math
from collections.abc import Sequence

from scipy.special import stdtrit


def half_width(values: Sequence[float], confidence: float = 0.95) -> float | None:
    """Half the width of the interval that holds the mean with this confidence (Student's t); None of fewer than two."""
    count = len(values)
    if count < 2:
        return None
    mean = math.fsum(values) / count
    variance = math.fsum((value - mean) ** 2 for value in values) / (count - 1)
    return float(stdtrit(count - 1, (1 + confidence) / 2)) * math.sqrt(variance / count)
