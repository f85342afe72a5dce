"""Writes the operator's emissions report and its summary from a plant and its report."""

import dataclasses
from collections.abc import Callable

from pulmu.model import Plant
from pulmu.reference.report_items import ItemList, ReportItem, report_items
from pulmu.services.operators_report import electricity, goods, installation, precursors
from pulmu.services.operators_report.content import Entry, Item, OperatorsReport
from pulmu.services.operators_report.given import Given
from pulmu.services.operators_report.sheet import Sheet
from pulmu.services.report import Report, SourceRecord

Write = Callable[[Sheet, Given], None]

_REPORT: tuple[Write, ...] = (
    installation.operator_and_installation, installation.plan_summary, installation.electricity_sources,
    installation.own_generation, installation.waste_gases, installation.transfers, installation.total_direct,
    installation.months, electricity.total_used, electricity.used_for_goods, electricity.suppliers,
    electricity.quantities_and_factors, goods.cbam_goods, goods.other_products, goods.figures,
    installation.streams_and_sources, goods.balances, precursors.bought, precursors.bought_by_process, precursors.own,
    precursors.own_by_process, precursors.by_default, precursors.by_actual_values, precursors.several_periods,
    precursors.several_suppliers, electricity.of_each_process, precursors.own_by_process, precursors.makers,
    goods.attribution, goods.attributed, goods.functional_units, electricity.actual_factors, electricity.agreements,
    goods.routes, goods.sector_parameters,
)  # fmt: skip
_SUMMARY: tuple[Write, ...] = (
    installation.operator, installation.installation, installation.processes_and_goods, goods.figures_and_allocation,
    installation.total_and_processes, electricity.indirect, installation.heat_trade, installation.zero_rated_fuels,
    installation.waste_gases, installation.transfers, installation.own_generation, precursors.by_default,
    precursors.by_actual_values, precursors.several_periods, precursors.several_suppliers, precursors.makers,
)  # fmt: skip
"""What writes each item, in the order of the numbers of its list."""


def operators_report(plant: Plant, report: Report, which: ItemList) -> OperatorsReport:
    """One of the two lists of Annex IV of Implementing Regulation (EU) 2025/2547, every item of it.

    Parameters
    ----------
    plant : The plant the report was computed from.
    which : `report`: 35 items, for the verifier; `summary`: 16 items, its own list, for declarants. The numbers of a
        summary carry no key of a figure: what a figure was made from stays with the operator.
    """
    given = Given(plant, report)
    writers = _REPORT if which == "report" else _SUMMARY
    items = tuple(_item(listed, write, given) for listed, write in zip(report_items(which), writers, strict=True))
    return OperatorsReport(
        format="pulmu.operators_report/1",
        list=which,
        program=report.program,
        operator=plant.company.name,
        installation=plant.installation.name,
        period=report.period,
        items=items if which == "report" else tuple(_without_keys(item) for item in items),
        report_sha256=report.sha256,
        editions=report.editions,
    )


def _item(listed: ReportItem, write: Write, given: Given) -> Item:
    sheet = Sheet()
    write(sheet, given)
    source = listed.source
    return Item(
        number=listed.number,
        title=listed.name_en,
        source=SourceRecord(source.act, source.place, source.edition, source.confidence),
        state=sheet.state,
        entries=tuple(sheet.entries),
        lacks=tuple(dict.fromkeys(sheet.lacks)),
        reason=sheet.reason if sheet.state == "does_not_apply" else "",
    )


def _without_keys(item: Item) -> Item:
    return dataclasses.replace(item, entries=tuple(_without_key(entry) for entry in item.entries))


def _without_key(entry: Entry) -> Entry:
    if entry.value is None:
        return entry
    return dataclasses.replace(entry, value=dataclasses.replace(entry.value, figure=""))
