"""Files of readings as the fastener maker's meters would export them: invented, and equal in sum to its description."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

YEAR = 2026
_DAYS, _SLOTS = 365, 96
_CLOSED = [*range(213, 218), 47, 48, 268, 269]  # summer leave, lunar new year, autumn holiday
_STEP = timedelta(minutes=15)

_METERS: dict[str, tuple[int, tuple[float, float, float]]] = {
    "em_main": (985_000_000, (0.22, 1.0, 0.55)),
    "em_wire": (316_000_000, (0.15, 1.0, 0.70)),
    "em_plating": (83_000_000, (0.35, 1.0, 0.40)),
}
"""Yearly total [0.01 kWh] and load in closed hours, on shift and on Saturdays, as shares of the load on shift."""


def sample_readings() -> dict[str, bytes]:
    """CSV files by name, as a utility's portal and a small logger write them: cp949, a title, times that end a slot."""
    return {f"{meter}.csv": _file(meter, *given) for meter, given in _METERS.items()}


def _file(meter: str, total: int, shares: tuple[float, float, float]) -> bytes:
    # Never the same noise for two meters, always the same for one.
    amounts = _spread(total, _load(shares, np.random.default_rng([YEAR, sum(meter.encode())])))
    head = f"시간대별 사용량 조회,{meter}\n일시,유효전력량(kWh)\n"
    return (head + "".join(map(_row, range(amounts.size), amounts.tolist()))).encode("cp949")


def _row(number: int, amount: int) -> str:
    ends = datetime(YEAR, 1, 1) + (number + 1) * _STEP
    shown = f"{ends:%Y-%m-%d %H:%M}" if ends.time() != datetime.min.time() else f"{ends - _STEP:%Y-%m-%d} 24:00"
    return f"{shown},{amount // 100}.{amount % 100:02d}\n"


def _load(shares: tuple[float, float, float], chance: np.random.Generator) -> NDArray[np.float64]:
    """Load of each quarter-hour, as a share of that on shift."""
    closed, on_shift, saturday = shares
    hour = np.arange(_SLOTS) / 4
    day_shift, night_shift = (hour >= 8) & (hour < 19), (hour >= 19) | (hour < 1)
    weekday = np.where(day_shift, on_shift, np.where(night_shift, 0.8 * on_shift, closed))
    short_day = np.where((hour >= 8) & (hour < 15), saturday, closed)
    rows: list[Any] = []
    for number in range(_DAYS):
        day = (date(YEAR, 1, 1) + timedelta(days=number)).weekday()
        rows.append(np.full(_SLOTS, closed) if day == 6 or number in _CLOSED else short_day if day == 5 else weekday)
    return np.concatenate(rows) * chance.uniform(0.85, 1.15, _DAYS * _SLOTS)


def _spread(total: int, load: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole amounts in proportion to a load that add up to the total."""
    edges = np.rint(np.cumsum(load) / load.sum() * total).astype(np.int64)
    return np.asarray(np.diff(edges, prepend=0), np.int64)
