"""Two days of a meter in every form a file may have, and what breaks one; all made when the tests run."""

import csv
import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import openpyxl

SEOUL = ZoneInfo("Asia/Seoul")
FIRST = datetime(2026, 3, 4)
QUARTER = timedelta(minutes=15)
SLOTS = 192
Rows = list[tuple[datetime, float]]
Expected = dict[int, float]

VALUES = [(number * 37 % 101) / 4 + 0.5 for number in range(SLOTS)]
ROWS: Rows = [(FIRST + number * QUARTER, value) for number, value in enumerate(VALUES)]
"""Starts of quarter-hours with their amounts, all exact in binary and in decimal."""
HOURS: Rows = [(FIRST + number * timedelta(hours=1), sum(VALUES[4 * number : 4 * number + 4])) for number in range(48)]


def instants(rows: Iterable[tuple[datetime, float]], zone: ZoneInfo = SEOUL) -> Expected:
    """What the store is to hold: instants with values."""
    return {int(start.replace(tzinfo=zone).timestamp()): value for start, value in rows}


def end_of(start: datetime, step: timedelta = QUARTER) -> str:
    """The end of an interval, midnight as 24:00."""
    end = start + step
    return f"{start:%Y-%m-%d} 24:00" if end.time() == time() else f"{end:%Y-%m-%d %H:%M}"


def table(rows: Iterable[Sequence[object]], delimiter: str = ",", line_end: str = "\n") -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def plain(head: str = "일시,사용전력량(kWh)", rows: Rows = ROWS) -> str:
    """One row per time, named by its start."""
    return head + "\n" + "".join(f"{start:%Y-%m-%d %H:%M},{value}\n" for start, value in rows)


def wide(heads: Sequence[str], rows: Rows = ROWS, *, title: str = "", total: str = "", day: str = "%Y-%m-%d") -> str:
    """One row per day."""
    lines = [title] if title else []
    lines.append(",".join(["일자", *heads, *([total] if total else [])]))
    for number in range(0, len(rows), len(heads)):
        part = rows[number : number + len(heads)]
        cells = [part[0][0].strftime(day), *(str(value) for _, value in part)]
        lines.append(",".join([*cells, *(["99999"] if total else [])]))
    return "\n".join(lines) + "\n"


def across(heads: Sequence[str], times: Sequence[str], rows: Rows, *, title: str = "") -> str:
    """One row per time of the day, and the days across."""
    lines = [title] if title else []
    lines.append(",".join(["시간", *heads]))
    for number, text in enumerate(times):
        lines.append(",".join([text, *(str(rows[day * len(times) + number][1]) for day in range(len(heads)))]))
    return "\n".join(lines) + "\n"


def quarter_ends() -> list[str]:
    """00:15 to 24:00."""
    return [f"{number // 4:02d}:{number % 4 * 15:02d}" for number in range(1, 97)]


def workbook(sheets: dict[str, Sequence[Sequence[object]]], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook as openpyxl saves it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_rows(rows: Rows = ROWS) -> list[list[object]]:
    """A row per time, as dates of a spreadsheet."""
    return [["일시", "사용전력량(kWh)"], *([start, value] for start, value in rows)]


def serial(moment: datetime) -> float:
    """A date as spreadsheets count it."""
    return (moment - datetime(1899, 12, 30)) / timedelta(days=1)


def parquet(select: str) -> bytes:
    """A Parquet file of a query; `r` holds the readings as (number, moment, value)."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        rows = ", ".join(f"({number}, TIMESTAMP '{at}', {value})" for number, (at, value) in enumerate(ROWS))
        database.execute(f"CREATE TABLE r AS SELECT * FROM (VALUES {rows}) AS t(number, moment, value)")
        database.execute(f"COPY ({select}) TO '{folder}/x.parquet' (FORMAT PARQUET)")
        return Path(folder, "x.parquet").read_bytes()


PARQUET = 'SELECT moment AS "일시", value::DOUBLE AS "사용전력량(kWh)" FROM r ORDER BY number'


def claiming(data: bytes, *, everywhere: bool) -> bytes:
    """A Parquet file whose footer claims two billion rows."""
    size = int.from_bytes(data[-8:-4], "little")
    footer = data[-8 - size : -8]
    is_there = b"\x16" + varint(2 * SLOTS)
    assert footer.count(is_there) >= 2
    changed = footer.replace(is_there, b"\x16" + varint(4_000_000_000), -1 if everywhere else 1)
    return data[: -8 - size] + changed + len(changed).to_bytes(4, "little") + b"PAR1"


def varint(number: int) -> bytes:
    """A number as Thrift's compact protocol writes it."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def page(rows: Sequence[Sequence[str]], encoding: str = "cp949") -> bytes:
    """A web page with a table, as portals hand it out under the name of a workbook."""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<html><body><table border=1>{cells}</table></body></html>".encode(encoding)


def packed(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """A workbook with parts of it replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {item.filename: archive.read(item) for item in archive.infolist()}
    return packed({**kept, **parts})


def part_of(data: bytes, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def zipped(data: bytes) -> bytes:
    """The bytes as a gzip file."""
    return gzip.compress(data, mtime=0)


@dataclass(frozen=True)
class Odd:
    """A file that is odd and good: how it is made, how it is imported, and what the store must hold then."""

    make: Callable[[], bytes]
    expected: Callable[[], Expected] = lambda: instants(ROWS)
    options: tuple[str, ...] = ()
    name: str = "power.csv"
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A file that is refused: code and place of a problem that must be told."""

    make: Callable[[], bytes]
    code: str
    place: str
    options: tuple[str, ...] = ()
    name: str = "power.csv"


def text(make: Callable[[], str], encoding: str = "utf-8") -> Callable[[], bytes]:
    """A text in an encoding."""
    return lambda: make().encode(encoding)


def full_width(words: str) -> str:
    """Digits, letters and brackets as Korean input methods write them when set so."""
    return "".join(
        chr(ord(sign) + 0xFEE0) if (sign.isalnum() and sign.isascii()) or sign in "()." else sign for sign in words
    )


def utc(start: datetime) -> datetime:
    """The same moment by the clock of Greenwich."""
    return start.replace(tzinfo=SEOUL).astimezone(UTC)


def day_of(start: datetime) -> date:
    """Its date."""
    return start.date()
