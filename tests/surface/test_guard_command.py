"""`pulmu guard` and `pulmu plant set` over real OPC UA; killed, stopped and cut off, what was written falls back."""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.emulated import ROOT, Served, serving
from tests.guard_process import AGEING, HEATER, RUN, STANDBY, Guarded, guarding
from tests.surface.command import Pulmu

from pulmu.bootstrap.guard import proof_text
from pulmu.bootstrap.live import connect_plant
from pulmu.model import OutsideError, Quantity, encode
from pulmu.services.ports import Plant

pytest.importorskip("asyncua")
SAFE = {HEATER: False, AGEING: False, RUN: True}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Served]:
    folder = Path(tempfile.mkdtemp(prefix="pe-"))
    with serving(folder, "extrusions", "--warm-up", "1") as served:
        yield served
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def guard(emulator: Served) -> Iterator[Guarded]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with guarding(folder, emulator) as made:
        yield made
    shutil.rmtree(folder)


@pytest.fixture
def hall(emulator: Served) -> Iterator[Plant]:
    """The plant as an operator at its panel sees it."""
    plant = connect_plant(emulator.address, emulator.keys / "client", "operator", None)
    yield plant
    plant.close()


def values(hall: Plant, tags: Any = tuple(SAFE)) -> dict[str, Any]:
    return {item.tag: item.value for item in hall.read(tags)}


def eventually(hall: Plant, wanted: dict[str, Any], seconds: float) -> float:
    begun = time.monotonic()
    seen: dict[str, Any] = {}
    while seen != wanted:
        assert time.monotonic() - begun < seconds, seen
        with contextlib.suppress(OutsideError):
            seen = values(hall, tuple(wanted))
        time.sleep(0.05)
    return time.monotonic() - begun


def taken(guard: Guarded) -> Any:
    """Everything in standby, verified, and in charge."""
    desk = guard.desk("park")
    guard.ready(desk)
    binding, token = guard.arm(desk)
    assert desk.commit("park", binding, token).accepted
    guard.until(desk, lambda view: view.phase == "verified", beats="park")
    return desk


def setpoints(folder: Path, guard: Guarded, **changes: Any) -> list[Any]:
    """Arguments of `plant set` for everything in standby, with its proof."""
    tree = {"pulmu": "setpoints/1", "id": "rest", "plant": "extrusions", "groups": [encode(STANDBY)]}
    (folder / "rest.json").write_text(json.dumps(tree), "utf-8")
    proof = guard.prove(STANDBY, guard.desk("park").view(), **changes)
    (folder / "proof.json").write_text(proof_text(proof), "utf-8")
    keys = ["--key", guard.folder / "park", "--second", "han", "--second-key", guard.folder / "han"]
    return [folder / "rest.json", "--as", "park", "--proof", folder / "proof.json", "--folder", guard.folder / "guard",
            *keys]  # fmt: skip


def test_plant_set_takes_a_group_through_the_guard_and_lets_go(
    guard: Guarded, hall: Plant, pulmu: Pulmu, tmp_path: Path
) -> None:  # fmt: skip
    guard.ready(guard.desk("park"))
    done = pulmu("plant", "set", *setpoints(tmp_path, guard), "--lang", "en")
    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == "Group g:"
    assert "billet_heater/standby = true" in done.out
    assert done.out.splitlines()[-1] == "Group g: verified."
    assert values(hall) == {HEATER: True, AGEING: True, RUN: False}
    assert guard.desk("park").view().engaged == ()
    for tag, value in SAFE.items():
        hall.write(tag, _truth(value))


def test_plant_set_tells_the_true_reason(guard: Guarded, hall: Plant, pulmu: Pulmu, tmp_path: Path) -> None:
    guard.ready(guard.desk("park"))
    done = pulmu("plant", "set", *setpoints(tmp_path, guard, violations=1), "--json")
    assert done.code == 1
    told = json.loads(done.out)
    assert (told[0]["outcome"], told[0]["problems"][0]["code"]) == ("refused", "control.not_proven")
    done = pulmu("plant", "set", *setpoints(tmp_path, guard), "--second", "park", "--second-key", guard.folder / "park",
                 "--lang", "en")  # fmt: skip
    assert (done.code, "who proposed it cannot arm it" in done.err) == (1, True)
    assert values(hall) == SAFE


def test_the_second_person_arms_at_their_own_screen(guard: Guarded, hall: Plant, pulmu: Pulmu) -> None:
    desk = guard.desk("park")
    guard.ready(desk)
    proposed = desk.propose("park", STANDBY, guard.prove(STANDBY, desk.view()))
    command = ["guard", "arm", proposed.binding, "--as", "han", "--key", guard.folder / "han", "--folder"]
    process = subprocess.Popen(
        [sys.executable, "-m", "pulmu", *map(str, command), str(guard.folder / "guard"), "--lang", "en"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        token = process.stdout.readline().rpartition(" ")[2].strip()
        desk.beat("park")
        assert desk.commit("park", proposed.binding, token).accepted
        guard.until(desk, lambda view: view.phase == "verified", beats="park")
        assert process.wait(timeout=20) == 0
    desk.stop("park")
    eventually(hall, SAFE, seconds=6)


@pytest.mark.parametrize(("lang", "words"), [("en", "local switch on"), ("ko", "현장 스위치 켜짐")])
def test_the_state_the_log_and_the_people_are_shown(guard: Guarded, pulmu: Pulmu, lang: str, words: str) -> None:
    guard.ready(guard.desk("park"))
    folder = guard.folder / "guard"
    assert words in pulmu("guard", "state", "--folder", folder, "--lang", lang).out
    view = json.loads(pulmu("guard", "state", "--folder", folder, "--json").out)
    assert (view["plant"], view["is_linked"]) == ("extrusions", True)
    log = pulmu("guard", "log", "--folder", folder, "--most", "500", "--lang", lang)
    assert (log.code, "control.restarted" in log.out) == (0, True)
    people = pulmu("guard", "people", guard.folder / "people.yaml", "--trust", guard.folder / "kim.pub", "--lang", lang)
    assert (people.code, "park: operator" in people.out) == (0, True)


def test_the_console_sets_the_switch_gives_back_and_anybody_stops(guard: Guarded, hall: Plant, pulmu: Pulmu) -> None:
    desk = taken(guard)
    folder = guard.folder / "guard"
    hall.write(HEATER, _truth(False))
    guard.until(desk, lambda view: view.in_hand == (HEATER,), beats="park")
    assert "In hand" not in pulmu("guard", "give-back", HEATER, "--folder", folder, "--lang", "en").out
    assert pulmu("guard", "stop", "--folder", folder, "--lang", "en").code == 0
    eventually(hall, SAFE, seconds=6)
    assert "Stopped" in pulmu("guard", "state", "--folder", folder, "--lang", "en").out
    off = pulmu("guard", "switch", "off", "--folder", folder, "--lang", "en")
    assert ("local switch off" in off.out, "Stopped" in off.out) == (True, False)


def test_a_guard_that_does_not_run_is_told(pulmu: Pulmu, tmp_path: Path) -> None:
    done = pulmu("guard", "state", "--folder", tmp_path, "--lang", "en")
    assert (done.code, "the guard cannot be reached" in done.err) == (3, True)


def test_a_group_is_written_and_read_back_and_falls_back_in_silence(guard: Guarded, hall: Plant) -> None:
    desk = taken(guard)
    assert values(hall) == {HEATER: True, AGEING: True, RUN: False}
    end = time.monotonic() + 1.5
    while not values(hall, ("control/heartbeat",))["control/heartbeat"]:
        assert time.monotonic() < end
        desk.beat("park")
    assert eventually(hall, SAFE, seconds=2 + 5) < 2 + 5
    guard.until(desk, lambda view: view.phase == "failed_safe" and not view.engaged)


def test_a_hand_at_the_panel_wins_and_the_rest_is_let_stand(guard: Guarded, hall: Plant) -> None:
    desk = taken(guard)
    hall.write(HEATER, _truth(False))
    view = guard.until(desk, lambda view: view.in_hand == (HEATER,), beats="park")
    assert [item.tag for item in view.engaged] == [AGEING, RUN]
    desk.stop("park")
    eventually(hall, SAFE, seconds=6)


def test_killed_between_arming_and_commit_nothing_is_written_and_the_token_void(guard: Guarded, hall: Plant) -> None:
    desk = guard.desk("park")
    guard.ready(desk)
    binding, token = guard.arm(desk)
    guard.kill()
    guard.start()
    guard.ready(desk)
    assert not desk.commit("park", binding, token).accepted
    assert values(hall) == SAFE


def test_killed_at_any_moment_of_a_group_it_falls_back_after_the_restart(guard: Guarded, hall: Plant) -> None:
    choose = random.Random(5)
    for _ in range(2):
        desk = guard.desk("park")
        guard.ready(desk)
        binding, token = guard.arm(desk)
        assert desk.commit("park", binding, token).accepted
        time.sleep(choose.uniform(0, 0.15))
        guard.kill()
        guard.start()
        eventually(hall, SAFE, seconds=10)
        entries = guard.until(guard.desk("park"), lambda view: not view.engaged)
        assert entries.phase in ("failed_safe", "disarmed")


def test_a_guard_that_stands_still_has_the_plant_fall_back_by_its_watchdog(guard: Guarded, hall: Plant) -> None:
    desk = taken(guard)
    guard.pause()
    try:
        assert eventually(hall, {HEATER: False, AGEING: False, "control/hold": True}, seconds=5 + 3) < 8
    finally:
        guard.go_on()
    eventually(hall, SAFE, seconds=10)
    guard.until(desk, lambda view: not view.engaged)


def test_a_plant_that_hangs_keeps_no_stop_from_being_noticed(guard: Guarded, emulator: Served, hall: Plant) -> None:
    desk = taken(guard)
    emulator.pause()
    try:
        begun = time.monotonic()
        assert desk.stop("park").accepted
        view = desk.view()
        assert view.phase == "failed_safe"
        assert time.monotonic() - begun < 1
        view = guard.until(
            desk, lambda view: "control.not_safe_in_time" in {item.problem.code for item in view.alarms}, seconds=8
        )
        assert not view.is_linked
    finally:
        emulator.go_on()
    eventually(hall, SAFE, seconds=20)
    guard.until(desk, lambda view: not view.engaged, seconds=20)


def _truth(value: bool) -> Any:
    return Quantity(float(value), "1")
