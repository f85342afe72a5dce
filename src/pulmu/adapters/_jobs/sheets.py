"""The tables of jobs, their columns in Korean and English, and the rows of each with the place of every cell."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pulmu.adapters._workbook import cell_name
from pulmu.model import Problem, problem, warning

Names = tuple[str, ...]
"""What a table or a column may be called: the first is written into new ones in English, the second in Korean."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its names, the names of its columns, and of columns that are written for people and not read."""

    names: Names
    columns: Mapping[str, Names]
    shown: Mapping[str, Names] = field(default_factory=dict)


PLAN = "plan"
OPERATIONS = "operations"
TIMETABLE = "timetable"
_JOB: Mapping[str, Names] = {
    "job": ("job", "작업", "작업번호", "수주번호"),
    "job_name": ("job name", "작업 이름", "품명", "품목"),
    "release": ("release", "착수 가능", "착수가능일", "자재 입고"),
    "due": ("due", "납기", "납기일"),
    "weight": ("weight", "중요도", "가중치"),
    "tonnes": ("tonnes", "중량(t)", "톤"),
}
TABLES: Mapping[str, Table] = {
    PLAN: Table(("plan", "계획"), {"key": ("item", "항목"), "value": ("value", "값")}),
    "machines": Table(
        ("machines", "설비"),
        {"id": ("machine", "설비", "설비번호", "호기"), "name_local": ("name", "이름", "설비명"),
         "name": ("name in English", "영문 이름"), "calendar": ("calendar", "근무표"),
         "idle_kw": ("idle kW", "대기전력(kW)", "대기 kW"), "process": ("process", "생산공정"),
         "fuel": ("fuel", "연료"), "furnace": ("furnace", "노"),
         "idle_fuel_per_hour": ("idle fuel per hour", "대기 연료(시간당)"), "spread": ("spread", "시간 흩어짐"),
         "station": ("station", "작업장"), "holds": ("holds", "장입 한도")},
    ),
    "rests": Table(
        ("rests", "절전"),
        {"machine": ("machine", "설비"), "name": ("name", "상태"), "kw": ("kW", "전력(kW)"),
         "down_minutes": ("minutes down", "내리는 시간(분)"), "up_minutes": ("minutes up", "올리는 시간(분)"),
         "down_kw": ("kW down", "내릴 때(kW)"), "up_kw": ("kW up", "올릴 때(kW)")},
    ),
    "crews": Table(
        ("crews", "작업자"),
        {"id": ("crew", "작업조", "조"), "people": ("people", "인원"), "calendar": ("calendar", "근무표")},
    ),
    "shifts": Table(
        ("shifts", "근무"),
        {"calendar": ("calendar", "근무표"), "days": ("days", "요일"), "start": ("start", "시작"),
         "end": ("end", "끝"), "breaks": ("breaks", "휴식"), "public_holidays": ("holidays off", "공휴일 휴무"),
         "closed": ("days off", "휴무일")},
    ),
    "stops": Table(
        ("stops", "정지"),
        {"machine": ("machine", "설비"), "start": ("start", "시작"), "end": ("end", "끝"),
         "reason": ("reason", "사유")},
    ),
    "set_ups": Table(
        ("set-ups", "준비교체"),
        {"machine": ("machine", "설비"), "before": ("before", "앞"), "after": ("after", "뒤"),
         "minutes": ("minutes", "시간(분)", "분")},
    ),
    "breakdowns": Table(
        ("breakdowns", "고장"),
        {"machine": ("machine", "설비"), "name": ("name", "고장 이름"), "every": ("every", "간격"),
         "every_law": ("every: law", "간격 분포"), "every_form": ("every: shape or cv", "간격 모양"),
         "lasts": ("lasts", "수리 시간"), "lasts_law": ("lasts: law", "수리 분포"),
         "lasts_form": ("lasts: shape or cv", "수리 모양"), "counts": ("counts", "기준"), "piece": ("work", "하던 일")},
    ),
    "jobs": Table(("jobs", "작업"), _JOB),
    OPERATIONS: Table(
        ("operations", "공정"),
        {**_JOB, "operation": ("operation", "순서", "공정 순서"), "name": ("name", "공정", "공정명"),
         "family": ("family", "품종", "규격"), "machine": ("machine", "설비", "설비번호"),
         "minutes": ("minutes", "시간(분)", "분"), "kw": ("kW", "전력(kW)"),
         "fuel_per_hour": ("fuel per hour", "연료(시간당)"), "load": ("load", "장입량"),
         "people": ("people", "작업자"), "scrap": ("scrap", "불량률")},
    ),
    TIMETABLE: Table(
        ("timetable", "일정"),
        {"job": ("job", "작업"), "operation": ("operation", "순서"), "machine": ("machine", "설비"),
         "start": ("start", "시작"), "end": ("end", "끝")},
        {"name": ("name", "공정"), "family": ("family", "품종"), "kw": ("kW", "전력(kW)"),
         "batch": ("batch", "배치"), "people": ("people", "작업자"), "scrap": ("scrap", "불량률")},
    ),
}  # fmt: skip
KEYS: Mapping[str, Names] = {
    "id": ("id", "아이디", "계획 번호"),
    "name": ("name in English", "영문 이름"),
    "name_local": ("name", "이름"),
    "start": ("start", "시작"),
    "step_minutes": ("step minutes", "시간 단위(분)"),
    "wages.won_per_hour": ("wage per hour", "시급(원)"),
    "wages.night_share": ("night share", "야간 가산"),
    "wages.day_off_share": ("day-off share", "휴일 가산"),
    "wages.days_off": ("days off", "휴일 요일"),
}
SHAPED = ("weibull", "erlang")
"""Laws whose third number is a shape; of others it is a share of the mean (cv)."""
NOTES: Names = ("notes", "설명")
"""A sheet of words for people, which is not read."""
DAYS = {"월": "mon", "화": "tue", "수": "wed", "목": "thu", "금": "fri", "토": "sat", "일": "sun"}
_TIME = re.compile(r"((?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2})(?::00(?:\.0+)?)?")
_HOUR = re.compile(r"(^|[ T])(\d:\d{2})$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a file gives it.

    Parameters
    ----------
    where : Its place, such as `sheet jobs`; empty for a text.
    flawed : Cells that show no value, by their name.
    """

    name: str
    where: str
    rows: Sequence[Sequence[Any]]
    flawed: Sequence[str] = ()

    def place(self, row: int, column: int) -> str:
        """Of a cell; both are counted from zero."""
        if self.where:
            return f"{self.where}, cell {cell_name(column, row)}"
        return f"row {row + 1}, column {column + 1}"

    def row(self, row: int) -> str:
        """Of a row."""
        return f"{self.where}, row {row + 1}" if self.where else f"row {row + 1}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the text of each column that has one, and the place of each."""

    values: Mapping[str, str]
    places: Mapping[str, str]
    place: str


def table_of(sheet: Sheet) -> str | None:
    """Which table a sheet is, by its name; else by its heads, if they can be those of operations.

    A text that is alone is named as people like: its heads come first.
    """
    if not sheet.where and has_heads(sheet, OPERATIONS, ("job", "machine", "minutes")):
        return OPERATIONS
    named = next((name for name, table in TABLES.items() if plain(sheet.name) in map(plain, table.names)), None)
    if named is None and has_heads(sheet, OPERATIONS, ("job", "machine", "minutes")):
        return OPERATIONS
    return named


def has_heads(sheet: Sheet, table: str, wanted: Iterable[str]) -> bool:
    """Whether the first row names some columns of a table."""
    heads = {plain(cell_text(cell)) for row in sheet.rows[:1] for cell in row}
    columns = TABLES[table].columns
    return all(heads & {plain(name) for name in (*columns[column], column)} for column in wanted)


def rows_of(sheet: Sheet, table: str, problems: list[Problem]) -> Iterator[Row]:
    """Rows below the heads; what is wrong with the heads or a cell is told."""
    start = next((at for at, row in enumerate(sheet.rows) if any(cell_text(cell) for cell in row)), None)
    if start is None:
        return
    heads = _heads(sheet, start, TABLES[table], problems)
    problems += [
        problem("schedule.cell_without_value", f"{sheet.where}, cell {cell}", "the cell shows no value",
                "open the workbook in a spreadsheet program, mend the formula and save it")
        for cell in sheet.flawed
    ]  # fmt: skip
    for number in range(start + 1, len(sheet.rows)):
        cells = {
            heads[at]: (text, at) for at, cell in enumerate(sheet.rows[number])
            if at in heads and (text := cell_text(cell))
        }  # fmt: skip
        if cells:
            places = {column: sheet.place(number, at) for column, (_, at) in cells.items()}
            yield Row({column: text for column, (text, _) in cells.items()}, places, sheet.row(number))


def _heads(sheet: Sheet, start: int, table: Table, problems: list[Problem]) -> dict[int, str]:
    columns = table.columns
    known = {plain(column): column for column in columns}
    known |= {plain(name): column for column, names in columns.items() for name in names}
    left_out = {plain(name) for names in table.shown.values() for name in names}
    heads: dict[int, str] = {}
    for at, cell in enumerate(sheet.rows[start]):
        text = cell_text(cell)
        column = known.get(plain(text)) if text else None
        if not text or plain(text) in left_out:
            continue
        if column is None:
            listed = ", ".join(names[0] for names in columns.values())
            problems.append(warning("schedule.column_unknown", sheet.place(start, at),
                                    f"column {text[:60]!r} is not known and is left out",
                                    f"known here: {listed}", text=text[:60], known=listed))  # fmt: skip
        elif column in heads.values():
            problems.append(problem("schedule.column_twice", sheet.place(start, at),
                                    f"column {text[:60]!r} says what another column says", "keep one of the two",
                                    text=text[:60]))  # fmt: skip
        else:
            heads[at] = column
    return heads


def plain(name: str) -> str:
    """A name as names are compared."""
    return "".join(unicodedata.normalize("NFC", name).casefold().replace("_", " ").replace("-", " ").split())


def cell_text(value: object) -> str:
    """A cell as the text a file in YAML would have: whole numbers without a point, times without seconds."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = " ".join(unicodedata.normalize("NFC", str(value)).split())
    found = _TIME.fullmatch(text)
    return _HOUR.sub(r"\g<1>0\2", found[1]) if found else text
