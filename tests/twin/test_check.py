"""A line is checked: everything that is wrong, at once."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import jsonschema
import pytest
import yaml

from pulmu.adapters.samples import sample_line_names, sample_line_text, sample_text
from pulmu.bootstrap.twin import line_engine, read_line_content
from pulmu.model import Document, Plant, decode, encode
from pulmu.model.line import Line
from pulmu.services.schemas import line_schema
from pulmu.twin import Ask, read_line, simulate_line

Tree = dict[str, Any]
GOOD: Tree = yaml.safe_load("""
id: small
calendars: [{id: day, shifts: [{start: '08:00', end: '17:00'}]}]
operators: [{id: crew, count: 1, skills: [mend], calendar: day}]
carriers: [{id: el, unit: kWh}]
stations:
  - {id: a, buffer: 2, time: 1 min, uses: [{carrier: el, busy: 3}],
     stops: [{id: s, every: 3 h, lasts: 5 min, skill: mend}]}
  - {id: f, buffer: 4, batch: {least: 2, most: 4}, time: {law: uniform, low: 1 min, high: 2 min}}
products: [{id: p, route: [{station: a}, {station: f}]}]
sources: [{id: in, products: {p: 1}}]
waiting: [{product: p, step: f, pieces: 2}]
""")


def codes(tree: Tree) -> list[str]:
    return [item.code for item in read_line(Document(tree, "line.yaml")).problems]


def test_a_good_line_has_no_problem() -> None:
    assert codes(GOOD) == []


def set_at(*path: str | int) -> Callable[[Tree, Any], None]:
    def change(tree: Tree, value: Any) -> None:
        place: Any = tree
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("stations", 0, "calendar"), "night", "line.unknown_name"),
        (("stations", 0, "stops", 0, "skill"), "weld", "line.unknown_name"),
        (("stations", 0, "uses", 0, "carrier"), "gas", "line.unknown_name"),
        (("products", 0, "route", 1, "station"), "g", "line.unknown_name"),
        (("products", 0, "route", 1, "rework_to"), "g", "line.unknown_name"),
        (("products", 0, "route", 0, "next"), {"nowhere": 1}, "line.unknown_name"),
        (("sources", 0, "products"), {"q": 1}, "line.unknown_name"),
        (("waiting", 0, "product"), "q", "line.unknown_name"),
        (("carriers", 0, "tariff"), "t", "line.unknown_name"),
        (("stations", 0, "time"), {"law": "lognormal", "mean": "1 min"}, "line.law_needs"),
        (("stations", 1, "time"), {"law": "uniform", "low": "3 min", "high": "2 min"}, "line.law_numbers"),
        (("stations", 1, "time"), {"law": "erlang", "mean": "3 min", "shape": 1.5}, "line.law_numbers"),
        (("stations", 1, "time"), {"law": "empirical", "values": ["1 s"], "weights": [1, 2]}, "line.law_numbers"),
        (("stations", 1, "time"), {"law": "geometric", "mean": "1 s", "step": "2 s"}, "line.law_numbers"),
        (("products", 0, "route"), [], "line.empty"),
        (("sources", 0, "products"), {"p": 0}, "line.empty"),
        (("stations", 1, "batch"), {"least": 4, "most": 3}, "line.batch_least"),
        (("stations", 1, "buffer"), 1, "line.batch_buffer"),
        (("stations", 1, "blocking"), "before", "line.batch_blocking"),
        (("stations", 0, "interrupts"), "resume", "line.interrupts"),
        (("stations", 0, "stops", 0, "counts"), "pieces", "line.stop_needs"),
        (("sources", 0, "every"), "0 s", "line.no_time"),
        (("products", 0, "route", 1, "station"), "a", "line.same_step"),
        (("stations", 0, "time"), None, "line.time_missing"),
        (("products", 0, "route", 0, "next"), {"f": 0.5, "out": 0.4}, "line.shares"),
        (("products", 0, "route", 0, "scrap"), 0.9, "line.shares"),
        (("stations", 0, "buffer"), None, "line.endless"),
        (("waiting", 0, "pieces"), 9, "line.waiting_room"),
    ],
)
def test_what_is_wrong_is_told(path: tuple[str | int, ...], value: Any, code: str) -> None:
    tree = deepcopy(GOOD)
    tree["products"][0]["route"][0]["rework"] = 0.2
    set_at(*path)(tree, value)
    assert code in codes(tree)


def test_an_endless_source_of_work_that_takes_no_time_is_refused() -> None:
    tree = deepcopy(GOOD)
    tree["stations"][0]["time"] = tree["stations"][1]["time"] = "0 s"
    assert "line.no_time" in codes(tree)


def test_everything_is_told_at_once() -> None:
    tree = deepcopy(GOOD)
    tree["stations"][0] |= {"calendar": "night", "time": {"law": "weibull"}}
    tree["sources"][0]["products"] = {"q": 1}
    assert sorted(codes(tree)) == ["line.law_needs", "line.law_needs", "line.unknown_name", "line.unknown_name"]


@pytest.mark.parametrize("name", sample_line_names())
def test_the_line_of_a_sample_plant_is_tied_to_it_and_runs(name: str) -> None:
    text = sample_line_text(name)
    line = read_line(read_line_content(text.encode(), "line.yaml")).unwrap()
    plant = decode(Plant, read_line_content(sample_text(name).encode(), "plant.yaml")).value
    steps = {(item.id, step.id) for item in plant.processes for step in item.steps}
    steps |= {(item.id, "") for item in plant.processes}
    assert {(item.process, item.step) for item in line.stations} <= steps
    assert {item.good for item in line.products} <= {product.id for _, product in plant.products()}
    assert {item.meter for item in line.carriers if item.meter} <= {item.id for item in plant.meters}
    (run,) = simulate_line(line, Ask(28 * 86_400.0, 7 * 86_400.0), line_engine())
    assert run.good > 500
    assert all(use.amount > 0 for use in run.uses)
    assert all(item.state_hours["busy"] > 0.05 * item.machine_hours for item in run.stations)


@pytest.mark.parametrize("name", sample_line_names())
def test_a_line_written_and_read_is_the_same_line_and_fits_its_schema(name: str) -> None:
    line = read_line(read_line_content(sample_line_text(name).encode(), "line.yaml")).unwrap()
    tree = encode(line)
    assert line == decode(Line, Document(tree, "again.json")).unwrap()
    jsonschema.validate(tree, line_schema())
    jsonschema.validate(GOOD, line_schema())


def test_the_fastener_line_uses_what_the_plant_uses() -> None:
    """Good lots a year, and gas a tonne, as the plant file has them (its boiler, dryers apart): within a fifth."""
    line = read_line(read_line_content(sample_line_text("fasteners").encode(), "line.yaml")).unwrap()
    (run,) = simulate_line(line, Ask(70 * 86_400.0, 14 * 86_400.0), line_engine())
    tonnes = sum(item.good_kg for item in run.products) / 1000
    gas = next(use.amount for use in run.uses if use.carrier == "gas")
    assert tonnes / run.hours * 8760 == pytest.approx(8130, rel=0.2)
    assert gas / tonnes == pytest.approx((470_300 + 741_800 + 297_900 + 61_400) / 8130, rel=0.2)
