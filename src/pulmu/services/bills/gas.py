"""Gas bills of a workspace's meter, computed when they are asked for; nothing of them is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pulmu.model import Document, InputError, Source, decode
from pulmu.model.attribute import Bounds, Doc, Most, Unique
from pulmu.plan.tariff import month_text
from pulmu.plan.tariff.gas import GasBill, GasLine
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.bills.wish import MonthText, asked_months
from pulmu.services.gas_months import GasBilled, GasOrder, counts_gas, gas_months, not_gas
from pulmu.services.workspaces.measured import Measured, counted
from pulmu.services.workspaces.meters import Meter, known_meter, meters
from pulmu.services.workspaces.sealing import series_of_head

_ALL = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPrice:
    """What a MJ cost in a month before tax, all in all, as the bill says it."""

    month: MonthText
    won: Annotated[float, Bounds(0, 1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GasWish:
    """What is to be billed of gas.

    Parameters
    ----------
    first, last : Months; all whole ones, if left out.
    supply_cost : None where not known: the wholesale price is charged alone, and that is said. [KRW/MJ]
    rates_of : Day whose wholesale prices are charged whatever the month: the bills are counterfactual.
    """

    heating_value: Annotated[float | None, Bounds(1, 100), Doc("mean gross heating value [MJ/Nm3]")] = None
    supply_cost: Annotated[float | None, Bounds(0, 1000)] = None
    first: MonthText | None = None
    last: MonthText | None = None
    rates_of: date | None = None
    prices: Annotated[tuple[ToldPrice, ...], Unique("month"), Most(24)] = ()


def gas_meters(gate: Gate, actor: Actor) -> tuple[Meter, ...]:
    """Meters that may count gas.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(item for item in meters(gate, actor) if counts_gas(item.series.unit))


def told_prices(said: Iterable[str]) -> list[dict[str, str]]:
    """Prices such as 2026-01=21.5 as they stand in a wish; its reader tells what is wrong with them."""
    parts = (item.strip().replace(" ", "=", 1).partition("=") for item in said)
    return [{"month": month.strip()[:40], "won": won.strip(" =")[:40]} for month, _, won in parts]


def read_gas_wish(tree: Any) -> GasOrder:
    """The order a plain document comes to.

    Raises
    ------
    InputError  All that is wrong with it (`tariff.months`, `tariff.too_many_months`, ...).
    """
    wish = decode(GasWish, Document(tree, "")).unwrap()
    first, last = asked_months(wish.first, wish.last)
    prices = {(int(item.month[:4]), int(item.month[5:])): item.won for item in wish.prices}
    return GasOrder(
        first=first, last=last, heating_value=wish.heating_value, prices=prices, supply_cost=wish.supply_cost,
        rates_of=wish.rates_of,
    )  # fmt: skip


def gas_bills(gate: Gate, measured: Measured, actor: Actor, meter: str, tree: Any) -> GasBilled:
    """The bills of a meter's whole months.

    Parameters
    ----------
    tree : A `GasWish` as a plain document.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    InputError  What is wrong with the wish or the readings (`tariff.not_gas`, `tariff.heating_value`, ...).
    RuleError  No price of a month is known (`tariff.gas_price_unknown`).
    """
    authorise(actor, "read_bill", "")
    order = read_gas_wish(tree)
    with gate.reading(actor, "read_readings") as work:
        series = series_of_head(known_meter(work, meter).head)
        store = measured.readings(actor.workspace, counted(work, "meter"))
    if not counts_gas(series.unit):
        raise InputError(not_gas(series))
    return gas_months(series, store.latest(meter, -_ALL, _ALL), Source(f"meter {meter}", ""), order)


def gas_tree(done: GasBilled) -> dict[str, Any]:
    """Bills as a plain tree, for programs: the same from the command and the API."""
    return {"bills": [_bill(bill) for bill in done.bills], "to_pay": done.to_pay}


def _bill(bill: GasBill) -> dict[str, Any]:
    return {
        "month": month_text(bill.month), "heat_mj": bill.heat.value, "is_counterfactual": bill.is_counterfactual,
        "lacks_supply_cost": bill.lacks_supply_cost, "charge": bill.charge.value, "to_pay": bill.to_pay.value,
        "lines": [_line(line) for line in bill.lines],
    }  # fmt: skip


def _line(line: GasLine) -> dict[str, Any]:
    inputs = {item.parameter: {"value": item.figure.value, "unit": item.figure.unit} for item in line.amount.inputs}
    return {"kind": line.kind, "won": line.amount.value, "formula": line.amount.formula, "inputs": inputs}
