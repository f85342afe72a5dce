"""The load of a meter to come: from its readings to tomorrow's curve, with what it rests on and what was missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering import BAD, Readings, Series, amounts
from pulmu.model import InputError, Problem, Source, conversion_factor, warning
from pulmu.plan.forecast import (
    LEARNED_DAYS,
    NAIVE,
    TRACKED_DAYS,
    Forecast,
    Load,
    Tell,
    forecast_load,
    load_of_slots,
    origin_of,
    tell_nobody,
)
from pulmu.plan.forecast.load import Values
from pulmu.reference.holidays import are_holidays_known
from pulmu.services.known_ahead import Known, with_known

_SLOT, _HOUR, _DAY = 900, 3600, 86_400
_MUCH, _JUDGED_DAYS = 1.1, 14
"""By how much a naive rule has to be nearer, and over how many days, before it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastOrder:
    """What is to be forecast, and from what.

    Parameters
    ----------
    at : Local instant after which nothing is known; None for the end of the readings.
    days : Only so many last days are looked at; None for all.
    known : What is known ahead, such as a weather forecast.
    is_learning : Learn models where there is enough to learn from; else the rules are alone.
    """

    at: datetime | None = None
    days: int | None = None
    seed: int = 0
    is_learning: bool = True
    tracked: int = TRACKED_DAYS
    known: Known | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasted:
    """A forecast of a meter, where its readings stand, and what to know about it."""

    meter: str
    source: Source
    forecast: Forecast
    problems: tuple[Problem, ...]

    def starts(self) -> list[datetime]:
        """Start of each slot on the clock of the meter."""
        midnight = datetime.combine(self.forecast.day, datetime.min.time())
        return [
            midnight + timedelta(seconds=self.forecast.interval * slot) for slot in range(len(self.forecast.middle))
        ]


def forecast_series(
    series: Series, readings: Readings, source: Source, order: ForecastOrder, tell: Tell = tell_nobody
) -> Forecasted:
    """Forecast the day after the last reading of a meter, or the rest of a day that has begun.

    Raises
    ------
    InputError  There are too few readings (`forecast.too_short`), they are longer than an hour (`forecast.interval`),
        the clock of the meter is put on or back among them (`forecast.clock`), or it measures no electricity.
    """
    load = last_days(load_of(series, readings, order.at), order.days)
    left_out: tuple[Problem, ...] = ()
    if order.known is not None:
        load, left_out = with_known(load, order.known, origin_of(load)[0])
    made = forecast_load(load, seed=order.seed, is_learning=order.is_learning, tracked=order.tracked, tell=tell)
    return Forecasted(
        meter=series.meter, source=source, forecast=made, problems=(*_told(series, load, made), *left_out)
    )


def load_of(series: Series, readings: Readings, at: datetime | None = None) -> Load:
    """Mean power of quarter-hours (or longer slots, as they are read) by days of the meter's clock; gaps stay gaps.

    Parameters
    ----------
    at : Readings of slots that had not ended by this local instant are left out.
    """
    if series.interval > _HOUR:
        minutes = series.interval // 60
        raise InputError.of("forecast.interval", series.meter, f"readings every {minutes} minutes show no day",
                            "give readings of an hour or shorter", minutes=minutes)  # fmt: skip
    drawn = amounts(series, readings)
    drawn = drawn.take(drawn.quality != BAD)
    local = drawn.start + _offset(series, drawn)
    if at is not None:
        before = local + series.interval <= _clock_seconds(at)
        drawn, local = drawn.take(before), local[before]
    if not len(drawn):
        raise InputError.of("forecast.no_readings", series.meter, "there are no readings to forecast from",
                            "import readings, or forecast from a later instant")  # fmt: skip
    first = int(local[0] // _DAY)
    slots = np.full(int((local[-1] - first * _DAY) // series.interval) + 1, np.nan)
    hours = series.interval / _HOUR
    slots[(local - first * _DAY) // series.interval] = drawn.value * conversion_factor(series.unit, "kWh") / hours
    slots, interval = _quarters(slots, series.interval)
    return load_of_slots(date(1970, 1, 1) + timedelta(days=first), slots, _DAY // interval)


def _offset(series: Series, drawn: Readings) -> int:
    """Seconds by which the meter's clock is ahead of UTC, all the time."""
    clock = ZoneInfo(series.zone)
    days = range(int(drawn.start[0]), int(drawn.start[-1]) + 2 * _DAY, _DAY) if len(drawn) else range(0)
    found = {int((datetime.fromtimestamp(day, UTC).astimezone(clock).utcoffset() or timedelta()).total_seconds())
             for day in days}  # fmt: skip
    if len(found) > 1:
        raise InputError.of(
            "forecast.clock", series.meter, f"the clock of {series.zone} is put on or back among the readings",
            "import the meter with a zone whose days are all alike", zone=series.zone,
        )  # fmt: skip
    return found.pop() if found else 0


def _clock_seconds(at: datetime) -> int:
    return int((at - datetime(1970, 1, 1)).total_seconds())


def _quarters(slots: Values, interval: int) -> tuple[Values, int]:
    """Means of quarter-hours of shorter slots: one that lacks a slot is missing."""
    if interval >= _SLOT:
        return slots, interval
    each = _SLOT // interval
    whole = len(slots) // each
    quarters: Values = slots[: whole * each].reshape(whole, each).mean(axis=1)
    return quarters, _SLOT


def last_days(load: Load, days: int | None) -> Load:
    """So many last days of a load; all, if none are named."""
    if days is None or load.days <= days:
        return load
    skipped = load.days - days
    return replace(load, first=load.day(skipped), power=load.power[skipped:])


def _told(series: Series, load: Load, made: Forecast) -> Iterator[Problem]:
    """What a reader has to know of a forecast."""
    if made.basis.missing:
        lacking = np.isnan(load.power[: made.basis.days])
        days = int(lacking.any(axis=1).sum())
        yield warning(
            "forecast.gaps", series.meter, f"{made.basis.missing} slots on {days} days are missing: none was filled",
            "import them", slots=made.basis.missing, days=days,
        )  # fmt: skip
    if made.basis.not_learned == "short":
        yield warning(
            "forecast.rules_alone", series.meter,
            f"{made.basis.days} days are too few to learn from: the rules are alone",
            f"import {LEARNED_DAYS} days or more",
            days=made.basis.days, least=LEARNED_DAYS,
        )  # fmt: skip
    if made.basis.not_learned == "no_lightgbm":
        yield warning("forecast.no_lightgbm", "", "LightGBM is not installed: the rules are alone",
                      'install it: pip install "pulmu[plan]"')  # fmt: skip
    yield from _doubts(series, load, made)
    unknown = [day for day in (made.basis.first, made.day) if not are_holidays_known(day)]
    if unknown:
        year = unknown[0].year
        yield warning("forecast.no_holidays", str(year), f"public holidays of {year} are not known here",
                      "take its holidays for workdays when you read it", year=year)  # fmt: skip


def _doubts(series: Series, load: Load, made: Forecast) -> Iterator[Problem]:
    """What makes a forecast doubtful: a meter that stands still, a plant that does otherwise than before."""
    if not np.nanmax(np.abs(load.power)) > 0:
        yield warning("forecast.all_zero", series.meter, "every reading is zero: so is the forecast",
                      "look whether the meter counts")  # fmt: skip
    track = made.track
    rules = {name: track.errors[name] for name in NAIVE if track.errors[name] < track.error / _MUCH}
    if track.days >= _JUDGED_DAYS and rules:
        more = f"{track.error / max(min(rules.values()), 1e-9) - 1:.0%}"
        yield warning(
            "forecast.rule_nearer", series.meter,
            f"over the last {track.days} days the best naive rule was nearer: the forecast was off by {more} more",
            "if the plant has begun to run otherwise, look only at the days since: --days",
            days=track.days, more=more,
        )  # fmt: skip
