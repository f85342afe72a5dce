"""What people do at the API, from sign-up to what the importer sees."""

import json

import pytest
from tests.surface.api.people import HOST, ORIGIN, Town, soon

from pulmu.adapters.samples import sample_text


def test_from_sign_up_to_the_importers_link(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    boss = town.member(kim, "boss", "approver")
    plant = kim.plant()
    report = kim.draft(plant)
    kim.post(f"/reports/{report}/versions/1/submit", inside=True, status=200)
    frozen = boss.post(f"/reports/{report}/versions/1/approve", inside=True, status=200, json={"reason": "ok"})
    assert (frozen["state"], frozen["prepared_by"] != frozen["decided_by"]) == ("frozen", True)
    shared = boss.post(f"/reports/{report}/versions/1/links", inside=True, json={"audience": "Adler GmbH", "days": 9})
    importer = town.visitor()
    summary = importer.get(f"/shared/{shared['secret']}", inside=False)
    assert [good["cn_code"] for good in summary["goods"]] == ["73181588", "73181692"]
    assert summary["goods"][0]["specific_embedded_emissions"] == pytest.approx(3.205, abs=0.001)
    boss.call("DELETE", f"/reports/{report}/links/{shared['id']}", inside=True, status=204)
    assert importer.refusal("GET", f"/shared/{shared['secret']}", inside=False) == (404, "access.link")
    trail = kim.get("/audit")["items"]
    assert [item["action"] for item in trail] == [
        "change_member", "join_workspace", "write_plant", "prepare_report", "submit_report", "approve_report",
        "share_report", "read_summary", "share_report",
    ]  # fmt: skip


def test_the_summary_holds_these_fields_and_no_other(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    boss = town.member(kim, "boss", "approver")
    report = kim.draft(kim.plant())
    kim.post(f"/reports/{report}/versions/1/submit", inside=True, status=200)
    boss.post(f"/reports/{report}/versions/1/approve", inside=True, status=200, json={})
    link = boss.post(f"/reports/{report}/versions/1/links", inside=True, json={"audience": "A", "days": 9})
    summary = town.visitor().get(f"/shared/{link['secret']}", inside=False)
    assert set(summary) == {
        "operator", "installation", "country", "period", "report_sha256", "is_verified", "goods",
    }  # fmt: skip
    assert all(set(good) == {
        "cn_code", "name", "description", "specific_embedded_emissions", "specific_embedded_emissions_direct",
        "specific_embedded_emissions_indirect", "share_of_default_values",
    } for good in summary["goods"])  # fmt: skip


def test_who_prepared_it_does_not_approve_it_through_the_api_either(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    boss = town.member(kim, "boss", "approver")
    town.place.with_member(boss.actor.id, "preparer", workspace=kim.workspace)
    report = boss.draft(kim.plant())
    kim.post(f"/reports/{report}/versions/1/submit", inside=True, status=200)
    approve = f"/reports/{report}/versions/1/approve"
    assert boss.refusal("POST", approve, json={}) == (403, "report.four_eyes")
    assert kim.refusal("POST", approve, json={}) == (403, "access.forbidden")


def test_a_verifier_sees_the_report_they_are_engaged_for_until_the_day_and_asks(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    report = kim.draft(kim.plant())
    other = kim.draft(kim.plant("다른 공장"))
    lee = town.member(kim, "lee", "verifier", reports=[report], end=soon(town).isoformat())
    assert [item["id"] for item in lee.get("/reports")["items"]] == [report]
    asked = lee.post(f"/reports/{report}/versions/1/comments", inside=True, json={"text": "Which meter?"})
    for path in (f"/reports/{other}/versions/1/comments", f"/reports/{other}/versions/1/files"):
        assert lee.refusal("GET", path) == (403, "access.forbidden")
    assert lee.refusal("GET", "/plants") == (403, "access.forbidden")
    assert lee.refusal("GET", "/members") == (403, "access.forbidden")
    kim.post(f"/reports/{report}/versions/1/comments/{asked['id']}/resolve", inside=True, status=200)
    file = f"/reports/{report}/versions/1/files/report.json"
    assert lee.refusal("GET", file) == (422, "input.reason_missing")
    assert lee.get(file, params={"reason": "verification"})["format"] == "pulmu.report/2"
    assert lee.refusal("GET", f"/reports/{report}/versions/1/files/nothing", params={"reason": "x"}) == (
        404, "access.unknown_report",
    )  # fmt: skip
    town.place.pass_time(days=31)
    lee.client.cookies.clear()
    lee.post("/sessions", json={"email": "lee@example.org", "password": "용광로 옆 푸른 자전거"}, status=200)
    assert lee.refusal("GET", "/reports") == (404, "access.unknown_workspace")


def test_nobodys_work_is_lost(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    plant = kim.plant()
    content = sample_text("fasteners").replace("Hanbit Fastening", "Hanbit Fasteners").encode()
    assert kim.refusal("PUT", f"/plants/{plant}", content=content) == (428, "input.precondition_missing")
    saved = kim.call("PUT", f"/plants/{plant}", inside=True, content=content, headers={"If-Match": '"1"'})
    assert saved["version"] == 2
    assert kim.refusal("PUT", f"/plants/{plant}", content=content, headers={"If-Match": '"1"'}) == (412, "store.stale")
    fresh = kim.client.get(kim.url(f"/plants/{plant}", True), headers={"If-None-Match": '"2"'})
    assert (fresh.status_code, fresh.content, fresh.headers["etag"]) == (304, b"", '"2"')
    assert [item["number"] for item in kim.get(f"/plants/{plant}/versions")["items"]] == [2, 1]


def test_a_plant_with_problems_is_kept_and_tells_them_in_both_languages(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    text = sample_text("fasteners").replace("period: 2026", "period: 12,40")
    plant = kim.plant(text=text)
    korean = kim.get(f"/plants/{plant}")["problems"]
    english = kim.get(f"/plants/{plant}", headers={"Accept-Language": "en-GB,en;q=0.8"})["problems"]
    assert korean[0]["code"] == english[0]["code"]
    assert korean[0]["place"].startswith("plant.yaml, line ")
    assert korean[0]["message"] != english[0]["message"]
    assert any("가" <= sign <= "힣" for sign in korean[0]["message"])


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "input.empty_file"), (b"PK\x03\x04" + b"x" * 99, "input.workbook_damaged"),
     (b"\xff\xfe\x00", "input.encoding"), (b"a: &a [*a]", "input.yaml_alias"), (b"[" * 100_000, "input.too_deep")],
)  # fmt: skip
def test_a_file_that_is_no_plant_is_refused_and_nothing_is_kept(town: Town, content: bytes, code: str) -> None:
    kim = town.founder("kim", "한빛체결")
    status, told = kim.refusal("POST", "/plants", params={"name": "x"}, content=content)
    assert (status, told) == (422, code)
    assert kim.get("/plants")["items"] == []


def test_a_body_that_is_too_long_is_not_read_on(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    sent = 0

    def endless() -> object:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b"x" * 1_000_000

    refused = kim.refusal("POST", "/plants", params={"name": "x"}, content=endless())
    assert refused == (413, "input.file_too_large")


def test_a_page_of_another_place_changes_nothing(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    for origin in ("https://evil.example", "null", "", f"http://{HOST}", f"{ORIGIN}.evil.example"):
        headers = {"Origin": origin}
        refused = kim.refusal("POST", "/plants", params={"name": "x"}, content=b"{}", headers=headers)
        assert refused == (403, "access.foreign_origin")
        body = {"email": "kim@example.org", "password": "x"}
        assert kim.refusal("POST", "/sessions", inside=False, json=body, headers=headers)[0] == 403
    assert kim.get("/plants", headers={"Origin": "https://evil.example"})["items"] == []


@pytest.mark.parametrize("host", ["evil.example", "a/?x=", "", "pulmu.hanbit.example.evil.example"])
def test_a_forged_host_opens_nothing(town: Town, host: str) -> None:
    kim = town.founder("kim", "한빛체결")
    answer = kim.client.get(kim.url("/plants", True), headers={"Host": host})
    assert answer.status_code == 400
    assert "한빛" not in answer.text


def test_the_cookie_is_for_this_place_alone(town: Town) -> None:
    visitor = town.founder("kim", "한빛체결")
    visitor.client.cookies.clear()
    answer = visitor.client.post(
        visitor.url("/sessions", False), json={"email": "kim@example.org", "password": "용광로 옆 푸른 자전거"}
    )
    cookie = answer.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "secure", "path=/"):
        assert word in cookie


def test_a_token_works_without_a_cookie_and_only_for_its_scopes(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    plant = kim.plant()
    text = kim.post("/tokens", inside=True, json={"name": "ERP", "scopes": ["read_plant"], "days": 9})["secret"]
    program = town.visitor()
    program.workspace = kim.workspace
    headers = {"Authorization": f"Bearer {text}", "Origin": ""}
    assert program.get(f"/plants/{plant}", headers=headers)["id"] == plant
    refused = program.refusal("POST", "/plants", params={"name": "x"}, content=b"{}", headers=headers)
    assert refused == (403, "access.forbidden")
    assert program.refusal("GET", "/plants", headers={"Authorization": "Bearer x"}) == (401, "access.not_logged_in")
    assert program.refusal("GET", "/plants") == (401, "access.not_logged_in")


def test_what_is_not_served_and_what_is_malformed_are_told_alike(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    assert kim.refusal("GET", "/nothing") == (404, "input.address")
    assert kim.refusal("PATCH", "/plants") == (405, "input.address")
    secret = "my secret password"
    answer = kim.client.post(kim.url("/sessions", False), json={"email": 7, "password": secret, "more": 1})
    assert answer.status_code == 422
    assert secret not in answer.text
    places = {item["place"] for item in answer.json()["problems"]}
    assert places == {"body.email", "body.more"}


def test_a_fault_of_ours_tells_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = town.founder("kim", "한빛체결")

    def broken(*_: object) -> None:
        raise RuntimeError("the recipe is 3 % chromium")

    monkeypatch.setattr("pulmu.api.routes.plants.plants.plants", broken)
    answer = kim.client.get(kim.url("/plants", True))
    assert answer.status_code == 500
    assert answer.json()["problems"][0]["code"] == "outside.fault"
    assert "chromium" not in json.dumps(answer.json())


def test_every_answer_carries_its_headers(town: Town) -> None:
    for path in ("/healthz", "/api/v1/openapi.json", "/api/v1/me", "/nothing"):
        answer = town.visitor().client.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
