"""Pictures for pages: whatever the values, well-formed and inside their frame."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pulmu.metering import DayCoverage, Readings, chart
from pulmu.reference import list_regions
from pulmu.web.charts.coverage_calendar import coverage_calendar, state_of
from pulmu.web.charts.distribution import HEIGHT as TALL
from pulmu.web.charts.distribution import WIDTH as WIDE
from pulmu.web.charts.distribution import distribution
from pulmu.web.charts.gain_bar import WIDTH as BAR
from pulmu.web.charts.gain_bar import Scale, gain_bar
from pulmu.web.charts.load_curve import HEIGHT, WIDTH, CurveWords, load_curve
from pulmu.web.charts.tile_map import Tile, shade, tile_map

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


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), min_size=1, max_size=8))
def test_bars_of_gains_and_losses_stay_in_their_frame_and_on_their_side(rows: list[tuple[int, int]]) -> None:
    scale = Scale(max(lose for _, lose in rows), max(gain for gain, _ in rows))
    for gain, lose in rows:
        root = ET.fromstring(gain_bar('a <b> & "c"', gain, lose, scale))
        shapes = {shape.get("class"): shape for shape in root.iter() if shape.tag.endswith("rect")}
        assert ("gain" in shapes, "lose" in shapes) == (gain > 0, lose > 0)
        for shape in shapes.values():
            left, wide = float(shape.get("x", "")), float(shape.get("width", ""))
            assert left >= 0
            assert left + wide <= BAR + 0.2
        if gain and lose:
            assert float(shapes["lose"].get("x", "")) <= float(shapes["gain"].get("x", ""))


@given(st.lists(st.one_of(st.none(), st.integers(-(10**6), 10**6)), min_size=17, max_size=17))
def test_a_map_has_a_tile_for_each_province_its_number_in_it_and_its_shade_by_side(nets: list[int | None]) -> None:
    tiles = [
        Tile(
            f"<{number}>",
            number // 4 + 1,
            number % 4 + 1,
            net,
            ("?" if net is None else f"{net:+,}",),
            f"{number} & {net}",
        )
        for number, net in enumerate(nets)
    ]
    root = ET.fromstring(tile_map("a <b>", 'c & "d"', tiles))
    groups = [shape for shape in root.iter() if shape.get("class", "").startswith("tile ")]
    assert [group.get("aria-label") for group in groups] == [tile.said for tile in tiles]
    assert all(group.get("tabindex") == "0" for group in groups)
    most = max((abs(net) for net in nets if net), default=0)
    for group, net in zip(groups, nets, strict=True):
        kind = group.get("class", "").removeprefix("tile ")
        assert kind == shade(net, most)
        assert kind.partition("-")[0] == (
            "hidden" if net is None else "gain" if net > 0 else "lose" if net < 0 else "none"
        )
        if net and abs(net) == most:
            assert kind.endswith("-4") or most < 4


def test_no_two_provinces_have_one_place() -> None:
    places = {(region.tile_row, region.tile_column) for region in list_regions()}
    assert len(places) == 17


@given(st.lists(st.integers(0, 10**7), min_size=6, max_size=6), st.booleans())
def test_firms_near_a_limit_are_drawn_on_their_side_of_its_line(firms: list[int], under: bool) -> None:
    edges = (0.5, 0.8, 0.95, 1.0, 1.05, 1.2, 2.0)
    root = ET.fromstring(distribution("a <b>", edges, firms, [f"{count} & <" for count in firms], passes_under=under))
    kinds = [shape.get("class") for shape in root.iter() if (shape.get("class") or "").startswith("bin ")]
    sides = ["bin within", "bin beyond"] if under else ["bin beyond", "bin within"]
    assert kinds == [sides[0]] * 3 + [sides[1]] * 3
    heights = [float(shape.get("height", "")) for shape in root.iter() if shape.get("class") == "bar"]
    assert all(0 <= height <= TALL for height in heights)
    assert [height > 0 for height in heights] == [count > 0 for count in firms]
    (line,) = [shape for shape in root.iter() if shape.get("class") == "limit"]
    assert abs(float(line.get("x", "")) + 1 - WIDE / 2) < 1
