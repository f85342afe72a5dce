"""Reforms over the API: read, saved on the version that was seen, compared by a job, and what came of it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor

from pulmu.bootstrap.support import packaged_reforms

OWN = (
    "pulmu: reform/1\nid: ours\nname_ko: 우리 안\nname_en: Ours\nstatus: draft\n"
    "after:\n  - {parameter: mid_rnd.budget_krw, value: 5}\n"
)
ASKED = {"population": "national", "day": "2026-11-25"}


@pytest.fixture
def officer(town: Town, national: Path) -> Visitor:
    shutil.copytree(national, town.place.folder / "populations" / "national")
    town.people["boss"] = boss = town.founder("lim", "지원기관")
    return town.member(boss, "officer", "agency_officer")


def put(who: Visitor, text: str, seen: int, status: int = 200) -> Any:
    return who.call("PUT", "/reforms/ours", inside=True, status=status, content=text.encode(),
                    headers={"If-Match": f'"{seen}"'})  # fmt: skip


def test_an_own_reform_is_kept_in_versions_beside_the_packaged_ones(officer: Visitor) -> None:
    saved = put(officer, OWN, 0)
    assert (saved["version"], saved["origin"], saved["status"]) == (1, "own", "draft")
    assert saved["changes"][0]["parameter"] == "mid_rnd.budget_krw"
    assert saved["changes"][0]["after"] == 5
    assert put(officer, OWN.replace("draft", "proposal"), 1)["version"] == 2
    listed = {item["id"]: item for item in officer.get("/reforms?limit=100")["items"]}
    assert listed.keys() == {*packaged_reforms(), "ours"}
    assert (listed["ours"]["version"], listed["cloud_voucher_mid_sized"]["version"]) == (2, 0)
    assert officer.get("/reforms/ours?number=1")["status"] == "draft"
    assert [item["number"] for item in officer.get("/reforms/ours/versions")["items"]] == [2, 1]
    changed = officer.get("/reforms/cloud_voucher_mid_sized")["changes"]
    assert [item["after"] for item in changed] == [["medium", "mid_sized", "small"]]
    rows = officer.get("/reforms/size_limits_2025")["changes"][0]
    assert rows["before"].keys() == rows["after"].keys() != set()


def test_what_is_wrong_is_told_whole_and_nothing_is_kept(officer: Visitor) -> None:
    refused = put(officer, OWN.replace("draft", "wish").replace("value: 5", "times: -1"), 0, status=422)
    assert len(refused["problems"]) >= 2
    assert put(officer, OWN.replace("ours", "theirs"), 0, status=422)["problems"][0]["code"] == "reform.other_id"
    assert officer.refusal("GET", "/reforms/ours") == (404, "access.unknown_document")
    new = OWN.replace("ours", "new")  # where a new one is written
    refused = officer.call(
        "PUT", "/reforms/new", inside=True, status=422, content=new.encode(), headers={"If-Match": '"0"'}
    )
    assert [item["code"] for item in refused["problems"]] == ["reform.id"]
    put(officer, OWN, 0)
    for seen in (0, 2):
        assert put(officer, OWN, seen, status=412)["problems"][0]["code"] == "store.stale"


def test_a_comparison_is_a_job_that_leads_to_its_effect_and_the_same_question_to_the_same(officer: Visitor) -> None:
    (population,) = officer.get("/populations")["items"]
    assert (population["name"], population["one_in"], population["firms"]) == ("national", 1000, 8310)
    links = []
    for _ in range(2):
        asked = officer.post("/reforms/mid_rnd_budget_double/comparisons", inside=True, status=202, json=ASKED)
        assert (asked["kind"], asked["state"]) == ("compare_reform", "queued")
        officer.town.work_off()
        links.append(officer.get(f"/jobs/{asked['id']}")["links"]["effect"])
    assert links[0] == links[1]
    (listed,) = officer.get("/reforms/mid_rnd_budget_double/effects")["items"]
    assert (listed["number"], listed["population"], listed["day"]) == (1, "national", "2026-11-25")
    effect = officer.client.get(links[0]).json()
    assert effect["effect"]["programmes"][0]["budget_krw"] == [41_700_000_000, 83_400_000_000]
    assert effect["of_population"]["seed"] == 1
    assert effect["question"]["population_sha256"] == population["sha256"]


def test_a_comparison_asked_for_twice_with_one_key_is_one_job(officer: Visitor) -> None:
    headers = {"Idempotency-Key": "k" * 20}
    path = "/reforms/mid_rnd_budget_double/comparisons"
    first, second = (officer.post(path, inside=True, status=202, json=ASKED, headers=headers) for _ in range(2))
    assert first["id"] == second["id"]


def test_who_may_read_and_who_may_compute(officer: Visitor) -> None:
    reviewer = officer.town.member(officer.town.people["boss"], "reviewer", "reviewer")
    assert len(reviewer.get("/reforms?limit=100")["items"]) == len(packaged_reforms())
    path = "/reforms/cloud_voucher_mid_sized/comparisons"
    assert reviewer.refusal("POST", path, json=ASKED) == (403, "access.forbidden")
    assert reviewer.refusal("PUT", "/reforms/ours", content=OWN.encode(), headers={"If-Match": '"0"'})[0] == 403
    assert officer.refusal("POST", path, json=ASKED | {"population": "x"}) == (422, "reform.population_unknown")
    assert officer.refusal("POST", path, json=ASKED | {"day": "soon"})[0] == 422
