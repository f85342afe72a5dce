"""What is wrong in the file of an emulated plant is told at once, where and how to mend it."""

from pulmu.bootstrap.twin import read_line_content, sample_line
from pulmu.services.live.emulate import emulate
from pulmu.twin.oracle import run_plainly

WRONG = b"""
pulmu: emulation/1
furnaces:
  - {station: kiln, carriers: [], temperature: 460 \xc2\xb0C, tolerance: 10 \xc2\xb0C, low: 400 \xc2\xb0C, high: 500 \xc2\xb0C, standby: 250 \xc2\xb0C, lag: 15 min}
  - {station: press, carriers: [gas], temperature: 460 \xc2\xb0C, tolerance: 10 \xc2\xb0C, low: 470 \xc2\xb0C, high: 500 \xc2\xb0C, standby: 250 \xc2\xb0C, lag: 15 min}
"""  # noqa: E501


def test_all_that_is_wrong_is_told_together() -> None:
    made = emulate(sample_line("extrusions"), read_line_content(WRONG, "emulation.yaml"), run_plainly)
    assert made.plant is None
    assert [(item.code, item.place) for item in made.problems if item.severity == "error"] == [
        ("live.unknown_station", "furnaces.kiln"),
        ("live.unknown_carrier", "furnaces.press"),
        ("live.unfit_range", "furnaces.press"),
    ]


def test_a_line_alone_is_a_plant_without_furnaces() -> None:
    made = emulate(sample_line("fasteners"), None, run_plainly)
    assert made.plant is not None
    assert [tag.name for tag in made.plant.tags if tag.measure == "temperature"] == []


def test_a_station_with_the_name_of_another_thing_is_refused() -> None:
    text = b"pulmu: line/1\nid: x\nstations: [{id: meter, time: 1 min}]\nproducts: [{id: a, route: [{station: meter}]}]\nsources: [{id: s, products: {a: 1}, every: 2 min}]\n"  # noqa: E501
    made = emulate(read_line_content(text, "x.yaml"), None, run_plainly)
    assert [item.code for item in made.problems if item.severity == "error"] == ["live.reserved_name"]
