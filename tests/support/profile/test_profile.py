"""Properties of a firm's profile."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model.finding import Answer
from pulmu.reference import find_fact, profile_criteria, profile_parameters, size_parameters
from pulmu.support.profile import AXES, LEVELS, profile_of, profile_rules
from pulmu.support.profile.facts import export_share, profile_facts
from pulmu.support.profile.rulebook import RUNGS
from pulmu.support.rules import Choice, Facts, Outcome, evaluate, parameters_named
from pulmu.support.size import size_rules

DAY = date(2026, 11, 27)
RULES = profile_rules()
OWN = [item.name for item in profile_parameters()]
FACTS = sorted({fact for item in profile_criteria() for fact in (*item.facts, *item.ask)}
               | {fact for _, facts in RUNGS for fact in facts})  # fmt: skip


def values_of(fact: str) -> st.SearchStrategy[Any]:
    """Values around the thresholds of a fact."""
    found = find_fact(fact)
    match found.kind:
        case "flag":
            return st.booleans()
        case "ordinal":
            return st.sampled_from([choice.id for choice in found.choices])
        case "share":
            return st.sampled_from([0.0, 0.02, 0.0201, 0.1, 0.2, 0.3, 0.8, 0.95, 1.0, 1.1])
        case _:
            return st.sampled_from([0.0, 1.0, 3.0, 5.0, 15.0, 16.0, 5e7, 5e6, 1e9, 1400.0])


facts_of_firms = st.fixed_dictionaries({}, optional={fact: values_of(fact) for fact in FACTS})


def answer_of(outcome: Outcome) -> Any:
    return outcome.possible if isinstance(outcome, Choice) else getattr(outcome, "answer", None)


def test_every_axis_has_criteria_for_every_level() -> None:
    for axis in AXES:
        count = sum(item.axis == axis for item in profile_criteria())
        needed = [RULES.value(f"profile.{axis}.level_{level}", DAY).value for level in LEVELS[1:]]
        assert needed == sorted(set(needed))
        assert needed[-1] == count


def test_every_parameter_of_a_criterion_is_one_and_every_own_one_is_used() -> None:
    named = {item.parameter for item in profile_criteria() if item.parameter}
    assert named <= set(OWN) | {item.name for item in size_parameters()}
    used = frozenset().union(*(RULES.uses(name) for name in RULES.outputs))
    assert set(OWN) <= used


def test_every_criterion_names_where_it_is_defined_and_every_threshold_its_source() -> None:
    assert {item.source.act for item in profile_criteria()} == {"Pulmu, own definition"}
    for item in profile_parameters():
        assert (item.source.act == "Pulmu, own definition") == (item.source.confidence is None)


def test_nothing_told_is_nothing_refused() -> None:
    profile = profile_of(RULES, Facts({}), DAY)
    assert [(axis.sure, axis.possible, axis.count(Answer.NO)) for axis in profile.axes] == [(0, 4, 0)] * 4


def test_score_lines_of_certificates_are_unknown_whatever_the_score() -> None:
    for score in (0.0, 1000.0):
        found = profile_of(RULES, Facts({"innobiz_score": score, "mainbiz_score": score}), DAY)
        assert [item.conditions[2].answer for item in found.certificates] == [Answer.UNKNOWN] * 2


@settings(max_examples=150, deadline=None)
@given(facts_of_firms, st.data())
def test_a_fact_more_never_lowers_a_sure_level_nor_raises_the_possible_one(
    values: dict[str, Any], data: st.DataObject
) -> None:
    missing = [fact for fact in FACTS if fact not in values]
    if not missing:
        return
    fact = data.draw(st.sampled_from(missing))
    more = {**values, fact: data.draw(values_of(fact))}
    before = profile_of(RULES, profile_facts(Facts(values), {}), DAY)
    if fact != "export_share" and "export_share" in values:
        more["export_share"] = values["export_share"]  # what was told is not computed anew
    after = profile_of(RULES, Facts(more) if "export_share" in values else profile_facts(Facts(more), {}), DAY)
    if "export_share" in values:
        before = profile_of(RULES, Facts(values), DAY)
    for old, new in zip(before.axes, after.axes, strict=True):
        assert old.sure <= new.sure <= new.possible <= old.possible
    assert set(after.smart_factory.indicated) <= set(before.smart_factory.indicated)


@settings(max_examples=100, deadline=None)
@given(facts_of_firms)
def test_the_explanation_names_every_parameter_that_moves_a_result(values: dict[str, Any]) -> None:
    facts = Facts(values)
    names = [name for name in RULES.outputs if not name.endswith(".size")]  # the size law has this test of its own
    before = evaluate(RULES, facts, DAY, tuple(names))
    for parameter in [*OWN, "venture.rnd_krw", "venture.rnd_share", "mid_sized.candidate_rnd_share"]:
        old = RULES.value(parameter, DAY).value
        for new in ("basic", "advanced") if isinstance(old, str) else (0.0, 1e15, 4.0):
            if isinstance(old, frozenset):
                continue
            after = evaluate(RULES.replace(parameter, new), facts, DAY, tuple(names))
            for name in names:
                if answer_of(before[name]) != answer_of(after[name]):
                    assert parameter in parameters_named(before[name]), name


@settings(max_examples=100, deadline=None)
@given(facts_of_firms)
def test_counts_of_an_axis_agree_with_its_levels(values: dict[str, Any]) -> None:
    for axis in profile_of(RULES, profile_facts(Facts(values), {}), DAY).axes:
        held, unknown = axis.count(Answer.YES), axis.count(Answer.UNKNOWN)
        assert (axis.sure, axis.possible) == (held // 2, (held + unknown) // 2)
        assert axis.needed == (0 if axis.sure == 4 else 2 * (axis.sure + 1) - held)
        assert len(axis.steps) == axis.count(Answer.NO)
        if values.get("sales_1_krw") != 0 or axis.axis in (
            "ai",
            "carbon",
        ):  # no share can be taken of no sales, whoever is asked
            assert bool(axis.questions) == bool(unknown)


@settings(max_examples=50, deadline=None)
@given(facts_of_firms)
def test_a_question_asks_for_what_is_not_known(values: dict[str, Any]) -> None:
    profile = profile_of(RULES, Facts(values), DAY)
    asked = [question.fact.name for axis in profile.axes for question in axis.questions]
    assert [name for name in asked if values.get(name) is not None] == []
    settled = [question.settles for question in profile.questions]
    assert settled == sorted(settled, reverse=True)


def test_the_nearest_step_is_the_smallest_gap() -> None:
    profile = profile_of(RULES, Facts({"rnd_krw": 4.9e7, "sales_1_krw": 1e10, "research_staff": 1.0}), DAY)
    assert [step.result.criterion.name for step in profile.axes[3].steps] == ["amount", "share_2", "staff", "share_5"]


def test_evidence_that_is_not_known_hides_nothing_told() -> None:
    facts = profile_facts(Facts({"metered_energy_share": 0.9}), {"metered_energy_share": None})
    assert facts.values["metered_energy_share"] == 0.9
    proven = profile_facts(Facts({"metered_energy_share": 0.9}), {"metered_energy_share": 0.5})
    assert proven.values["metered_energy_share"] == 0.5


@pytest.mark.parametrize(
    ("exports", "rate", "sales", "share"),
    [
        (2e6, 1400, 1e10, 0.28),
        (0, None, 1e10, 0.0),
        (2e6, None, 1e10, None),
        (2e6, 1400, 0, None),
        (None, 1400, 1, None),
    ],
)
def test_the_share_of_exports(exports: float, rate: float, sales: float, share: float) -> None:
    assert share == export_share(exports, rate, sales)


def test_the_size_that_certificates_ask_is_that_of_the_size_law() -> None:
    values = {"body": "public_institution"}
    assert evaluate(size_rules().rulebook(), Facts(values), DAY)["size.class"].label == "out_of_scope"  # type: ignore[union-attr]
    found = profile_of(RULES, Facts(values), DAY)
    assert [item.conditions[0].answer for item in found.certificates] == [Answer.NO, Answer.NO]
