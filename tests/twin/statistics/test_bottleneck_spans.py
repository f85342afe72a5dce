"""When which station held a line up: the bands agree with the method they are of, and leave resting hours out."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.twin.lines import line_from
from tests.twin.random_lines import Tree, lines

from pulmu.twin import Ask, Happening, simulate_line
from pulmu.twin.counts import STATES
from pulmu.twin.oracle import run_plainly
from pulmu.twin.statistics.bottleneck import line_bottleneck

many = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
HOUR = 3600.0
THREE = line_from({
    "id": "three", "stations": [{"id": name, "time": "5 min"} for name in ("a", "b", "c")],
    "sources": [{"id": "in", "products": {"p": 1}, "most_inside": 9}],
    "products": [{"id": "p", "route": [{"station": name} for name in ("a", "b", "c")]}],
})  # fmt: skip


def changes(*rows: tuple[float, int, str]) -> list[Happening]:
    return [Happening(time=at * HOUR, what="changes", who=who, serial=-1, value=STATES.index(state))
            for at, who, state in rows]  # fmt: skip


def test_the_longest_active_period_is_the_bottleneck_and_overlaps_shift() -> None:
    trace = changes((0, 0, "busy"), (4, 0, "idle"), (3, 1, "busy"), (9, 1, "down"), (10, 1, "off"), (5, 2, "busy"),
                    (6, 2, "idle"))  # fmt: skip
    found = line_bottleneck(THREE, sorted(trace, key=lambda item: item.time), 0.0, 20 * HOUR)
    assert found.working == 10
    spans = {item.station: [(one.start, one.end, one.kind) for one in item.spans] for item in found.stations}
    assert spans == {
        "a": [(0, 3, "sole"), (3, 4, "shifting")], "b": [(3, 4, "shifting"), (4, 10, "sole")], "c": [],
    }  # fmt: skip
    assert found.first is not None
    assert (found.first.station, found.first.sole, found.first.shifting) == ("b", 0.6, 0.1)


def test_a_period_goes_on_after_hours_off_duty() -> None:
    """Two shifts of 3 hours make one period of 6, longer than one of 5 that has no night in it."""
    trace = changes((0, 0, "busy"), (3, 0, "off"), (1, 1, "busy"), (6, 1, "idle"), (8, 0, "busy"), (11, 0, "idle"))
    found = line_bottleneck(THREE, sorted(trace, key=lambda item: item.time), 0.0, 12 * HOUR)
    spans = {item.station: [(one.start, one.end, one.kind) for one in item.spans] for item in found.stations}
    assert spans["a"] == [(0, 1, "sole"), (1, 3, "shifting"), (8, 11, "sole")]
    assert spans["b"] == [(1, 3, "shifting"), (3, 6, "sole")]
    assert found.working == 9


def test_hours_before_those_that_are_counted_do_not_count() -> None:
    trace = changes((0, 0, "busy"), (4, 0, "idle"), (4, 1, "busy"), (6, 1, "idle"))
    found = line_bottleneck(THREE, trace, 3.5 * HOUR, 8 * HOUR)
    assert found.working == 2.5
    assert found.stations[1].sole == pytest.approx(0.8)


def test_a_line_that_rests_has_none() -> None:
    found = line_bottleneck(THREE, [], 0.0, HOUR)
    assert (found.first, found.working) == (None, 0)


@many
@given(lines())
def test_at_every_working_moment_there_is_a_bottleneck(tree: Tree) -> None:
    line = line_from(tree)
    trace = next(iter(simulate_line(line, Ask(20 * HOUR, 0.0, 3, trace=True), run_plainly))).trace
    found = line_bottleneck(line, trace, 2 * HOUR, 20 * HOUR)
    sole = math.fsum(item.sole for item in found.stations)
    most = math.fsum(item.sole + item.shifting for item in found.stations)
    assert 0 <= found.working <= 18 + 1e-9
    if found.working:
        assert sole <= 1 + 1e-9 <= most + 2e-9
    for item in found.stations:
        assert all(one.start < one.end for one in item.spans)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), min_size=1, max_size=12))
def test_a_period_is_a_bottlenecks_where_it_is_the_longest_at_some_moment(spans: list[tuple[int, int]]) -> None:
    """A station each; of two that are as long the one that began first."""
    line = line_from({
        "id": "many", "stations": [{"id": f"s{n}", "time": "5 min"} for n in range(len(spans))],
        "sources": [{"id": "in", "products": {"p": 1}, "most_inside": 9}],
        "products": [{"id": "p", "route": [{"station": f"s{n}"} for n in range(len(spans))]}],
    })  # fmt: skip
    rows = [row for n, (at, long) in enumerate(spans) for row in ((at, n, "busy"), (at + long, n, "idle"))]
    found = line_bottleneck(line, sorted(changes(*rows), key=lambda item: item.time), 0.0, 100 * HOUR)
    longest = set()
    for moment in [n + 0.5 for n in range(60)]:
        running = [n for n, (at, long) in enumerate(spans) if at <= moment < at + long]
        if running:
            longest.add(min(running, key=lambda n: (-spans[n][1], spans[n][0], n)))
    assert {n for n, item in enumerate(found.stations) if item.spans} == longest
