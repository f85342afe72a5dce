"""Pictures for pages: whatever the values, well-formed and inside their frame."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pulmu.metering import DayCoverage, Readings, chart
from pulmu.web.charts.coverage_calendar import coverage_calendar, state_of
from pulmu.web.charts.load_curve import HEIGHT, WIDTH, CurveWords, load_curve

WORDS = CurveWords(title='a <b> & "c"', unit="kWh", missing="gone")
DAY = 1_767_193_200  # 2026-01-01 in Seoul


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9, allow_nan=False)), min_size=1, max_size=300),
    st.integers(1, 120),
)
def test_a_curve_is_drawn_inside_its_frame(values: list[float | None], points: int) -> None:
    known = [(DAY + 900 * number, value) for number, value in enumerate(values) if value is not None]
    starts = np.array([start for start, _ in known], np.int64)
    readings = Readings(starts, np.array([value for _, value in known], float), np.zeros(len(known), np.uint8))
    drawn = load_curve(chart(readings, DAY, DAY + 900 * len(values), 900, points), "Asia/Seoul", WORDS)
    root = ET.fromstring(drawn)
    for shape in root.iter():
        for pair in shape.get("points", "").split():
            x, y = (float(part) for part in pair.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
    assert not re.search(r"nan|inf", drawn)
    bands = [shape for shape in root.iter() if shape.get("class") == "band"]
    assert bool(bands) == bool(known)


def test_a_year_has_a_box_for_each_day() -> None:
    expected = np.full(365, 96)
    measured = np.array([96] * 100 + [50] * 100 + [0] * 165)
    days = DayCoverage(date(2026, 1, 1), expected, measured, np.zeros(365, int))
    drawn = coverage_calendar(
        days, [str(month) for month in range(1, 13)], "2026", lambda *said: f"{said[0]}: {said[1]} <"
    )
    ET.fromstring(drawn)
    assert [drawn.count(f'class="day {state}"') for state in ("full", "partly", "missing")] == [100, 100, 165]


def test_a_day_is_named_by_what_it_lacks() -> None:
    assert state_of(96, 96, 0) == "full"
    assert state_of(96, 90, 6) == "estimated"
    assert state_of(96, 90, 0) == "partly"
    assert state_of(96, 0, 0) == "missing"
    assert state_of(0, 0, 0) == "full"
