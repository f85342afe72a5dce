"""What the plan says, a run cannot write: the kernel would not compile."""

from typing import Any

import numpy as np
import pytest
from numba.core.errors import LoweringError
from tests.twin.lines import Ask, line_of, plan_line

from pulmu.twin.kernel import pointers
from pulmu.twin.kernel import records as r
from pulmu.twin.kernel.arrays import world_of
from pulmu.twin.kernel.compiled import apart

clock_of: Any = pointers.clock_of
station_of: Any = pointers.station_of
LINE = """
id: one
stations: [{id: cut, buffer: 7, time: 1 min}]
products: [{id: p, route: [{station: cut}]}]
sources: [{id: in, products: {p: 1}}]
"""


def a_clock() -> np.ndarray:
    world = world_of(plan_line(line_of(LINE)), Ask(60.0), 0, 10, 1)
    kept.append(world)
    return world.clock


kept: list[r.World] = []


def test_a_field_is_read_and_written_by_its_name() -> None:
    @apart
    def change(clock):  # type: ignore[no-untyped-def]
        w = clock_of(clock)
        station_of(w, 0).queued += 3
        return station_of(w, 0).room

    assert change(a_clock()) == 7
    assert kept[-1].arrays["station"]["queued"].tolist() == [3]


def test_what_the_plan_says_is_not_written() -> None:
    @apart
    def change(clock):  # type: ignore[no-untyped-def]
        station_of(clock_of(clock), 0).room = 8

    with pytest.raises(LoweringError, match=r"station\.room is the plan's"):
        change(a_clock())


def test_every_array_has_a_record_and_what_of_it_is_fixed() -> None:
    assert set(r.RECORDS) == {"clock", *r.ARRAYS} == set(r.FIXED)
    assert all(r.FIXED[name] <= set(record.names or ()) for name, record in r.RECORDS.items())
