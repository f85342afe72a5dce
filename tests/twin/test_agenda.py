"""However many things can be due, and however many at one time, the kernel takes them in the oracle's order."""

from typing import Any

import pytest
from tests.twin.lines import Ask, line_from, plan_line

from pulmu.bootstrap.twin import line_engine
from pulmu.twin.kernel.arrays import world_of
from pulmu.twin.oracle import run_plainly


def many_machines(machines: int) -> dict[str, Any]:
    """Two stations of many machines, with breakdowns by the clock, and whole minutes, so that much falls together."""
    stop = {"id": "jam", "counts": "clock", "every": {"law": "uniform", "low": "1 min", "high": "40 min"},
            "lasts": "1 min"}  # fmt: skip
    stations = [
        {"id": name, "machines": machines, "buffer": 3, "time": time, "stops": [stop]}
        for name, time in (("cut", "4 min"), ("bend", {"law": "exponential", "mean": "4 min"}))
    ]
    route = [{"station": "cut"}, {"station": "bend"}]
    source = {"id": "in", "products": {"p": 1}, "every": "1 min", "lot": max(machines // 4, 1)}
    return {"id": "many", "stations": stations, "products": [{"id": "p", "route": route}], "sources": [source]}


@pytest.mark.parametrize("machines", [1, 2, 3, 16, 17, 70])
def test_the_order_of_many_things_that_are_due(machines: int) -> None:
    plan = plan_line(line_from(many_machines(machines)))
    ask = Ask(6 * 3600.0, 0.0, 5, trace=True)
    compiled, plain = line_engine()(plan, ask, 0), run_plainly(plan, ask, 0)
    assert len(plain.trace) > 100 * machines
    assert compiled == plain


def test_a_block_holds_about_as_many_slots_as_there_are_blocks() -> None:
    for machines in (1, 2, 3, 16, 17, 70):
        plan = plan_line(line_from(many_machines(machines)))
        arrays = world_of(plan, Ask(3600.0), 0, 10, 1).arrays
        slots, blocks = len(arrays["due"]), len(arrays["block"])
        assert slots >= 4 * machines + 1
        assert blocks <= max(slots // blocks, 8)
