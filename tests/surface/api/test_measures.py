"""Plans of measures over the API: computed, read with everything behind them, refused with all that is wrong."""

from typing import Any

import pytest
from tests.places import Place
from tests.surface.api.people import Town, Visitor

BODY = {
    "prices": {"city_gas": 900, "electricity": 165}, "facts": {"compressors": "1,200 MWh"}, "budget": [1e8, 5e7],
    "years": 4, "draws": 20,
}  # fmt: skip


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    founder.town.people["op"] = founder.town.member(founder, "op", "plant_user")
    founder.town.people["approver"] = founder.town.member(founder, "app", "approver")
    return founder.town.member(founder, "lee", "preparer")


@pytest.fixture(scope="module")
def here(who: Visitor) -> str:
    return f"/plants/{who.plant()}/measures"


@pytest.fixture(scope="module")
def made(who: Visitor, here: str) -> Any:
    return who.post(here, inside=True, status=201, json=BODY)


def test_a_plan_is_computed_and_read_with_what_it_rests_on(who: Visitor, here: str, made: Any) -> None:
    assert (made["number"], made["version"], made["count"]) == (1, 1, 3)
    read = who.get(f"{here}/1")
    assert read["told"]["budget"] == "100000000.0; 50000000.0"
    measures = {item["sized"]["measure"]["id"]: item for item in read["measures"]["measures"]}
    leaks = measures["air_leaks"]
    assert leaks["worth"]["won"]["middle"] == pytest.approx(0.175 * 1_200_000 * 165)
    assert leaks["sized"]["measure"]["grade"] == "A"
    assert leaks["sized"]["measure"]["source"]["act"]
    assert set(read["measures"]["plans"]["best"]["done"]) == {"air_leaks", "compressor_heat", "furnace_insulation"}
    assert [item["name"] for item in read["measures"]["scenarios"]] == ["law_flat"]
    assert read["backing"] is not None
    assert who.get(here)["items"] == [made]


def test_who_may_not_see_the_firm_sees_no_programmes(who: Visitor, here: str, made: Any) -> None:
    operator = who.town.people["op"]
    assert operator.get(f"{here}/1")["backing"] is None
    assert operator.post(here, inside=True, status=201, json=BODY)["number"] > made["number"]
    assert who.town.people["approver"].refusal("POST", here, json=BODY)[0] == 403


def test_all_that_is_wrong_is_told_at_its_place(who: Visitor, here: str) -> None:
    wrong = BODY | {"prices": {"city_gas": -1}, "facts": {"abc": "3"}, "savings": {"air_leaks": "2"}}
    told = who.post(here, inside=True, status=422, json=wrong)
    assert [(item["code"], item["place"]) for item in told["problems"]] == [
        ("plan.told_range", "prices.city_gas"), ("plan.told_name", "facts.abc"),
        ("plan.told_range", "savings.air_leaks"),
    ]  # fmt: skip
    lacking = who.post(here, inside=True, status=422, json=BODY | {"prices": {}})
    assert {item["code"] for item in lacking["problems"]} == {"plan.no_price"}
    assert who.refusal("GET", f"{here}/99")[0] == 404
    assert who.refusal("GET", "/plants/nobody/measures")[0] == 404


def test_computing_is_noted(who: Visitor, here: str, made: Any) -> None:
    with who.town.place.store.reading(who.workspace) as work:
        noted = [entry.about for entry in work.entries() if entry.action == "compute_measures"]
    plant = here.split("/")[2]
    assert f"measure_plan:{plant}/{made['number']}" in noted
