"""`pulmu simulate`: a line run in both languages, as JSON, with a trace; and refusals that tell everything."""

import csv
import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu

from pulmu.adapters.samples import sample_line_text


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["체결구 라인", "고장력 육각볼트", "도시가스", "95 % 구간", "작업자 대기"]),
        ("en", ["fastener line", "Cold heading", "city gas", "2 runs of 168 h, seed 5", "no operator"]),
    ],
)
def test_a_sample_line_runs(pulmu: Pulmu, lang: str, expected: list[str]) -> None:
    done = pulmu("simulate", "fasteners", "--days", "7", "--replications", "2", "--seed", "5", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_the_same_seed_gives_the_same_answer_and_json_tells_all(pulmu: Pulmu) -> None:
    asked = ("simulate", "extrusions", "--hours", "48", "--warm-up", "12", "--replications", "3", "--json")
    first, again = pulmu(*asked), pulmu(*asked)
    assert first.out == again.out
    answer = json.loads(first.out)
    assert answer["line"] == "extrusions"
    assert [run["replication"] for run in answer["runs"]] == [0, 1, 2]
    assert {run["hours"] for run in answer["runs"]} == {48}
    assert answer["runs"][0]["stations"][1]["state_hours"]["busy"] > 0


def test_a_trace_has_a_row_for_every_happening(pulmu: Pulmu, tmp_path: Path) -> None:
    out = tmp_path / "trace.csv"
    done = pulmu("simulate", "extrusions", "--hours", "12", "--replications", "2", "--trace", out, "--lang", "en")
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert f"{len(rows):,} rows" in done.out
    assert {"arrives", "enters", "queues", "loads", "changes"} <= {row["what"] for row in rows}
    assert ("changes", "press/1", "busy") in {(row["what"], row["who"], row["value"]) for row in rows}
    assert pulmu("simulate", "extrusions", "--trace", out).code == 1


def test_a_wrong_line_is_told_whole(pulmu: Pulmu, tmp_path: Path) -> None:
    text = sample_line_text("extrusions").replace("run_skill: press", "run_skill: pres").replace("cv: 0.3", "shape: 2")
    (tmp_path / "line.yaml").write_text(text, encoding="utf-8")
    done = pulmu("simulate", tmp_path / "line.yaml", "--lang", "ko")
    assert done.code == 1
    assert "pres는 라인에 없는 이름입니다(skill)" in done.err
    assert "분포 lognormal에 필요한 값이 없습니다" in done.err


def test_days_or_hours_but_not_both(pulmu: Pulmu) -> None:
    assert pulmu("simulate", "fasteners", "--days", "1", "--hours", "2").code == 2


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["라인이 멈췄습니다", "weld: 가득 찼고, 다음 작업장에 자리가 나기를 기다립니다(test)", "0.3시간부터"]),
        ("en", ["The line stands still", "test is full, and waits for a place at weld", "in 2 of 2 runs", "hour 0.3 "]),
    ],
)
def test_stations_that_wait_for_each_other_are_named(
    pulmu: Pulmu, tmp_path: Path, lang: str, expected: list[str]
) -> None:
    (tmp_path / "line.yaml").write_text(REWORK, encoding="utf-8")
    done = pulmu("simulate", tmp_path / "line.yaml", "--days", "1", "--replications", "2", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


REWORK = """
id: loop
stations:
  - {id: weld, buffer: 1, time: 10 min}
  - {id: test, buffer: 0, time: 5 min}
products: [{id: p, route: [{station: weld}, {station: test, rework: 1, rework_to: weld}]}]
sources: [{id: in, products: {p: 1}}]
"""


def test_a_line_must_stand_in_its_plant(pulmu: Pulmu, tmp_path: Path) -> None:
    asked = ("simulate", "extrusions", "--plant", "extrusions", "--days", "7", "--replications", "2", "--lang", "ko")
    done = pulmu(*asked)
    assert done.code == 0
    assert "사업장의 흐름이 아닙니다" in done.err
    wrong = sample_line_text("extrusions").replace("good: solid_profiles", "good: bars").replace("gm_press_1", "gm_p1")
    (tmp_path / "line.yaml").write_text(wrong, encoding="utf-8")
    refused = pulmu("simulate", tmp_path / "line.yaml", "--plant", "extrusions", "--lang", "ko")
    assert refused.code == 1
    assert "라인에 적힌 bars" in refused.err
    assert "gm_p1" in refused.err


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["세 가지를 따로 셉니다", "탄소발자국", "차이", "heat_treatment_furnace", "2차 자료"]),
        ("en", ["three balances", "certificates by default values", "change", "Everything else is the plant's year."]),
    ],
)
def test_a_changed_line_is_told_in_three_balances(pulmu: Pulmu, tmp_path: Path, lang: str, expected: list[str]) -> None:
    changed = sample_line_text("fasteners").replace("idle: 16, busy: 50", "idle: 2, busy: 40")
    (tmp_path / "line.yaml").write_text(changed, encoding="utf-8")
    asked = ("simulate", tmp_path / "line.yaml", "--plant", "fasteners", "--base", "fasteners", "--days", "7")
    done = pulmu(*asked, "--warm-up", "168", "--replications", "3", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_the_balances_are_in_the_answer_as_json(pulmu: Pulmu) -> None:
    asked = ("simulate", "extrusions", "--plant", "extrusions", "--days", "7", "--replications", "2", "--json")
    answer = json.loads(pulmu(*asked).out)["carbon"]
    assert answer["goods"]["solid_profiles"]["certificates"]["half_width"] > 0
    assert {item["user"] for item in answer["taken"]} == {"billet_heater_1", "extrusions"}
    assert pulmu("simulate", "extrusions", "--base", "extrusions").code == 2


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_run_goes_on_from_the_state_another_left(pulmu: Pulmu, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"next.{ending}"
    begun = pulmu("simulate", "fasteners", "--hours", "60", "--replications", "2", "--end-state", file, "--lang", "en")
    assert "a run of it goes on from there" in begun.out
    went_on = json.loads(pulmu("simulate", file, "--hours", "40", "--replications", "1", "--json").out)["runs"][0]
    whole = pulmu("simulate", "fasteners", "--hours", "40", "--warm-up", "60", "--replications", "1", "--json").out
    uncut = json.loads(whole)["runs"][0]
    assert went_on["good"] == uncut["good"] > 0
    assert went_on["mean_inside"] == pytest.approx(uncut["mean_inside"])
    assert [item["amount"] for item in went_on["uses"]] == pytest.approx([item["amount"] for item in uncut["uses"]])
    again = pulmu("simulate", "fasteners", "--hours", "1", "--end-state", file)
    assert (again.code, "exists" in again.err) == (1, True)


def test_a_state_is_written_to_a_line_file_only(pulmu: Pulmu, tmp_path: Path) -> None:
    assert pulmu("simulate", "fasteners", "--end-state", tmp_path / "next.xlsx").code == 2
