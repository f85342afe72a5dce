"""The answers a reader comes for: what a tonne carries, what it costs, and what all of it costs."""

from pulmu.adapters._report.names import exported_mass, good_name, in_unit, per_tonne
from pulmu.adapters._report.table import Cell, Table, cbam_goods, code_text, heads
from pulmu.locale import Language, number, text
from pulmu.services.report import GoodResult, Report, Value


def answer(report: Report, language: Language) -> list[str]:
    """The first lines of every report, as sentences with their numbers."""
    goods = cbam_goods(report)
    if not goods:
        return [text("paper.answer_no_goods", language)]
    main = max(goods, key=_weight)
    see = main.specific_embedded_emissions
    value = number(in_unit(see, "t CO2e/t"), "t CO2e/t", language)
    first = text("paper.answer_emissions", language, good=good_name(main, language), value=value)
    return [f"{first} {_cost_sentence(main, language)}", *_total_sentence(report, goods, language)]


def comparison(report: Report, language: Language) -> Table:
    """Goods side by side: what a tonne carries and what it costs, by actual and by default values."""
    columns = heads(
        language,
        ("good", 2.0),
        ("cn_code", 1.1),
        *_COMPARED,
    )
    none = text("number.not_applicable", language)
    rows = tuple(
        (
            good_name(good, language),
            code_text(good.cn_code),
            good.specific_embedded_emissions,
            good.share_of_default_values,
            exported_mass(good),
            *(_costs(good) if exported_mass(good) > 0 else (none,) * 4),
        )
        for good in cbam_goods(report)
    )
    return Table("comparison", text("table.summary", language), text("table.costs_note", language), columns, rows)


_COMPARED = (
    ("see", "t CO2e/t"),
    ("share_of_default", "%"),
    ("exported", "t"),
    ("cost_per_tonne", "EUR/t"),
    ("default_cost_per_tonne", "EUR/t"),
    ("cost", "EUR"),
    ("default_cost", "EUR"),
)


def _costs(good: GoodResult) -> tuple[Cell, ...]:
    return per_tonne(good.cost, good), per_tonne(good.default_cost, good), good.cost, good.default_cost


def _weight(good: GoodResult) -> tuple[float, float]:
    return exported_mass(good), in_unit(good.activity_level, "t")


def _cost_sentence(good: GoodResult, language: Language) -> str:
    if exported_mass(good) <= 0:
        return text("paper.answer_not_exported", language)
    actual, default = per_tonne(good.cost, good), per_tonne(good.default_cost, good)
    if actual is None:
        return text("paper.answer_no_cost", language)
    spoken = number(actual, "EUR/t", language)
    if default is None:
        return text("paper.answer_cost_actual", language, actual=spoken)
    return text("paper.answer_cost", language, actual=spoken, default=number(default, "EUR/t", language))


def _total_sentence(report: Report, goods: list[GoodResult], language: Language) -> list[str]:
    sent = [good for good in goods if exported_mass(good) > 0]
    actual = _sum([good.cost for good in sent])
    default = _sum([good.default_cost for good in sent])
    if not sent or actual is None or default is None:
        return []
    spoken = {"actual": number(actual, "EUR", language), "default": number(default, "EUR", language)}
    return [text("paper.answer_total", language, year=report.period.year, **spoken)]


def _sum(values: list[Value | None]) -> float | None:
    known = [in_unit(value, "EUR") for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
