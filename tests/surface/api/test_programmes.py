"""Support programmes over the API: read, saved on the version that was seen, checked, and tried on a firm."""

from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor
from tests.surface.web.test_programmes import FIRM

from pulmu.bootstrap.support import packaged_programmes

OWN = "id: own_one\nname_ko: 하나\nname_en: One\nkind: voucher\nyear: 2026\npayment: {ceiling_krw: 5}\n"


@pytest.fixture
def officer(town: Town) -> Visitor:
    return town.member(town.founder("lim", "지원기관"), "officer", "agency_officer")


def put(who: Visitor, text: str, seen: int, name: str = "own_one", status: int = 200) -> Any:
    return who.call("PUT", f"/programmes/{name}", inside=True, status=status, content=text.encode(),
                    headers={"If-Match": f'"{seen}"'})  # fmt: skip


def test_an_own_programme_is_kept_in_versions_beside_the_packaged_ones(officer: Visitor) -> None:
    assert put(officer, OWN, 0)["version"] == 1
    saved = put(officer, OWN.replace("2026", "soon"), 1)
    assert (saved["version"], saved["counts"], [item["code"] for item in saved["problems"]]) == (
        2, False, ["input.not_a_number"],
    )  # fmt: skip
    listed = {item["id"]: item for item in officer.get("/programmes?limit=100")["items"]}
    assert listed.keys() == {item.id for item in packaged_programmes()} | {"own_one"}
    assert (listed["own_one"]["origin"], listed["ai_voucher"]["origin"]) == ("own", "packaged")
    assert officer.get("/programmes/own_one?number=1")["tree"]["payment"] == {"ceiling_krw": "5"}
    assert [item["number"] for item in officer.get("/programmes/own_one/versions")["items"]] == [2, 1]


def test_who_saves_on_an_older_version_is_told(officer: Visitor) -> None:
    put(officer, OWN, 0)
    for seen in (0, 2):
        assert put(officer, OWN, seen, status=412)["problems"][0]["code"] == "store.stale"
    answer = officer.refusal("PUT", "/programmes/own_one", content=OWN.encode())
    assert answer == (428, "input.precondition_missing")
    assert officer.refusal("GET", "/programmes/none_such") == (404, "access.unknown_document")


def test_a_file_is_checked_without_being_kept(officer: Visitor) -> None:
    found = officer.post("/programmes/check", inside=True, status=200, content=b"id: own_one\nkind: gift\n")
    assert {item["code"] for item in found} == {"input.missing_field", "input.not_a_choice"}
    assert officer.refusal("POST", "/programmes/check", content=b"a: [")[0] == 422
    assert officer.get("/programmes/own_one", status=404)["problems"][0]["code"] == "access.unknown_document"


def test_a_programme_is_tried_on_a_firm(officer: Visitor) -> None:
    found = officer.post("/programmes/ai_voucher/trials", inside=True, status=200, content=FIRM.encode())
    assert (found["firm"], found["answer"]["eligible"]) == ("큰철강", "no")
    assert found["answer"]["decided_by"][0]["fact"] == "size_class"
    assert officer.refusal("POST", "/programmes/ai_voucher/trials", content=b"companies: 3")[0] == 422


def test_who_only_reads_saves_nothing(town: Town) -> None:
    boss = town.founder("lim", "지원기관")
    reviewer, worker = town.member(boss, "reviewer", "reviewer"), town.member(boss, "worker", "plant_user")
    reviewer.get("/programmes")
    for who in (boss, reviewer):
        assert put(who, OWN, 0, status=403)["problems"][0]["code"] == "access.forbidden"
    for path in ("/programmes", "/programmes/ai_voucher", "/programmes/ai_voucher/versions"):
        assert worker.refusal("GET", path) == (403, "access.forbidden")
    assert worker.refusal("POST", "/programmes/check", content=OWN.encode()) == (403, "access.forbidden")
