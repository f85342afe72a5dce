"""Reads the readings out of one table, whatever file it came from, with all that is wrong in it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pulmu.adapters._readings.choose import check_kind, check_meters, unit_of_table, value_column
from pulmu.adapters._readings.complaints import Complaints
from pulmu.adapters._readings.gather import Aside, Cells, Gatherer
from pulmu.adapters._readings.grid import Grid
from pulmu.adapters._readings.heads import QUALITY_WORDS, meter_column, quality_column
from pulmu.adapters._readings.layout import Layout
from pulmu.adapters._readings.numbers import BLANKS, plain_numbers, without_unit
from pulmu.adapters._readings.stamps import StampReader
from pulmu.adapters._readings.times import Placed, Taken, place_in_time
from pulmu.adapters._workbook import cell_name
from pulmu.metering import Readings
from pulmu.model import InputError, UnitError, unit
from pulmu.model.quantity import parse_number
from pulmu.services.ports import ReadingFile, ReadingWish

_NAN = float("nan")
_LISTED = 8
_LEFT_OUT = ("meter.left_out_totals", "meter.left_out_heads", "meter.left_out_notes")
_KINDS = ("totals", "repeated heads", "notes")


@dataclass(slots=True)
class TableReader:
    """One table while it is read."""

    grid: Grid
    layout: Layout
    wish: ReadingWish
    digest: str
    complain: Complaints = field(init=False)
    stamps: StampReader = field(default_factory=StampReader)
    symbol: str = ""
    cell_units: set[str] = field(default_factory=set)
    blank: int = 0
    _told: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.complain = Complaints(self.grid, self.layout.heads)

    def read(self) -> ReadingFile:
        """The readings; none where anything is wrong."""
        try:
            return self._read()
        except InputError as error:
            rows = self.complain.sorted()
            # Rows that could not be read may be why so few are left.
            hidden = ("meter.no_interval", "meter.no_readings") if self.complain.has_errors else ()
            whole = [item for item in error.problems if item.code not in hidden]
            return ReadingFile(name=self.grid.name, sha256=self.digest, readings=Readings(), problems=(*rows, *whole))

    def _read(self) -> ReadingFile:
        layout, wish = self.layout, self.wish
        column = self._column()
        check_kind(layout, column, wish, self.complain)
        self.symbol = unit_of_table(layout, column, wish, self.complain)
        gatherer = Gatherer(
            self.grid,
            layout,
            column,
            quality_column(layout.heads),
            meter_column(layout.heads),
            wish.only,
            wish.label == "end",
        )
        taken = [self._take(cells, gatherer) for cells in gatherer.chunks()]
        check_meters(tuple(gatherer.aside.meters), wish, self.complain)
        self._check_times(gatherer.aside)
        self._tell_aside(gatherer.aside)
        symbol = self._unit(column)
        placed = place_in_time(Taken.joined(taken), self.stamps.days, self._wish_of(gatherer), layout, self.complain)
        return self._file(column, symbol, placed)

    def _wish_of(self, gatherer: Gatherer) -> tuple[ReadingWish, str]:
        return self.wish, "start" if gatherer.aside.ranges and self.wish.label != "end" else self.layout.label

    def _column(self) -> int | None:
        if self.layout.shape == "rows":
            return value_column(self.layout, self.wish, self.complain)
        if self.wish.column:
            known = f"{self.layout.heads[self.layout.columns[0]]} … {self.layout.heads[self.layout.columns[-1]]}"
            raise self.complain.whole(
                "meter.column_of_many",
                f"the readings stand in many columns ({known}), not in one",
                "leave --column out",
                known=known,
            )
        return None

    def _file(self, column: int | None, symbol: str, placed: Placed) -> ReadingFile:
        heads, columns = self.layout.heads, self.layout.columns
        name = heads[column] if column is not None else f"{heads[columns[0]]} … {heads[columns[-1]]}"
        return ReadingFile(
            name=self.grid.name,
            sha256=self.digest,
            column=name,
            unit=symbol,
            interval=placed.interval,
            label=placed.label,
            closing_midnights=placed.closing,
            blank=self.blank,
            readings=placed.readings if not self.complain.has_errors else Readings(),
            problems=self.complain.sorted(),
        )

    def _unit(self, column: int | None) -> str:
        if self.symbol:
            return self.symbol
        if len(self.cell_units) == 1:
            return next(iter(self.cell_units))
        head = self.layout.heads[column if column is not None else self.layout.columns[0]]
        raise InputError.of(
            "meter.no_unit",
            f"{self.grid.whole}, {head}",
            "the head of the column names no unit",
            "write it into the head, such as 'Usage (kWh)', or give --unit",
            column=head,
        )

    def _take(self, cells: Cells, gatherer: Gatherer) -> Taken:
        """Cells as numbers; those without a time are dropped, and told where that is wrong."""
        times = self.stamps.read(cells.times)
        values, rest = plain_numbers(cells.values)
        blank = np.zeros(len(values), np.bool_)
        keep = times[:, 0] >= 0
        aside = self._bad_times(np.flatnonzero(~keep).tolist(), cells, gatherer)
        for number in rest:
            if number in aside:
                continue
            value = self._value(cells.lines[number], cells.columns[number], cells.values[number])
            if value is None:
                blank[number] = True
            else:
                values[number] = value
        self.blank += int(blank[keep].sum())
        return Taken(
            np.array(cells.lines, np.int64)[keep],
            np.array(cells.columns, np.int64)[keep],
            times[keep],
            np.array(values, np.float64)[keep],
            self._qualities(cells, keep & ~blank)[keep],
            blank[keep],
        )

    def _bad_times(self, numbers: list[int], cells: Cells, gatherer: Gatherer) -> set[int]:
        aside = set()
        for number in numbers:
            line, text = cells.lines[number], cells.times[number]
            blank = cells.values[number].lower() in BLANKS
            if self.layout.shape == "rows" and gatherer.is_aside(line, cells.rows[number], blank=blank):
                aside.add(number)
            elif line not in self._told and not self._is_flawed(line, self.layout.stamps[0]):
                self._told.add(line)
                self.complain.cell(
                    line,
                    self.layout.stamps[0],
                    "meter.not_a_time",
                    f"{text[:40]!r} is not a date with a time",
                    "write 2026-03-04 09:15, or delete the row if it holds no reading",
                    text=text[:40],
                )
        return aside

    def _is_flawed(self, line: int, column: int) -> bool:
        """Whether a cell of a workbook shows no value; if so it is told."""
        flaw = self.grid.flawed.get(cell_name(column, line - 1)) if self.grid.flawed else None
        if flaw == "error":
            self.complain.cell(
                line,
                column,
                "input.formula_error",
                "the cell shows an error",
                "mend its formula, or write the value itself",
            )
        elif flaw:
            self.complain.cell(
                line,
                column,
                "input.formula_without_value",
                "the cell has a formula whose result is not stored",
                "open the file in a spreadsheet program and save it again",
            )
        return flaw is not None

    def _value(self, line: int, column: int, text: str) -> float | None:
        """The value of a cell; None for a blank, NaN where it is told as wrong."""
        if self._is_flawed(line, column):
            return _NAN
        if text.lower() in BLANKS:
            return None
        try:
            value = self._number(line, column, text)
        except InputError as error:
            self.complain.cell_as(line, column, error.problems[0])
            return _NAN
        if value < 0:
            self.complain.negative(line, column, text)
        return value

    def _number(self, line: int, column: int, text: str) -> float:
        number, word = without_unit(text)
        try:
            said = unit(word).symbol if word else ""
        except UnitError:
            return parse_number(text)
        if said and self.symbol and said != self.symbol:
            self.complain.cell(
                line,
                column,
                "meter.cell_unit",
                f"the cell is in {said}, its column in {self.symbol}",
                f"write all values in {self.symbol}",
                unit=said,
                wanted=self.symbol,
            )
        if said:
            self.cell_units.add(said)
        if self.grid.comma_is_open and "," in number and "." not in number:
            self.complain.cell(
                line,
                column,
                "meter.comma",
                f"the comma in {text[:40]!r} may part thousands or decimals, as semicolons part the columns",
                "write 1523 or 1.523",
                text=text[:40],
            )
            return _NAN
        return parse_number(number)

    def _qualities(self, cells: Cells, keep: NDArray[np.bool_]) -> NDArray[np.int8]:
        column = quality_column(self.layout.heads)
        known = {text: QUALITY_WORDS.get(text.lower()) for text in set(cells.qualities)}
        if column is not None and None in known.values():
            for number in np.flatnonzero(keep).tolist():
                if known[cells.qualities[number]] is None:
                    self._not_a_quality(cells.lines[number], column, cells.qualities[number])
        return np.array([known[text] or 0 for text in cells.qualities], np.int8)

    def _not_a_quality(self, line: int, column: int, text: str) -> None:
        choices = "measured, estimated, bad, 정상, 추정, 불량"
        self.complain.cell(
            line,
            column,
            "input.not_a_choice",
            f"{text[:40]!r} does not say how the value came about",
            f"choose one of: {choices}",
            text=text[:40],
            choices=choices,
        )

    def _check_times(self, aside: Aside) -> None:
        if aside.ranges and aside.singles:
            raise self.complain.whole(
                "meter.mixed_times",
                "some times name both ends of their interval, and others one of them",
                "write all times in one way",
            )

    def _tell_aside(self, aside: Aside) -> None:
        """Rows and columns that are no readings are left out, and said."""
        none = {*aside.sums, *aside.heads, *aside.notes}
        heads_line = self.grid.top[self.layout.first - 1][0]
        for line in self.grid.folded:
            if line > heads_line:
                self.complain.cell(
                    line,
                    0,
                    "meter.csv_syntax",
                    "the row cannot be read: it runs over several lines",
                    "look for a quotation mark that is not closed",
                    reason="it runs over several lines",
                )
        longer = aside.longer if len(aside.longer) + len(aside.filled) < aside.rows - len(none) else []
        for line in sorted({*aside.filled, *longer} - none):
            self.complain.cell(
                line,
                len(self.layout.heads) - 1,
                "meter.longer_row",
                "the row has more cells than there are heads",
                "put numbers with thousands separators into quotation marks, or give every column a head",
            )
        for code, kind, lines in zip(_LEFT_OUT, _KINDS, (aside.sums, aside.heads, aside.notes), strict=True):
            if lines:
                shown = ", ".join(map(str, lines[:_LISTED])) + (", …" if len(lines) > _LISTED else "")
                self.complain.warn(
                    code,
                    f"rows left out that are {kind}, not readings: {shown}",
                    "check that none of them is a reading",
                    count=len(lines),
                    rows=shown,
                )
        if self.layout.left_out:
            known = ", ".join(self.layout.heads[column] for column in self.layout.left_out)
            self.complain.warn(
                "meter.left_out_columns",
                f"columns that are no times were left out: {known}",
                "check that none of them is a reading",
                known=known,
            )
