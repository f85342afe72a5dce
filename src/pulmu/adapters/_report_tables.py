"""The tables of a report, once for the PDF and the workbook: the words are chosen here, the numbers stay values."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from pulmu.adapters._report_names import (
    exported_mass,
    good_name,
    good_names,
    in_language,
    in_unit,
    process_names,
    word,
)
from pulmu.locale import (
    Language,
    Said,
    has_text,
    number,
    place_text,
    plain,
    problem_text,
    quarter_text,
    term,
    text,
    unit_symbol,
)
from pulmu.model import Confidence, Problem
from pulmu.services.report import Choice, CostLine, GoodResult, Remark, Report, Value

Cell = Value | str | float | int | None
"""A value with its figure; words; a number without a figure of its own; or nothing known."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the unit all its values are shown in, and how wide it is beside the others."""

    head: str
    unit: str = ""
    width: float = 1.0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, a note, and rows of cells."""

    key: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def report_tables(report: Report, language: Language) -> dict[str, Table]:
    """Every table of a report, by key, in the order of reading."""
    makers: tuple[Callable[[Report, Language], Table], ...] = (
        goods, certificates, costs, unknown_values, processes, precursors, precursor_use, balances, footprint,
        remarks, choices, editions, confidence, weak_basis,
    )  # fmt: skip
    tables = (make(report, language) for make in makers)
    return {table.key: table for table in tables}


def goods(report: Report, language: Language) -> Table:
    """What each good carries."""
    names = process_names(report, language)
    columns = (
        _words("good", language, 2.2), _words("cn_code", language, 1.1), _words("goods_category", language, 1.6),
        _words("process", language, 1.5), _words("cbam_good", language, 0.8), _number("activity_level", "t", language),
        _number("see_direct", "t CO2e/t", language), _number("see", "t CO2e/t", language),
        _number("share_of_default", "%", language),
    )  # fmt: skip
    rows = (
        (good_name(good, language), code_text(good.cn_code), term(plain(good.goods_category, 60), language),
         names.get(good.process, plain(good.process, 60)), _yes(good.cbam_good, language), good.activity_level,
         good.specific_embedded_emissions_direct, good.specific_embedded_emissions, good.share_of_default_values)
        for good in report.goods
    )  # fmt: skip
    return _table("goods", language, columns, rows)


def certificates(report: Report, language: Language) -> Table:
    """Certificates per tonne, actual against default values."""
    columns = (
        _words("good", language, 1.8), _words("cn_code", language, 1.1), _number("see", "t CO2e/t", language),
        _number("sefa", "t CO2e/t", language), _number("certificates_per_tonne", "certificate/t", language),
        _number("default_value", "t CO2e/t", language), _number("default_value_with_markup", "t CO2e/t", language),
        _number("default_sefa", "t CO2e/t", language),
        _number("default_certificates_per_tonne", "certificate/t", language),
    )  # fmt: skip
    rows = (
        (good_name(good, language), code_text(good.cn_code), good.specific_embedded_emissions,
         good.specific_embedded_free_allocation, good.certificates_per_tonne, good.default_value,
         good.default_value_with_markup, good.default_free_allocation, good.default_certificates_per_tonne)
        for good in cbam_goods(report)
    )  # fmt: skip
    return _table("certificates", language, columns, rows)


def costs(report: Report, language: Language) -> Table:
    """Certificate cost by quarter of import, with a line for all quarters of each good."""
    columns = (
        _words("good", language, 1.8), _words("quarter", language, 1.25), _number("mass", "t", language),
        _number("price", "EUR/t CO2e", language), _words("price_basis", language, 1.0),
        _number("certificates", "certificate", language), _number("cost", "EUR", language),
        _number("default_certificates", "certificate", language), _number("default_cost", "EUR", language),
    )  # fmt: skip
    rows = [row for good in report.goods for row in _cost_rows(good, language)]
    return _table("costs", language, columns, rows)


def _cost_rows(good: GoodResult, language: Language) -> list[tuple[Cell, ...]]:
    name = good_name(good, language)
    rows: list[tuple[Cell, ...]] = [
        (name, quarter_text(line.quarter, language), line.mass, line.price, text(_price_basis(line), language),
         line.certificates, line.cost, line.default_certificates, line.default_cost)
        for line in good.cost_lines
    ]  # fmt: skip
    if rows:
        every = text("report.all_quarters", language)
        rows.append((name, every, exported_mass(good), "", "", "", good.cost, "", good.default_cost))
    return rows


def _price_basis(line: CostLine) -> str:
    if line.price is None:
        return "report.price_none"
    return "report.price_scenario" if line.price_is_scenario else "report.price_published"


def unknown_values(report: Report, language: Language) -> Table:
    """Why a value of a good is missing."""
    columns = (_words("good", language, 1.5), _words("name", language, 1.5), _words("because", language, 4.0))
    rows = (
        (good_name(good, language), _value_name(name, language), _explained(why, report, language))
        for good in report.goods
        for name, why in good.explanation.items()
    )
    return _table("unknown_values", language, columns, rows)


def _value_name(name: str, language: Language) -> str:
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


def processes(report: Report, language: Language) -> Table:
    """Attributed emissions of the processes and their parts."""
    parts = ("directly_attributable", "heat_imported", "heat_exported", "electricity_produced", "attributed_direct")
    columns = (
        _words("process", language, 1.6), _words("goods", language, 2.2), _number("activity_level", "t", language),
        *(_number(part, "t CO2e", language) for part in parts),
    )  # fmt: skip
    names = good_names(report, language)
    rows = (
        (in_language(item.name, item.name_local, item.id, language),
         ", ".join(names.get(good, plain(good, 60)) for good in item.goods), item.activity_level,
         *(getattr(item, part) for part in parts))
        for item in report.processes
    )  # fmt: skip
    return _table("processes", language, columns, rows)


def precursors(report: Report, language: Language) -> Table:
    """Bought precursors and the value each counts with."""
    columns = (
        _words("precursor", language, 1.8), _words("cn_code", language, 1.1), _words("supplier", language, 1.6),
        _words("origin", language, 0.9), _number("received", "t", language), _words("basis", language, 1.7),
        _number("value_used", "t CO2e/t", language), _number("stated", "t CO2e/t", language),
    )  # fmt: skip
    rows = (
        (in_language(item.name, "", item.id, language), code_text(item.cn_code), plain(item.supplier, 80),
         plain(item.country_of_origin, 60), item.received, word("basis", item.basis, language),
         item.specific_embedded_emissions, item.stated_value if item.stated_value else "")
        for item in report.precursors
    )  # fmt: skip
    return _table("precursors", language, columns, rows)


def precursor_use(report: Report, language: Language) -> Table:
    """Who used the precursors."""
    names = process_names(report, language)
    columns = (
        _words("precursor", language, 2.0), _words("supplier", language, 2.0), _words("process", language, 2.0),
        _number("used", "t", language),
    )  # fmt: skip
    rows = (
        (in_language(item.name, "", item.id, language), plain(item.supplier, 80),
         names.get(user, plain(user, 80)), value)
        for item in report.precursors
        for user, value in item.used_by.items()
    )  # fmt: skip
    return _table("precursor_use", language, columns, rows)


def balances(report: Report, language: Language) -> Table:
    """What came in, and who used it: one line per user under one line per flow."""
    columns = (
        _words("flow", language, 2.0), _words("kind", language, 1.1), _words("user", language, 2.2),
        _number("amount", "", language), _words("unit", language, 1.0), _number("factor", "1", language),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    names = process_names(report, language)
    for line in report.balances:
        flow, kind = plain(line.flow, 80), word("flow", line.kind, language)
        factor: Cell = "" if line.reconciliation_factor is None else line.reconciliation_factor
        unit = unit_symbol(line.total.unit, language)
        rows.append((flow, kind, text("column.total", language), line.total, unit, factor))
        rows += [
            (flow, kind, names.get(user, plain(user, 80)), value, unit_symbol(value.unit, language), "")
            for user, value in line.users.items()
        ]
    return _table("balances", language, columns, rows)


def footprint(report: Report, language: Language) -> Table:
    """Indirect emissions, apart from everything the certificates count."""
    columns = (
        _words("good", language, 2.2), _words("cn_code", language, 1.1),
        _number("see_indirect", "t CO2e/t", language, 1.4),
    )  # fmt: skip
    rows = (
        (good_name(good, language), code_text(good.cn_code), good.specific_embedded_emissions_indirect)
        for good in report.goods
    )
    return _table("footprint", language, columns, rows)


def remarks(report: Report, language: Language) -> Table:
    """What is missing or could mislead, worst first."""
    columns = (
        _words("severity", language, 0.7), _words("place", language, 1.8), _words("what", language, 3.4),
        _words("mend", language, 3.0),
    )  # fmt: skip
    rows = []
    for remark in worst_first(report):
        said = remark_text(remark, language)
        where = plain(place_text(remark.place, language), 160)
        rows.append((word("severity", remark.severity, language), where, said.what, said.mend))
    return _table("remarks", language, columns, rows)


def worst_first(report: Report) -> list[Remark]:
    """The remarks, errors before warnings."""
    return sorted(report.remarks, key=lambda remark: remark.severity != "error")


def remark_text(remark: Remark, language: Language) -> Said:
    """A remark's sentences in the reader's language."""
    values = {name: plain(value, 160) for name, value in remark.values.items()}
    message, mend = plain(remark.message, 600), plain(remark.mend, 600)
    return problem_text(remark.code, values, language, message=message, mend=mend)


def choices(report: Report, language: Language) -> Table:
    """How each switch was set where the law is open."""
    columns = (_words("choice", language, 2.0), _words("setting", language, 1.4), _words("open_point", language, 3.0))
    rows = (
        (word("choice", item.name, language), _setting(item.setting, language), _open_point(item, language))
        for item in report.choices
    )
    return _table("choices", language, columns, rows)


def _open_point(choice: Choice, language: Language) -> str:
    """English as the report says it; Korean by the choice's name."""
    known = f"open.{choice.name}"
    return text(known, language) if has_text(known, language) else plain(choice.open_point, 400)


def _setting(setting: str, language: Language) -> str:
    known = setting.lower().replace(" ", "_")
    return word("answer", known, language) if known in ("yes", "no") else word("choice", known, language)


def editions(report: Report, language: Language) -> Table:
    """Editions of law and tables used."""
    columns = (
        _words("table", language, 2.0), _words("act", language, 2.6), _words("edition", language, 1.1),
        _words("status", language, 0.9), _words("confidence", language, 1.6), _words("valid_from", language, 1.1),
        _words("sha256", language, 1.2),
    )  # fmt: skip
    rows = (
        (plain(item.title, 160), plain(f"{item.act}, {item.place}".strip(", "), 240), plain(item.edition, 60),
         word("status", item.status, language), word("confidence", item.confidence, language),
         plain(item.valid_from, 20), plain(item.sha256, 12))
        for item in report.editions
    )  # fmt: skip
    return _table("editions", language, columns, rows)


def confidence(report: Report, language: Language) -> Table:
    """How many figures rest on a text of each kind."""
    counts = Counter(record.source.confidence or "own" for record in report.figures.values())
    columns = (_words("confidence", language, 4.0), _number("count", "", language))
    rows = [(word("confidence", tag, language), counts[tag]) for tag in (*get_args(Confidence), "own") if counts[tag]]
    return _table("confidence", language, columns, rows)


def weak_basis(report: Report, language: Language) -> Table:
    """Articles behind figures that were not read in the act itself: transitional, secondary or from memory."""
    weak = ("transitional", "secondary", "memory")
    counts = Counter(
        (record.source.confidence, record.source.act, record.source.place, record.name)
        for record in report.figures.values()
        if record.source.confidence in weak
    )
    columns = (
        _words("confidence", language, 1.7), _words("act", language, 2.0), _words("place", language, 2.0),
        _words("name", language, 2.0), _number("count", "", language, 0.7),
    )  # fmt: skip
    rows = (
        (
            word("confidence", str(tag), language),
            plain(act, 160),
            plain(place, 160),
            plain(term(name, language), 80),
            count,
        )
        for (tag, act, place, name), count in sorted(counts.items(), key=lambda item: _weakest(weak, item[0]))
    )
    return _table("weak_basis", language, columns, rows)


def _weakest(weak: Sequence[str], story: tuple[str | None, str, str, str]) -> tuple[int, str, str, str]:
    return -weak.index(str(story[0])), story[1], story[2], story[3]


def cbam_goods(report: Report) -> list[GoodResult]:
    """The goods the CBAM applies to."""
    return [good for good in report.goods if good.cbam_good]


def code_text(code: str) -> str:
    """A CN code as the tariff prints it: ``7318 15 88``."""
    code = plain(code, 20)
    return f"{code[:4]} {code[4:6]} {code[6:]}".strip() if code.isdigit() and len(code) in (8, 10) else code


def facts(report: Report, language: Language) -> list[tuple[str, str]]:
    """Who, where, when: the head of the report."""
    company, plant = report.company, report.installation
    place = f"{plant.latitude:.6f}, {plant.longitude:.6f}" if None not in (plant.latitude, plant.longitude) else ""
    known = (
        ("operator", in_language(company.name, company.name_local, "", language)),
        ("installation", in_language(plant.name, plant.name_local, "", language)),
        ("total_direct", _total_direct(report, language)),
        ("address", plain(plant.address, 200)),
        ("country", plain(plant.country, 60)),
        ("coordinates", place),
        ("registry", plain(plant.registry_id or company.registration_number, 60)),
        ("scenario", plain(report.scenario or "", 80) or text("report.no_scenario", language)),
        ("program", plain(report.program, 60)),
        ("plant_hash", plain(report.plant_sha256, 17)),
    )
    return [(text(f"report.{key}", language), value) for key, value in known if value]


def _total_direct(report: Report, language: Language) -> str:
    return number(in_unit(report.total_direct_emissions, "t CO2e"), "t CO2e", language)


def _words(key: str, language: Language, width: float) -> Column:
    return Column(text(f"column.{key}", language), "", width)


def _number(key: str, unit: str, language: Language, width: float = 1.1) -> Column:
    return Column(text(f"column.{key}", language), unit, width, numeric=True)


def _yes(answer: bool, language: Language) -> str:
    return text("answer.yes" if answer else "answer.no", language)


def _table(key: str, language: Language, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    note = f"table.{key}_note"
    return Table(
        key,
        text(f"table.{key}", language),
        text(note, language) if has_text(note, language) else "",
        columns,
        tuple(rows),
    )
