"""The answers a reader comes for: what a tonne carries, what it costs, and what all of it costs."""

from pulmu.adapters._report.names import good_name, in_unit, per_tonne
from pulmu.adapters._report.table import Cell, Table, cbam_goods, code_text, heads
from pulmu.locale import Language, number, text
from pulmu.services.emission_flows import exported_mass
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


def comparison(report: Report, language: Language, most: int | None = None) -> Table:
    """Goods side by side: what a tonne carries and what it costs, by actual and by default values.

    Parameters
    ----------
    most : Rows to show at most: of more goods those that carry most to the EU, and the rest together in the last row.
    """
    columns = heads(
        language,
        ("good", 2.0),
        ("cn_code", 1.1),
        *_COMPARED,
    )
    none = text("number.not_applicable", language)
    goods = cbam_goods(report)
    shown, rest = (goods, []) if most is None or len(goods) <= most else _divided(goods, most - 1)
    rows = tuple(
        (
            good_name(good, language),
            code_text(good.cn_code),
            good.specific_embedded_emissions,
            good.share_of_default_values,
            exported_mass(good),
            *(_costs(good) if exported_mass(good) > 0 else (none,) * 4),
        )
        for good in shown
    )
    rows += (_together(rest, language),) if rest else ()
    return Table("comparison", text("table.summary", language), text("table.costs_note", language), columns, rows)


def _divided(goods: list[GoodResult], most: int) -> tuple[list[GoodResult], list[GoodResult]]:
    """The goods that carry most to the EU, in the order of the report, and the others."""
    ranked = sorted(goods, key=_carried, reverse=True)[:most]
    kept = {good.id for good in ranked}
    return [good for good in goods if good.id in kept], [good for good in goods if good.id not in kept]


def _carried(good: GoodResult) -> tuple[float, float]:
    """Embedded emissions of what went to the EU; of what did not, those of all that was made, after the others."""
    value = in_unit(good.specific_embedded_emissions, "t CO2e/t")
    return value * exported_mass(good), value * in_unit(good.activity_level, "t")


def _together(goods: list[GoodResult], language: Language) -> tuple[Cell, ...]:
    """Several goods in one row: what adds up, and nothing of what does not."""
    sent = [good for good in goods if exported_mass(good) > 0]
    costs = (_sum([good.cost for good in sent]), _sum([good.default_cost for good in sent])) if sent else ("", "")
    name = text("paper.other_goods", language, count=len(goods))
    return (name, "", "", "", sum(map(exported_mass, goods)), "", "", *costs)


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
