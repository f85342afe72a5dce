"""Tariffs of electricity: how each slot is charged, what demand is billed, and the bill of a month."""

from pulmu.plan.tariff.bill import (
    Bill,
    BillAsk,
    BillLine,
    Contract,
    Drawn,
    first_day,
    month_bill,
    month_peak,
    next_month,
)
from pulmu.plan.tariff.demand import (
    Peak,
    YearMonth,
    demands,
    highest,
    month_text,
    peaks_that_bill,
    remembered_months,
)
from pulmu.plan.tariff.hours import Charge, Charged, charged, is_day_kind, minutes_of, terms_at
from pulmu.plan.tariff.load_day import MeanDay, mean_days
from pulmu.plan.tariff.power_factor import is_day, mean_power_factor

__all__ = [
    "Bill",
    "BillAsk",
    "BillLine",
    "Charge",
    "Charged",
    "Contract",
    "Drawn",
    "MeanDay",
    "Peak",
    "YearMonth",
    "charged",
    "demands",
    "first_day",
    "highest",
    "is_day",
    "is_day_kind",
    "mean_days",
    "mean_power_factor",
    "minutes_of",
    "month_bill",
    "month_peak",
    "month_text",
    "next_month",
    "peaks_that_bill",
    "remembered_months",
    "terms_at",
]
