"""A run to be watched agrees with what the run counted, and with a count of the trace, at every moment."""

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.twin.lines import line_from
from tests.twin.random_lines import Tree, lines

from pulmu.model.line import Line
from pulmu.services.line_play import frame_at, frames, machine_names, play_of
from pulmu.twin import Ask, LineResult, simulate_line
from pulmu.twin.oracle import run_plainly

HORIZON = 2 * 86_400.0
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _run(line: Line) -> LineResult:
    return next(iter(simulate_line(line, Ask(HORIZON, seed=3, trace=True), run_plainly)))


def _queued(run: LineResult, time: float) -> Counter[int]:
    """Pieces before each station, counted from the trace alone: the last that is told of a piece says where it is."""
    last = {item.serial: item for item in run.trace if item.serial >= 0 and item.time <= time}
    return Counter(item.who for item in last.values() if item.what == "queues")


@many
@given(lines(), st.floats(0, 1))
def test_queues_of_any_frame_equal_a_count_of_the_trace(tree: Tree, share: float) -> None:
    line = line_from(tree)
    run = _run(line)
    play = play_of(line, run.trace, 0, HORIZON, most=10**9)
    moments = [share * HORIZON, *(item.time for item in run.trace[:: max(1, len(run.trace) // 8)])]
    for time in moments:
        frame = frame_at(line, play, time)
        expected = _queued(run, time)
        assert [len(item) for item in frame.queues] == [expected[n] for n in range(len(line.stations))]


@many
@given(lines())
def test_frames_sum_to_what_the_run_counted(tree: Tree) -> None:
    line = line_from(tree)
    run = _run(line)
    shown = list(frames(line, play_of(line, run.trace, 0, HORIZON, most=10**9)))
    spans = [(one, other.time - one.time) for one, other in pairwise(shown)]
    spans.append((shown[-1], HORIZON - shown[-1].time))
    stations = [station for station, _ in machine_names(line)]
    for number, station in enumerate(run.stations):
        area = math.fsum(len(frame.queues[number]) * span for frame, span in spans)
        assert area / HORIZON == pytest.approx(station.mean_queue, abs=1e-9)
        hours: Counter[str] = Counter()
        for frame, span in spans:
            for at, state in zip(stations, frame.machines, strict=True):
                hours[state] += span / 3600 if at == number else 0
        assert {name: value for name, value in hours.items() if value} == pytest.approx(
            {name: value for name, value in station.state_hours.items() if value}, abs=1e-9
        )
    assert (shown[-1].good, shown[-1].scrap) == (run.good, run.scrap)
    inside = sum(len(item) for item in (*shown[-1].queues, *shown[-1].loaded))
    assert inside == run.inside


@many
@given(lines(), st.floats(0.05, 0.9), st.integers(1, 40))
def test_a_window_shows_the_same_as_the_whole_run(tree: Tree, share: float, most: int) -> None:
    line = line_from(tree)
    run = _run(line)
    whole = play_of(line, run.trace, 0, HORIZON, most=10**9)
    part = play_of(line, run.trace, share * HORIZON, HORIZON, most=most)
    assert part.start.time == share * HORIZON
    assert part.end <= HORIZON
    for frame in frames(line, part):
        expected = frame_at(line, whole, frame.time)
        if frame.time > part.start.time:
            assert [set(item) for item in frame.queues] == [set(item) for item in expected.queues]
            assert (frame.machines, frame.good, frame.scrap) == (expected.machines, expected.good, expected.scrap)
    seen = {str(piece) for item in (*part.start.queues, *part.start.loaded) for piece in item}
    assert seen <= set(part.products)


def test_a_window_ends_with_all_of_its_last_moment() -> None:
    line = line_from(
        {"id": "one", "stations": [{"id": "s", "time": "5 min", "buffer": 3}], "sources": [
            {"id": "in", "products": {"p": 1}}], "products": [{"id": "p", "route": [{"station": "s"}]}]}
    )  # fmt: skip
    run = _run(line)
    part = play_of(line, run.trace, 0, HORIZON, most=1)
    assert {item.time for item in part.moves} == {0.0}
    assert len(part.moves) == sum(item.time == 0 for item in run.trace)
    assert part.end == 0.0
