"""Reads our own request workbook, filled in: one answer per sheet."""

from pulmu.adapters._workbook import Sheet, cell_name
from pulmu.adapters.supplier_workbook.cells import Notes, as_text, is_flawed, value_at, words_at
from pulmu.adapters.supplier_workbook.fields import HEADS, MARK, QUESTIONS, VERSION, Question, chosen_words
from pulmu.model import Document, Problem, problem
from pulmu.services.supplier_answer import Answered, ReplyFile

_SEARCHED = 30
"""Rows in which the mark is looked for: a program may have put some above."""


def marked_sheets(sheets: tuple[Sheet, ...]) -> list[tuple[Sheet, int]]:
    """Sheets with our mark in column A, and its row."""
    found = []
    for sheet in sheets:
        rows = range(min(_SEARCHED, len(sheet.rows)))
        row = next((row for row in rows if words_at(sheet, row, 0).startswith(MARK)), None)
        if row is not None:
            found.append((sheet, row))
    return found


def read_own(marked: list[tuple[Sheet, int]], name: str, sha256: str) -> ReplyFile:
    """The answers of a request workbook; sheets on which nothing is answered are left out."""
    answers, problems = [], []
    for sheet, row in marked:
        version = words_at(sheet, row, 0).removeprefix(MARK)
        heads = {words_at(sheet, row, column): column for column in range(1, len(sheet.rows[row]))}
        wrong = _check_head(sheet, row, version, heads, name)
        if wrong:
            problems.append(wrong)
            continue
        answer = _answer(sheet, row, heads["value"], heads["unit"], name, sha256)
        if answer is not None:
            answers.append(answer)
    return ReplyFile(name, sha256, "request_workbook", VERSION, tuple(answers), tuple(problems))


def _check_head(sheet: Sheet, row: int, version: str, heads: dict[str, int], name: str) -> Problem | None:
    place = f"{name}, sheet {sheet.name}, cell A{row + 1}"
    if version != VERSION:
        return problem(
            "supplier.form_version",
            place,
            f"the request workbook is of version {version[:20]}, not {VERSION}",
            "send a new request and have that one filled in, or take a newer Pulmu",
            version=version[:20],
            known=VERSION,
        )
    missing = [head for head in HEADS[2:4] if head not in heads]
    if missing:
        return problem(
            "supplier.form_head",
            place,
            f"the row of names has no {', '.join(missing)}",
            "send a new request and have that one filled in: the row in small print is needed",
            missing=", ".join(missing),
        )
    return None


def _answer(sheet: Sheet, head: int, value: int, unit: int, name: str, sha256: str) -> Answered | None:
    rows: dict[str, int] = {}
    for row in range(head + 1, len(sheet.rows)):
        rows.setdefault(words_at(sheet, row, 0), row)
    notes = Notes(name)
    for question in QUESTIONS:
        if question.key in rows:
            _read(notes, question, sheet, rows[question.key], value, unit)
        else:
            notes.places[question.key,] = f"sheet {sheet.name}"
    asked = {question.key for question in QUESTIONS if question.asked}
    if not notes.problems and not asked & notes.tree.keys():
        return None
    document = Document(notes.tree, name, sha256, places=notes.places, problems=tuple(notes.problems))
    code, product, number = (str(notes.tree.get(key, "")) for key in ("cn_code", "asked_good", "request_id"))
    return Answered(f"sheet {sheet.name}", code, product, number, document)


def _read(notes: Notes, question: Question, sheet: Sheet, row: int, column: int, unit: int) -> None:
    value = value_at(sheet, row, column)
    if question.kind == "amount":
        symbol = words_at(sheet, row, unit)
        if isinstance(value, str) and not value[-1:].isdigit():  # "1.9 t CO2e/t" typed into one cell
            notes.put(question.key, value, sheet, row, column)
            return
        notes.put_amount(question.key, value, symbol, (sheet, row, column), unit)
        if value is not None and is_flawed(sheet, row, unit):
            notes.complain(f"sheet {sheet.name}, cell {cell_name(unit, row)}", sheet.flawed[cell_name(unit, row)])
    elif question.kind == "year":
        notes.put(question.key, value, sheet, row, column)
    else:
        words = as_text(value)
        notes.put(question.key, chosen_words(words) if question.choices else words, sheet, row, column)
