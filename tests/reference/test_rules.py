"""The rules of the method as formulas cite them."""

from datetime import date

import pytest

from pulmu.model import RuleError, Source
from pulmu.reference import list_rules, rule


def test_a_rule_knows_its_article_and_how_it_was_read() -> None:
    found = rule("specific_attributed_emissions")
    assert Source("Implementing Regulation (EU) 2025/2547", "Annex III B, Eq 63", None, "extract") == found.source
    assert (found.section, found.valid_from, found.valid_to) == ("6.3", date(2026, 1, 1), None)


def test_a_rule_of_another_period_is_dated_and_not_carried_out() -> None:
    found = rule("no_alloy_share_rule")
    assert found.valid_to == date(2025, 12, 31)
    assert not found.is_covered


def test_an_unknown_rule_is_told_with_those_like_it() -> None:
    with pytest.raises(RuleError) as caught:
        rule("activty_level")
    assert caught.value.problems[0].code == "rule.unknown_rule"
    assert "activity_level" in caught.value.problems[0].mend


def test_no_two_rules_share_a_name() -> None:
    assert len({item.id for item in list_rules()}) == len(list_rules())
