"""Limits of size by industry: largest sales of an SME and of a small enterprise, and the staff of a micro merchant."""

import functools
from dataclasses import dataclass
from datetime import date
from typing import Final

from pulmu.model.errors import InputError
from pulmu.model.source import Confidence, Source
from pulmu.reference.table import Row, load_table

SEAT_ROWS: Final = (30393, 31202, 31322)
"""Subclasses of seats of vehicles, trains and aircraft: they take the furniture row (the last two for seats only)."""


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """The limits of one industry from one day on.

    Parameters
    ----------
    limit_row : Division as a number (24), or one of `SEAT_ROWS`.
    law_row : Short name of the row of the annexes; "" where they have none.
    valid_from, valid_to : First and last closing day of the accounts it serves; no last day where it is in force.
    medium_max_krw, small_max_krw : Still within; None where the annexes have no row, which is no limit of zero.
    micro_employees_below : Regular employees a micro merchant stays below.
    """

    limit_row: int
    section: str
    name_ko: str
    law_row: str
    law_row_name_ko: str
    valid_from: date
    valid_to: date | None
    medium_max_krw: int | None
    small_max_krw: int | None
    micro_employees_below: int
    edition: str
    confidence: Confidence

    @property
    def is_listed(self) -> bool:
        """Whether the annexes have a row for the industry at all."""
        return bool(self.law_row)

    @property
    def medium_source(self) -> Source:
        """Annex 1, at the row."""
        return self._annex(1)

    @property
    def small_source(self) -> Source:
        """Annex 3, at the row."""
        return self._annex(3)

    @property
    def micro_source(self) -> Source:
        """Article 3 of the decree on micro merchants."""
        return Source("소상공인기본법 시행령", "제3조", "2026-02-01 (Decree 36055)", "read")

    def _annex(self, number: int) -> Source:
        row = self.law_row_name_ko or f"KSIC {self.limit_row}: no row"
        return Source(load_table("size_limits").meta.act, f"별표 {number}, {row}", self.edition, self.confidence)


@functools.cache
def size_limits() -> tuple[SizeLimit, ...]:
    """Every dated row, by industry and day."""
    found = map(_limit, load_table("size_limits").rows)
    return tuple(sorted(found, key=lambda item: (item.limit_row, item.valid_from)))


def size_limit(limit_row: int, closed_on: date) -> SizeLimit | None:
    """The row of an industry for accounts closed on a day; None where no table of that day was read.

    Raises
    ------
    InputError  Not a division of the classification (`input.limit_row_unknown`).
    """
    rows = _by_row().get(limit_row)
    if rows is None:
        raise InputError.of("input.limit_row_unknown", "", f"{limit_row} is not an industry with limits of size",
                            "give the two-digit division, such as 24, or 30393, 31202 or 31322 for seats",
                            row=limit_row)  # fmt: skip
    return next((row for row in rows if row.valid_from <= closed_on and _not_ended(row, closed_on)), None)


def micro_employees_below(section: str) -> int:
    """Regular employees a micro merchant of a section stays below.

    Raises
    ------
    InputError  Not a section (`input.limit_row_unknown`).
    """
    for row in size_limits():
        if row.section == section:
            return row.micro_employees_below
    raise InputError.of("input.limit_row_unknown", "", f"{section!r} is not a section of the classification",
                        "give its letter, A to U", row=section)  # fmt: skip


def _not_ended(row: SizeLimit, day: date) -> bool:
    return row.valid_to is None or day <= row.valid_to


@functools.cache
def _by_row() -> dict[int, list[SizeLimit]]:
    rows: dict[int, list[SizeLimit]] = {}
    for item in size_limits():
        rows.setdefault(item.limit_row, []).append(item)
    return rows


def _limit(row: Row) -> SizeLimit:
    return SizeLimit(**{name: value for name, value in row.items() if name != "read_in"})
