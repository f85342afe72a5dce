"""Items of the processes and of the goods they make."""

from pulmu.reference import find_good
from pulmu.services.operators_report.given import Given
from pulmu.services.operators_report.sheet import Sheet
from pulmu.services.report import GoodResult, Value


def cbam_goods(sheet: Sheet, given: Given) -> None:
    """Item 13: CBAM goods of each process, with their quantity."""
    _made(sheet, given, is_cbam=True)


def other_products(sheet: Sheet, given: Given) -> None:
    """Item 14: what else the processes make."""
    _made(sheet, given, is_cbam=False)
    sheet.none_found()


def _made(sheet: Sheet, given: Given, *, is_cbam: bool) -> None:
    for good in given.report.goods:
        if good.cbam_good == is_cbam:
            sheet.number("made", good.activity_level, given.good_names[good.id], given.named_process(good.process))


def figures(sheet: Sheet, given: Given) -> None:
    """Item 15: what each good carries. Nothing in a plant's file rates the quality of its data: told as lacking."""
    for good in given.cbam_goods:
        name = given.good_names[good.id]
        _embedded(sheet, good, name)
        sheet.number("data_quality", None, name)


def figures_and_allocation(sheet: Sheet, given: Given) -> None:
    """Item 4 of the summary: what each good carries, and its free allocation with the route of the benchmark."""
    routes = {good.id: good.route for _, good in given.plant.products()}
    for good in given.cbam_goods:
        name = given.good_names[good.id]
        _embedded(sheet, good, name)
        sheet.number("sefa", good.specific_embedded_free_allocation, name)
        sheet.mention("benchmark_route", routes.get(good.id, ""), name)


def _embedded(sheet: Sheet, good: GoodResult, name: str) -> None:
    sheet.number("see_direct", good.specific_embedded_emissions_direct, name)
    sheet.mention_number("see_direct_unit", good.direct_per_functional_unit, name, good.functional_unit)
    if find_good(good.cn_code).indirect_counts:
        sheet.number("see_indirect", good.specific_embedded_emissions_indirect, name)
    sheet.number("see_counted", good.specific_embedded_emissions, name)
    sheet.number("share_default", good.share_of_default_values, name)


def balances(sheet: Sheet, given: Given) -> None:
    """Item 17: heat, waste gas and electricity each process took and gave."""
    for process in given.report.processes:
        for kind, value in process.energy.items():
            sheet.number("balance", value, process.name, kind.replace("_", " "))
    sheet.none_found()


def attribution(sheet: Sheet, given: Given) -> None:
    """Item 29: how emissions were attributed to processes: Eq 55, and why goods stand together."""
    for process in given.report.processes:
        figure = given.report.figures[process.attributed_direct.figure]
        sheet.say("method", f"{figure.source.act}, {figure.source.place}", process.name)
        sheet.mention("method", process.grouping_reason, process.name)
        sheet.mention("method", process.outsourced_to, process.name)


def attributed(sheet: Sheet, given: Given) -> None:
    """Item 30: activity level and attributed emissions of each process."""
    for process in given.report.processes:
        sheet.number("level", process.activity_level, process.name)
        sheet.number("attributed_direct", process.attributed_direct, process.name)
        sheet.mention_number("attributed_indirect", process.attributed_indirect, process.name)


def functional_units(sheet: Sheet, given: Given) -> None:
    """Item 31: every CBAM good by its code in its functional unit."""
    for good in given.cbam_goods:
        amount: Value = good.activity_level_functional or good.activity_level
        sheet.number("functional", amount, given.good_names[good.id], good.functional_unit)


def routes(sheet: Sheet, given: Given) -> None:
    """Item 34: mass made by each route, where a good has several."""
    for good in given.cbam_goods:
        for route, mass in good.routes.items():
            sheet.number("route", mass, given.good_names[good.id], route)
    sheet.none_found("one_route")


def sector_parameters(sheet: Sheet, given: Given) -> None:
    """Item 35: what the category of each good asks for (Annex IV, point 2)."""
    for good in given.cbam_goods:
        for item in good.sector_parameters:
            name = f"{given.good_names[good.id]}: {item.name.replace('_', ' ')}"
            if item.word or (item.value is not None and item.name.endswith("_per_tonne")):
                sheet.say("parameter", item.word or f"{item.value:g} t/t", name)
            else:
                sheet.number("parameter", None if item.value is None else Value(item.value, "1", ""), name)
    sheet.none_found("no_parameters")
