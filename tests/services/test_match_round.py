"""A matched round says of everybody what they got and why not more."""

import json
from typing import Any

import pytest
from tests.support.matching.rounds import document, tree

from pulmu.model import Document, encode
from pulmu.services.match_round import match_round
from pulmu.services.matched_round import MatchedRound


def matched(**more: Any) -> MatchedRound:
    found = match_round(document(**more))
    assert found.answer is not None, found.problems
    return found.answer


def test_everybody_is_either_proposed_or_has_a_reason() -> None:
    given = tree()
    given["applicants"] += [{"id": "four", "wishes": ["a"]}, {"id": "five", "wishes": []}]
    answer = matched(applicants=given["applicants"])
    assert [(item.applicant, item.supplier, item.wish, item.rank) for item in answer.proposals] == [
        ("one", "b", 2, 1), ("two", "b", 2, 1), ("three", "a", 1, 1),
    ]  # fmt: skip
    assert [(item.applicant, [one.why for one in item.reasons]) for item in answer.unmatched] == [
        ("four", ["not_taken"]), ("five", []),
    ]  # fmt: skip
    (missed,) = answer.proposals[0].missed
    assert (missed.supplier, missed.why, missed.rank, missed.last_rank, missed.places) == ("a", "full", 3, 1, 1)
    assert answer.places_left == ()
    assert answer.certificate.proof == "stable"


def test_a_supplier_with_places_left_is_told_who_went_elsewhere() -> None:
    given = tree()
    given["suppliers"][0]["places"] = 3
    (left,) = matched(suppliers=given["suppliers"]).places_left
    assert (left.supplier, left.left, left.wished, left.elsewhere) == ("b", 2, 2, 2)
    conflict = [{"applicant": "three", "supplier": "a", "reason": "affiliates"}]
    (a,) = matched(suppliers=[{"id": "a", "places": 9}], applicants=[{"id": "three", "wishes": ["a"]}],
                   conflicts=conflict).places_left  # fmt: skip
    assert (a.conflict, a.elsewhere, a.left) == (1, 0, 9)


def test_a_pair_given_up_is_named_with_its_limit() -> None:
    suppliers = [{"id": "a", "places": 3}, {"id": "b", "places": 2, "least": 1}]
    answer = matched(suppliers=suppliers)
    (pair,) = answer.violated
    assert (pair.supplier, pair.why, pair.directly) == ("a", "room", True)
    assert [(item.limit, item.of, item.amount) for item in pair.forced_by] == [("least", "b", 1)]
    assert answer.certificate.proof == "least"
    assert any(one.why == "violated" for item in answer.proposals for one in item.missed)


def test_answers_of_a_file_lead_to_the_next_step() -> None:
    refusal = {"step": 1, "applicant": "three", "supplier": "a", "by": "supplier", "answer": "refuse", "reason": "far"}
    answers = {"pulmu": "matching_answers/1", "round": "round_1", "answers": [refusal]}
    found = match_round(document(), [Document(answers, "answers.yaml")]).answer
    assert found is not None
    assert (found.step, found.refused[0].reason) == (2, "far")
    assert [(item.applicant, item.reasons[0].why) for item in found.unmatched] == [("three", "refused")]
    assert [item.what for item in found.history] == ["proposed"] * 3 + ["refuse"]


def test_what_is_wrong_in_all_files_is_told_at_once() -> None:
    answers = {"pulmu": "matching_answers/1", "round": "round_2", "answers": []}
    given = tree()
    given["applicants"][0]["wishes"] = ["nobody"]
    found = match_round(document(applicants=given["applicants"]), [Document(answers, "answers.yaml")])
    assert found.answer is None
    assert [item.code for item in found.problems] == ["matching.unknown_supplier", "matching.other_round"]


def test_a_round_with_an_empty_side_is_matched_and_says_so() -> None:
    found = match_round(document(suppliers=[], applicants=[{"id": "one"}]))
    assert [(item.code, item.severity) for item in found.problems] == [("matching.one_side", "warning")]
    assert found.answer is not None
    assert [item.applicant for item in found.answer.unmatched] == ["one"]


def test_the_answer_is_json() -> None:
    said = json.loads(json.dumps(encode(matched(), full=True)))
    assert said["pulmu"] == "matched_round/1"
    assert [item["place"] for item in said["lots"]] == [1, 2, 3]


@pytest.mark.parametrize("places", [0, 5])
def test_all_tied_and_no_places_or_enough(places: int) -> None:
    suppliers = [{"id": "a", "places": places}, {"id": "b", "places": places}]
    answer = matched(suppliers=suppliers)
    assert len(answer.unmatched) == (0 if places else 3)
    assert answer.certificate.proof == "stable"
    assert all(one.why == "full" and one.places == 0 for item in answer.unmatched for one in item.reasons)
