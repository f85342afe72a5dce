"""Reads exports of production, stock, purchases and sales from CSV files and workbooks, with all that is wrong."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pulmu.adapters._export.days import Told, days_of
from pulmu.adapters._export.layout import TITLE, Sheet, find_sheet
from pulmu.adapters._export.mapping import (
    Mapping,
    choose,
    columns_shown,
    heads_changed,
    incomplete,
    no_column,
    reading_of,
)
from pulmu.adapters._export.numbers import number_of
from pulmu.adapters._export.tables import Row, read_tables
from pulmu.adapters._export.units import unit_in_head, unit_named
from pulmu.adapters._export.words import KINDS, MONTH_HEADS, PIECES, STOCKS, bare, clean, is_total, kind_of_word, weighs
from pulmu.adapters._workbook import cell_name
from pulmu.metering import Entry, EntryKind
from pulmu.model import InputError, Problem, Quantity, has_errors, problem, warning
from pulmu.services.ports import DocumentFile, DocumentWish

SHEET_HEADS = ("sheet", "시트")
"""Names that stand for the sheet itself in `--where`."""

_LABELS = ("item", "code", "spec", "partner", "number", "cn_code", "country")
_AGREES = 1e-6
"""Up to this share a printed sum may differ from its rows."""


def read_export(data: bytes, name: str, wish: DocumentWish) -> DocumentFile | None:
    """The entries of an export; None if the content is no table."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        tables = read_tables(data, name)
        if tables is None:
            return None
        found = [sheet for table in tables if (sheet := find_sheet(table, name))]
        sheets = _chosen(found, wish, name)
        return _Export(name, digest, sheets, wish).read()
    except InputError as error:
        placed = tuple(replace(item, place=item.place or name) for item in error.problems)
        return DocumentFile(name=name, sha256=digest, kind="export", problems=placed)


def _chosen(found: Sequence[Sheet], wish: DocumentWish, name: str) -> list[Sheet]:
    """The sheets to read: all that are alike, or those that were asked for."""
    if not found:
        raise InputError.of(
            "book.no_heads",
            name,
            "no row names columns that are known here",
            "give one row heads such as 일자, 품명, 수량 (date, item, quantity)",
        )
    wanted = {value for head, value in wish.where if head.lower() in SHEET_HEADS}
    sheets = [sheet for sheet in found if not wanted or sheet.table.sheet in wanted]
    if len({sheet.fingerprint for sheet in sheets}) == 1:
        return sheets
    names = ", ".join(sheet.table.sheet for sheet in found)
    raise InputError.of(
        "book.which_sheet",
        name,
        f"{len(sheets) or 'no'} sheets of different columns could be meant",
        f"name one with --where 'sheet=...': {names}",
        count=len(sheets),
        names=names,
    )


@dataclass(slots=True)
class _Sums:
    """Sums of the rows so far, to hold against the sums that the export prints."""

    all_rows: dict[int, list[float]] = field(default_factory=dict)
    since: dict[int, list[float]] = field(default_factory=dict)

    def add(self, column: int, value: float) -> None:
        for sums in (self.all_rows, self.since):
            sums.setdefault(column, []).append(value)

    def agrees(self, column: int, value: float) -> bool:
        sums = [math.fsum(rows.get(column, ())) for rows in (self.all_rows, self.since)]
        return any(math.isclose(value, found, rel_tol=_AGREES, abs_tol=_AGREES) for found in sums)


class _Export:
    """One file while it is read."""

    def __init__(self, name: str, digest: str, sheets: list[Sheet], wish: DocumentWish) -> None:
        self.name, self.digest, self.sheets, self.wish = name, digest, sheets, wish
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []
        self.left_out: list[tuple[str, str]] = []
        self.returns: list[Entry] = []
        self.unweighed: dict[str, tuple[str, int]] = {}
        self.mapping: Mapping = {}

    def read(self) -> DocumentFile:
        first = self.sheets[0]
        self.mapping, is_known, wrong = choose(first, self.wish, self.name)
        wrong += [item for sheet in self.sheets for item in incomplete(sheet, self.mapping, self.name)]
        wrong += self._where_problems(first)
        self.problems += wrong
        if not is_known:
            self.problems += heads_changed(first, self.wish, self.name)
        if not wrong:
            for sheet in self.sheets:
                _Rows(self, sheet).read()
            self._conclude()
        is_wrong = has_errors(self.problems)
        return DocumentFile(
            name=self.name,
            sha256=self.digest,
            kind="export",
            entries=() if is_wrong else tuple(self.entries),
            reading=reading_of(self.sheets, self.mapping, self.wish),
            is_guess=not is_known,
            columns=columns_shown(first, self.mapping),
            left_out=tuple(self.left_out),
            problems=tuple(self.problems),
        )

    def _where_problems(self, sheet: Sheet) -> list[Problem]:
        heads = [head for head, _ in self.wish.where if head.lower() not in SHEET_HEADS]
        return [no_column(sheet, head, f"{self.name}, --where") for head in heads if sheet.column(head) is None]

    def complain(self, place: str, code: str, message: str, mend: str, **values: object) -> None:
        self.problems.append(problem(code, f"{self.name}, {place}", message, mend, **values))

    def _conclude(self) -> None:
        for item, (place, count) in self.unweighed.items():
            self.complain(
                place,
                "book.no_piece_weight",
                f"{item} is counted in pieces ({count} rows), and nothing tells what one weighs",
                f"give a column 단중(kg), or --weight-per-piece '{item}=0.021 kg'",
                item=item,
                count=count,
            )
        if not self.entries and not has_errors(self.problems):
            self.complain(
                f"{len(self.left_out)} rows left out",
                "book.no_rows",
                "no row is left that holds an amount",
                "look at --where, or choose another file",
            )
        if self.returns and not has_errors(self.problems):
            first = self.returns[0]
            self.problems.append(
                warning(
                    "book.returns",
                    f"{self.name}, {first.place}",
                    f"{len(self.returns)} rows are below zero and count as returns",
                    "see whether they are returns or cancellations",
                    count=len(self.returns),
                )
            )


class _Rows:
    """One sheet while it is read."""

    def __init__(self, export: _Export, sheet: Sheet) -> None:
        self.export, self.sheet, self.table = export, sheet, sheet.table
        self.mapping = export.mapping
        self.columns = {meaning: self._column(head) for meaning, head in self.mapping.items()}
        self.amounts = [
            (meaning, column)
            for meaning, column in self.columns.items()
            if column is not None and meaning in ("quantity", *KINDS)
        ]
        self.amount_columns = {column for _, column in self.amounts}
        given = [(sheet.column(head), value) for head, value in export.wish.where if head.lower() not in SHEET_HEADS]
        self.wanted: dict[int, set[str]] = {}
        for where, value in given:
            if where is not None:
                self.wanted.setdefault(where, set()).add(clean(value).lower())
        self.sums = _Sums()

    def _column(self, head: str) -> int | None:
        return None if head.startswith("=") else self.sheet.heads.index(head)

    def read(self) -> None:
        for row in self.sheet.rows:
            if self._is_sum(row):
                self._check_sum(row)
                self._leave_out(row, "total")
            elif self._repeats_heads(row):
                self._leave_out(row, "heads")
            elif self._is_wanted(row):
                self._read_row(row)

    def _has_flaws(self, row: Row) -> bool:
        """Complain of cells of the row that show no value."""
        columns = sorted({column for column in self.columns.values() if column is not None})
        names = [(column, self.table.flawed.get(cell_name(column, row.number - 1))) for column in columns]
        flaws = [(column, flaw) for column, flaw in names if flaw]
        for column, flaw in flaws:
            if flaw == "formula":
                self.export.complain(
                    self._place(row, column),
                    "input.formula_without_value",
                    "a formula has no stored value",
                    "open the workbook in a spreadsheet program, save it, and import it again",
                )
            else:
                self.export.complain(
                    self._place(row, column),
                    "input.formula_error",
                    "the cell shows an error instead of a value",
                    "mend the formula or type the value",
                )
        return bool(flaws)

    def _read_row(self, row: Row) -> None:
        if self.table.flawed and self._has_flaws(row):
            return
        amounts = [(meaning, column, self._amount(row, column)) for meaning, column in self.amounts]
        found = [(meaning, column, value) for meaning, column, value in amounts if value is not None]
        if not found:
            self._leave_out(row, "no amount")
            return
        days = self._days(row)
        if days is None or any(math.isnan(value) for _, _, value in found):
            return
        made = [self._entry(row, days, *one) for one in found]
        entries = [entry for entry in made if entry is not None]
        self.export.entries += entries
        self._check_ledger(row, entries)

    def _leave_out(self, row: Row, why: str) -> None:
        place = f"sheet {self.table.sheet}, row {row.number}" if self.table.sheet else f"row {row.number}"
        self.export.left_out.append((place, why))

    def _is_wanted(self, row: Row) -> bool:
        return all(row.text(column).lower() in values for column, values in self.wanted.items())

    def _repeats_heads(self, row: Row) -> bool:
        first = next((column for column, cell in enumerate(row.cells) if cell != ""), len(row.cells))
        if first >= len(self.sheet.heads) or bare(row.text(first)) != bare(self.sheet.heads[first]):
            return False
        texts = [(row.text(column), head) for column, head in enumerate(self.sheet.heads) if row.text(column)]
        return len(texts) > 1 and all(bare(text) == bare(head) for text, head in texts)

    def _is_sum(self, row: Row) -> bool:
        return any(
            isinstance(cell, str) and cell and column not in self.amount_columns and is_total(cell)
            for column, cell in enumerate(row.cells)
        )

    def _check_sum(self, row: Row) -> None:
        """Hold a printed sum against the rows above it; a file of which rows are chosen has other sums."""
        if self.wanted:
            return
        for _, column in self.amounts:
            cell = row.cells[column] if column < len(row.cells) else ""
            try:
                value = number_of(cell)
            except InputError:
                continue
            if value is not None and not self.sums.agrees(column, value) and self._ends_with(row):
                there = math.fsum(self.sums.all_rows.get(column, ()))
                self.export.problems.append(
                    warning(
                        "book.total_differs",
                        f"{self.export.name}, {self._place(row, column)}",
                        f"the file's sum is {value:,.12g}, its rows add up to {there:,.12g}",
                        "see whether the export is whole, and which rows the sum holds",
                        value=f"{value:,.12g}",
                        there=f"{there:,.12g}",
                    )
                )
        self.sums.since.clear()

    def _ends_with(self, row: Row) -> bool:
        """Whether no amounts follow: sums within sums are not told apart."""
        return all(self._is_sum(other) for other in self.sheet.rows if other.number > row.number)

    def _place(self, row: Row, column: int) -> str:
        return self.table.place(row, column, self.sheet.heads[column])

    def _amount(self, row: Row, column: int) -> float | None:
        """The amount of a cell; NaN where it was complained of."""
        cell = row.cells[column] if column < len(row.cells) else ""
        place = self._place(row, column)
        try:
            value = number_of(cell)
        except InputError as error:
            found = error.problems[0]
            placed = Problem(found.code, f"{self.export.name}, {place}", found.message, found.mend, found.values)
            self.export.problems.append(placed)
            return math.nan
        if value is not None:
            self.sums.add(column, value)
        return value

    def _days(self, row: Row) -> tuple[date, date] | None:
        head, column = self.mapping["date"], self.columns["date"]
        if head == TITLE:
            told = self.sheet.title_days
        elif column is None:
            told = days_of(head[1:])
        else:
            cell = row.cells[column] if column < len(row.cells) else ""
            told = days_of(cell, is_month=bare(head) in MONTH_HEADS)
        if told.start and told.end:
            return told.start, told.end
        self._complain_of_days(row, column, told)
        return None

    def _complain_of_days(self, row: Row, column: int | None, told: Told) -> None:
        text = row.text(column)[:40] if column is not None else self.mapping["date"][1:41]
        place = self._place(row, column) if column is not None else f"row {row.number}"
        if told.is_ambiguous:
            self.export.complain(
                place,
                "book.ambiguous_date",
                f"{text!r} does not tell which is the year, the month and the day",
                "write 2026-03-04: four digits for the year, and it first",
                text=text,
            )
        else:
            self.export.complain(
                place,
                "book.not_a_day",
                f"{text!r} is no day and no month",
                "write 2026-03-04 or 2026-03; fill in a date that stands only in the first of several rows",
                text=text,
            )

    def _entry(self, row: Row, days: tuple[date, date], meaning: str, column: int, value: float) -> Entry | None:
        kind = self._kind(row, meaning)
        if kind is None:
            return None
        is_return = meaning == "quantity" and self._says_return(row) and value > 0
        amount = self._in_unit(row, column, -value if is_return else value)
        if amount is None:
            return None
        size, unit, more = amount
        place = self._place(row, column)
        entry = Entry(
            kind=kind,
            start=days[0],
            end=days[1],
            value=size,
            unit=unit,
            item=self._item(row),
            partner=self._text(row, "partner"),
            number=self._text(row, "number"),
            document=self.export.name,
            sha256=self.export.digest,
            place=place,
            details=(*more, *((name, text) for name in ("cn_code", "country") if (text := self._text(row, name)))),
        )
        if size < 0 and kind in STOCKS:
            text = row.text(column)
            self.export.complain(
                place, "input.negative", f"{text} is less than zero", "check the sign and the digits", text=text
            )
        elif size < 0:
            self.export.returns.append(entry)
        return entry

    def _kind(self, row: Row, meaning: str) -> EntryKind | None:
        if meaning != "quantity":
            return _as_kind(meaning)
        head = self.mapping["kind"]
        if head.startswith("="):
            return _as_kind(head[1:])
        text = self._text(row, "kind")
        kind = kind_of_word(text)[0]
        if kind:
            return _as_kind(kind)
        column = self.columns["kind"]
        self.export.complain(
            self._place(row, column) if column is not None else f"row {row.number}",
            "book.kind_word",
            f"{text[:40]!r} does not tell what happened to the amount",
            f"choose the rows to take with --where '{head}=...', and their kind with --map 'kind=...'",
            text=text[:40],
            head=head,
        )
        return None

    def _says_return(self, row: Row) -> bool:
        return self.columns.get("kind") is not None and kind_of_word(self._text(row, "kind"))[1]

    def _text(self, row: Row, meaning: str) -> str:
        head = self.mapping.get(meaning, "")
        if head.startswith("="):
            return head[1:]
        column = self.columns.get(meaning)
        return row.text(column) if column is not None else ""

    def _item(self, row: Row) -> str:
        words = dict.fromkeys(self._text(row, name) for name in ("code", "item", "spec"))
        return " ".join(word for word in words if word) or self.export.wish.item

    def _in_unit(self, row: Row, column: int, value: float) -> tuple[float, str, tuple[tuple[str, str], ...]] | None:
        """The amount in a unit of the table; pieces by what one weighs."""
        head = self.sheet.heads[column]
        text = self._text(row, "unit")
        named = unit_in_head(head) or unit_named(text)
        if named and named not in PIECES:
            return value, named, ()
        if not named or (weighs(head) and not unit_in_head(head)):
            self._complain_of_unit(row, column, "" if named else text)
            return None
        weight = self._piece_weight(row)
        if weight is None:
            item = self._item(row) or head
            place, count = self.export.unweighed.get(item, (self._place(row, column), 0))
            self.export.unweighed[item] = (place, count + 1)
            return None
        told = (("pieces", f"{value:.15g}"), ("piece_weight", f"{weight.value:.15g} {weight.unit}"))
        return (
            (value * weight.to("kg"), "kg", told) if weight.unit == "g" else (value * weight.value, weight.unit, told)
        )

    def _complain_of_unit(self, row: Row, column: int, text: str) -> None:
        head = self.sheet.heads[column]
        if text:
            self.export.complain(
                self._place(row, column),
                "book.unit_unknown",
                f"{text[:40]!r} is not a unit we know",
                "use kg, t, kWh, Nm3, L or a number of pieces (EA)",
                text=text[:40],
            )
        else:
            self.export.complain(
                self._place(row, column),
                "book.no_unit",
                f"neither the head {head!r} nor a column 단위 tells the unit",
                "write it into the head, such as '수량(kg)', or say --map 'unit=kg'",
                column=head,
            )

    def _piece_weight(self, row: Row) -> Quantity | None:
        given = dict(self.export.wish.piece_weights)
        names = (self._item(row), self._text(row, "code"), self._text(row, "item"), "")
        told = next((given[name] for name in names if name in given), None)
        if told is not None:
            return Quantity.parse(told)
        head, column = self.mapping.get("piece_weight", ""), self.columns.get("piece_weight")
        if head.startswith("="):
            return Quantity.parse(head[1:])
        unit = unit_in_head(head) if head else ""
        if column is None or not unit or not row.text(column):
            return None
        try:
            value = number_of(row.cells[column])
        except InputError:
            return None
        return Quantity(value, unit) if value is not None and value > 0 else None

    def _check_ledger(self, row: Row, entries: Iterable[Entry]) -> None:
        """Hold the closing stock of a row against its opening stock and what came and went."""
        of = {entry.kind: entry.value for entry in entries}
        if not {"opening_stock", "closing_stock"} <= of.keys() or len(of) < 3:
            return
        come = math.fsum(of.get(kind, 0.0) for kind in ("opening_stock", "received", "produced"))
        gone = math.fsum(of.get(kind, 0.0) for kind in ("sent_out", "used", "scrap"))
        if not math.isclose(come - gone, of["closing_stock"], rel_tol=1e-6, abs_tol=1e-6):
            self.export.problems.append(
                warning(
                    "book.ledger_row",
                    f"{self.export.name}, {self._place(row, dict(self.amounts)['closing_stock'])}",
                    f"opening and what came and went make {come - gone:,.12g}, the closing stock is "
                    f"{of['closing_stock']:,.12g}",
                    "see whether a column was taken for another, or stock was adjusted",
                    made=f"{come - gone:,.12g}",
                    closing=f"{of['closing_stock']:,.12g}",
                )
            )


def _as_kind(text: str) -> EntryKind:
    return next(kind for kind in KINDS if kind == text)
