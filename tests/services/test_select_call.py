"""From a call and its tables to a list: what is wrong is told at once, and what decides is told to each."""

import dataclasses
from typing import Any

import pytest

from pulmu.bootstrap.support import (
    packaged_programmes,
    read_applications_content,
    read_call_document,
    read_scores_content,
    sample_call_tables,
)
from pulmu.model import Document
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services.call_list import CallList, call_list
from pulmu.services.select_call import SelectedCall, read_terms, select_call

HEAD = (
    "접수번호,기업명,기업규모,시·도,대표자 나이,신청금액,기업집단,서류완비,공급기업 풀 등록,영업 중,need,plan,effect\n"
)


def _terms(name: str = "ai_voucher_round", **changed: Any) -> tuple[Call, Programme]:
    call, programme, problems = read_terms(read_call_document(name), packaged_programmes())
    assert call is not None
    assert programme is not None
    assert problems == ()
    return dataclasses.replace(call, **changed), programme


def _selected(text: str, **changed: Any) -> SelectedCall:
    call, programme = _terms(**changed)
    return select_call(call, programme, read_applications_content((HEAD + text).encode(), "a.csv", call))


def _listed(text: str, **changed: Any) -> CallList:
    found = _selected(text, **changed)
    assert found.chosen is not None, found.problems
    return call_list(found.chosen)


def test_the_packaged_voucher_call_is_selected_with_a_reason_for_everyone() -> None:
    call, programme = _terms()
    tables = sample_call_tables(call.id)
    applications = read_applications_content(tables["applications"], "a.csv", call)
    found = select_call(call, programme, applications, read_scores_content(tables["scores"], "s.csv", call), draws=20)
    assert found.problems == ()
    assert found.chosen is not None
    assert found.chosen.evened is not None
    listed = call_list(found.chosen, nearest=True)
    assert listed.is_proven
    chosen = listed.of("chosen")
    assert len(chosen) == 14
    assert sum(entry.amount_krw or 0 for entry in chosen) <= 2_000_000_000
    assert [entry.reserve for entry in listed.of("reserve")] == [1, 2, 3]
    assert all(entry.causes and entry.nearest for entry in listed.of("reserve", "not_chosen"))
    assert all(entry.chance is not None for entry in chosen)
    assert {(entry.id, entry.outcome) for entry in listed.of("incomplete", "not_eligible")} == {
        ("AIV-018", "incomplete"), ("AIV-021", "not_eligible"),
    }  # fmt: skip


def test_the_packaged_awards_fill_the_ladder_of_2024() -> None:
    call, programme = _terms("innovation_awards_round")
    tables = sample_call_tables(call.id)
    found = select_call(call, programme, read_applications_content(tables["applications"], "a.csv", call))
    assert found.chosen is not None
    listed = call_list(found.chosen)
    assert call.ladder is not None
    counts = [sum(entry.award == rung.id for entry in listed.entries) for rung in call.ladder.rungs]
    assert counts == [2, 1, 1, 3, 20, 30, 173]
    silver = {entry.id for entry in listed.entries if entry.award == "silver_tower"}
    best = listed.entries[0]
    assert best.id not in silver  # it has one of 2009
    assert {bar.kind for bar in best.bars} == {"repeat"}


def test_a_bonus_is_given_only_where_it_is_shown_and_counts_in_hundredths() -> None:
    listed = _listed(
        "A-1,가,소기업,경기,39,100,,예,ai,예,20.25,30,20\nA-2,나,소기업,충남,40,100,,예,ai,예,20.25,30,20\n"
        "A-3,다,소기업,충남,,100,,예,ai,예,20.25,30,20\n", quotas=(),
    )  # fmt: skip
    assert {entry.id: entry.total for entry in listed.entries} == {"A-1": 7125, "A-2": 7025, "A-3": 7025}


def test_two_of_one_group_however_it_is_written_and_the_second_is_told_who_was_first() -> None:
    listed = _listed(
        "A-1,가,소기업,충남,50,100,새벽 그룹,예,ai,예,25,35,25\n"
        "A-2,나,소기업,충남,50,100,새벽  그룹,예,ai,예,24,35,25\n"
    )
    (second,) = listed.of("not_chosen")
    assert [(cause.kind, cause.others) for cause in second.causes] == [("group", ("A-1",))]


def test_a_large_firm_may_not_apply_and_the_condition_is_named() -> None:
    listed = _listed("A-1,가,대기업,충남,50,100,,예,ai,예,25,35,25\n")
    (only,) = listed.entries
    assert (only.outcome, only.conditions) == ("not_eligible", ("ai_voucher.sizes",))


def test_what_is_not_told_and_could_keep_it_out_is_counted() -> None:
    listed = _listed("A-1,가,소기업,충남,50,100,,예,,예,25,35,25\n")
    assert listed.open_facts == (("consortium.supplier_in_pool", 1),)


def test_everything_wrong_is_told_at_once_with_its_cell() -> None:
    found = _selected(
        "A-1,가,재벌,충남,50,100,,예,ai,예,25,35,25\nA-1,나,소기업,,50,,,예,ai,예,31,35.005,\nA-3,다,소기업,달나라,50,-5,,예,ai,예,1,1,1\n"
    )
    assert found.chosen is None
    codes = {item.code for item in found.problems}
    assert {"input.duplicate_id"} <= codes
    again = _selected(
        "A-1,가,재벌,충남,50,100,,예,ai,예,25,35,25\nA-2,나,소기업,,50,,,예,ai,예,31,35.005,\nA-3,다,소기업,달나라,50,5,,예,ai,예,1,1,1\n"
    )
    assert {item.code for item in again.problems} >= {
        "applications.fact_value", "input.region_unknown", "applications.quota_unknown", "applications.amount_missing",
        "applications.over_most", "applications.decimals", "applications.points_missing",
    }  # fmt: skip
    assert all(item.place.startswith("a.csv") for item in again.problems)


def test_terms_that_cannot_be_met_choose_nobody_and_are_named() -> None:
    call, _ = _terms()
    quotas = tuple(dataclasses.replace(item, least_share=None, most=None, least=2) for item in call.quotas)
    listed = _listed("A-1,가,소기업,충남,50,100,,예,ai,예,25,35,25\n", quotas=quotas)
    assert len(listed.conflicts) == 2
    assert listed.of("chosen") == ()


SCORES = "접수번호,평가위원,need,plan,effect\n"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("A-1,김,20,30,20\nA-1,김,20,30,20\nA-1,이,1,1,1\n", {"applications.score_twice"}),
        ("A-1,김,20,30,20\nA-9,김,20,30,20\n", {"applications.score_of_nobody"}),
        ("A-1,김,20.5,30,20\n", {"applications.off_step", "applications.no_scores"}),
        ("A-1,김,31,30,20\n", {"applications.over_most", "applications.no_scores"}),
        ("A-1,김,31,30,\n", {"applications.over_most", "applications.points_missing", "applications.no_scores"}),
    ],
)
def test_wrong_scores_are_told(rows: str, codes: set[str]) -> None:
    call, programme = _terms()
    row = "A-1,가,소기업,충남,50,100,,예,ai,예,,,\n"
    found = select_call(call, programme, read_applications_content((HEAD + row).encode(), "a.csv", call),
                        read_scores_content((SCORES + rows).encode(), "s.csv", call))  # fmt: skip
    assert {item.code for item in found.problems if item.severity == "error"} == codes


def test_a_mean_rounds_halves_up_and_leaves_out_the_highest_and_the_lowest() -> None:
    call, programme = _terms("innovation_awards_round")
    table = read_applications_content("접수번호,후보자\nA-1,김\n".encode(), "a.csv", call)
    scores = (
        "접수번호,평가위원,innovation,result,service\nA-1,가,40,40,20\nA-1,나,30,30,15\nA-1,다,30,30,15\n"
        "A-1,라,30,30.5,15\nA-1,마,1,1,1\n"
    )
    found = select_call(call, programme, table, read_scores_content(scores.encode(), "s.csv", call))
    assert found.chosen is not None
    assert call_list(found.chosen).entries[0].total == 7517  # 75, 75 and 75.5


def test_an_unknown_programme_is_told() -> None:
    tree = {**read_call_document("ai_voucher_round").tree, "programme": "moon_voucher"}
    call, programme, problems = read_terms(Document(tree, "call.yaml"), packaged_programmes())
    assert programme is None
    assert call is None
    assert [item.code for item in problems] == ["applications.programme_unknown"]


def test_no_applications_choose_nobody() -> None:
    listed = _listed("")
    assert listed.entries == ()
