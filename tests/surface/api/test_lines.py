"""Production lines over the API: read, saved on the version that was seen, checked; not for other firms."""

from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor

from pulmu.adapters.samples import sample_line_text


@pytest.fixture
def worker(town: Town) -> Visitor:
    return town.member(town.founder("lim", "한빛체결"), "worker", "plant_user")


def put(who: Visitor, text: str, seen: int, name: str = "fasteners", status: int = 200) -> Any:
    return who.call("PUT", f"/lines/{name}", inside=True, status=status, content=text.encode(),
                    headers={"If-Match": f'"{seen}"'})  # fmt: skip


def test_a_line_is_kept_in_versions_with_what_is_wrong_with_it(worker: Visitor) -> None:
    text = sample_line_text("fasteners")
    saved = put(worker, text, 0)
    assert (saved["version"], saved["counts"], saved["stations"], saved["products"]) == (1, True, 8, 2)
    broken = put(worker, text.replace("calendar: three_shifts", "calendar: four_shifts"), 1)
    assert (broken["version"], broken["counts"]) == (2, False)
    assert {item["code"] for item in broken["problems"]} == {"line.unknown_name"}
    assert len(broken["problems"]) > 3
    assert worker.get("/lines/fasteners?number=1")["problems"] == []
    assert [item["number"] for item in worker.get("/lines/fasteners/versions")["items"]] == [2, 1]
    assert [item["id"] for item in worker.get("/lines")["items"]] == ["fasteners"]


def test_who_saves_on_an_older_version_is_told(worker: Visitor) -> None:
    put(worker, sample_line_text("extrusions"), 0, "extrusions")
    for seen in (0, 2):
        answer = put(worker, sample_line_text("extrusions"), seen, "extrusions", status=412)
        assert answer["problems"][0]["code"] == "store.stale"
    assert worker.refusal("PUT", "/lines/extrusions", content=b"id: extrusions") == (428, "input.precondition_missing")
    assert worker.refusal("GET", "/lines/none_such") == (404, "access.unknown_document")
    assert worker.refusal("GET", "/lines/none_such/versions") == (404, "access.unknown_document")


def test_a_file_is_checked_without_being_kept(worker: Visitor) -> None:
    found = worker.post(
        "/lines/check", inside=True, status=200, content=b"id: shop\nstations: [{id: a, machines: x}]\n"
    )
    assert {"input.missing_field", "input.not_a_number"} <= {item["code"] for item in found}
    assert worker.refusal("POST", "/lines/check", content=b"a: [")[0] == 422
    assert worker.get("/lines")["items"] == []


def test_each_role_does_what_it_may(town: Town) -> None:
    boss = town.founder("lim", "한빛체결")
    writer, approver = town.member(boss, "worker", "plant_user"), town.member(boss, "approver", "approver")
    officer = town.member(boss, "officer", "agency_officer")
    put(writer, sample_line_text("fasteners"), 0)
    approver.get("/lines/fasteners")
    assert put(approver, sample_line_text("fasteners"), 1, status=403)["problems"][0]["code"] == "access.forbidden"
    for path in ("/lines", "/lines/fasteners", "/lines/fasteners/versions"):
        assert officer.refusal("GET", path) == (403, "access.forbidden")


def test_another_firm_is_told_nothing(town: Town) -> None:
    worker = town.member(town.founder("lim", "한빛체결"), "worker", "plant_user")
    put(worker, sample_line_text("fasteners"), 0)
    other = town.member(town.founder("park", "대림"), "other", "plant_user")
    assert other.get("/lines")["items"] == []
    assert other.refusal("GET", "/lines/fasteners") == (404, "access.unknown_document")
    other.workspace = worker.workspace
    assert other.refusal("GET", "/lines")[0] in (403, 404)
