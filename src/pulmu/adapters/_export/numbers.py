"""Amounts as exports write them."""

import re

from pulmu.adapters._export.tables import Cell
from pulmu.model.quantity import check_number, parse_number

_NEGATIVE = re.compile(r"\((.+)\)|[△▲▽▼−–]\s*(.+)|(.+\d)-")


def number_of(cell: Cell) -> float | None:
    """The amount in a cell; None for an empty one, or a dash as ledgers write for nothing.

    Raises
    ------
    InputError  It is not a number (without a place).
    """
    if isinstance(cell, float | int):
        return check_number(float(cell))
    text = cell.strip().removeprefix("'")
    if not text.strip("-–— "):
        return None
    found = _NEGATIVE.fullmatch(text)
    if found:
        return -parse_number(next(part for part in found.groups() if part))
    return parse_number(text)
