"""Lines whose pieces, stations or people go nowhere."""

import pytest
from tests.twin.exact.words import Tree, line, product, source

from pulmu.model import Document
from pulmu.twin import read_line


def told(tree: Tree) -> list[str]:
    """Severity, code and place of what is told of a line."""
    return [f"{item.severity} {item.code} {item.place}" for item in read_line(Document(tree, "")).problems]


def station(name: str = "a", time: str = "1 min", **more: object) -> Tree:
    return {"id": name, "time": time, **more}


def test_a_line_with_ways_out_is_told_nothing_of() -> None:
    route = product({"station": "a", "rework": 0.2, "scrap": 0.1}, "b")
    assert told(line([station(), station("b", "0 min")], [route], [source(5.0)])) == []


@pytest.mark.parametrize(
    "route",
    [
        [{"station": "a"}, {"station": "b"}, {"station": "c", "next": {"b": 1}}],
        [{"station": "a"}, {"station": "b", "rework": 1}],
        [
            {"station": "a", "next": {"c": 0.5, "out": 0.5}},
            {"station": "b"},
            {"station": "c", "next": {"c": 1, "b": 0}},
        ],
    ],
    ids=["two steps", "rework", "one step"],
)
def test_pieces_that_go_round_in_no_time_are_an_error(route: list[Tree]) -> None:
    stations = [station(), station("b", "0 min"), station("c", "0 min")]
    assert any(
        item.startswith("error line.no_time products[0].route")
        for item in told(line(stations, [product(*route)], [source(5.0)]))
    )


def test_a_circle_of_no_time_that_pieces_leave_by_chance_is_none() -> None:
    route = product("a", {"station": "b", "next": {"a": 0.9, "out": 0.1}})
    assert told(line([station(time="0 min"), station("b", "0 min")], [route], [source(5.0)])) == []


def test_pieces_without_a_way_out_are_warned_of() -> None:
    circle = product("a", {"station": "b", "next": {"a": 1}})
    tree = line([station(), station("b")], [circle], [source(None, most_inside=4)])
    assert told(tree) == ["warning line.no_way_out products[0]"]
    assert read_line(Document(tree, "")).unwrap().id == "stranger"


def test_what_no_route_or_source_names_is_warned_of() -> None:
    tree = line([station(), station("b")], [product("a"), product("a", name="other")], [source(5.0)])
    assert told(tree) == ["warning line.no_source products[1]", "warning line.unused stations[1]"]


@pytest.mark.parametrize(
    ("inside", "waiting", "is_told"), [(3, 0, True), (3, 2, False), (5, 0, False), (None, 0, False)]
)
def test_a_batch_of_more_pieces_than_may_be_inside_is_warned_of(
    inside: int | None, waiting: int, is_told: bool
) -> None:
    oven = station("a", batch={"least": 5, "most": 9})
    tree = line([oven], [product("a")], [source(2.0, **({"most_inside": inside} if inside else {}))])
    if waiting:
        tree["waiting"] = [{"product": "part", "pieces": waiting}]
    assert told(tree) == (["warning line.batch_inside stations[0].batch"] if is_told else [])


def test_a_batch_that_starts_with_too_few_after_a_wait_is_not_warned_of() -> None:
    oven = station("a", batch={"least": 5, "most": 9, "longest_wait": "1 h"})
    assert told(line([oven], [product("a")], [source(2.0, most_inside=3)])) == []


def test_pieces_of_several_sources_and_one_family_come_together() -> None:
    products = [
        product({"station": "a", "family": family}, name=name) for name, family in (("p", "f"), ("q", "f"), ("r", "g"))
    ]
    sources = [source(9.0, name, most_inside=3) for name in ("p", "q", "r")]
    assert told(line([station("a", batch={"least": 6, "most": 9})], products, sources)) == []
    assert told(line([station("a", batch={"least": 7, "most": 9})], products, sources)) == [
        "warning line.batch_inside stations[0].batch"
    ]


def test_nobody_and_no_shift_are_warned_of() -> None:
    tree = line([station(run_skill="run", calendar="none")], [product("a")], [source(5.0)])
    tree |= {
        "operators": [{"id": "crew", "count": 0, "skills": ["run"]}],
        "calendars": [{"id": "none", "shifts": []}],
    }
    assert told(tree) == ["warning line.nobody stations[0].run_skill", "warning line.no_shift calendars[0]"]


def test_what_cannot_be_read_is_told_of_once() -> None:
    tree = line([station(time="4")], [product("a")], [source(None, most_inside=2)])
    assert [item.split()[1] for item in told(tree)] == ["input.unit_missing"]
    assert len(told({"pulmu": "line/1"})) == 4
    assert len(read_line(Document("hello", "")).problems) == 1
