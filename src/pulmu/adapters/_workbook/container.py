"""Opens a workbook that nobody has looked at yet: first its directory, then its cells in a process with limits."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.model import InputError

MOST_PARTS = 2_000
LARGEST_UNPACKED = 100_000_000
HIGHEST_RATIO = 200
_SMALL = 1_000_000
"""Bytes up to which a part may be squeezed as far as it likes: empty rows squeeze well."""
_OLD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook of one kind may be.

    Parameters
    ----------
    file : Size as it lies on the disk. [bytes]
    rows, columns : Of any sheet.
    cells : Of all sheets together.
    """

    file: int
    rows: int
    columns: int
    cells: int
    child: Limit = Limit()  # noqa: RUF009 - frozen


PLANT = Limits(5_000_000, 10_000, 200, 300_000)
"""A workbook that people type."""
TABLE = Limits(40_000_000, 1_048_576, 500, 2_000_000)
"""A workbook that a program exported: readings, a ledger."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows from A1 on, and cells that show no value (`formula` without one, or `error`) by their name."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    flawed: dict[str, str]


def read_sheets(data: bytes, name: str, limits: Limits = PLANT) -> tuple[Sheet, ...]:
    """The sheets of a workbook.

    Raises
    ------
    InputError  No workbook, damaged, protected by a password, with macros or links, or too large.
    """
    check_container(data, name, limits)
    answer = ask_child(_CHILD, data, limits.child, (limits.rows, limits.columns, limits.cells))
    if "refused" in answer:
        raise refused(answer, name)
    return tuple(
        Sheet(sheet["name"], tuple(tuple(row) for row in sheet["rows"]), sheet["flawed"]) for sheet in answer["sheets"]
    )


def check_container(data: bytes, name: str, limits: Limits) -> None:
    """All that can be told before anything is unpacked; `InputError` for what is not to be unpacked."""
    _check_kind(data, name, limits)
    _check_directory(data, name)


def refused(answer: Mapping[str, Any], name: str) -> InputError:
    """What a child's refusal says to the owner of the file."""
    return _refusal(str(answer["refused"]), name, str(answer.get("where", "")))


def cell_name(column: int, row: int) -> str:
    """Name of a cell, such as C14; both are counted from zero."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _check_kind(data: bytes, name: str, limits: Limits) -> None:
    if len(data) > limits.file:
        raise InputError.of(
            "input.file_too_large",
            name,
            f"the file is larger than {limits.file // 1_000_000} MB",
            "give the plant's file only; meter readings are imported on their own",
            limit=f"{limits.file // 1_000_000} MB",
        )
    if data.startswith(_OLD):
        if _LOCKED in data:
            raise InputError.of(
                "input.workbook_locked",
                name,
                "the workbook is protected by a password",
                "open it, take the password off and save it as .xlsx",
            )
        raise InputError.of(
            "input.file_kind",
            name,
            "the content is an old workbook, whatever the name says",
            "save it as .xlsx",
            kind="an old workbook",
        )


def _check_directory(data: bytes, name: str) -> None:
    """All that the zip directory tells before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, IndexError) as error:
        raise _refusal("damaged", name, "") from error
    if len(parts) > MOST_PARTS:
        raise _refusal("too_large", name, f"{len(parts):,} parts")
    names = [part.filename for part in parts]
    if len({item.lower() for item in names}) < len(names):
        raise _refusal("damaged", name, "")
    for part in parts:
        _check_part(part, name)
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > LARGEST_UNPACKED or (unpacked > _SMALL and unpacked > HIGHEST_RATIO * max(packed, 1)):
        raise _refusal("too_large", name, f"{unpacked:,} bytes")


def _check_part(part: zipfile.ZipInfo, name: str) -> None:
    path = part.filename
    if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/") or not path.isprintable():
        raise _refusal("damaged", name, path)
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refusal("damaged", name, path)
    if part.file_size > _SMALL and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
        raise _refusal("too_large", name, path)


def _refusal(reason: str, name: str, where: str) -> InputError:
    code, message, mend = _REASONS.get(reason, _REASONS["damaged"])
    return InputError.of(code, ", ".join(filter(None, (name, where[:100]))), message, mend, kind=reason)


_REASONS = {
    "damaged": (
        "input.workbook_damaged",
        "the workbook is damaged or is none",
        "open it in a spreadsheet program and save it as .xlsx",
    ),
    "no_workbook": (
        "input.file_kind",
        "the content is a zip file but no .xlsx workbook",
        "save it as .xlsx in a spreadsheet program",
    ),
    "macro": ("input.workbook_macro", "the workbook holds macros", "save it as .xlsx, without macros"),
    "external_link": (
        "input.workbook_link",
        "the workbook takes values from other files",
        "replace the links by their values and save it again",
    ),
    "document_type": (
        "input.workbook_document_type",
        "a part of the workbook declares a document type, which no spreadsheet program does",
        "open it in a spreadsheet program and save it as .xlsx",
    ),
    "too_large": (
        "input.workbook_too_large",
        "the workbook holds more than a plant can",
        "delete what is no part of the plant; meter readings are imported on their own",
    ),
}
