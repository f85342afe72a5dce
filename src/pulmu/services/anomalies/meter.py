"""Alarms of a meter under a budget, with their time, what they may come from, and what they cost in each balance."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering import Readings, Series
from pulmu.model import Problem, RuleError, Source, warning
from pulmu.model.tariff import Tariff
from pulmu.plan.anomaly import (
    FIRST_DAY,
    Alarm,
    Loss,
    Standby,
    Watched,
    alarm_loss,
    hint_of,
    standby,
    watch_meter,
)
from pulmu.plan.anomaly.habits import Hint
from pulmu.plan.forecast import Load, Tell, tell_nobody
from pulmu.plan.forecast.load import Values
from pulmu.plan.tariff.marginal import won_per_kwh
from pulmu.reference import grid_emission_factor
from pulmu.reference.holidays import are_holidays_known
from pulmu.reference.parameters import Parameter
from pulmu.services.forecast_series import last_days, load_of

GRID_YEAR = 2023
"""Newest year whose factor of the grid is published; it stands for later ones, and that is said."""
STANDBY_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyOrder:
    """What is looked for, and what it is counted in.

    Parameters
    ----------
    budget : Alarms a day that are wanted while nothing is wrong, at most.
    tariff : By which energy is priced; None: won are not told.
    rates_of : Day whose terms are charged whatever the day; its prices are then counterfactual.
    at : Local instant after which nothing is known; None for the end of the readings.
    days : Last days of which closed hours are counted.
    last : Only so many last days are looked at; None for all.
    """

    budget: float = 0.5
    tariff: Tariff | None = None
    rates_of: date | None = None
    at: datetime | None = None
    days: int = STANDBY_DAYS
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAlarm:
    """An alarm on the clock of the meter.

    Parameters
    ----------
    told : When it could be told: the end of the slot that raised it.
    start, end : What it is about, half-open.
    loss : None of what costs nothing by itself.
    """

    alarm: Alarm
    hint: Hint
    told: datetime
    start: datetime
    end: datetime
    loss: Loss | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomalies:
    """Alarms of a meter in order of time.

    Parameters
    ----------
    from_day, to_day : First and last day on which hours could be told; equal to the day after the last, if none.
    standby : None where the plant shows no closed hours.
    factor : Of the grid. [t CO2e/MWh]
    is_priced : Whether losses have won.
    """

    meter: str
    source: Source
    order: AnomalyOrder
    watched: Watched
    alarms: tuple[ToldAlarm, ...]
    from_day: date
    to_day: date
    standby: Standby | None
    factor: Parameter
    is_priced: bool
    problems: tuple[Problem, ...]


def find_anomalies(
    series: Series, readings: Readings, source: Source, order: AnomalyOrder, tell: Tell = tell_nobody
) -> Anomalies:
    """What was unusual, day by day by what was known before it.

    Raises
    ------
    InputError  As `forecast_series`: too few readings, too long a slot, a clock that is put on.
    """
    load = last_days(load_of(series, readings, order.at), order.last)
    watched = watch_meter(load, order.budget, tell)
    prices, unpriced = _prices(series, load, order)
    factor = grid_emission_factor("KR", GRID_YEAR, "co2e")
    told = tuple(_told(watched, one, prices, factor.value) for one in watched.alarms)
    return Anomalies(
        meter=series.meter, source=source, order=order, watched=watched, alarms=told,
        from_day=load.day(watched.begun), to_day=load.day(load.days - 1),
        standby=standby(watched, order.days, prices, factor.value), factor=factor,
        is_priced=order.tariff is not None and not unpriced, problems=(*unpriced, *_problems(series, watched)),
    )  # fmt: skip


def _told(watched: Watched, alarm: Alarm, prices: Values, factor: float) -> ToldAlarm:
    midnight, step = datetime.combine(watched.load.first, datetime.min.time()), timedelta(seconds=watched.load.interval)
    return ToldAlarm(
        alarm=alarm, hint=hint_of(watched, alarm), told=midnight + step * (alarm.told + 1),
        start=midnight + step * alarm.start, end=midnight + step * alarm.end,
        loss=alarm_loss(watched, alarm, prices, factor),
    )  # fmt: skip


def _prices(series: Series, load: Load, order: AnomalyOrder) -> tuple[Values, tuple[Problem, ...]]:
    """Of every slot from the first midnight; NaN, and why, where none are known."""
    nothing = np.full(load.power.size, np.nan)
    if order.tariff is None:
        return nothing, ()
    midnight = datetime.combine(load.first, datetime.min.time(), ZoneInfo(series.zone))
    start = int(midnight.timestamp()) + load.interval * np.arange(load.power.size, dtype=np.int64)
    try:
        return won_per_kwh(order.tariff, start, load.interval, rates_of=order.rates_of), ()
    except RuleError as error:
        return nothing, tuple(replace(item, severity="warning") for item in error.problems)


def _problems(series: Series, watched: Watched) -> Iterator[Problem]:
    load, least = watched.load, FIRST_DAY
    if load.days <= least:
        yield warning(
            "anomaly.short", series.meter, f"{load.days} days are there; hours are told from day {least + 1} on",
            f"import more than {least} days", days=load.days, least=least,
        )  # fmt: skip
    elif watched.is_beyond:
        yield warning(
            "anomaly.beyond", series.meter, "so few alarms are wanted that no day so far shows what is that rare",
            "take the scores as a guess, until there are more readings, or allow more alarms a day",
        )  # fmt: skip
    missing = np.isnan(load.power[: load.days - 1])
    if missing.any():
        slots, days = int(missing.sum()), int(missing.any(axis=1).sum())
        yield warning(
            "anomaly.gaps", series.meter, f"{slots} slots on {days} days are missing: nothing is told of them",
            "import them", slots=slots, days=days,
        )  # fmt: skip
    unknown = [day for day in (load.first, load.day(load.days - 1)) if not are_holidays_known(day)]
    if unknown:
        year = unknown[0].year
        yield warning("forecast.no_holidays", str(year), f"public holidays of {year} are not known here",
                      "take its holidays for workdays when you read it", year=year)  # fmt: skip
