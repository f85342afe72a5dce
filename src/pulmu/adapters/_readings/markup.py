"""Tables of a web page: many portals hand out one under the name of a workbook."""

from collections.abc import Sequence

from pulmu.adapters._document.parse import decode_text
from pulmu.adapters._markup import LARGEST, PageRefusedError, page_tables
from pulmu.adapters._readings.grid import Grid
from pulmu.model import InputError


def read_markup(data: bytes, name: str) -> Sequence[Grid]:
    """The tables of a page, called table 1, 2, …

    Raises
    ------
    InputError  Too large, damaged, or without a table.
    """
    if len(data) > LARGEST:
        raise _refusal(name, "too_large")
    try:
        found = page_tables(decode_text(data, name))
    except PageRefusedError as error:
        raise _refusal(name, error.reason) from error
    tables = [[(number + 1, row) for number, row in enumerate(rows)] for rows in found]
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
