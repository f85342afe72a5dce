"""The forms of the bill pages: what is to be billed, and a bill as it was paid."""

import re
from typing import Any, get_args

from pulmu.locale import Language, text
from pulmu.locale.bill_words import tariff_name
from pulmu.model.paid_bill import PaidItem
from pulmu.plan.tariff import Bill
from pulmu.reference.electricity import contracts, industrial_electricity
from pulmu.services.bills.gas import told_prices
from pulmu.services.check_bill import computed_items
from pulmu.web.forms import Form

ITEMS: tuple[PaidItem, ...] = get_args(PaidItem)
_USUAL = "industrial_b/high_a/II"
_PEAK = re.compile(r"\s*(\S+?)\s*[=:\s]\s*(\S+)\s*(?:kW)?\s*", re.IGNORECASE)


def contract_choices(language: Language) -> list[tuple[str, str]]:
    """Every contract there is a rate for: what the form sends, and what it is called."""
    return [("/".join(item), tariff_name(industrial_electricity(*item), language)) for item in contracts()]


def chosen_contract(form: Form) -> str:
    """The contract a form holds; the usual one of mid-size firms where it holds none."""
    return form.text("terms", 60) or _USUAL


def wish_tree(form: Form) -> dict[str, Any]:
    """What a form asks to be billed, as a plain document: its problems are told by who reads it."""
    parts = [*chosen_contract(form).split("/"), "", ""]
    tree: dict[str, Any] = {"contract": parts[0], "voltage": parts[1], "option": parts[2]}
    for name in ("contracted_power", "power_factor", "power_factor_night", "first", "last", "rates_of"):
        if said := form.text(name, 40):
            tree[name] = said
    if form.text("deferred", 10):
        tree["deferred"] = True
    if peaks := _peaks(form.text("peaks", 2000)):
        tree["peaks"] = peaks
    return tree


def gas_tree(form: Form) -> dict[str, Any]:
    """What a form asks to be billed of gas, as a plain document."""
    names = ("heating_value", "supply_cost", "first", "last", "rates_of")
    tree: dict[str, Any] = {name: said for name in names if (said := form.text(name, 40))}
    if prices := told_prices(line for line in form.text("prices", 2000).splitlines() if line.strip()):
        tree["prices"] = prices
    return tree


def _peaks(said: str) -> list[dict[str, str]]:
    """A month and its kW on each line."""
    found = [(line, _PEAK.fullmatch(line)) for line in said.splitlines() if line.strip()]
    return [
        {"month": item[1], "kw": item[2]} if item else {"month": line.strip()[:40], "kw": ""} for line, item in found
    ]


def paid_tree(form: Form, month: str) -> dict[str, Any]:
    """The lines of a paid bill that were filled in."""
    lines = []
    for item in ITEMS:
        if won := form.text(f"won_{item}", 40):
            line = {"id": item, "won": won.replace(",", "")}
            for unit in ("kwh", "kw"):
                if amount := form.text(f"{unit}_{item}", 40):
                    line[unit] = amount.replace(",", "")
            lines.append(line)
    return {"pulmu": "paid_bill/1", "month": month, "lines": lines}


def paid_fields(bill: Bill, form: Form, language: Language) -> list[dict[str, str]]:
    """Lines to fill in: those the computed bill has, in the order in which bills print them."""
    known = computed_items(bill)
    return [
        {
            "id": item, "name": text(f"power_bill.item.{item}", language), "won": form.text(f"won_{item}", 40),
            "unit": "kw" if item == "basic" else "kwh" if item in ("light", "mid", "peak", "all_hours") else "",
            "amount": form.text(f"kw_{item}", 40) if item == "basic" else form.text(f"kwh_{item}", 40),
        }
        for item in ITEMS if item in known or item in ("charge", "to_pay")
    ]  # fmt: skip
