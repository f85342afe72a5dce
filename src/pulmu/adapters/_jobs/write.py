"""Jobs and timetables as workbooks: what is written is read back as it was."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from pulmu.adapters._jobs.sheets import DAYS, KEYS, NOTES, OPERATIONS, PLAN, TABLES, TIMETABLE
from pulmu.locale import Language, text
from pulmu.model.jobs import Jobs, ShopJob
from pulmu.model.law import Law
from pulmu.model.week import Calendar, Shift

_MADE = datetime(2026, 1, 1)
_MOST_WIDE = 28
_KOREAN_DAYS = {day: word for word, day in DAYS.items()}
Cells = Sequence[str | float | None]


def jobs_workbook(jobs: Jobs, language: Language) -> bytes:
    """A workbook with every table of a shop and its jobs, and what to write in each."""
    rows = {
        PLAN: _plan(jobs, language),
        "machines": _machines(jobs), "shifts": _shifts(jobs, language),
        "crews": _crews(jobs), "rests": _rests(jobs), "stops": _stops(jobs),
        "set_ups": _set_ups(jobs), "breakdowns": _breakdowns(jobs), "jobs": _jobs(jobs),
        OPERATIONS: _operations(jobs),
    }  # fmt: skip
    columns = {
        OPERATIONS: (
            "job",
            "operation",
            "name",
            "family",
            "machine",
            "minutes",
            "kw",
            "fuel_per_hour",
            "load",
            "people",
            "scrap",
        )
    }
    return _book(rows, columns, language, text("plan_of_jobs.template_notes", language).splitlines())


def timetable_workbook(rows: Iterable[Cells], language: Language) -> bytes:
    """A workbook with a timetable: job, number of the operation, machine, start, end, and what is told of it."""
    return _book({TIMETABLE: rows}, {}, language, ())


def table_heads(table: str, language: Language, columns: Iterable[str] = ()) -> list[str]:
    """Heads of a table in a language."""
    known = {**TABLES[table].columns, **TABLES[table].shown}
    return [known[column][language == "ko"] for column in columns or known]


def _book(
    rows: Mapping[str, Iterable[Cells]],
    columns: Mapping[str, tuple[str, ...]],
    language: Language,
    notes: Iterable[str],
) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _MADE})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@"})
        for table, lines in rows.items():
            sheet = book.add_worksheet(TABLES[table].names[language == "ko"])
            _fill(sheet, [table_heads(table, language, columns.get(table, ())), *lines], head, plain)
            sheet.freeze_panes(1, 1)
        if notes:
            sheet = book.add_worksheet(NOTES[language == "ko"])
            sheet.set_column(0, 0, 110)
            for number, line in enumerate(notes):
                sheet.write_string(number, 0, line)
    return buffer.getvalue()


def _fill(sheet: Any, lines: list[Cells], head: Any, plain: Any) -> None:
    for at in range(len(lines[0])):
        widest = max((len(str(line[at])) for line in lines if line[at] is not None), default=0)
        sheet.set_column(at, at, min(widest + 4, _MOST_WIDE), plain)
    for number, line in enumerate(lines):
        for at, cell in enumerate(line):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, at, cell, plain if number else head)
            elif cell is not None:
                sheet.write_number(number, at, cell)


def _plan(jobs: Jobs, language: Language) -> Iterator[Cells]:
    for key, names in KEYS.items():
        value: Any = jobs
        for part in key.split("."):
            value = None if value is None else getattr(value, part)
        if isinstance(value, tuple):
            value = ", ".join(_KOREAN_DAYS[day] if language == "ko" else day for day in value)
        if value not in ("", None):
            yield names[language == "ko"] if len(names) > 1 else names[0], value


def _machines(jobs: Jobs) -> Iterator[Cells]:
    for item in jobs.machines:
        yield (item.id, item.name_local, item.name, item.calendar, item.idle_kw or None, item.process, item.fuel,
               item.furnace, item.idle_fuel_per_hour or None, item.spread or None, item.station,
               item.holds or None)  # fmt: skip


def _shifts(jobs: Jobs, language: Language) -> Iterator[Cells]:
    for calendar in jobs.calendars:
        for number, shift in enumerate(calendar.shifts):
            closed = ", ".join(day.isoformat() for day in calendar.closed) if number == 0 else ""
            yield (*_shift(calendar, shift, language), closed)


def _shift(calendar: Calendar, shift: Shift, language: Language) -> Cells:
    korean = language == "ko"
    days = ", ".join(_KOREAN_DAYS[day] if korean else day for day in shift.days)
    breaks = ", ".join(f"{item.start}-{item.end}" for item in shift.breaks)
    off = ("예" if korean else "yes") if calendar.public_holidays else None
    return calendar.id, days, shift.start, shift.end, breaks, off


def _crews(jobs: Jobs) -> Iterator[Cells]:
    for item in jobs.crews:
        yield item.id, item.people, item.calendar


def _rests(jobs: Jobs) -> Iterator[Cells]:
    for item in jobs.machines:
        for rest in item.rests:
            numbers = (rest.kw, rest.down_minutes, rest.up_minutes, rest.down_kw, rest.up_kw)
            yield item.id, rest.name, *(number or None for number in numbers)


def _stops(jobs: Jobs) -> Iterator[Cells]:
    for item in jobs.machines:
        for stop in item.stops:
            yield item.id, stop.start, stop.end, stop.reason


def _set_ups(jobs: Jobs) -> Iterator[Cells]:
    for item in jobs.machines:
        for pair in item.set_ups:
            yield item.id, pair.before, pair.after, pair.minutes


def _breakdowns(jobs: Jobs) -> Iterator[Cells]:
    """Laws of a mean and one number; others have no cells."""
    for item in jobs.machines:
        for stop in item.breakdowns:
            counts = "" if stop.counts == "operation" else stop.counts
            piece = "" if stop.piece == "resume" else stop.piece
            yield item.id, stop.name, *_law(stop.every), *_law(stop.lasts), counts, piece


def _law(law: Law) -> Cells:
    return "" if law.mean is None else f"{law.mean.value:g} {law.mean.unit}", law.law, law.shape or law.cv


def _jobs(jobs: Jobs) -> Iterator[Cells]:
    for job in jobs.jobs:
        weight = None if job.weight == 1 else job.weight
        yield job.id, job.name, job.release, job.due, weight, job.tonnes


def _operations(jobs: Jobs) -> Iterator[Cells]:
    for job in jobs.jobs:
        yield from _ways(job)


def _ways(job: ShopJob) -> Iterator[Cells]:
    for number, operation in enumerate(job.operations, 1):
        for way in operation.ways:
            yield (job.id, number, operation.name, operation.family, way.machine, way.minutes, way.kw or None,
                   way.fuel_per_hour or None, operation.load or None, operation.people or None,
                   operation.scrap or None)  # fmt: skip
