"""What `pulmu bill` prints."""

from collections.abc import Mapping

from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.model import Figure
from pulmu.model.tariff import EnergyDiscount, EnergySurcharge, Levy, Tariff
from pulmu.plan.tariff import Bill, BillLine
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
    screen.title(screen.text("power_bill.several", name=tariff_name(first.tariff, screen), count=len(done.bills)))
    _counterfactual(screen, first)
    head = [
        screen.text(f"power_bill.head.{key}") for key in ("month", "energy", "demand", "charge", "to_pay", "per_kwh")
    ]
    rows = [
        _row(_text(bill), bill.energy(), bill.billed.value, bill.charge.value, bill.to_pay.value) for bill in done.bills
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
    screen.title(screen.text("power_bill.checked", month=_text(checked.bill)))
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
        screen.title(screen.text("power_bill.title", month=_text(bill), name=tariff_name(bill.tariff, screen)))
        screen.line(screen.text("power_bill.answer", won=won, energy=f"{bill.energy():,.0f}"))
        _counterfactual(screen, bill)
        screen.line(
            screen.text("power_bill.demand", billed=f"{bill.billed.value:,.1f}", peak=f"{bill.peak.kilowatt:,.1f}")
        )
        head = [screen.text(f"power_bill.head.{key}") for key in ("line", "how", "won")]
        rows = [[self.name(line), self.how(line), f"{line.amount.value:,.0f}"] for line in bill.lines]
        levies = sum(line.kind == "levy" for line in bill.lines)
        rows.insert(len(rows) - levies, [screen.text("power_bill.charge"), "", f"{bill.charge.value:,.0f}"])
        screen.table(head, [*rows, [screen.text("power_bill.to_pay"), "", won]], left=2)
        if explain:
            screen.line("")
            screen.line(bill.to_pay.explain())

    def name(self, line: BillLine) -> str:
        """What a line is for."""
        found: Levy | EnergyDiscount | EnergySurcharge | None = None
        for terms in self.bill.tariff.terms:
            parts: tuple[Levy | EnergyDiscount | EnergySurcharge, ...]
            parts = (*terms.surcharges, *terms.discounts, *terms.levies)
            found = next((item for item in parts if item.id == line.id), found)
        if found is not None:
            named = (found.name_local if self.screen.language == "ko" else "") or found.name or found.id
        else:
            named = self.screen.text(f"power_bill.line.{line.kind}")
        where = [self.word(line.season), self.word(line.band)] if line.season else []
        since = [f"{line.start:%m-%d}~"] if line.start.day > 1 else []
        return " ".join(filter(None, (named, *where, *since)))

    def word(self, name: str) -> str:
        """A season or band, in the reader's words where it is one of Korea's."""
        known = ("summer", "spring_autumn", "winter", "light", "mid", "peak", "all_hours")
        return self.screen.text(f"power_bill.word.{name}") if name in known else name

    def how(self, line: BillLine) -> str:
        """Amount times rate, as the line's formula has it."""
        given = [item.figure for item in line.amount.inputs if item.figure.unit != "KRW" or line.kind == "levy"]
        shown = [_amount(item) for item in given if (item.value, item.unit) != (1.0, "1") and item.unit != "KRW"]
        if line.kind.startswith("power_factor"):
            points = next(item.figure for item in line.amount.inputs if item.parameter == "points")
            shown = [f"{points.value:+g} %p", "0.2 %"]
        return " x ".join(shown)


def _amount(figure: Figure) -> str:
    if figure.unit == "1":
        return f"{figure.value * 100:g} %"
    return f"{figure.value:,.10g} {figure.unit.replace('KRW', 'won')}"


def _counterfactual(screen: Screen, bill: Bill) -> None:
    if bill.rates_of is not None:
        screen.line(screen.text("power_bill.counterfactual", day=bill.rates_of.isoformat()))


def tariff_name(tariff: Tariff, screen: Screen) -> str:
    """Name of a tariff in the reader's language."""
    return (tariff.name_local if screen.language == "ko" else "") or tariff.name or tariff.id


def _text(bill: Bill) -> str:
    return f"{bill.month[0]:04}-{bill.month[1]:02}"
