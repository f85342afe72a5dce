"""The size of one firm on a day, with everything that was looked at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model.errors import RuleError
from pulmu.model.finding import Bounded
from pulmu.model.firm import Firm, Firms
from pulmu.support.ownership import (
    Graph,
    Owner,
    OwnershipLimits,
    asked_firm,
    graph_of,
    owners_of,
    relatives_of,
    without_funds,
)
from pulmu.support.rules import Choice, Evaluation, Facts, Outcome, Rulebook, evaluate
from pulmu.support.size.accounts import Accounts, accounts_on
from pulmu.support.size.facts import firm_facts
from pulmu.support.size.leaving import LeavingLaw
from pulmu.support.size.sme import RELATED_ROWS

RELATED = "size.average_sales"
GRANDCHILD = "size.related_grandchild_whole_share"


@dataclass(frozen=True, slots=True)
class Size:
    """What the law says of a firm's size on a day.

    Parameters
    ----------
    outcomes : Outputs of the rulebook by name; ``size.class`` is the class.
    facts : What they were decided on.
    """

    day: date
    facts: Facts
    outcomes: dict[str, Outcome]

    @property
    def size_class(self) -> Choice:
        """The class, with the findings that decide it."""
        found = self.outcomes["size.class"]
        if not isinstance(found, Choice):
            raise TypeError("size.class is a decision")
        return found


def size_of(rulebook: Rulebook, firms: Firms, day: date) -> Size:
    """The size of the firm that a file asks about.

    Raises
    ------
    InputError  The file's shareholdings are too entangled.
    RuleError  A parameter has no value on that day.
    """
    facts = facts_of(rulebook, firms, day)
    return Size(day, facts, evaluate(rulebook, facts, day))


def facts_of(rulebook: Rulebook, firms: Firms, day: date) -> Facts:
    """The facts of the firm asked about, with those who own it and those related to it."""
    law = leaving_law(rulebook, day)
    rows = {firm.id: firm_facts(firm, day, law) for firm in firms.companies}
    graph, asked = graph_of(firms), asked_firm(firms).id
    limits = ownership_limits(rulebook, day)
    owners = tuple(_owner_row(graph, row, limits) for row in owners_of(
        graph, asked, limits, assets={name: row["total_assets_krw"] for name, row in rows.items()}))  # fmt: skip
    averages = {name: _average(rulebook, row, day) for name, row in rows.items()}
    relatives = tuple(
        {"share": row.share, "share_low": row.share_low, "share_high": row.share_high, "depth": row.depth,
         "counts": row.counts, "relative_id": row.relative_id, "direction": row.direction,
         "average_low_krw": averages[row.relative_id].low if row.relative_id in averages else None,
         "average_high_krw": _finite(averages[row.relative_id].high) if row.relative_id in averages else None,
         "last_sales_krw": rows.get(row.relative_id, {}).get("sales_1_krw"),
         "limit_row": rows.get(row.relative_id, {}).get("limit_row")}
        for row in relatives_of(graph, asked, limits)
    )  # fmt: skip
    by_pair = rulebook.value("size.related_by_pair", day).value == "yes"
    industry = _industries_by_pair if by_pair else _industries_of_largest
    possible = industry(rows[asked], averages[asked], relatives)
    own = rows[asked] | dict(zip(RELATED_ROWS, _one_or_two(possible), strict=True))
    return Facts(own, {"owners": owners, "relatives": relatives})


def accounts_of(rulebook: Rulebook, firm: Firm, day: date) -> Accounts:
    """The accounts of a firm that count on a day, as the rulebook has it."""
    return accounts_on(firm, day, months=leaving_law(rulebook, day).status_months)


def leaving_law(rulebook: Rulebook, day: date) -> LeavingLaw:
    """What the dates of leaving rest on, as the rulebook has it on a day."""

    def grace_years(left: date) -> int:
        return int(value_of(rulebook, "size.grace_years", left))

    return LeavingLaw(
        status_months=int(value_of(rulebook, "size.status_months_after_closing", day)),
        raised_table_on=date.fromisoformat(str(rulebook.value("size.raised_table_on", day).value)),
        grace_years=grace_years,
        from_following_year=rulebook.value("size.grace_reason_year", day).value == "following_year",
    )


def value_of(rulebook: Rulebook, name: str, day: date) -> float:
    """A number of the rulebook on a day, without which the facts cannot be made.

    Raises
    ------
    RuleError  It has none on that day (`rule.not_in_force`).
    """
    value = rulebook.value(name, day).value
    if not isinstance(value, int | float):
        raise RuleError.of("rule.not_in_force", "rulebook", f"{name!r} has no value on {day}",
                           "ask for another day", name=name, day=day)  # fmt: skip
    return float(value)


def ownership_limits(rulebook: Rulebook, day: date) -> OwnershipLimits:
    """The shares from which ownership has a consequence, as the rulebook has them on a day."""
    return OwnershipLimits(
        control_from=value_of(rulebook, "size.related_share", day),
        parent_from=min(value_of(rulebook, "size.parent_share", day), value_of(rulebook, "mid_sized.owner_share", day)),
        whole_from=value_of(rulebook, "size.indirect_whole_share", day),
        direct_whole_from=value_of(rulebook, "size.related_whole_share", day),
        grandchild_whole_from=value_of(rulebook, GRANDCHILD, day),
        known_from=value_of(rulebook, "size.parent_share", day),
    )


def _owner_row(graph: Graph, row: Owner, limits: OwnershipLimits) -> dict[str, Any]:
    own = without_funds(row.effective, graph, limits.whole_from)
    return {
        "owner_id": row.owner_id,
        "share_low": row.share_low,
        "share_high": row.share_high,
        "share_without_funds_low": own.low,
        "share_without_funds_high": own.high,
        "is_largest": row.is_largest,
        "owner_is_person": row.owner_is_person,
        "owner_is_fund": row.owner_is_fund,
        "owner_excluded": row.owner_excluded,
        "owner_assets_krw": row.owner_assets_krw,
        "owner_foreign": row.owner_foreign,
        "name": graph.name(row.owner_id),
    }


def _average(rulebook: Rulebook, row: dict[str, Any], day: date) -> Bounded:
    found = Evaluation(rulebook, Facts(row), day).outcome(rulebook.outputs[RELATED])
    return found if isinstance(found, Bounded) else Bounded(RELATED, 0, float("inf"))


def _finite(value: float) -> float | None:
    return None if value == float("inf") else value


def _one_or_two(possible: set[int | None]) -> tuple[int | None, int | None]:
    """The one industry twice, or both of two; neither where it is not known which, or more than two can be it."""
    if None in possible or len(possible) > 2:
        return None, None
    return min(possible), max(possible)  # type: ignore[type-var]


def _industries_of_largest(
    own: dict[str, Any], average: Bounded, relatives: tuple[dict[str, Any], ...]
) -> set[int | None]:
    """Industries that can be that of the largest average among those added up (Decree, article 4 (2))."""
    members = [(average.low, average.high, own["limit_row"])]
    for row in relatives:
        if row["counts"] is not False:
            high = float("inf") if row["average_high_krw"] is None else row["average_high_krw"]
            low = (row["average_low_krw"] or 0.0) if row["counts"] else 0.0
            members.append((low, high, row["limit_row"]))
    most = max(low for low, _, _ in members)
    return {row for _, high, row in members if high >= most}


def _industries_by_pair(
    own: dict[str, Any], average: Bounded, relatives: tuple[dict[str, Any], ...]
) -> set[int | None]:
    """Industries of the larger in each pair of the firm and a related one; several where the pairs do not agree."""
    possible: set[int | None] = set()
    for row in relatives:
        if row["counts"] is False:
            continue
        high = float("inf") if row["average_high_krw"] is None else row["average_high_krw"]
        if high >= average.low:
            possible.add(row["limit_row"])
        if (row["average_low_krw"] or 0.0) <= average.high or row["counts"] is None:
            possible.add(own["limit_row"])
    return possible or {own["limit_row"]}
