"""Faults that are switched on: what is shown then, and what is wrong in a list of them."""

import math
import statistics

import pytest
from tests.emulated import emulated

from pulmu.services.live.faults import KINDS, USUAL, Fault, Instruments, read_faults

POWER = "press/electricity/power"


def instruments(*faults: Fault, now: float = 0.0) -> Instruments:
    made = Instruments(emulated(warm_up=0).by_name)
    made.switch(faults, now)
    return made


def test_a_list_of_faults_is_read_line_by_line() -> None:
    text = "# all of them\nnoise */power 0.05\n\nstuck press/*   # one sensor\nlost_link\nclock_skew * -30\n"
    found, problems = read_faults(text.splitlines(), "faults.txt")
    assert problems == ()
    assert found == (
        Fault("noise", "*/power", 0.05), Fault("stuck", "press/*"), Fault("lost_link"), Fault("clock_skew", "*", -30)
    )  # fmt: skip


@pytest.mark.parametrize("line", ["nose", "noise * nan", "noise * much", "noise * 1 2"])
def test_what_is_no_fault_is_told_with_its_line(line: str) -> None:
    found, problems = read_faults(["lost_link", line], "faults.txt")
    assert [item.kind for item in found] == ["lost_link"]
    assert [(item.code, item.place) for item in problems] == [("live.unknown_fault", "faults.txt, line 2")]


def test_without_faults_the_truth_is_shown() -> None:
    values = emulated(warm_up=0).values()
    shown = instruments().show(values, 0.0)
    assert {tag: item.value for tag, item in shown.items()} == values
    assert {item.quality for item in shown.values()} == {"good"}


def test_noise_is_about_the_truth_and_never_on_setpoints_switches_or_texts() -> None:
    made = instruments(Fault("noise", "*", 0.1))
    values = {POWER: 200.0, "line/speed_set": 100.0, "line/run": True, "press/1/state": "busy"}
    shown = [made.show(values, 0.0) for _ in range(400)]
    seen = [float(item[POWER].value or 0) for item in shown]
    assert statistics.fmean(seen) == pytest.approx(200, rel=0.02)
    assert statistics.stdev(seen) == pytest.approx(20, rel=0.15)
    assert {item["line/speed_set"].value for item in shown} == {100.0}
    assert {item["press/1/state"].value for item in shown} == {"busy"}


def test_a_stuck_sensor_shows_what_it_showed_first_until_it_is_mended() -> None:
    made = instruments(Fault("stuck", POWER))
    assert [made.show({POWER: value}, 0.0)[POWER].value for value in (1.0, 2.0, 3.0)] == [1.0, 1.0, 1.0]
    made.switch((), 1.0)
    assert made.show({POWER: 4.0}, 1.0)[POWER].value == 4.0


def test_a_meter_drifts_from_the_moment_the_fault_began() -> None:
    made = instruments(Fault("drift", "*", 0.05), now=1000.0)
    assert made.show({POWER: 100.0}, 1000.0)[POWER].value == 100.0
    made.switch((Fault("drift", "*", 0.05),), 2000.0)  # the same fault goes on
    assert made.show({POWER: 100.0}, 1000.0 + 7200)[POWER].value == pytest.approx(110.0)


def test_quality_and_clock_are_shown_as_they_are() -> None:
    made = instruments(Fault("bad", "press/*"), Fault("uncertain", "saw/*"), Fault("clock_skew", "*", 120))
    shown = made.show({POWER: 1.0, "saw/electricity/power": 2.0}, 0.0)
    assert (shown[POWER].value, shown[POWER].quality, shown[POWER].skew) == (None, "bad", 120)
    assert (shown["saw/electricity/power"].value, shown["saw/electricity/power"].quality) == (2.0, "uncertain")


def test_every_kind_with_a_usual_amount_is_a_kind() -> None:
    assert set(USUAL) <= set(KINDS)
    assert all(math.isfinite(amount) for amount in USUAL.values())


def test_a_counter_that_is_reset_counts_from_nothing_and_says_so_where_that_is_hit_too() -> None:
    energy, since = "meter/electricity/energy", "meter/electricity/since"
    values = {**emulated(warm_up=0).values(), energy: 500.0}
    with_word, without = instruments(Fault("counter_reset", "meter/*")), instruments(Fault("counter_reset", energy))
    assert with_word.show(values, 0.0)[energy].value == 0.0
    assert with_word.show({**values, energy: 512.5}, 1.0)[energy].value == 12.5
    assert with_word.show(values, 1.0)[since].value != values[since]
    assert without.show(values, 0.0)[since].value == values[since]
    assert with_word.show(values, 0.0)["meter/electricity/power"].value == values["meter/electricity/power"]
