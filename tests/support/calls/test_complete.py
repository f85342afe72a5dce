"""What is missing of an application, beside what the rules say of who applies."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.adapters.call_file import read_call_bytes
from pulmu.adapters.samples import sample_call_text
from pulmu.bootstrap.support import packaged_programmes
from pulmu.model.application import Application, GivenAnswer, GivenDocument, Partner
from pulmu.model.call import AskedDocument, CallTrack
from pulmu.model.finding import Answer
from pulmu.model.programme import Condition, Consortium, Role
from pulmu.support.calls import CheckedApplication, application_rules, check_application, paper_fault, read_call
from pulmu.support.rules import Facts

CALL = read_call(read_call_bytes(sample_call_text("ai_voucher_round").encode(), "call.yaml")).unwrap()
PROGRAMME = next(item for item in packaged_programmes() if item.id == CALL.programme)
RULES = application_rules(CALL, PROGRAMME)
NOTHING = Facts({})
PAPERS = tuple(GivenDocument(id=item.id, file=f"{item.id}.pdf") for item in CALL.documents)
ANSWERS = tuple(GivenAnswer(id=item.id, text="검사를 자동으로 합니다.") for item in CALL.questions)
PARTNERS = tuple(Partner(role=item.id, name="가온소프트") for item in RULES.roles)
WHOLE = Application(
    call=CALL.id, name="한빛체결", title="표면 결함 검사", cost_krw=100_000_000, asked_krw=40_000_000,
    documents=PAPERS, answers=ANSWERS, partners=PARTNERS,
)  # fmt: skip


def _some(names: list[str]) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(names))


def checked(facts: Facts = NOTHING, **changed: Any) -> CheckedApplication:
    return check_application(RULES, dataclasses.replace(WHOLE, **changed), facts)


def answers(found: CheckedApplication) -> dict[str, Answer]:
    return {item.name: item.answer for item in found.given}


def test_a_whole_application_is_complete_whatever_is_known_of_the_firm() -> None:
    assert checked().is_complete
    assert checked().missing == ()


def test_everything_that_is_missing_is_told_at_once() -> None:
    found = checked(name=" ", title="", cost_krw=None, asked_krw=None, documents=(), answers=(), partners=())
    missing = [item.name for item in found.missing]
    assert missing == ["name", "title", "cost_krw", "asked_krw", "document.business_registration",
                       "document.supplier_agreement", "question.problem", "question.use",
                       *(f"partner.{item.id}" for item in RULES.roles)]  # fmt: skip
    assert not found.is_complete


@pytest.mark.parametrize(("told", "expected"), [(None, Answer.UNKNOWN), (True, Answer.NO), (False, Answer.YES)])
def test_a_paper_of_some_is_asked_of_those_alone(told: bool | None, expected: Answer) -> None:
    when = Condition(fact="in_industrial_complex", operator="equals", value=True)
    call = dataclasses.replace(CALL, documents=(AskedDocument(id="lease", name_ko="임대차 계약서", when=when),))
    rules, facts = application_rules(call, PROGRAMME), Facts({"in_industrial_complex": told})
    without = check_application(rules, dataclasses.replace(WHOLE, documents=()), facts)
    assert answers(without)["document.lease"] is expected
    given_too = dataclasses.replace(WHOLE, documents=(GivenDocument(id="lease", file="a.pdf"),))
    assert answers(check_application(rules, given_too, facts))["document.lease"] is Answer.YES


def test_an_answer_that_is_too_long_is_none() -> None:
    longest = CALL.questions[0].longest
    for signs, expected in ((longest, Answer.YES), (longest + 1, Answer.NO)):
        changed = (GivenAnswer(id="problem", text="가" * signs), ANSWERS[1])
        assert answers(checked(answers=changed))["question.problem"] is expected


def test_no_more_can_be_asked_for_than_the_rules_pay() -> None:
    ceiling = checked().support_krw
    assert ceiling is not None
    assert answers(checked(asked_krw=int(ceiling.high) + 1))["asked_within_support"] is Answer.NO
    assert answers(checked(asked_krw=0))["asked_within_support"] is Answer.YES


def test_a_track_must_be_one_of_the_call() -> None:
    call = dataclasses.replace(CALL, tracks=(CallTrack(id="general"), CallTrack(id="small_ones")))
    rules = application_rules(call, PROGRAMME)
    for track, expected in ((None, Answer.NO), ("other", Answer.NO), ("general", Answer.YES)):
        found = check_application(rules, dataclasses.replace(WHOLE, track=track), NOTHING)
        assert answers(found)["track"] is expected
    assert "track" not in answers(checked())


def test_every_role_of_a_consortium_needs_somebody() -> None:
    consortium = Consortium(roles=(Role(id="supplier"), Role(id="buyer")))
    rules = application_rules(CALL, dataclasses.replace(PROGRAMME, consortium=consortium))
    found = check_application(
        rules, dataclasses.replace(WHOLE, partners=(Partner(role="supplier", name="가온"),)), NOTHING
    )
    assert [item.name for item in found.missing] == ["partner.buyer"]


def test_who_may_not_apply_is_told_with_the_condition() -> None:
    found = checked(Facts({"in_business": False, "tax_arrears": True}))
    assert found.eligible.answer is not Answer.YES
    assert found.is_complete


@given(
    st.sets(st.sampled_from([item.id for item in CALL.documents])),
    st.sets(st.sampled_from([item.id for item in CALL.questions])),
)
def test_giving_more_never_makes_more_missing(papers: set[str], questions: set[str]) -> None:
    fewer = checked(
        documents=tuple(item for item in PAPERS if item.id in papers),
        answers=tuple(item for item in ANSWERS if item.id in questions),
    )
    assert {item.name for item in checked().missing} <= {item.name for item in fewer.missing}
    for item in fewer.given:
        kind, _, name = item.name.partition(".")
        if kind == "question":
            assert (item.answer is Answer.YES) == (name in questions)


@pytest.mark.parametrize(
    ("asked", "given_as", "expected"),
    [
        ({}, {}, None),
        ({"attached": True}, {}, "not_attached"),
        ({"attached": True}, {"sha256": "a" * 64}, None),
        ({"no_older_days": 90}, {}, "no_issue"),
        ({"no_older_days": 90}, {"issued": CALL.closes - timedelta(days=91)}, "too_old"),
        ({"no_older_days": 90}, {"issued": CALL.closes - timedelta(days=90)}, None),
        ({"has_end": True}, {}, "no_end"),
        ({"has_end": True}, {"valid_until": CALL.closes}, None),
        ({}, {"valid_until": CALL.closes - timedelta(days=1)}, "expired"),
    ],
)
def test_a_paper_counts_as_the_call_says(asked: dict[str, Any], given_as: dict[str, Any], expected: str | None) -> None:
    paper = AskedDocument(id="tax", name_ko="납세증명서", **asked)
    one = GivenDocument(id="tax", file="tax.pdf", **given_as)
    assert paper_fault(paper, one, CALL.closes) == expected
    rules = application_rules(dataclasses.replace(CALL, documents=(paper,)), PROGRAMME)
    application = dataclasses.replace(WHOLE, documents=(one,))
    found = answers(check_application(rules, application, NOTHING))
    assert found["document.tax"] is (Answer.NO if expected else Answer.YES)
    by_officer = check_application(rules, application, NOTHING, on_paper=True)
    assert answers(by_officer)["document.tax"] is Answer.YES
