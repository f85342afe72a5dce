"""`pulmu bill`: what a meter's electricity costs, month by month, every line explained."""

import json
import re
import sys
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import DEFAULT_STORE, JsonOption, LangOption, StoreOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.locale import problems_tree
from pulmu.model import InputError

if TYPE_CHECKING:
    from pulmu.model.tariff import Tariff

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class ContractChoice(StrEnum):
    """Class of the contract."""

    A1 = "industrial_a1"
    A2 = "industrial_a2"
    B = "industrial_b"


class VoltageChoice(StrEnum):
    """Voltage of supply."""

    LOW = "low"
    HIGH_A = "high_a"
    HIGH_B = "high_b"
    HIGH_C = "high_c"


class OptionChoice(StrEnum):
    """Option the customer chose."""

    SINGLE = "single"
    ONE = "I"
    TWO = "II"
    THREE = "III"


def show_bill(
    meter: Annotated[str, typer.Argument(metavar="SERIES", help="meter of the store, or a file of its readings")],
    power: Annotated[
        float | None, typer.Option("--power", min=0, help="contracted power [kW]; of electricity it must be given")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    contract: Annotated[ContractChoice, typer.Option("--contract", help="class of the contract")] = ContractChoice.B,
    voltage: Annotated[VoltageChoice, typer.Option("--voltage", help="voltage of supply")] = VoltageChoice.HIGH_A,
    option: Annotated[OptionChoice, typer.Option("--option", help="option of the contract")] = OptionChoice.TWO,
    tariff: Annotated[str | None, typer.Option("--tariff", metavar="FILE", help="another tariff: .yaml, .json")] = None,
    deferred: Annotated[
        bool, typer.Option("--deferred", help="the terms of before 2026-04-16 were kept until 2026-09-30")
    ] = False,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="first month, such as 2026-01")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="last month")] = None,
    peak: Annotated[
        list[str] | None,
        typer.Option("--peak", metavar="MONTH=KW", help="highest demand of an earlier month; repeatable"),
    ] = None,
    by_day: Annotated[
        float | None, typer.Option("--power-factor", min=1, max=100, help="lagging, by day [%]; none: left out")
    ] = None,
    by_night: Annotated[
        float | None, typer.Option("--power-factor-night", min=1, max=100, help="leading, by night [%]")
    ] = None,
    rates_of: Annotated[
        str | None,
        typer.Option("--rates-of", metavar="DATE", help="charge by the terms of this day, whatever the month"),
    ] = None,
    options: Annotated[bool, typer.Option("--options", help="compare the options of the contract")] = False,
    paid: Annotated[
        str | None, typer.Option("--paid", metavar="FILE", help="a bill as it was paid, to compare: .yaml, .json")
    ] = None,
    gas: Annotated[bool, typer.Option("--gas", help="the meter counts city gas: Nm3, MJ or GJ")] = False,
    heating_value: Annotated[
        float | None, typer.Option("--heating-value", min=1, max=100, help="of gas in Nm3: mean gross value [MJ/Nm3]")
    ] = None,
    gas_price: Annotated[
        list[str] | None,
        typer.Option("--gas-price", metavar="MONTH=WON", help="won/MJ before tax, as the bill says it; repeatable"),
    ] = None,
    supply_cost: Annotated[
        float | None, typer.Option("--supply-cost", min=0, max=1000, help="what the gas company adds [won/MJ]")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="show how each line comes about")] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """The bills of a meter's whole months: of electricity, or with --gas of city gas."""
    from pulmu.bootstrap.bills import meter_readings, read_paid_bill, read_tariff
    from pulmu.cli.bill_screens import show_bills, show_checked, show_options
    from pulmu.plan.tariff import Contract
    from pulmu.reference.electricity import industrial_electricity
    from pulmu.services.bill_months import BillOrder, bill_months, check_paid, compare_options
    from pulmu.services.bills.tree import bills_tree, checked_tree

    screen = screen_for(lang)
    if gas:
        from pulmu.cli.gas_bill import print_gas_bills
        from pulmu.services.gas_months import GasOrder

        prices = dict(_amount("--gas-price", item, "2026-01=21.5") for item in gas_price or ())
        asked = GasOrder(
            first=_month("--from", first), last=_month("--to", last), heating_value=heating_value, prices=prices,
            supply_cost=supply_cost, rates_of=_day(rates_of),
        )  # fmt: skip
        print_gas_bills(meter, store, asked, screen, explain=explain, as_json=as_json)
        return
    if power is None:
        raise typer.BadParameter("give the contracted power of the bill [kW]", param_hint="--power")
    try:
        terms: Tariff = (
            industrial_electricity(contract.value, voltage.value, option.value, deferred=deferred)
            if tariff is None
            else read_tariff(tariff)
        )
        bill = None if paid is None else read_paid_bill(paid)
        month = None if bill is None else _month("--paid", bill.month)
        order = BillOrder(
            tariff=terms, rates_of=_day(rates_of),
            first=month or _month("--from", first), last=month or _month("--to", last),
            contract=Contract(contracted_power=power, power_factor_day=by_day, power_factor_night=by_night),
            told_peaks=dict(_amount("--peak", item, "2026-01=480") for item in peak or ()),
        )  # fmt: skip
        if order.first and order.last and order.first > order.last:
            raise typer.BadParameter("the last month is before the first", param_hint="--to")
        readings = meter_readings(meter, store)
        done = bill_months(*readings, order)
        compared = compare_options(*readings, order) if options else {}
        checked = None if bill is None else check_paid(*readings, order, bill)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if as_json:
        found = (*done.problems, *(checked.findings if checked else ()))
        tree = bills_tree(done, compared) | {"problems": problems_tree(found, screen.language)}
        tree |= {"paid": checked_tree(checked)} if checked else {}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    show_bills(screen, done, explain=explain)
    if compared:
        show_options(screen, compared)
    if checked:
        show_checked(screen, checked)
    if done.problems:
        print_problems(done.problems, screen, sys.stderr)


def _month(option: str, text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = _MONTH.fullmatch(text)
    if found is None:
        raise typer.BadParameter("write a month as 2026-07", param_hint=option)
    return int(found[1]), int(found[2])


def _amount(option: str, text: str, example: str) -> tuple[tuple[int, int], float]:
    name, _, number = text.partition("=")
    month = _month(option, name)
    try:
        kilowatt = float(number)
    except ValueError:
        kilowatt = -1.0
    if month is None or not 0 <= kilowatt < 1e7:
        raise typer.BadParameter(f"write it as {example}", param_hint=option)
    return month, kilowatt


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a day as 2026-06-01", param_hint="--rates-of") from None
