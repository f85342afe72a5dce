"""Proof of setpoints: every bound has a case that breaks it, and one that keeps to it."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from tests.services.live.followed import HOUR, NOON, line_of, plant_of, read_now, settings_of
from tests.services.live.passed import passed_report
from tests.services.test_check_line import plant_of as year_of

from pulmu.adapters.samples import sample_limits_text
from pulmu.bootstrap.twin import line_engine, read_line_content
from pulmu.model import decode
from pulmu.model.emulation import PlantBounds, TemperatureBand
from pulmu.model.guard_profile import GuardProfile, WatchedLine
from pulmu.model.line import Line
from pulmu.model.quantity import Quantity
from pulmu.model.setpoint import Setpoint, SetpointGroup, SetpointProgramme
from pulmu.services.control.prove import Basis, Proven, model_seal, prove, prove_programme
from pulmu.services.control.prove_judge import Judged, Limits, judge
from pulmu.services.line_carbon import line_carbon
from pulmu.services.live.ahead import Standing
from pulmu.services.live.ahead_legs import Controls
from pulmu.services.live.ahead_run import Passed
from pulmu.services.live.following import PlantSnapshot, snapshot_of
from pulmu.services.live.shadow_gate import ShadowCriteria, ShadowGate, shadow_gate
from pulmu.services.live.shadow_report import line_seal
from pulmu.twin import simulate_line
from pulmu.twin.control.binding import commands_seal, model_of, profile_seal
from pulmu.twin.counts import Ask
from pulmu.twin.joined import scaled
from pulmu.twin.result import SourceResult, Standstill

EDITION = "2026-08"
SPEED = Setpoint(tag="line/speed_set", value=95.0, unit="%")
HOT = Setpoint(tag="billet_heater/temperature_set", value=466.0, unit="°C")
STANDBY = Setpoint(tag="billet_heater/standby", value=True)


@cache
def snapshot(name: str = "extrusions") -> PlantSnapshot:
    plant = plant_of(name)
    return snapshot_of(read_now(plant), plant.line, plant.emulation, line_engine(), now=NOON)


def profile() -> GuardProfile:
    return decode(GuardProfile, read_line_content(sample_limits_text("extrusions").encode(), "limits.yaml")).unwrap()


def group(*setpoints: Setpoint) -> SetpointGroup:
    return SetpointGroup(id="evening", setpoints=setpoints)


def proven(*setpoints: Setpoint, bounds: PlantBounds | None = None, hours: float = 2.0, **more: Any) -> Proven:
    settings = settings_of("extrusions")
    bounds = replace(settings.bounds, most_scrap=None) if bounds is None else bounds  # a few runs say little of scrap
    settings = replace(settings, bounds=bounds)
    given: dict[str, Any] = {"now": NOON, "fitted_at": NOON - timedelta(days=3), "replications": 6, **more}
    line, limits = given.pop("line", line_of("extrusions")), given.pop("profile", profile())
    seen = given.pop("snapshot", snapshot())
    return prove(line, settings, seen, group(*setpoints), limits, line_engine(), seconds=hours * HOUR, **given)


def codes(found: Proven) -> set[str]:
    return {item.code for item in found.violations}


def test_what_keeps_to_every_bound_is_proven_with_the_seals_of_all_it_rests_on() -> None:
    settings = settings_of("extrusions")
    found = proven(SPEED, HOT, bounds=settings.bounds, hours=6.0, replications=24)
    assert found.violations == ()
    assert found.proof.violations == 0
    assert found.proof.commands == commands_seal(group(SPEED, HOT))
    assert found.proof.snapshot == snapshot().seal
    assert found.proof.snapshot_at == NOON.timestamp()
    assert found.proof.model == model_seal(line_of("extrusions"), settings)
    assert found.proof.model_at == (NOON - timedelta(days=3)).timestamp()
    assert found.proof.profile == profile_seal(profile())
    figures = {item.figure: item for item in found.figures}
    assert figures["energy.gas"].change != 0
    assert {"good", "good.solid", "inside", "scrap_share", "peak_kw", "energy.electricity"} <= figures.keys()


def test_the_seal_of_the_model_changes_with_any_of_it_but_not_with_the_state() -> None:
    line, settings = line_of("extrusions"), settings_of("extrusions")
    faster = replace(line, stations=(replace(line.stations[0], buffer=21), *line.stations[1:]))
    hotter = replace(settings, furnaces=(replace(settings.furnaces[0], scrap_per_degree=0.1), *settings.furnaces[1:]))
    seals = {model_seal(line, settings), model_seal(faster, settings), model_seal(line, hotter)}
    assert len(seals) == 3
    assert model_seal(replace(line, state=snapshot().line_state), settings) in seals


def opened(line: Line, **changes: Any) -> ShadowGate:
    """The gate behind a report that passed."""
    report = passed_report(line, NOON - timedelta(days=3), **changes)
    return shadow_gate(report, ShadowCriteria(), now=NOON, model=line_seal(line), tag_map=report.tag_map)


def test_limits_may_ask_for_a_line_that_was_watched_by_the_report_they_name() -> None:
    line, through = line_of("extrusions"), "a" * 64
    gate = opened(line, tag_map=through)
    named = WatchedLine(report=gate.report, line=line_seal(line))
    asks = replace(profile(), watched=named, tag_map=through)
    given: dict[str, Any] = {"profile": asks, "watched": gate, "tag_map": through}
    found = proven(SPEED, **given)
    assert (codes(found), found.proof.report, found.proof.tag_map) == (set(), gate.report, through)
    assert (found.proof.line, found.proof.model) == (named.line, model_of(named.line, found.proof.bounds))
    assert codes(proven(SPEED, **(given | {"watched": None}))) == {"control.not_watched"}
    shut = opened(line, tag_map=through, unwatched=("press",))
    assert codes(proven(SPEED, **(given | {"watched": shut}))) == {"control.not_watched"}
    assert codes(proven(SPEED, **(given | {"watched": opened(line, tag_map=through, known_hours=91.0)}))) == {
        "control.proof_report"
    }
    assert codes(proven(SPEED, **(given | {"tag_map": "b" * 64}))) == {"control.proof_map", "control.not_watched"}
    other = replace(line, name="another")
    assert codes(proven(SPEED, **(given | {"line": other}))) == {"control.proof_line", "control.not_watched"}
    assert proven(SPEED, watched=opened(other)).proof.report == "", "it is of another line"


def test_a_proof_names_the_map_the_plant_was_read_through_whether_or_not_it_was_watched() -> None:
    through = replace(profile(), tag_map="a" * 64)
    assert codes(proven(SPEED, profile=through, tag_map="a" * 64)) == set()
    assert codes(proven(SPEED, profile=through)) == codes(proven(SPEED, tag_map="a" * 64)) == {"control.proof_map"}


@pytest.mark.parametrize(
    ("setpoint", "code"),
    [
        (Setpoint(tag="control/heartbeat", value=1.0), "control.effect_unknown"),
        (Setpoint(tag="press/temperature_set", value=300.0, unit="°C"), "control.effect_unknown"),
        (Setpoint(tag="line/run", value=1.0), "control.effect_unknown"),
        (Setpoint(tag="line/speed_set", value=True), "control.effect_unknown"),
        (Setpoint(tag="line/speed_set", value=float("nan"), unit="%"), "control.effect_unknown"),
        (Setpoint(tag="line/speed_set", value=10**400, unit="%"), "control.effect_unknown"),
        (Setpoint(tag="line/speed_set", value=0.0, unit="%"), "control.beyond_drive"),
        (Setpoint(tag="line/speed_set", value=79.0, unit="%"), "control.limit"),
        (Setpoint(tag="line/speed_set", value=90, unit="%"), "control.kind"),
        (Setpoint(tag="line/speed_set", value=90.0, unit="1"), "control.unit"),
        (Setpoint(tag="line/speed_set", value=85.0, unit="%"), "control.step"),
        (Setpoint(tag="meter/reset", value=True), "control.not_allowed"),
        (Setpoint(tag="billet_heater/temperature_set", value=490.0, unit="°C"), "control.foreseen_temperature"),
    ],
    ids=lambda item: item if isinstance(item, str) else f"{item.tag}={str(item.value)[:8]}",
)
def test_a_setpoint_that_is_not_allowed_or_not_understood_is_never_passed(setpoint: Setpoint, code: str) -> None:
    found = proven(setpoint, hours=0.5)
    assert code in codes(found)
    assert found.proof.violations == len(found.violations) > 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"now": NOON + timedelta(seconds=121)}, "control.proof_snapshot"),
        ({"now": NOON - timedelta(seconds=5)}, "control.proof_snapshot"),
        ({"fitted_at": None}, "control.proof_not_fitted"),
        ({"fitted_at": NOON - timedelta(days=31)}, "control.proof_model"),
        ({"fitted_at": NOON + timedelta(days=1)}, "control.proof_model"),
        ({"profile": replace(profile(), models=("0" * 64,))}, "control.proof_other_model"),
        ({"targets": {"": 10_000}}, "control.foreseen_late"),
        ({"targets": {"solid": 10_000}}, "control.foreseen_late"),
        ({"bounds": PlantBounds(contracted_kw=100.0)}, "control.foreseen_peak"),
        ({"bounds": PlantBounds(contracted_kw=900.0), "hours": 0.2}, "control.foreseen_no_peak"),
    ],
    ids=["old_snapshot", "ahead_of_us", "never", "old_model", "later_model", "other_model", "late", "product_late",
         "peak", "no_peak"],
)  # fmt: skip
def test_each_bound_is_looked_at(more: dict[str, Any], code: str) -> None:
    assert codes(proven(SPEED, **more)) == {code}


def test_the_group_without_a_setpoint_is_not_proven() -> None:
    assert codes(proven(hours=0.5)) == {"control.nothing_set"}


def test_a_plant_that_is_not_all_seen_proves_nothing() -> None:
    plant = plant_of()
    for wrong in ("stale", "bad", "uncertain"):
        read = tuple(replace(item, quality=wrong) if item.tag == "saw/1/state" else item for item in read_now(plant))  # type: ignore[arg-type]
        seen = snapshot_of(read, plant.line, plant.emulation, line_engine(), now=NOON)
        (violation,) = proven(SPEED, snapshot=seen, hours=0.5).violations
        assert (violation.code, violation.place) == ("control.proof_not_seen", "saw/1/state")


def test_scrap_beyond_its_limit_is_a_violation_and_bounds_nobody_gave_are_told() -> None:
    band = TemperatureBand(station="billet_heater", low=Quantity(400, "°C"), high=Quantity(500, "°C"))
    loose = replace(profile(), limits=tuple(replace(item, high=500.0, step=None) if item.high == 480 else item
                                            for item in profile().limits))  # fmt: skip
    hot = replace(HOT, value=498.0)
    bounds = PlantBounds(most_scrap=0.06, bands=(band,))
    assert codes(proven(hot, bounds=bounds, profile=loose, hours=4)) == {"control.foreseen_scrap"}
    unbound = proven(hot, bounds=PlantBounds(), profile=loose, hours=0.5)
    assert codes(unbound) == set()
    assert [item.code for item in unbound.notes] == [
        "control.no_contracted_peak", "control.no_scrap_limit", "control.no_band", "control.no_band"
    ]  # fmt: skip


def passed(**more: Any) -> Passed:
    run = next(simulate_line(line_of("extrusions"), Ask(HOUR), line_engine()))
    return Passed(run=replace(run, **more), left={}, peak_kw=300.0)


def judged(after: Passed) -> set[str]:
    controls = Controls(is_running=True, speed=100.0, heats={})
    runs = Judged(before=[passed()] * 4, after=[after] * 4, controls=controls, seconds=HOUR)
    return {item.code for item in judge(runs, Limits(line_of("extrusions"), settings_of("extrusions"), {}), group())}


def test_pieces_that_are_lost_and_a_line_that_stands_are_violations_where_they_were_none_without() -> None:
    lost = (SourceResult(source="orders", arrived=9, lost=2, waiting_outside=0),)
    assert judged(passed()) == set()
    assert judged(passed(sources=lost)) == {"control.foreseen_loss"}
    assert judged(passed(standstill=Standstill(since_h=0.5, waits=()))) == {"control.foreseen_standstill"}


def test_without_and_with_draw_the_same_numbers() -> None:
    same = proven(replace(SPEED, value=100.0))
    assert {item.change for item in same.figures} == {0.0}


def test_each_group_of_a_programme_begins_where_the_one_before_leads() -> None:
    back = SetpointGroup(id="morning", setpoints=(Setpoint(tag="billet_heater/standby", value=False),))
    programme = SetpointProgramme(id="night", plant="extrusions", groups=(group(STANDBY), back))
    basis = Basis(line=line_of("extrusions"), settings=settings_of("extrusions"), profile=profile(), now=NOON,
                  fitted_at=NOON, seconds=HOUR, replications=4)  # fmt: skip
    first, second = prove_programme(basis, snapshot(), programme, line_engine(), hold=1800.0)
    assert [first.is_foreseen, second.is_foreseen] == [False, True]
    assert first.proof.snapshot == snapshot().seal
    assert second.proof.snapshot == ""  # the guard takes no proof without one
    gas = {item.figure: item for item in second.figures}["energy.gas"]
    (alone,) = [
        item for item in proven(*back.setpoints, hours=1.0, replications=4).figures if item.figure == gas.figure
    ]
    assert alone.change == 0.0
    assert gas.change > 1


def test_electricity_never_moves_certificates_of_steel_or_aluminium() -> None:
    for name in ("extrusions", "fasteners"):
        line, year = line_of(name), year_of(name)
        runs = [next(simulate_line(line, Ask(240 * HOUR, 168 * HOUR), line_engine(), first=n)) for n in range(2)]
        more = {(station.id, "electricity"): 1.5 for station in line.stations}
        used = line_carbon(line, [scaled(run, more) for run in runs], year, EDITION, base=(line, runs))
        for change in used.change.values():
            assert change["certificates"].mean == pytest.approx(0.0, abs=1e-12)
            assert change["embedded"].mean == pytest.approx(0.0, abs=1e-12)
            assert change["footprint"].mean > 0
            assert change["energy_won"].mean > 0


def test_a_line_in_its_plant_tells_the_three_balances_apart() -> None:
    standing = Standing(plant=year_of("extrusions"), edition=EDITION)
    found = proven(STANDBY, hours=8.0, replications=3, standing=standing)
    assert found.balances is not None
    for change in found.balances.change.values():
        assert {"certificates", "footprint", "energy_won"} <= change.keys()
    nothing = proven(SPEED, hours=0.005, replications=2, standing=standing, bounds=PlantBounds())
    assert nothing.balances is None
    assert "line.no_output" in {item.code for item in nothing.notes}
