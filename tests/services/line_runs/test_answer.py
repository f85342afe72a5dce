"""What runs of a line come to: means with intervals that agree with the runs they are of."""

import math
import statistics

import pytest
from hypothesis import HealthCheck, given, settings
from tests.twin.lines import line_from
from tests.twin.random_lines import Tree, lines

from pulmu.model import Document, decode, encode
from pulmu.services.line_runs.answer import LineAnswer, estimate, line_answer
from pulmu.services.line_runs.question import RunWish, check_wish
from pulmu.services.line_runs.running import run_line
from pulmu.twin import Ask, simulate_line
from pulmu.twin.oracle import run_plainly

WISH = RunWish(hours=20.0, warm_up_hours=2.0, replications=3, seed=7)
many = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(lines())
def test_an_answer_agrees_with_its_runs_and_comes_back_as_it_was(tree: Tree) -> None:
    line = line_from(tree)
    answer = run_line(line, WISH, run_plainly)
    runs = list(simulate_line(line, Ask(22 * 3600.0, 2 * 3600.0, 7), run_plainly, replications=3))
    assert answer.good.mean == pytest.approx(statistics.fmean(run.good for run in runs))
    assert answer.cost_krw.mean == pytest.approx(
        statistics.fmean(math.fsum(use.cost_krw for use in run.uses) for run in runs), abs=1e-9
    )
    for station in answer.stations:
        assert math.fsum(share.mean for share in station.shares.values()) == pytest.approx(1.0)
    tree_of = encode(answer, full=True)
    assert decode(LineAnswer, Document(tree_of, "answer")).unwrap() == answer


def test_one_run_has_no_interval() -> None:
    found = estimate([3.0])
    assert found is not None
    assert (found.mean, found.half_width) == (3.0, None)
    assert estimate([None, None]) is None


def test_the_interval_is_that_of_student() -> None:
    found = estimate([1.0, 2.0, 3.0])
    assert found is not None
    assert found.half_width == pytest.approx(4.302653 * 1.0 / math.sqrt(3), rel=1e-6)


def test_the_window_begins_where_it_was_asked_and_is_told_after_each_run() -> None:
    line = line_from(
        {"id": "one", "stations": [{"id": "s", "time": "5 min", "buffer": 3}], "sources": [
            {"id": "in", "products": {"p": 1}}], "products": [{"id": "p", "route": [{"station": "s"}]}]}
    )  # fmt: skip
    told: list[int] = []
    answer = run_line(line, RunWish(hours=10, replications=4, watch_from_hours=5), run_plainly, told.append)
    assert told == [1, 2, 3, 4]
    assert answer.play is not None
    assert answer.play.start.time == 5 * 3600
    assert answer.play.start.good == 59  # one every five minutes, the one due at five hours not yet
    assert line_answer([next(iter(simulate_line(line, Ask(3600), run_plainly)))], 0.0).play is None


def test_a_line_that_begins_in_a_state_of_its_own_is_run_and_not_watched() -> None:
    tree = {"id": "one", "stations": [{"id": "s", "time": "5 min", "buffer": 3}], "state": {
        "waiting": [{"product": "p", "pieces": 2}]}, "sources": [{"id": "in", "products": {"p": 1}}],
        "products": [{"id": "p", "route": [{"station": "s"}]}]}  # fmt: skip
    assert run_line(line_from(tree), RunWish(hours=10, replications=1), run_plainly).play is None


def test_everything_wrong_with_a_wish_is_told() -> None:
    bad = RunWish(hours=0, warm_up_hours=-1, seed=-1, replications=0, watch_from_hours=9e9)
    assert [item.place for item in check_wish(bad)] == [
        "hours", "warm_up_hours", "replications", "seed", "watch_from_hours",
    ]  # fmt: skip
    assert [item.code for item in check_wish(RunWish(hours=17_000, replications=400))] == ["line.run_too_long"]
    assert check_wish(RunWish()) == ()
