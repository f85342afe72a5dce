"""What a plant's levels were before a day, and what an alarm may come from."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pulmu.plan.anomaly.levels import lowest_steady
from pulmu.plan.anomaly.meter import Alarm, Watched

Hint = Literal[
    "ran_when_closed", "early_or_late", "left_on", "higher_than_ever", "more_load", "no_supply", "stood", "less_load",
    "meter_stuck", "meter_zero", "leak", "base_saved", "more_per_level", "less_per_level",
]  # fmt: skip

_CLOSED = 0.25
_RUNS = 1.3
_LOOKED_AT, _LATELY = 90, 28
_BESIDE = 1.5
"""Hours within which a plant that usually runs has begun early or ended late. [h]"""


@dataclass(frozen=True, slots=True)
class Habits:
    """Levels before a day; NaN where nothing shows them.

    Parameters
    ----------
    lowest : Lowest steady level. [kW]
    running : Where nine in ten of the expected slots lie below. [kW]
    highest : Highest slot of four weeks. [kW]
    """

    lowest: float
    running: float
    highest: float

    @property
    def has_closed_hours(self) -> bool:
        """Whether the plant stands at times: what runs all day shows no closed hours."""
        return self.running > _RUNS * self.lowest

    @property
    def closed(self) -> float:
        """Power up to which it is closed where it is expected: a quarter of the way up to the running level. [kW]"""
        return self.lowest + _CLOSED * (self.running - self.lowest)


def habits_of(watched: Watched, day: int) -> Habits:
    """By the days before a row alone."""
    lately = slice(max(0, day - _LATELY), day)
    expected, power = watched.expected.middle[lately], watched.load.power[lately]
    expected, power = expected[~np.isnan(expected)], power[~np.isnan(power)]
    return Habits(
        lowest=lowest_steady(watched.levels.base[max(0, day - _LOOKED_AT) : day]),
        running=float(np.quantile(expected, 0.9)) if len(expected) else float("nan"),
        highest=float(power.max()) if len(power) else float("nan"),
    )


_OF_LEVELS: dict[str, Hint] = {
    "base_up": "leak", "base_down": "base_saved", "running_up": "more_per_level", "running_down": "less_per_level",
}  # fmt: skip


def hint_of(watched: Watched, alarm: Alarm) -> Hint:
    """What an alarm may come from, by the level it was at and the level that was expected."""
    if alarm.kind in _OF_LEVELS:
        return _OF_LEVELS[alarm.kind]
    if alarm.kind == "still":
        return "meter_zero" if alarm.actual == 0 else "meter_stuck"
    usual = habits_of(watched, alarm.told // watched.load.slots)
    is_closed = usual.has_closed_hours and alarm.expected <= usual.closed
    if alarm.kind == "above":
        return _above(watched, alarm, usual, is_closed=is_closed)
    if alarm.actual <= 0.1 * usual.lowest:
        return "no_supply"
    return "stood" if usual.has_closed_hours and alarm.actual <= usual.closed else "less_load"


def _above(watched: Watched, alarm: Alarm, usual: Habits, *, is_closed: bool) -> Hint:
    if is_closed:
        if _is_beside(watched, alarm, usual):
            return "early_or_late"
        return "ran_when_closed" if alarm.actual > (usual.lowest + usual.running) / 2 else "left_on"
    peak = float(np.nanmax(watched.load.power.ravel()[alarm.start : alarm.end]))
    return "higher_than_ever" if peak > usual.highest else "more_load"


def _is_beside(watched: Watched, alarm: Alarm, usual: Habits) -> bool:
    """Whether it usually runs within an hour and a half before or after, by what was expected of the same days."""
    near = int(_BESIDE * 3600 / watched.load.interval)
    last = (alarm.told // watched.load.slots + 1) * watched.load.slots  # no further than what was expected by then
    around = watched.expected.middle.ravel()[max(0, alarm.start - near) : min(alarm.end + near, last)]
    return bool((around > (usual.lowest + usual.running) / 2).any())
