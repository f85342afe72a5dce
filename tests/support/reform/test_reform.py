"""A reform makes two rulebooks; side by side they say what each says alone, and only what is touched stands twice."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.rules.random_rules import DAY, PARAMETERS, Drawn, drawn
from tests.support.size.test_size import EOK, firm

from pulmu.bootstrap.support import packaged_programmes, packaged_reforms
from pulmu.model import Answer, Bounded, Document, Finding, InputError, decode
from pulmu.model.reform import ParameterChange, Reform
from pulmu.support.programme import rulebook_of
from pulmu.support.reform import apply_reform, beside, check_reform, cliffs
from pulmu.support.rules import Choice, Facts, Outcome, Parameter, Version, evaluate
from pulmu.support.rules.dates import years_after
from pulmu.support.size import facts_of, size_rules

RULES = rulebook_of(packaged_programmes(), size_rules())


def plain(outcome: Outcome) -> object:
    match outcome:
        case Finding(answer=answer):
            return answer
        case Choice(possible=possible):
            return possible
        case Bounded(low=low, high=high):
            return (low, high)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=drawn(), other=drawn(), data=st.data())
def test_side_by_side_says_what_each_says_alone(case: Drawn, other: Drawn, data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(PARAMETERS)), max_size=4))
    before = case.rulebook
    after = before.with_parameters([other.rulebook.parameters[name] for name in sorted(names)])
    both = beside(before, after)
    for row in case.firms:
        facts = Facts(row, {"rows": tuple(item for item in case.rows if item["firm_id"] == row["firm_id"])})
        here, there, joined = (evaluate(rules, facts, DAY) for rules in (before, after, both.rulebook))
        for name in before.outputs:
            assert plain(joined[name]) == plain(here[name])
            twin = f"{name}@after" if name in both.touched else name
            assert plain(joined[twin]) == plain(there[name])


@pytest.mark.parametrize("name", sorted(packaged_reforms()))
def test_a_packaged_reform_can_be_computed(name: str) -> None:
    document = packaged_reforms()[name]
    decoded = decode(Reform, document)
    assert decoded.problems == ()
    assert decoded.value.id == name
    assert check_reform(decoded.value, RULES, document) == ()
    reformed = apply_reform(decoded.value, RULES)
    assert beside(reformed.before, reformed.after).changed


def test_only_what_depends_on_a_change_is_touched() -> None:
    reform = decode(Reform, packaged_reforms()["cloud_voucher_mid_sized"]).value
    reformed = apply_reform(reform, RULES)
    assert set(beside(reformed.before, reformed.after).touched) == {"cloud_voucher.eligible"} | {
        name
        for name in RULES.outputs
        if name.startswith("cloud_voucher.") and "cloud_voucher.sizes" in RULES.uses(name)
    }


def test_mid_sized_firms_may_apply_after_and_not_before() -> None:
    reform = decode(Reform, packaged_reforms()["cloud_voucher_mid_sized"]).value
    reformed = apply_reform(reform, RULES)
    facts = facts_of(RULES, firm(4_000 * EOK, leaving=()), date(2026, 11, 25))
    mid = facts.with_values(
        left_sme_on=date(2010, 4, 1), left_sme_because="growth", year_after_left_on=date(2011, 1, 1)
    )
    answers = [
        evaluate(rules, mid, date(2026, 11, 25), ("cloud_voucher.eligible",))["cloud_voucher.eligible"]
        for rules in (reformed.before, reformed.after)
    ]
    assert [plain(answer) for answer in answers] == [Answer.NO, Answer.YES]


def test_versions_taken_away_leave_the_one_before() -> None:
    reform = decode(Reform, packaged_reforms()["grace_3_to_5_years"]).value
    reformed = apply_reform(reform, RULES)
    left = date(2025, 4, 1)
    assert reformed.before.parameter("size.grace_years").on(left).value == 3  # type: ignore[union-attr]
    assert reformed.after.parameter("size.grace_years").on(left).value == 5  # type: ignore[union-attr]


def test_what_cannot_be_done_is_told_at_once() -> None:
    document = Document({}, "reform.yaml")
    reform = Reform(id="x", name_ko="가", name_en="x", status="proposal", after=(
        ParameterChange(parameter="ai_voucher.sized", value="1"),
        ParameterChange(parameter="size.asset_cap_krw", value="many"),
        ParameterChange(parameter="size.asset_cap_krw", add=("mid_sized",)),
        ParameterChange(parameter="ai_voucher.sizes", times=2.0),
    ))  # fmt: skip
    assert [item.code for item in check_reform(reform, RULES, document)] == [
        "reform.parameter_unknown", "reform.not_a_number", "reform.not_a_set", "reform.not_a_number",
    ]  # fmt: skip
    with pytest.raises(InputError):
        apply_reform(Reform(id="x", name_ko="가", name_en="x", status="proposal", after=reform.after[1:2]), RULES)


def test_crossing_the_limit_of_the_industry_costs_the_programmes_of_small_firms() -> None:
    facts = facts_of(RULES, firm(1_800 * EOK), date(2026, 11, 25))
    known = facts.with_values(left_sme_on=years_after(date(2026, 4, 1), -9), left_sme_because="growth", graces_before=0,
                              returned_by_raised_table=False, year_after_left_on=date(2018, 1, 1))  # fmt: skip
    (cliff,) = cliffs(RULES, known, date(2026, 11, 25), "sales_1_krw", [(1_800 * EOK, 1_800 * EOK + 3)])
    assert cliff.classes == (("medium",), ("mid_sized",))
    assert {"cloud_voucher", "export_voucher_mss"} <= {name for name, _ in cliff.lost}
    assert cliff.worth_krw > 0


def test_a_parameter_may_stand_twice_with_other_versions() -> None:
    cap = RULES.parameter("size.asset_cap_krw")
    later = Version(600e9, cap.versions[0].source, date(2027, 1, 1))
    after = RULES.with_parameters([Parameter(cap.name, cap.unit, (*cap.versions, later))])
    assert "size.class" in beside(RULES, after).touched
