"""The active period method, worked by hand and on lines whose bottleneck is known."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.asked_lines import furnaces

from pulmu.bootstrap.twin import line_engine
from pulmu.twin import Ask, plan_line
from pulmu.twin.statistics import Runner, Runs
from pulmu.twin.statistics.bottleneck import Period, active_periods, bottleneck_periods, find_bottlenecks, shares


def test_shares_are_those_worked_by_hand() -> None:
    """Machine 0 is active from 0 to 6, machine 1 from 4 to 9; machine 2 within the first is never the longest."""
    periods = [Period(0, 6, 0), Period(1, 3, 2), Period(4, 9, 1)]
    longest = bottleneck_periods(periods)
    assert longest == [periods[0], periods[2]]
    found = shares(longest, 10)
    assert found[0] == pytest.approx((0.4, 0.2))
    assert found[1] == pytest.approx((0.3, 0.2))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), min_size=1, max_size=12))
def test_a_period_is_a_bottlenecks_where_it_is_the_longest_at_some_moment(spans: list[tuple[int, int]]) -> None:
    periods = sorted(
        (Period(at, at + long, n) for n, (at, long) in enumerate(spans)), key=lambda p: (p.start, p.machine)
    )
    longest = set()
    for moment in [n + 0.5 for n in range(60)]:
        running = [n for n, item in enumerate(periods) if item.start <= moment < item.end]
        if running:
            longest.add(min(running, key=lambda n: (periods[n].start - periods[n].end, n)))
    assert bottleneck_periods(periods) == [periods[n] for n in sorted(longest)]


def test_active_time_is_the_time_in_active_states() -> None:
    ask = Ask(30 * 3600.0, 0.0, 1, trace=True)
    counts = line_engine()(plan_line(furnaces()), ask, 0)
    periods = active_periods(counts.trace, ask.horizon)
    press = sum(item.end - item.start for item in periods if item.machine == 0)
    states = counts.stations[0].state_time
    assert press == pytest.approx(sum(sum(states[n]) for n in (2, 3, 4, 6, 7)))


def test_the_slow_station_is_the_bottleneck() -> None:
    line = furnaces()
    slow = replace(line, stations=(line.stations[0], replace(line.stations[1], machines=1)))
    runs = Runs.of(slow, Ask(100 * 3600.0, 0.0, 1, trace=True))
    press, furnace = find_bottlenecks(runs, 8, Runner(line_engine()))
    assert furnace.sole.low > press.sole.high
    assert furnace.sole.mean > 0.7
