"""What somebody asks to be billed: contract, months, what is known besides; read with all problems at once."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pulmu.model import Document, InputError, decode, problem
from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.plan.tariff import Contract, YearMonth
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage, industrial_electricity
from pulmu.services.bill_months import BillOrder

MOST_MONTHS = 12
"""Months of one run: what people compare, and what is computed while they wait."""
MonthText = Annotated[str, Text(7, r"\d{4}-(0[1-9]|1[0-2])", "2026-07")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPeak:
    """The highest demand of an earlier month, as a bill says it."""

    month: MonthText
    kw: Annotated[float, Bounds(0, 10_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillWish:
    """What is to be billed.

    Parameters
    ----------
    first, last : Months; the last twelve that are whole, if left out.
    power_factor, power_factor_night : None where not known: nothing is added then. [%]
    rates_of : Day whose terms are charged whatever the month: the bills are counterfactual.
    """

    contract: ContractClass = "industrial_b"
    voltage: Voltage = "high_a"
    option: ContractOption = "II"
    contracted_power: Annotated[float, Bounds(1, 10_000_000), Doc("contracted power [kW]")]
    deferred: bool = False
    power_factor: Annotated[float | None, Bounds(1, 100)] = None
    power_factor_night: Annotated[float | None, Bounds(1, 100)] = None
    first: MonthText | None = None
    last: MonthText | None = None
    rates_of: date | None = None
    peaks: Annotated[tuple[ToldPeak, ...], Unique("month"), Most(24)] = ()


def read_wish(tree: Any) -> tuple[BillWish, BillOrder]:
    """The wish in a plain document, and the order it comes to.

    Raises
    ------
    InputError  All that is wrong with it (`tariff.unknown_contract`, `tariff.months`, `tariff.too_many_months`, ...).
    """
    read = decode(BillWish, Document(tree, ""))
    wish = read.unwrap()
    first, last = asked_months(wish.first, wish.last)
    tariff = industrial_electricity(wish.contract, wish.voltage, wish.option, deferred=wish.deferred)
    contract = Contract(
        contracted_power=wish.contracted_power, power_factor_day=wish.power_factor,
        power_factor_night=wish.power_factor_night,
    )  # fmt: skip
    peaks = {_year_month(item.month): item.kw for item in wish.peaks}
    return wish, BillOrder(
        tariff=tariff, contract=contract, first=first, last=last, told_peaks=peaks, rates_of=wish.rates_of,
        most=MOST_MONTHS,
    )  # fmt: skip


def asked_months(first: str | None, last: str | None) -> tuple[YearMonth, YearMonth] | tuple[None, None]:
    """First and last month that are asked for: where one is left out, the other alone; where both are, any.

    Raises
    ------
    InputError  They are the wrong way round (`tariff.months`), or too many (`tariff.too_many_months`).
    """
    if first is None and last is None:
        return None, None
    begin, end = _year_month(first or last or ""), _year_month(last or first or "")
    _check_span(begin, end)
    return begin, end


def _check_span(first: YearMonth, last: YearMonth) -> None:
    months = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    if months < 1:
        raise InputError(problem("tariff.months", "last", "the last month is before the first", "swap them"))
    if months > MOST_MONTHS:
        raise InputError.of(
            "tariff.too_many_months", "first, last", f"these are {months} months", f"ask for {MOST_MONTHS} at most",
            months=months, most=MOST_MONTHS,
        )  # fmt: skip


def _year_month(text: str) -> YearMonth:
    return int(text[:4]), int(text[5:])
