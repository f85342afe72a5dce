"""Pictures of plans: whatever the values, well-formed and inside their frame."""

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from pulmu.web.charts import pareto, year_pairs
from pulmu.web.charts.pareto import Point, pareto_chart
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
