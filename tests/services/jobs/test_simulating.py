"""A line is run by a job: once for each question, stopped when it is cancelled, kept with what it rests on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests import records
from tests.places import Place, actor, codes
from tests.records import HANBIT
from tests.workshop import Bench

from pulmu.model import AccessRefused, Document
from pulmu.services.jobs import kinds
from pulmu.services.jobs.simulating import KIND, run_simulation, start_simulation
from pulmu.services.jobs.task import Ending, JobPolicy, Kind, Task
from pulmu.services.line_runs.kept import list_runs, newest_runs, read_run
from pulmu.services.line_runs.question import RunWish
from pulmu.services.lines.shelf import find_line
from pulmu.services.records.job import Job
from pulmu.services.workspaces.documents import save_document

USER = actor("kim", "plant_user")
TREE: dict[str, Any] = {
    "pulmu": "line/1", "id": "bench",
    "stations": [{"id": "press", "machines": 2, "buffer": 3, "time": {"law": "exponential", "mean": "10 min"}},
                 {"id": "pack", "buffer": 3, "time": "4 min"}],
    "products": [{"id": "lid", "piece_kg": 2, "route": [{"station": "press", "scrap": 0.1}, {"station": "pack"}]}],
    "sources": [{"id": "in", "products": {"lid": 1}}],
}  # fmt: skip
WISH = RunWish(hours=40, replications=3)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path).with_companies()
    with found.store.place_writing() as records_of_place:
        records_of_place.add_account(records.account())
    found.with_member("kim", "plant_user")
    save(found, TREE, 0)
    return found


def save(place: Place, tree: dict[str, Any], seen: int) -> None:
    save_document(place.gate, USER, "line", "bench", Document(tree, "bench.yaml"), seen=seen)


def ask(place: Place, wish: RunWish = WISH) -> Job:
    return start_simulation(place.gate, USER, find_line(place.gate, USER, "bench"), wish, JobPolicy())


def now(place: Place, job: Job) -> Job:
    with place.store.reading(HANBIT) as work:
        found = work.job(job.id)
    assert found is not None
    return found


def test_a_line_is_run_and_the_answer_kept_with_all_it_rests_on(place: Place) -> None:
    bench, job = Bench(place), ask(place)
    bench.work_off()
    assert bench.faults == []
    assert (now(place, job).state, now(place, job).result) == ("done", "line_run:bench/1")
    kept = read_run(place.gate, USER, "bench", 1)
    assert (kept.question.version, kept.question.wish, kept.line.id) == (1, WISH, "bench")
    assert kept.answer.good.mean > 100
    assert kept.answer.play is not None
    assert kept.answer.play.moves
    listed = list_runs(place.gate, USER, "bench")
    assert [(item.number, item.version, item.hours, item.replications) for item in listed] == [(1, 1, 40.0, 3)]
    assert newest_runs(place.gate, USER) == {"bench": listed[0]}


def test_what_follows_the_last_run_is_told_too(place: Place) -> None:
    bench, told = Bench(place), []
    ask(place)

    def watched(task: Task) -> Ending:
        def tell(done: int, of: int, step: str) -> None:
            told.append((done, of, step))
            task.tell(done, of, step)

        return run_simulation(replace(task, tell=tell))

    bench.kinds = {**kinds.KINDS, KIND: Kind("run_line", watched)}
    bench.work_off()
    assert told == [(0, 5, "run_line"), (1, 5, "run_line"), (2, 5, "run_line"), (3, 5, "watch_line"),
                    (4, 5, "balance_line")]  # fmt: skip


def test_the_same_is_not_run_twice_whatever_the_version(place: Place) -> None:
    bench = Bench(place)
    ask(place)
    bench.work_off()
    save(place, TREE | {"name": "other"}, 1)
    save(place, TREE, 2)
    again = ask(place)
    other = ask(place, RunWish(hours=40, replications=3, seed=1))
    bench.work_off()
    assert now(place, again).result == "line_run:bench/1"
    assert now(place, other).result == "line_run:bench/2"


def test_a_cancelled_run_leaves_nothing(place: Place) -> None:
    bench, job = Bench(place), ask(place)
    kinds.cancel(place.gate, USER, job.id)
    bench.work_off()
    assert now(place, job).state == "cancelled"
    assert list_runs(place.gate, USER, "bench") == ()


def test_a_line_with_problems_and_a_wish_that_cannot_be_are_refused_together(place: Place) -> None:
    save(place, TREE | {"sources": []}, 1)
    found = codes(lambda: ask(place, RunWish(hours=-1)))
    assert found[-1] == "line.run_outside"
    assert len(found) > 1


def test_an_approver_reads_and_does_not_run(place: Place) -> None:
    Bench(place)
    reader = actor("lee", "approver")
    assert list_runs(place.gate, reader, "bench") == ()
    with pytest.raises(AccessRefused):
        start_simulation(place.gate, reader, find_line(place.gate, reader, "bench"), WISH, JobPolicy())
