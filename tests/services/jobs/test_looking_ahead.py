"""A live plant is run ahead by a job: from its kept samples, told how far it is, stopped, kept with its spread."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests import records
from tests.live_plant import follow_busy, link_plant
from tests.places import Place, actor, codes
from tests.records import HANBIT
from tests.workshop import Bench

from pulmu.model import AccessRefused, Document
from pulmu.services.jobs import kinds
from pulmu.services.jobs.looking_ahead import KIND, run_ahead, start_ahead
from pulmu.services.jobs.task import Ending, JobPolicy, Kind, Task
from pulmu.services.lines.shelf import find_line
from pulmu.services.live_links.ahead import AheadWish, find_ahead, list_ahead
from pulmu.services.live_links.link import find_link
from pulmu.services.records.job import Job
from pulmu.services.workspaces.documents import save_document

USER = actor("kim", "plant_user")
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TREE: dict[str, Any] = {
    "pulmu": "line/1", "id": "bench", "starts": "mon 00:00",
    "calendars": [{"id": "day", "shifts": [{"days": DAYS, "start": "00:00", "end": "24:00"}]}],
    "carriers": [{"id": "electricity", "unit": "kWh", "price": 150}],
    "stations": [{"id": "press", "machines": 2, "buffer": 3, "time": {"law": "exponential", "mean": "40 min"},
                  "calendar": "day", "uses": [{"carrier": "electricity", "busy": 20}]},
                 {"id": "pack", "buffer": 3, "time": "15 min"}],
    "products": [{"id": "lid", "piece_kg": 2, "route": [{"station": "press", "scrap": 0.1}, {"station": "pack"}]}],
    "sources": [{"id": "in", "products": {"lid": 1}}],
}  # fmt: skip
WISH = AheadWish(until="3 h", targets={"": 20, "lid": 1}, replications=6)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path).with_companies()
    with found.store.place_writing() as records_of_place:
        records_of_place.add_account(records.account())
    found.with_member("kim", "plant_user")
    save(found, TREE, 0)
    link_plant(found, HANBIT, tmp_path / "none.sqlite", "bench")
    return found


def save(place: Place, tree: dict[str, Any], seen: int) -> None:
    save_document(place.gate, USER, "line", "bench", Document(tree, "bench.yaml"), seen=seen)


def ask(place: Place, wish: AheadWish = WISH, who: Any = USER) -> Job:
    link = find_link(place.gate, who, "press_shop")
    return start_ahead(place.gate, who, link, find_line(place.gate, who, "bench"), wish, JobPolicy())


def now(place: Place, job: Job) -> Job:
    with place.store.reading(HANBIT) as work:
        found = work.job(job.id)
    assert found is not None
    return found


def test_a_plant_is_run_ahead_and_the_answer_kept(place: Place) -> None:
    bench, job = Bench(place, follow=follow_busy), ask(place)
    bench.work_off()
    assert bench.faults == []
    assert (now(place, job).state, now(place, job).result) == ("done", "live_ahead:press_shop/1"), now(place, job)
    found = find_ahead(place.gate, USER, "press_shop", 1).answer
    assert (found.line, found.version, found.hours, found.replications) == ("bench", 1, 3.0, 6)
    assert 1 < found.good.low <= found.good.middle <= found.good.high < 20
    assert found.fan[-1].middle == found.good.middle
    assert found.products[0].reached == 1.0
    assert found.carriers[0].fan[-1].high == pytest.approx(found.carriers[0].amount.high)
    assert found.carbon.plant == ""
    (listed,) = list_ahead(place.gate, USER, "press_shop")
    assert (listed.number, listed.hours, listed.good[1]) == (1, 3.0, found.good.middle)
    with place.store.reading(HANBIT) as work:
        noted = [item for item in work.entries(0, 1000) if item.action == "run_line"]
    assert [item.about for item in noted] == ["live_link:press_shop"]


def test_the_end_of_the_shift_is_taken_where_no_time_is_named(place: Place) -> None:
    bench, job = Bench(place, follow=follow_busy), ask(place, AheadWish(replications=2))
    bench.work_off()
    assert now(place, job).state == "done", now(place, job)
    assert 0 < find_ahead(place.gate, USER, "press_shop", 1).answer.hours <= 24


def test_how_far_it_is_rises_to_what_was_foretold(place: Place) -> None:
    bench, told = Bench(place, follow=follow_busy), list[tuple[int, int]]()
    ask(place)

    def watched(task: Task) -> Ending:
        def tell(done: int, of: int, step: str) -> None:
            told.append((done, of))
            task.tell(done, of, step)

        return run_ahead(replace(task, tell=tell))

    bench.kinds = {**kinds.KINDS, KIND: Kind("run_line", watched)}
    bench.work_off()
    assert told[0][0] == 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    last, of = told[-1]
    assert last == of - 1, told[-1]


def test_a_cancelled_run_leaves_nothing(place: Place) -> None:
    bench, job = Bench(place, follow=follow_busy), ask(place)
    kinds.cancel(place.gate, USER, job.id)
    bench.work_off()
    assert now(place, job).state == "cancelled"
    assert list_ahead(place.gate, USER, "press_shop") == ()


def test_one_that_is_stopped_on_the_way_leaves_nothing(place: Place) -> None:
    bench, job = Bench(place, follow=follow_busy), ask(place)

    def stopped(task: Task) -> Ending:
        def tell(done: int, of: int, step: str) -> None:
            if done > of // 2:
                kinds.cancel(place.gate, USER, job.id)
            task.tell(done, of, step)

        return run_ahead(replace(task, tell=tell))

    bench.kinds = {**kinds.KINDS, KIND: Kind("run_line", stopped)}
    bench.work_off()
    assert now(place, job).state == "cancelled"
    assert list_ahead(place.gate, USER, "press_shop") == ()


def test_all_that_is_wrong_is_told_together_and_nothing_starts(place: Place) -> None:
    wrong = AheadWish(until="tomorrow", targets={"bolt": 1, "lid": -1}, replications=1, seed=-1)
    assert codes(lambda: ask(place, wrong)) == [
        "live.unfit_until", "live.unknown_product", "line.run_outside", "line.run_outside", "line.run_outside",
    ]  # fmt: skip
    save(place, TREE | {"sources": []}, 1)
    assert "live.unfit_until" not in codes(lambda: ask(place, wrong))


def test_where_no_samples_are_reached_the_job_says_so(place: Place) -> None:
    bench, job = Bench(place), ask(place)
    bench.work()
    found = now(place, job)
    assert "outside.no_samples" in found.problems or found.state == "queued"
    assert list_ahead(place.gate, USER, "press_shop") == ()


def test_an_approver_reads_and_does_not_run(place: Place) -> None:
    bench = Bench(place, follow=follow_busy)
    ask(place)
    bench.work_off()
    approver = actor("han", "approver")
    assert find_ahead(place.gate, approver, "press_shop", 1).answer.line == "bench"
    with pytest.raises(AccessRefused):
        ask(place, who=approver)
