"""`pulmu forecast`: from a file; its files; what is missing is told, and what cannot be forecast is refused."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.plan.forecast.loads import FIRST, made_load
from tests.surface.command import Pulmu, in_process


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pulmu:
    monkeypatch.chdir(tmp_path)
    start = datetime.combine(FIRST, datetime.min.time())
    power = made_load(20).power.ravel()
    lines = [
        f"{start + timedelta(minutes=15 * slot):%Y-%m-%d %H:%M},{value / 4:.3f}\n"
        for slot, value in enumerate(power)
        if not 500 <= slot < 510
    ]
    (tmp_path / "load.csv").write_text("일시,사용전력량(kWh)\n" + "".join(lines), encoding="utf-8")
    return in_process(monkeypatch, capsys)


def test_the_files_and_the_answer_say_the_same_and_gaps_are_told(pulmu: Pulmu, tmp_path: Path) -> None:
    done = pulmu("forecast", "load.csv", "--out", "out", "--json", "--lang", "ko")
    assert done.code == 0
    tree = json.loads(done.out)
    assert (tree["day"], tree["slots_seen"], len(tree["slots"])) == ("2026-03-22", 0, 96)
    assert [item["code"] for item in tree["problems"]] == ["forecast.gaps", "forecast.rules_alone"]
    assert tree["basis"]["missing_slots"] == 10
    assert json.loads((tmp_path / "out/forecast.json").read_text("utf-8")) == tree
    with (tmp_path / "out/forecast.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["power_kw"]) for row in rows] == [round(slot["kw"], 2) for slot in tree["slots"]]
    assert "2026-03-22" in "".join(ElementTree.parse(tmp_path / "out/forecast.svg").getroot().itertext())


def test_as_of_an_earlier_instant_nothing_later_is_read(pulmu: Pulmu, tmp_path: Path) -> None:
    order = ("forecast", "load.csv", "--at", "2026-03-20T10:30", "--json")
    tree = json.loads(pulmu(*order).out)
    assert (tree["day"], tree["slots_seen"]) == ("2026-03-20", 42)
    whole = (tmp_path / "load.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in whole if line[:16] < "2026-03-20 10:30" or line.startswith("일시")]
    (tmp_path / "load.csv").write_text("".join(kept), "utf-8")
    assert json.loads(pulmu("forecast", "load.csv", "--json").out) == tree


@pytest.mark.parametrize(("at", "code"), [("2026-03-07", "forecast.too_short"), ("2020-01-01", "forecast.no_readings")])
def test_what_cannot_be_forecast_is_told(pulmu: Pulmu, at: str, code: str) -> None:
    done = pulmu("forecast", "load.csv", "--at", at, "--json")
    assert done.code == 1
    assert [item["code"] for item in json.loads(done.out)["problems"]] == [code]


@pytest.mark.parametrize("at", ["soon", "2026-03-07T10:00+09:00"])
def test_a_time_that_is_none_is_wrong_usage(pulmu: Pulmu, at: str) -> None:
    assert pulmu("forecast", "load.csv", "--at", at).code == 2


@pytest.mark.parametrize(("stands_from", "codes"), [(0, {"forecast.all_zero"}), (30, {"forecast.rule_nearer"}),
                                                    (40, set())])  # fmt: skip
def test_a_plant_that_stands_still_or_stopped_is_told(
    pulmu: Pulmu, tmp_path: Path, stands_from: int, codes: set[str]
) -> None:
    power = made_load(40).power.copy()
    power[stands_from:] = 0.0
    start = datetime.combine(FIRST, datetime.min.time())
    lines = (f"{start + timedelta(minutes=15 * slot):%Y-%m-%d %H:%M},{value / 4:.3f}\n"
             for slot, value in enumerate(power.ravel()))  # fmt: skip
    (tmp_path / "load.csv").write_text("time,use (kWh)\n" + "".join(lines), encoding="utf-8")
    done = pulmu("forecast", "load.csv", "--rules", "--json")
    told = {item["code"] for item in json.loads(done.out)["problems"]}
    assert told & {"forecast.all_zero", "forecast.rule_nearer"} == codes
