"""What a programme's file can say becomes the rule it means: terms that no packaged programme uses, and by rounds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.support.programme.told import told_rules, told_size

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Answer, Bounded, Document, Finding
from pulmu.support.programme import asks, deciding_conditions, in_round, programme_rules, read_programme, rulebook_of
from pulmu.support.rules import Facts, Outcome, Rulebook, evaluate
from pulmu.support.size import size_rules

DAY = date(2026, 3, 2)
SIMPLE = {"id": "x", "name_ko": "가", "name_en": "x", "kind": "grant", "year": 2026,
          "conditions": {"fact": "in_business", "operator": "equals", "value": True}}  # fmt: skip


def answers(tree: dict[str, Any], facts: dict[str, Any], day: date = DAY) -> dict[str, Outcome]:
    rules = programme_rules(read_programme(Document({**SIMPLE, **tree}, "")).unwrap(), told_size())
    return evaluate(Rulebook(rules.parameters, rules.outputs), Facts({"in_business": True, **facts}), day)


def answer(found: dict[str, Outcome], name: str = "x.eligible") -> Answer:
    outcome = found[name]
    assert isinstance(outcome, Finding)
    return outcome.answer


def amount(found: dict[str, Outcome], name: str) -> tuple[float, float]:
    outcome = found[name]
    assert isinstance(outcome, Bounded)
    return outcome.low, outcome.high


def test_an_exclusion_with_a_condition_keeps_a_firm_out_and_one_without_is_for_people() -> None:
    banned = {"fact": "participation_banned", "operator": "equals", "value": True}
    tree = {"exclusions": [{"id": "banned", "when": banned}, {"id": "affiliates", "note": "not two of one group"}]}
    said = [answer(answers(tree, {"participation_banned": value})) for value in (True, False, None)]
    assert said == [Answer.NO, Answer.YES, Answer.UNKNOWN]


def test_what_is_asked_of_a_role_is_asked_too() -> None:
    lead = {"fact": "consortium.lead_firm", "operator": "equals", "value": True}
    tree = {
        "consortium": {"rule": "with a lead firm", "roles": [{"id": "lead", "conditions": lead}, {"id": "adopter"}]}
    }
    assert answer(answers(tree, {"consortium.lead_firm": False})) is Answer.NO
    assert answer(answers(tree, {"consortium.lead_firm": True})) is Answer.YES


def test_where_every_track_has_conditions_one_of_them_must_hold() -> None:
    def only(size: str) -> dict[str, Any]:
        return {"id": size, "ceiling_krw": 5, "conditions": {"fact": "size_class", "operator": "in", "value": [size]}}

    tree = {"payment": {"tracks": [only("small"), only("medium")]}}
    said = {size: answer(answers(tree, {"size_class": size})) for size in ("small", "medium", "large")}
    assert said == {"small": Answer.YES, "medium": Answer.YES, "large": Answer.NO}
    assert answer(answers(tree, {}), "x.small.eligible") is Answer.UNKNOWN


def test_a_floor_holds_the_rate_up_and_a_cap_holds_it_down() -> None:
    low = {"payment": {"rate": 0.1, "rate_floor": 0.3}}
    high = {"payment": {"rate": 0.9, "rate_cap": 0.8}}
    assert amount(answers(low, {}), "x.rate") == (0.3, 0.3)
    assert amount(answers(high, {}), "x.rate") == (0.8, 0.8)


@pytest.mark.parametrize(
    ("base", "size", "rate"), [(0.04, "small", 0.02), (0.032, "small", 0.013), (0.032, "large", 0.017)]
)
def test_interest_is_the_base_less_points_and_not_under_the_floor(base: float, size: str, rate: float) -> None:
    less = {"small": 0.02, "medium": 0.02, "mid_sized": 0.02, "large": 0.015}
    tree = {"kind": "loan", "payment": {"interest": {"base": "fund", "base_rate": base, "less_by_size": less,
                                                     "floor": 0.013}}}  # fmt: skip
    assert amount(answers(tree, {"size_class": size}), "x.interest_rate") == pytest.approx((rate, rate))


def test_the_yearly_ceiling_counts_where_no_other_is_told() -> None:
    tree = {"payment": {"rate": 0.5, "ceiling_per_year_krw": 300, "years": 2}}
    found = answers(tree, {"project.cost_krw": 2000})
    assert amount(found, "x.ceiling_krw")[1] == 600
    assert amount(found, "x.support_krw")[1] == 600


@pytest.mark.parametrize(("many", "points"), [(False, (3, 3)), (True, (2, 2))])
def test_bonus_points_add_up_or_the_best_counts(many: bool, points: tuple[float, float]) -> None:
    def bonus(name: str, fact: str, number: float) -> dict[str, Any]:
        return {"id": name, "points": number, "when": {"fact": fact, "operator": "equals", "value": True}}

    tree = {"selection": {"one_bonus_only": many, "bonus": [bonus("a", "innobiz", 1), bonus("b", "mainbiz", 2)]}}
    assert amount(answers(tree, {"innobiz": True, "mainbiz": True}), "x.bonus_points") == points
    assert amount(answers(tree, {"innobiz": False, "mainbiz": False}), "x.bonus_points") == (0, 0)


@pytest.mark.parametrize(
    ("operator", "founded", "said"),
    [
        ("at_most", "2016-03-02", Answer.YES),
        ("at_most", "2016-03-01", Answer.NO),
        ("below", "2016-03-02", Answer.NO),
        ("below", "2016-03-03", Answer.YES),
        ("at_least", "2016-03-02", Answer.YES),
        ("at_least", "2016-03-03", Answer.NO),
        ("above", "2016-03-02", Answer.NO),
        ("above", "2016-03-01", Answer.YES),
    ],
)
def test_years_in_business_run_from_the_founding_to_the_day(operator: str, founded: str, said: Answer) -> None:
    tree = {"conditions": {"fact": "business_age_years", "operator": operator, "value": 10}}
    found = answers(tree, {"founded_on": date.fromisoformat(founded)})
    assert answer(found) is said
    unknown = answers(tree, {})["x.eligible"]
    assert asks(unknown) == ("founded_on",)


def test_a_limit_of_the_same_fact_gets_a_name_of_its_own() -> None:
    def at_most(value: int) -> dict[str, Any]:
        return {"fact": "average_sales_krw", "operator": "at_most", "value": value}

    rules = programme_rules(
        read_programme(Document({**SIMPLE, "conditions": {"any": [at_most(5), at_most(9)]}}, "")).unwrap(), told_size()
    )
    assert {"x.average_sales_krw_at_most", "x.average_sales_krw_at_most_2"} <= set(rules.parameters)


def test_the_first_round_of_a_programme_has_terms_of_its_own() -> None:
    programme = next(item for item in packaged_programmes() if item.id == "sme_rnd")
    first = programme_rules(in_round(programme, "earlier_1"), told_size())
    now = told_rules()["sme_rnd"]
    rates = [rules.parameters["sme_rnd.rate"].versions[0].value for rules in (first, now)]
    assert rates == [0.65, 0.8]
    ceiling = replace(programme.rounds[0], id="b", ceiling_krw=7)
    cheaper = in_round(replace(programme, rounds=(ceiling,)), "b")
    assert cheaper.payment is not None
    assert (cheaper.payment.rate, cheaper.payment.ceiling_krw) == (0.65, 7)


def test_every_parameter_says_where_it_was_read_how_surely_and_that_it_is_in_force() -> None:
    for name, rules in told_rules().items():
        for parameter in rules.parameters.values():
            for version in parameter.versions:
                assert version.source.act == rules.programme.name_en
                assert version.source.place, (name, parameter.name)
                assert version.source.confidence in ("secondary", "memory")
                assert version.status == "in_force"
    ai = told_rules()["ai_voucher"].parameters
    assert str(ai["ai_voucher.own_share_mid_sized"].on(date(2021, 7, 1)).source) == (  # type: ignore[union-attr]
        "AI voucher, newstomato 1020101, terms of 2021, secondary"
    )


def test_size_and_programmes_are_one_rulebook_that_a_reform_touches_where_it_must() -> None:
    before = rulebook_of(packaged_programmes(), size_rules())
    after = before.replace("ai_voucher.sizes", frozenset({"small", "medium"}))
    assert before.touched_by(after) == {"ai_voucher.eligible"}
    voucher = {name for name in before.outputs if name.startswith("innovation_voucher.")}
    limits = {name for name in before.parameters if name.startswith("size.")}
    assert limits & before.uses("innovation_voucher.eligible")
    assert (
        before.touched_by(before.replace("innovation_voucher.rate_cap", 0.9))
        == {f"innovation_voucher.{name}" for name in ("rate", "support_krw", "own_share_krw")} & voucher
    )


def test_an_open_question_has_nothing_that_decides() -> None:
    rules = told_rules()["ai_voucher"]
    found = evaluate(Rulebook(rules.parameters, rules.outputs), Facts({}), DAY)["ai_voucher.eligible"]
    assert isinstance(found, Finding)
    assert deciding_conditions(found, rules.conditions) == ()
    assert asks(found) == ("size_class", "consortium.supplier_in_pool", "in_business")
