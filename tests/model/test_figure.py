import math
from dataclasses import replace
from typing import Any

import pytest

from pulmu.model import Figure, Input, InputError, Quantity, Source, fact, format_value
from pulmu.model.figure import content_hash, walk

PLACE = Source("erp.csv", "row 88")
LEAF = Figure(60.0, "t", "activity level", PLACE)


def chain(length: int) -> Figure:
    figure = LEAF
    for number in range(length):
        figure = Figure(float(number), "t", "step", PLACE, inputs=(Input("x", figure), Input("y", LEAF)), formula="f")
    return figure


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_figure_is_finite(value: float) -> None:
    with pytest.raises(InputError) as caught:
        Figure(value, "t", "mass", PLACE)
    assert caught.value.problems[0].code == "input.not_finite"


def test_the_key_is_that_of_the_content() -> None:
    assert LEAF.key == Figure(60.0, "t", "activity level", Source("erp.csv", "row 88")).key
    changes = [
        {"source": Source("erp.csv", "row 88", confidence="read")},
        {"source": Source("erp.csv, row 88")},
        {"value": math.nextafter(60.0, 61.0)},
        {"unit": "kg"},
        {"name": "mass"},
        {"source": Source("erp.csv", "row 89")},
        {"because": "counted"},
        {"subject": "bolts"},
        {"formula": "f"},
        {"inputs": (Input("x", LEAF),)},
    ]
    keys = {replace(LEAF, _key=[], **change).key for change in changes}  # type: ignore[arg-type]
    assert len(keys - {LEAF.key}) == 10


def test_an_input_in_another_role_is_another_figure() -> None:
    one = replace(LEAF, _key=[], inputs=(Input("x", LEAF, 0), Input("x", LEAF, 1)))
    assert one.key != replace(one, _key=[], inputs=(Input("x", LEAF, 1), Input("x", LEAF, 0))).key
    assert one.key != replace(one, _key=[], inputs=(Input("y", LEAF, 0), Input("x", LEAF, 1))).key


def test_told_what_it_is_of_it_has_a_key_of_its_own() -> None:
    told = LEAF.of("bolts", "good parts only")
    assert LEAF.key != told.key
    assert told.explain() == "activity level of bolts = 60 t  [erp.csv, row 88] - good parts only"


def test_the_walk_gives_inputs_first_and_each_once() -> None:
    figures = list(chain(3).walk())
    assert [LEAF.value, 0.0, 1.0, 2.0] == [figure.value for figure in figures]
    assert list(chain(3).leaves()) == [LEAF]


def test_a_tree_of_great_depth_is_walked_without_recursion() -> None:
    assert len(list(chain(5_000).walk())) == 5_001


def test_a_tree_of_great_depth_has_a_key_and_each_figure_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    def counting(*story: Any) -> str:
        hashed.append(content_hash(*story))
        return hashed[-1]

    monkeypatch.setattr("pulmu.model.figure.content_hash", counting)
    root = chain(5_000)
    assert root.key == hashed[-1]
    assert {figure.key for figure in root.walk()} == set(hashed) | {LEAF.key}
    assert len(hashed) - 5_000 in (0, 1)  # the leaf may have been hashed before


def test_a_key_is_the_same_in_every_process_and_version() -> None:
    root = Figure(
        0.1 + 0.2, "t", "철강", Source("act", "place", None, "read"), "why", (Input("x", LEAF, 0),), "f", "볼트"
    )
    assert LEAF.key == "73278f169e6c0b36f92511b52cc801665e2c972efbd732614290d209ab49c462"
    assert root.key == "d4be2e97ff50c54a20be3b6953c8b7e9488eca4402fb573c8b41f599a1cf3f76"


def test_what_a_program_shows_of_a_figure_does_not_grow_with_its_tree() -> None:
    figure = LEAF
    for _ in range(60):  # 2 to the power of 60 paths
        figure = Figure(1.0, "t", "both", PLACE, inputs=(Input("a", figure), Input("b", figure)), formula="f")
    assert repr(figure) == "<Figure both = 1.0 t, 2 inputs>"


def test_the_story_can_be_cut_and_tells_nothing_twice() -> None:
    assert len(chain(3).explain(depth=0).splitlines()) == 1
    shared = chain(1)
    both = Figure(1.0, "t", "both", PLACE, inputs=(Input("a", shared), Input("b", shared)), formula="f")
    assert both.explain().count("(see above)") == 1
    assert both.explain(depth=1).count("...") == 2


def test_what_was_cut_is_told_where_there_is_room() -> None:
    shared = chain(1)
    above = Figure(2.0, "t", "above", PLACE, inputs=(Input("a", shared),), formula="f")
    root = Figure(1.0, "t", "root", PLACE, inputs=(Input("a", above), Input("b", shared)), formula="f")
    states = [(figure.value, level, state) for figure, level, state in root.outline(2)]
    assert states == [
        (1.0, 0, ""), (2.0, 1, ""), (0.0, 2, "cut"), (0.0, 1, ""), (60.0, 2, ""), (60.0, 2, "")
    ]  # fmt: skip


def test_trees_that_share_figures_are_walked_once() -> None:
    shared = chain(3)
    tops = [Figure(float(n), "t", "top", PLACE, inputs=(Input("a", shared),), formula="f") for n in range(3)]
    assert [figure.value for figure in walk(tops)] == [60.0, 0.0, 1.0, 2.0, 0.0, 1.0, 2.0]
    assert len(list(walk(tops))) == 7


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (2.0, "2"),
        (120_000.0, "120,000"),
        (1_912_400.4, "1,912,400"),
        (2.34567891, "2.34568"),
        (-12.5, "-12.5"),
        (0.000123456789, "0.000123457"),
        (100.0, "100"),
        (1e15, "1,000,000,000,000,000"),
    ],
)
def test_a_value_is_shown_for_reading(value: float, text: str) -> None:
    assert text == format_value(value)


def test_a_fact_tells_its_evidence_and_its_place() -> None:
    place = Source("plant.yaml", "line 3, amount", "sha256 9f2c")
    quantity = Quantity(1_000.0, "kg", "meter:wb_gate").at(place)
    found = fact(quantity, "mass", unit="t")
    assert found.explain() == "mass = 1 t  [plant.yaml, line 3, amount, sha256 9f2c] - meter:wb_gate"
    assert (fact(quantity, "mass").value, fact(quantity, "mass").unit) == (1_000.0, "kg")
    assert Source("given", "mass") == fact(Quantity(1.0, "t"), "mass").source
