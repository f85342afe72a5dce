"""Buffer places go where they do most good: the same answer as trying every allocation."""

import itertools

import pytest
from tests.twin.lines import line_of

from pulmu.bootstrap.twin import line_engine
from pulmu.twin import Ask
from pulmu.twin.statistics import Runner, measures_of
from pulmu.twin.statistics.buffers import BufferSearch

LINE = line_of("""
    id: row
    stations:
      - {id: a, buffer: 1, time: {law: exponential, mean: 8 min}}
      - {id: b, buffer: 1, time: {law: exponential, mean: 10 min}}
      - {id: c, buffer: 1, time: {law: exponential, mean: 10 min}}
      - {id: d, buffer: 1, time: {law: exponential, mean: 6 min}}
    products: [{id: part, route: [{station: a}, {station: b}, {station: c}, {station: d}]}]
    sources: [{id: raw, products: {part: 1}}]
""")


def search() -> BufferSearch:
    ask = Ask(200 * 3600.0, 10 * 3600.0, 2)
    return BufferSearch(LINE, ("b", "c", "d"), measures_of(LINE)["good"], ask, Runner(line_engine()), replications=10)


def test_the_answer_is_that_of_trying_all() -> None:
    one = search()
    found = one.best(8)
    every = [places for places in itertools.product(range(1, 7), repeat=3) if sum(places) == 8]
    assert sum(found) == 8
    assert one.value(found) == max(one.value(places) for places in every)


def test_too_few_places_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer"):
        search().best(2)
