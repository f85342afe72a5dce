"""Looks at a workspace's meter: found by a job, kept, the same later on; alarms are marked by who may."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.places import Place
from tests.services.anomalies.made import WISH, leak_file
from tests.services.forecasts.made import take_in
from tests.surface.api.people import Town, Visitor
from tests.workshop import Bench

from pulmu.model import AccessRefused, InputError
from pulmu.services.anomalies import kept, marks
from pulmu.services.anomalies.curve import curve_of
from pulmu.services.anomalies.wish import read_wish
from pulmu.services.jobs import watching
from pulmu.services.jobs.desk import read_job
from pulmu.services.jobs.kinds import KINDS, cancel, retry, start_watching
from pulmu.services.jobs.task import Ending, Task
from pulmu.services.records.job import Job


@pytest.fixture(scope="module")
def boss(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    return Town(Place(tmp_path_factory.mktemp("place"))).founder("kim", "한빛체결")


@pytest.fixture(scope="module")
def who(boss: Visitor) -> Visitor:
    found = boss.town.member(boss, "lee", "preparer")
    take_in(found, "main", leak_file())
    return found


def done(who: Visitor, tree: Any = WISH, meter: str = "main") -> Job:
    job = start_watching(who.town.place.gate, who.actor, meter, tree)
    who.town.work_off()
    return read_job(who.town.place.gate, who.actor, job.id)


@pytest.fixture(scope="module")
def look(who: Visitor) -> kept.KeptAnomalies:
    job = done(who)
    assert (job.state, job.result) == ("done", "load_anomalies:main/1"), job.problems
    return kept.find_kept(who.town.place.gate, who.actor, "main", 1)


def leak_of(look: kept.KeptAnomalies) -> dict[str, Any]:
    return next(item for item in look.tree["alarms"] if item["kind"] == "base_up")


def test_a_leak_is_kept_with_its_three_balances_and_the_curve_it_was_seen_in(look: kept.KeptAnomalies) -> None:
    leak = leak_of(look)
    assert leak["hint"] == "leak"
    loss = leak["loss"]
    assert (loss["certificates"], loss["kwh"] > 0, loss["won"] > 0, loss["footprint_kg"] > 0) == (0, True, True, True)
    assert look.listed.count == len(look.tree["alarms"])
    assert look.listed.budget == 0.5
    assert len(look.curve["kw"]) == len(look.curve["expected_kw"]) == 52 * 96
    assert look.curve["expected_kw"][0] is None
    slot = 45 * 96 + 40
    assert look.curve["lower_kw"][slot] <= look.curve["expected_kw"][slot] <= look.curve["upper_kw"][slot]


def test_fewer_days_and_an_earlier_instant_read_nothing_later(who: Visitor, look: kept.KeptAnomalies) -> None:
    job = done(who, WISH | {"at": "2026-04-10", "days": 35})
    found = kept.find_kept(who.town.place.gate, who.actor, "main", int(job.result.rpartition("/")[2]))
    assert len(found.curve["kw"]) == 35 * 96
    assert found.listed.last == date(2026, 4, 9)
    assert all(item["told"] <= "2026-04-10" for item in found.tree["alarms"])
    assert kept.newest_anomalies(who.town.place.gate, who.actor) == (found.listed,)
    assert kept.list_anomalies(who.town.place.gate, who.actor, "main") == (found.listed, look.listed)


def test_some_days_of_the_curve_are_never_beyond_what_is_kept(look: kept.KeptAnomalies) -> None:
    last = curve_of(look, None, 7)
    assert (last.first, len(last.power)) == (date(2026, 4, 16), 7 * 96)
    assert curve_of(look, date(2030, 1, 1), 7) == last
    early = curve_of(look, date(2000, 1, 1), 3)
    assert (early.first, early.first) == (early.earliest, date(2026, 3, 2))
    assert len(curve_of(look, None, 300).power) == 52 * 96


def test_a_mark_is_noted_counted_and_found_again_on_the_next_look(
    boss: Visitor, who: Visitor, look: kept.KeptAnomalies
) -> None:  # fmt: skip
    gate, leak = who.town.place.gate, leak_of(look)
    assert marks.tally(marks.marks_of(gate, who.actor, "main"), look.tree["alarms"]).precision is None
    marks.mark_alarm(gate, who.actor, "main", 1, leak["id"], "false")
    said = marks.marks_of(gate, boss.actor, "main")
    found = marks.mark_on(said, leak)
    assert found is not None
    assert (found.mark, found.author) == ("false", who.actor.id)
    counted = marks.tally(said, look.tree["alarms"])
    assert (counted.looked_at, counted.false, counted.precision) == (1, 1, 0.0)
    job = done(who, WISH | {"budget": 0.6})
    again = kept.find_kept(gate, who.actor, "main", int(job.result.rpartition("/")[2]))
    assert marks.mark_on(said, leak_of(again)) == found, "the same hours, another look"
    marks.mark_alarm(gate, who.actor, "main", 1, leak["id"], "open")
    assert marks.mark_on(marks.marks_of(gate, who.actor, "main"), leak) is None
    with who.town.place.store.reading(who.workspace) as work:
        noted = [dict(entry.detail) for entry in work.entries() if entry.action == "mark_anomaly"]
        assert noted == [{"alarm": leak["id"], "mark": mark} for mark in ("false", "open")]
        assert len(work.document_versions("anomaly_mark", f"main/{leak['id']}")) == 2, "what was said stays"


def test_only_alarms_that_are_there_are_marked_and_only_by_who_may(
    boss: Visitor, who: Visitor, look: kept.KeptAnomalies
) -> None:  # fmt: skip
    gate, leak = who.town.place.gate, leak_of(look)
    looker = who.town.member(boss, "choi", "approver")
    stranger = who.town.founder("park", "이웃")
    for actor, alarm in ((who.actor, "20260101T0000-above"), (looker.actor, leak["id"]), (stranger.actor, leak["id"])):
        with pytest.raises(AccessRefused):
            marks.mark_alarm(gate, actor, "main", 1, alarm, "seen")
    with pytest.raises(AccessRefused):
        start_watching(gate, looker.actor, "main", WISH)
    with pytest.raises(AccessRefused):
        kept.find_kept(gate, stranger.actor, "main", 1)
    assert kept.find_kept(gate, looker.actor, "main", 1).listed == look.listed


def test_it_can_be_cancelled_and_what_has_too_few_days_ends_with_its_reason(who: Visitor) -> None:
    gate = who.town.place.gate
    job = start_watching(gate, who.actor, "main", WISH)
    cancel(gate, who.actor, job.id)
    who.town.work_off()
    assert read_job(gate, who.actor, job.id).state == "cancelled"
    failed = done(who, WISH | {"at": "2026-03-05"})
    assert failed.state == "failed"
    assert "forecast.too_short" in failed.problems


def test_one_that_is_stopped_on_the_way_ends_there_keeps_nothing_and_can_be_done_again(who: Visitor) -> None:
    place, gate = who.town.place, who.town.place.gate
    before = kept.list_anomalies(gate, who.actor, "main")
    job = start_watching(gate, who.actor, "main", WISH)
    told: list[tuple[int, int, str]] = []

    def stopped(task: Task) -> Ending:
        def tell(done: int, of: int, step: str) -> None:
            told.append((done, of, read_job(gate, who.actor, job.id).state))
            if done > of // 2:
                cancel(gate, who.actor, job.id)
            task.tell(done, of, step)

        return watching.run_watching(replace(task, tell=tell))

    bench = Bench(place, kinds={**KINDS, watching.KIND: replace(KINDS[watching.KIND], run=stopped)})
    assert (bench.work_off(), bench.faults) == (1, [])
    ended = read_job(gate, who.actor, job.id)
    assert (ended.state, ended.result) == ("cancelled", "")
    assert [done > of // 2 for done, of, _ in told] == [False] * (len(told) - 1) + [True], "no day more was looked at"
    assert len(told) > 2
    assert {state for _, _, state in told} == {"running"}
    assert kept.list_anomalies(gate, who.actor, "main") == before
    retry(gate, who.actor, job.id)
    assert Bench(place).work_off() == 1
    assert len(kept.list_anomalies(gate, who.actor, "main")) == len(before) + 1


def test_a_wish_tells_all_that_is_wrong(who: Visitor) -> None:
    with pytest.raises(InputError) as caught:
        read_wish({"budget": 0, "days": 3, "colour": "red"})
    assert {item.place for item in caught.value.problems} == {"budget", "days", "colour"}
    with pytest.raises(InputError) as caught:
        read_wish({"at": "2026-02-30", "rates_of": "2026-13-01"})
    assert [item.place for item in caught.value.problems] == ["at", "rates_of"]
    assert json.loads(json.dumps(read_wish({"budget": "0.2"}).budget)) == 0.2
    take_in(who, "gas", b"time,gas (MJ)\n2026-01-01 00:00,1\n2026-01-01 00:15,2\n2026-01-01 00:30,2\n")
    with pytest.raises(InputError) as caught:
        start_watching(who.town.place.gate, who.actor, "gas", WISH)
    assert [item.code for item in caught.value.problems] == ["tariff.not_electricity"]
