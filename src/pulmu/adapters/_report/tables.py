"""Every table of a report, once for the PDF and the workbook, so that the two never disagree."""

from collections.abc import Callable

from pulmu.adapters._report.basis import choices, confidence, editions, remarks, weak_basis
from pulmu.adapters._report.goods import (
    certificates,
    costs,
    footprint,
    functional_units,
    goods,
    sector_parameters,
    unknown_values,
)
from pulmu.adapters._report.plant import (
    balances,
    direct_emissions,
    energy,
    grouping,
    precursor_record,
    precursor_use,
    precursors,
    processes,
)
from pulmu.adapters._report.table import Table
from pulmu.locale import Language
from pulmu.services.report import Report


def report_tables(report: Report, language: Language) -> dict[str, Table]:
    """Every table of a report, by key, in the order of reading."""
    makers: tuple[Callable[[Report, Language], Table], ...] = (
        goods, functional_units, certificates, costs, unknown_values, sector_parameters, processes, grouping,
        direct_emissions, precursors, precursor_record, precursor_use, balances, energy, footprint, remarks, choices,
        editions, confidence, weak_basis,
    )  # fmt: skip
    tables = (make(report, language) for make in makers)
    return {table.key: table for table in tables}
