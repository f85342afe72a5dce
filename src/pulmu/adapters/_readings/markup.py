"""Tables of a web page: many portals hand out one under the name of a workbook."""

from collections.abc import Sequence
from pathlib import Path

from pulmu.adapters._document.parse import decode_text
from pulmu.adapters._readings.grid import Grid
from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.model import InputError

LARGEST = 20_000_000
"""Bytes. A page of a year of quarter-hours takes three megabytes."""
_CHILD = Path(__file__).with_name("markup_child.py")
_LIMIT = Limit(seconds=30)


def read_markup(data: bytes, name: str) -> Sequence[Grid]:
    """The tables of a page, called table 1, 2, …

    Raises
    ------
    InputError  Too large, damaged, or without a table.
    """
    if len(data) > LARGEST:
        raise _refusal(name, "too_large")
    text = decode_text(data, name)
    answer = ask_child(_CHILD, text.encode("utf-8"), _LIMIT)
    if "refused" in answer:
        raise _refusal(name, str(answer["refused"]))
    tables = [[(number + 1, row) for number, row in enumerate(rows)] for rows in answer["tables"]]
    if not tables:
        raise _refusal(name, "damaged")
    return [Grid.of(name, iter(rows), f"table {number + 1}") for number, rows in enumerate(tables)]


def _refusal(name: str, reason: str) -> InputError:
    if reason == "too_large":
        limit = f"{LARGEST // 1_000_000} MB"
        mend = "split the file by months"
        return InputError.of("meter.file_too_large", name, f"the file is larger than {limit}", mend, limit=limit)
    return InputError.of(
        "meter.file_kind",
        name,
        "the content is a web page without a table, whatever the name says",
        "open it in the program it comes from, save the table as .xlsx or CSV, and give that file",
        kind="HTML",
    )
