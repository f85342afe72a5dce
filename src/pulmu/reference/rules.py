"""The rules of the method by their ids: what formulas and the coverage page cite."""

import functools

from pulmu.model.errors import RuleError
from pulmu.model.rule import Rule
from pulmu.model.source import Source
from pulmu.reference._names import hint
from pulmu.reference.table import Row, load_table

_OWN = "Pulmu"
"""Act of the rules that are our own."""


def rule(name: str) -> Rule:
    """A rule of the method by its id in `rules.csv`.

    Raises
    ------
    RuleError  No such rule (`rule.unknown_rule`).
    """
    found = _by_id().get(name)
    if found is None:
        raise RuleError.of("rule.unknown_rule", "rules.csv", f"the method has no rule called {name!r}",
                           hint(name, _by_id(), "see the column id of the table"), name=name)  # fmt: skip
    return found


def list_rules() -> tuple[Rule, ...]:
    """All rules of the method, in the order of its sections."""
    return tuple(_by_id().values())


@functools.cache
def _by_id() -> dict[str, Rule]:
    return {row["id"]: _rule(row) for row in load_table("rules").rows}


def _rule(row: Row) -> Rule:
    return Rule(
        id=row["id"],
        section=row["section"],
        kind=row["kind"],
        source=_source(row),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        checks=tuple(row["checks"].split()),
        tables=tuple(row["tables"].split()),
        code=tuple(row["code"].split()),
        text=row["text"],
        text_local=row["text_local"],
        reason=row["reason"],
    )


def _source(row: Row) -> Source:
    """Where a rule comes from; no confidence in a text of law where the rule is our own."""
    confidence = None if row["act"] == _OWN else row["confidence"]
    return Source(row["act"], row["point"], row["edition"] or None, confidence)
