"""Tables of the plant: processes, precursors and balances; and who, where, when."""

from pulmu.adapters._report.names import good_names, in_language, in_unit, process_names, word
from pulmu.adapters._report.table import Cell, Table, code_text, heads, make_table, yes
from pulmu.locale import Language, number, plain, text, unit_symbol
from pulmu.services.report import Report

_ENERGY_UNITS = {
    "heat_taken": "TJ",
    "heat_given": "TJ",
    "waste_gas_taken": "TJ net",
    "waste_gas_given": "TJ net",
    "electricity_taken": "MWh",
    "electricity_made": "MWh",
    "electricity_exported": "MWh",
}


def processes(report: Report, language: Language) -> Table:
    """Attributed emissions of the processes and their parts."""
    gases: tuple[str, ...] = ("waste_gas_imported", "waste_gas_exported")
    if not any(getattr(item, part).value for item in report.processes for part in gases):
        gases = ()  # few plants have any: two empty columns would only make the others narrow
    parts = (
        "directly_attributable",
        "heat_imported",
        "heat_exported",
        *gases,
        "electricity_produced",
        "attributed_direct",
    )
    columns = heads(
        language,
        ("process", 1.6),
        ("goods", 2.2),
        ("activity_level", "t"),
        *((part, "t CO2e") for part in parts),
    )
    names = good_names(report, language)
    rows = (
        (
            in_language(item.name, item.name_local, item.id, language),
            ", ".join(names.get(good, plain(good, 60)) for good in item.goods),
            item.activity_level,
            *(getattr(item, part) for part in parts),
        )
        for item in report.processes
    )
    return make_table("processes", language, columns, rows)


def direct_emissions(report: Report, language: Language) -> Table:
    """Direct emissions of the installation, stream by stream; those counted add up to the total."""
    columns = heads(
        language,
        ("source_or_stream", 2.6),
        ("method", 1.2),
        ("gas", 0.7),
        ("activity_data", ""),
        ("activity_unit", 0.8),
        ("calculation_factor", ""),
        ("factor_unit", 1.0),
        ("emissions", "t CO2e"),
        ("counted", 0.8),
    )
    rows = (
        (
            plain(line.name, 60),
            word("method", line.method, language),
            line.gas,
            line.amount,
            unit_symbol(line.amount.unit, language),
            "" if line.factor is None else line.factor,
            "" if line.factor is None else unit_symbol(line.factor.unit, language),
            line.emissions,
            yes(line.is_counted, language),
        )
        for line in report.direct_emissions
    )
    return make_table("direct_emissions", language, columns, rows)


def grouping(report: Report, language: Language) -> Table:
    """Processes of several goods, and joint processes, with the reason."""
    columns = heads(language, ("process", 1.6), ("grouping", 1.6), ("reason", 3.0), ("inner_precursors", 1.4))
    rows = (
        (
            in_language(item.name, item.name_local, item.id, language),
            text(f"grouping.{item.grouping}", language),
            plain(item.grouping_reason, 400),
            ", ".join(code_text(code) for code in item.inner_precursors),
        )
        for item in report.processes
        if item.grouping != "single"
    )
    return make_table("grouping", language, columns, rows)


def precursors(report: Report, language: Language) -> Table:
    """Bought precursors and the value each counts with."""
    columns = heads(
        language,
        ("precursor", 1.8),
        ("cn_code", 1.1),
        ("supplier", 1.6),
        ("origin", 0.9),
        ("received", "t"),
        ("production_year", 0.8),
        ("basis", 1.7),
        ("value_used", "t CO2e/t"),
        ("stated", "t CO2e/t"),
    )
    rows = (
        (
            in_language(item.name, "", item.id, language),
            code_text(item.cn_code),
            plain(item.supplier, 80),
            plain(item.country_of_origin, 60),
            item.received,
            "" if item.production_year is None else str(item.production_year),
            word("basis", item.basis, language),
            item.specific_embedded_emissions,
            item.stated_value if item.stated_value else "",
        )
        for item in report.precursors
    )
    return make_table("precursors", language, columns, rows)


def precursor_record(report: Report, language: Language) -> Table:
    """What the record of each precursor holds beside its value, and what it lacks (Annex IV 1.1, items 18 to 28)."""
    columns = heads(
        language,
        ("precursor", 1.8),
        ("made_by", 1.8),
        ("made_at", 1.8),
        ("registry_id", 1.2),
        ("verification_report", 1.4),
        ("verifier", 1.4),
        ("sefa", "t CO2e/t"),
        ("evidence", 2.4),
        ("record_lacks", 2.0),
    )
    rows = (
        (
            in_language(item.name, "", item.id, language),
            plain(item.operator, 80),
            plain(item.installation, 80),
            plain(item.registry_id, 60),
            plain(item.verification_report, 80),
            plain(item.verifier, 80),
            item.free_allocation if item.free_allocation else "",
            plain("; ".join(filter(None, (item.evidence, item.period_evidence, item.carbon_price_evidence))), 400),
            ", ".join(item.missing),
        )
        for item in report.precursors
    )
    return make_table("precursor_record", language, columns, rows)


def precursor_use(report: Report, language: Language) -> Table:
    """Who used the precursors."""
    names = process_names(report, language)
    columns = heads(
        language,
        ("precursor", 2.0),
        ("supplier", 2.0),
        ("process", 2.0),
        ("used", "t"),
    )
    rows = (
        (
            in_language(item.name, "", item.id, language),
            plain(item.supplier, 80),
            names.get(user, plain(user, 80)),
            value,
        )
        for item in report.precursors
        for user, value in item.used_by.items()
    )
    return make_table("precursor_use", language, columns, rows)


def balances(report: Report, language: Language) -> Table:
    """What came in, and who used it: one line per user under one line per flow."""
    columns = heads(
        language,
        ("flow", 2.0),
        ("kind", 1.1),
        ("user", 2.2),
        ("amount", ""),
        ("unit", 1.0),
        ("factor", "1"),
    )
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
    return make_table("balances", language, columns, rows)


def energy(report: Report, language: Language) -> Table:
    """Heat, waste gas and electricity that each process took and gave (Annex IV, item 17)."""
    kinds = [kind for kind in _ENERGY_UNITS if any(kind in item.energy for item in report.processes)]
    columns = heads(language, ("process", 3.0), *((kind, _ENERGY_UNITS[kind]) for kind in kinds))
    rows = (
        (
            in_language(item.name, item.name_local, item.id, language),
            *(item.energy.get(kind, "") for kind in kinds),
        )
        for item in report.processes
        if item.energy
    )
    return make_table("energy", language, columns, rows)


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
        ("scenario", plain(report.scenario or "", 80) or text("paper.no_scenario", language)),
        ("program", plain(report.program, 60)),
        ("plant_hash", plain(report.plant_sha256, 17)),
    )
    return [(text(f"paper.{key}", language), value) for key, value in known if value]


def _total_direct(report: Report, language: Language) -> str:
    return number(in_unit(report.total_direct_emissions, "t CO2e"), "t CO2e", language)
