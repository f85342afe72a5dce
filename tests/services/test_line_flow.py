"""The ways of products through a line."""

from hypothesis import given
from tests.twin.random_lines import Tree, lines

from pulmu.model import Document
from pulmu.services.line_flow import LineArrow, line_flow
from pulmu.twin import read_line


def _line(tree: Tree):  # type: ignore[no-untyped-def]
    return read_line(Document(tree, "line.yaml")).value


def _two_ways() -> Tree:
    stations = [{"id": name, "buffer": 2, "time": "5 min"} for name in ("cut", "bend", "check")]
    a = [{"station": "cut", "next": {"check": 0.7, "bend": 0.3}}, {"station": "bend"},
         {"station": "check", "rework": 0.1, "rework_to": "cut"}]  # fmt: skip
    return {
        "id": "two_ways", "stations": stations,
        "products": [{"id": "a", "route": a}, {"id": "b", "route": [{"station": "cut"}, {"station": "check"}]}],
        "sources": [{"id": "in", "products": {"a": 1, "b": 1}}],
    }  # fmt: skip


def test_each_way_names_the_products_that_go_it() -> None:
    flow = line_flow(_line(_two_ways()))
    assert set(flow.arrows) == {
        LineArrow("source:in", "station:cut", "on", (0, 1)),
        LineArrow("station:cut", "station:check", "on", (0, 1)),
        LineArrow("station:cut", "station:bend", "on", (0,)),
        LineArrow("station:bend", "station:check", "on", (0,)),
        LineArrow("station:check", "out", "on", (0, 1)),
        LineArrow("station:check", "station:cut", "rework", (0,)),
    }


def test_a_name_that_leads_nowhere_is_left_out() -> None:
    tree = _two_ways()
    tree["products"][1]["route"][1]["station"] = "nowhere"
    assert all(1 not in item.products or item.source == "source:in" for item in line_flow(_line(tree)).arrows)


@given(lines())
def test_every_station_of_a_route_is_reached(tree: Tree) -> None:
    line = _line(tree)
    reached = {item.target for item in line_flow(line).arrows}
    first = {source for item in line.sources for source in item.products}
    assert all(f"station:{item.route[0].station}" in reached for item in line.products if item.id in first)
