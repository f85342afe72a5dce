"""Alarms of a meter over the API: asked for, found by a job, read with costs, a curve of some days, and marked."""

from typing import Any

import pytest
from tests.places import Place
from tests.services.anomalies.made import WISH, leak_file
from tests.services.forecasts.made import take_in
from tests.surface.api.people import Town, Visitor

HERE = "/meters/main/anomalies"


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    found = founder.town.member(founder, "lee", "plant_user")
    take_in(found, "main", leak_file())
    return found


@pytest.fixture(scope="module")
def made(who: Visitor) -> Any:
    asked = who.post(HERE, inside=True, status=202, json=WISH)
    who.town.work_off()
    job = who.get(f"/jobs/{asked['id']}")
    assert job["state"] == "done", job
    answer = who.client.get(job["links"]["anomalies"])
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_job_leads_to_the_alarms_with_their_three_balances(who: Visitor, made: Any) -> None:
    (leak,) = [item for item in made["alarms"] if item["kind"] == "base_up"]
    assert leak["loss"]["certificates"] == 0
    assert leak["loss"]["footprint_kg"] == pytest.approx(
        leak["loss"]["kwh"] * made["grid_factor"]["t_co2e_per_mwh"]
    )  # fmt: skip
    assert leak["mark"] is None
    assert made["rates_of"] == "2026-06-01"
    assert made["count"] == len(made["alarms"])
    assert who.get(HERE)["items"][0]["number"] == 1


def test_some_days_of_the_curve_are_read(who: Visitor, made: Any) -> None:
    curve = who.get(f"{HERE}/{made['number']}/curve?first=2026-04-11&days=2")
    assert curve["start"].startswith("2026-04-11T00:00")
    assert [len(curve[name]) for name in ("kw", "expected_kw", "lower_kw", "upper_kw")] == [192] * 4


def test_a_mark_stands_beside_its_alarm_and_is_counted(who: Visitor, made: Any) -> None:
    alarm = made["alarms"][-1]["id"]
    path = f"{HERE}/1/alarms/{alarm}/mark"
    assert who.call("PUT", path, inside=True, json={"mark": "seen"})["mark"] == "seen"
    again = who.get(f"{HERE}/1")
    assert again["alarms"][-1]["mark"]["author"] == who.actor.id
    assert again["marks"] == {"looked_at": 1, "false": 0, "precision": 1.0}
    who.call("PUT", path, inside=True, json={"mark": "perhaps"}, status=422)
    who.call("PUT", f"{HERE}/1/alarms/x/mark", inside=True, json={"mark": "seen"}, status=404)


@pytest.mark.parametrize(
    ("body", "code"),
    [({"at": "soon"}, "input.text_form"), ({"at": "2026-13-01"}, "forecast.time"), ({"budget": 0}, "input.request")],
)
def test_what_cannot_be_asked_is_told(who: Visitor, body: dict[str, Any], code: str) -> None:
    answer = who.post(HERE, inside=True, status=422, json=body)
    assert code in (answer["problems"][0]["code"], answer.get("code", ""))
