"""Items of precursors: how much, whose, and by what value they count."""

from pulmu.services.operators_report.given import Given, stated
from pulmu.services.operators_report.sheet import Sheet
from pulmu.services.report import PrecursorResult

_DEFAULT = ("default", "unknown_origin")


def bought(sheet: Sheet, given: Given) -> None:
    """Item 18: what the installation bought."""
    for item in given.report.precursors:
        sheet.number("bought", item.received, given.named_precursor(item), item.supplier)
    sheet.none_found()


def bought_by_process(sheet: Sheet, given: Given) -> None:
    """Item 19: what each process used of it."""
    for item in given.report.precursors:
        for process, mass in item.used_by.items():
            sheet.number("used", mass, given.named_precursor(item), given.named_process(process))
    sheet.none_found()


def own(sheet: Sheet, given: Given) -> None:
    """Item 20: goods of the installation that its own processes take in."""
    taken = {name for process in given.plant.processes for name in process.own_precursors}
    for good in given.report.goods:
        if good.id in taken:
            sheet.number("own_made", good.activity_level, given.good_names[good.id])
    sheet.none_found()


def own_by_process(sheet: Sheet, given: Given) -> None:
    """Items 21 and 27: how much of them each process takes."""
    for process in given.plant.processes:
        for name, mass in process.own_precursors.items():
            sheet.number("used", stated(mass), given.good_names.get(name, name), given.named_process(process.id))
    sheet.none_found()


def by_default(sheet: Sheet, given: Given) -> None:
    """Item 22 of the report and 12 of the summary."""
    for item in _of_basis(given, _DEFAULT):
        _value(sheet, given, item)
    sheet.none_found()


def by_actual_values(sheet: Sheet, given: Given) -> None:
    """Item 23 of the report and 13 of the summary: with the period of the value, and how it was shown."""
    for item in _of_basis(given, ("verified_actual",)):
        _value(sheet, given, item)
        sheet.say(
            "period", "" if item.production_year is None else str(item.production_year), given.named_precursor(item)
        )
        sheet.mention("period_shown", item.period_evidence, given.named_precursor(item))
        sheet.say("verification", item.verification_report, given.named_precursor(item))
    sheet.none_found()


def several_periods(sheet: Sheet, given: Given) -> None:
    """Item 24 of the report and 14 of the summary: values of other years than the report's (Article 14(1))."""
    for item in given.report.precursors:
        if item.production_year not in (None, given.report.period.year):
            sheet.say("period", str(item.production_year), given.named_precursor(item))
            sheet.say("period_shown", item.period_evidence, given.named_precursor(item))
    sheet.none_found()


def several_suppliers(sheet: Sheet, given: Given) -> None:
    """Item 25 of the report and 15 of the summary: deliveries that count with a mean (Article 14(2) or (3))."""
    for item in given.report.precursors:
        sheet.mention("mean", item.averaged, given.named_precursor(item))
    sheet.none_found()


def makers(sheet: Sheet, given: Given) -> None:
    """Item 28 of the report and 16 of the summary: who made each precursor, where, and in which period."""
    for item in given.report.precursors:
        name = given.named_precursor(item)
        if item.basis == "verified_actual":
            sheet.say("maker", item.operator, name)
            sheet.say("maker_installation", item.installation, name)
            sheet.say("maker_registry", item.registry_id, name)
        else:
            sheet.say("supplier", item.operator or item.supplier, name)
            sheet.mention("maker_installation", item.installation, name)
        sheet.mention("period", "" if item.production_year is None else str(item.production_year), name)
    sheet.none_found()


def _value(sheet: Sheet, given: Given, item: PrecursorResult) -> None:
    name = given.named_precursor(item)
    sheet.say("cn_code", item.cn_code, name)
    if item.basis != "unknown_origin":
        sheet.say("country", item.country_of_origin, name)
    sheet.number("value", item.specific_embedded_emissions, name)


def _of_basis(given: Given, wanted: tuple[str, ...]) -> list[PrecursorResult]:
    return [item for item in given.report.precursors if item.basis in wanted]
