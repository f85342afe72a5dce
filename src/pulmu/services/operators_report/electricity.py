"""Items about electricity where the law counts indirect emissions, and about factors that are actual."""

from pulmu.services.operators_report.given import Given, stated
from pulmu.services.operators_report.sheet import Sheet
from pulmu.services.report import Value

_ACTUAL = ("direct_line", "power_purchase_agreement", "own_renewable", "own_generation", "own_combined_heat_and_power")


def total_used(sheet: Sheet, given: Given) -> None:
    """Item 9: all electricity of the installation, where indirect emissions count."""
    if _left_out(sheet, given):
        return
    total = [line for line in given.report.balances if line.kind == "electricity"]
    for line in total:
        sheet.number("electricity_used", line.total, line.flow)
    if not total:
        sheet.number("electricity_used", None)


def used_for_goods(sheet: Sheet, given: Given) -> None:
    """Item 10: electricity of the processes whose goods count it."""
    if _left_out(sheet, given):
        return
    told = _of_processes(given)
    for process in dict.fromkeys(good.process for good in given.cbam_goods):
        sheet.number("electricity_used", told.get(process), given.named_process(process))


def of_each_process(sheet: Sheet, given: Given) -> None:
    """Item 26: electricity of each process; told for all goods, counted only where the law counts it."""
    for process, value in _of_processes(given).items():
        sheet.number("electricity_used", value, given.named_process(process))
    sheet.none_found()


def _of_processes(given: Given) -> dict[str, Value]:
    known = {item.id for item in given.report.processes}
    lines = (line for line in given.report.balances if line.kind == "electricity")
    return {user: value for line in lines for user, value in line.users.items() if user in known}


def suppliers(sheet: Sheet, given: Given) -> None:
    """Item 11: who supplied it."""
    if _left_out(sheet, given):
        return
    for source in given.plant.electricity.sources:
        grid = f"grid of {given.plant.installation.country}" if source.kind == "grid" else ""
        sheet.say("electricity_producer", source.producer or grid or source.generator, source.id)
    sheet.none_found()


def quantities_and_factors(sheet: Sheet, given: Given) -> None:
    """Item 12: quantity and factor of each source."""
    if _left_out(sheet, given):
        return
    for source in given.plant.electricity.sources:
        sheet.number("electricity_source", stated(source.amount), source.id, source.kind.replace("_", " "))
        sheet.mention_number("emission_factor", stated(source.emission_factor), source.id)
    sheet.none_found()


def actual_factors(sheet: Sheet, given: Given) -> None:
    """Item 32: factors that are no default, with their evidence."""
    for source in given.plant.electricity.sources:
        if source.kind in _ACTUAL and source.emission_factor is not None:
            sheet.number("emission_factor", stated(source.emission_factor), source.id)
            sheet.say("evidence", source.evidence or source.agreement, source.id)
    sheet.none_found("standard_factor")


def agreements(sheet: Sheet, given: Given) -> None:
    """Item 33: factor of each power purchase agreement."""
    for source in given.plant.electricity.sources:
        if source.kind == "power_purchase_agreement":
            sheet.number("emission_factor", stated(source.emission_factor), source.id)
            sheet.say("agreement", source.agreement, source.id)
    sheet.none_found("no_agreement")


def indirect(sheet: Sheet, given: Given) -> None:
    """Item 6 of the summary: of the processes whose goods count indirect emissions."""
    if _left_out(sheet, given):
        return
    processes = {good.process for good in given.cbam_goods}
    for process in given.report.processes:
        if process.id in processes:
            value: Value | None = process.attributed_indirect
            sheet.number("attributed_indirect", value, process.name)


def _left_out(sheet: Sheet, given: Given) -> bool:
    if given.indirect_counts:
        return False
    sheet.does_not_apply("indirect_not_counted")
    return True
