"""How a shift will end: the line is run ahead, furnaces and all, and counted in blocks."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.services.live.followed import HOUR, NOON, line_of, plant_of, read_now

from pulmu.bootstrap.twin import line_engine
from pulmu.model import InputError
from pulmu.services.live.ahead import Ahead, controls_of, look_ahead
from pulmu.services.live.ahead_legs import Controls, legs_of
from pulmu.services.live.ahead_run import run_legs
from pulmu.services.live.ahead_until import is_time, shift_left, until_left
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live.following import snapshot_of
from pulmu.services.live.furnace import Heat


def controls(plant: EmulatedPlant) -> Controls:
    return Controls(is_running=plant.running, speed=plant.speed, heats=plant.heats)


def ahead(hours: float = 6.0, **more: object) -> Ahead:
    plant = plant_of()
    found = snapshot_of(read_now(plant), plant.line, plant.emulation, line_engine(), now=NOON)
    return look_ahead(found, plant.line, plant.emulation, line_engine(), seconds=hours * HOUR, replications=12, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("extrusions", None),
        ("fasteners", None),
        ("extrusions", ("line/speed_set", 80.0)),
        ("extrusions", ("billet_heater/temperature_set", 468.0)),
        ("extrusions", ("billet_heater/standby", True)),
        ("extrusions", ("line/run", False)),
    ],
    ids=["extrusions", "fasteners", "slower", "hotter", "standby", "stopped"],
)
def test_from_the_plants_own_state_it_runs_as_the_plant_does(name: str, command: tuple[str, float] | None) -> None:
    plant = plant_of(name)
    if command is not None:
        assert plant.command(*command, 0.0) == ""
    assert plant.state is not None
    begun = plant.state
    (passed,) = run_legs(legs_of(plant.line, controls(plant), 6 * HOUR), [begun], line_engine(), seed=plant.seed)
    demands = []
    for _ in range(24):
        plant.advance(900)
        demands.append(float(plant.values()["meter/electricity/demand"]))
    assert passed.run.good == sum(plant.made[f"line/{item.id}/good"] for item in plant.line.products)
    assert {item.station: item.pieces for item in passed.run.stations} == plant.pieces
    for use in passed.run.uses:
        assert use.amount == pytest.approx(plant.meters.by_place["", use.carrier].total)
    assert passed.peak_kw == pytest.approx(max(demands))


def test_a_cold_furnace_is_waited_for_as_long_as_its_lag_takes() -> None:
    line, plant = line_of("extrusions"), plant_of()
    furnace = plant.emulation.furnaces[0]
    cold = Heat(furnace, 460.0, 300.0)
    legs = legs_of(line, Controls(is_running=True, speed=100.0, heats={"billet_heater": cold}), 4 * HOUR)
    held = [leg for leg in legs if leg.line.stations[0].calendar == "pulmu:never"]
    ready = sum(leg.seconds for leg in held)
    assert cold.after(ready - 1).is_ready is False
    assert cold.after(ready + 1).is_ready is True
    assert sum(leg.seconds for leg in legs) == pytest.approx(4 * HOUR)
    scrap = [leg.line.products[0].route[0].scrap for leg in legs]
    assert scrap == sorted(scrap, reverse=True)
    assert scrap[-1] == pytest.approx(0.0)


def test_a_plant_at_rest_is_one_leg() -> None:
    plant = plant_of()
    assert len(legs_of(plant.line, controls(plant), 6 * HOUR)) == 1


def test_any_executor_gives_the_same_answer() -> None:
    with ThreadPoolExecutor(2) as pool:
        assert ahead(executor=pool) == ahead()


def test_the_fan_rises_to_the_pieces_at_the_end_and_targets_are_weighed() -> None:
    found = ahead(targets={"": 40, "solid": 10_000})
    assert [point.hours for point in found.fan] == [n / 4 for n in range(25)]
    for name in ("low", "middle", "high"):
        values = [getattr(point, name) for point in found.fan]
        assert values == sorted(values)
        assert values[-1] == pytest.approx(getattr(found.good, name))
    assert 0 < (found.reached or 0) <= 1
    assert {item.product: item.reached for item in found.products} == {"solid": 0.0, "hollow": None}
    assert found.peak_kw is not None
    assert 300 < found.peak_kw.middle < 400
    assert found.good.low <= found.good.middle <= found.good.high
    assert {item.station for item in found.stations[:2]} == {"press", "billet_heater"}
    assert found.after == 2.0


def test_the_use_of_each_carrier_rises_to_what_is_used_at_the_end() -> None:
    found = ahead(hours=2.1)
    assert {item.carrier for item in found.carriers} == {"electricity", "gas", "lpg", "compressed_air"}
    for item in found.carriers:
        assert [point.hours for point in item.fan] == [point.hours for point in found.fan]
        assert (item.fan[0].low, item.fan[0].high) == (0.0, 0.0)
        for name in ("low", "middle", "high"):
            values = [getattr(point, name) for point in item.fan]
            assert values == sorted(values)
            assert values[-1] == pytest.approx(getattr(item.amount, name))


def test_what_is_set_in_the_plant_is_what_runs_ahead() -> None:
    plant = plant_of()
    assert plant.command("line/run", False, 0.0) == ""
    found = snapshot_of(read_now(plant), plant.line, plant.emulation, line_engine(), now=NOON)
    assert controls_of(found, plant.emulation).is_running is False
    stopped = look_ahead(found, plant.line, plant.emulation, line_engine(), seconds=HOUR, replications=4)
    assert stopped.good.high == 0


def test_a_target_of_no_product_is_refused() -> None:
    with pytest.raises(InputError, match="the line makes no bolts"):
        ahead(targets={"bolts": 5})


def test_the_end_of_the_shift_is_found() -> None:
    line = line_of("extrusions")  # from Monday 08:00; shifts to 16:00, 24:00 and 08:00 of weekdays
    for hours, left in ((0, 8), (7.5, 0.5), (8, 8), (15.5, 0.5), (16, 8), (5 * 24 - 8 + 3, 48 - 3 + 8)):
        assert shift_left(line, hours * HOUR) == left * HOUR
    assert shift_left(replace(line, calendars=()), 0.0) == 8 * HOUR


def test_a_time_asked_for_is_found() -> None:
    line = line_of("extrusions")
    for text, hours in (("16:00", 6), ("10:00", 24), ("tue 06:00", 20), ("mon 09:59", None), ("1.5 h", 1.5), ("6h", 6)):
        if hours is None:
            with pytest.raises(InputError, match="no time that can be looked ahead to"):
                until_left(text, line, 2 * HOUR)
        else:
            assert until_left(text, line, 2 * HOUR) == hours * HOUR
    assert all(is_time(text) for text in ("16:00", "tue 06:00", " 6 H"))
    assert not any(is_time(text) for text in ("", "tomorrow", "25:00"))
    for text in ("", "25:00", "-1 h", "0 h", "200 h", "tomorrow", "16:0x"):
        with pytest.raises(InputError, match="no time that can be looked ahead to"):
            until_left(text, line, 0.0)


def test_old_readings_are_told_with_the_answer() -> None:
    plant = plant_of()
    old = [replace(item, received=NOON - timedelta(minutes=5)) if item.tag == "saw/queue" else item
           for item in read_now(plant)]  # fmt: skip
    found = snapshot_of(old, plant.line, plant.emulation, line_engine(), now=NOON)
    answer = look_ahead(found, plant.line, plant.emulation, line_engine(), seconds=HOUR, replications=2)
    assert [(item.where, item.because) for item in answer.not_known if item.because != "not_seen"] == [
        ("saw/queue", "too_old")
    ]
