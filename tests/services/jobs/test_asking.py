"""A what-if question to a kept line is answered by a job: once, stopped when cancelled, kept with what it rests on."""

from pathlib import Path
from typing import Any

import pytest
from tests.places import Place, actor, codes
from tests.services.jobs.test_simulating import TREE, USER, now, place, save
from tests.workshop import Bench

from pulmu.model import AccessRefused, Document
from pulmu.services.ask_line import ask_line
from pulmu.services.jobs import kinds
from pulmu.services.jobs.asking import start_question
from pulmu.services.jobs.task import JobPolicy
from pulmu.services.line_questions.kept import find_kept, list_questions
from pulmu.services.lines.shelf import find_line
from pulmu.services.records.job import Job
from pulmu.twin.oracle import run_plainly

__all__ = ["place"]
ASKED: dict[str, Any] = {
    "pulmu": "what_if/1", "id": "third", "name": "a third press", "figure": "good", "days": 2, "first": 5, "most": 10,
    "scenarios": [{"id": "third", "changes": [{"station": "press", "machines": 3}]}],
}  # fmt: skip


def ask(place: Place, tree: Any = ASKED) -> Job:
    return start_question(place.gate, USER, find_line(place.gate, USER, "bench"), tree, JobPolicy())


def test_a_question_is_answered_as_the_command_answers_it_and_kept(place: Place) -> None:
    bench, job = Bench(place), ask(place)
    bench.work_off()
    assert bench.faults == []
    assert (now(place, job).state, now(place, job).result) == ("done", "line_question:bench/1")
    kept = find_kept(place.gate, USER, "bench", 1)
    told = ask_line(Document(TREE, "bench.yaml"), Document(ASKED, "question"), run_plainly)
    assert kept.answer == told.answer
    assert (kept.question.version, kept.what_if.id, kept.line.id) == (1, "third", "bench")
    listed = list_questions(place.gate, USER, "bench")
    assert [(item.number, item.version, item.name, item.figure) for item in listed] == [(1, 1, "a third press", "good")]
    assert listed[0].verdicts == (kept.answer.scenarios[0].key.verdict,)


def test_the_same_is_not_asked_twice_whatever_the_version(place: Place) -> None:
    bench = Bench(place)
    ask(place)
    bench.work_off()
    save(place, TREE | {"name": "other"}, 1)
    save(place, TREE, 2)
    again, other = ask(place), ask(place, ASKED | {"seed": 5})
    bench.work_off()
    assert now(place, again).result == "line_question:bench/1"
    assert now(place, other).result == "line_question:bench/2"


def test_a_cancelled_question_leaves_nothing(place: Place) -> None:
    bench, job = Bench(place), ask(place)
    kinds.cancel(place.gate, USER, job.id)
    bench.work_off()
    assert now(place, job).state == "cancelled"
    assert list_questions(place.gate, USER, "bench") == ()


def test_it_is_told_how_far_it_is_and_stops_between_runs(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is asked to stop after some runs: it says how many are done, and leaves the work for later."""
    bench, job, told = Bench(place), ask(place), []
    original = kinds.KINDS["ask_line"].run

    def watched(task: Any) -> Any:
        def tell(done: int, of: int, step: str) -> None:
            told.append((done, of, step))
            bench.is_closing = done >= 3
            task.tell(done, of, step)

        return original(type(task)(task.id, task.order, task.actor, task.gate, task.tools, tell))

    bench.kinds = {**kinds.KINDS, "ask_line": type(kinds.KINDS["ask_line"])("run_line", watched)}
    bench.work()
    assert told[0] == (0, 1, "ask_line")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] >= 3
    assert now(place, job).state == "queued"


def test_what_cannot_be_answered_is_told_all_at_once(place: Place) -> None:
    wrong = ASKED | {"figure": "goood", "scenarios": [{"id": "x", "changes": [{"station": "pres", "machines": 3}]}]}
    assert codes(lambda: ask(place, wrong)) == ["what_if.unknown_figure", "what_if.unknown_name"]
    assert codes(lambda: ask(place, ASKED | {"days": 36_500})) == ["line.run_too_long"]
    many = [{"id": f"s{n}", "changes": [{"station": "press", "machines": 3}]} for n in range(13)]
    assert codes(lambda: ask(place, ASKED | {"scenarios": many})) == ["line.too_many_scenarios"]
    assert codes(lambda: ask(place, {"pulmu": "what_if/1", "id": "none", "scenarios": []})) == ["what_if.no_scenario"]


def test_an_approver_reads_and_does_not_ask(place: Place, tmp_path: Path) -> None:
    reader = actor("lee", "approver")
    assert list_questions(place.gate, reader, "bench") == ()
    with pytest.raises(AccessRefused):
        start_question(place.gate, reader, find_line(place.gate, reader, "bench"), ASKED, JobPolicy())
