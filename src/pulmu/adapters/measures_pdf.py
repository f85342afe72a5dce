"""A plan of measures on paper, for a bank or an agency: what is done, what it costs and moves, what it rests on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pulmu.adapters._measures.sheets import Cell, Column, PlanWords, Sheet
from pulmu.adapters._typeset import breakable, typeset
from pulmu.locale import Language, date_text
from pulmu.services.measures.answer import MeasuresAnswer
from pulmu.services.measures.pay import Backing

_SHOWN = ("plan", "programmes", "suppliers", "certificates", "assumptions")
"""Tables that fit on paper; the workbook holds the others."""
_PLANNED = ("programmes", "suppliers")
"""Of these only what is about the measures of the plan; of programmes those that are or may be open to the firm."""


def write_measures_pdf(
    answer: MeasuresAnswer, backings: Sequence[Backing] | None, language: Language, day: date
) -> bytes:  # fmt: skip
    """The file's bytes; the same answer gives the same bytes.

    Parameters
    ----------
    day : On which it is written.

    Raises
    ------
    OutsideError  The type setter failed (`outside.typst`, `outside.no_font`).
    """
    return typeset("measures-plan.typ", _document(PlanWords(answer, backings, language), day), "measures.pdf")


def _document(words: PlanWords, day: date) -> dict[str, Any]:
    """Everything the page shows, as words."""
    answer, best = words.answer, words.best
    title = words.say("title", plant=words.plant, year=answer.first_year)
    sheets = {sheet.key: sheet for sheet in words.sheets()}
    planned = set() if best is None else {words.name(name) for name in best.done}
    return {
        "lang": words.language,
        "title": breakable(title),
        "kind": words.say("kind"),
        "state": words.say("state"),
        "facts": [
            [words.say("fact.plant"), breakable(words.plant)],
            [words.say("fact.years"), f"{answer.first_year}~{answer.first_year + answer.years - 1}"],
            [words.say("fact.day"), date_text(day, words.language)],
        ],
        "answer": words.say("none") if best is None else words.answered(best),
        "balances": [] if best is None else _balances(words),
        "tables": [
            _drawn(words, sheets[key], planned if key in _PLANNED else None) for key in _SHOWN if _is_shown(sheets[key])
        ],
        "notice": words.say("notice"),
        "page": words.say("page", page="{page}", pages="{pages}"),
    }


def _is_shown(sheet: Sheet) -> bool:
    return bool(sheet.rows) or sheet.key in ("plan", "programmes")


def _balances(words: PlanWords) -> list[list[str]]:
    """The three side by side: what each falls by over the years."""
    best = words.best
    assert best is not None  # noqa: S101 - asked only where there is a plan
    return [
        [words.say("balance.won"), words.between(best.present_cost, -1e6, 1), words.say("balance.won_note")],
        [words.say("balance.certificates"), words.between(best.certificates, -1.0, 0),
         words.say("balance.certificates_note")],
        [words.say("balance.footprint"), words.between(best.footprint, -1.0, 0), words.say("balance.footprint_note")],
    ]  # fmt: skip


def _drawn(words: PlanWords, sheet: Sheet, planned: set[str] | None) -> dict[str, Any]:
    """A table as words."""
    closed = words.say("eligible.no")
    rows = [row for row in sheet.rows if planned is None or (row[0] in planned and row[2] != closed)]
    return {
        "title": sheet.title,
        "notes": list(sheet.notes) if sheet.key != "plan" else list(sheet.notes[1:]),
        "heads": [column.head for column in sheet.columns],
        "widths": [column.width for column in sheet.columns],
        "numeric": [column.places is not None for column in sheet.columns],
        "rows": [[_shown(cell, column) for cell, column in zip(row, sheet.columns, strict=True)] for row in rows],
        "empty": words.say("empty"),
    }


def _shown(cell: Cell, column: Column) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, str):
        return breakable(cell)
    if column.width < 0.9 and not column.places:  # a year, or a number of a row
        return f"{cell:.0f}"
    return f"{cell + 0.0:,.{column.places or 0}f}"
