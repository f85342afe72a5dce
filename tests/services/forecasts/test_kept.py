"""Forecasts of a workspace's meter: made by a job from the readings of then, kept, and the same later on."""

from typing import Any

import pytest
from tests.places import Place
from tests.services.forecasts.made import WISH, load_file, take_in
from tests.surface.api.people import Town, Visitor

from pulmu.model import AccessRefused, InputError
from pulmu.services.forecasts import kept
from pulmu.services.forecasts.wish import read_wish
from pulmu.services.jobs.desk import read_job
from pulmu.services.jobs.kinds import start_forecast
from pulmu.services.records.job import Job


@pytest.fixture(scope="module")
def boss(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    return Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")


@pytest.fixture(scope="module")
def who(boss: Visitor) -> Visitor:
    found = boss.town.member(boss, "lee", "preparer")
    take_in(found, "main", load_file(20))
    return found


def done(who: Visitor, tree: Any = WISH, meter: str = "main") -> Job:
    job = start_forecast(who.town.place.gate, who.actor, meter, tree)
    who.town.work_off()
    return read_job(who.town.place.gate, who.actor, job.id)


def test_a_forecast_is_kept_and_the_same_when_later_readings_came(who: Visitor) -> None:
    job = done(who)
    assert (job.state, job.result) == ("done", "load_forecast:main/1"), job.problems
    gate = who.town.place.gate
    found = kept.find_forecast(gate, who.actor, "main", 1)
    assert (found.listed.day.isoformat(), found.parts) == ("2026-03-22", 1)
    assert found.listed.lower <= found.listed.peak <= found.listed.upper
    assert found.wish["days"] == 20
    assert [item.code for item in found.problems] == ["forecast.rules_alone"]
    take_in(who, "main", load_file(22, first=20))
    assert kept.find_forecast(gate, who.actor, "main", 1) == found
    done(who)
    newer, older = kept.list_forecasts(gate, who.actor, "main")
    assert (newer.number, newer.day.isoformat()) == (2, "2026-03-24")
    assert older == found.listed
    assert kept.newest_forecasts(gate, who.actor) == (newer,)
    done(who, WISH | {"at": "2026-03-22"})
    again = kept.find_forecast(gate, who.actor, "main", 3)
    assert again.tree["slots"] == found.tree["slots"], "nothing later was read"


def test_bands_stand_beside_the_slots_and_a_day_off_is_light_load_all_day(who: Visitor) -> None:
    done(who, WISH | {"at": "2026-03-20"})
    done(who, WISH | {"at": "2026-03-22"})
    workday, sunday = (kept.find_forecast(who.town.place.gate, who.actor, "main", n).bands for n in (4, 5))
    assert set(workday) == {"light", "mid", "peak"}
    assert set(sunday) == {"light"}


def test_where_the_terms_of_the_day_are_not_known_no_band_is_made_up(who: Visitor) -> None:
    content = load_file(20).replace(b"2026-", b"2018-")
    take_in(who, "old", content)
    done(who, WISH, "old")
    found = kept.find_forecast(who.town.place.gate, who.actor, "old", 1)
    assert found.bands == ()
    assert "forecast.no_bands" in {item.code for item in found.problems}


def test_what_cannot_be_forecast_ends_the_job_with_its_reason(who: Visitor) -> None:
    job = done(who, WISH | {"at": "2026-03-05"})
    assert job.state == "failed"
    assert "forecast.too_short" in job.problems


def test_a_meter_of_gas_one_nobody_has_and_a_wish_that_is_wrong_are_refused_at_once(who: Visitor) -> None:
    take_in(who, "gas", b"time,gas (MJ)\n2026-01-01 00:00,1\n2026-01-01 00:15,2\n2026-01-01 00:30,2\n")
    gate = who.town.place.gate
    with pytest.raises(InputError) as caught:
        start_forecast(gate, who.actor, "gas", WISH)
    assert [item.code for item in caught.value.problems] == ["tariff.not_electricity"]
    with pytest.raises(AccessRefused):
        start_forecast(gate, who.actor, "nobody", WISH)
    with pytest.raises(InputError) as caught:
        start_forecast(gate, who.actor, "main", {"days": 3, "seed": -1, "colour": "red"})
    assert {item.place for item in caught.value.problems} == {"days", "seed", "colour"}


@pytest.mark.parametrize(("tree", "code"), [
    ({"at": "2026-02-30"}, "forecast.time"), ({"option": "single"}, "tariff.unknown_contract"),
])  # fmt: skip
def test_a_day_that_is_none_and_a_contract_nobody_has_are_told(tree: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_wish(tree)
    assert [item.code for item in caught.value.problems] == [code]


def test_who_may_only_look_forecasts_nothing_and_a_stranger_sees_none(boss: Visitor, who: Visitor) -> None:
    gate = who.town.place.gate
    looker = who.town.member(boss, "choi", "approver")
    with pytest.raises(AccessRefused):
        start_forecast(gate, looker.actor, "main", WISH)
    assert kept.find_forecast(gate, looker.actor, "main", 1).listed.number == 1
    stranger = who.town.founder("park", "이웃")
    with pytest.raises(AccessRefused):
        kept.find_forecast(gate, stranger.actor, "main", 1)
