"""A year of quarter-hours of many meters, put straight into the files of a store; the same for the same number."""

from pathlib import Path

import numpy as np
from numpy.random import Generator

from pulmu.adapters.readings_store import ParquetReadingStore
from pulmu.metering import BAD, ESTIMATED, Readings, Series
from pulmu.services.ports import Evidence

SLOTS = 35_040
NEW_YEAR = 1_767_193_200
"""2026-01-01 00:00 in Seoul."""
MODULUS = 1_000_000.0


def meter(number: int) -> tuple[Series, list[Readings]]:
    """One meter in four is a counter; three in four have gaps; one in ten was corrected.

    A counter rolls over at a million; two counters in three were reset once or twice.
    """
    draw = np.random.default_rng(number)
    start = NEW_YEAR + 900 * np.arange(SLOTS, dtype=np.int64)
    is_counter = number % 4 == 3
    used = _used(draw)
    value = _standings(draw, used, resets=number // 4 % 3) if is_counter else used
    quality = np.zeros(SLOTS, np.int8)
    quality[draw.random(SLOTS) < 0.005] = ESTIMATED
    quality[draw.random(SLOTS) < 0.001] = BAD
    kept = np.ones(SLOTS, np.bool_)
    for _ in range(number // 2 % 4):
        begun = draw.integers(0, SLOTS - 100)
        kept[begun : begun + draw.integers(1, 96)] = False
    parts = [Readings(start, value, quality).take(kept)]
    if number % 10 == 5:
        some = np.sort(draw.choice(SLOTS, 300, replace=False))
        corrected = value[some] if is_counter else np.round(value[some] * 1.1, 2)
        parts.append(Readings(start[some], corrected, np.full(300, ESTIMATED, np.int8)))
    name, unit, kind = f"M-{number:04d}", "Nm3" if is_counter else "kWh", "counter" if is_counter else "interval"
    return Series(meter=name, unit=unit, interval=900, kind=kind, modulus=MODULUS if is_counter else None), parts


def _used(draw: Generator) -> np.ndarray:
    hour = np.arange(SLOTS) // 4 % 24
    level = draw.uniform(5, 200)
    return np.round(level * np.where((hour > 7) & (hour < 20), 1.0, 0.3) * draw.uniform(0.8, 1.2, SLOTS), 2)


def _standings(draw: Generator, used: np.ndarray, resets: int) -> np.ndarray:
    standing = np.cumsum(used)
    for _ in range(resets):
        at = draw.integers(1_000, SLOTS - 1_000)
        standing[at:] -= standing[at]
    return np.round(standing % MODULUS, 2)


def write_year(folder: Path, meters: int) -> int:
    """Write the meters into a store; how many readings."""
    store, written = ParquetReadingStore(folder), 0
    for number in range(meters):
        series, parts = meter(number)
        for after, part in enumerate(parts):
            evidence = (Evidence("made.csv", f"{number:064x}", "made", "start"),)
            store.append(series, part, reason="corrected" if after else "", evidence=evidence, after=after)
            written += len(part)
    return written
