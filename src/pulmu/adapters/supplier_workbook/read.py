"""Reads what a supplier sent back: our own workbook, or the Commission's communication template."""

import hashlib

from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._workbook import PLANT, read_sheets
from pulmu.adapters.supplier_workbook.read_own import marked_sheets, read_own
from pulmu.adapters.supplier_workbook.read_template import is_template, read_template
from pulmu.model import InputError
from pulmu.services.supplier_answer import ReplyFile


def read_reply(path: str) -> ReplyFile:
    """The reply in a file; what it is is decided by its content.

    Raises
    ------
    InputError  No workbook (`input.file_kind`, `input.workbook_damaged`, ...), one of neither kind
    (`supplier.no_reply`), or a template of a version we do not know (`supplier.template_version`).
    OutsideError  It cannot be opened (`outside.cannot_read`).
    """
    return parse_reply(read_bytes(path, PLANT.file + 1), shown_name(path))


def parse_reply(data: bytes, name: str) -> ReplyFile:
    """The same from its bytes."""
    sheets, sha256 = read_sheets(data, name), hashlib.sha256(data).hexdigest()
    marked = marked_sheets(sheets)
    if marked:
        return read_own(marked, name, sha256)
    if is_template(sheets):
        return read_template(sheets, name, sha256)
    raise InputError.of(
        "supplier.no_reply",
        name,
        "the workbook is neither our request, filled in, nor the Commission's communication template",
        "ask the supplier to fill in one of the two; figures in another form are typed into the plant's file",
    )
