"""Rounds of matching over the API: kept in versions, matched, answered, matched again on what is left."""

from typing import Any

import pytest
import yaml
from tests.support.matching.rounds import tree
from tests.surface.api.people import Town, Visitor

from pulmu.services.market.shelf import publish_item

NAME = "round_1"


@pytest.fixture
def officer(town: Town) -> Visitor:
    return town.member(town.founder("lim", "지원기관"), "officer", "agency_officer")


def put(who: Visitor, content: Any, seen: int, name: str = NAME, status: int = 200) -> Any:
    text = yaml.safe_dump(content, allow_unicode=True).encode()
    return who.call("PUT", f"/rounds/{name}", inside=True, status=status, content=text,
                    headers={"If-Match": f'"{seen}"'})  # fmt: skip


def answers(who: Visitor, seen: int, *given: dict[str, Any], status: int = 200) -> Any:
    body = {"seen": seen, "answers": list(given)}
    return who.call("POST", f"/rounds/{NAME}/answers", inside=True, status=status, json=body)


def said(applicant: str, supplier: str, answer: str, reason: str = "") -> dict[str, Any]:
    return {
        "step": 1,
        "applicant": applicant,
        "supplier": supplier,
        "by": "officer",
        "answer": answer,
        "reason": reason,
    }


def test_a_round_is_kept_matched_answered_and_matched_on_what_is_left(officer: Visitor) -> None:
    saved = put(officer, tree(), 0)
    assert (saved["version"], saved["counts"], saved["applicants"], saved["problems"]) == (1, True, 3, [])
    first = officer.get(f"/rounds/{NAME}/matched")["matched"]
    assert {item["applicant"]: item["supplier"] for item in first["proposals"]} == {
        "three": "a",
        "one": "b",
        "two": "b",
    }
    assert first["certificate"]["proof"] == "stable"
    kept = answers(officer, 1, said("three", "a", "refuse", "too far"), said("two", "b", "accept"))
    assert (kept["version"], kept["answers"]) == (2, 2)
    second = officer.get(f"/rounds/{NAME}/matched")["matched"]
    assert second["step"] == 2
    assert [item["reasons"][0]["why"] for item in second["unmatched"]] == ["refused"]
    assert officer.get(f"/rounds/{NAME}/matched", params={"number": 1})["matched"] == first
    assert [item["number"] for item in officer.get(f"/rounds/{NAME}/versions")["items"]] == [2, 1]


def test_answers_that_fit_no_proposal_keep_nothing(officer: Visitor) -> None:
    put(officer, tree(), 0)
    both = [said("one", "a", "accept"), said("three", "a", "accept")]
    assert answers(officer, 1, *both, status=422)["problems"][0]["code"] == "matching.not_proposed"
    told = answers(officer, 1, said("three", "a", "refuse"), status=422)
    assert told["problems"][0]["code"] == "matching.refused_without_reason"
    assert officer.get(f"/rounds/{NAME}")["version"] == 1


def test_of_two_officers_at_once_the_second_is_told(officer: Visitor) -> None:
    put(officer, tree(), 0)
    answers(officer, 1, said("three", "a", "accept"))
    assert (
        answers(officer, 1, said("one", "b", "accept"), status=409)["problems"][0]["code"] == "store.document_changed"
    )
    assert put(officer, tree(), 0, status=412)["problems"][0]["code"] == "store.stale"


def test_a_round_with_problems_is_kept_for_mending_and_not_matched(officer: Visitor) -> None:
    wrong = tree()
    wrong["applicants"][0]["wishes"] = ["nobody"]
    assert put(officer, wrong, 0)["counts"] is False
    told = officer.get(f"/rounds/{NAME}/matched")
    assert (told["matched"], told["problems"][0]["code"]) == (None, "matching.unknown_supplier")
    assert answers(officer, 1, said("three", "a", "accept"), status=422)["problems"]
    assert put(officer, tree(), 1, name="other", status=422)["problems"][0]["code"] == "matching.other_id"
    assert put(officer, tree(), 1, name="9", status=422)["problems"][0]["code"] == "matching.id"


def test_only_officers_write_rounds(town: Town) -> None:
    boss = town.founder("kim", "한빛체결")
    assert put(boss, tree(), 0, status=403)["problems"][0]["code"].startswith("access.")


def shown(town: Town, number: int, kind: str, **more: Any) -> Visitor:
    """Somebody who shows a need or an offer to all."""
    who = town.founder(f"boss{number}", f"기업{number}")
    content = yaml.safe_dump({"id": f"{kind}1", **more}, allow_unicode=True).encode()
    who.call("PUT", f"/{kind}s/{kind}1", inside=True, content=content, headers={"If-Match": '"0"'})
    publish_item(town.place.gate, who.actor, "need" if kind == "need" else "offer", f"{kind}1")
    return who


def test_a_round_goes_to_those_who_take_part_and_back(town: Town, officer: Visitor) -> None:
    firm, supplier = shown(town, 1, "need", text="프레스"), shown(town, 2, "offer", supplier="공급", title="프레스")
    empty = {"id": NAME, "lot_seed": "notice", "wishes_until": "2027-02-10", "silence": "refuse"}
    put(officer, empty, 0)

    def act(path: str, **body: Any) -> Any:
        return officer.post(f"/rounds/{NAME}/{path}", inside=True, status=200, json=body)

    for seen, side, who in ((1, "applicant", firm), (2, "supplier", supplier)):
        item = "need1" if side == "applicant" else "offer1"
        act("parties", side=side, items=[{"workspace": who.workspace, "item": item}], seen=seen)
    assert act("invitations", seen=3) == {"count": 2, "version": 3}
    assert put(officer, empty | {"lot_seed": "another"}, 3, status=422)["problems"][0]["code"] == "matching.seed_told"
    (mine,) = firm.get("/own-rounds")["items"]
    (theirs,) = supplier.get("/own-rounds")["items"]
    partner, home = mine["invitation"]["others"][0]["id"], f"/own-rounds/{mine['key']}"
    kept = firm.call("PUT", f"{home}/wishes", inside=True, json={"seen": 0, "ranks": [partner], "contact": "055"})
    assert (kept["version"], kept["sendings"]) == (1, [])
    firm.post(f"{home}/sendings", inside=True, json={"seen": 1})
    assert act("replies", seen=3) == {"version": 4, "taken": 1, "refused": 0}
    assert firm.get(home)["sendings"][0]["state"] == "taken"
    assert {item["waits"] for item in officer.get(f"/rounds/{NAME}/parties")["items"]} == {False}
    assert act("proposals", seen=4, until="2027-02-20")["count"] == 2
    assert supplier.get(f"/own-rounds/{theirs['key']}")["proposals"][0]["told"]["partner_contact"] == "055"
    firm.post(f"{home}/answers", inside=True, json={"partner": partner, "answer": "accept"})
    assert act("replies", seen=5)["taken"] == 1
