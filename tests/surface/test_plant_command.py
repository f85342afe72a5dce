"""`pulmu plant`: served in a process of its own, watched in both languages and as JSON; refusals say how to mend."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.emulated import Served, serving
from tests.surface.command import Pulmu

POWER = "press/electricity/power"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("plant"), "extrusions", "--fault", "bad saw/queue") as found:
        yield found


@pytest.mark.parametrize(("lang", "word"), [("en", "bad (BadSensorFailure)"), ("ko", "불량 (BadSensorFailure)")])
def test_every_value_is_shown_with_its_quality(pulmu: Pulmu, served: Served, lang: str, word: str) -> None:
    done = pulmu("plant", "watch", served.address, "--keys", served.keys / "client", "--now", "--lang", lang)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert len(lines) == 75
    assert [line for line in lines if POWER in line and line.rstrip().endswith("kW")]
    assert [line for line in lines if "saw/queue" in line and word in line]


def test_values_come_as_json_and_end_when_enough(pulmu: Pulmu, served: Served) -> None:
    done = pulmu(
        "plant", "watch", served.address, "--keys", served.keys / "client", "--tag", "press/*", "--count", 7, "--json"
    )
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert {row["tag"] for row in rows} == {tag for tag in (row["tag"] for row in rows) if tag.startswith("press/")}
    assert len(rows) == 7
    assert {row["quality"] for row in rows} == {"good"}
    assert all(row["at"].endswith("+00:00") for row in rows)


def test_without_a_password_nothing_is_tried(pulmu: Pulmu, served: Served, tmp_path: Path) -> None:
    done = pulmu("plant", "watch", served.address, "--keys", tmp_path, "--now")
    assert done.code == 3
    assert "PULMU_PLANT_PASSWORD" in done.err


def test_a_taken_port_and_wrong_faults_are_told(pulmu: Pulmu, served: Served, tmp_path: Path) -> None:
    taken = pulmu("plant", "emulate", "extrusions", "--port", served.port, "--keys", tmp_path / "keys")
    assert (taken.code, "--port" in taken.err) == (3, True)
    wrong = pulmu("plant", "emulate", "extrusions", "--fault", "nose", "--fault", "noise * x")
    assert (wrong.code, wrong.err.count("is no fault")) == (1, 2)


def test_a_missing_extra_is_told_with_how_to_install_it(pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncua", None)
    for arguments in (("watch", "opc.tcp://127.0.0.1:1/x"), ("emulate", "extrusions")):
        done = pulmu("plant", *arguments)
        assert done.code == 3
        assert 'pip install "pulmu[plant]"' in done.err
