"""Belts: pieces come out as they went in, later, and a belt that stands delays all on it; by hand and by law."""

from typing import Any

import pytest
from tests.twin.lines import line_from, results
from tests.twin.random_lines import Tree

from pulmu.model import Document
from pulmu.twin import LineResult, read_line


def belt(*, source: Tree, places: int = 10, accumulates: bool = False, more: Tree | None = None, **after: Any) -> Tree:
    """A belt of 50 minutes, and a packing place after it."""
    station = {"id": "belt", "belt": {"places": places, "accumulates": accumulates}, "time": "50 min", "buffer": 1000}
    return {
        "id": "hall",
        "carriers": [{"id": "gas", "unit": "Nm3"}],
        "stations": [
            station | {"uses": [{"carrier": "gas", "idle": 6, "blocked": 3, "per_kg": 0.1}]} | (more or {}),
            {"id": "pack", "buffer": 0, "time": "1 min", **after},
        ],
        "products": [{"id": "p", "piece_kg": 20, "route": [{"station": "belt"}, {"station": "pack"}]}],
        "sources": [{"id": "in", "products": {"p": 1}, **source}],
    }


def run(tree: Tree, hours: float, **how: Any) -> LineResult:
    return results(line_from(tree), hours=hours, **how)[0]


def test_pieces_come_out_as_they_went_in() -> None:
    """Five that arrive at once come on 5 min apart, the 10 places of 50 min; each is 50 min on it and 1 min packed."""
    found = run(belt(source={"every": "100 h", "first": "1 h", "lot": 5}), 3)
    assert found.good == 5
    assert found.products[0].least_flow_s == 51 * 60
    assert found.products[0].most_flow_s == (51 + 4 * 5) * 60
    assert found.stations[0].mean_on_belt == pytest.approx(5 * 50 / 180)
    assert found.stations[0].state_hours["busy"] == pytest.approx(70 / 60)
    assert found.uses[0].amount == pytest.approx(6 * 3 + 5 * 20 * 0.1)


def test_a_full_belt_gives_its_places_over_its_time() -> None:
    """10 pieces in 50 min: 12 an hour, with 10 on it."""
    found = run(belt(source={"lot": 1}, more={"buffer": 1}), 102, warm_up=2)
    assert found.good == 100 * 12
    assert found.stations[0].mean_on_belt == pytest.approx(10)
    assert found.stations[0].state_hours["idle"] == pytest.approx(0)


@pytest.mark.parametrize(("accumulates", "last", "standing"), [(False, 51 + 30, 30), (True, 51 + 15, 30)])
def test_an_end_that_has_no_place(accumulates: bool, last: int, standing: int) -> None:
    """Pieces at 0, 5, 25 min; the end is shut from 40 to 80 min: the first waits at it from 50 min on.

    Without closing up all are 30 min late. On rollers the second follows a place, 5 min, behind the first, as ever; the
    third, at the end at 75 min, has its place behind them, and leaves at 90 instead of 105.
    """
    tree = belt(source={"every": "5 min", "first": "1 s", "most": 1}, accumulates=accumulates)
    tree["calendars"] = [
        {
            "id": "open",
            "shifts": [
                {"days": ["mon"], "start": "01:20", "end": "23:00"},
                {"days": ["mon"], "start": "00:00", "end": "00:40"},
            ],
        }
    ]
    tree["stations"][1]["calendar"] = "open"
    tree["sources"] = [{"id": f"in{n}", "products": {"p": 1}, "every": "9 h", "first": f"{n} min", "most": 1}
                       for n in (0.001, 5, 25)]  # fmt: skip
    found = run(tree, 10)
    assert found.good == 3
    assert found.stations[0].state_hours["blocked"] == pytest.approx(standing / 60, abs=1e-4)
    assert found.products[0].most_flow_s == pytest.approx(81 * 60, abs=0.1)
    assert found.products[0].least_flow_s == pytest.approx(last * 60 if accumulates else 81 * 60, abs=0.1)


def test_a_stop_of_the_belt_delays_all_on_it() -> None:
    """A stop of 20 min after an hour of the clock, with pieces that came at 20, 40, 55 min on it, and one at 65 min."""
    stop = {"id": "jam", "counts": "clock", "every": "1 h", "lasts": "20 min"}
    tree = belt(source={}, more={"stops": [stop]})
    tree["sources"] = [{"id": f"in{n}", "products": {"p": 1}, "every": "9 h", "first": f"{n} min", "most": 1}
                       for n in (5, 20, 40, 55, 65)]  # fmt: skip
    found = run(tree, 2.3)
    assert found.good == 5
    assert found.products[0].least_flow_s == 51 * 60
    assert found.products[0].most_flow_s == (51 + 20) * 60
    assert found.products[0].mean_flow_s == pytest.approx((5 * 51 + 3 * 20 + 15) * 60 / 5)


def test_a_stop_that_makes_scrap_takes_all_that_is_on_it() -> None:
    stop = {"id": "jam", "counts": "clock", "every": "1 h", "lasts": "20 min", "piece": "scrap"}
    found = run(belt(source={"every": "10 min", "most": 9}, more={"stops": [stop]}), 10)
    assert (found.scrap, found.good) == (5, 4)


def test_another_family_waits_until_the_belt_is_empty() -> None:
    """a at 0, b at 10: the belt is empty at 50, set up until 80, b out at 130 and packed at 131 min."""
    tree = belt(source={}, more={"set_up": "30 min", "family": "a"})
    tree["products"] = [{"id": name, "route": tree["products"][0]["route"]} for name in "ab"]
    tree["sources"] = [{"id": name, "products": {name: 1}, "every": "99 h", "first": first, "most": 1}
                       for name, first in (("a", "1 s"), ("b", "10 min"))]  # fmt: skip
    found = run(tree, 4)
    assert found.products[1].mean_flow_s == pytest.approx((131 - 10) * 60, abs=2)
    assert found.stations[0].state_hours["set_up"] == 0.5


def test_a_belt_is_run_empty_at_the_end_of_a_shift() -> None:
    """Pieces every 5 min from 07:00; those that are on it at 08:00 come out by 08:50, and no other goes on."""
    shift = {"id": "early", "shifts": [{"start": "07:00", "end": "08:00"}]}
    tree = belt(source={"every": "5 min", "first": "301 min"}, more={"calendar": "early", "at_shift_end": "finish"})
    tree["sources"][0] |= {"first": "421 min", "most": 40}
    tree["calendars"] = [shift]
    found = run(tree, 12)
    assert found.good == 12
    assert found.inside == 40 - 12
    assert found.stations[0].state_hours["off"] == pytest.approx(12 - (1 + 46 / 60))


@pytest.mark.parametrize("accumulates", [False, True])
def test_what_is_on_a_belt_goes_by_little(accumulates: bool) -> None:
    """Mean number on it = pieces an hour times hours on it, whatever comes and whatever stops it."""
    tree = belt(source={"every": {"law": "exponential", "mean": "9 min"}}, accumulates=accumulates,
                time={"law": "exponential", "mean": "6 min"})  # fmt: skip
    found = run(tree, 40_000, warm_up=100)
    first = found.stations[0]
    inside = first.mean_queue + (first.mean_on_belt or 0) + found.stations[1].state_hours["busy"] / found.hours
    assert inside == pytest.approx(found.mean_inside)
    assert found.mean_inside == pytest.approx(
        found.good / found.hours * (found.products[0].mean_flow_s or 0) / 3600, rel=1e-3
    )


def test_rollers_close_up_where_a_furnace_stands() -> None:
    """Where pieces come with gaps, rollers close them while the end waits, and lose fewer that find no place."""
    source = {"every": {"law": "exponential", "mean": "6 min"}, "when_full": "lost"}
    pack = {"time": {"law": "exponential", "mean": "5 min"}}
    made = [
        run(belt(source=source, accumulates=accumulates, more={"buffer": 1}, **pack), 20_000, warm_up=100).good
        for accumulates in (False, True)
    ]  # fmt: skip
    assert made[0] * 1.05 < made[1] < 10 * 20_000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"batch": {"most": 2}}, "line.belt_with"),
        ({"blocking": "before"}, "line.belt_with"),
        ({"order": "priority", "interrupts": "resume"}, "line.belt_with"),
        ({"stops": [{"id": "x", "every": "1 h", "lasts": "1 h", "piece": "repeat"}]}, "line.belt_with"),
        ({"time": {"law": "exponential", "mean": "5 min"}}, "line.belt_time"),
        ({"time": "0 min"}, "line.belt_time"),
        ({"set_up": "5 min", "buffer": 0}, "line.belt_buffer"),
    ],
)
def test_what_a_belt_cannot_have_is_told(change: Tree, code: str) -> None:
    tree = belt(source={"every": "1 h"}, more=change)
    assert [item.code for item in read_line(Document(tree, "line.yaml")).problems] == [code]


def test_a_step_along_a_belt_has_no_time_of_its_own() -> None:
    tree = belt(source={"every": "1 h"})
    tree["products"][0]["route"] = [{"station": "belt", "time": "3 min"}, {"station": "pack"}]
    assert [item.code for item in read_line(Document(tree, "line.yaml")).problems] == ["line.belt_step"]


def test_a_belt_begins_as_it_is_said_to_stand() -> None:
    """Three pieces 5 min apart, the first 10 min from the end: out at 10, 15, 20 min, the new one 50 min after 0."""
    tree = belt(source={"every": "9 h", "first": "1 s", "most": 1})
    on = [{"product": "p", "pieces": 3, "age": "40 min"}]
    tree["state"] = {"machines": [{"station": "belt", "phase": "work", "left": "10 min", "pieces": on}]}
    found = run(tree, 3)
    assert found.good == 4
    assert found.products[0].most_flow_s == (40 + 20 + 1) * 60
    assert found.products[0].least_flow_s == 51 * 60
    tree["state"]["machines"][0]["pieces"] = [{"product": "p", "left": left} for left in ("20 min", "10 min")]
    assert [item.code for item in read_line(Document(tree, "line.yaml")).problems] == ["line.state_belt"]


def test_a_time_that_cannot_be_read_is_told_once() -> None:
    tree = belt(source={"every": "1 h"}, more={"time": "50 kg"})
    places = [item.place for item in read_line(Document(tree, "line.yaml")).problems]
    assert places == ["line.yaml, stations[0].time.mean"]
