"""Pictures of plans: whatever the values, well-formed and inside their frame."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from pulmu.web.charts import pareto, year_pairs
from pulmu.web.charts.pareto import Point, crowded, pareto_chart
from pulmu.web.charts.year_pairs import YearPair

VALUES = st.floats(-1e7, 1e7, allow_nan=False)
TRIPLES = st.lists(VALUES, min_size=3, max_size=3).map(lambda found: tuple(sorted(found)))


@given(st.lists(st.tuples(TRIPLES, TRIPLES), max_size=12))
def test_a_front_is_drawn_inside_its_frame(plans: list[tuple[tuple[float, float, float], ...]]) -> None:
    points = [
        Point(str(number), 'a <b> & "c"', (x[1], x[0], x[2]), (y[1], y[0], y[2]), number == 0)
        for number, (x, y) in enumerate(plans)
    ]
    drawn = pareto_chart('front <of> "plans"', ("x", "y"), points)
    root = ET.fromstring(drawn)
    for shape in root.iter():
        for name, most in (("cx", pareto.WIDTH), ("x1", pareto.WIDTH), ("x2", pareto.WIDTH), ("cy", pareto.HEIGHT),
                           ("y1", pareto.HEIGHT), ("y2", pareto.HEIGHT)):  # fmt: skip
            if shape.get(name):
                assert -0.11 <= float(str(shape.get(name))) <= most + 0.11
    assert len([shape for shape in root.iter() if "plan" in str(shape.get("class")).split()]) == len(points)
    assert not re.search(r"\bnan|\binf", drawn)


def plan(label: str, x: float, y: float) -> Point:
    return Point(label, f"plan {label}", (x, x, x), (y, y, y))


def test_points_on_one_another_have_a_label_each_with_a_line_to_it() -> None:
    points = [plan("1", 100.0, 900.0), plan("2", 100.0, 900.0), plan("3", 101.0, 899.0), plan("4", 900.0, 100.0)]
    assert crowded(points) == (("1", "2", "3"),)
    root = ET.fromstring(pareto_chart("front", ("x", "y"), points))
    groups = [shape for shape in root.iter() if "plan" in str(shape.get("class")).split()]
    texts = [next(part for part in group if part.tag.endswith("text")) for group in groups]
    assert sorted(str(part.text) for part in texts) == ["1", "2", "3", "4"]
    heights = sorted(float(str(part.get("y"))) for part in texts if part.text != "4")
    assert all(later - earlier >= 14 for earlier, later in pairwise(heights))
    leads = [part for group in groups for part in group if part.get("class") == "lead"]
    assert len(leads) == 3


def test_points_apart_are_in_no_group() -> None:
    points = [plan("1", 100.0, 900.0), plan("2", 500.0, 500.0), plan("3", 900.0, 100.0)]
    assert crowded(points) == ()
    assert "lead" not in pareto_chart("front", ("x", "y"), points)


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), max_size=12))
def test_no_two_labels_of_a_group_stand_on_one_another(places: list[tuple[float, float]]) -> None:
    points = [plan(str(number), *place) for number, place in enumerate(places)]
    root = ET.fromstring(pareto_chart("front", ("x", "y"), points))
    labels = [part for part in root.iter() if part.tag.endswith("text") and not part.get("class")]
    heights = {str(part.text): float(str(part.get("y"))) for part in labels}
    for group in crowded(points):
        stood = sorted(heights[label] for label in group)
        assert all(later - earlier >= 14 for earlier, later in pairwise(stood))
        assert 0 < stood[0] <= stood[-1] <= pareto.HEIGHT


@given(st.lists(st.tuples(st.none() | st.floats(0, 1e9), st.none() | st.floats(0, 1e9)), min_size=1, max_size=20))
def test_years_are_drawn_inside_their_frame(years: list[tuple[float | None, float | None]]) -> None:
    rows = [YearPair(2026 + number, "a <b>", now, after) for number, (now, after) in enumerate(years)]
    root = ET.fromstring(year_pairs.year_pairs("years", "won", rows))
    bars = [shape for shape in root.iter() if shape.tag.endswith("rect")]
    assert len(bars) == 2 * len(years)
    for bar in bars:
        top, tall = float(str(bar.get("y"))), float(str(bar.get("height")))
        assert top >= 0
        assert top + tall <= year_pairs.HEIGHT
    assert len([bar for bar in bars if bar.get("class") == "unknown"]) == sum(
        value is None for y in years for value in y
    )
