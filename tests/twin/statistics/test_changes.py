"""A scenario's changes on a line, and everything that can be wrong with them."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.asked_lines import furnaces
from tests.twin.lines import results

from pulmu.model import Document, decode
from pulmu.model.law import Law
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.twin.laws import seconds
from pulmu.twin.statistics import changed_line
from pulmu.twin.statistics.changes import scaled
from pulmu.twin.statistics.outages import minus


def changed(*changes: str, more: str = "{}") -> tuple[Line, list[str]]:
    tree: dict[str, Any] = {
        "id": "q",
        "scenarios": [{"id": "s", "changes": [yaml.safe_load(item) for item in changes]}],
    }
    document = Document(tree | yaml.safe_load(more), "question.yaml")
    asked = decode(WhatIf, document).unwrap()
    line, problems = changed_line(furnaces(), asked, 0, document)
    return line, [f"{item.code} {item.place}" for item in problems]


def fine(*changes: str, more: str = "{}") -> Line:
    line, problems = changed(*changes, more=more)
    assert problems == []
    return line


def minutes(law: Law | None) -> float:
    assert law is not None
    return seconds(law.mean) / 60


def test_what_is_plain_is_changed() -> None:
    line = fine(
        "{station: furnace, machines: 3, buffer: 9, set_up_factor: 2, order: same_family}",
        "{station: press, stop: jam, every: 4 h, lasts_factor: 0.5}",
        "{source: wire, products: {nut: 1}, most_inside: 12}",
        "{carrier: power, price: 150}",
        "{product: bolt, step: press, scrap: 0.01}",
    )
    press, furnace = line.stations
    assert (furnace.machines, furnace.buffer, furnace.order, minutes(furnace.set_up)) == (3, 9, "same_family", 10)
    assert (minutes(press.stops[0].every) / 60, minutes(press.stops[0].lasts)) == (4, 10)
    assert (line.sources[0].products, line.sources[0].most_inside) == ({"nut": 1}, 12)
    assert line.carriers[0].price == 150
    assert line.products[0].route[0].scrap == 0.01


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("{station: furnace, buffer: 0}", lambda line: line.stations[1].buffer),
        ("{station: furnace, set_up_factor: 0}", lambda line: minutes(line.stations[1].set_up)),
        ("{station: press, stop: jam, lasts_factor: 0}", lambda line: minutes(line.stations[0].stops[0].lasts)),
        ("{product: bolt, step: press, scrap: 0}", lambda line: line.products[0].route[0].scrap),
    ],
    ids=["buffer", "set_up", "stop", "scrap"],
)
def test_nought_is_a_change_too(change: str, found: Callable[[Line], float]) -> None:
    assert found(fine(change)) == 0


def test_times_are_those_of_the_station_and_of_its_steps() -> None:
    assert minutes(fine("{station: furnace, time_factor: 0.5}").stations[1].time) == 11
    assert minutes(fine("{station: furnace, time: 30 min}").stations[1].time) == 30
    assert fine("{station: furnace, time: 30 min}").stations[0] == furnaces().stations[0]


def test_the_use_of_a_state_is_changed_and_others_stay() -> None:
    use = fine("{station: press, carrier: power, use: {idle: 1, per_piece: 2}}").stations[0].uses[0]
    assert (use.idle, use.busy, use.per_piece) == (1, 30, 2)


def test_a_stop_may_never_come_again() -> None:
    assert fine("{station: press, stop: jam, never: yes}").stations[0].stops == ()


def test_calendars_and_tariffs_of_the_question_can_be_named() -> None:
    more = """{calendars: [{id: days, shifts: [{start: '08:00', end: '16:00'}]}],
               tariffs: [{id: night, price: 100, slots: [{start: '22:00', end: '06:00', price: 50}]}]}"""
    line = fine("{station: press, calendar: days}", "{carrier: power, tariff: night}", more=more)
    (run,) = results(line, hours=168)
    assert run.stations[0].state_hours["off"] == pytest.approx(168 - 40)


def test_a_station_down_on_mondays_is_off_on_mondays() -> None:
    line = fine("{station: press, down: [{days: [mon]}, {days: [fri], start: '22:00', end: '02:00'}]}")
    (run,) = results(line, hours=168)
    assert run.stations[0].state_hours["off"] == pytest.approx(24 + 4)


def test_down_is_taken_out_of_the_hours_a_station_works() -> None:
    more = (
        "{calendars: [{id: days, shifts: [{start: '08:00', end: '16:00', breaks: [{start: '12:00', end: '13:00'}]}]}]}"
    )
    line = fine(
        "{station: furnace, calendar: days}", "{station: furnace, down: [{days: [mon, tue], end: '10:00'}]}", more=more
    )
    (run,) = results(line, hours=168)
    assert 168 - run.stations[1].state_hours["off"] / 2 == pytest.approx(5 * 7 - 2 * 2)


def test_one_of_two_furnaces_down_on_mondays_does_not_work_then() -> None:
    line = fine("{station: furnace, down: [{days: [mon], machines: 1}]}")
    monday = results(line, hours=24, replications=4)
    usual = results(furnaces(), hours=24, replications=4)
    for run in monday:
        assert run.stations[1].state_hours["waiting"] >= 20
        assert run.stations[1].state_hours["busy"] <= 24
    assert sum(run.good for run in monday) < sum(run.good for run in usual)
    (whole,) = results(line, hours=168)
    assert whole.stations[1].state_hours["waiting"] < 40


def test_everything_wrong_is_told_at_its_place() -> None:
    _, problems = changed(
        "{station: furnac, machines: 3}",
        "{station: press, price: 3}",
        "{station: press, source: wire, buffer: 3}",
        "{station: press}",
        "{station: press, every: 3 h}",
        "{station: press, stop: jammed, every: 3 h}",
        "{station: press, stop: jam}",
        "{station: press, use: {idle: 3}}",
        "{station: press, carrier: power, use: {idel: 3}}",
        "{station: press, calendar: days}",
        "{station: press, set_up_factor: 2}",
        "{station: furnace, down: [{machines: 3}]}",
        "{source: wire, products: {screw: 1}, every_factor: 2}",
        "{product: bolt, step: paint, scrap: 0.1}",
        "{buffer: 3}",
    )
    assert problems == [
        "what_if.unknown_name question.yaml, scenarios[0].changes[0].station",
        "what_if.not_of_this question.yaml, scenarios[0].changes[1].price",
        "what_if.target question.yaml, scenarios[0].changes[2]",
        "what_if.nothing question.yaml, scenarios[0].changes[3]",
        "what_if.stop_missing question.yaml, scenarios[0].changes[4]",
        "what_if.unknown_name question.yaml, scenarios[0].changes[5].stop",
        "what_if.nothing question.yaml, scenarios[0].changes[6]",
        "what_if.use_of question.yaml, scenarios[0].changes[7]",
        "what_if.unknown_name question.yaml, scenarios[0].changes[8].use.idel",
        "what_if.unknown_name question.yaml, scenarios[0].changes[9].calendar",
        "what_if.no_time question.yaml, scenarios[0].changes[10].set_up_factor",
        "what_if.too_many_down question.yaml, scenarios[0].changes[11].down[0].machines",
        "what_if.unknown_name question.yaml, scenarios[0].changes[12].products.screw",
        "what_if.no_time question.yaml, scenarios[0].changes[12].every_factor",
        "what_if.unknown_name question.yaml, scenarios[0].changes[13].step",
        "what_if.target question.yaml, scenarios[0].changes[14]",
    ]  # fmt: skip


def test_a_line_that_comes_out_wrong_is_told_at_its_scenario() -> None:
    _, problems = changed("{station: furnace, batch: {least: 6, most: 8}}")
    assert problems == ["line.batch_buffer question.yaml, scenarios[0], stations[1].buffer"]
    assert changed()[1] == ["what_if.no_change question.yaml, scenarios[0].changes"]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6),
       st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6))  # fmt: skip
def test_what_is_left_is_what_is_in_no_hole(spans: list[tuple[int, int]], holes: list[tuple[int, int]]) -> None:
    ends = [[(float(at), float(at + long)) for at, long in some] for some in (spans, holes)]
    left = minus(*ends)
    for moment in [n / 2 + 0.25 for n in range(160)]:
        inside, out = (any(a <= moment < b for a, b in some) for some in ends)
        assert (inside and not out) == any(a <= moment < b for a, b in left)


@given(st.floats(0.01, 100))
def test_a_law_is_scaled_whole(factor: float) -> None:
    from pulmu.twin.laws import chance

    for text in ("{law: triangular, low: 1 min, mode: 2 min, high: 5 min}", "{law: lognormal, mean: 3 min, cv: 1}",
                 "{law: empirical, values: [1 min, 3 min]}", "{law: uniform, low: 1 h, high: 2 h}"):  # fmt: skip
        law = decode(Law, Document(yaml.safe_load(text), "law")).unwrap()
        assert chance(scaled(law, factor)).mean == pytest.approx(factor * chance(law).mean)


def test_zero_is_said() -> None:
    line = fine("{station: furnace, buffer: 0}", "{product: bolt, step: press, scrap: 0}", "{carrier: power, price: 0}",
                "{station: furnace, set_up_factor: 0}", "{station: press, stop: jam, lasts_factor: 0}")  # fmt: skip
    press, furnace = line.stations
    assert furnace.buffer == 0
    assert minutes(furnace.set_up) == 0
    assert minutes(press.stops[0].lasts) == 0
    assert (line.products[0].route[0].scrap, line.carriers[0].price) == (0, 0)
