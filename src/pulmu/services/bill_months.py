"""From the readings of a meter to its bills, month by month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering import BAD, Readings, Series, amounts
from pulmu.model import InputError, Problem, RuleError, Source, conversion_factor, problem, warning
from pulmu.model.paid_bill import PaidBill
from pulmu.model.tariff import Tariff
from pulmu.plan.tariff import (
    Bill,
    BillAsk,
    Contract,
    Drawn,
    Peak,
    YearMonth,
    charged,
    first_day,
    month_bill,
    month_peak,
    month_text,
    next_month,
    terms_at,
)
from pulmu.reference.electricity import ContractClass, Voltage, contracts, industrial_electricity
from pulmu.services.check_bill import CheckedBill, check_bill

_QUARTER = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class BillOrder:
    """What is to be billed, and by which terms.

    Parameters
    ----------
    first, last : Months, both included; None for the first and last that are whole.
    told_peaks : Highest demand that counts of earlier months, as bills say it. [kW]
    rates_of : Day whose terms are charged whatever the month: bills are then counterfactual.
    most : The last so many months that are whole, and no more; None for all.
    """

    tariff: Tariff
    contract: Contract
    first: YearMonth | None = None
    last: YearMonth | None = None
    told_peaks: Mapping[YearMonth, float] = field(default_factory=dict)
    rates_of: date | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Billed:
    """Bills in order of their months, and what stood in the way of others."""

    bills: tuple[Bill, ...]
    problems: tuple[Problem, ...]

    @property
    def to_pay(self) -> float:
        """All of them together. [KRW]"""
        return sum(item.to_pay.value for item in self.bills)


def bill_months(series: Series, readings: Readings, source: Source, order: BillOrder) -> Billed:
    """The bills of a meter.

    Parameters
    ----------
    readings : One per slot, in order of time.
    source : Where they stand.

    Raises
    ------
    InputError  Slots are too long to know demand (`tariff.demand_interval`), or no month is whole (`tariff.no_month`).
    RuleError  No terms are known for a month (`tariff.not_in_force`, `tariff.no_holidays`).
    """
    if _QUARTER % series.interval:
        raise InputError.of(
            "tariff.demand_interval", series.meter, f"readings of {series.interval // 60} minutes do not tell demand",
            "give readings of 15 minutes or of a divisor of it", minutes=series.interval // 60,
        )  # fmt: skip
    whole, holes = whole_months(series, _in_kwh(series, readings), source, order.tariff.zone)
    asked = [item for item in whole if _is_asked(item.month, order)][-order.most if order.most else None :]
    since = asked[0].month if asked and order.most and not order.first else None
    missing = tuple(month_missing(month, slots, is_named=_is_named(order)) for month, slots in holes.items()
                    if _is_asked(month, order) and (since is None or month > since))  # fmt: skip
    named = tuple(month_missing(month, None, is_named=True) for month in (order.first, order.last)
                  if month and month not in holes and month not in {item.month for item in whole})  # fmt: skip
    if not asked or named:
        raise InputError(*(named or missing or (no_whole_month(series),)))
    peaks = {month: Peak(month, value) for month, value in order.told_peaks.items()}
    bills = []
    for item in whole:
        if item in asked:
            ask = BillAsk(contract=order.contract, known_peaks=dict(peaks), rates_of=order.rates_of)
            bills.append(month_bill(order.tariff, item, ask))
            peaks[item.month] = bills[-1].peak
        elif item.month < asked[0].month and (peak := _peak(item, order)) is not None:
            peaks[item.month] = peak
    return Billed(tuple(bills), (*missing, *_memory(bills)))


def compare_options(series: Series, readings: Readings, source: Source, order: BillOrder) -> dict[str, Billed]:
    """The same months under each option of the contract's class and voltage, by the option.

    Raises
    ------
    InputError  As `bill_months`; or the tariff is not one of Korea's (`tariff.no_options`).
    """
    mine = next((item for item in contracts() if order.tariff.id.startswith("_".join(item[:2]) + "_")), None)
    if mine is None:
        raise InputError.of("tariff.no_options", order.tariff.id, "it has no options to compare",
                            "compare those of an industrial contract")  # fmt: skip
    contract_class: ContractClass = mine[0]
    voltage: Voltage = mine[1]
    found: dict[str, Billed] = {}
    for item in contracts():
        if item[:2] == (contract_class, voltage):
            tariff = industrial_electricity(*item, deferred=order.tariff.id.endswith("_deferred"))
            found[item[2]] = bill_months(series, readings, source, replace(order, tariff=tariff))
    return found


def check_paid(series: Series, readings: Readings, source: Source, order: BillOrder, paid: PaidBill) -> CheckedBill:
    """A paid bill beside the one computed for its month, and beside other terms that would explain it.

    Parameters
    ----------
    order : Of that month alone.

    Raises
    ------
    InputError, RuleError  As `bill_months`.
    """
    (bill,) = bill_months(series, readings, source, order).bills
    others = {}
    for tariff in _other_terms(order.tariff):
        other = bill_months(series, readings, source, replace(order, tariff=tariff)).bills
        others[tariff.name] = other[0]
    return check_bill(paid, bill, others)


def _other_terms(tariff: Tariff) -> Iterator[Tariff]:
    """Other options of the same contract, with and without the deferral; none of a tariff that is not Korea's."""
    for item in contracts():
        if tariff.id.startswith("_".join(item[:2]) + "_"):
            for deferred in (False, True):
                other = industrial_electricity(*item, deferred=deferred)
                if other.id != tariff.id:
                    yield other


def _in_kwh(series: Series, readings: Readings) -> Readings:
    drawn = amounts(series, readings)
    return Readings(drawn.start, drawn.value * conversion_factor(series.unit, "kWh"), drawn.quality)


def whole_months(
    series: Series, drawn: Readings, source: Source, zone: str
) -> tuple[list[Drawn], dict[YearMonth, int]]:  # fmt: skip
    """Months of which every slot is there, and how many slots others lack."""
    whole: list[Drawn] = []
    holes: dict[YearMonth, int] = {}
    if not len(drawn):
        return whole, holes
    clock = ZoneInfo(zone)
    here = datetime.fromtimestamp(int(drawn.start[0]), UTC).astimezone(clock)
    month, last, good = (here.year, here.month), int(drawn.start[-1]), drawn.quality != BAD
    while (start := _instant(month, clock)) <= last:
        until = _instant(next_month(month), clock)
        mine = (drawn.start >= start) & (drawn.start < until) & good
        lacking = (until - start) // series.interval - int(np.count_nonzero(mine))
        if lacking:
            holes[month] = lacking
        else:
            whole.append(Drawn(month=month, start=drawn.start[mine], energy=drawn.value[mine],
                               interval=series.interval, source=source))  # fmt: skip
        month = next_month(month)
    return whole, holes


def _instant(month: YearMonth, clock: ZoneInfo) -> int:
    day = first_day(month)
    return int(datetime(day.year, day.month, day.day, tzinfo=clock).timestamp())


def _is_asked(month: YearMonth, order: BillOrder) -> bool:
    return (order.first is None or order.first <= month) and (order.last is None or month <= order.last)


def _is_named(order: BillOrder) -> bool:
    return order.first is not None or order.last is not None


def month_missing(month: YearMonth, slots: int | None, *, is_named: bool) -> Problem:
    """A month without a bill: an error where it was asked for by name."""
    tell = problem if is_named else warning
    name = month_text(month)
    if slots is None:
        return tell("tariff.month_unknown", name, "there are no readings of this month",
                    "import them, or choose another month", month=name)  # fmt: skip
    return tell("tariff.month_not_whole", name, f"{slots} slots of this month are missing: it has no bill",
                "import the missing readings, or choose other months", month=name, slots=slots)  # fmt: skip


def _peak(item: Drawn, order: BillOrder) -> Peak | None:
    """Demand of a month that is not billed, where its terms are known."""
    try:
        terms_at(order.tariff, order.rates_of or first_day(item.month))
    except RuleError:
        return None
    slots = charged(order.tariff, item.start, item.interval, rates_of=order.rates_of)
    return month_peak(order.tariff, item, slots)


def _memory(bills: Sequence[Bill]) -> Iterator[Problem]:
    """One warning for all bills that may be higher than they say."""
    lacking = [bill for bill in bills if bill.unknown_months]
    if lacking:
        unknown = sorted({month for bill in lacking for month in bill.unknown_months})
        billed, months = (", ".join(map(month_text, item)) for item in ([bill.month for bill in lacking], unknown))
        yield warning(
            "tariff.memory", billed, f"the highest demand of {months} is not known: more may be billed",
            "give it as earlier bills say it: --peak 2026-01=480", month=billed, months=months,
        )  # fmt: skip


def no_whole_month(series: Series) -> Problem:
    """That a meter has no month to bill."""
    return problem("tariff.no_month", series.meter, "there is no month with all its readings",
                   "import the readings of a whole month")  # fmt: skip
