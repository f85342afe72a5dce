"""The sheets of a round, their columns in Korean and English, and the rows of each with the place of every cell."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from pulmu.adapters._workbook import Sheet, cell_name
from pulmu.model import Problem, problem

Names = tuple[str, ...]
"""What a sheet or a column may be called."""

SHEETS: Mapping[str, tuple[Names, Mapping[str, Names]]] = {
    "round": (("round", "라운드"), {"key": ("item", "항목"), "value": ("value", "값")}),
    "applicants": (
        ("applicants", "수요기업"),
        {"id": ("id", "아이디"), "name": ("name", "이름", "기업명"), "kind": ("kind", "유형"),
         "cost_krw": ("cost_krw", "금액")},
    ),
    "suppliers": (
        ("suppliers", "공급기업"),
        {"id": ("id", "아이디"), "name": ("name", "이름", "기업명"), "places": ("places", "자리"),
         "least": ("least", "최소"), "budget_krw": ("budget_krw", "예산"), "pool": ("pool", "재원"),
         "takes_others": ("takes_others", "그 밖도 받음")},
    ),
    "wishes": (
        ("wishes", "희망"),
        {"applicant": ("applicant", "수요기업"), "supplier": ("supplier", "공급기업"), "rank": ("rank", "순위")},
    ),
    "orders": (
        ("orders", "선호"),
        {"supplier": ("supplier", "공급기업"), "applicant": ("applicant", "수요기업"), "rank": ("rank", "순위")},
    ),
    "kinds": (
        ("quotas", "할당"),
        {"supplier": ("supplier", "공급기업"), "kind": ("kind", "유형"), "most": ("most", "최대"),
         "reserved": ("reserved", "우선"), "least": ("least", "최소")},
    ),
    "pools": (
        ("pools", "재원"),
        {"id": ("id", "아이디"), "name": ("name", "이름"), "budget_krw": ("budget_krw", "예산")},
    ),
    "conflicts": (
        ("conflicts", "제외"),
        {"applicant": ("applicant", "수요기업"), "supplier": ("supplier", "공급기업"), "reason": ("reason", "사유")},
    ),
    "answers": (
        ("answers", "답변"),
        {"step": ("step", "차수"), "applicant": ("applicant", "수요기업"), "supplier": ("supplier", "공급기업"),
         "by": ("by", "답한 쪽"), "answer": ("answer", "답"), "reason": ("reason", "사유")},
    ),
}  # fmt: skip
KEYS: Mapping[str, Names] = {
    "id": ("id", "아이디"),
    "name_ko": ("name_ko", "이름"),
    "name_en": ("name_en", "영문 이름"),
    "lot_seed": ("lot_seed", "추첨 글"),
    "round": ("round", "라운드"),
    "note": ("note", "안내"),
    "wishes_until": ("wishes_until", "희망 마감일"),
    "answers_until": ("answers_until", "답변 마감일"),
    "silence": ("silence", "무응답"),
}
WORDS = {
    "by": {"수요기업": "applicant", "공급기업": "supplier", "담당자": "officer"},
    "answer": {"수락": "accept", "거절": "refuse"},
    "silence": {"유지": "stand", "거절": "refuse", "수락": "accept"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the text of each column that has one, and the place of each."""

    values: Mapping[str, str]
    places: Mapping[str, str]
    place: str


def rows_of(sheets: tuple[Sheet, ...], problems: list[Problem]) -> Iterator[tuple[str, Row]]:
    """Rows of all sheets that are known, with the name of their table; a sheet of another name is told."""
    known = {_plain(name): table for table, (names, _) in SHEETS.items() for name in names}
    seen: set[str] = set()
    for sheet in sheets:
        table = known.get(_plain(sheet.name))
        where = f"sheet {sheet.name}"
        if table is None or table in seen:
            if any(any(_text(value) for value in row) for row in sheet.rows):
                listed = ", ".join(names[0] for names, _ in SHEETS.values())
                said = "no sheet of a round is called so" if table is None else "this sheet is there twice"
                problems.append(problem("matching.sheet", where, said, f"name it one of: {listed}", known=listed))
            continue
        seen.add(table)
        problems += [
            problem("matching.cell_without_value", f"{where}, cell {cell}", "the cell shows no value",
                    "open the workbook in a spreadsheet program, mend the formula and save it")
            for cell in sheet.flawed
        ]  # fmt: skip
        yield from ((table, row) for row in _rows(sheet, table, where, problems))


def _rows(sheet: Sheet, table: str, where: str, problems: list[Problem]) -> Iterator[Row]:
    start = next((at for at, row in enumerate(sheet.rows) if any(_text(value) for value in row)), None)
    if start is None:
        return
    columns = SHEETS[table][1]
    known = {_plain(name): column for column, names in columns.items() for name in names}
    heads: dict[int, str] = {}
    for at, value in enumerate(sheet.rows[start]):
        column = known.get(_plain(_text(value)))
        if _text(value) and (column is None or column in heads.values()):
            listed = ", ".join(names[0] for names in columns.values())
            problems.append(problem("matching.column", f"{where}, cell {cell_name(at, start)}",
                                    f"{_text(value)!r} is no column here, or stands twice", f"known here: {listed}",
                                    text=_text(value), known=listed))  # fmt: skip
        elif column is not None:
            heads[at] = column
    for number in range(start + 1, len(sheet.rows)):
        cells = {column: (_text(value), at) for at, value in enumerate(sheet.rows[number])
                 if (column := heads.get(at)) is not None and _text(value)}  # fmt: skip
        if cells:
            places = {column: f"{where}, cell {cell_name(at, number)}" for column, (_, at) in cells.items()}
            values = {column: WORDS.get(column, {}).get(text, text) for column, (text, _) in cells.items()}
            yield Row(values, places, f"{where}, row {number + 1}")


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()  # a day, as spreadsheet programs keep one
    return unicodedata.normalize("NFC", str(value)).strip()
