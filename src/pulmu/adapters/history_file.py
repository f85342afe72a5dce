"""A historian's export as a table that can be read twice: a text of any size by rows, a workbook or Parquet whole."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from pulmu.adapters._document.parse import not_text
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._readings.content import LARGEST_UNPACKED, open_content, refuse_kind
from pulmu.model import InputError, OutsideError

_MARKS = (b"PK", b"PAR1", b"\x1f\x8b", b"<")
_LONGEST_LINE, _MOST_COLUMNS, _PIECE = 1_000_000, 5_000, 1 << 20
_ENCODINGS = ("utf-8-sig", "cp949")


class HistoryFile:
    """Fulfils `services.live.history.HistoryTable`.

    Raises
    ------
    InputError  It is no table, or damaged.
    OutsideError  It is missing, or not ours to read.
    """

    def __init__(self, path: str, sheet: str = "") -> None:
        self.path, self.sheet = path, sheet
        self.name = shown_name(path)
        top = read_bytes(path, 4096)
        refuse_kind(top, self.name)
        self.is_text = not top.lstrip().startswith(_MARKS)
        self.encoding = self._find_encoding(top) if self.is_text else ""
        self.delimiter = self._find_delimiter() if self.is_text else ""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row that is not empty, heads first."""
        found = self._of_text() if self.is_text else self._of_content()
        yield from ((line, row) for line, row in found if any(cell.strip() for cell in row))

    def _of_content(self) -> Iterator[tuple[int, list[str]]]:
        grids = open_content(read_bytes(self.path, LARGEST_UNPACKED), self.name)
        wanted = [grid for grid in grids if grid.sheet == self.sheet] if self.sheet else list(grids)
        if len(wanted) != 1:
            known = ", ".join(grid.sheet for grid in grids)
            raise InputError.of("live.history_sheet", self.name, f"{len(wanted)} sheets could be meant",
                                f"name one with --sheet: {known}", count=len(wanted), known=known)  # fmt: skip
        yield from wanted[0].rows(0)

    def _of_text(self) -> Iterator[tuple[int, list[str]]]:
        with Path(self.path).open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(self._lines(file), delimiter=self.delimiter, strict=True)
            try:
                for row in reader:
                    if len(row) > _MOST_COLUMNS:
                        raise self._odd(reader.line_num, f"it has {len(row)} columns")
                    yield reader.line_num, row
            except csv.Error as error:
                raise self._odd(reader.line_num, str(error)) from error

    def _lines(self, file: object) -> Iterator[str]:
        count = 0
        while line := file.readline(_LONGEST_LINE):  # type: ignore[attr-defined]
            count += 1
            if len(line) == _LONGEST_LINE:
                raise self._odd(count, "it never ends")
            yield line

    def _odd(self, line: int, reason: str) -> InputError:
        return InputError.of(
            "live.history_row", f"{self.name}, row {line}", f"the row cannot be read: {reason}",
            "look for a quotation mark that is not closed, or export it anew", reason=reason,
        )  # fmt: skip

    def _find_encoding(self, top: bytes) -> str:
        if top[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        for encoding in _ENCODINGS:
            if b"\x00" not in top and self._is(encoding):
                return encoding
        raise not_text(self.name, "the file is not text", "save it again as CSV with the encoding UTF-8")

    def _is(self, encoding: str) -> bool:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with Path(self.path).open("rb") as file:
                while piece := file.read(_PIECE):
                    if b"\x00" in piece:
                        return False
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        except OSError as error:
            raise OutsideError.of("outside.cannot_read", self.name, f"it cannot be read: {error}", "look at the file",
                                  reason=str(error)) from error  # fmt: skip
        return True

    def _find_delimiter(self) -> str:
        with Path(self.path).open(encoding=self.encoding, newline="") as file:
            top = file.read(20_000)
        lines = top.splitlines()[:60]
        return max(",;\t|", key=lambda sign: sum(line.count(sign) for line in lines[:1]) * 1000 + top.count(sign))
