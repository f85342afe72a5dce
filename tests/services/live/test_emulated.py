"""The emulated plant: time passes in pieces, setpoints change what it does, controllers refuse and fall back."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.emulated import HOUR, emulated

from pulmu.bootstrap.twin import sample_line
from pulmu.model.tag import Value
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live.meters import next_block
from pulmu.twin import Ask, continued, read_line, simulate_line
from pulmu.twin.oracle import run_plainly


def number(values: Mapping[str, Value], tag: str) -> float:
    value = values[tag]
    assert isinstance(value, float)
    return value


def used(plant: EmulatedPlant, tag: str, seconds: float) -> float:
    """What a counter gains in a time."""
    before = number(plant.values(), tag)
    plant.advance(seconds)
    return number(plant.values(), tag) - before


def test_every_tag_has_a_value_of_its_kind() -> None:
    for name in ("fasteners", "extrusions"):
        plant = emulated(name)
        values = plant.values()
        assert list(values) == [tag.name for tag in plant.tags]
        kinds = {"number": float, "truth": bool, "text": str}
        assert {tag.name for tag in plant.tags if type(values[tag.name]) is not kinds[tag.kind]} == set()


def test_a_plant_without_setpoints_makes_what_its_line_makes() -> None:
    """Cut into pieces of a minute, and in one: the same pieces, the same energy."""
    line = read_line(sample_line("extrusions")).value
    plant = emulated()
    plant.meters.by_place.clear()
    assert plant.state is not None
    whole = next(simulate_line(continued(line, plant.state), Ask(6 * HOUR), run_plainly))
    made = dict(plant.made)
    for _ in range(360):
        plant.advance(60)
    assert {name: plant.made[name] - made[name] for name in made} == {
        f"line/{item.product}/{kind}": getattr(item, kind) for item in whole.products for kind in ("good", "scrap")
    }
    values = plant.values()
    for use in whole.uses:
        tag = f"meter/{use.carrier}/{'energy' if use.unit == 'kWh' else 'amount'}"
        assert number(values, tag) == pytest.approx(use.amount, rel=1e-6), tag


@settings(max_examples=15)
@given(st.lists(st.floats(1, 4000), min_size=1, max_size=12))
def test_counters_never_fall_and_the_plant_is_the_sum_of_its_stations(pieces: list[float]) -> None:
    plant = emulated()
    for seconds in pieces:
        before = plant.values()
        plant.advance(seconds)
        after = plant.values()
        grows = [tag.name for tag in plant.tags if tag.measure in ("energy", "amount", "pieces", "good", "scrap")]
        assert all(number(after, tag) >= number(before, tag) for tag in grows)
        stations = [f"{item.id}/electricity/energy" for item in plant.line.stations]
        total = math.fsum(number(after, tag) for tag in stations if tag in after)
        assert number(after, "meter/electricity/energy") == pytest.approx(total, rel=1e-9)


def test_the_demand_of_a_block_is_its_energy_in_a_quarter_of_an_hour() -> None:
    plant = emulated()
    plant.advance(900)
    energy = used(plant, "meter/electricity/energy", 900)
    assert number(plant.values(), "meter/electricity/demand") == pytest.approx(energy * 4)
    plant.advance(450)
    half = number(plant.values(), "meter/electricity/demand_running")
    assert half == pytest.approx(plant.meters.by_place["", "electricity"].in_block / 0.125)


@pytest.mark.parametrize(("before", "later"), [(1.0, 1.0), (450.0, 200.0), (899.0, 0.5), (900.0, 1.0), (1500.0, 890.0)])
def test_what_is_expected_of_a_block_is_what_it_has_and_the_rest_as_now(before: float, later: float) -> None:
    plant = emulated()
    plant.advance(before)
    plant.advance(later)
    meter, left = plant.meters.by_place["", "electricity"], 900 - plant.now % 900
    expected = number(plant.values(), "meter/electricity/demand_predicted")
    assert expected == pytest.approx((meter.in_block + meter.rate * left / 3600) / 0.25)
    # had nothing changed, the block would have been that
    ended = meter.counted(meter.rate * left / 3600, plant.now, next_block(plant.now))
    assert ended.last_block == pytest.approx(expected)


def test_a_slower_line_makes_less() -> None:
    usual, slow = emulated(), emulated()
    assert slow.command("line/speed_set", 60.0, 0.0) == ""
    assert used(slow, "saw/pieces", 5 * HOUR) < 0.8 * used(usual, "saw/pieces", 5 * HOUR)


def test_a_stopped_line_makes_nothing_and_goes_on_where_it_was() -> None:
    plant = emulated()
    assert plant.command("line/run", False, 0.0) == ""
    assert used(plant, "press/pieces", 0.5 * HOUR) == 0
    assert plant.values()["press/1/state"] == "stopped"
    assert plant.command("line/run", True, 0.0) == ""
    assert used(plant, "press/pieces", 2 * HOUR) > 0


def test_a_furnace_in_standby_saves_gas_and_must_be_warm_before_it_works() -> None:
    plant = emulated()
    held = used(plant, "ageing/lpg/amount", HOUR)
    plant.command("billet_heater/standby", True, 0.0)
    plant.advance(HOUR)
    values = plant.values()
    assert values["billet_heater/1/state"] == "standby"
    assert number(values, "billet_heater/temperature") == pytest.approx(250 + 210 * math.exp(-4), rel=1e-6)
    assert used(plant, "billet_heater/pieces", 600) == 0
    plant.command("billet_heater/standby", False, 0.0)
    plant.advance(60)
    assert plant.values()["billet_heater/1/state"] == "heating"
    assert used(plant, "billet_heater/pieces", 600) == 0
    assert used(plant, "billet_heater/pieces", 2 * HOUR) > 0
    assert held > 0


def test_the_temperature_follows_its_setpoint_by_a_first_order_lag() -> None:
    plant = emulated()
    assert plant.command("ageing/temperature_set", 195.0, 0.0) == ""
    plant.advance(1800)
    assert number(plant.values(), "ageing/temperature") == pytest.approx(195 - 10 * math.exp(-1))


def test_a_furnace_that_is_too_hot_makes_scrap_and_uses_more() -> None:
    usual, hot = emulated(), emulated()
    hot.command("billet_heater/temperature_set", 500.0, 0.0)
    for plant in (usual, hot):
        plant.advance(HOUR)
    assert used(hot, "billet_heater/gas/amount", 8 * HOUR) > used(usual, "billet_heater/gas/amount", 8 * HOUR)
    assert hot.heats["billet_heater"].scrap == pytest.approx(0.002 * 30, rel=0.05)


@pytest.mark.parametrize(
    ("tag", "value", "refusal"),
    [
        ("nothing/there", 1.0, "unknown"),
        ("press/1/state", "busy", "not_writable"),
        ("meter/electricity/energy", 0.0, "not_writable"),
        ("line/speed_set", True, "wrong_type"),
        ("line/speed_set", "100", "wrong_type"),
        ("line/run", 1.0, "wrong_type"),
        ("line/speed_set", math.nan, "not_finite"),
        ("line/speed_set", math.inf, "not_finite"),
        ("line/speed_set", 59.9, "out_of_range"),
        ("ageing/temperature_set", 210.1, "out_of_range"),
        ("ageing/temperature_set", 210.0, ""),
    ],
)
def test_a_controller_takes_what_fits_and_says_why_it_refuses(tag: str, value: Value, refusal: str) -> None:
    plant = emulated(warm_up=0)
    before = plant.values()
    assert plant.command(tag, value, 0.0) == refusal
    assert (plant.values() == before) == bool(refusal)


def test_a_switch_to_local_refuses_everything_from_afar() -> None:
    plant = emulated(warm_up=0)
    plant.remote = False
    assert plant.command("line/speed_set", 90.0, 0.0) == "local"
    assert plant.command("control/heartbeat", 1.0, 0.0) == "local"


def test_without_its_heartbeat_the_controller_takes_safe_values_in_time_and_holds_them() -> None:
    plant = emulated(warm_up=0)
    plant.command("control/heartbeat", 1.0, 100.0)
    plant.command("ageing/temperature_set", 205.0, 100.0)
    plant.command("line/speed_set", 110.0, 100.0)
    plant.watch(105.0)
    assert not plant.hold
    plant.watch(105.1)
    values = plant.values()
    assert (values["control/hold"], values["ageing/temperature_set"], values["line/speed_set"]) == (True, 185.0, 100.0)
    assert plant.command("line/speed_set", 90.0, 106.0) == "hold"
    assert plant.command("control/heartbeat", 2.0, 107.0) == ""
    assert plant.command("line/speed_set", 90.0, 107.0) == ""


def test_a_plant_nobody_controls_needs_no_heartbeat() -> None:
    plant = emulated(warm_up=0)
    plant.watch(1e9)
    assert not plant.hold


def test_a_counter_that_is_reset_says_since_when_it_counts() -> None:
    plant = emulated()
    plant.advance(HOUR)
    assert plant.command("meter/reset", True, 0.0) == ""
    values = plant.values()
    assert (values["meter/electricity/energy"], values["meter/electricity/since"]) == (0.0, "3600 s")


def test_the_same_seed_and_the_same_pieces_of_time_give_the_same_plant() -> None:
    one, other = emulated("fasteners", seed=3), emulated("fasteners", seed=3)
    for plant in (one, other):
        plant.advance(500)
        plant.command("line/speed_set", 80.0, 0.0)
        plant.advance(5000)
    assert one.values() == other.values()
