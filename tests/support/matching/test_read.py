"""What is wrong with a round is told at once, each with its place."""

import unicodedata
from typing import Any

import pytest
from tests.support.matching.rounds import document, round_of, tree

from pulmu.model import Document
from pulmu.support.matching import read_answers, read_round


def codes(**more: Any) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in read_round(document(**more)).problems]


def changed(part: str, number: int, **more: Any) -> dict[str, Any]:
    listed = [dict(item) for item in tree()[part]]
    listed[number] |= more
    return {part: listed}


def test_a_round_is_read() -> None:
    found = round_of()
    assert [item.id for item in found.applicants] == ["one", "two", "three"]
    assert found.suppliers[0].order == ("three", "two", "one")


SEVERAL = [
    (changed("applicants", 0, wishes=["a", "c"]), "matching.unknown_supplier", "applicants[0].wishes[1]"),
    (changed("applicants", 0, wishes=["a = b", "b"]), "matching.ranked_twice", "applicants[0].wishes[1]"),
    (changed("applicants", 0, wishes=["a = "]), "matching.unknown_supplier", "applicants[0].wishes[0]"),
    (changed("suppliers", 0, order=["four"]), "matching.unknown_applicant", "suppliers[0].order[0]"),
    (changed("suppliers", 0, pool="cloud"), "matching.unknown_pool", "suppliers[0].pool"),
    (changed("suppliers", 0, least=2), "matching.more_than_places", "suppliers[0].least"),
    (changed("suppliers", 0, kinds=[{"kind": "x", "most": 1}]), "matching.unknown_kind", "suppliers[0].kinds[0].kind"),
    (changed("suppliers", 1, kinds=[{"kind": "", "reserved": 3}]), "matching.more_than_places", "suppliers[1].kinds"),
    (changed("suppliers", 1, least=1, kinds=[{"kind": "", "reserved": 1}]), "matching.reserved_with_limits",
     "suppliers[1].kinds"),
    ({"conflicts": [{"applicant": "one", "supplier": "c", "reason": "r"}]}, "matching.unknown_supplier",
     "conflicts[0].supplier"),
    ({"answers": [{"step": 1, "applicant": "one", "supplier": "b", "by": "supplier", "answer": "refuse"}]},
     "matching.refused_without_reason", "answers[0].reason"),
    ({"answers": [{"step": 1, "applicant": "one", "supplier": "b", "by": "supplier", "answer": "accept"}] * 2},
     "matching.answered_twice", "answers[1]"),
    ({"suppliers": []}, "matching.one_side", ""),
    ({"lot_seed": " "}, "input.missing_field", "lot_seed"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "code", "place"), SEVERAL)
def test_what_does_not_fit_is_told_with_its_place(more: dict[str, Any], code: str, place: str) -> None:
    assert (code, ", ".join(filter(None, ("round.yaml", place)))) in codes(**more)


def test_everything_wrong_is_told_at_once() -> None:
    found = codes(**changed("applicants", 0, wishes=["x", "y"], cost_krw=-1), **changed("suppliers", 0, places="many"))
    assert len(found) >= 4


def test_two_of_one_name_are_told() -> None:
    twice = [tree()["suppliers"][0], *tree()["suppliers"]]
    assert codes(suppliers=twice) == [("input.duplicate_id", "round.yaml, suppliers[1].id")]


def test_a_near_name_is_proposed() -> None:
    more = changed("applicants", 0, wishes=["hanbitt"])
    more["suppliers"] = [*tree()["suppliers"], {"id": "hanbit", "places": 1}]
    assert any("'hanbit'" in item.mend for item in read_round(document(**more)).problems)


def test_a_korean_name_of_another_system_is_the_same_name() -> None:
    name = "한빛"
    more = changed("applicants", 0, wishes=[unicodedata.normalize("NFD", name)])
    more["suppliers"] = [*tree()["suppliers"], {"id": name, "places": 1}]
    found = read_round(document(**more))
    assert found.problems == ()
    assert found.value.applicants[0].wishes == (name,)


HOSTILE = [
    None,
    [],
    "text",
    {"pulmu": "plant/1"},
    {"applicants": {"a": 1}},
    {"suppliers": [[]]},
    {"applicants": [{"id": "a" * 5000, "wishes": [[["b"]]]}]},
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_no_round_is_told_and_does_not_fail(hostile: Any) -> None:
    assert read_round(Document(hostile, "round.yaml")).problems


def test_answers_of_another_round_are_told() -> None:
    one = {"step": 1, "applicant": "none", "supplier": "b", "by": "officer", "answer": "accept"}
    answers = {"pulmu": "matching_answers/1", "round": "round_2", "answers": [one]}
    found = read_answers(Document(answers, "answers.yaml"), round_of())
    assert [item.code for item in found.problems] == ["matching.other_round", "matching.unknown_applicant"]
