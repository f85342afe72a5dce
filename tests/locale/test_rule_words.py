"""Every test, fact and switch of the rules of size has a name that people read."""

import pytest

from pulmu.locale import LANGUAGES, Language, rule_name
from pulmu.support.rules import Node, Switched, children
from pulmu.support.size import size_rules


def names() -> set[str]:
    """Names that look like code."""
    found: set[str] = set()
    waiting: list[Node] = list(size_rules().outputs.values())
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        found.add(getattr(node, "name", "") or getattr(node, "fact", ""))
        found.add(node.parameter if isinstance(node, Switched) else "")
        waiting += children(node)
    return {name for name in found if "_" in name or "." in name}  # others are words as they stand


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_rule_is_shown_as_code(language: Language) -> None:
    assert [name for name in sorted(names()) if rule_name(name, language) == name] == []
