"""What a published sum is called on a screen."""

from typing import TYPE_CHECKING

from pulmu.cli.screen import Screen

if TYPE_CHECKING:
    from pulmu.support.population import Fit

_CUTS = {
    "capital_region": "capital",
    "non_capital": "outside",
    "individual": "individual",
    "corporation": "corporation",
    "1": "one_person",
    "2+": "more_persons",
    "<=50m_krw": "low_sales",
    "<300bn_krw (early mid-sized)": "early",
    "300bn-1trn_krw": "middle",
    ">=1trn_krw": "top",
    "<=7y": "young",
    "60+": "head_60",
    "50s": "head_50",
    "40s": "head_40",
}
_SIZES = (
    "sme",
    "mid",
    "non_sme",
    "non_sme_not_mid",
    "micro",
    "sme_not_micro",
    "large_group",
    "sme_manufacturer_10plus",
    "sme_survey",
    "establishments",
)
_METRICS = ("firms", "employees", "sales", "assets", "rnd", "firms_share", "groups")
_UNITS = ("trillion_krw", "percent")
_PLAIN = ("total", "section", "group", "share_of_all_firms")


def sum_name(item: "Fit", screen: Screen) -> str:
    """Which firms, which of them, and what of them; the words of the statistics where we have none."""
    parts = [_word(screen, "size", item.size_class, _SIZES), _section(screen, item.section), _cut(screen, item)]
    measure = _word(screen, "metric", item.metric, _METRICS)
    unit = f" ({screen.text(f'cli.population.unit.{item.unit}')})" if item.unit in _UNITS else ""
    return ", ".join(part for part in (*parts, measure) if part) + unit


def _word(screen: Screen, kind: str, word: str, known: tuple[str, ...]) -> str:
    return screen.text(f"cli.population.{kind}.{word}") if word in known else word


def _section(screen: Screen, section: str) -> str:
    if section in ("NON_C", "ALL11", "SERVICES"):
        return screen.text(f"cli.population.section.{section}")
    from pulmu.reference import list_sections

    names = {item.code: item.name_ko if screen.language == "ko" else item.name_en for item in list_sections()}
    return names.get(section, "" if section == "ALL" else section)


def _cut(screen: Screen, item: "Fit") -> str:
    if item.category in _CUTS:
        return screen.text(f"cli.population.cut.{_CUTS[item.category]}")
    return "" if item.dimension in _PLAIN or item.category == "all" else f"{item.dimension} {item.category}"
