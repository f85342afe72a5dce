"""Meter readings on the command line, shown on a year of a Korean steel plant."""

import csv
import json
import math
from pathlib import Path

import pytest
from tests.surface.command import HANGUL, Pulmu, contents


@pytest.fixture
def year(shared: Path) -> Path:
    return shared / "data" / "steel_industry" / "Steel_industry_data.csv"


def test_a_year_of_a_steel_plant_comes_in_with_one_command(year: Path, pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    arguments = ("meters", "import", year, "--meter", "EM-01", "--store", store, "--site", "Gwangyang", "--json")
    done = json.loads(pulmu(*arguments).out)
    assert (done["added"], done["known"], done["missing"]) == (35_040, 0, 0)
    assert (done["unit"], done["files"][0]["label"], done["files"][0]["closing_midnights"]) == ("kWh", "end", 365)

    with year.open(encoding="utf-8-sig", newline="") as file:
        expected = math.fsum(float(row["Usage_kWh"]) for row in csv.DictReader(file))
    answer = pulmu("meters", "totals", "--store", store, "--json")
    found = json.loads(answer.out)["meters"][0]
    assert answer.code == 0
    assert found["years"][0]["period"] == "2018"
    assert found["years"][0]["value"] == pytest.approx(expected, rel=1e-12)
    assert (found["years"][0]["expected"], found["years"][0]["missing_slots"]) == (35_040, 0)
    assert len(found["months"]) == 12

    before = contents(store)
    again = json.loads(pulmu(*arguments).out)
    assert (again["added"], again["known"]) == (0, 35_040)
    assert contents(store) == before

    span = json.loads(pulmu("meters", "gaps", "--store", store, "--meter", "EM-01", "--json").out)
    assert (span["first"], span["last"], span["gaps"]) == ("2018-01-01 00:00", "2019-01-01 00:00", [])


def rows(tmp_path: Path, *times: str) -> Path:
    file = tmp_path / "power.csv"
    file.write_text("일시,전력량(kWh)\n" + "".join(f"2026-03-04 {time},1.5\n" for time in times), encoding="cp949")
    return file


def test_a_total_with_a_gap_is_refused_in_words(pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    file = rows(tmp_path, "09:00", "09:15", "09:45", "10:00")
    assert pulmu("meters", "import", file, "--meter", "전력-1", "--store", store).code == 0
    answer = pulmu("meters", "totals", "--store", store, "--lang", "ko")
    assert answer.code == 1
    assert "합계 없음" in answer.out
    assert "구간 35040개 가운데 35036개에 값이 없어" in answer.err
    assert HANGUL.search(answer.err)
    assert pulmu("meters", "totals", "--store", store, "--gaps", "none").code == 0


def test_a_bad_file_leaves_no_store(pulmu: Pulmu, tmp_path: Path) -> None:
    file = rows(tmp_path, "09:00", "09:15", "9시쯤")
    answer = pulmu("meters", "import", file, "--meter", "EM-01", "--store", tmp_path / "store", "--lang", "ko")
    assert (answer.code, answer.out) == (1, "")
    assert "power.csv, 4행, 일시: '2026-03-04 9시쯤' 값은 날짜와 시각이 아닙니다" in answer.err
    assert not (tmp_path / "store").exists()


def test_a_store_that_is_a_file_is_an_outside_problem(pulmu: Pulmu, tmp_path: Path) -> None:
    file = rows(tmp_path, "09:00", "09:15")
    answer = pulmu("meters", "import", file, "--meter", "EM-01", "--store", file)
    assert (answer.code, answer.out) == (3, "")
    assert pulmu("meters", "import", tmp_path / "none.csv", "--meter", "EM-01", "--store", tmp_path / "s").code == 3
    assert pulmu("meters", "totals", "--store", tmp_path / "none").code == 0


def test_the_shortest_commands_do(pulmu: Pulmu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = rows(tmp_path, "09:00", "09:15", "09:45", "10:00")
    done = json.loads(pulmu("meters", "import", file, "--site", "Ulsan", "--json").out)
    assert (done["meter"], done["site"], done["added"]) == ("power", "Ulsan", 4)
    assert (
        json.loads(pulmu("meters", "totals", "--gaps", "none", "--json").out)["meters"][0]["years"][0]["value"] == 6.0
    )
    (gaps,) = json.loads(pulmu("meters", "gaps", "--json").out)["meters"]
    assert [gap["slots"] for gap in gaps["gaps"]] == [1]
    assert (tmp_path / "pulmu-store" / "power").is_dir()


def test_several_files_need_the_name_of_their_meter(pulmu: Pulmu, tmp_path: Path) -> None:
    file = rows(tmp_path, "09:00", "09:15")
    answer = pulmu("meters", "import", file, file, "--store", tmp_path / "store", "--json")
    assert (answer.code, [item["code"] for item in answer.problems()]) == (1, ["meter.id_needed"])
    assert not (tmp_path / "store").exists()
