"""Lines of an electricity bill in words."""

from pulmu.locale.words import Language, text
from pulmu.model import Figure
from pulmu.model.tariff import EnergyDiscount, EnergySurcharge, Levy, Tariff
from pulmu.plan.tariff import Bill, BillLine

_Part = Levy | EnergyDiscount | EnergySurcharge
_WORDS = ("summer", "spring_autumn", "winter", "light", "mid", "peak", "all_hours")


def tariff_name(tariff: Tariff, language: Language) -> str:
    """Name of a tariff in the reader's language."""
    return (tariff.name_local if language == "ko" else "") or tariff.name or tariff.id


def bill_word(name: str, language: Language) -> str:
    """A season or band, in the reader's words where it is one of Korea's."""
    return text(f"power_bill.word.{name}", language) if name in _WORDS else name


def bill_line_name(bill: Bill, line: BillLine, language: Language) -> str:
    """What a line is for."""
    found = _part(bill.tariff, line.id)
    if found is not None:
        named = (found.name_local if language == "ko" else "") or found.name or found.id
    else:
        named = text(f"power_bill.line.{line.kind}", language)
    where = [bill_word(line.season, language), bill_word(line.band, language)] if line.season else []
    since = [f"{line.start:%m-%d}~"] if line.start.day > 1 else []
    return " ".join(filter(None, (named, *where, *since)))


def bill_line_how(line: BillLine, currency: str = "won") -> str:
    """Amount times rate, as the line's formula has it."""
    given = [item.figure for item in line.amount.inputs if item.figure.unit != "KRW" or line.kind == "levy"]
    shown = [_amount(item, currency) for item in given if (item.value, item.unit) != (1.0, "1") and item.unit != "KRW"]
    if line.kind.startswith("power_factor"):
        points = next(item.figure for item in line.amount.inputs if item.parameter == "points")
        shown = [f"{points.value:+g} %p", "0.2 %"]
    return " x ".join(shown)


def _part(tariff: Tariff, name: str) -> _Part | None:
    """The last surcharge, discount or levy of that id."""
    found: _Part | None = None
    for terms in tariff.terms:
        parts: tuple[_Part, ...] = (*terms.surcharges, *terms.discounts, *terms.levies)
        found = next((item for item in parts if item.id == name), found)
    return found


def _amount(figure: Figure, currency: str) -> str:
    if figure.unit == "1":
        return f"{figure.value * 100:g} %"
    return f"{figure.value:,.10g} {figure.unit.replace('KRW', currency)}"
