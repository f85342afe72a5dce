"""Answers of a form in a firm's file: where they stand, what is none, and that nothing else is touched."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.bootstrap.samples import sample_firm_text
from pulmu.bootstrap.support import read_firms_content
from pulmu.model import Document, Firms, decode
from pulmu.reference import FactDescription, find_fact, list_facts
from pulmu.services.firm_questions import CLOSING, UNKNOWN, answers_told, asked_together, calendar_closing, tell
from pulmu.services.firm_questions.homes import is_told
from pulmu.services.size_firm import size_firm
from pulmu.support.ownership import check_read_firms
from pulmu.support.size import facts_of, size_rules

DAY = date(2026, 11, 27)
EMPTY = Document({"pulmu": "firm/1", "companies": [{"id": "firm"}]}, "")
ASKED = [item for item in list_facts() if is_told(item) and item.name != CLOSING]
ALONE = ("left_sme_on", "left_micro_on", "tax_reason_year_end", "graces_before", "returned_by_raised_table",
         "micro_graces_before")  # fmt: skip
"""Facts that are told with others."""
DAY_OF = {"left_sme_because": "left_sme_on", "left_micro_because": "left_micro_on",
          "tax_left_because": "tax_reason_year_end"}  # fmt: skip


def sample() -> Document:
    return read_firms_content(sample_firm_text().encode(), "hanbit.yaml")


def firm_of(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = document.tree["companies"][0]
    return found


def an_answer(fact: FactDescription) -> st.SearchStrategy[str]:
    """What somebody could answer."""
    words = [choice.id.zfill(2) if fact.name == "division" else choice.id for choice in fact.choices]
    match fact.kind:
        case "flag":
            return st.sampled_from(["yes", "no"])
        case "choices":
            return st.lists(st.sampled_from(words), unique=True, min_size=1).map(", ".join)
        case "choice" | "ordinal":
            return st.sampled_from(words)
        case "date":
            return st.dates(date(2000, 1, 1), date(2025, 12, 31)).map(str)
        case "share":
            return (
                st.floats(0, 1, allow_subnormal=False).map(lambda value: f"{value:.6g}").filter(lambda t: "e" not in t)
            )
        case _:
            return st.integers(0, 2_000_000).map(lambda value: f"{value:,}")


@st.composite
def some_answers(draw: st.DrawFn) -> dict[str, str]:
    chosen = draw(st.lists(st.sampled_from([fact for fact in ASKED if fact.name not in ALONE]),
                           unique_by=lambda fact: fact.name, max_size=12))  # fmt: skip
    answers = {fact.name: draw(an_answer(fact)) for fact in chosen}
    for because, day in DAY_OF.items():
        if answers.get(because, "never") != "never":
            answers[day] = "2024-04-01"
    return {CLOSING: "2025-12-31"} | answers


@given(some_answers())
def test_what_is_told_is_read_back(answers: dict[str, str]) -> None:
    written = tell(EMPTY, answers, DAY)
    assert written.problems == ()
    told = answers_told(written.document, DAY).told
    assert {name: text for name, text in answers.items() if name != CLOSING} == {
        name: text for name, text in told.items() if name != CLOSING
    }


@given(some_answers())
def test_what_is_taken_back_leaves_the_firm_as_it_was(answers: dict[str, str]) -> None:
    written = tell(EMPTY, answers, DAY).document
    taken = tell(written, dict.fromkeys((name for name in answers if name != CLOSING), ""), DAY)
    assert taken.problems == ()
    assert set(answers_told(taken.document, DAY).told) <= {CLOSING}


def test_the_questions_of_the_sample_are_answered_as_its_file_tells() -> None:
    told = answers_told(sample(), DAY)
    written = tell(EMPTY, told.told, DAY)
    assert written.problems == ()
    book = size_rules().rulebook()
    asked, whole = (facts_of(book, decode(Firms, item).value, DAY).values for item in (written.document, sample()))
    assert {**asked, "rnd_share": whole["rnd_share"]} == whole, "research of earlier years is not asked"


def test_an_answer_changes_nothing_beside_it() -> None:
    before = sample()
    after = tell(before, {"tax_arrears": "yes", "sales_2_krw": "40,000,000,000"}, DAY)
    assert after.problems == ()
    assert firm_of(before)["facts"]["tax_arrears"] is not True, "the file that was read stays as it is"
    expected = firm_of(sample())
    expected["facts"]["tax_arrears"] = True
    expected["business_years"][1]["sales_krw"] = 40_000_000_000
    assert firm_of(after.document) == expected


def test_not_known_is_no_answer_and_is_kept_apart_from_no() -> None:
    known = tell(EMPTY, {"listed": "no"}, DAY).document
    unknown = tell(known, {"listed": UNKNOWN}, DAY).document
    assert firm_of(known)["listed"] is False
    assert "listed" not in firm_of(unknown)
    assert answers_told(unknown, DAY).not_known == ("listed",)
    again = tell(unknown, {"listed": "no"}, DAY).document
    assert firm_of(again) == firm_of(known)


@pytest.mark.parametrize(
    ("fact", "text", "code"),
    [
        ("sales_1_krw", "12,40", "input.not_a_number"),
        ("project.cost_krw", "12,40", "input.not_a_number"),
        ("sales_1_krw", "-1", "input.negative"),
        ("listed", "perhaps", ""),
        ("body", "a shop", ""),
        ("founded_on", "yesterday", ""),
        ("cbam_sector", "bread", "firm.fact_answer"),
        ("requested_support_krw", "nan", "input.not_finite"),
    ],
)
def test_what_is_no_answer_is_told_at_its_question(fact: str, text: str, code: str) -> None:
    written = tell(EMPTY, {CLOSING: "2025-12-31", fact: text}, DAY)
    assert [written.facts[item.place] for item in written.problems] == [fact]
    assert written.problems[0].severity == "error"
    assert code in ("", written.problems[0].code)


def test_everything_wrong_is_told_at_once() -> None:
    written = tell(EMPTY, {"listed": "perhaps", "regular_employees": "many", "cbam_sector": "bread"}, DAY)
    assert {written.facts[item.place] for item in written.problems} == {"listed", "regular_employees", "cbam_sector"}


@pytest.mark.parametrize("closing", ["", "soon"])
def test_an_amount_of_a_year_wants_the_day_on_which_the_year_ended(closing: str) -> None:
    written = tell(EMPTY, {CLOSING: closing, "sales_1_krw": "1000"}, DAY)
    assert [written.facts[item.place] for item in written.problems] == [CLOSING]


def test_years_that_end_in_june_are_counted_from_june() -> None:
    sales = {f"sales_{back}_krw": str(back * 1000) for back in (1, 2, 3)}
    written = tell(EMPTY, {CLOSING: "2026-06-30", **sales}, DAY)
    ends = [(year["end"], year["sales_krw"]) for year in firm_of(written.document)["business_years"]]
    assert ends == [("2026-06-30", 1000), ("2025-06-30", 2000), ("2024-06-30", 3000)]
    assert facts_of(size_rules().rulebook(), decode(Firms, written.document).value, DAY).values["sales_3_krw"] == 3000


def test_of_several_exits_the_last_is_told_and_the_others_stay() -> None:
    exits = [{"on": "2015-04-01", "because": "growth"}, {"on": "2023-04-01"}]
    document = Document({"companies": [{"id": "firm", "leaving": exits}]}, "")
    written = tell(document, {"left_sme_because": "parent"}, DAY)
    assert firm_of(written.document)["leaving"] == [exits[0], {"on": "2023-04-01", "because": "parent"}]
    assert written.problems == ()


def test_a_reason_without_its_day_is_told_at_the_question() -> None:
    written = tell(EMPTY, {"left_sme_because": "growth", "left_sme_on": ""}, DAY)
    assert {written.facts.get(item.place) for item in written.problems} <= {"left_sme_because", "left_sme_on"}
    assert written.problems


@pytest.mark.parametrize(("day", "closing"), [("2026-03-31", "2024-12-31"), ("2026-04-01", "2025-12-31")])
def test_accounts_count_three_months_after_they_closed(day: str, closing: str) -> None:
    assert calendar_closing(date.fromisoformat(day)).isoformat() == closing


@pytest.mark.parametrize(
    ("founded_on", "months"),
    [
        ("2026-11-10", ["2026-11"]),
        ("2026-10-20", ["2026-10", "2026-11"]),
        ("2026-08-01", ["2026-09", "2026-10"]),
        ("2025-10-01", [f"2025-{month}" for month in (11, 12)] + [f"2026-{month:02d}" for month in range(1, 11)]),
        ("2020-01-01", []),
    ],
)
def test_a_firm_in_its_first_year_is_asked_for_the_months_the_law_adds_up(founded_on: str, months: list[str]) -> None:
    young = tell(EMPTY, {"founded_on": founded_on}, DAY).document
    assert list(answers_told(young, DAY).monthly) == months
    told = tell(young, {f"monthly_sales:{month}": "1,000" for month in months}, DAY)
    assert told.problems == ()
    assert list(answers_told(told.document, DAY).monthly.values()) == ["1,000"] * len(months)
    values = facts_of(size_rules().rulebook(), decode(Firms, told.document).value, DAY).values
    assert values["recent_sales_krw"] == (1000 * len(months) if months else None)
    assert ("until" in str(firm_of(told.document).get("monthly_sales"))) is ("2026-11" in months)
    taken = tell(told.document, {f"monthly_sales:{month}": "" for month in months}, DAY)
    assert "monthly_sales" not in firm_of(taken.document)


def test_the_assets_of_a_firm_without_a_closed_year_are_those_it_began_with() -> None:
    young = tell(EMPTY, {"founded_on": "2026-08-01"}, DAY).document
    assert asked_together(["total_assets_krw"], has_years=False, is_new=True)[0].parts == ("total_assets_krw",)
    told = tell(young, {"total_assets_krw": "5,000"}, DAY)
    assert told.problems == ()
    assert firm_of(told.document) == {"id": "firm", "founded_on": "2026-08-01", "total_assets_krw": 5000}
    assert answers_told(told.document, DAY).told["total_assets_krw"] == "5,000"
    assert facts_of(size_rules().rulebook(), decode(Firms, told.document).value, DAY).values["total_assets_krw"] == 5000


@pytest.mark.parametrize(("name", "text"), [("monthly_sales:2026-10", "12,40"), ("monthly_sales:2026-10", "-1"),
                                            ("monthly_sales:2026-13", "1"), ("monthly_sales:x", "1")])  # fmt: skip
def test_a_month_that_is_none_is_told_at_its_question(name: str, text: str) -> None:
    written = tell(EMPTY, {name: text}, DAY)
    assert {written.facts[item.place] for item in written.problems} == {name}


def test_facts_told_together_are_asked_once() -> None:
    found = asked_together(["left_sme_on", "sales_3_krw", "left_sme_because", "rnd_krw"], has_years=False)
    assert [item.parts for item in found] == [
        ("left_sme_because", "left_sme_on"),
        (CLOSING, "sales_1_krw", "sales_2_krw", "sales_3_krw"),
        ("rnd_krw",),
    ]
    assert asked_together(["rnd_krw"], has_years=True)[0].parts == ("rnd_krw",)


def test_every_fact_a_rule_asks_has_a_place() -> None:
    for fact in ASKED:
        if fact.name != CLOSING:
            text = {"flag": "yes", "date": "2020-01-01"}.get(fact.kind) or (
                fact.choices[-2].id if fact.choices else "1"
            )
            more = {DAY_OF[fact.name]: "2020-01-01"} if fact.name in DAY_OF else {}
            more |= {because: "growth" for because, day in DAY_OF.items() if day == fact.name}
            written = tell(EMPTY, {CLOSING: "2025-12-31", fact.name: text, **more}, DAY)
            assert written.problems == (), fact.name
            assert answers_told(written.document, DAY).told[fact.name] == text, fact.name


@pytest.mark.parametrize("fact", ["average_sales_krw", "size_class", "graces_before", "limit_row"])
def test_what_is_computed_cannot_be_told(fact: str) -> None:
    written = tell(EMPTY, {fact: "1"}, DAY)
    assert [(item.code, written.facts[item.place]) for item in written.problems] == [("firm.fact_computed", fact)]
    assert written.document.tree == EMPTY.tree


def test_a_name_that_is_no_fact_cannot_be_set_aside() -> None:
    document = Document({"companies": [{"id": "firm", "not_known": ["tax_arears"]}]}, "firm.yaml")
    problems = check_read_firms(document, decode(Firms, document))
    assert [item.code for item in problems] == ["input.fact_unknown"]


def test_none_of_them_is_an_answer() -> None:
    written = tell(EMPTY, {"plan.uses": "ai"}, DAY).document
    none = Document({"companies": [{"id": "firm", "facts": {"plan.uses": ""}}]}, "")
    assert check_read_firms(none, decode(Firms, none)) == ()
    book = size_rules().rulebook()
    assert facts_of(book, decode(Firms, none).value, DAY).values["plan.uses"] == frozenset()
    assert facts_of(book, decode(Firms, written).value, DAY).values["plan.uses"] == frozenset({"ai"})
    assert find_fact("plan.uses").kind == "choices"


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2300-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "entry",
    [
        {"founded_on": "?"},
        {"business_years": [{"end": "?", "sales_krw": 1}]},
        {"business_years": [{"end": "?", "months": 1}, {"end": "2025-12-31"}]},
        {"leaving": [{"on": "?", "because": "growth"}]},
        {"leaving_micro": [{"on": "?"}]},
        {"tax_leaving": [{"year_end": "?", "because": "growth"}]},
        {"events": [{"what": "merged", "on": "?"}]},
        {"disclosure_group": {"member": True, "since": "?"}},
        {"facts": {"tax_reason_year_end": "?"}},
    ],
)
def test_a_day_no_firm_has_is_told_and_nothing_is_counted_from_it(entry: dict[str, Any], day: str) -> None:
    text = json.dumps({"companies": [{"id": "firm", **entry}]}).replace("?", day)
    sized = size_firm(Document(json.loads(text), "firm.json"), DAY)
    assert sized.answer is None
    assert [item.code for item in sized.problems] in (["input.day_beyond"], ["firm.fact_answer"])


@pytest.mark.parametrize("day", ["1800-01-01", "2299-12-31"])
def test_the_first_and_the_last_day_can_be_counted_from(day: str) -> None:
    entries: list[dict[str, Any]] = [
        {"founded_on": day},
        {"business_years": [{"end": day, "months": 1}]},
        {"tax_leaving": [{"year_end": day}]},
        {"leaving": [{"on": day}]},
        {"leaving_micro": [{"on": day}]},
    ]
    for entry in entries:
        assert size_firm(Document({"companies": [{"id": "firm", **entry}]}, ""), DAY).answer is not None, entry
