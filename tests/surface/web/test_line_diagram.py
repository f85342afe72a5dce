"""The picture of a line: no box over another, every way drawn, machines and places by their numbers."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from tests.twin.random_lines import Tree, lines

from pulmu.bootstrap.twin import read_line as read_sample
from pulmu.model import Document
from pulmu.model.line import Line
from pulmu.services.line_flow import line_flow
from pulmu.twin import read_line
from pulmu.web.charts.line_layout import Going, Layout, Placed, line_layout
from pulmu.web.line_words import line_picture

_SVG = "{http://www.w3.org/2000/svg}"


def _line(tree: Tree) -> Line:
    return read_line(Document(tree, "line.yaml")).value


def _series(count: int) -> Line:
    stations = [{"id": f"s{n}", "name": f"Station {n}", "buffer": n, "machines": 1 + n, "time": "5 min"}
                for n in range(count)]  # fmt: skip
    route = [{"station": f"s{n}"} for n in range(count)]
    return _line(
        {"id": "series", "stations": stations, "products": [{"id": "p", "route": route}],
         "sources": [{"id": "in", "products": {"p": 1}}]}
    )  # fmt: skip


def _apart(one: Placed, other: Placed) -> bool:
    return (
        one.x + one.width <= other.x or other.x + other.width <= one.x
        or one.y + one.height <= other.y or other.y + other.height <= one.y
    )  # fmt: skip


def _holds(layout: Layout) -> None:
    boxes = list(layout.boxes.values())
    assert all(_apart(one, other) for one, other in itertools.combinations(boxes, 2))
    assert all(item.x >= 0 and item.x + item.width <= layout.width for item in boxes)
    assert all(item.y >= 0 and item.y + item.height <= layout.height for item in boxes)
    for arrow in layout.arrows:
        assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in arrow.points)


@settings(deadline=None)
@given(lines())
def test_boxes_lie_apart_and_within_and_arrows_within(tree: Tree) -> None:
    flow = line_flow(_line(tree))
    for going in ("right", "down"):
        layout = line_layout(flow, going)  # type: ignore[arg-type]
        _holds(layout)
        assert {item.key for item in flow.boxes} == set(layout.boxes)
        assert [item.arrow for item in layout.arrows] == list(flow.arrows)


@settings(deadline=None)
@given(lines())
def test_an_arrow_ends_at_its_boxes(tree: Tree) -> None:
    layout = line_layout(line_flow(_line(tree)), "right")
    for drawn in layout.arrows:
        source, target = layout.boxes[drawn.arrow.source], layout.boxes[drawn.arrow.target]
        assert drawn.points[0] == (source.x + source.width, source.y + source.height / 2)
        assert drawn.points[-1] == (target.x, target.y + target.height / 2)


@pytest.mark.parametrize("going", ["right", "down"])
@pytest.mark.parametrize("count", [1, 3, 4, 5, 12, 30])
def test_a_long_line_goes_on_in_the_next_row(going: Going, count: int) -> None:
    layout = line_layout(line_flow(_series(count)), going)
    _holds(layout)
    assert layout.width <= (1300 if going == "right" else 340)


def test_every_machine_and_every_place_is_there_with_its_number() -> None:
    tree = ElementTree.fromstring(line_picture(_series(4), "en").wide)
    machines = [item.get("data-machine") for item in tree.iter(f"{_SVG}g") if item.get("class") == "machine"]
    assert machines == [str(n) for n in range(1 + 2 + 3 + 4)]
    places = {item.get("data-station"): len(item.findall(f"{_SVG}rect")) for item in tree.iter(f"{_SVG}g")
              if item.get("class") == "places"}  # fmt: skip
    assert places == {"0": 0, "1": 1, "2": 2, "3": 3}


def test_more_machines_than_room_are_counted() -> None:
    assert "+22" in line_picture(_series(30), "en").wide


@pytest.mark.parametrize("name", ["extrusions", "fasteners"])
def test_a_sample_is_drawn_with_names_ways_and_words(name: str) -> None:
    line = read_line(read_sample(name)).value
    for language, key in (("ko", "name_local"), ("en", "name")):
        picture = line_picture(line, language, lambda station: f"#{station}")  # type: ignore[arg-type]
        for drawn in (picture.wide, picture.tall):
            tree = ElementTree.fromstring(drawn)
            titles = " ".join(item.text or "" for item in tree.iter(f"{_SVG}title"))
            assert all(getattr(item, key) in titles for item in line.stations)
            assert len(re.findall(r'class="arrow ', drawn)) == len(line_flow(line).arrows)
            assert len(list(tree.iter(f"{_SVG}a"))) == len(line.stations)
        assert len(picture.stations) == len(line.stations)
        assert len(picture.routes) == len(line.products)


def test_a_name_cannot_become_markup() -> None:
    line = _line(
        {"id": "bad", "stations": [{"id": "s", "name": '<script>"', "time": "5 min", "buffer": 1}],
         "products": [{"id": "p", "name": "<b>", "route": [{"station": "s"}]}],
         "sources": [{"id": "in", "name": "&<", "products": {"p": 1}}]}
    )  # fmt: skip
    assert "<script>" not in line_picture(line, "en").wide
    ElementTree.fromstring(line_picture(line, "en").wide)
