"""What one kWh more or less costs in each slot: the energy charge and what every kWh pays besides."""

from datetime import date

import numpy as np

from pulmu.metering.series import Instants, Values
from pulmu.model.tariff import Tariff
from pulmu.plan.tariff.hours import Charge, charged


def won_per_kwh(tariff: Tariff, start: Instants, interval: int, *, rates_of: date | None = None) -> Values:
    """Price of energy of each slot, before tax and levies and without billed demand. (slots,) [KRW/kWh]

    Parameters
    ----------
    start : (slots,)  Start of each slot. [s since 1970, UTC]
    interval : Length of a slot. [s]
    rates_of : Day whose terms are charged whatever the day of a slot.

    Raises
    ------
    RuleError, InputError  As for `charged`.
    """
    slots = charged(tariff, start, interval, rates_of=rates_of)
    prices = np.array([_price(tariff, item) for item in slots.charges])
    return prices[slots.of] if len(start) else np.zeros(0)


def _price(tariff: Tariff, charge: Charge) -> float:
    terms = tariff.terms[charge.terms]
    rate = next(item.price for item in terms.rates if (item.season, item.band) == (charge.season, charge.band))
    paid = 1.0 if charge.discount is None else 1.0 - charge.discount.share
    return rate * paid + sum(item.price for item in terms.surcharges)
