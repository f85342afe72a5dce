import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import Answer, Finding, Source, all_of, any_of, at_least, below, negation

ACT = Source("some act")
answers = st.sampled_from(Answer)


def fact(answer: Answer) -> Finding:
    return Finding("fact", answer)


def test_the_example_of_the_style_guide_word_for_word() -> None:
    decree = Source("중소기업기본법 시행령", "제3조제1항제1호나목", "2026-01-02")
    finding = all_of(
        "small_or_medium",
        below("total_assets", 412e9, 500e9, "KRW", decree),
        below("average_sales", None, 80e9, "KRW", Source("example limit", "not from law")),
    )
    expected = """\
small_or_medium: unknown
  total_assets: yes, 412,000,000,000 < 500,000,000,000 KRW  [중소기업기본법 시행령, 제3조제1항제1호나목, 2026-01-02]
  average_sales: unknown, not given  [example limit, not from law]"""
    assert expected == finding.explain()
    assert finding.missing() == ["average_sales"]


@pytest.mark.parametrize(
    ("finding", "answer", "detail"),
    [
        (below("x", 5.0, 5.0, "t", ACT), Answer.NO, "5 >= 5 t"),
        (below("x", 4.0, 5.0, "t", ACT), Answer.YES, "4 < 5 t"),
        (at_least("x", 5.0, 5.0, "t", ACT), Answer.YES, "5 >= 5 t"),
        (at_least("x", 4.0, 5.0, "t", ACT), Answer.NO, "4 < 5 t"),
        (at_least("x", None, 5.0, "t", ACT), Answer.UNKNOWN, "not given"),
    ],
)
def test_a_comparison_shows_what_holds(finding: Finding, answer: Answer, detail: str) -> None:
    assert (answer, detail) == (finding.answer, finding.detail)


@given(answers, answers)
def test_and_is_the_minimum_or_the_maximum_not_two_less(one: Answer, other: Answer) -> None:
    assert min(one, other) == all_of("and", fact(one), fact(other)).answer
    assert max(one, other) == any_of("or", fact(one), fact(other)).answer
    assert 2 - one == negation("not", fact(one)).answer


@given(answers, answers)
def test_de_morgan_holds_with_a_third_value(one: Answer, other: Answer) -> None:
    left = negation("not", all_of("and", fact(one), fact(other))).answer
    assert left == any_of("or", negation("a", fact(one)), negation("b", fact(other))).answer


def test_nothing_to_join_is_yes_for_all_and_no_for_any() -> None:
    assert (all_of("all").answer, any_of("any").answer) == (Answer.YES, Answer.NO)


@given(st.lists(answers, min_size=1, max_size=5), st.data())
def test_adding_a_fact_never_turns_a_sure_answer_around(parts: list[Answer], data: st.DataObject) -> None:
    more = [data.draw(answers) if part is Answer.UNKNOWN else part for part in parts]
    for join in (all_of, any_of):
        before, after = (join("x", *map(fact, values)).answer for values in (parts, more))
        assert before is Answer.UNKNOWN or before is after


def test_a_decided_finding_misses_nothing() -> None:
    finding = all_of("x", below("a", 9.0, 5.0, "t", ACT), below("b", None, 5.0, "t", ACT))
    assert (finding.answer, finding.missing()) == (Answer.NO, [])
