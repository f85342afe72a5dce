"""Reads a register of firms: text with commas, semicolons or tabs in UTF-8 or cp949, or Parquet; and its map."""

import codecs
import csv
import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._register.parquet import parquet_heads, parquet_rows
from pulmu.model import Document, InputError, OutsideError, decode
from pulmu.services.register_map import RegisterColumn, RegisterMap

LARGEST_FILE = 8_000_000_000
LARGEST_MAP = 2_000_000
MOST_COLUMNS = 500
LONGEST_CELL = 10_000
BATCH = 100_000
SAMPLE = 2_000


class TextRegister:
    """Lines of cells. Decoding is strict: a byte that does not fit refuses the file."""

    def __init__(self, path: Path) -> None:
        self._path, self.name = path, shown_name(str(path))
        self.sha256, self._encoding = _digest(path), _encoding(path, self.name)
        with self._open() as file:
            first = file.readline(1_000_000)
        self._sign = max(",;\t", key=first.count)
        self.heads = _heads(next(csv.reader([first], delimiter=self._sign), []), self.name)

    def _open(self) -> Any:
        return self._path.open(encoding=self._encoding, newline="")

    def batches(self) -> Iterator[tuple[int, list[list[str]]]]:
        """Rows with something in them."""
        with self._open() as file:
            reader = csv.reader(file, delimiter=self._sign, strict=True)
            try:
                next(reader)
                rows, first = list[list[str]](), 2
                for cells in reader:
                    if any(len(cell) > LONGEST_CELL for cell in cells):
                        raise _no_rows(self.name, reader.line_num)
                    rows.append(cells)
                    if len(rows) == BATCH:
                        yield first, rows
                        first, rows = first + BATCH, []
            except (csv.Error, UnicodeDecodeError) as error:
                raise _no_rows(self.name, reader.line_num) from error
        if rows and not any(rows[-1]):
            rows.pop()
        if rows:
            yield first, rows


class ParquetRegister:
    """Rows of a Parquet file, every cell as text; the heads count as the first line."""

    def __init__(self, path: Path) -> None:
        self._path, self.name = path, shown_name(str(path))
        self.sha256 = _digest(path)
        self.heads = _heads(parquet_heads(path, self.name, MOST_COLUMNS, LONGEST_CELL), self.name)

    def batches(self) -> Iterator[tuple[int, list[list[str]]]]:
        """All rows."""
        held, first = list[list[str]](), 2
        for rows in parquet_rows(self._path, self.name, MOST_COLUMNS, LONGEST_CELL):
            held += rows
            for at, cells in enumerate(held[-len(rows) :], start=first + len(held) - len(rows)):
                if any(len(cell) > LONGEST_CELL for cell in cells):
                    raise _no_rows(self.name, at)
            if len(held) >= BATCH:
                yield first, held
                held, first = [], first + len(held)
        if held:
            yield first, held


Register = TextRegister | ParquetRegister


def read_register(path: Path) -> Register:
    """A register in a file of this computer.

    Raises
    ------
    InputError  It is no table (`input.register_text`, ...), or too large.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    read_bytes(str(path), 1)
    if path.stat().st_size > LARGEST_FILE:
        raise _too_large(shown_name(str(path)))
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    return ParquetRegister(path) if is_parquet else TextRegister(path)


def sample_of(register: Register) -> list[list[str]]:
    """Some rows, to guess from."""
    _, rows = next(register.batches(), (0, []))
    return [row for row in rows[:SAMPLE] if len(row) == len(register.heads)]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _encoding(path: Path, name: str) -> str:
    """The first encoding in which every byte of the file has a meaning."""
    for encoding in ("utf-8-sig", "cp949"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while data := file.read(1 << 20):
                    if "\0" in decoder.decode(data):
                        raise _no_text(name)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise _no_text(name)


def _heads(heads: Sequence[str], name: str) -> tuple[str, ...]:
    plain = tuple(head.strip() for head in heads)
    if not plain or not all(plain) or len(set(plain)) < len(plain) or len(plain) > MOST_COLUMNS:
        raise _no_heads(name)
    return plain


def _no_heads(name: str) -> InputError:
    return InputError.of("input.register_heads", name, "the first line does not name every column once",
                         f"give a line of heads, at most {MOST_COLUMNS}", most=MOST_COLUMNS)  # fmt: skip


def _no_text(name: str) -> InputError:
    return InputError.of("input.register_text", name, "the register is no text in UTF-8 or cp949",
                         "save it as CSV with the encoding UTF-8")  # fmt: skip


def _no_rows(name: str, line: int) -> InputError:
    return InputError.of("input.register_rows", f"{name}:{line}", f"an open quote, or over {LONGEST_CELL} signs",
                         "mend the quotes near this line", most=LONGEST_CELL)  # fmt: skip


def _too_large(name: str) -> InputError:
    return InputError.of("input.register_large", name, "the register is larger than 8 GB", "split it")


def read_map(path: Path) -> RegisterMap:
    """The map of the columns.

    Raises
    ------
    InputError  It is no TOML, or not a map: all that is wrong.
    """
    data, name = read_bytes(str(path), LARGEST_MAP + 1), shown_name(str(path))
    try:
        tree = tomllib.loads(data[:LARGEST_MAP].decode())
    except (ValueError, RecursionError) as error:
        raise InputError.of("input.register_toml", name, f"the map is no TOML: {error}",
                            "mend that line; --propose writes a new map", why=str(error)) from error  # fmt: skip
    return decode(RegisterMap, Document(tree, name, hashlib.sha256(data).hexdigest(), {})).unwrap()


def write_map(path: Path, wanted: RegisterMap) -> None:
    """Write a map where nothing stands yet.

    Raises
    ------
    InputError  Something of that name is there (`input.file_exists`).
    OutsideError  It cannot be written (`outside.cannot_write`).
    """
    lines = [f"pulmu = {_text(wanted.pulmu)}", "# Look at every column, then write: confirmed = true",
             f"confirmed = {str(wanted.confirmed).lower()}"]  # fmt: skip
    for column in wanted.columns:
        lines += ["", *_lines(column)]
    text = "\n".join(lines) + "\n"
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError.of("input.file_exists", str(path), "a file of this name exists", "give another name",
                            file=path.name) from error  # fmt: skip
    except OSError as error:
        why = error.strerror or str(error)
        raise OutsideError.of("outside.cannot_write", str(path), f"cannot write the file: {why}",
                              "choose another folder", reason=why) from error  # fmt: skip


def _lines(column: RegisterColumn) -> list[str]:
    lines = ["[[columns]]", f"column = {_text(column.column)}", f"fact = {_text(column.fact)}"]
    if column.factor != 1:
        lines.append(f"factor = {column.factor!r}")
    if column.dates != "YYYY-MM-DD":
        lines.append(f"dates = {_text(column.dates)}")
    if column.words:
        lines += ["[columns.words]", *(f"{_text(text)} = {_text(word)}" for text, word in column.words.items())]
    return lines


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
