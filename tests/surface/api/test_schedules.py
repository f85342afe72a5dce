"""Schedules over the API: jobs taken in with all their mistakes, planned in the background, read, and planned anew."""

from typing import Any

import pytest
from tests.places import Place
from tests.services.schedules.made import LINE, jobs_file, made_file
from tests.surface.api.people import Town, Visitor

from pulmu.model import Document
from pulmu.services.lines.shelf import begin_line, save_line

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


def planned(who: Visitor, shop: str = "week", **wish: Any) -> Any:
    asked = who.post(f"/shops/{shop}/schedules", inside=True, status=202, json=WISH | wish)
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
        ({"plant_version": 1}, "schedule.version_of_none"),
        ({"line_version": 1}, "schedule.version_of_none"),
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


def a_line(who: Visitor) -> str:
    return begin_line(who.town.place.gate, who.actor, Document(LINE, "line.yaml")).id


@pytest.fixture(scope="module")
def named(who: Visitor) -> dict[str, str]:
    """A plant and a line of the workspace, and jobs that are made there."""
    who.post("/shops", inside=True, params={"file_name": "made.json"}, content=made_file())
    return {"plant": who.plant(), "line": a_line(who)}


def test_a_plant_and_a_line_that_are_named_give_figures_and_a_rehearsal_and_are_kept(
    who: Visitor, named: dict[str, str]
) -> None:
    made = planned(who, "made", runs=64, **named)
    told = made["schedule"]
    assert {key: made["wish"][key] for key in ("plant", "plant_version", "line", "line_version", "runs")} == {
        **named, "plant_version": 1, "line_version": 1, "runs": 64,
    }  # fmt: skip
    assert told["rehearsed"]["runs"] == 64
    assert {item["machine"]: item["source"] for item in told["rehearsed"]["machines"]} == {
        "PRESS": "press", "HEAT": "jobs",
    }  # fmt: skip
    assert told["figures"]["goods"]
    assert told["balances"]["certificates"] == told["figures"]["more_certificates"]


def test_shifted_electricity_moves_won_and_footprint_and_no_certificate_of_steel(
    who: Visitor, named: dict[str, str]
) -> None:
    told = planned(who, "made", runs=0, plant=named["plant"])["schedule"]
    assert told["figures"]["electricity_kwh"] != 0.0, "otherwise this shows nothing"
    assert told["balances"]["won"] != 0.0
    assert told["balances"]["footprint_kg"] != 0.0
    assert told["balances"]["certificates"] == 0.0
    for good in told["figures"]["goods"]:
        assert good["embedded_after"] == good["embedded"]
        assert good["certificates_after"] == good["certificates"]
    bolts = next(good for good in told["figures"]["goods"] if good["good"] == "bolts")
    assert bolts["footprint_after"] != bolts["footprint"]
    assert bolts["certificates"] > 0.0


def test_what_was_asked_can_be_asked_again_after_the_plant_and_the_line_changed(
    who: Visitor, named: dict[str, str]
) -> None:
    first = planned(who, "made", runs=64, **named)
    versions = {key: first["wish"][key] for key in ("plant_version", "line_version")}
    calm = LINE | {"stations": [{"id": "press", "buffer": 3, "time": "90 min"}]}
    save_line(who.town.place.gate, who.actor, named["line"], Document(calm, "line.yaml"), seen=versions["line_version"])
    again = planned(who, "made", runs=64, **named, **versions)
    assert again["wish"] == first["wish"]
    assert {item["machine"] for item in again["schedule"]["rehearsed"]["machines"]} == {"PRESS", "HEAT"}
    newest = planned(who, "made", runs=64, **named)
    assert newest["wish"]["line_version"] == versions["line_version"] + 1
    assert [item["machine"] for item in newest["schedule"]["rehearsed"]["machines"]] == ["HEAT"]


def test_a_plant_or_a_line_of_another_firm_cannot_be_named(who: Visitor, named: dict[str, str]) -> None:
    other = who.town.member(who.town.founder("park", "다른회사"), "choi", "plant_user")
    other.post("/shops", inside=True, params={"file_name": "made.json"}, content=made_file())
    plant = other.plant()
    asked = other.post("/shops/made/schedules", inside=True, status=202, json=WISH | {"plant": plant})
    assert asked["state"] == "queued", "their own they may"
    for wish, code in (
        ({"plant": plant}, "access.unknown_plant"),
        ({"plant": "nobody"}, "access.unknown_plant"),
        ({"plant": named["plant"], "plant_version": 9}, "access.unknown_plant"),
    ):
        told = who.post("/shops/made/schedules", inside=True, status=404, json=WISH | wish)
        assert told["problems"][0]["code"] == code
    told = other.post("/shops/made/schedules", inside=True, status=404, json=WISH | {"line": named["line"]})
    assert told["problems"][0]["code"] == "access.unknown_document"


def test_machines_of_another_process_are_told_before_anything_is_searched_for(who: Visitor) -> None:
    content = made_file().replace(b'"process": "fasteners"', b'"process": "pressing"')
    who.post("/shops", inside=True, params={"file_name": "jobs.json"},
             content=content.replace(b'"id": "made"', b'"id": "astray"'))  # fmt: skip
    asked = who.post("/shops/astray/schedules", inside=True, status=202, json=WISH | {"plant": who.plant("둘째공장")})
    who.town.work_off()
    job = who.get(f"/jobs/{asked['id']}")
    assert (job["state"], {item["code"] for item in job["problems"]}) == ("failed", {"schedule.no_user"})
