"""What a kWh costs in each step of a schedule, and in which band it is charged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.model import InputError
from pulmu.model.tariff import Tariff
from pulmu.plan.schedule.prices import Prices
from pulmu.plan.tariff import Charge, charged, terms_at
from pulmu.services.schedules.clock import Clock


@dataclass(frozen=True, slots=True)
class PriceOrder:
    """What electricity costs, and what is drawn beside the schedule.

    Parameters
    ----------
    base_kw : Drawn by the rest of the plant all the while. [kW]
    billed_kw : Demand that is billed anyway, from earlier months or the contract: only what is above it costs more.
        None: the peak is told, and does not count. [kW]
    """

    tariff: Tariff
    base_kw: float = 0.0
    billed_kw: float | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices of every step, with the bands behind them.

    Parameters
    ----------
    bands : (steps,)  Band each step is charged in.
    basic : For each kW of billed demand and month, by the terms of the first day. [KRW/kW]
    """

    prices: Prices
    bands: tuple[str, ...]
    basic: float


def price_steps(order: PriceOrder, clock: Clock, steps: int, wages: tuple[float, ...] = ()) -> Priced:
    """Prices of the steps from the start of a schedule on, before tax: energy by its band, and what every kWh pays.

    Parameters
    ----------
    wages : (steps,)  What an hour of a person costs; empty without wages. [KRW/h]

    Raises
    ------
    InputError  A band changes within a step (`tariff.interval`), or the clock is put on or back (`schedule.clock`).
    RuleError  No terms or holidays are known for a day (`tariff.not_in_force`, `tariff.no_holidays`).
    """
    tariff = order.tariff
    starts = _instant(clock, tariff.zone, steps) + np.arange(steps, dtype=np.int64) * clock.minutes * 60
    slots = charged(tariff, starts, clock.minutes * 60)
    rates = np.array([_rate(tariff, item) for item in slots.charges])
    basic = tariff.terms[terms_at(tariff, clock.start.date())].basic
    prices = Prices(
        tuple(np.maximum(rates, 0.0)[slots.of].tolist()), clock.minutes,
        0.0 if order.billed_kw is None else basic, (order.base_kw,) * steps if order.base_kw else (),
        order.billed_kw or 0.0, wages,
    )  # fmt: skip
    names = [item.band for item in slots.charges]
    return Priced(prices, tuple(names[number] for number in slots.of.tolist()), basic)


def flat_steps(clock: Clock, steps: int, wages: tuple[float, ...] = ()) -> Prices:
    """Steps without a price of electricity; the last wage holds on where steps are more than wages."""
    told = (*wages, *wages[-1:] * (steps - len(wages)))[:steps]
    return Prices((0.0,) * steps, clock.minutes, won_per_person_hour=told)


def _instant(clock: Clock, zone: str, steps: int) -> int:
    here = ZoneInfo(zone)
    start = clock.start.replace(tzinfo=here)
    moments = [start + timedelta(days=day) for day in range(-(-steps * clock.minutes // 1440) + 1)]
    if len({moment.utcoffset() for moment in moments}) > 1:
        raise InputError.of("schedule.clock", "", f"the clock of {zone} is put on or back within the schedule",
                            "plan up to that day, and from it on", zone=zone)  # fmt: skip
    return int((start.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def _rate(tariff: Tariff, charge: Charge) -> float:
    terms = tariff.terms[charge.terms]
    rates: Mapping[tuple[str, str], float] = {(item.season, item.band): item.price for item in terms.rates}
    kept = 1.0 - (charge.discount.share if charge.discount is not None else 0.0)
    return rates[charge.season, charge.band] * kept + sum(item.price for item in terms.surcharges)
