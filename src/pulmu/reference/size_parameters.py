"""Numbers and readings of the law on company size that are not limits by industry: dated, with their article."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from pulmu.model.errors import RuleError
from pulmu.model.source import Source
from pulmu.reference._names import hint
from pulmu.reference.table import Row, load_table

ParameterKind = Literal["won", "count", "share", "flag", "choice", "date"]
DatedBy = Literal["question_day", "closing_day", "loss_day", "tax_year_end"]

_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "won": int,
    "count": int,
    "share": float,
    "flag": {"yes": True, "no": False}.__getitem__,
    "choice": str,
    "date": date.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class SizeParameter:
    """A number of law, or a reading of it, from one day to another.

    Parameters
    ----------
    value : An int (won, count), float (share), bool (flag), str (choice) or date; None where it was not read or is
        not settled, so that a rule which asks it stays unknown.
    choices : Words a choice may be.
    valid_from, valid_to : First and last day; None where the first was not read, or where there is no last.
    dated_by : Which day is compared with them.
    is_open : Whether a question about it is open; the note says which.
    """

    name: str
    kind: ParameterKind
    unit: str
    value: int | float | bool | str | date | None
    choices: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    dated_by: DatedBy
    status: Literal["in_force", "draft", "proposal"]
    source: Source
    is_open: bool
    note_en: str
    note_ko: str

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day (of the kind `dated_by` names)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@functools.cache
def size_parameters() -> tuple[SizeParameter, ...]:
    """Every dated row, by name and day."""
    found = map(_parameter, load_table("size_parameters").rows)
    return tuple(sorted(found, key=lambda item: (item.name, item.valid_from or date.min)))


def size_parameter(name: str, day: date) -> SizeParameter | None:
    """The row of a name that holds on a day; None where none does.

    Raises
    ------
    RuleError  No such name (`rule.no_parameter`).
    """
    rows = _by_name().get(name)
    if rows is None:
        raise RuleError.of("rule.no_parameter", "size_parameters.csv", f"there is no number called {name!r}",
                           hint(name, _by_name(), "see the column name of the table"), name=name)  # fmt: skip
    return next((row for row in rows if row.holds_on(day)), None)


@functools.cache
def _by_name() -> dict[str, list[SizeParameter]]:
    rows: dict[str, list[SizeParameter]] = {}
    for item in size_parameters():
        rows.setdefault(item.name, []).append(item)
    return rows


def _parameter(row: Row) -> SizeParameter:
    return SizeParameter(
        name=row["name"],
        kind=row["kind"],
        unit=row["unit"],
        value=_READERS[row["kind"]](row["value"]) if row["value"] else None,
        choices=tuple(filter(None, row["choices"].split(";"))),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        dated_by=row["dated_by"],
        status=row["status"],
        source=Source(row["act"], row["place"], row["edition"] or None, row["confidence"]),
        is_open=row["open_point"] == "yes",
        note_en=row["note_en"],
        note_ko=row["note_ko"],
    )
