"""Bills as plain trees, for programs: the same from the command and the API."""

from collections.abc import Mapping
from typing import Any

from pulmu.plan.tariff import Bill, BillLine, month_text
from pulmu.services.bill_months import Billed
from pulmu.services.check_bill import CheckedBill


def bills_tree(done: Billed, compared: Mapping[str, Billed]) -> dict[str, Any]:
    """Everything, for programs: lines with the figures they were made from."""
    return {
        "bills": [bill_tree(bill) for bill in done.bills],
        "to_pay": done.to_pay,
        "options": {name: one.to_pay for name, one in compared.items()},
    }


def bill_tree(bill: Bill) -> dict[str, Any]:
    """A month: its lines with the figures they were made from."""
    return {
        "month": month_text(bill.month),
        "tariff": bill.tariff.id,
        "rates_of": bill.rates_of.isoformat() if bill.rates_of else None,
        "is_counterfactual": bill.rates_of is not None,
        "energy_kwh": bill.energy(),
        "peak_kw": bill.peak.kilowatt,
        "billed_kw": bill.billed.value,
        "charge": bill.charge.value,
        "to_pay": bill.to_pay.value,
        "unknown_months": [month_text(month) for month in bill.unknown_months],
        "lines": [_line(line) for line in bill.lines],
    }


def _line(line: BillLine) -> dict[str, Any]:
    inputs = {item.parameter: {"value": item.figure.value, "unit": item.figure.unit} for item in line.amount.inputs}
    return {
        "kind": line.kind, "id": line.id, "season": line.season, "band": line.band, "start": line.start.isoformat(),
        "end": line.end.isoformat(), "won": line.amount.value, "formula": line.amount.formula, "inputs": inputs,
    }  # fmt: skip


def checked_tree(checked: CheckedBill) -> dict[str, Any]:
    """The same, for programs."""
    return {
        "over": checked.over,
        "lines": [
            {
                "item": line.item,
                "paid": line.paid,
                "computed": line.computed,
                "slack": line.slack,
                "is_same": line.is_same,
            }
            for line in checked.lines
        ],
    }
