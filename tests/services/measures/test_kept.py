"""Plans of measures of a workspace's plant: kept, and the same when they are looked at again."""

import pytest
from tests.places import Place
from tests.surface.api.people import Town, Visitor

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import AccessRefused, InputError
from pulmu.services.measures import kept
from pulmu.services.measures.answer import find_measures
from pulmu.services.measures.asked import asked_prices
from pulmu.services.measures.backing import back_kept
from pulmu.services.measures.told import Told, read_order
from pulmu.services.workspaces.plants import read_plant

TOLD = Told(prices=("city_gas=900", "electricity=165"), facts=("compressors=1,200 MWh",), budget="1e8", draws=20,
            years=4)  # fmt: skip


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    founder = Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")
    founder.town.people["operator"] = founder.town.member(founder, "op", "plant_user")
    return founder.town.member(founder, "lee", "preparer")


@pytest.fixture(scope="module")
def plant(who: Visitor) -> str:
    return who.plant()


def test_a_plan_is_kept_and_read_as_it_was(who: Visitor, plant: str) -> None:
    place = who.town.served
    made = kept.compute_plan(place.gate, place.measured, who.actor, plant, TOLD)
    found = kept.find_plan(place.gate, who.actor, plant, made.number)
    document = read_plant(place.gate, who.actor, plant).document
    assert found.answer == find_measures(document, read_order(TOLD)).answer
    assert found.told == TOLD
    assert found.listed == made
    assert kept.list_plans(place.gate, who.actor, plant) == (made,)
    assert kept.newest_plans(place.gate, who.actor) == {plant: made}
    assert made.capital is not None
    assert made.count == 2
    assert [item.code for item in found.problems] == ["carbon.precursor_unverified"]


def test_programmes_are_those_of_a_firm_and_only_for_who_may_see_it(who: Visitor, plant: str) -> None:
    place = who.town.served
    made = kept.compute_plan(place.gate, place.measured, who.actor, plant, TOLD)
    found = kept.find_plan(place.gate, who.actor, plant, made.number)
    backed = back_kept(place.gate, who.actor, found, packaged_programmes(), place.market)
    assert not backed.has_firm
    assert backed.backings is not None
    assert all(not item.aids for item in backed.backings)
    firm = "companies: [{id: firm, name: 한빛}]".encode()
    who.call("PUT", "/firm", inside=True, content=firm, headers={"If-Match": '"0"'})
    told = back_kept(place.gate, who.actor, found, packaged_programmes(), place.market)
    assert told.has_firm
    assert any(item.aids for item in told.backings or ())
    hidden = back_kept(place.gate, who.town.people["operator"].actor, found, packaged_programmes(), place.market)
    assert hidden.backings is None


def test_who_may_only_look_computes_nothing_and_others_see_nothing(who: Visitor, plant: str) -> None:
    place, other = who.town.served, who.town.founder("park", "이웃")
    with pytest.raises(AccessRefused):
        kept.compute_plan(place.gate, place.measured, other.actor, plant, TOLD)
    with pytest.raises(AccessRefused):
        kept.find_plan(place.gate, other.actor, plant, 1)


def test_everything_wrong_is_told_and_nothing_is_kept(who: Visitor, plant: str) -> None:
    place = who.town.served
    before = len(kept.list_plans(place.gate, who.actor, plant))
    with pytest.raises(InputError) as refused:
        kept.compute_plan(place.gate, place.measured, who.actor, plant, Told(prices=("city_gas=9x",), budget="x"))
    assert [(item.code, item.place) for item in refused.value.problems] == [
        ("input.not_a_number", "--price city_gas"), ("input.not_a_number", "--budget year 1"),
    ]  # fmt: skip
    assert len(kept.list_plans(place.gate, who.actor, plant)) == before


def test_prices_are_asked_by_what_the_plant_uses(who: Visitor, plant: str) -> None:
    asked = asked_prices(read_plant(who.town.served.gate, who.actor, plant).document)
    assert [(item.id, item.kind, item.unit) for item in asked] == [
        ("electricity", "electricity", "kWh"), ("city_gas", "fuel", "Nm3"), ("wire_rod_korea", "precursor", "t"),
        ("wire_rod_china", "precursor", "t"),
    ]  # fmt: skip
