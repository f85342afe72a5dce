"""Numbers, units and dates as people write them. Rounding here is for show only, half away from zero."""

import math
import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from pulmu.locale.words import Language, has_text, text
from pulmu.model import Period, format_value

_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_DECIMALS = {
    "t CO2e/t": 3,
    "certificate": 2,
    "certificate/t": 3,
    "EUR": 2,
    "EUR/t": 2,
    "EUR/t CO2e": 2,
    "KRW": 0,
    "t CO2e/MWh": 4,
    "kWh": 0,
    "MWh": 1,
    "GWh": 3,
    "kW": 1,
    "Nm3": 0,
    "MJ": 0,
    "GJ": 1,
    "TJ": 3,
    "TJ net": 3,
    "TJ gross": 3,
    "%": 1,
}
_WHOLE = {"MWh", "GWh", "kW", "GJ", "TJ", "TJ net", "TJ gross"}
"""Energy and power: what is whole is shown without decimals; 240.000 TJ would be read as thousands."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_QUARTER = re.compile(r"(\d{4})Q([1-4])")


def digits(value: float, unit: str) -> str:
    """A number for a table whose head names the unit: thousands separated, decimals by the quantity."""
    if not math.isfinite(value):
        return str(value)
    decimals = decimals_of(value, unit)
    return format_value(value) if decimals is None else rounded(value, decimals)


def decimals_of(value: float, unit: str) -> int | None:
    """How many decimals a value is shown with; None for a quantity without a rule of its own."""
    size = abs(value)
    if unit in _WHOLE and float(value).is_integer():
        return 0
    if unit == "t CO2e":
        return 0 if size >= 100 or value == 0 else 1 if size >= 1 else 3
    if unit == "t":
        return 0 if size >= 10_000 or value == 0 else 1 if size >= 100 else 2 if size >= 10 else 3
    return _DECIMALS.get(unit)


def rounded(value: float, decimals: int) -> str:
    """A number with exactly so many decimals, thousands separated."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    return f"{abs(exact) if exact == 0 else exact:,f}"


def number(value: float, unit: str, language: Language) -> str:
    """A number with its unit, for a sentence; certificates say that they are not rounded yet."""
    if unit == "t" and 0 < abs(value) < 1:
        value, unit = value * 1000, "kg"
    if unit == "1":
        return digits(value, unit)
    shown = digits(value, unit)
    if unit == "certificate":
        return text("number.certificates", language, value=shown)
    return shown + _in_sentence(unit, language)


def percent(share: float, language: Language) -> str:
    """A share of one as a percentage with one decimal."""
    return number(share * 100, "%", language)


def unit_symbol(unit: str, language: Language) -> str:
    """A unit for the head of a table: typographic signs, the heating value named; nothing for a ratio."""
    if unit in ("1", "*"):
        return ""
    return "/".join(_atom_symbol(part, language) for part in unit.split("/"))


def date_text(day: date, language: Language) -> str:
    """A day as documents write it."""
    if language == "ko":
        return f"{day.year}. {day.month}. {day.day}."
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_text(period: Period, language: Language) -> str:
    """A period, shown closed."""
    last = period.end - timedelta(days=1)
    joint = "~" if language == "ko" else " to "
    return f"{date_text(period.start, language)}{joint}{date_text(last, language)}"


def quarter_text(quarter: str, language: Language) -> str:
    """A quarter such as ``2026Q1``; any other text as it is."""
    found = _QUARTER.fullmatch(quarter)
    return text("number.quarter", language, year=found[1], quarter=found[2]) if found else quarter


def _in_sentence(unit: str, language: Language) -> str:
    symbol = unit_symbol(unit, language)
    if language == "en":
        return f" {symbol}"
    symbol = symbol.replace("EUR", "유로")
    return symbol if symbol.startswith(("%", "매", "유로", "원", "시간")) else f" {symbol}"


def _atom_symbol(atom: str, language: Language) -> str:
    known = f"unit.{atom.replace(' ', '_')}"
    if has_text(known, language):
        return text(known, language)
    return atom.replace("CO2", "CO₂").replace("t CO", "tCO").replace("kg CO", "kgCO").replace("Nm3", "Nm³")
