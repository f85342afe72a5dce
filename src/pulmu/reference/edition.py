"""Editions of the default values, side by side, and which one holds on a day."""

import functools
from dataclasses import dataclass
from datetime import date
from typing import Final

from pulmu.model.errors import RuleError
from pulmu.reference.table import load_table

DEFAULT_EDITION: Final = "2026-08"
"""The edition in force: default values as corrected by Implementing Regulation (EU) 2026/1740."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the default values.

    Parameters
    ----------
    published : Day of the Official Journal; before it nobody could know the edition.
    applies_from : First day of production it is law for; may lie before `published`.
    """

    id: str
    title: str
    act: str
    published: date
    applies_from: date
    status: str


@functools.cache
def editions() -> tuple[Edition, ...]:
    """All editions stored, oldest first."""
    rows = load_table("editions").rows
    found = [Edition(r["edition"], r["title"], r["act"], r["published"], r["applies_from"], r["status"]) for r in rows]
    return tuple(sorted(found, key=lambda edition: edition.published))


def edition_in_force(day: date, known_on: date | None = None) -> Edition:
    """The edition that is law for production of a day.

    A correction may reach back: (EU) 2026/1740 of July 2026 applies from 1 January 2026, so the February edition is in
    force on no day. With `known_on` the answer is what one had to take it for at that time.

    Raises
    ------
    RuleError  No edition is in force on that day (`rule.year_not_in_force`).
    """
    fits = [e for e in editions() if e.applies_from <= day and (known_on is None or e.published <= known_on)]
    if not fits:
        raise RuleError.of("rule.year_not_in_force", "editions.csv", f"no default values are in force on {day}",
                           "the definitive period begins on 2026-01-01", day=day, year=day.year)  # fmt: skip
    return fits[-1]
