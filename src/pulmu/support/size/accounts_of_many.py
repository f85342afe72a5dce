"""Accounts of many firms told by calendar year, as registers do, and the facts of size they come to.

Which accounts count depends on the closing month, the years told, and the day of founding where it is recent.
Each combination that occurs is asked once of `firm_facts`; its answer is dealt to all firms that have it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pulmu.model.firm import BusinessYear, Firm
from pulmu.support.rules.dates import months_after
from pulmu.support.size.facts import firm_facts
from pulmu.support.size.leaving import LeavingLaw

Many = NDArray[Any]
SALES = ("sales_1_krw", "sales_2_krw", "sales_3_krw")
DATES = ("closed_on", "assessed_on")
WHOLE = ("sales_years", "recent_months", "recent_days")
_LONG_AGO_YEARS = 6
"""A firm founded so many years before its first accounts is like any older one."""


@dataclass(frozen=True, slots=True, eq=False)
class YearlySales:
    """What a register tells of many firms, one place each.

    Parameters
    ----------
    sales_krw : By calendar year in which the business year ends: whole won, and where they are told.
    closing_month : Month of the closing day, 1 to 12; 0 where it is not known.
    founded_on : Days (datetime64[D]); NaT where not known.
    """

    sales_krw: Mapping[int, tuple[Many, NDArray[np.bool_]]]
    closing_month: Many
    founded_on: Many


def accounts_of_many(told: YearlySales, day: date, law: LeavingLaw) -> dict[str, tuple[Many, NDArray[np.bool_]]]:
    """Values of `closed_on`, `basis`, `sales_1_krw` ... `sales_years` on a day, and where each is known.

    A year without sales, or one that ends before founding, is not told; the year of founding has the months begun.
    Sales since founding by month are not told, so that `recent_sales_krw` stays unknown.
    """
    years = sorted(told.sales_krw)
    combinations, place = _combinations(told, years, day)
    facts = [firm_facts(_firm(years, row), day, law) for row in combinations.tolist()]
    found = {name: _dates([item[name] for item in facts], place) for name in DATES}
    found["basis"] = _texts([item["basis"] for item in facts], place)
    found |= {name: _whole([item[name] for item in facts], place) for name in WHOLE}
    return found | {name: _picked([item[name] for item in facts], place, told) for name in SALES}


def _combinations(told: YearlySales, years: list[int], day: date) -> tuple[Many, Many]:
    """The rows that differ (closing month, day of founding, each year told), and which of them each firm has."""
    floor = date(min([*years, day.year]) - _LONG_AGO_YEARS, 1, 1).toordinal()
    epoch = date(1970, 1, 1).toordinal()
    unknown = np.isnat(told.founded_on)
    founded = np.where(unknown, 0, told.founded_on.astype("datetime64[D]").astype(np.int64) + epoch)
    founded = np.where(unknown, 0, np.maximum(founded, floor))
    marks = np.zeros(unknown.size, dtype=np.int64)
    for bit, year in enumerate(years):
        marks |= told.sales_krw[year][1].astype(np.int64) << bit
    keys = (founded * 13 + told.closing_month) << len(years) | marks
    distinct, place = np.unique(keys, return_inverse=True)
    rest = distinct >> len(years)
    bits = [distinct >> bit & 1 for bit in range(len(years))]
    return np.stack([rest % 13, rest // 13, *bits], axis=1), place.ravel()


def _firm(years: list[int], row: list[int]) -> Firm:
    """A firm of a combination: the sales of each year are the year's own number, to find them by."""
    month, ordinal, *marks = row
    founded = date.fromordinal(ordinal) if ordinal else None
    ends = [(year, closing_day(year, month)) for year, is_told in zip(years, marks, strict=True) if is_told and month]
    accounts = tuple(
        BusinessYear(end=end, months=months_of(end, founded), sales_krw=year)
        for year, end in ends
        if founded is None or founded <= end
    )
    return Firm(id="firm", founded_on=founded, business_years=accounts)


def closing_day(year: int, month: int) -> date:
    """The last day of a month."""
    return months_after(date(year, month, 1), 1) - timedelta(days=1)


def months_of(end: date, founded_on: date | None) -> int:
    """Months of a business year: twelve, or in the year of founding those begun since."""
    if founded_on is None:
        return 12
    return min(12, (end.year - founded_on.year) * 12 + end.month - founded_on.month + 1)


def _known(values: list[Any]) -> NDArray[np.bool_]:
    return np.array([value is not None for value in values], dtype=np.bool_)


def _dates(values: list[Any], place: Many) -> tuple[Many, NDArray[np.bool_]]:
    return np.array(values, dtype="datetime64[D]")[place], _known(values)[place]


def _texts(values: list[Any], place: Many) -> tuple[Many, NDArray[np.bool_]]:
    return np.array([value or "" for value in values], dtype=np.str_)[place], _known(values)[place]


def _whole(values: list[Any], place: Many) -> tuple[Many, NDArray[np.bool_]]:
    return np.array([value or 0 for value in values], dtype=np.int64)[place], _known(values)[place]


def _picked(values: list[Any], place: Many, told: YearlySales) -> tuple[Many, NDArray[np.bool_]]:
    """The sales of the year that each firm's combination names."""
    named, known = _whole(values, place)
    picked = np.zeros(place.size, dtype=np.int64)
    for year, (sales, _) in told.sales_krw.items():
        of_year = known & (named == year)
        picked[of_year] = sales[of_year]
    return picked, known
