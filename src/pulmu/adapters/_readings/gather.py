"""Takes the readings out of a table: which cells they are, and the rows that are none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from pulmu.adapters._readings.clocks import DAY, clock_text, parse_clock, parse_day
from pulmu.adapters._readings.grid import Grid, Row
from pulmu.adapters._readings.heads import clean, clean_all, is_sum
from pulmu.adapters._readings.layout import Layout, full_date
from pulmu.adapters._readings.numbers import BLANKS
from pulmu.adapters._readings.stamps import begins_with_date, parse_stamp
from pulmu.model import InputError

CHUNK = 20_000
"""Rows that stand in memory as texts at one time."""
MOST_ROWS = 2_000_000
"""Fifty years of quarter-hours."""


@dataclass(slots=True)
class Cells:
    """Cells that hold readings, as texts.

    Parameters
    ----------
    lines, columns : Where the values stand.
    times : Date with time.
    """

    lines: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    qualities: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def add(self, line: int, column: int, time: str, value: str, quality: str, row: list[str]) -> None:
        """One cell."""
        self.lines.append(line)
        self.columns.append(column)
        self.times.append(time)
        self.values.append(value)
        self.qualities.append(quality)
        self.rows.append(row)


@dataclass(slots=True)
class Aside:
    """What a table holds beside its readings.

    Parameters
    ----------
    sums, heads, notes : Rows that are totals, repeated heads, notes.
    longer, filled : Rows with more cells than heads, all of them empty or not.
    ranges, singles : Different times of the day that name both ends of their interval, and one.
    """

    sums: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    longer: list[int] = field(default_factory=list)
    filled: list[int] = field(default_factory=list)
    rows: int = 0
    ranges: int = 0
    singles: int = 0
    meters: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Gatherer:
    """Walks through a table once.

    Parameters
    ----------
    value, quality, meter : Columns; None where there is none.
    only : The meter whose rows are wanted; empty for all.
    by_end : Whether the end of a span is wanted where a cell names both ends.
    """

    grid: Grid
    layout: Layout
    value: int | None
    quality: int | None
    meter: int | None
    only: str
    by_end: bool
    aside: Aside = field(default_factory=Aside)
    _clocks: dict[str, str] = field(default_factory=dict)
    _repeated: set[tuple[str, ...]] = field(default_factory=set)
    _day: str = ""
    _name: str = ""

    def __post_init__(self) -> None:
        self._repeated = {_trimmed(row) for _, row in self.grid.top[: self.layout.first]}

    def chunks(self) -> Iterator[Cells]:
        """Cells in the order of their times, as far as the table keeps it."""
        if self.layout.shape == "days across":
            yield self._days_across()
            return
        yield Cells()
        for batch in self._batches(CHUNK if self.layout.shape == "rows" else CHUNK // 50):
            yield self._rows(batch) if self.layout.shape == "rows" else self._times_across(batch)

    def _batches(self, size: int) -> Iterator[list[Row]]:
        """Rows that are wanted, as wide as the heads."""
        rows = self.grid.rows(self.layout.first)
        width = {len(self.layout.heads)}
        while batch := list(islice(rows, size)):
            self.aside.rows += len(batch)
            if self.aside.rows > MOST_ROWS:
                raise _too_many(self.grid.whole)
            if self.meter is None and {len(row) for _, row in batch} == width:
                yield batch
            else:
                yield [(line, row) for line, cells in batch if (row := self._fitted(line, cells)) is not None]

    def _fitted(self, line: int, row: list[str]) -> list[str] | None:
        """A row as wide as the heads, what is beyond them noted; None if it is of a meter that is not wanted."""
        width = len(self.layout.heads)
        if len(row) > width:
            (self.aside.filled if any(map(str.strip, row[width:])) else self.aside.longer).append(line)
        row = row + [""] * (width - len(row))
        return row if self.meter is None or self._is_of_meter(row) else None

    def _is_of_meter(self, row: Sequence[str]) -> bool:
        assert self.meter is not None  # noqa: S101 - asked above
        name = clean(row[self.meter])
        if name and not is_sum(name) and name != self.layout.heads[self.meter]:
            self._name = name  # merged cells: the name stands in the first row of its meter
            self.aside.meters.setdefault(name)
        return not self.only or self._name == self.only

    def _rows(self, batch: Sequence[Row]) -> Cells:
        value, quality = self.value, self.quality
        assert value is not None  # noqa: S101 - a row per time has its column
        rows = [row for _, row in batch]
        date = self.layout.stamps[0]
        is_one = len(self.layout.stamps) == 1 and not self.layout.days
        return Cells(
            lines=[line for line, _ in batch],
            columns=[value] * len(rows),
            times=clean_all([row[date] for row in rows]) if is_one else [self._time(row) for row in rows],
            values=clean_all([row[value] for row in rows]),
            qualities=[""] * len(rows) if quality is None else clean_all([row[quality] for row in rows]),
            rows=rows,
        )

    def _time(self, row: list[str]) -> str:
        """The time of a row that has its date and its time apart."""
        second = clean(row[self.layout.stamps[-1]])
        first = self.layout.days[0] if self.layout.days else clean(row[self.layout.stamps[0]])
        known = self._clocks.get(second)
        if known is None:
            known = self._clocks.setdefault(second, self._clock(second))
        if first:
            if parse_stamp(first):
                return first
            self._day = first
        elif known:  # merged cells: the date stands in the first row of its day
            first = self._day
        return f"{first} {known}".strip()

    def _clock(self, text: str) -> str:
        """A time of the day as it follows a date; text that is none stays as it is."""
        span = parse_clock(text)
        if span is None:
            hour = text.isdigit() and len(text) < 3 and int(text) <= 24
            self.aside.singles += hour
            return clock_text(int(text) * 3600) if hour else text
        start, end = span
        if end is None:
            self.aside.singles += 1
            return clock_text(start) if start == DAY or ":" not in text or " " in text else text
        self.aside.ranges += 1
        return clock_text(end if self.by_end else start)

    def _times_across(self, batch: Sequence[Row]) -> Cells:
        cells = Cells()
        for line, row in batch:
            self._day_across(cells, line, row)
        return cells

    def _day_across(self, cells: Cells, line: int, row: list[str]) -> None:
        day = self._day_text(row)
        quality = clean(row[self.quality]) if self.quality is not None else ""
        values = [clean(row[column]) for column in self.layout.columns]
        if not day and self.is_aside(line, row, blank=all(value.lower() in BLANKS for value in values)):
            return
        for column, (start, end), value in zip(self.layout.columns, self.layout.spans, values, strict=True):
            at = end if self.by_end and end is not None else start
            cells.add(line, column, f"{day or clean(row[self.layout.stamps[0]])} {clock_text(at)}", value, quality, row)

    def _day_text(self, row: list[str]) -> str:
        text = clean(row[self.layout.stamps[0]])
        if found := parse_day(text):
            titles = [cell for _, cells in self.grid.top[: self.layout.first] for cell in cells if cell]
            return full_date(found, titles, self.grid.whole)
        return text if begins_with_date(text) and parse_stamp(f"{text} 00:00") else ""

    def _days_across(self) -> Cells:
        rows = []
        for line, row in chain.from_iterable(self._batches(CHUNK)):
            span = self._side(row)
            values = [clean(row[column]) for column in self.layout.columns]
            if span or not self.is_aside(line, row, blank=all(value.lower() in BLANKS for value in values)):
                rows.append((line, row, span or clean(row[self.layout.stamps[0]]), values))
        if rows and rows[-1][2] == clock_text(0):  # 00:15 … 23:45, 00:00: the last one closes the day
            rows[-1] = (*rows[-1][:2], clock_text(DAY), rows[-1][3])
        cells = Cells()
        for number, (column, day) in enumerate(zip(self.layout.columns, self.layout.days, strict=True)):
            for line, row, time, values in rows:
                cells.add(line, column, f"{day} {time}", values[number], "", row)
        return cells

    def _side(self, row: list[str]) -> str:
        text = clean(row[self.layout.stamps[0]])
        time = self._clock(text)
        return time if parse_stamp(f"2000-01-01 {time}") else ""

    def is_aside(self, line: int, row: Sequence[str], *, blank: bool) -> bool:
        """Whether a row without a time is no reading: a total, repeated heads, or a note without a value."""
        first = next((clean(cell) for cell in row if cell.strip()), "")
        if is_sum(first) or any(is_sum(clean(row[column])) for column in self.layout.stamps):
            self.aside.sums.append(line)
        elif _trimmed(row) in self._repeated:
            self.aside.heads.append(line)
        elif blank and not begins_with_date(first) and not begins_with_date(clean(row[self.layout.stamps[0]])):
            self.aside.notes.append(line)
        else:
            return False
        return True


def _too_many(place: str) -> InputError:
    return InputError.of(
        "meter.too_many_rows",
        place,
        f"the table has more than {MOST_ROWS:,} rows",
        "split the file by years",
        limit=f"{MOST_ROWS:,}",
    )


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    cells = [clean(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
