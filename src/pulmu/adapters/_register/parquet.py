"""A register in a Parquet file of a stranger: read by a child, for what is wrong with it may end the reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pulmu.adapters._untrusted import Limit, child_lines
from pulmu.model import InputError

MOST_ROWS = 20_000_000
_CHILD = Path(__file__).with_name("parquet_child.py")
_LIMIT = Limit(seconds=3600, memory=3_000_000_000)
Rows = list[list[str]]


def parquet_heads(path: Path, name: str, most_columns: int, longest_cell: int) -> list[str]:
    """Names of its columns.

    Raises
    ------
    InputError  It cannot be read (`input.register_parquet`, ...).
    """
    with child_lines(_CHILD, _LIMIT, (path.absolute(), MOST_ROWS, most_columns, longest_cell)) as lines:
        heads = _answer(next(lines), name)["heads"]
        return [str(head) for head in heads]


def parquet_rows(path: Path, name: str, most_columns: int, longest_cell: int) -> Iterator[Rows]:
    """Its rows, every cell as text, some at a time.

    Raises
    ------
    InputError  It cannot be read (`input.register_parquet`, ...).
    """
    with child_lines(_CHILD, _LIMIT, (path.absolute(), MOST_ROWS, most_columns, longest_cell)) as lines:
        for line in lines:
            if rows := _answer(line, name).get("rows"):
                yield rows


def _answer(line: dict[str, Any], name: str) -> dict[str, Any]:
    if "refused" not in line:
        return line
    limit, where = f"{MOST_ROWS:,}", str(line.get("where", ""))
    match line["refused"]:
        case "too_large":
            said = f"it has more than {limit} rows, too many columns or too long cells"
            raise InputError.of("input.register_parquet_large", name, said, "split it", limit=limit)
        case "nested":
            said, mend = f"column {where!r} is no text, number, date or yes and no", "leave it out, or write it as text"
            raise InputError.of("input.register_parquet_kind", name, said, mend, column=where)
    mend = "write it again, or give it as CSV"
    raise InputError.of("input.register_parquet", name, "the Parquet file is damaged", mend)
