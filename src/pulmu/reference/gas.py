"""City gas of industry: wholesale prices of the months they were read for."""

from collections.abc import Iterator
from datetime import date

from pulmu.model import Figure, RuleError
from pulmu.reference.table import Row, load_table


def gas_wholesale_price(month: date, rates_of: date | None = None) -> Figure:
    """Wholesale price of a month, without value added tax. [KRW/MJ]

    Parameters
    ----------
    month : Its first day.
    rates_of : Day whose prices are taken instead, by the season of the month.

    Raises
    ------
    RuleError  It is not known (`tariff.gas_price_unknown`).
    """
    for row in _rows(rates_of or month):
        if month.month in _months(row):
            value = float(row["won_per_mj"])
            source = load_table("gas_prices").source(f"{row['season']}, {row['start']}")
            return Figure(value, "KRW/MJ", "wholesale price of gas", source, because=row["read"])
    known = ", ".join(known_gas_months())
    raise RuleError.of(
        "tariff.gas_price_unknown", f"{month:%Y-%m}", "no price of gas of this month is known",
        f"give the price of the bill: --gas-price {month:%Y-%m}=21.5 (won/MJ); known wholesale prices: {known}",
        month=f"{month:%Y-%m}", known=known,
    )  # fmt: skip


def known_gas_months() -> tuple[str, ...]:
    """Months whose own wholesale price is known."""
    found = {f"{row['start']:%Y-%m}" for row in load_table("gas_prices").rows if row["start"].month in _months(row)}
    return tuple(sorted(found))


def _rows(day: date) -> Iterator[Row]:
    return (row for row in load_table("gas_prices").rows if row["start"] <= day < row["end"])


def _months(row: Row) -> tuple[int, ...]:
    return tuple(int(item) for item in row["months"].split())
