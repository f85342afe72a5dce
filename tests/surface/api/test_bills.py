"""Electricity bills over the API: computed, read with every line, compared, checked, and paged."""

from typing import Any

import pytest
from tests.places import Place
from tests.services.bills.test_kept import quarters, take_in
from tests.surface.api.people import Town, Visitor

WISH = {"contracted_power": 300, "power_factor": 95}
HERE = "/meters/main/bills"


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    found = founder.town.member(founder, "lee", "plant_user")
    take_in(found, "main", quarters("2026-06-01", "2026-08-01"))
    return found


@pytest.fixture(scope="module")
def made(who: Visitor) -> Any:
    return who.post(HERE, inside=True, status=201, json=WISH)


def get(who: Visitor, path: str) -> Any:
    answer = who.client.get(who.url(path, True))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_bills_are_computed_and_read_with_every_line(who: Visitor, made: Any) -> None:
    assert (made["number"], made["first"], made["last"]) == (1, "2026-06", "2026-07")
    read = get(who, f"{HERE}/1")
    assert sum(bill["to_pay"] for bill in read["bills"]) == made["to_pay"] == read["to_pay"]
    july = read["bills"][1]
    assert sum(line["won"] for line in july["lines"] if line["kind"] != "levy") == pytest.approx(july["charge"])
    peak = next(line for line in july["lines"] if line["band"] == "peak")
    assert peak["inputs"]["rate"] == {"value": 229.0, "unit": "KRW/kWh"}
    assert peak["won"] == pytest.approx(peak["inputs"]["energy"]["value"] * 229.0)
    assert "meter main" in july["explained"]
    assert "secondary" in july["explained"]
    assert [item["code"] for item in read["problems"]] == ["tariff.memory"]
    assert "peaks" in read["problems"][0]["mend"]


def test_options_stand_beside_each_other(who: Visitor, made: Any) -> None:
    options = get(who, f"{HERE}/1/options")["options"]
    assert options[0]["more"] == 0
    assert {item["option"]: item["to_pay"] for item in options}["II"] == made["to_pay"]
    assert [item["option"] for item in options if item["is_own"]] == ["II"]


def test_a_paid_bill_is_checked_line_by_line(who: Visitor, made: Any) -> None:
    july = get(who, f"{HERE}/1")["bills"][1]
    basic = next(line["won"] for line in july["lines"] if line["kind"] == "basic")
    lines = [{"id": "basic", "won": round(basic * 1.1)}, {"id": "to_pay", "won": july["to_pay"]}]
    found = who.post(f"{HERE}/1/check", inside=True, status=200, json={"month": "2026-07", "lines": lines})
    assert [(line["item"], line["is_same"]) for line in found["lines"]] == [("basic", False), ("to_pay", True)]
    assert [item["code"] for item in found["findings"]] == ["tariff.paid_demand"]
    other = who.post(f"{HERE}/1/check", inside=True, status=422, json={"month": "2025-01", "lines": lines})
    assert other["problems"][0]["code"] == "tariff.paid_month"
    twice = who.post(f"{HERE}/1/check", inside=True, status=422, json={"month": "2026-07", "lines": [lines[0]] * 2})
    assert [item["code"] for item in twice["problems"]] == ["input.duplicate_id"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (WISH | {"first": "2026-07", "last": "2026-06"}, "tariff.months"),
        (WISH | {"first": "2026-01"}, "tariff.month_unknown"),
        (WISH | {"option": "single"}, "tariff.unknown_contract"),
    ],
)
def test_what_cannot_be_billed_is_told(who: Visitor, body: dict[str, Any], code: str) -> None:
    assert who.post(HERE, inside=True, status=422, json=body)["problems"][0]["code"] == code


def test_computing_is_noted_and_not_for_everybody(who: Visitor, made: Any) -> None:
    with who.town.place.store.reading(who.workspace) as work:
        noted = [entry.about for entry in work.entries() if entry.action == "compute_bill"]
    assert f"power_bill:main/{made['number']}" in noted
