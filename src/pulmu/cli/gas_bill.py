"""`pulmu bill --gas`: what a plant's city gas costs, month by month, every line explained."""

import json
import sys
from pathlib import Path

from pulmu.cli.options import print_out, refuse
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import problems_tree
from pulmu.locale.gas_words import gas_line_how, gas_line_name
from pulmu.model import InputError
from pulmu.plan.tariff import month_text
from pulmu.plan.tariff.gas import GasBill
from pulmu.services.bills.gas import gas_tree
from pulmu.services.gas_months import GasBilled, GasOrder, gas_months


def print_gas_bills(
    meter: str, store: Path, order: GasOrder, screen: Screen, *, explain: bool, as_json: bool
) -> None:  # fmt: skip
    """Compute the bills and print them."""
    from pulmu.bootstrap.bills import meter_readings

    try:
        done = gas_months(*meter_readings(meter, store), order)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if as_json:
        tree = gas_tree(done) | {"problems": problems_tree(done.problems, screen.language)}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    for bill in done.bills:
        if len(done.bills) == 1 or explain:
            _paper(screen, bill, explain=explain)
    if len(done.bills) > 1:
        _table(screen, done)
    if done.problems:
        print_problems(done.problems, screen, sys.stderr)


def _paper(screen: Screen, bill: GasBill, *, explain: bool) -> None:
    won = f"{bill.to_pay.value:,.0f}"
    screen.title(screen.text("gas_bill.title", month=month_text(bill.month)))
    screen.line(screen.text("gas_bill.answer", won=won, heat=f"{bill.heat.value:,.0f}"))
    if bill.is_counterfactual:
        screen.line(screen.text("gas_bill.counterfactual"))
    lines = [
        [gas_line_name(line, screen.language), gas_line_how(line), f"{line.amount.value:,.0f}"] for line in bill.lines
    ]
    lines.insert(len(lines) - 1, [screen.text("gas_bill.charge"), "", f"{bill.charge.value:,.0f}"])
    head = [screen.text(f"power_bill.head.{key}") for key in ("line", "how", "won")]
    screen.table(head, [*_heat(screen, bill), *lines, [screen.text("power_bill.to_pay"), "", won]], left=2)
    if explain:
        screen.line("")
        screen.line(bill.to_pay.explain())


def _heat(screen: Screen, bill: GasBill) -> list[list[str]]:
    """How the heat follows from a volume, where it does."""
    if not bill.heat.inputs:
        return []
    volume, value = (item.figure for item in bill.heat.inputs)
    how = f"{volume.value:,.10g} Nm3 x {value.value:g} MJ/Nm3 = {bill.heat.value:,.0f} MJ"
    return [[screen.text("gas_bill.line.heat"), how, ""]]


def _table(screen: Screen, done: GasBilled) -> None:
    screen.title(screen.text("gas_bill.several", count=len(done.bills)))
    if any(bill.is_counterfactual for bill in done.bills):
        screen.line(screen.text("gas_bill.counterfactual"))
    charge, to_pay = (screen.text(f"power_bill.head.{key}") for key in ("charge", "to_pay"))
    head = [screen.text("power_bill.head.month"), "MJ", charge, to_pay]
    rows = [_row(month_text(bill.month), bill.heat.value, bill.charge.value, bill.to_pay.value) for bill in done.bills]
    sums = (sum(bill.heat.value for bill in done.bills), sum(bill.charge.value for bill in done.bills), done.to_pay)
    screen.table(head, [*rows, _row(screen.text("power_bill.total"), *sums)])


def _row(name: str, *amounts: float) -> list[str]:
    return [name, *(f"{amount:,.0f}" for amount in amounts)]
