"""The firm of a workspace over the API: versions, answers, size and programmes on a day."""

from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor

from pulmu.bootstrap.samples import sample_firm_text


@pytest.fixture
def boss(town: Town) -> Visitor:
    return town.founder("kim", "한빛체결")


def put(who: Visitor, text: str, seen: int, status: int = 200, **params: str) -> Any:
    return who.call("PUT", "/firm", inside=True, status=status, content=text.encode(), params=params,
                    headers={"If-Match": f'"{seen}"'})  # fmt: skip


def tell(who: Visitor, seen: int, status: int = 200, **answers: str) -> Any:
    return who.post("/firm/answers", inside=True, status=status, json={"answers": answers},
                    headers={"If-Match": f'"{seen}"'})  # fmt: skip


def test_before_anything_is_told_all_is_open(boss: Visitor) -> None:
    assert boss.get("/firm") == {
        "version": 0,
        "tree": {"pulmu": "firm/1", "companies": [{"id": "firm"}]},
        "problems": [],
    }
    assert boss.get("/firm/versions")["items"] == []
    found = boss.get("/firm/programmes")
    assert found["version"] == 0
    assert {item["eligible"] for item in found["answer"]["open_to"]} == {"unknown"}
    assert found["answer"]["closed_to"] == []
    assert len(boss.get("/firm/size")["answer"]["possible"]) == 5


def test_a_file_is_kept_in_versions(boss: Visitor) -> None:
    saved = put(boss, sample_firm_text(), 0, file_name="hanbit.yaml", note="first")
    assert (saved["version"], saved["problems"], saved["tree"]["companies"][0]["id"]) == (1, [], "hanbit")
    assert put(boss, "companies: [{id: firm, body: shop}]", 1)["problems"][0]["code"] == "input.not_a_choice"
    assert boss.get("/firm?number=1")["tree"] == saved["tree"]
    heads = boss.get("/firm/versions")["items"]
    assert [(item["number"], item["file_name"], item["note"]) for item in heads] == [
        (2, "firm.yaml", ""), (1, "hanbit.yaml", "first"),
    ]  # fmt: skip
    for path in ("/firm/size", "/firm/programmes"):
        assert boss.refusal("GET", path) == (422, "input.not_a_choice")
    assert boss.refusal("GET", "/firm?number=3") == (404, "access.unknown_document")


def test_a_version_one_has_is_not_sent_again(boss: Visitor) -> None:
    put(boss, sample_firm_text(), 0)
    answer = boss.client.get(boss.url("/firm", True), headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_answers_lead_to_a_size(boss: Visitor) -> None:
    told = tell(boss, 0, body="non_profit", listed="unknown")
    assert told["version"] == 1
    assert told["tree"]["companies"][0] == {"id": "firm", "body": "non_profit", "not_known": ["listed"]}
    assert boss.get("/firm/size")["answer"]["possible"] == ["out_of_scope"]
    wrong = tell(boss, 1, body="shop", regular_employees="many", status=422)
    assert {item["code"] for item in wrong["problems"]} == {"input.not_a_choice", "input.not_a_number"}
    assert tell(boss, 1, no_such_fact="1", status=422)["problems"][0]["code"] == "input.fact_unknown"
    assert boss.get("/firm")["version"] == 1


def test_who_saves_on_an_older_version_is_told(boss: Visitor) -> None:
    put(boss, sample_firm_text(), 0)
    for seen in (0, 2):
        assert put(boss, sample_firm_text(), seen, status=412)["problems"][0]["code"] == "store.stale"
    assert tell(boss, 0, status=412, tax_arrears="yes")["problems"][0]["code"] == "store.stale"
    assert boss.refusal("PUT", "/firm", content=b"{}") == (428, "input.precondition_missing")


def test_the_day_and_the_cost_are_those_asked(boss: Visitor) -> None:
    put(boss, sample_firm_text(), 0)
    found = boss.get("/firm/programmes?day=2026-11-27&cost_krw=400000000")
    assert (found["day"], found["answer"]["cost_krw"]) == ("2026-11-27", 400_000_000)
    first = found["answer"]["open_to"][0]
    assert first["worth"]["support_krw"][1] + first["worth"]["own_share_krw"][0] == 400_000_000
    assert boss.get("/firm/size?day=2026-11-27")["answer"]["possible"] == ["medium"]
    for query in ("day=1999-12-31", "day=2101-01-01", "day=soon", "cost_krw=-1", "cost_krw=1.5", "cost_krw=1e99"):
        assert boss.refusal("GET", f"/firm/programmes?{query}")[0] == 422, query


@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_a_day_without_law_is_told_and_any_other_is_answered(boss: Visitor, day: str) -> None:
    put(boss, sample_firm_text(), 0)
    for path in ("/firm/size", "/firm/programmes"):
        assert boss.client.get(boss.url(f"{path}?day={day}", True)).status_code in (200, 422)


def test_who_may(town: Town, boss: Visitor) -> None:
    put(boss, sample_firm_text(), 0)
    approver, user = (town.member(boss, role.replace("_", "-"), role) for role in ("approver", "plant_user"))
    assert approver.get("/firm/programmes")["version"] == 1
    assert approver.refusal("PUT", "/firm", content=b"{}", headers={"If-Match": '"1"'}) == (403, "access.forbidden")
    refused = approver.refusal("POST", "/firm/answers", json={"answers": {}}, headers={"If-Match": '"1"'})
    assert refused == (403, "access.forbidden")
    for path in ("/firm", "/firm/versions", "/firm/size", "/firm/programmes"):
        assert user.refusal("GET", path) == (403, "access.forbidden")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a: [", b"[" * 100_000, b"!!python/object/apply:os.system [x]"])
def test_what_is_no_file_is_refused_and_nothing_is_kept(boss: Visitor, content: bytes) -> None:
    status, code = boss.refusal("PUT", "/firm", content=content, headers={"If-Match": '"0"'})
    assert (status, code.partition(".")[0]) == (422, "input")
    assert boss.get("/firm")["version"] == 0
