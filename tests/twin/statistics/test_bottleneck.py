"""Bottlenecks from several runs, on a line whose bottleneck is known."""

from dataclasses import replace

from tests.twin.asked_lines import furnaces

from pulmu.bootstrap.twin import line_engine
from pulmu.twin import Ask
from pulmu.twin.statistics import Runner, Runs
from pulmu.twin.statistics.bottleneck import find_bottlenecks


def test_the_slow_station_is_the_bottleneck() -> None:
    line = furnaces()
    slow = replace(line, stations=(line.stations[0], replace(line.stations[1], machines=1)))
    runs = Runs.of(slow, Ask(100 * 3600.0, 0.0, 1, trace=True))
    press, furnace = find_bottlenecks(runs, 8, Runner(line_engine()))
    assert furnace.sole.low > press.sole.high
    assert furnace.sole.mean > 0.7
