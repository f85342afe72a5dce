"""Hands a page to a process of its own and takes its tables back."""

from pathlib import Path

from pulmu.adapters._untrusted import Limit, ask_child

LARGEST = 40_000_000
"""Bytes. A page of a year of quarter-hours takes five megabytes."""
_CHILD = Path(__file__).with_name("child.py")
_LIMIT = Limit(seconds=60, memory=1_500_000_000)


class PageRefusedError(Exception):
    """Why no table is given: `too_large`, or `damaged` if it holds none."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def page_tables(text: str, *, repeated: bool = False) -> list[list[list[str]]]:
    """Rows of every table of a page.

    Parameters
    ----------
    repeated : Whether words of a cell beside several rows stand in each of them; else in the first. Amounts never do.

    Raises
    ------
    PageRefusedError  Too large, damaged, or without a table.
    """
    data = text.encode("utf-8")
    if len(data) > LARGEST:
        raise PageRefusedError("too_large")
    answer = ask_child(_CHILD, data, _LIMIT, (int(repeated),))
    if "refused" in answer or not answer["tables"]:
        raise PageRefusedError(str(answer.get("refused", "damaged")))
    found: list[list[list[str]]] = answer["tables"]
    return found
