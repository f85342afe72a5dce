"""Long work through the API: asked for, watched, cancelled, done again; each by who may."""

import json
from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor

from pulmu.adapters.samples import sample_text
from pulmu.api.routes import jobs as routes


def events(who: Visitor, job: str) -> list[dict[str, Any]]:
    """What the stream tells until it ends."""
    answer = who.client.get(who.url(f"/jobs/{job}/events", True))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    said = [part.removeprefix("event: job\ndata: ") for part in answer.text.strip().split("\n\n")]
    return [json.loads(part) for part in said]


def test_a_report_is_asked_for_computed_and_downloaded(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    plant = kim.plant()
    answer = kim.client.post(kim.url(f"/plants/{plant}/reports", True), json={"year": 2026})
    asked = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (202, asked["links"]["self"])
    assert (asked["state"], asked["kind"], asked["result"]) == ("queued", "prepare_report", "")
    assert town.work_off() == 1
    done = kim.client.get(answer.headers["location"]).json()
    assert (done["state"], done["done"], done["of"], done["step"]) == ("done", 3, 3, "")
    files = kim.client.get(done["links"]["files"]).json()
    assert [file["name"] for file in files] == ["document.json", "report.txt"]
    assert kim.client.get(done["links"]["version"]).json()["state"] == "draft"
    assert [item["id"] for item in kim.get("/jobs")["items"]] == [done["id"]]
    assert [item["state"] for item in events(kim, done["id"])] == ["done"]


def test_what_stands_in_the_way_is_told_in_the_language_of_who_asks(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    plant = kim.plant(text=sample_text("fasteners").replace("period: 2026", "period: 12,40"))
    job = kim.report_by_job(plant)
    assert job["state"] == "failed"
    english = kim.get(f"/jobs/{job['id']}", headers={"Accept-Language": "en"})
    assert job["problems"][0]["code"] == english["problems"][0]["code"]
    assert job["problems"][0]["message"] != english["problems"][0]["message"]
    assert job["problems"][0]["place"].startswith("plant.yaml, line ")


def test_a_job_is_cancelled_and_asked_for_again(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    job = kim.post(f"/plants/{kim.plant()}/reports", inside=True, status=202, json={"year": 2026})["id"]
    assert kim.refusal("POST", f"/jobs/{job}/retry") == (409, "job.not_failed")
    assert kim.post(f"/jobs/{job}/cancel", inside=True, status=200)["state"] == "cancelled"
    assert kim.refusal("POST", f"/jobs/{job}/cancel") == (409, "job.ended")
    town.work_off()
    assert kim.get("/reports")["items"] == []
    assert kim.post(f"/jobs/{job}/retry", inside=True, status=202)["state"] == "queued"
    town.work_off()
    assert kim.get(f"/jobs/{job}")["state"] == "done"


def test_a_frozen_report_is_checked_by_a_job(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    report = kim.draft(kim.plant())
    job = kim.post(f"/reports/{report}/versions/1/check", inside=True, status=202)["id"]
    town.work_off()
    done = kim.get(f"/jobs/{job}")
    assert (done["state"], done["problems"], done["result"]) == ("done", [], f"report:{report}/1")
    assert kim.refusal("POST", f"/reports/{report}/versions/9/check") == (404, "access.unknown_report")


def test_who_watches_is_told_each_change_until_the_end(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = town.founder("kim", "한빛체결")
    job = kim.post(f"/plants/{kim.plant()}/reports", inside=True, status=202, json={"year": 2026})["id"]

    async def time_passes(_: float) -> None:
        town.work_off()

    monkeypatch.setattr(routes.asyncio, "sleep", time_passes)
    assert [item["state"] for item in events(kim, job)] == ["queued", "done"]
    assert town.app.state.watched == 0


def test_a_stream_ends_by_itself_and_when_who_watches_has_left(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = town.founder("kim", "한빛체결")
    boss = town.member(kim, "boss", "approver")
    job = kim.post(f"/plants/{kim.plant()}/reports", inside=True, status=202, json={"year": 2026})["id"]
    looks = 0

    async def time_passes(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            town.place.pass_time(hours=13)  # the session has ended

    monkeypatch.setattr(routes.asyncio, "sleep", time_passes)
    monkeypatch.setattr(routes, "LOOKS", 40)
    answer = kim.client.get(kim.url(f"/jobs/{job}/events", True))
    assert (looks, answer.text.count("event: job"), answer.text.count(": still")) == (3, 1, 0)
    town.place.pass_time(hours=-13)
    assert kim.client.get(kim.url(f"/jobs/{job}/events", True)).text.count(": still") == 2
    assert boss.client.get(boss.url(f"/jobs/{job}/events", True)).status_code == 200
    assert kim.refusal("GET", "/jobs/nothing/events") == (404, "access.unknown_job")


def test_watching_does_not_keep_a_session_from_ending(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = town.founder("kim", "한빛체결")
    job = kim.post(f"/plants/{kim.plant()}/reports", inside=True, status=202, json={"year": 2026})["id"]

    async def time_passes(_: float) -> None:
        town.place.pass_time(minutes=1.5)

    monkeypatch.setattr(routes.asyncio, "sleep", time_passes)
    kim.client.get(kim.url(f"/jobs/{job}/events", True))
    assert kim.refusal("GET", f"/jobs/{job}") == (401, "access.not_logged_in")


def test_not_more_watch_than_may(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = town.founder("kim", "한빛체결")
    job = kim.report_by_job(kim.plant())["id"]
    town.app.state.watched = routes.MOST_WATCHED
    assert kim.refusal("GET", f"/jobs/{job}/events") == (503, "outside.too_many_watch")


@pytest.mark.parametrize(
    "body", [{}, {"year": "x"}, {"year": 0}, {"year": 2026, "plant": "x"}, {"year": 2026, "version": 0}]
)
def test_an_order_that_is_none_starts_nothing(town: Town, body: dict[str, object]) -> None:
    kim = town.founder("kim", "한빛체결")
    plant = kim.plant()
    assert kim.refusal("POST", f"/plants/{plant}/reports", json=body) == (422, "input.request")
    assert kim.refusal("POST", f"/plants/{plant}/reports", json={"year": 2026, "version": 7}) == (
        404, "access.unknown_plant",
    )  # fmt: skip
    assert kim.get("/jobs")["items"] == []
    town.work_off()
    with town.place.store.place_reading() as records:
        assert records.queued_jobs() == ()


def test_a_disabled_members_job_fails_with_the_reason(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    lee = town.member(kim, "lee", "preparer")
    job = lee.post(f"/plants/{kim.plant()}/reports", inside=True, status=202, json={"year": 2026})["id"]
    kim.call("DELETE", f"/members/{lee.actor.id}/preparer", inside=True, status=204)
    town.work_off()
    failed = kim.get(f"/jobs/{job}")
    assert (failed["state"], [item["code"] for item in failed["problems"]]) == ("failed", ["job.asker_gone"])
    assert kim.get("/reports")["items"] == []
