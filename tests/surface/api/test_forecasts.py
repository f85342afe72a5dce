"""Forecasts of a load over the API: asked for, made by a job, read with every slot, and paged."""

from typing import Any

import pytest
from tests.places import Place
from tests.services.forecasts.made import WISH, load_file, take_in
from tests.surface.api.people import Town, Visitor

HERE = "/meters/main/forecasts"


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    found = founder.town.member(founder, "lee", "plant_user")
    take_in(found, "main", load_file(20))
    return found


@pytest.fixture(scope="module")
def made(who: Visitor) -> Any:
    asked = who.post(HERE, inside=True, status=202, json=WISH)
    who.town.work_off()
    job = who.get(f"/jobs/{asked['id']}")
    assert job["state"] == "done", job
    link = job["links"]["forecast"]
    answer = who.client.get(link)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_job_leads_to_the_forecast_with_every_slot(who: Visitor, made: Any) -> None:
    assert (made["meter"], made["number"], made["day"], made["slots_seen"]) == ("main", 1, "2026-03-22", 0)
    assert len(made["slots"]) == 96
    assert all(slot["lower_kw"] <= slot["kw"] <= slot["upper_kw"] for slot in made["slots"])
    assert {slot["band"] for slot in made["slots"]} == {"light"}, "a Sunday"
    assert sum(slot["kw"] for slot in made["slots"]) / 4 == pytest.approx(made["energy"])
    assert made["lower"] <= made["peak"] <= made["upper"]
    assert [item["code"] for item in made["problems"]] == ["forecast.rules_alone"]
    assert who.get(HERE)["items"][0]["number"] == 1


def test_rules_stand_beside_it_on_the_same_days_and_scale(made: Any) -> None:
    lately = made["last_days"]
    assert {"yesterday", "last_week", "same_kind", "weeks_mean", "weeks_median"} <= set(lately["errors_kw"])
    assert lately["scaled_error"] == pytest.approx(lately["error_kw"] / lately["scale_kw"])
    assert made["basis"]["version"]
    assert len(made["basis"]["seal"]) == 64


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"at": "soon"}, "input.text_form"),
        ({"at": "9999-12-31"}, "input.text_form"),
        ({"at": "2026-13-01"}, "forecast.time"),
        ({"option": "single"}, "tariff.unknown_contract"),
    ],
)
def test_what_cannot_be_asked_is_told(who: Visitor, body: dict[str, Any], code: str) -> None:
    assert who.post(HERE, inside=True, status=422, json=body)["problems"][0]["code"] == code


def test_forecasting_is_noted_and_not_for_everybody(who: Visitor, made: Any) -> None:
    with who.town.place.store.reading(who.workspace) as work:
        noted = [(entry.about, entry.detail) for entry in work.entries() if entry.action == "compute_forecast"]
    assert ("meter:main", {"day": made["day"]}) in [(about, dict(detail)) for about, detail in noted]
