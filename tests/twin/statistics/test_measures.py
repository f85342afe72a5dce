"""Figures of a run by name, and intervals of ratios."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.asked_lines import furnaces
from tests.twin.lines import results

from pulmu.twin.interval import interval_of
from pulmu.twin.statistics import measures_of, values_of
from pulmu.twin.statistics.measures import near_measures, pseudo_values


def test_every_figure_has_a_value_and_its_name() -> None:
    line = furnaces()
    runs = results(line, hours=48, replications=5)
    found = measures_of(line)
    assert all(name == item.name for name, item in found.items())
    assert [name for name, item in found.items() if values_of(item, runs) is None] == []
    assert {"good", "cost_per_t", "flow_h", "product.bolt.scrap", "station.press.hours.down", "carrier.power.per_t",
            "station.press.stops.jam", "station.furnace.set_ups"} <= set(found)  # fmt: skip


def test_figures_are_those_of_the_result() -> None:
    line = furnaces()
    (run,) = results(line, hours=48)
    value = {name: values_of(item, [run]) for name, item in measures_of(line).items()}
    assert value["good"] == [run.good]
    assert value["station.press.hours.busy"] == [run.stations[0].state_hours["busy"]]
    assert value["product.bolt.flow_h"] == pytest.approx([run.products[0].mean_flow_s / 3600])  # type: ignore[operator]
    tonnes = (2 * run.products[0].good + run.products[1].good) / 1000
    assert value["carrier.power.per_t"] == pytest.approx([run.uses[0].amount / tonnes])
    assert value["cost_per_piece"] == pytest.approx([run.uses[0].cost_krw / run.good])
    states = [value[f"station.furnace.share.{state}"] for state in run.stations[1].state_hours]
    assert sum(item[0] for item in states if item) == pytest.approx(1)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 100)), min_size=2, max_size=20), st.floats(0.1, 10))
def test_a_ratio_that_never_differs_has_no_width_and_scale_scales(pairs: list[tuple[float, float]], k: float) -> None:
    bottoms = [bottom for _, bottom in pairs]
    same = interval_of(pseudo_values([k * bottom for bottom in bottoms], bottoms) or [])
    assert same.mean == pytest.approx(k)
    assert same.half_width == pytest.approx(0, abs=1e-9 * len(pairs) * k)
    tops = [top for top, _ in pairs]
    one = interval_of(pseudo_values(tops, bottoms) or [])
    more = interval_of(pseudo_values([k * top for top in tops], bottoms) or [])
    assert more.mean == pytest.approx(k * one.mean, abs=1e-9)


def test_a_ratio_without_anything_below_has_no_value() -> None:
    assert pseudo_values([1, 2], [0, 0]) is None
    assert pseudo_values([1, 2], [0, 3]) is None


def test_the_interval_of_a_ratio_holds_the_truth_as_often_as_it_says() -> None:
    """2,000 samples of 10: a ratio of means 2, its lower part far from normal; within 2 points of 95 %."""
    random, held = np.random.default_rng(5), 0
    for _ in range(2000):
        bottoms = random.gamma(4.0, 1.0, 10)
        tops = 2 * bottoms + random.normal(0.0, 1.0, 10)
        interval = interval_of(pseudo_values(list(tops), list(bottoms)) or [])
        held += interval.low <= 2 <= interval.high
    assert 0.93 <= held / 2000 <= 0.97


def test_names_that_are_near_are_offered() -> None:
    known = measures_of(furnaces())
    assert "station.press.queue" in near_measures("station.pres.queue", known)
    assert "good" in near_measures("§", known)
