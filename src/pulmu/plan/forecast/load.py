"""What is known of a load: mean power of whole slots, day by day, and nothing after an instant."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pulmu.model import InputError
from pulmu.reference.holidays import is_day_off, public_holidays

Values = NDArray[np.float64]
Kinds = NDArray[np.int64]

WORKDAY, SATURDAY, DAY_OFF, HOLIDAY = 0, 1, 2, 3
"""Kinds of a day: what a plant does differs more between them than within one. The last is for judging alone."""

_DAY_SECONDS = 86_400


def kind_of(day: date) -> int:
    """Kind of a day by Korea's calendar: Sundays and public holidays are alike."""
    if day.weekday() == 5 and day not in public_holidays():
        return SATURDAY
    return DAY_OFF if is_day_off(day) else WORKDAY


def kinds_of(first: date, days: int) -> Kinds:
    """Kinds of days that follow each other."""
    return np.array([kind_of(first + timedelta(days=number)) for number in range(days)], np.int64)


def judged_kinds_of(first: date, days: int) -> Kinds:
    """Kinds of days that follow each other, with holidays that are no Sundays apart: plants differ in what they make
    of them, and who was right about Sundays says nothing about it."""
    kinds = kinds_of(first, days)
    for number, kind in enumerate(kinds.tolist()):
        if kind == DAY_OFF and (first + timedelta(days=number)).weekday() != 6:
            kinds[number] = HOLIDAY
    return kinds


def _no_known() -> Values:
    return np.zeros((0, 0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """Power of a meter by days of one length.

    Parameters
    ----------
    first : Day of the first row.
    power : (days, slots)  Mean power of each slot; NaN where it is missing or not yet there. [kW]
    known : (days or more, slots, columns)  What is known ahead, such as a weather forecast or a production plan;
        NaN where it is not.
    names : Of the columns of `known`.
    """

    first: date
    power: Values
    known: Values = field(default_factory=_no_known)
    names: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Days that have a row."""
        return int(self.power.shape[0])

    @property
    def slots(self) -> int:
        """Slots of a day."""
        return int(self.power.shape[1])

    @property
    def interval(self) -> int:
        """Length of a slot. [s]"""
        return _DAY_SECONDS // self.slots

    def day(self, number: int) -> date:
        """Date of a row."""
        return self.first + timedelta(days=number)

    def until(self, day: int, slot: int = 0) -> "Load":
        """The load as it was known at an instant: rows of whole days before it, and of its day what had been.

        Parameters
        ----------
        day, slot : Of the instant; with slot 0 the day itself has no row.
        """
        power = self.power[: day + (slot > 0)].copy()
        if slot:
            power[day, slot:] = np.nan
        return replace(self, power=power)


def load_of_slots(first: date, power: Values, slots: int) -> Load:
    """Slots that follow each other from the first midnight, the last day filled up with what is not yet there."""
    whole = -(-len(power) // slots)
    filled = np.full(whole * slots, np.nan)
    filled[: len(power)] = power
    return Load(first, filled.reshape(whole, slots))


def check_load(load: Load) -> None:
    """Refuse what no rule can forecast from.

    Raises
    ------
    InputError  Not one whole day is there (`forecast.too_short`), or a power is infinite (`forecast.not_finite`).
    """
    if np.isinf(load.power).any():
        raise InputError.of("forecast.not_finite", load.first.isoformat(), "a reading is infinite",
                            "correct the reading")  # fmt: skip
    there = np.count_nonzero(~np.isnan(load.power))
    if there < LEAST_DAYS * load.slots:
        raise InputError.of(
            "forecast.too_short", load.first.isoformat(),
            f"{there / load.slots:.1f} days of readings are there; the simplest rule needs {LEAST_DAYS}",
            f"import at least {LEAST_DAYS} days", days=f"{there / load.slots:.1f}", least=LEAST_DAYS,
        )  # fmt: skip


LEAST_DAYS = 7
"""Days of readings without which nothing is forecast: the week before is the simplest rule of a plant."""
