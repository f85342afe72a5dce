"""When and why a firm left a status, and what that says of a grace period: SME, micro merchant, SME in tax law.

A firm that never left is one that leaves now if it fails: its reason is `never`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from pulmu.model.firm import Firm, Leaving
from pulmu.support.rules.dates import months_after, years_after
from pulmu.support.size.accounts import Accounts, status_begins

NEVER = "never"
_GIVES_GRACE = ("growth", "related_companies")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LeavingLaw:
    """What the dates of leaving rest on.

    Parameters
    ----------
    status_months : Months from a closing until its status begins.
    raised_table_on : Day on which the size limits were raised.
    grace_years : Years of grace of a firm that left on a day.
    from_following_year : Whether grace is counted from the year after that of the accounts.
    """

    status_months: int
    raised_table_on: date
    grace_years: Callable[[date], int]
    from_following_year: bool


def leaving_facts(firm: Firm, accounts: Accounts, day: date, law: LeavingLaw) -> dict[str, Any]:
    """All facts about leaving a status."""
    left = day if accounts.closed_on is None else status_begins(accounts.closed_on, law.status_months)
    return {**_sme(firm, day, left, law), **_micro(firm, day, left), **_tax(firm, accounts, day)}


def _sme(firm: Firm, day: date, now: date, law: LeavingLaw) -> dict[str, Any]:
    nothing = dict.fromkeys(("left_sme_on", "left_sme_because", "graces_before", "returned_by_raised_table",
                             "year_after_left_on", "grace_ended_on"))  # fmt: skip
    if firm.leaving is None:
        return nothing
    exits = sorted((item for item in firm.leaving if item.on <= day), key=lambda item: item.on)
    if not exits:
        return nothing | {"left_sme_on": now, "left_sme_because": NEVER, "graces_before": 0,
                          "returned_by_raised_table": False, "year_after_left_on": _next_year(now)}  # fmt: skip
    last = exits[-1]
    start = _next_year(last.on) if law.from_following_year else last.on
    return {
        "left_sme_on": last.on,
        "left_sme_because": last.because,
        "graces_before": _graces(exits[:-1]),
        "returned_by_raised_table": _returned_by_raised_table(exits, law.raised_table_on),
        "year_after_left_on": _next_year(last.on),
        "grace_ended_on": years_after(start, law.grace_years(last.on)),
    }


def _graces(exits: list[Leaving]) -> int | None:
    """How many exits gave grace; None if none did for sure and one may have."""
    sure = sum(1 for item in exits if item.because in _GIVES_GRACE)
    open_ones = any(item.because in (None, "parent") for item in exits)
    return None if sure == 0 and open_ones else sure


def _returned_by_raised_table(exits: list[Leaving], raised_on: date) -> bool | None:
    """Whether it came back by the raised table; who left again before the limits rose did not."""
    told = [False if later.on < raised_on else earlier.returned_by_raised_table
            for earlier, later in pairwise(exits)]  # fmt: skip
    return any(told) if None not in told or True in told else None


def _micro(firm: Firm, day: date, now: date) -> dict[str, Any]:
    if firm.leaving_micro is None:
        return dict.fromkeys(("left_micro_on", "left_micro_because", "micro_graces_before", "year_after_left_micro_on"))
    exits = sorted((item for item in firm.leaving_micro if item.on <= day), key=lambda item: item.on)
    left, because = (exits[-1].on, exits[-1].because) if exits else (now, NEVER)
    return {
        "left_micro_on": left,
        "left_micro_because": because,
        "micro_graces_before": max(len(exits) - 1, 0),
        "year_after_left_micro_on": _next_year(left),
    }


def _tax(firm: Firm, accounts: Accounts, day: date) -> dict[str, Any]:
    names = ("tax_reason_year_end", "tax_left_because", "tax_reason_next_year", "years_to_tax_reason")
    nothing: dict[str, Any] = dict.fromkeys(names)
    if firm.tax_leaving is None:
        return nothing
    begun = [item for item in firm.tax_leaving if months_after(item.year_end, -12) < day]
    last = max(begun, key=lambda item: item.year_end, default=None)
    year_end = accounts.closed_on if last is None else last.year_end
    if year_end is None:
        return nothing | {"tax_left_because": NEVER}
    after = year_end + _ONE_DAY
    return {
        "tax_reason_year_end": year_end,
        "tax_left_because": NEVER if last is None else last.because,
        "tax_reason_next_year": after,
        "years_to_tax_reason": None if firm.founded_on is None else _years_between(firm.founded_on, after),
    }


def _years_between(start: date, end: date) -> float:
    """Whole years and the part of the last one; 2 exactly on the second anniversary."""
    if end <= start:
        return 0.0
    whole = end.year - start.year
    while years_after(start, whole) > end:
        whole -= 1
    since, until = years_after(start, whole), years_after(start, whole + 1)
    return whole + (end - since).days / (until - since).days


def _next_year(day: date) -> date:
    return date(day.year + 1, 1, 1)
