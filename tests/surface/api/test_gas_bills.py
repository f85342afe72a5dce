"""Gas bills over the API."""

import pytest
from tests.places import Place
from tests.services.bills.test_gas import hours_of_gas
from tests.services.bills.test_kept import take_in
from tests.surface.api.people import Town, Visitor

HERE = "/meters/gas/gas-bills"


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    found = founder.town.member(founder, "lee", "plant_user")
    take_in(found, "gas", hours_of_gas("2026-06-01", "2026-08-01"))
    return found


def test_months_are_billed_with_every_line(who: Visitor) -> None:
    asked = "?heating_value=42.5&price=2026-06=21.5&price=2026-07=22"
    answer = who.client.get(who.url(HERE + asked, True))
    assert answer.status_code == 200, answer.text
    read = answer.json()
    assert (read["bills"][0]["month"], read["bills"][0]["to_pay"]) == ("2026-06", 99_507_375.0)
    assert read["to_pay"] == sum(bill["to_pay"] for bill in read["bills"])
    assert [line["kind"] for line in read["bills"][0]["lines"]] == ["gas", "tax"]
    assert "meter gas" in read["bills"][0]["explained"]
    assert read["problems"] == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [("", "tariff.heating_value"), ("?heating_value=42.5", "tariff.gas_price_unknown"),
     ("?heating_value=42.5&price=soon", ""), ("?heating_value=abc", "input.request"), ("?rates_of=1", "input.request")],
)  # fmt: skip
def test_what_is_wrong_is_told(who: Visitor, asked: str, code: str) -> None:
    answer = who.client.get(who.url(HERE + asked, True))
    assert answer.status_code == 422, answer.text
    assert code in answer.text
