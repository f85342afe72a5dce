"""Public holidays of Korea as far as they are known, and the days that are none."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.source import Source
from pulmu.reference.table import load_table

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A public holiday other than a Sunday.

    Parameters
    ----------
    kind : `day` of the sun's calendar, `lunar`, `substitute` for one that fell on a day off, `election`, or
        `temporary`: named by the government for once.
    name, name_local : In English and in Korean.
    """

    day: date
    kind: Literal["day", "lunar", "substitute", "election", "temporary"]
    name: str
    name_local: str
    source: Source


@functools.cache
def public_holidays() -> Mapping[date, PublicHoliday]:
    """All that are known, by day."""
    table = load_table("public_holidays")
    return {
        row["day"]: PublicHoliday(
            row["day"], row["kind"], row["name"], row["name_local"], table.source(row["day"].isoformat())
        )
        for row in table.rows
    }


def are_holidays_known(day: date) -> bool:
    """Whether the table holds the year of a day; of other years only Saturdays and Sundays are known."""
    meta = load_table("public_holidays").meta
    return meta.valid_from <= day and (meta.valid_to is None or day < meta.valid_to)


def is_day_off(day: date) -> bool:
    """Whether it is a Saturday, a Sunday or, as far as they are known, a public holiday."""
    return day.weekday() >= _SATURDAY or day in public_holidays()
