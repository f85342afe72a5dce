"""Search in a tree of figures."""

from itertools import pairwise

import pytest
from tests.benchmark.long_chain import chain_plant
from tests.plants import EDITION

from pulmu.carbon.statement import state_emissions
from pulmu.model import Figure, Input, Source
from pulmu.services.find_figures import find_figures

GAS = Figure(470_300.0, "Nm3", "sub-meter", Source("plant.xlsx", "sheet Fuel, cell D7"), "meter:gm1", subject="furnace")
ROD = Figure(2.25, "t CO2e/t", "direct value", Source("plant.xlsx", "sheet Purchases, cell F3"), subject="Wire rod")
BURNT = Figure(
    1.0, "t CO2e", "combustion_emissions", Source("Act", "Eq 5", None, "read"), "", (Input("a", GAS),), "f.burnt"
)
ROOT = Figure(
    3.0,
    "t CO2e/t",
    "embedded",
    Source("Act", "Eq 62"),
    "",
    (Input("x", BURNT), Input("y", ROD), Input("z", GAS)),
    "f.e",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sub-meter", [GAS]),
        ("SUB-METER", [GAS]),
        ("wire ROD", [ROD]),
        ("cell d7", [GAS]),
        ("sheet", [ROD, GAS]),
        ("meter:gm1", [GAS]),
        ("470,300", [GAS]),
        ("470300", [GAS]),
        ("470300.0", [GAS]),
        ("2.25", [ROD]),
        ("Eq 62", [ROOT]),
        ("f.burnt", [BURNT]),
        ("read", [BURNT]),
        ("연소", [BURNT]),
        ("nothing of the kind", []),
        ("", []),
        ("  ", []),
    ],
)
def test_a_figure_is_found_by_any_of_its_words(text: str, expected: list[Figure]) -> None:
    found = find_figures(ROOT, text, lambda name: ("연소배출량",) if name == "combustion_emissions" else ())
    assert {id(item) for item in expected} == {id(item.figure) for item in found}
    assert len(found) == len(expected)


def test_the_way_to_a_figure_is_a_shortest_one() -> None:
    (found,) = find_figures(ROOT, "sub-meter")
    assert found.path == (ROOT, GAS)
    (burnt,) = find_figures(ROOT, "combustion_emissions")
    assert burnt.path == (ROOT, BURNT)


def test_every_figure_of_a_chain_with_countless_paths_is_found_once() -> None:
    root = state_emissions(chain_plant(100, diamonds=True), EDITION).goods["good_99"].counted
    found = find_figures(root, "combustion_emissions p0")
    assert len({id(item.figure) for item in found}) == len(found) == 1
    path = found[0].path
    assert (path[0], path[-1]) == (root, found[0].figure)
    assert all(any(item.figure is below for item in above.inputs) for above, below in pairwise(path))
