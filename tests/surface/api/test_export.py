"""An export through the API: asked for with a reason, made as a job, taken by who may, and of no other company."""

import io
import itertools
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.places import Place
from tests.surface.api.people import Town, Visitor
from tests.surface.api.test_isolation import MARK, Seeded

EVERY = ("plant_user", "preparer", "approver", "verifier", "supplier", "agency_officer", "reviewer")


def exported(who: Visitor) -> str:
    """An export that can be taken."""
    job = who.post("/export", inside=True, status=202, json={"reason": "회사를 옮김"})
    who.town.work_off()
    assert who.get(f"/jobs/{job['id']}")["state"] == "done"
    return str(job["id"])


def test_everything_is_asked_for_made_and_taken(town: Town) -> None:
    kim = town.founder("kim", "한빛 체결")
    kim.plant()
    answer = kim.client.post(kim.url("/export", True), json={"reason": "회사를 옮김"})
    asked = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (202, asked["links"]["self"])
    assert (asked["kind"], asked["state"], "download" in asked["links"]) == ("export_workspace", "queued", False)
    assert kim.refusal("GET", f"/jobs/{asked['id']}/export") == (409, "job.no_file")
    town.work_off()
    done = kim.client.get(answer.headers["location"]).json()
    taken = kim.client.get(done["links"]["download"])
    assert (taken.status_code, taken.headers["content-type"]) == (200, "application/zip")
    assert taken.headers["content-length"] == str(len(taken.content))
    assert taken.headers["cache-control"] == "no-store"
    assert taken.headers["content-disposition"].startswith('attachment; filename="pulmu-')
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        assert "plants/안산공장/plant.yaml" in archive.namelist()
    said = [(item["action"], item["reason"]) for item in kim.get("/audit", params={"limit": 200})["items"]]
    assert said.count(("export_workspace", "회사를 옮김")) == 4


def test_a_key_starts_it_once(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    first, second = (
        kim.post("/export", inside=True, status=202, json={"reason": "x"}, headers={"Idempotency-Key": "a"})
        for _ in range(2)
    )
    assert first["id"] == second["id"]


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "  "}])
def test_without_a_reason_nothing_is_exported(town: Town, reason: dict[str, str]) -> None:
    kim = town.founder("kim", "한빛체결")
    assert kim.refusal("POST", "/export", json=reason) == (422, "input.reason_missing")
    assert kim.get("/jobs")["items"] == []


def test_the_admin_stops_it_and_has_it_made_again(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    admin = town.member(kim, "admin", "company_admin")
    preparer = town.member(kim, "preparer", "preparer")
    job = admin.post("/export", inside=True, status=202, json={"reason": "x"})["id"]
    for act in ("cancel", "retry"):
        assert preparer.refusal("POST", f"/jobs/{job}/{act}") == (403, "access.forbidden")
    assert admin.post(f"/jobs/{job}/cancel", inside=True, status=200)["state"] == "cancelled"
    assert admin.post(f"/jobs/{job}/retry", inside=True, status=202)["state"] == "queued"
    town.work_off()
    assert admin.client.get(admin.url(f"/jobs/{job}/export", True)).status_code == 200


def test_who_may_not_be_here_any_more_gets_no_export(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    admin = town.member(kim, "admin", "company_admin")
    job = admin.post("/export", inside=True, status=202, json={"reason": "x"})["id"]
    kim.call("DELETE", f"/members/{admin.actor.id}/company_admin", inside=True, status=204)
    town.work_off()
    found = kim.get(f"/jobs/{job}")
    assert (found["state"], found["problems"][0]["code"]) == ("failed", "job.asker_gone")


def test_a_token_never_exports(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    wish = {"name": "x", "scopes": ["export_workspace"], "days": 1}
    assert kim.refusal("POST", "/tokens", json=wish) == (422, "access.scope")
    token = kim.post("/tokens", inside=True, json={"name": "x", "scopes": ["read_job", "start_job"], "days": 1})
    program = Visitor(town, town.visitor().client, kim.workspace)
    program.client.headers["Authorization"] = f"Bearer {token['secret']}"
    assert program.refusal("POST", "/export", json={"reason": "x"}) == (403, "access.forbidden")
    job = exported(kim)
    assert program.refusal("GET", f"/jobs/{job}/export") == (403, "access.forbidden")
    with town.place.store.place_writing() as place:  # one that was made when tokens could
        old = place.token(token["id"])
        assert old is not None
        place.change_token(replace(old, scopes=("export_workspace", "read_job")))
    assert program.refusal("POST", "/export", json={"reason": "x"}) == (403, "access.forbidden")


def test_nobody_takes_the_export_of_another_company(tmp_path: Path) -> None:
    seeded = Seeded(tmp_path)
    own, other = exported(seeded.own), exported(seeded.other)
    mark = seeded.other.client.get(seeded.other.url(f"/jobs/{other}/export", True))
    with zipfile.ZipFile(io.BytesIO(mark.content)) as archive:
        assert any(MARK in name for name in archive.namelist())
    leaks = []
    for (role, who), room, job in itertools.product(
        seeded.people.items(), (seeded.own.workspace, seeded.other.workspace), (own, other)
    ):
        answer = who.client.get(f"/api/v1/workspaces/{room}/jobs/{job}/export")
        is_own = (role, room, job) == ("company_admin", seeded.own.workspace, own)
        content = b""
        if answer.status_code == 200:
            with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
                content = b"".join(archive.read(name) + name.encode() for name in archive.namelist())
        if (answer.status_code == 200) != is_own or MARK.encode() in answer.content + content:
            leaks.append((role, room, job, answer.status_code))
        asked = who.client.post(f"/api/v1/workspaces/{room}/export", json={"reason": "x"}).status_code
        if (asked == 202) != (role == "company_admin" and room == seeded.own.workspace):
            leaks.append((role, room, "asked", asked))
    assert leaks == []
    with seeded.town.place.store.reading(seeded.other.workspace) as work:
        assert len([item for item in work.jobs(0, 50) if item.kind == "export_workspace"]) == 1


def test_a_company_that_was_deleted_meanwhile_leaves_no_export(tmp_path: Path) -> None:
    town = Town(Place(tmp_path))
    kim = town.founder("kim", "한빛체결")
    exported(kim)
    kim.post("/export", inside=True, status=202, json={"reason": "x"})
    kim.post("/erasure", inside=True, status=200, json={"name": "한빛체결", "reason": "x"})
    town.work_off()
    assert not [item for item in tmp_path.rglob("*") if "exports" in item.parts or item.suffix == ".zip"]
