"""A reform is compared by a job: once for each question, stopped when it is cancelled, kept with what it rests on."""

import json
import shutil
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import records
from tests.places import Place, actor, codes
from tests.records import HANBIT
from tests.workshop import Bench

from pulmu.bootstrap.support import packaged_programmes, packaged_reforms
from pulmu.model import OutsideError
from pulmu.services.access.actor import Actor
from pulmu.services.jobs import kinds
from pulmu.services.jobs.comparison import start_comparison
from pulmu.services.jobs.run import give_back
from pulmu.services.jobs.task import JobPolicy
from pulmu.services.records.job import Job
from pulmu.services.reforms.effects import list_effects, read_effect
from pulmu.services.reforms.rules import ReformRules
from pulmu.services.reforms.shelf import find_reform
from pulmu.services.workspaces.kept_problems import problems_of

OFFICER = actor("kim", "agency_officer")
VOUCHER = "innovation_voucher_mid_sized_manufacturers"
DAY = date(2026, 11, 25)


@pytest.fixture
def place(tmp_path: Path, national: Path) -> Place:
    found = Place(tmp_path).with_companies()
    with found.store.place_writing() as records_of_place:
        records_of_place.add_account(records.account())
    found.with_member("kim", "agency_officer")
    shutil.copytree(national, tmp_path / "populations" / "national")
    return found


def ask(place: Place, by: Actor = OFFICER, *, reform: str = VOUCHER, population: str = "national") -> Job:
    rules = ReformRules.of(place.gate, by, packaged_programmes())
    found = find_reform(place.gate, by, packaged_reforms(), rules.rulebook, reform)
    return start_comparison(place.gate, by, place.populations, found, population, DAY, JobPolicy())


def now(place: Place, job: Job) -> Job:
    with place.store.reading(HANBIT) as work:
        found = work.job(job.id)
    assert found is not None
    return found


def told(place: Place, job: Job) -> list[str]:
    return [item.code for item in problems_of(now(place, job).problems)]


def kept(place: Place) -> int:
    return len(list_effects(place.gate, OFFICER, VOUCHER))


def quick(*_: Any, **__: Any) -> Any:
    """An answer at once."""
    return {"programmes": []}


def no_second_time(*_: Any, **__: Any) -> Any:
    raise AssertionError("it is computed again")


def test_a_reform_is_compared_once_and_its_answer_is_kept_with_what_it_rests_on(place: Place) -> None:

    job, bench = ask(place), Bench(place)

    assert bench.work_off() == 1
    assert bench.faults == []
    done = now(place, job)
    assert (done.state, done.result, done.problems) == ("done", f"reform_effect:{VOUCHER}/1", "[]")

    effect = read_effect(place.gate, OFFICER, VOUCHER, 1)
    (voucher,) = [item for item in effect.effect.programmes if item.programme == "innovation_voucher"]
    assert voucher.gain == 3
    listed = place.populations.find("national")
    assert effect.question.population_sha256 == listed.sha256
    assert (effect.question.day, effect.question.program) == ("2026-11-25", "pulmu 0")
    assert (effect.population["seed"], effect.population["one_in"], effect.population["firms"]) == (1, 1000, 8310)
    assert effect.reform["id"] == VOUCHER
    (head,) = list_effects(place.gate, OFFICER, VOUCHER)
    assert (head.number, head.population, head.day, head.author) == (1, "national", DAY, "kim")
    again = ask(place)
    assert Bench(place, compare=no_second_time).work_off() == 1
    assert (now(place, again).state, now(place, again).result) == ("done", f"reform_effect:{VOUCHER}/1")
    assert kept(place) == 1


def test_two_that_compute_the_same_at_a_time_keep_one_answer(place: Place) -> None:
    first, second = ask(place), ask(place)
    inner: list[int] = []

    def slow(*_: Any, **__: Any) -> Any:
        if not inner:
            inner.append(Bench(place, compare=quick).work_off())
        return {"programmes": []}

    assert Bench(place, compare=slow).work_off() == 1
    assert inner == [1]
    assert {now(place, first).result, now(place, second).result} == {f"reform_effect:{VOUCHER}/1"}
    assert kept(place) == 1


def test_each_programme_is_told(place: Place) -> None:
    seen: list[str] = []

    def telling(*_: Any, tell: Any, **__: Any) -> Any:
        for what in ("population", "firms", "innovation_voucher"):
            tell(what)
            seen.append(f"{now(place, job).done} of {now(place, job).of}: {now(place, job).what}")
        return {"programmes": []}

    job = ask(place)
    Bench(place, compare=telling).work_off()
    assert seen == ["0 of 3: population", "1 of 3: firms", "2 of 3: programme:innovation_voucher"]
    assert now(place, job).state == "done"


def endless(reform: Any, rulebook: Any, engine: Any, day: date, **_: Any) -> Any:
    """Computes for longer than anybody waits."""
    one = engine.table("firms").select("firm_id")
    pairs = engine.keep("pairs", one.limit(5000).cross_join(one.limit(200).rename(other="firm_id")))
    twice = pairs.view()
    every = pairs.join(twice, pairs.firm_id % 7 != twice.firm_id).aggregate(most=(pairs.firm_id * 3 % 11).max())
    engine.to_columns(every)
    raise AssertionError("it came to its end")


def test_cancelling_stops_what_is_being_computed(place: Place) -> None:
    job = ask(place)

    def cancel() -> None:
        while now(place, job).state != "running":
            time.sleep(0.02)
        time.sleep(0.3)
        kinds.cancel(place.gate, OFFICER, job.id)

    thread = threading.Thread(target=cancel)
    thread.start()
    bench = Bench(place, compare=endless)
    assert (bench.work_off(), bench.faults) == (1, [])
    thread.join()
    assert (now(place, job).state, told(place, job)) == ("cancelled", [])
    assert kept(place) == 0
    assert [item.name for item in (place.folder / "populations" / "national").glob(".duckdb*")] == []
    again = kinds.retry(place.gate, OFFICER, job.id)
    assert Bench(place, compare=quick).work_off() == 1
    assert (now(place, again).state, kept(place)) == ("done", 1)


def test_a_process_that_is_to_end_gives_the_work_back(place: Place) -> None:
    job, bench = ask(place), Bench(place, compare=endless)
    closing = threading.Timer(0.5, lambda: setattr(bench, "is_closing", True))
    closing.start()
    assert bench.work()
    assert (now(place, job).state, kept(place)) == ("queued", 0)
    assert Bench(place, compare=quick).work()
    assert (now(place, job).state, now(place, job).tries) == ("done", 2)


def test_a_killed_process_leaves_nothing_and_another_does_the_work(place: Place) -> None:
    def killed(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    job = ask(place)
    with pytest.raises(KeyboardInterrupt):
        Bench(place, compare=killed).work("one")
    assert (now(place, job).state, kept(place)) == ("running", 0)
    assert give_back(place.door, "one") == 1
    assert Bench(place, compare=quick).work("two")
    assert (now(place, job).state, kept(place)) == ("done", 1)


def test_where_what_computes_is_not_installed_that_is_said(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> Any:
        raise OutsideError.of(
            "outside.engine_not_installed", "", "not installed", "", missing="ibis", extra="population"
        )

    job = ask(place)
    monkeypatch.setattr(place.populations, "open", missing)
    for _ in range(JobPolicy().tries):
        Bench(place).work_off()
        place.pass_time(seconds=60)
    assert (now(place, job).state, told(place, job)) == ("failed", ["outside.engine_not_installed"])


def test_another_population_of_the_same_name_is_not_taken_for_it(place: Place) -> None:
    job = ask(place)
    path = place.folder / "populations" / "national" / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 1,', '"seed": 2,'), encoding="utf-8")
    Bench(place).work_off()
    assert (now(place, job).state, told(place, job)) == ("failed", ["reform.population_changed"])


def test_what_cannot_be_compared_is_refused_before_it_is_put_into_the_queue(place: Place) -> None:
    assert codes(lambda: ask(place, population="nowhere")) == ["reform.population_unknown"]
    assert codes(lambda: ask(place, reform="nothing")) == ["access.unknown_document"]
    assert codes(lambda: ask(place, actor("lee", "reviewer"))) == ["access.forbidden"]
    assert codes(lambda: ask(place, actor("lee", "preparer"))) == ["access.forbidden"]
    path = place.folder / "populations" / "national" / "manifest.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(tree | {"kind": "register"}), encoding="utf-8")
    assert codes(lambda: ask(place)) == ["reform.register"]
    path.unlink()
    assert codes(lambda: ask(place)) == ["input.no_population"]
    with place.store.reading(HANBIT) as work:
        assert work.jobs(0, 10) == ()
