"""What the drawings of a report have in common: names in the reader's language, exported masses, costs per tonne."""

import unicodedata

from pulmu.locale import Language, has_text, plain, text
from pulmu.model import conversion_factor
from pulmu.services.emission_flows import exported_mass
from pulmu.services.report import GoodResult, Report, Value

LONGEST_NAME = 80
_WIDE = frozenset("WMmw@%—…")


def in_language(name: str, local: str, otherwise: str, language: Language, longest: int = LONGEST_NAME) -> str:
    """A name for people: the local one in Korean where there is one, the id where there is none."""
    chosen = (local if language == "ko" else "") or name
    return plain(chosen, longest) or plain(otherwise, longest) or text("sankey.unnamed", language)


def good_name(good: GoodResult, language: Language) -> str:
    """A good by its name."""
    return in_language(good.name, good.name_local, good.id, language)


def plant_name(report: Report, language: Language) -> str:
    """The installation by its name."""
    return in_language(report.installation.name, report.installation.name_local, "", language, 60)


def process_names(report: Report, language: Language) -> dict[str, str]:
    """Name of each process by its id."""
    return {item.id: in_language(item.name, item.name_local, item.id, language) for item in report.processes}


def good_names(report: Report, language: Language) -> dict[str, str]:
    """Name of each good by its id."""
    return {item.id: good_name(item, language) for item in report.goods}


def word(group: str, code: str, language: Language) -> str:
    """A code of the report in words; the code itself where nobody translated it."""
    return text(f"{group}.{code}", language) if has_text(f"{group}.{code}", language) else plain(code, LONGEST_NAME)


def in_unit(value: Value, unit: str) -> float:
    """A value in another unit of its dimension."""
    return value.value if value.unit == unit else value.value * conversion_factor(value.unit, unit)


def per_tonne(cost: Value | None, good: GoodResult) -> float | None:
    """A good's cost per tonne sent to the EU, the mean over its quarters."""
    mass = exported_mass(good)
    return in_unit(cost, "EUR") / mass if cost is not None and mass > 0 else None


def text_width(words: str, size: float = 1.0) -> float:
    """About how wide a text is drawn: a Hangul syllable fills its square, a small Latin letter half of it."""
    return size * sum(map(_sign_width, words))


def _sign_width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    return 0.95 if sign in _WIDE else 0.68 if sign.isupper() else 0.55
