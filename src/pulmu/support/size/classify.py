"""The size of one firm on a day, with everything that was looked at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.model.firm import Firms
from pulmu.support.ownership import Graph, OwnershipLimits, asked_firm, graph_of, owners_of, relatives_of
from pulmu.support.rules import Choice, Evaluation, Facts, Outcome, Rulebook, evaluate, inside
from pulmu.support.size.facts import firm_facts

RELATED = "size.average_sales"


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
    months = int(_value(rulebook, "size.status_months_after_closing", day))
    rows = {firm.id: firm_facts(firm, day, status_months=months) for firm in firms.companies}
    graph, asked = graph_of(firms), asked_firm(firms).id
    limits = _limits(rulebook, day)
    owners = tuple(_owner_row(graph, row) for row in owners_of(
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
    own = rows[asked] | {"related_limit_row": _related_industry(rows[asked], averages[asked], relatives)}
    return with_reason(rulebook, Facts(own, {"owners": owners, "relatives": relatives}), day)


def _value(rulebook: Rulebook, name: str, day: date) -> float:
    value = rulebook.value(name, day).value
    return float(value) if isinstance(value, int | float) else float("nan")


def _limits(rulebook: Rulebook, day: date) -> OwnershipLimits:
    return OwnershipLimits(
        control_from=_value(rulebook, "size.related_share", day),
        parent_from=min(_value(rulebook, "size.parent_share", day), _value(rulebook, "mid_sized.owner_share", day)),
        whole_from=_value(rulebook, "size.indirect_whole_share", day),
        known_from=_value(rulebook, "size.parent_share", day),
    )


def _owner_row(graph: Graph, row: Any) -> dict[str, Any]:
    return {
        "owner_id": row.owner_id,
        "share_low": row.share_low,
        "share_high": row.share_high,
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


def _related_industry(own: dict[str, Any], average: Bounded, relatives: tuple[dict[str, Any], ...]) -> int | None:
    """Industry of the one with the largest average among those added up (Decree, article 4 (2)); None if not sure."""
    members = [(average.low, average.high, own["limit_row"])]
    for row in relatives:
        if row["counts"] is not False:
            high = float("inf") if row["average_high_krw"] is None else row["average_high_krw"]
            low = (row["average_low_krw"] or 0.0) if row["counts"] else 0.0
            members.append((low, high, row["limit_row"]))
    most = max(low for low, _, _ in members)
    possible = {row for _, high, row in members if high >= most}
    return next(iter(possible)) if len(possible) == 1 else None


def with_reason(rulebook: Rulebook, facts: Facts, day: date) -> Facts:
    """Why it leaves, where it said it never left before: the test it fails today."""
    if facts.values.get("left_sme_on") is None or facts.values.get("left_sme_because") is not None:
        return facts
    if facts.values.get("graces_before") != 0:
        return facts
    found = evaluate(rulebook, facts, day, ("size.class",))["size.class"]
    failed = _failed(found)
    reason = next((reason for name, reason in _REASONS if failed.get(name) is Answer.NO), None)
    return facts.with_values(left_sme_because=reason)


_REASONS = (
    ("size.no_group", "group"),
    ("size.no_parent", "parent"),
    ("size.assets", "growth"),
    ("size.own_sales", "growth"),
    ("size.with_related", "related_companies"),
)


def _failed(found: Outcome) -> dict[str, Answer]:
    return {item.name: item.answer for item in inside(found) if isinstance(item, Finding)}
