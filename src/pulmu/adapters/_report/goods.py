"""Tables of the goods: what each carries, its certificates and cost, its footprint."""

from pulmu.adapters._report.basis import remark_text
from pulmu.adapters._report.names import good_name, process_names, word
from pulmu.adapters._report.table import (
    Cell,
    Table,
    cbam_goods,
    code_text,
    heads,
    make_table,
    yes,
)
from pulmu.locale import Language, has_text, place_text, plain, quarter_text, term, text
from pulmu.model import Problem
from pulmu.services.emission_flows import exported_mass
from pulmu.services.report import CostLine, GoodResult, Report


def goods(report: Report, language: Language) -> Table:
    """What each good carries."""
    names = process_names(report, language)
    columns = heads(
        language,
        ("good", 2.2),
        ("cn_code", 1.1),
        ("goods_category", 1.6),
        ("process", 1.5),
        ("cbam_good", 0.8),
        ("activity_level", "t"),
        ("see_direct", "t CO2e/t"),
        ("see", "t CO2e/t"),
        ("share_of_default", "%"),
    )
    rows = (
        (
            good_name(good, language),
            code_text(good.cn_code),
            term(plain(good.goods_category, 60), language),
            names.get(good.process, plain(good.process, 60)),
            yes(good.cbam_good, language),
            good.activity_level,
            good.specific_embedded_emissions_direct,
            good.specific_embedded_emissions,
            good.share_of_default_values,
        )
        for good in report.goods
    )
    return make_table("goods", language, columns, rows)


def functional_units(report: Report, language: Language) -> Table:
    """Goods that are counted by what they hold: clinker or nitrogen."""
    columns = heads(
        language,
        ("good", 2.0),
        ("functional_unit", 1.2),
        ("content", "%"),
        ("activity_level_functional", "t"),
        ("direct_per_unit", "t CO2e/t"),
        ("see_per_unit", "t CO2e/t"),
        ("see", "t CO2e/t"),
    )
    rows = (
        (
            good_name(good, language),
            word("functional_unit", good.functional_unit, language),
            good.content,
            good.activity_level_functional,
            good.direct_per_functional_unit,
            good.per_functional_unit,
            good.specific_embedded_emissions,
        )
        for good in report.goods
        if good.content is not None
    )
    return make_table("functional_units", language, columns, rows)


def sector_parameters(report: Report, language: Language) -> Table:
    """What the report must tell of each good beside its emissions, and how much each route made."""
    columns = heads(language, ("good", 2.2), ("parameter", 2.2), ("value", 1.6), ("unit", 0.8))
    rows: list[tuple[Cell, ...]] = []
    for good in cbam_goods(report):
        name = good_name(good, language)
        for item in good.sector_parameters:
            head = text(f"parameter.{item.name}", language)
            known = word("reducing_agent", item.word, language) if item.word else None
            value = item.value if item.value is None or item.name == "scrap_per_tonne" else item.value * 100
            rows.append((name, head, known or value, _parameter_unit(item.name)))
        rows += [(name, plain(route, 80), mass, "t") for route, mass in good.routes.items()]
    return make_table("sector_parameters", language, columns, rows)


def _parameter_unit(name: str) -> str:
    return {"scrap_per_tonne": "t/t", "reducing_agent": ""}.get(name, "%")


def certificates(report: Report, language: Language) -> Table:
    """Certificates per tonne, actual against default values."""
    columns = heads(
        language,
        ("good", 1.8),
        ("cn_code", 1.1),
        ("see", "t CO2e/t"),
        ("sefa", "t CO2e/t"),
        ("certificates_per_tonne", "certificate/t"),
        ("default_value", "t CO2e/t"),
        ("default_value_with_markup", "t CO2e/t"),
        ("default_sefa", "t CO2e/t"),
        ("default_certificates_per_tonne", "certificate/t"),
    )
    rows = (
        (
            good_name(good, language),
            code_text(good.cn_code),
            good.specific_embedded_emissions,
            good.specific_embedded_free_allocation,
            good.certificates_per_tonne,
            good.default_value,
            good.default_value_with_markup,
            good.default_free_allocation,
            good.default_certificates_per_tonne,
        )
        for good in cbam_goods(report)
    )
    return make_table("certificates", language, columns, rows)


def costs(report: Report, language: Language) -> Table:
    """Certificate cost by quarter of import, with a line for all quarters of each good."""
    columns = heads(
        language,
        ("good", 1.8),
        ("quarter", 1.25),
        ("mass", "t"),
        ("price", "EUR/t CO2e"),
        ("price_basis", 1.0),
        ("certificates", "certificate"),
        ("cost", "EUR"),
        ("default_certificates", "certificate"),
        ("default_cost", "EUR"),
    )
    rows = [row for good in report.goods for row in _cost_rows(good, language)]
    return make_table("costs", language, columns, rows)


def _cost_rows(good: GoodResult, language: Language) -> list[tuple[Cell, ...]]:
    name = good_name(good, language)
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            quarter_text(line.quarter, language),
            line.mass,
            line.price,
            text(_price_basis(line), language),
            line.certificates,
            line.cost,
            line.default_certificates,
            line.default_cost,
        )
        for line in good.cost_lines
    ]
    if rows:
        every = text("paper.all_quarters", language)
        rows.append((name, every, exported_mass(good), "", "", "", good.cost, "", good.default_cost))
    return rows


def _price_basis(line: CostLine) -> str:
    if line.price is None:
        return "paper.price_none"
    return "paper.price_scenario" if line.price_is_scenario else "paper.price_published"


def unknown_values(report: Report, language: Language) -> Table:
    """Why a value of a good is missing."""
    columns = heads(
        language,
        ("good", 1.5),
        ("name", 1.5),
        ("because", 4.0),
    )
    rows = (
        (good_name(good, language), _value_name(name, language), _explained(why, report, language))
        for good in report.goods
        for name, why in good.explanation.items()
    )
    return make_table("unknown_values", language, columns, rows)


def _value_name(name: str, language: Language) -> str:
    if name.startswith("cost, "):
        return f"{text('column.cost', language)}, {quarter_text(name.removeprefix('cost, '), language)}"
    known = f"column.{name}"
    return text(known, language) if has_text(known, language) else plain(term(name, language), 80)


def _explained(why: str, report: Report, language: Language) -> str:
    """The reason; the problems it quotes are told as the remarks tell them."""
    for remark in report.remarks:
        told = str(Problem(remark.code, remark.place, remark.message, remark.mend))
        if told in why:
            said = remark_text(remark, language)
            where = place_text(remark.place, language)
            why = why.replace(told, f"{where}: {said.what}" if where else said.what)
    return plain(why, 400)


def footprint(report: Report, language: Language) -> Table:
    """Indirect emissions, apart from everything the certificates count."""
    columns = heads(
        language,
        ("good", 2.2),
        ("cn_code", 1.1),
        ("see_indirect", "t CO2e/t", 1.4),
    )
    rows = (
        (good_name(good, language), code_text(good.cn_code), good.specific_embedded_emissions_indirect)
        for good in report.goods
    )
    return make_table("footprint", language, columns, rows)
