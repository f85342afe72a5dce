"""Where the start of a series ends."""

import numpy as np
import pytest
from tests.twin.asked_lines import furnaces, queue
from tests.twin.lines import line_of

from pulmu.bootstrap.twin import line_engine
from pulmu.twin import Ask, plan_line
from pulmu.twin.statistics import Runner, earliest_cut, find_warm_up, mser_5
from pulmu.twin.statistics.warm_up import inside_by_block


def test_a_step_is_cut_where_it_ends() -> None:
    noise = np.random.default_rng(2).normal(0, 1, 200)
    series = [value + (30 if n < 40 else 0) for n, value in enumerate(noise)]
    assert mser_5(series).values == 40


def test_the_rule_is_that_of_the_paper_worked_by_hand() -> None:
    """Means of five: 9, 3, then 1 and 2 in turn: least (sum of squares) / n ** 2 is without the first two."""
    means = [9, 3, *[1, 2] * 10]
    assert mser_5([mean for mean in means for _ in range(5)]).batches == 2


def test_a_series_that_goes_on_rising_has_no_steady_state() -> None:
    assert mser_5([float(n * n) for n in range(200)]).batches is None


def test_nothing_is_cut_from_a_constant_or_said_of_a_short_series() -> None:
    assert mser_5([3.0] * 100).batches == 0
    assert mser_5([1.0] * 20).batches is None


def five_times(batches: "np.typing.NDArray[np.float64]") -> list[float]:
    return [float(mean) for mean in batches for _ in range(5)]


def test_the_earliest_cut_does_not_take_noise_for_a_start() -> None:
    noise = np.random.default_rng(5).normal(0, 1, (400, 40))
    cuts = [earliest_cut(five_times(row)).batches for row in noise]
    plain = [mser_5(five_times(row)).batches for row in noise]
    assert cuts.count(0) > 0.85 * 400
    assert plain.count(0) < 0.75 * 400
    assert cuts.count(None) <= 2 < plain.count(None)


def test_the_earliest_cut_finds_a_start_and_what_never_ends() -> None:
    noise = np.random.default_rng(6).normal(0, 1, (200, 40))
    start = [earliest_cut(five_times(row - 10 * 0.5 ** np.arange(40))).batches for row in noise]
    assert min(cut for cut in start if cut is not None) >= 2
    assert np.mean([cut for cut in start if cut is not None]) < 5
    growing = [earliest_cut(five_times(3 * row + np.arange(40))).batches for row in noise]
    assert growing.count(None) > 0.9 * 200


@pytest.mark.parametrize("line", [furnaces(), queue(0.5)], ids=["furnaces", "queue"])
def test_pieces_by_block_have_the_mean_the_kernel_counts(line: object) -> None:
    ask = Ask(40 * 3600.0, 0.0, 4, trace=True)
    counts = line_engine()(plan_line(line), ask, 0)  # type: ignore[arg-type]
    blocks = inside_by_block(counts.trace, ask.horizon, 50)
    assert sum(blocks) / 50 == pytest.approx(counts.inside_area / ask.horizon)


def test_a_line_that_fills_slowly_needs_a_warm_up_and_one_that_overflows_has_none() -> None:
    runner = Runner(line_engine())
    slow = find_warm_up([queue(0.9)], 3000 * 60.0, 1, runner)
    assert slow is not None
    assert slow > 0
    assert find_warm_up([queue(1.3)], 600 * 60.0, 1, runner) is None
    assert find_warm_up([queue(0.9), queue(1.3)], 600 * 60.0, 1, runner) is None


def test_a_line_with_a_week_is_cut_at_whole_weeks() -> None:
    line = line_of("""
        id: shop
        calendars: [{id: day, shifts: [{start: '08:00', end: '16:00'}]}]
        stations: [{id: desk, calendar: day, time: {law: exponential, mean: 30 min}}]
        products: [{id: visitor, route: [{station: desk}]}]
        sources: [{id: street, products: {visitor: 1}, every: {law: exponential, mean: 3 h}}]
    """)
    found = find_warm_up([line], 86_400.0, 1, Runner(line_engine()))
    assert found is not None
    assert found % 604_800 == 0
