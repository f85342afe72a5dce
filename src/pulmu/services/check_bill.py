"""A paid bill beside the one that was computed: which lines differ, and what would explain it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pulmu.model import Problem, warning
from pulmu.model.paid_bill import PaidBill, PaidItem, PaidLine
from pulmu.plan.tariff import Bill, BillLine, month_text

_ENERGY: tuple[PaidItem, ...] = ("light", "mid", "peak", "all_hours")
_SURCHARGES: tuple[PaidItem, ...] = ("climate_environment", "fuel_cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    """A line of both bills.

    Parameters
    ----------
    paid, computed : [KRW]
    slack : By how much they may differ by rounding alone. [KRW]
    """

    item: PaidItem
    paid: float
    computed: float
    slack: float

    @property
    def is_same(self) -> bool:
        """Whether rounding explains the difference."""
        return abs(self.paid - self.computed) <= self.slack


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBill:
    """A paid bill beside the one computed.

    Parameters
    ----------
    over : What was paid beyond what was computed; below zero where less. [KRW]
    findings : What would explain lines that differ.
    """

    bill: Bill
    lines: tuple[ComparedLine, ...]
    over: float | None
    findings: tuple[Problem, ...]


def check_bill(paid: PaidBill, bill: Bill, others: Mapping[str, Bill]) -> CheckedBill:
    """Compare a paid bill with the one computed for its month.

    Parameters
    ----------
    others : The same month under other terms (an option, the former hours), by what people call them.
    """
    computed = computed_items(bill)
    lines = tuple(
        ComparedLine(item=line.id, paid=line.won, computed=computed.get(line.id, 0.0), slack=_slack(line.id, bill))
        for line in paid.lines
    )
    whole = next((item for item in lines if item.item == "to_pay"), None)
    return CheckedBill(
        bill=bill, lines=lines, over=None if whole is None else whole.paid - whole.computed,
        findings=(*_findings(paid, bill, lines), *_others(lines, others)),
    )  # fmt: skip


def computed_items(bill: Bill) -> dict[PaidItem, float]:
    """The lines of a computed bill, put together as bills print them. [KRW]"""
    found: dict[PaidItem, float] = {"charge": bill.charge.value, "to_pay": bill.to_pay.value}
    for line in bill.lines:
        item = _item(line)
        if item is not None:
            found[item] = found.get(item, 0.0) + line.amount.value
    return found


def _item(line: BillLine) -> PaidItem | None:
    if line.kind in ("power_factor_day", "power_factor_night"):
        return "power_factor"
    if line.kind in ("basic", "discount"):
        return line.kind  # type: ignore[return-value]
    name = line.band if line.kind == "energy" else line.id
    return next((item for item in (*_ENERGY, *_SURCHARGES, "vat", "fund") if item == name), None)


def _slack(item: PaidItem, bill: Bill) -> float:
    """Bills print whole kW and kWh: half of one at the dearest rate, and a won for what was cut."""
    if item == "power_factor":
        rule = bill.tariff.terms[-1].power_factor
        most = 0.0 if rule is None else (rule.standard - rule.floor) * rule.rate
        return _slack("basic", bill) * most + 1.0
    rates = {
        rate.figure.value for line in bill.lines for rate in line.amount.inputs
        if rate.parameter == "rate" and _item(line) == item and rate.figure.unit in ("KRW/kW", "KRW/kWh")
    }  # fmt: skip
    if rates:
        return max(rates) / 2 + 1.0
    return _sum_of_slacks(bill) * (0.1 if item in ("vat", "fund") else 1.0)


def _sum_of_slacks(bill: Bill) -> float:
    total = 10.0
    for line in bill.lines:
        rate = next((item.figure.value for item in line.amount.inputs if item.parameter == "rate"), 0.0)
        total += rate / 2 + 1.0 if line.kind in ("basic", "energy", "surcharge") else 1.0
    return total * 1.127


def _findings(paid: PaidBill, bill: Bill, lines: tuple[ComparedLine, ...]) -> Iterator[Problem]:
    by_item = {line.id: line for line in paid.lines}
    differ = {line.item for line in lines if not line.is_same}
    yield from _sum(paid, by_item)
    if "basic" in differ:
        yield _demand(paid, by_item["basic"], bill)
    if differ & set(_ENERGY):
        yield _energy(paid, by_item, bill)
    if "power_factor" in differ:
        yield from _power_factor(paid, by_item, bill)


def _sum(paid: PaidBill, by_item: Mapping[PaidItem, PaidLine]) -> Iterator[Problem]:
    """Whether the bill adds up in itself."""
    parts = [line.won for item, line in by_item.items() if item not in ("charge", "vat", "fund", "to_pay")]
    whole = by_item.get("charge")
    if whole is not None and len(parts) >= 5 and abs(sum(parts) - whole.won) > len(parts) + 1:
        yield warning(
            "tariff.paid_sum", paid.month, f"its lines add up to {sum(parts):,.0f} won, and it says {whole.won:,.0f}",
            "see whether a line of the bill was left out here", parts=f"{sum(parts):,.0f}", charge=f"{whole.won:,.0f}",
        )  # fmt: skip


def _demand(paid: PaidBill, line: PaidLine, bill: Bill) -> Problem:
    rate = next(item.figure.value for other in bill.lines if other.kind == "basic" for item in other.amount.inputs
                if item.parameter == "rate")  # fmt: skip
    kilowatt = line.kw if line.kw is not None else line.won / rate
    months = ", ".join(map(month_text, bill.unknown_months))
    return warning(
        "tariff.paid_demand", paid.month,
        f"{kilowatt:,.0f} kW were billed; the readings say {bill.billed.value:,.1f} kW",
        "look for the month whose demand that is: " + (months or "all of them are in the readings"),
        paid=f"{kilowatt:,.0f}", computed=f"{bill.billed.value:,.1f}", months=months or "-",
    )  # fmt: skip


def _energy(paid: PaidBill, by_item: Mapping[PaidItem, PaidLine], bill: Bill) -> Problem:
    """Whether energy itself differs, or only the bands it is counted in."""
    printed = [line.kwh for item, line in by_item.items() if item in _ENERGY]
    if printed and all(item is not None for item in printed):
        total = sum(item for item in printed if item is not None)
        if abs(total - bill.energy()) > len(printed):
            read = f"{bill.energy():,.0f}"
            return warning(
                "tariff.paid_energy", paid.month, f"{total:,.0f} kWh were billed; the readings say {read}",
                "see whether it is the same meter, and whether all of its readings are here",
                paid=f"{total:,.0f}", computed=read,
            )  # fmt: skip
    return warning(
        "tariff.paid_bands", paid.month, "the energy was counted in other bands, or at other rates",
        "see the option and the hours of the contract, and the days that were charged as holidays",
    )  # fmt: skip


def _power_factor(paid: PaidBill, by_item: Mapping[PaidItem, PaidLine], bill: Bill) -> Iterator[Problem]:
    """At how many points it was charged; nothing where that is as computed, and only the basic charge differs."""
    rule = bill.tariff.terms[-1].power_factor
    basic = by_item.get("basic")
    if rule is None or basic is None or not basic.won:
        return
    computed = computed_items(bill)
    points = by_item["power_factor"].won / (basic.won * rule.rate)
    own = computed.get("power_factor", 0.0) / (computed["basic"] * rule.rate) if computed["basic"] else 0.0
    if abs(points - own) < 0.05:
        return
    yield warning(
        "tariff.paid_power_factor", paid.month, f"the power factor was charged at {points:+.1f} points",
        "give what the bill says of it: --power-factor, --power-factor-night", points=f"{points:+.1f}",
    )  # fmt: skip


def _others(lines: tuple[ComparedLine, ...], others: Mapping[str, Bill]) -> Iterator[Problem]:
    """Other terms under which every energy line would be as it was paid."""
    energy = [line for line in lines if line.item in _ENERGY]
    if all(line.is_same for line in energy):
        return
    for name, other in others.items():
        computed = computed_items(other)
        if all(abs(line.paid - computed.get(line.item, 0.0)) <= line.slack for line in energy):
            yield warning(
                "tariff.paid_terms", name, f"the energy is charged as under {name}",
                "see which terms the contract names", terms=name,
            )  # fmt: skip
