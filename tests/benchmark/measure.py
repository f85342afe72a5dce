"""Lines of the page of benchmarks, and the clock."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    what: str
    found: str
    promise: str = ""
    kept: bool | None = None


def milliseconds(action: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and best of some runs, after one that is not counted."""
    action()
    taken = [seconds(action) * 1e3 for _ in range(times)]
    return statistics.median(taken), min(taken)


def seconds(action: Callable[[], object]) -> float:
    """One run by the clock."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun
