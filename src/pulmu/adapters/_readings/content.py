"""What kind of file bytes are, by what they hold; and its tables."""

import re
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO

from pulmu.adapters._readings.grid import Grid
from pulmu.adapters._readings.markup import read_markup
from pulmu.adapters._readings.parquet import read_parquet
from pulmu.adapters._readings.text import read_text
from pulmu.adapters._readings.workbook import sheet_grid
from pulmu.adapters._workbook import TABLE, Sheet, read_sheets
from pulmu.model import InputError

LARGEST_UNPACKED = 100_000_000
"""Bytes that a packed file may hold."""

_MARKUP = re.compile(
    rb"[\s\xef\xbb\xbf]*<(?:!doctype\s+html|html|head|meta|body|table|style|div|\?xml|!--)", re.IGNORECASE
)
_REFUSED = {
    b"\xd0\xcf\x11\xe0": ".xls",
    b"%PDF": "PDF",
    b"ORC": "ORC",
    b"SQLite format 3": "SQLite",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
}
_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


def open_content(data: bytes, name: str, *, is_packed: bool = False) -> Sequence[Grid]:
    """The tables of a file.

    Raises
    ------
    InputError  A kind that is not read, or damaged, or too large; the mend says what to do instead.
    """
    refuse_kind(data, name)
    if data.startswith(b"PK"):
        return _zip(data, name, is_packed=is_packed)
    if data.startswith(b"PAR1"):
        return [read_parquet(data, name)]
    if data.startswith(b"\x1f\x8b") and not is_packed:
        return open_content(_gunzip(data, name), name, is_packed=True)
    if _MARKUP.match(data[:4000]):
        if _SPREADSHEET_XML in data[:4000]:
            raise _kind(name, "XML Spreadsheet 2003")
        return read_markup(data, name)
    return [read_text(data, name)]


def refuse_kind(data: bytes, name: str) -> None:
    """Nothing, unless the first bytes show a kind that is not read.

    Raises
    ------
    InputError  They do (`meter.file_kind`, `meter.packed`).
    """
    for mark, kind in _REFUSED.items():
        if data.startswith(mark):
            raise _kind(name, kind)
    for mark, kind in _ARCHIVES.items():
        if data.startswith(mark):
            raise _packed(name, kind)


def _zip(data: bytes, name: str, *, is_packed: bool) -> Sequence[Grid]:
    """A workbook, or one packed file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir() and not _is_droppings(part.filename)]
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names:
                if "mimetype" in names and "content.xml" in names:
                    raise _kind(name, ".ods")
                if is_packed or len(parts) != 1:
                    raise _packed(name, f"zip, {len(parts)}")
                return open_content(_unzip(archive, parts[0], name), name, is_packed=True)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, IndexError):
        pass  # what is wrong with it is told by the reader of workbooks
    return [sheet_grid(sheet, name) for sheet in _sheets(data, name)]


def _sheets(data: bytes, name: str) -> Sequence[Sheet]:
    try:
        return read_sheets(data, name, TABLE)
    except InputError as error:
        if error.problems[0].code not in ("input.workbook_too_large", "input.file_too_large"):
            raise
        raise InputError.of(
            "meter.workbook_too_large",
            error.problems[0].place,
            "the workbook holds more than readings of a few years",
            "keep the sheet of one meter and split it by years, or save it as CSV",
        ) from error


def _is_droppings(path: str) -> bool:
    return path.startswith("__MACOSX/") or path.rpartition("/")[2] in (".DS_Store", "Thumbs.db")


def _unzip(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bytes:
    if part.flag_bits & 1:
        raise _packed(name, "zip")
    try:
        with archive.open(part) as file:
            content = file.read(LARGEST_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _packed(name, "zip") from error
    return _not_too_large(content, name)


def _gunzip(data: bytes, name: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(data, LARGEST_UNPACKED + 1)
    except zlib.error as error:
        raise _packed(name, "gz") from error
    if not unpacker.eof and len(content) <= LARGEST_UNPACKED:
        raise _packed(name, "gz")
    return _not_too_large(content, name)


def _not_too_large(content: bytes, name: str) -> bytes:
    if len(content) > LARGEST_UNPACKED:
        limit = f"{LARGEST_UNPACKED // 1_000_000} MB"
        mend = "split the file by months"
        raise InputError.of("meter.file_too_large", name, f"the file is larger than {limit}", mend, limit=limit)
    return content


def _kind(name: str, kind: str) -> InputError:
    return InputError.of(
        "meter.file_kind",
        name,
        f"the content is {kind}, whatever the name says",
        "open it in the program it comes from, save the table as .xlsx or CSV, and give that file",
        kind=kind,
    )


def _packed(name: str, what: str) -> InputError:
    return InputError.of(
        "meter.packed",
        name,
        f"the content is packed ({what})",
        "unpack it and give the files in it; one file in a zip or gz is read as it is",
        what=what,
    )
