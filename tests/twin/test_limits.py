"""Runs that would take for ever, or all memory, are told of and not tried."""

import dataclasses

import pytest
from tests.twin.exact.words import Tree, line, one_station, product, source
from tests.twin.lines import line_from

from pulmu.bootstrap.twin import line_engine
from pulmu.model import Document
from pulmu.model.errors import SolveError
from pulmu.services.simulate_line import simulate
from pulmu.twin import Ask, Engine, kernel, oracle, plan_line
from pulmu.twin.oracle import run_plainly
from pulmu.twin.pace import most_a_second

HOUR = 3600.0


@pytest.fixture(params=["kernel", "oracle"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Both engines, impatient."""
    monkeypatch.setattr(oracle, "_EVENTS", 1000)
    return line_engine() if request.param == "kernel" else run_plainly


def code_of(tree: Tree, engine: Engine, ask: Ask) -> str:
    with pytest.raises(SolveError) as told:
        engine(plan_line(line_from(tree)), ask, 0)
    return told.value.problems[0].code


def test_a_run_in_slices_is_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_line(line_from(one_station(4.0, 5.0)))
    ask = Ask(100 * HOUR, 10 * HOUR, trace=True)
    whole = line_engine()(plan, ask, 3)
    monkeypatch.setattr(kernel, "_EVENTS", 7)
    assert dataclasses.astuple(line_engine()(plan, ask, 3)) == dataclasses.astuple(whole)


def test_a_clock_that_does_not_go_on_is_told(engine: Engine) -> None:
    assert code_of(one_station("1e-300 s", None, buffer=1), engine, Ask(HOUR)) == "line.time_stands"


def test_pieces_beyond_all_memory_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_MOST_PIECES", 4096)
    tree = one_station("1 h", "1 s")
    tree["sources"][0]["every"] = "1 s"
    assert code_of(tree, line_engine(), Ask(3 * HOUR)) == "line.too_many_pieces"


def test_a_trace_beyond_all_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_MOST_ROWS", 65_536)
    tree = one_station("1 s", None, buffer=1)
    assert code_of(tree, line_engine(), Ask(10 * HOUR, trace=True)) == "line.trace_too_long"


def test_more_than_anybody_waits_for_is_told_before_it_begins() -> None:
    def never(*_: object) -> None:
        raise AssertionError

    tree = one_station("1e-6 s", None, buffer=1)
    done = simulate(Document(tree, "line.yaml"), Ask(24 * HOUR), never)  # type: ignore[arg-type]
    assert [item.code for item in done.problems] == ["line.too_much"]


@pytest.mark.parametrize(
    ("tree", "rate"),
    [
        (one_station(2.0, 4.0), 1 / 240),
        (one_station(2.0, None, buffer=1, machines=3), 3 / 120),
        (line([{"id": "a", "time": "1 s"}, {"id": "b", "time": "1 min", "batch": {"most": 5}}],
              [product("a", "b")], [source(None, most_inside=9)]), 5 / 60),
        (one_station(2.0, "1 h", stops=[{"id": "f", "every": "50 s", "lasts": "50 s"}]), 1 / 3600 + 1 / 100),
    ],
    ids=["arrivals", "machines", "slowest", "stops"],
)  # fmt: skip
def test_the_pace_of_a_line_is_that_of_its_arrivals_or_its_slowest_step(tree: Tree, rate: float) -> None:
    assert most_a_second(line_from(tree)) == pytest.approx(rate)
