"""A line against its plant: what it names and the plant lacks is told at once, with its place."""

from collections.abc import Sequence

import pytest

from pulmu.adapters.samples import sample_line_text, sample_text
from pulmu.bootstrap.plants import read_plant_content
from pulmu.bootstrap.twin import read_line_content
from pulmu.model import Document, Plant, Problem
from pulmu.model.line import Line
from pulmu.services._line_tie import carrier_flows, rows_of
from pulmu.services.check_line import check_line_in_plant, line_in_plant
from pulmu.services.check_plant import check_plant
from pulmu.twin import read_line


def plant_of(name: str, *changes: tuple[str, str]) -> Plant:
    text = replaced(sample_text(name), changes)
    plant = check_plant(read_plant_content(text.encode(), "plant.yaml")).plant
    assert plant is not None
    return plant


def replaced(text: str, changes: Sequence[tuple[str, str]]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def changed(name: str, *changes: tuple[str, str]) -> tuple[Line, Document]:
    text = replaced(sample_line_text(name), changes)
    document = read_line_content(text.encode(), "line.yaml")
    return read_line(document).unwrap(), document


def found(name: str, *changes: tuple[str, str]) -> tuple[Problem, ...]:
    return check_line_in_plant(*changed(name, *changes), plant_of(name))


@pytest.mark.parametrize("name", ["fasteners", "extrusions"])
def test_the_lines_of_the_samples_stand_in_their_plants(name: str) -> None:
    assert [item for item in found(name) if item.severity == "error"] == []


def test_what_is_no_flow_of_the_plant_is_said_and_stands_in_nobodys_way() -> None:
    assert [(item.code, dict(item.values)["carrier"]) for item in found("extrusions")] == [
        ("line.plant_no_flow", "compressed_air")
    ]


def test_a_carrier_is_the_flow_its_meter_counts_or_that_of_its_name() -> None:
    line, _ = changed("extrusions")
    flows = carrier_flows(line, plant_of("extrusions"))
    assert {name: flow.name for name, flow in flows.items()} == {
        "electricity": "electricity", "gas": "city_gas", "lpg": "lpg"
    }  # fmt: skip


def test_a_furnace_of_a_step_is_replaced_whole_and_a_shop_is_not() -> None:
    line, _ = changed("fasteners")
    rows = {(row.flow, row.user): row for row in rows_of(line, plant_of("fasteners"))}
    assert {key for key, row in rows.items() if row.is_whole} == {
        ("city_gas", "annealing_furnace"), ("city_gas", "heat_treatment_furnace"), ("city_gas", "galvanising_furnace"),
        ("city_gas", "plating_dryer"), ("electricity", "plating"),
    }  # fmt: skip
    assert {station for station, _ in rows["electricity", "fasteners"].stations} == {
        "heading", "threading", "hardening", "galvanising", "packing"
    }  # fmt: skip
    assert ("city_gas", "boiler") not in rows


def test_all_that_is_wrong_is_told_at_once_with_its_place() -> None:
    problems = found(
        "fasteners",
        ("process: drawn_wire", "process: drawn_wires"),
        ("step: cold_heading", "step: annealing"),
        ("meter: gm_main", "meter: gm_mein"),
        ("unit: kWh", "unit: kg"),
        ("good: bolts", "good: bolt"),
        ("good: nuts\n    piece_kg: 500", "piece_kg: 0"),
    )
    told = {item.code: item for item in problems}
    assert told.keys() == {
        "line.plant_unknown", "line.plant_step", "line.plant_unit", "line.plant_no_flow", "line.plant_good_missing",
        "line.plant_mass",
    }  # fmt: skip
    assert "did you mean 'gm_main'?" in {item.mend for item in problems}
    assert told["line.plant_unit"].place == "line.yaml, line 16, carriers[0].unit"
    severities = [item.severity for item in problems]
    assert severities == sorted(severities)


def test_a_route_passes_processes_that_feed_its_good_and_ends_where_it_is_made() -> None:
    turned = found("fasteners", ("    good: bolts", "    good: annealed_wire"))
    assert [item.code for item in turned] == ["line.plant_route", "line.plant_end"]


def test_a_station_whose_energy_no_user_takes_up_is_told() -> None:
    codes = [item.code for item in found("extrusions", ("step: profile_ageing\n    machines: 2", "machines: 2"))]
    assert codes == ["line.plant_no_flow"]
    heated = found("fasteners", ("uses: [{carrier: electricity, idle: 1, busy: 6}]", "uses: [{carrier: gas, busy: 6}]"))
    assert [item.code for item in heated] == ["line.plant_no_user"]
    homeless = found("fasteners", ("    name_local: 포장\n    process: fasteners\n", "    name_local: 포장\n"))
    assert [item.code for item in homeless] == ["line.plant_no_process"]


def test_a_meter_of_two_flows_tells_none() -> None:
    line, document = changed("extrusions")
    plant = plant_of("extrusions", ("LPG delivery notes 2026", "meter:gm_press_1; LPG delivery notes 2026"))
    assert "line.plant_meter_two" in {item.code for item in check_line_in_plant(line, document, plant)}


def test_what_is_wrong_in_line_plant_and_between_them_is_one_report() -> None:
    line = replaced(sample_line_text("fasteners"), [("good: bolts", "good: bolt")])
    line = line.replace("calendar: three_shifts\n    stops", "calendar: four_shifts\n    stops", 1)
    plant = sample_text("fasteners").encode()
    done = line_in_plant(read_line_content(line.encode(), "line.yaml"), read_plant_content(plant, "plant.yaml"))
    assert [item.code for item in done.problems] == ["line.unknown_name", "line.plant_unknown"]
    assert done.plant is None
    flawed = plant.replace(b'cn_code: "73181588"', b'cn_code: "99999999"')
    both = line_in_plant(read_line_content(line.encode(), "line.yaml"), read_plant_content(flawed, "plant.yaml"))
    assert {item.place.partition(",")[0] for item in both.problems} == {"line.yaml", "plant.yaml"}
