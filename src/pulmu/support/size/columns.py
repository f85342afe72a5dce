"""The facts of a population made ready for the rules of size: derived ones, and the relations from its holdings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from pulmu.support.ownership.columns import owners, relatives
from pulmu.support.rules import Rulebook
from pulmu.support.rules.columns import MOST, UNBOUNDED, columns
from pulmu.support.size.classify import ownership_limits, value_of
from pulmu.support.size.leaving import NEVER

AVERAGE = "size.average_sales"
BY_PAIR = "size.related_by_pair"
STATUS_MONTHS = "size.status_months_after_closing"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Tables that the rules of size read.

    Parameters
    ----------
    firms : Facts as given, and those that follow from them.
    relations : `owners` and `relatives` of each firm.
    """

    firms: ir.Table
    relations: Mapping[str, ir.Table]


Keep = Callable[[str, ir.Table], ir.Table]
"""What computes a table once under a name and hands it on: several others read it."""


def prepared(
    rulebook: Rulebook,
    firms: ir.Table,
    links: ir.Table,
    day: date,
    *,
    keep: Keep = lambda _, table: table,
) -> Prepared:
    """A population's tables for the rules of size on a day.

    Parameters
    ----------
    firms : Facts of each firm as of that day, `firm_id` the key.
    links : `owner_id`, `owned_id`, `share`, `is_largest`.
    keep : Keeps the small tables between; without it they are written out wherever they are read.
    """
    limits = ownership_limits(rulebook, day)
    ready = _derived(firms, day, int(value_of(rulebook, STATUS_MONTHS, day)))
    tied = keep("relatives_tied", relatives(ready, links, limits))
    related = keep("relatives_with_sales", _with_sales(rulebook, ready, tied, day))
    return Prepared(
        _with_industry(rulebook, ready, related, day, keep),
        {"owners": keep("owners", owners(ready, links, limits)), "relatives": related},
    )


def _derived(firms: ir.Table, day: date, status_months: int) -> ir.Table:
    """Facts that follow from one row: day of the limits, industry of the staff limit, never having left so far."""
    begins = ((firms.closed_on + ibis.interval(days=1)) + ibis.interval(months=status_months)).cast("date")
    never = firms.left_sme_on.isnull() & (firms.graces_before == 0).fill_null(False)
    left = never.ifelse(ibis.coalesce(begins, ibis.literal(day)), firms.left_sme_on)
    return firms.mutate(
        limits_on=ibis.coalesce(firms.assessed_on, firms.closed_on),
        micro_section=firms.section,
        division=firms.division.cast("string").lpad(2, "0"),
        left_sme_on=left,
        left_sme_because=never.ifelse(NEVER, firms.left_sme_because),
        year_after_left_on=ibis.date(left.year() + 1, 1, 1),
    )


def _with_sales(rulebook: Rulebook, firms: ir.Table, related: ir.Table, day: date) -> ir.Table:
    """Each related company with the bounds of its average sales, its last sales and its industry."""
    near = firms.semi_join(related, [("firm_id", "relative_id")])
    known = columns(rulebook, day, near, outputs=(AVERAGE,), keep=("sales_1_krw", "limit_row"))
    high = known[f"{AVERAGE}.high"]
    known = known.select(
        _other="firm_id",
        average_low_krw=known[f"{AVERAGE}.low"],
        average_high_krw=(high < UNBOUNDED).ifelse(high, ibis.null("float64")),
        last_sales_krw="sales_1_krw",
        relative_limit_row="limit_row",
    )
    own = columns(rulebook, day, firms.semi_join(related, "firm_id"), outputs=(AVERAGE,), keep=("limit_row",))
    own = own.select(
        _self="firm_id", own_low=own[f"{AVERAGE}.low"], own_high=own[f"{AVERAGE}.high"], own_row="limit_row"
    )
    joined = related.left_join(known, [("relative_id", "_other")]).drop("_other")
    return joined.left_join(own, [("firm_id", "_self")]).drop("_self")


def _with_industry(rulebook: Rulebook, firms: ir.Table, related: ir.Table, day: date, keep: Keep) -> ir.Table:
    """The main industry of each firm and its related companies together, or both that can be it; as for one firm."""
    may = related.filter(related.counts.fill_null(True))
    by_pair = rulebook.value(BY_PAIR, day).value == "yes"
    possible = _of_pairs(may) if by_pair else _of_largest(may)
    sure = possible.group_by("firm_id").aggregate(
        first=possible.row.min(),
        last=possible.row.max(),
        rows=possible.row.nunique(),
        unknown=possible.row.isnull().any(),
    )
    told, none = (sure.rows <= 2) & ~sure.unknown, ibis.null("int32")
    sure = sure.select(
        _firm="firm_id", _row=told.ifelse(sure["first"], none), _other=told.ifelse(sure["last"], none), _related=True
    )
    joined = firms.left_join(keep("related_industry", sure), [("firm_id", "_firm")])
    is_related = joined["_related"].fill_null(False)
    row, other = (is_related.ifelse(joined[name], joined.limit_row) for name in ("_row", "_other"))
    return joined.mutate(related_limit_row=row, other_related_limit_row=other).drop(
        "_firm", "_row", "_other", "_related"
    )


def _of_pairs(may: ir.Table) -> ir.Table:
    """Industries that can be the larger one's in each pair of a firm and a related one (Decree, article 4 (2))."""
    other = may.filter(may.average_high_krw.fill_null(MOST) >= may.own_low)
    own = may.filter((may.average_low_krw.fill_null(0.0) <= may.own_high) | may.counts.isnull())
    return other.select("firm_id", row="relative_limit_row").union(own.select("firm_id", row="own_row"), distinct=False)


def _of_largest(may: ir.Table) -> ir.Table:
    """Industries that can be that of the largest of all that count, the other reading."""
    members = may.select(
        "firm_id",
        low=may.counts.fill_null(False).ifelse(may.average_low_krw.fill_null(0.0), 0.0),
        high=may.average_high_krw.fill_null(MOST),
        row="relative_limit_row",
    )
    own = may.select("firm_id", low="own_low", high="own_high", row="own_row").distinct()
    everyone = members.union(own, distinct=False)
    most = everyone.group_by("firm_id").aggregate(most=everyone.low.max())
    largest = everyone.inner_join(most, "firm_id")
    return largest.filter(largest.high >= largest.most).select("firm_id", "row")
