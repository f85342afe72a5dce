"""From the readings of a gas meter to its bills, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pulmu.metering import Readings, Series, amounts
from pulmu.model import Figure, InputError, Problem, Source, conversion_factor, problem, unit, warning
from pulmu.plan.tariff import Drawn, YearMonth, first_day, month_text
from pulmu.plan.tariff.gas import GasBill, GasPrices, gas_bill, gas_heat, tax_share
from pulmu.reference import load_table
from pulmu.reference.gas import gas_wholesale_price
from pulmu.services.bill_months import month_missing, no_whole_month, whole_months

ZONE = "Asia/Seoul"
ENERGY = ("MJ", "GJ", "TJ")
"""Units of meters that count heat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GasOrder:
    """What is to be billed.

    Parameters
    ----------
    heating_value : Gross, of meters that count Nm3. [MJ/Nm3]
    prices : What the bill says a MJ costs before tax, all in all, by month. [KRW/MJ]
    supply_cost : What the city gas company adds to the wholesale price. [KRW/MJ]
    rates_of : Day whose wholesale prices are taken whatever the month: bills are then counterfactual.
    """

    first: YearMonth | None = None
    last: YearMonth | None = None
    heating_value: float | None = None
    prices: Mapping[YearMonth, float] = field(default_factory=dict)
    supply_cost: float | None = None
    rates_of: date | None = None


@dataclass(frozen=True, slots=True)
class GasBilled:
    """Bills of gas in order of their months, and what is to be known of them."""

    bills: tuple[GasBill, ...]
    problems: tuple[Problem, ...]

    @property
    def to_pay(self) -> float:
        """All of them together. [KRW]"""
        return sum(item.to_pay.value for item in self.bills)


def gas_months(series: Series, readings: Readings, source: Source, order: GasOrder) -> GasBilled:
    """The bills of a gas meter's whole months.

    Raises
    ------
    InputError  It counts no gas (`tariff.not_gas`), the heating value is not known (`tariff.heating_value`), or no
    month is whole (`tariff.no_month`, `tariff.month_not_whole`).
    RuleError  The price of a month is not known (`tariff.gas_price_unknown`).
    """
    counted = _counted_in(series, order)
    drawn = amounts(series, readings)
    scaled = Readings(drawn.start, drawn.value * conversion_factor(series.unit, counted), drawn.quality)
    whole, holes = whole_months(series, scaled, source, ZONE)
    asked = [item for item in whole if _is_asked(item.month, order)]
    lacking = [(month, slots) for month, slots in holes.items() if _is_asked(month, order)]
    missing = tuple(month_missing(month, slots, is_named=not asked) for month, slots in lacking)
    if not asked:
        raise InputError(*(missing or (no_whole_month(series),)))
    bills = tuple(_bill(item, counted, order) for item in asked)
    return GasBilled(bills, (*missing, *_untold(bills)))


def counts_gas(symbol: str) -> bool:
    """Whether a meter of this unit can be one of gas."""
    return symbol in ENERGY or unit(symbol).dimension == "normal volume"


def not_gas(series: Series) -> Problem:
    """That a meter counts something else."""
    return problem("tariff.not_gas", series.meter, f"it counts {series.unit}: gas is counted in Nm3, MJ or GJ",
                   "choose a meter of gas", unit=series.unit)  # fmt: skip


def _counted_in(series: Series, order: GasOrder) -> str:
    if not counts_gas(series.unit):
        raise InputError(not_gas(series))
    if series.unit in ENERGY:
        return "MJ"
    if order.heating_value is None:
        raise InputError.of(
            "tariff.heating_value", series.meter, "gas is billed by its heat, and the heating value is not known",
            "give the mean gross heating value as the bill says it: --heating-value 42.7 (MJ/Nm3)",
        )  # fmt: skip
    return "Nm3"


def _is_asked(month: YearMonth, order: GasOrder) -> bool:
    return (order.first is None or order.first <= month) and (order.last is None or month <= order.last)


def _bill(item: Drawn, counted: str, order: GasOrder) -> GasBill:
    amount = Figure(round(float(item.energy.sum()), 6), counted, "gas drawn", item.source)
    heat = amount if counted == "MJ" else gas_heat.figure(volume=amount, heating_value=_heating_value(order))
    told = order.prices.get(item.month)
    if told is not None:
        prices = GasPrices(price=Figure(told, "KRW/MJ", "price of gas", Source("bill", "")))
    else:
        added = order.supply_cost
        cost = None if added is None else Figure(added, "KRW/MJ", "supply cost of the gas company", Source("bill", ""))
        prices = GasPrices(price=gas_wholesale_price(first_day(item.month), order.rates_of), supply_cost=cost)
    return gas_bill(
        item.month, heat, prices, _tax(), is_whole=told is not None,
        is_counterfactual=told is None and order.rates_of is not None,
    )  # fmt: skip


def _heating_value(order: GasOrder) -> Figure:
    return Figure(float(order.heating_value or 0.0), "MJ/Nm3", "gross heating value", Source("bill", ""))


def _tax() -> Figure:
    table = load_table("electricity_components")
    row = next(item for item in table.rows if item["item"] == "value_added_tax")
    return tax_share(round(row["value"] / 100, 9), Source("부가가치세법", "제30조", confidence="secondary"))


def _untold(bills: tuple[GasBill, ...]) -> tuple[Problem, ...]:
    """That what the gas company adds is not in them, where it is so."""
    months = ", ".join(month_text(bill.month) for bill in bills if bill.lacks_supply_cost)
    if not months:
        return ()
    told = warning(
        "tariff.gas_wholesale_only", months,
        "only the wholesale price is charged: what the city gas company adds is not known",
        "give it as --supply-cost (won/MJ), or the whole price of the bill as --gas-price", months=months,
    )  # fmt: skip
    return (told,)
