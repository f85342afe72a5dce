"""Which accounts count on a day, and which case of the average a firm falls under (Decree, articles 3-3 and 7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pulmu.model.firm import BusinessYear, Firm
from pulmu.support.rules.dates import months_after, years_after

Basis = Literal["three_years", "whole_years", "changed_years", "recent_12_months", "recent_months", "recent_days"]
"""`changed_years`: the closing day moved, so that the last three years are not 36 months; the whole ones count."""
_ONE_DAY = timedelta(days=1)
SURELY_RECENT_MONTHS = 15
"""However a business year lies, one founded so few months ago was founded in the last or the current one."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that count on a day.

    Parameters
    ----------
    closed_on : Last day of the last business year that counts; None where no closing day is known.
    years : The three last business years, the latest first; None for one that is not in the file.
    basis : Which case of the average; None where that is not known.
    event : Founding, merger or split from which a firm counts as new; None where it does not.
    sales_years : With `whole_years`: how many.
    """

    closed_on: date | None
    years: tuple[BusinessYear | None, ...]
    basis: Basis | None
    event: date | None = None
    sales_years: int | None = None

    @property
    def last(self) -> BusinessYear | None:
        """The last business year that counts."""
        return self.years[0] if self.years else None

    @property
    def averaged(self) -> tuple[BusinessYear | None, ...]:
        """The years whose sales are averaged."""
        if self.basis == "whole_years":
            return self.years[: self.sales_years]
        if self.basis == "changed_years":
            return tuple(year for year in self.years if year is not None and year.months == 12)
        return self.years if self.basis in ("three_years", None) else ()


def status_begins(closed_on: date, months: int) -> date:
    """The first day on which the status by these accounts holds: the day after so many months from their closing."""
    return months_after(closed_on, months) + _ONE_DAY


def accounts_on(firm: Firm, day: date, *, months: int) -> Accounts:
    """The accounts that count for a firm on a day.

    Parameters
    ----------
    months : Months from the closing day until its status begins (Decree, article 3-3 (1)).
    """
    closed_on = _last_closing(firm, day, months)
    event = _event(firm, day)
    if event is not None and _is_recent(event, closed_on, firm, day):
        return Accounts(closed_on, _years(firm, closed_on), _recent_basis(event, day), event)
    years = _years(firm, closed_on)
    if _is_changed(firm, years):
        whole = sum(1 for year in years if year is not None and year.months == 12)
        return Accounts(closed_on, years, "changed_years" if whole and None not in years else None, None, whole)
    found = _whole_years(firm, closed_on, years)
    if found is None:
        return Accounts(closed_on, years, None)
    if found >= 3:
        return Accounts(closed_on, years, "three_years")
    return Accounts(closed_on, years, "whole_years", None, found)


def _event(firm: Firm, day: date) -> date | None:
    days = [event.on for event in firm.events] + ([] if firm.founded_on is None else [firm.founded_on])
    return max((one for one in days if one <= day), default=None)


def _last_closing(firm: Firm, day: date, months: int) -> date | None:
    """The latest closing day, by the rhythm of the closings told, from which the status has begun."""
    if not firm.business_years:
        return None
    ends = sorted(year.end for year in firm.business_years)
    closing = ends[-1]
    while status_begins(years_after(closing, 1), months) <= day:
        closing = years_after(closing, 1)
    past = [end for end in ends if status_begins(end, months) <= day]
    if past and (status_begins(closing, months) > day or closing in ends):
        return past[-1]
    return closing if status_begins(closing, months) <= day else years_after(ends[0], -1)


def _is_recent(event: date, closed_on: date | None, firm: Firm, day: date) -> bool:
    """Whether a firm was founded, merged or split in the last business year that counts, or after it."""
    if closed_on is None:
        return months_after(event, SURELY_RECENT_MONTHS) >= day
    last = next((year for year in firm.business_years if year.end == closed_on), None)
    start = months_after(closed_on, -(12 if last is None else last.months)) + _ONE_DAY
    return event >= start


def _recent_basis(event: date, day: date) -> Basis:
    if day >= years_after(event, 1):
        return "recent_12_months"
    apart = (day.year - event.year) * 12 + day.month - event.month
    return "recent_days" if apart <= 1 else "recent_months"


def _years(firm: Firm, closed_on: date | None) -> tuple[BusinessYear | None, ...]:
    """The last three business years, one ending where the next begins; None where one is not told."""
    return () if closed_on is None else tuple(_back(firm, closed_on, 3))


def _back(firm: Firm, end: date, count: int) -> Iterator[BusinessYear | None]:
    by_end = {year.end: year for year in firm.business_years}
    for day in business_year_ends(firm, end, count):
        yield by_end.get(day)


def business_year_ends(firm: Firm, closed_on: date, count: int) -> Iterator[date]:
    """Last days of so many business years back from a closing, one ending where the next begins."""
    by_end = {year.end: year for year in firm.business_years}
    end = closed_on
    for _ in range(count):
        yield end
        found = by_end.get(end)
        end = months_after(end, -(12 if found is None else found.months))


def _is_changed(firm: Firm, years: tuple[BusinessYear | None, ...]) -> bool:
    """Whether one of the last three years is short, and not because the firm was founded in it."""
    return any(
        year is not None
        and year.months != 12
        and (firm.founded_on is None or firm.founded_on <= months_after(year.end, -12))
        for year in years
    )


def _whole_years(firm: Firm, closed_on: date | None, years: tuple[BusinessYear | None, ...]) -> int | None:
    """How many twelve-month years count: 3 for a firm of 36 months or more; None where its age is not known."""
    if closed_on is None:
        return None
    if len([year for year in years if year is not None and year.months == 12]) == 3:
        return 3
    if firm.founded_on is None:
        return None
    if years_after(firm.founded_on, 3) <= closed_on + _ONE_DAY:
        return 3
    started = firm.founded_on
    return sum(1 for back in range(3) if years_after(closed_on + _ONE_DAY, -1 - back) >= started)


def sales_months(accounts: Accounts, day: date) -> tuple[str, ...]:
    """Months whose sales are added up for a firm that counts as new (Decree, article 7 (2) 3); none for any other."""
    if accounts.event is None or accounts.basis is None:
        return ()
    apart = (day.year - accounts.event.year) * 12 + day.month - accounts.event.month
    match accounts.basis:
        case "recent_12_months":
            window = range(1, 13)
        case "recent_months":
            window = range(1, apart)
        case _:
            window = range(apart + 1)
    return tuple(month_of(day, back) for back in window)


def month_of(day: date, back: int = 0) -> str:
    """The calendar month of a day, or so many months before, as ``2026-03``."""
    index = day.year * 12 + day.month - 1 - back
    return f"{index // 12}-{index % 12 + 1:02d}"
