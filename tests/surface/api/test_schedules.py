"""Schedules over the API: jobs taken in with all their mistakes, planned in the background, read, and planned anew."""

from typing import Any

import pytest
from tests.places import Place
from tests.services.schedules.made import jobs_file
from tests.surface.api.people import Town, Visitor

WISH = {"contract": "industrial_b", "billed_kw": 120, "seconds": 1}


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    found = founder.town.member(founder, "lee", "plant_user")
    sent = found.post("/shops", inside=True, params={"file_name": "jobs.json"}, content=jobs_file())
    assert sent["kept"] | {"at": ""} == {
        "shop": "week", "number": 1, "at": "", "author": found.actor.id, "name": "유월", "start": "2026-06-08 08:00",
        "jobs": 2, "operations": 4,
    }  # fmt: skip
    return found


def planned(who: Visitor, **wish: Any) -> Any:
    asked = who.post("/shops/week/schedules", inside=True, status=202, json=WISH | wish)
    who.town.work_off()
    job = who.get(f"/jobs/{asked['id']}")
    assert job["state"] == "done", job
    answer = who.client.get(job["links"]["schedule"])
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def made(who: Visitor) -> Any:
    return planned(who)


def test_a_schedule_is_kept_with_bound_gap_and_what_it_is_held_against(who: Visitor, made: Any) -> None:
    plan = made["schedule"]
    assert (made["number"], made["version"], made["late_jobs"]) == (1, 1, 0)
    assert 0 <= made["gap"] < 1
    assert plan["bound"] <= plan["plan"]["value"] <= min(item["value"] for item in plan["others"])
    assert made["won"] == pytest.approx(plan["plan"]["energy_won"] + plan["plan"]["peak_won"])
    assert (plan["balances"]["certificates"], plan["billed_kw"]) == (None, 120.0)
    assert who.get("/shops/week/schedules")["items"][0]["number"] == 1


def test_its_files_are_a_picture_and_tables(who: Visitor, made: Any) -> None:
    here = who.url("/shops/week/schedules/1", True)
    assert who.client.get(f"{here}/gantt.svg").text.startswith("<svg")
    table = who.client.get(f"{here}/plan.csv").text
    assert len(table.strip().splitlines()) == 1 + len(made["schedule"]["bars"])
    assert who.client.get(f"{here}/plan.xlsx").content.startswith(b"PK")


def test_after_a_breakdown_what_was_begun_stays_and_what_moved_is_told(who: Visitor, made: Any) -> None:
    down = [{"machine": "M-1", "start": "2026-06-08 10:00", "end": "2026-06-08 13:00"}]
    again = planned(who, given=made["number"], downs=down)["schedule"]
    assert again["frozen_until"] == "2026-06-08 10:00"
    assert again["others"][0]["name"] == "given"
    begun = [bar for bar in made["schedule"]["bars"] if bar["start"] < "2026-06-08 10:00"]
    begun = [bar for bar in begun if bar["machine"] != "M-1" or bar["end"] <= "2026-06-08 10:00"]
    assert begun
    assert [bar for bar in again["bars"] if bar["is_frozen"]] == [bar | {"is_frozen": True} for bar in begun]
    there = {(bar["job"], bar["operation"]): (bar["machine"], bar["start"]) for bar in made["schedule"]["bars"]}
    now = {(bar["job"], bar["operation"]): (bar["machine"], bar["start"]) for bar in again["bars"]}
    assert {(item["job"], item["operation"]) for item in again["moved"]} == {
        key for key, place in there.items() if now[key] != place
    }


def test_what_is_locked_is_where_it_was_put(who: Visitor, made: Any) -> None:
    lock = {"job": "A-2", "operation": 1, "machine": "M-2", "start": "2026-06-08 09:00"}
    bars = planned(who, given=made["number"], locks=[lock])["schedule"]["bars"]
    found = [(bar["job"], bar["machine"], bar["start"]) for bar in bars if bar["is_locked"]]
    assert found == [("A-2", "M-2", "2026-06-08 09:00")]


def test_every_mistake_of_a_file_is_told_at_once_with_its_place(who: Visitor) -> None:
    rows = ["job,operation,machine,minutes,kw,due", "A,1,M 1,x,5,2026-06-09", "A,2,M 1,30,-1,2026-06-09"]
    told = who.post("/shops", inside=True, status=422, params={"file_name": "jobs.csv"},
                    content="\n".join(rows).encode())  # fmt: skip
    assert len(told["problems"]) >= 2
    assert all(item["place"].startswith("jobs.csv") for item in told["problems"]), told


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"in_order": ["late", "energy"]}, "schedule.aim"),
        ({"in_order": ["late", "late"]}, "schedule.aim_twice"),
        ({"frozen": "2026-02-30 08:00"}, "schedule.no_such_day"),
        ({"contract": "industrial_b", "option": "single"}, "tariff.unknown_contract"),
    ],
)
def test_what_cannot_be_asked_is_told(who: Visitor, body: dict[str, Any], code: str) -> None:
    assert who.post("/shops/week/schedules", inside=True, status=422, json=body)["problems"][0]["code"] == code


def test_a_lock_that_cannot_be_is_told_where_the_work_stands(who: Visitor) -> None:
    lock = {"job": "A-1", "operation": 2, "machine": "M-2", "start": "2026-06-08 09:00"}
    asked = who.post("/shops/week/schedules", inside=True, status=202, json={"seconds": 1, "locks": [lock]})
    who.town.work_off()
    job = who.get(f"/jobs/{asked['id']}")
    assert (job["state"], job["problems"][0]["code"]) == ("failed", "schedule.lock_early")


def test_planning_is_noted_and_not_for_everybody(who: Visitor, made: Any) -> None:
    with who.town.place.store.reading(who.workspace) as work:
        noted = {(entry.about, entry.action) for entry in work.entries()}
    assert ("shop_jobs:week", "compute_schedule") in noted
    assert ("shop_jobs:week/1", "compute_schedule") in noted
    who.post("/shops/nobody/schedules", inside=True, status=404, json=WISH)
    who.post("/shops/week/schedules", inside=True, status=404, json=WISH | {"given": 99})
