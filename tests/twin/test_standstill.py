"""A line whose stations wait for each other for ever says so, and which, and since when."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.twin.lines import line_from, line_of, results
from tests.twin.random_lines import Tree, lines

from pulmu.bootstrap.twin import line_engine
from pulmu.twin import Ask, plan_line, result_of
from pulmu.twin.standstill import FullStation, Held, find_circle

REWORK = """
id: loop
stations:
  - {id: weld, buffer: 1, time: 10 min}
  - {id: test, buffer: 0, time: 5 min}
  - {id: before, buffer: 1, time: 1 min}
products: [{id: p, route: [{station: before}, {station: weld}, {station: test, rework: 1, rework_to: weld}]}]
sources: [{id: in, products: {p: 1}}]
"""


def test_a_rework_loop_into_a_full_buffer_is_told() -> None:
    """Piece 1 leaves the weld at 11 min and the test at 16 min, when a second is welded and a third waits: no place."""
    (run,) = results(line_of(REWORK), hours=10)
    found = run.standstill
    assert found is not None
    assert [(item.station, item.waits_for) for item in found.waits] == [("weld", ("test",)), ("test", ("weld",))]
    assert found.since_h == pytest.approx(21 / 60)
    assert run.good == 0


def test_a_line_that_only_waits_for_work_does_not_stand_still() -> None:
    (run,) = results(line_of(REWORK.replace("rework: 1", "rework: 0")), hours=10)
    assert run.standstill is None


def test_families_too_few_for_a_batch_are_told() -> None:
    tree: Tree = {
        "id": "mixed",
        "stations": [{"id": "f", "buffer": 2, "time": "1 h", "batch": {"least": 2, "most": 2}}],
        "products": [{"id": name, "route": [{"station": "f"}]} for name in "ab"],
        "sources": [{"id": f"in_{name}", "products": {name: 1}, "most": 1, "every": "1 h"} for name in "ab"],
    }
    (run,) = results(line_from(tree), hours=10)
    assert run.standstill is not None
    assert [(item.station, item.waits_for) for item in run.standstill.waits] == [("f", ("f",))]
    assert run.standstill.since_h == 1


def station(*held: tuple[int, float], last: float = 0.0, lacks: bool = False) -> FullStation:
    return FullStation(tuple(Held(*item) for item in held), lacks, last)


def test_a_station_that_waits_for_a_circle_is_no_part_of_it() -> None:
    found = find_circle({0: station((1, 9.0)), 1: station((2, 4.0)), 2: station((1, 5.0), last=6.0)})
    assert found is not None
    assert found.since == 6
    assert found.waits == ((1, (2,)), (2, (1,)))


@pytest.mark.parametrize(
    "full",
    [
        {},
        {0: station((1, 2.0))},
        {0: station((1, 2.0)), 1: FullStation(None, False, 0.0)},
        {0: station((1, 2.0), (2, 2.0)), 1: station((0, 3.0))},
    ],
)
def test_who_may_yet_move_is_no_circle(full: dict[int, Any]) -> None:
    assert find_circle(full) is None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines())
def test_where_a_line_stands_still_nothing_moves_again(tree: Tree) -> None:
    """What stands still at 3 days does so at 9, with the same numbers, and none of its machines takes a piece."""
    line = line_from(tree)
    plan = plan_line(line)
    early, late = (result_of(plan, line_engine()(plan, ask, 0), ask, 0)
                   for ask in (Ask(days * 86_400.0, 0.0, 3, trace=True) for days in (3, 9)))  # fmt: skip
    if early.standstill is None:
        return
    assert late.standstill == early.standstill
    names = {item.station for item in early.standstill.waits}
    owners = [item.id for item in line.stations for _ in range(item.machines)]
    since = early.standstill.since_h * 3600
    assert not [
        row for row in late.trace if row.what == "loads" and owners[row.who] in names and row.time > since + 1e-6
    ]
