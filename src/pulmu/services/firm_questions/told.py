"""The answers a firm's file gives, as a form shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model import Document, Firms, decode, encode
from pulmu.reference import FactDescription, list_facts
from pulmu.services.firm_questions.homes import CLOSING, Home, home_of, is_told, months_asked, year_ends
from pulmu.services.firm_questions.tell import NONE
from pulmu.support.ownership import asked_firm
from pulmu.support.size.leaving import NEVER


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file tells.

    Parameters
    ----------
    told : Answers as text, by the names of the table of facts, in its order.
    not_known : Facts that were asked and that nobody knows.
    has_years : Whether it tells a business year.
    year_ends : Last days of the last three business years; none where no year is told.
    monthly : Sales of the months that decide for a firm that counts as new, by ``2026-10``; empty where not told.
    """

    told: dict[str, str]
    not_known: tuple[str, ...]
    has_years: bool
    year_ends: tuple[date, ...]
    monthly: dict[str, str]

    @property
    def is_new(self) -> bool:
        """Whether the firm counts as new and has closed no business year."""
        return bool(self.monthly) and not self.has_years


def answers_told(document: Document, day: date) -> Answers:
    """The answers in a file whose values can be read; more than one exit from a status is left to the file itself."""
    firms = decode(Firms, document).value
    firm, ends = asked_firm(firms), year_ends(firms, day)
    tree: dict[str, Any] = encode(firm)
    years = {item["end"]: item for item in tree.get("business_years", ())}
    told = {item.name: _shown(item, _value(tree, years, ends, home_of(item.name))) for item in list_facts()
            if is_told(item)}  # fmt: skip
    told[CLOSING] = ends[0].isoformat() if ends else ""
    sales = {item.month: f"{item.sales_krw:,}" for item in firm.monthly_sales}
    monthly = {month: sales.get(month, "") for month in months_asked(firms, day)}
    return Answers({name: text for name, text in told.items() if text}, firm.not_known, bool(years), ends, monthly)


def _value(tree: dict[str, Any], years: dict[str, Any], ends: tuple[date, ...], home: Home) -> Any:
    match home.kind:
        case "value":
            return tree.get(home.name)
        case "membership":
            return (tree.get(home.name) or {}).get("member")
        case "year":
            year = years.get(ends[home.back].isoformat()) if ends else None
            of_firm = tree.get(home.name) if home.name == "total_assets_krw" and year is None else None
            return of_firm if year is None else year.get(home.name)
        case "exit":
            return _exit(tree.get(home.name), home.part)
        case "fact":
            return tree.get("facts", {}).get(home.name)


def _exit(exits: list[Any] | None, part: str) -> Any:
    if exits is None or len(exits) > 1:
        return None
    if not exits:
        return NEVER if part == "because" else None
    return exits[0].get(part)


def _shown(fact: FactDescription, value: Any) -> str:
    if fact.kind == "flag" and isinstance(value, str):
        return "yes" if value.lower() in ("yes", "true") else "no"
    if fact.kind == "choices" and value is not None:
        return str(value).strip() or NONE
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:,.15g}"
        case _:
            return str(value)
