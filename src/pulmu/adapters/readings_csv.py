"""Reads readings of one meter from a CSV file, with all that is wrong in it."""

import csv
import hashlib
import io
import os
import stat
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pulmu.adapters._document.parse import decode_text
from pulmu.adapters._readings.heads import (
    QUALITY_WORDS,
    clean,
    is_amount,
    named,
    quality_column,
    stamp_columns,
    unit_of_head,
)
from pulmu.adapters._readings.stamps import Stamp, day_is_first, local_seconds, parse_stamp
from pulmu.metering import Readings, close_days, find_interval, find_midnights, off_grid, once, to_instants
from pulmu.metering.series import Instants
from pulmu.model import InputError, OutsideError, Problem, problem, unit
from pulmu.model.quantity import parse_number
from pulmu.services.ports import Label, ReadingFile, ReadingWish

LARGEST_FILE = 200_000_000
"""Bytes. A year of quarter-hours takes two or three megabytes."""

_SEARCHED = 40
"""Rows in which the heads are looked for: exports begin with a title and an address."""

_CONTAINERS = {b"PK\x03\x04": "a workbook or zip file", b"\xd0\xcf\x11\xe0": "an old workbook", b"%PDF": "a PDF"}
_NAN = float("nan")


def read_readings_csv(path: str, wish: ReadingWish) -> ReadingFile:
    """The readings in a file.

    Raises
    ------
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    name = "".join(sign if sign.isprintable() else "?" for sign in Path(path).name)
    try:
        data = _read(path)
    except (OSError, ValueError) as error:
        raise _cannot_read(path, error) from error
    digest = hashlib.sha256(data).hexdigest()
    table = None
    try:
        table = _Table(name, digest, _rows(data, name), wish)
        return table.read()
    except InputError as error:
        rows = table.problems if table else []
        # Rows that could not be read may be why so few are left.
        whole = [item for item in error.problems if not rows or item.code != "meter.no_interval"]
        return ReadingFile(name=name, sha256=digest, readings=Readings(), problems=(*rows, *whole))


def _read(path: str) -> bytes:
    # Without waiting: a name may be a pipe into which nobody ever writes.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
        return file.read(LARGEST_FILE + 1)


def _cannot_read(path: str, error: Exception) -> OutsideError:
    why = getattr(error, "strerror", None) or str(error)
    shown = "".join(sign if sign.isprintable() else "?" for sign in path)
    mend = "check the name, the folder and the rights to read it"
    return OutsideError.of("outside.cannot_read", shown, f"cannot read the file: {why}", mend, reason=why)


def _rows(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    """Rows with their line, every cell clean; empty rows left out."""
    if len(data) > LARGEST_FILE:
        limit = f"{LARGEST_FILE // 1_000_000} MB"
        mend = "split the file by months"
        raise InputError.of("meter.file_too_large", name, f"the file is larger than {limit}", mend, limit=limit)
    for mark, kind in _CONTAINERS.items():
        if data.startswith(mark):
            mend = "save the sheet as CSV and give that file"
            raise InputError.of("meter.file_kind", name, f"the content is {kind}, not CSV", mend, kind=kind)
    text = decode_text(data, name)
    if "\x00" in text:
        raise InputError.of(
            "input.encoding", name, "the file is not text", "save it again as CSV with the encoding UTF-8"
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        rows = [(reader.line_num, [clean(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        place = f"{name}, row {reader.line_num}"
        mend = "look for a quotation mark that is not closed"
        raise InputError.of(
            "meter.csv_syntax", place, f"the row cannot be read: {error}", mend, reason=error
        ) from error
    return [(line, row) for line, row in rows if any(row)]


def _delimiter(text: str) -> str:
    """The sign that parts the most lines of the beginning."""
    lines = text[:20_000].splitlines()[:_SEARCHED]
    return max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))


class _Table:
    """One file while it is read."""

    def __init__(self, name: str, digest: str, rows: list[tuple[int, list[str]]], wish: ReadingWish) -> None:
        self.name, self.digest, self.wish = name, digest, wish
        self.problems: list[Problem] = []
        self.stamps, self.heads, self.rows = self._find_heads(rows)

    def _find_heads(
        self, rows: list[tuple[int, list[str]]]
    ) -> tuple[tuple[int, ...], list[str], list[tuple[int, list[str]]]]:
        for number, (_, row) in enumerate(rows[:_SEARCHED]):
            found = stamp_columns(row)
            if found and len(row) > 1:
                return found, row, rows[number + 1 :]
        raise InputError.of(
            "meter.no_heads",
            self.name,
            "no row names a column of times",
            "give the first row heads such as 'date' or '일시'",
        )

    def read(self) -> ReadingFile:
        column = self._value_column()
        symbol = unit_of_head(self.heads[column]) or (unit(self.wish.unit).symbol if self.wish.unit else "")
        if not symbol:
            raise InputError.of(
                "meter.no_unit",
                f"{self.name}, {self.heads[column]}",
                "the head of the column names no unit",
                "write it into the head, such as 'Usage (kWh)', or give --unit",
                column=self.heads[column],
            )
        lines, stamps, values, qualities, blank = self._cells(column)
        if not lines and not self.problems:
            raise InputError.of(
                "meter.no_readings", self.name, "the file has heads and no readings", "choose another file"
            )
        local = self._local(lines, stamps)
        interval = self._interval(local)
        local, closing = self._midnights(local, lines, stamps, interval)
        ends_day = closing > 0 or any(stamp.seconds == 86_400 for stamp in stamps)
        label: Label = self.wish.label or ("end" if ends_day else self.wish.usual_label)
        start = self._instants(local, lines)
        if self.wish.kind == "interval" and label == "end":
            start = start - interval
        readings = Readings(start, np.array(values, np.float64), np.array(qualities, np.int8))
        dated = not any(item.code == "input.not_a_date" for item in self.problems)
        if dated:  # else the grid would be measured on stand-ins
            self._check_slots(readings, local, lines, interval)
        return ReadingFile(
            name=self.name,
            sha256=self.digest,
            column=self.heads[column],
            unit=symbol,
            interval=interval,
            label=label,
            closing_midnights=closing,
            blank=blank,
            readings=readings if not self.problems else Readings(),
            problems=tuple(sorted(self.problems, key=lambda item: _row_of(item.place))),
        )

    def _interval(self, local: Instants) -> int:
        # A few corrected rows may stand far apart; a whole file of another interval is told apart by its steps.
        found = find_interval(local)
        interval = self.wish.interval if self.wish.interval and len(local) < 5 else found
        if interval is None:
            raise InputError.of(
                "meter.no_interval",
                self.name,
                "one reading alone does not show how long its interval is",
                "give a file with at least two readings",
            )
        return interval

    def _value_column(self) -> int:
        others = [number for number, head in enumerate(self.heads) if head and number not in self.stamps]
        if self.wish.column:
            found = named(self.heads, self.wish.column)
        else:
            others = [number for number in others if number != quality_column(self.heads)]
            found = [number for number in others if is_amount(unit_of_head(self.heads[number]))]
            found = found or (others if len(others) == 1 else [])
        if len(found) == 1:
            return found[0]
        known = ", ".join(self.heads[number] for number in (found or others))
        raise InputError.of(
            "meter.which_column",
            self.name,
            f"{len(found) or 'no'} columns could hold the readings",
            f"name one with --column: {known}",
            count=len(found),
            known=known,
        )

    def _cells(self, column: int) -> tuple[list[int], list[Stamp], list[float], list[int], int]:
        lines: list[int] = []
        stamps: list[Stamp] = []
        values: list[float] = []
        qualities: list[int] = []
        blank = 0
        quality = quality_column(self.heads)
        for line, row in self.rows:
            text = " ".join(row[number] for number in self.stamps if number < len(row))
            stamp = parse_stamp(text)
            if stamp is None:
                self._complain(
                    line,
                    self.stamps[0],
                    "meter.not_a_time",
                    f"{text[:40]!r} is not a date with a time",
                    "write 2026-03-04 09:15, or delete the row if it holds no reading",
                    text=text[:40],
                )
            if column >= len(row) or not row[column]:
                blank += 1
                continue
            value = self._value(line, column, row[column])
            kind = self._quality(line, quality, row[quality] if quality is not None and quality < len(row) else "")
            if stamp is not None:
                lines.append(line)
                stamps.append(stamp)
                values.append(value)
                qualities.append(kind)
        return lines, stamps, values, qualities, blank

    def _value(self, line: int, column: int, text: str) -> float:
        try:
            value = parse_number(text)
        except InputError as error:
            found = error.problems[0]
            self._complain_as(line, column, found)
            return _NAN
        if value < 0:
            self._complain(
                line, column, "input.negative", f"{text} is less than zero", "check the sign and the digits", text=text
            )
        return value

    def _quality(self, line: int, column: int | None, text: str) -> int:
        found = QUALITY_WORDS.get(text.lower())
        if found is None and column is not None:
            choices = "measured, estimated, bad, 정상, 추정, 불량"
            self._complain(
                line,
                column,
                "input.not_a_choice",
                f"{text[:40]!r} does not say how the value came about",
                f"choose one of: {choices}",
                text=text[:40],
                choices=choices,
            )
        return found or 0

    def _local(self, lines: Sequence[int], stamps: Sequence[Stamp]) -> Instants:
        day_first = day_is_first(stamps)
        if day_first is None:
            raise InputError.of(
                "meter.day_or_month",
                self.name,
                "the dates do not show whether the day or the month stands first",
                "write dates as 2026-01-31",
            )
        local = np.zeros(len(stamps), np.int64)
        for number, stamp in enumerate(stamps):
            seconds = local_seconds(stamp, day_first=day_first, zone=self.wish.zone)
            if seconds is None:
                shown = "-".join(map(str, stamp.numbers))
                self._complain(
                    lines[number],
                    self.stamps[0],
                    "input.not_a_date",
                    f"there is no day {shown}",
                    "write it as 2026-01-31",
                    text=shown,
                )
            local[number] = seconds or 0
        return local

    def _midnights(
        self, local: Instants, lines: Sequence[int], stamps: Sequence[Stamp], interval: int
    ) -> tuple[Instants, int]:
        found = find_midnights(local, interval)
        if not found.closing:
            return local, 0
        late = [number for number, stamp in enumerate(stamps) if stamp.seconds == 86_400]
        for number in [*found.opening, *late]:
            self._complain(
                lines[number],
                self.stamps[0],
                "meter.midnight",
                "this midnight begins the day of its date, while others in the file end it",
                "write all midnights in one way, as 24:00 of the day that ends or 00:00 of the next",
            )
        closed = close_days(local)
        return closed, int((closed != local).sum())

    def _instants(self, local: Instants, lines: Sequence[int]) -> Instants:
        start, exists = to_instants(local, self.wish.zone)
        for number in np.flatnonzero(~exists).tolist():
            self._complain(
                lines[number],
                self.stamps[0],
                "meter.no_such_time",
                f"clocks of {self.wish.zone} skip this time",
                "check the zone (--zone), or write the time with its offset",
                zone=self.wish.zone,
            )
        return np.asarray(start, np.int64)

    def _check_slots(self, readings: Readings, local: Instants, lines: Sequence[int], interval: int) -> None:
        for number in off_grid(local, interval).tolist():
            self._complain(
                lines[number],
                self.stamps[0],
                "meter.off_grid",
                f"this time is not on the grid of {interval // 60} minutes",
                "correct the time, or delete the row",
                minutes=interval // 60,
            )
        twice = set(once(readings.take(~np.isnan(readings.value)))[1])
        first: dict[int, int] = {}
        for number, start in enumerate(readings.start.tolist()):
            if start in twice and start in first:
                self._complain(
                    lines[number],
                    self.stamps[0],
                    "meter.two_values",
                    f"row {first[start]} gives another value for the same time",
                    "keep one of them",
                    other=first[start],
                )
            first.setdefault(start, lines[number])

    def _complain(self, line: int, column: int, code: str, message: str, mend: str, **values: object) -> None:
        self.problems.append(problem(code, self._place(line, column), message, mend, **values))

    def _complain_as(self, line: int, column: int, found: Problem) -> None:
        self.problems.append(
            Problem(found.code, self._place(line, column), found.message, found.mend, found.values, found.severity)
        )

    def _place(self, line: int, column: int) -> str:
        return f"{self.name}, row {line}, {self.heads[column]}"


def _row_of(place: str) -> int:
    digits = place.partition(", row ")[2].partition(",")[0]
    return int(digits) if digits.isdigit() else 0
