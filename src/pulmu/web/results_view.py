"""Results of a call as tables in the reader's words; a number that is hidden is said to be."""

from dataclasses import dataclass

from pulmu.locale import Language, about_won, text
from pulmu.locale.result_words import group_words
from pulmu.services.call_results import RESULTS, CallResults, ResultRow


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Applicants by one of their facts.

    Parameters
    ----------
    rows : Name of the group, then its numbers; None where one is hidden.
    """

    by: str
    title: str
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShownNumbers:
    """All numbers of the results of a call."""

    name: str
    agency: str
    heads: tuple[str, ...]
    tables: tuple[ShownTable, ...]
    granted: str
    hidden: int
    answer: str


def shown_numbers(found: CallResults, language: Language) -> ShownNumbers:
    """Results in the reader's words, all applicants first."""
    korean = language == "ko"
    heads = tuple(text(f"cli.call_results.{name}", language) for name in ("applied", *RESULTS))
    whole = ShownTable("total", "", ((text("cli.call_results.total", language), _numbers(found.total)),))
    tables = tuple(
        ShownTable(
            table.by, text(f"cli.call_results.by.{table.by}", language),
            tuple((group_words(table.by, row.of, language), _numbers(row)) for row in table.rows),
        )
        for table in found.tables
    )  # fmt: skip
    granted = (
        text("cli.call_results.granted_hidden", language)
        if found.granted_krw is None
        else text("cli.call_results.granted", language, amount=about_won(found.granted_krw, language))
    )
    name = (found.name_ko if korean else found.name_en) or found.name_ko
    agency = (found.agency_ko if korean else found.agency_en) or found.agency_ko
    return ShownNumbers(name, agency, heads, (whole, *tables), granted, found.hidden, _answer(found, language))


def _numbers(row: ResultRow) -> tuple[int | None, ...]:
    return (row.applied, *row.counts)


def _answer(found: CallResults, language: Language) -> str:
    applied, selected = found.total.applied, found.total.counts[0]
    if applied is None:
        return text("web.results.few", language)
    if selected is None:
        return text("web.results.applied", language, applied=f"{applied:,}")
    return text("web.results.answer", language, applied=f"{applied:,}", selected=f"{selected:,}")
