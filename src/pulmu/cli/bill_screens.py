"""What `pulmu bill` prints."""

from collections.abc import Mapping

from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale.bill_words import bill_line_how, bill_line_name, tariff_name
from pulmu.plan.tariff import Bill, month_text
from pulmu.services.bill_months import Billed
from pulmu.services.check_bill import CheckedBill


def show_bills(screen: Screen, done: Billed, *, explain: bool) -> None:
    """Every bill: one with all its lines, several as a table first."""
    for bill in done.bills:
        if len(done.bills) == 1 or explain:
            _Paper(screen, bill).show(explain=explain)
    if len(done.bills) > 1:
        _table(screen, done)


def _table(screen: Screen, done: Billed) -> None:
    first = done.bills[0]
    screen.title(
        screen.text("power_bill.several", name=tariff_name(first.tariff, screen.language), count=len(done.bills))
    )
    _counterfactual(screen, first)
    head = [
        screen.text(f"power_bill.head.{key}") for key in ("month", "energy", "demand", "charge", "to_pay", "per_kwh")
    ]
    rows = [
        _row(month_text(bill.month), bill.energy(), bill.billed.value, bill.charge.value, bill.to_pay.value)
        for bill in done.bills
    ]
    energy = sum(bill.energy() for bill in done.bills)
    charge = sum(bill.charge.value for bill in done.bills)
    rows.append(_row(screen.text("power_bill.total"), energy, None, charge, done.to_pay))
    screen.table(head, rows)


def _row(name: str, energy: float, billed: float | None, charge: float, to_pay: float) -> list[str]:
    demand = "" if billed is None else f"{billed:,.1f}"
    per_kwh = f"{charge / energy:,.1f}" if energy else "-"
    return [name, f"{energy:,.0f}", demand, f"{charge:,.0f}", f"{to_pay:,.0f}", per_kwh]


def show_options(screen: Screen, compared: Mapping[str, Billed]) -> None:
    """What each option would have cost, the least first."""
    screen.title(screen.text("power_bill.options"))
    ranked = sorted(compared.items(), key=lambda item: item[1].to_pay)
    least = ranked[0][1].to_pay
    head = [screen.text(f"power_bill.head.{key}") for key in ("option", "to_pay", "more")]
    screen.table(head, [[name, f"{one.to_pay:,.0f}", f"{one.to_pay - least:+,.0f}"] for name, one in ranked])


def show_checked(screen: Screen, checked: CheckedBill) -> None:
    """The paid bill beside the computed one, and what would explain the difference."""
    screen.title(screen.text("power_bill.checked", month=month_text(checked.bill.month)))
    if checked.over is not None:
        key = "same" if all(line.is_same for line in checked.lines) else "more" if checked.over > 0 else "less"
        screen.line(screen.text(f"power_bill.checked_{key}", won=f"{abs(checked.over):,.0f}"))
    head = [screen.text(f"power_bill.head.{key}") for key in ("line", "paid", "computed", "apart", "judged")]
    screen.table(head, [
        [
            screen.text(f"power_bill.item.{line.item}"), f"{line.paid:,.0f}", f"{line.computed:,.0f}",
            f"{line.paid - line.computed:+,.0f}",
            screen.text("power_bill.rounding" if line.is_same else "power_bill.differs"),
        ]
        for line in checked.lines
    ])  # fmt: skip
    if checked.findings:
        print_problems(checked.findings, screen, screen.stream)


class _Paper:
    def __init__(self, screen: Screen, bill: Bill) -> None:
        self.screen, self.bill = screen, bill

    def show(self, *, explain: bool) -> None:
        screen, bill = self.screen, self.bill
        won = f"{bill.to_pay.value:,.0f}"
        name = tariff_name(bill.tariff, screen.language)
        screen.title(screen.text("power_bill.title", month=month_text(bill.month), name=name))
        screen.line(screen.text("power_bill.answer", won=won, energy=f"{bill.energy():,.0f}"))
        _counterfactual(screen, bill)
        screen.line(
            screen.text("power_bill.demand", billed=f"{bill.billed.value:,.1f}", peak=f"{bill.peak.kilowatt:,.1f}")
        )
        head = [screen.text(f"power_bill.head.{key}") for key in ("line", "how", "won")]
        rows = [
            [bill_line_name(bill, line, screen.language), bill_line_how(line), f"{line.amount.value:,.0f}"]
            for line in bill.lines
        ]
        levies = sum(line.kind == "levy" for line in bill.lines)
        rows.insert(len(rows) - levies, [screen.text("power_bill.charge"), "", f"{bill.charge.value:,.0f}"])
        screen.table(head, [*rows, [screen.text("power_bill.to_pay"), "", won]], left=2)
        if explain:
            screen.line("")
            screen.line(bill.to_pay.explain())


def _counterfactual(screen: Screen, bill: Bill) -> None:
    if bill.rates_of is not None:
        screen.line(screen.text("power_bill.counterfactual", day=bill.rates_of.isoformat()))
