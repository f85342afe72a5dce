"""What decides, what would turn it, what to find out first."""

from datetime import date

from tests.support.size.test_size import EOK, RULES, firm

from pulmu.model import Answer, Finding
from pulmu.model.firm import Membership
from pulmu.support.advice import deciding, missing_facts, turns
from pulmu.support.rules import each_inside, evaluate, open_tests
from pulmu.support.size import size_of

DAY = date(2026, 11, 25)


def test_the_first_failed_test_stands_alone() -> None:
    found = size_of(RULES, firm(assets=5_000 * EOK, disclosure_group=Membership(member=True), leaving=()), DAY)
    names = [item.name for item in deciding(found.size_class)]
    assert "size.no_group" in names
    assert "size.assets" not in names


def test_the_nearest_change_is_found_to_the_won() -> None:
    found = size_of(RULES, firm(130 * EOK), DAY)
    nearest = turns(RULES, found.facts, DAY, "size.class")[0]
    assert nearest.fact == "sales_1_krw"
    assert nearest.after == 160 * EOK + 1  # the mean of three years passes 140 by one third of a won
    assert nearest.becomes == ("medium",)


def test_a_fact_just_short_of_the_change_does_not_turn_it() -> None:
    found = size_of(RULES, firm(130 * EOK), DAY)
    nearest = turns(RULES, found.facts, DAY, "size.class")[0]
    short = found.facts.with_values(**{nearest.fact: nearest.after - 1})
    assert evaluate(RULES, short, DAY, ("size.class",))["size.class"].label == "small"  # type: ignore[union-attr]


def test_what_settles_most_is_asked_first() -> None:
    found = size_of(RULES, firm(10 * EOK, disclosure_group=None, owners_known=None, finance_or_insurance=None), DAY)
    asked = [item.fact for item in missing_facts(RULES, found.facts, DAY, ("size.class",))]
    assert asked[:1] in (["disclosure_group"], ["owners_known"])
    assert asked.index("finance_or_insurance") > asked.index("disclosure_group")


def test_nothing_is_missing_where_the_class_is_settled() -> None:
    found = size_of(RULES, firm(), DAY)
    assert missing_facts(RULES, found.facts, DAY, ("size.class",)) == []


def test_open_tests_are_counted_once_however_many_share_them() -> None:
    found = size_of(RULES, firm(10 * EOK, disclosure_group=None, owners_known=None), DAY)
    outcomes = [found.outcomes[name] for name in ("size.class", "size.sme", "size.deemed", "tax.sme")]
    one_by_one = [sum(1 for item in each_inside(outcome)
                      if isinstance(item, Finding) and not item.parts and item.answer is Answer.UNKNOWN)
                  for outcome in outcomes]  # fmt: skip
    assert open_tests(outcomes) == one_by_one
    assert one_by_one[0] > 1
