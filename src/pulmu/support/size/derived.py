"""Parameters that a fact rests on before any rule reads it: the accounts that count, the industry, who is related.

An explanation names what the rules read; what the facts themselves were made with is said here.
"""

from collections.abc import Iterator

from pulmu.support.rules import Node, Rulebook
from pulmu.support.rules.node import children

STATUS = "size.status_months_after_closing"
AVERAGE = "size.average_sales"
_TOLD = frozenset(
    {"body", "province", "region_class", "founded_on", "listed", "disclosure_group", "cross_shareholding_group",
     "finance_or_insurance", "general_holding_company", "externally_audited", "owners_known", "relatives_known"}
)  # fmt: skip
"""Facts handed on as they were told; all others turn on the accounts that count on the day."""
_RELATED = ("size.related_share", "size.related_whole_share", "size.indirect_whole_share",
            "size.related_grandchild_whole_share", "size.parent_share", "mid_sized.owner_share")  # fmt: skip
_MADE_WITH = {
    "returned_by_raised_table": ("size.raised_table_on",),
    "grace_ended_on": ("size.grace_years", "size.grace_reason_year"),
    "related_limit_row": ("size.related_by_pair", *_RELATED),
    "other_related_limit_row": ("size.related_by_pair", *_RELATED),
    "owners": ("size.indirect_whole_share", "size.parent_share", "mid_sized.owner_share", "size.related_share"),
    "relatives": _RELATED,
}  # fmt: skip
_AVERAGED = ("related_limit_row", "other_related_limit_row", "relatives")


def parameters_behind(rulebook: Rulebook, output: str) -> frozenset[str]:
    """Parameters that the facts an output reads were made with; its explanation names those that its rules read."""
    found: set[str] = set()
    for fact in facts_read(rulebook.outputs[output]):
        found |= set() if fact in _TOLD else {STATUS}
        found |= set(_MADE_WITH.get(fact, ()))
        found |= rulebook.uses(AVERAGE) if fact in _AVERAGED else set()
    return frozenset(found)


def parameters_of_tables(rulebook: Rulebook) -> frozenset[str]:
    """Parameters that a population's tables are made ready with (`columns.prepared`), before its rules read them.

    Not among them is the day of the raised table: whether a firm came back by it, a population tells as a fact.
    """
    return frozenset({STATUS, *_MADE_WITH["related_limit_row"], *_MADE_WITH["owners"]}) | rulebook.uses(AVERAGE)


def facts_read(node: Node) -> frozenset[str]:
    """Names of the facts and relations that a node reads, itself and through its parts."""
    seen: dict[int, Node] = {}
    return frozenset(name for found in _below(node, seen) for name in _own(found))


def _below(node: Node, seen: dict[int, Node]) -> Iterator[Node]:
    if id(node) not in seen:
        seen[id(node)] = node
        yield node
        for part in children(node):
            yield from _below(part, seen)


def _own(node: Node) -> list[str]:
    names = [getattr(node, place, None) for place in ("fact", "key", "on", "low", "high", "complete", "relation")]
    return [name for name in names if isinstance(name, str)]
