"""A plant that cites its meter, on the measured year of a Korean steel plant moved to 2026."""

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.surface.command import HANGUL, Pulmu, contents

from pulmu.adapters.samples import sample_text

SHIFT = 2_919
"""Days from a day of 2018 to one of 2026 with the same weekday: 417 weeks."""
LEFT_OUT = 3
"""Days of 2018 that fall before 2026, and so are missing at its end."""


@pytest.fixture
def year(shared: Path) -> Path:
    return shared / "data" / "steel_industry" / "Steel_industry_data.csv"


@pytest.fixture
def store(year: Path, pulmu: Pulmu, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    done = pulmu("meters", "import", year, "--meter", "em_main", "--store", folder, "--shift-days", SHIFT, "--json")
    assert (done.code, json.loads(done.out)["added"]) == (0, 35_040)
    return folder


def plant(folder: Path, period: int = 2026, amount: Any = "meter:em_main") -> Path:
    """A small plant that takes all its electricity from the grid meter."""
    tree = yaml.safe_load(sample_text("fasteners"))
    tree["period"] = period
    tree["electricity"] = {
        "sources": [{"id": "grid", "kind": "grid", "amount": amount}],
        "used_by": {"drawn_wire": "300 MWh", "fasteners": "rest"},
    }
    file = folder / f"plant-{period}.yaml"
    file.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def by_month(year: Path) -> dict[int, list[float]]:
    """Measured quarter-hours of 2026 by month: row k of 2018 begins k quarter-hours after New Year."""
    found: dict[int, list[float]] = {month: [] for month in range(1, 13)}
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    ends = [sum(lengths[: n + 1]) for n in range(12)]
    with year.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            day = number // 96 - LEFT_OUT
            if day >= 0:
                month = next(n for n, end in enumerate(ends, 1) if day < end)
                found[month].append(float(row["Usage_kWh"]))
    return found


def test_the_report_rests_on_the_moved_year_and_says_so(year: Path, store: Path, pulmu: Pulmu, tmp_path: Path) -> None:
    file = plant(tmp_path)
    refused = pulmu("report", file, "--out", tmp_path / "out", "--store", store, "--lang", "ko")
    assert refused.code == 1
    assert "구간 35040개 가운데 288개에 값이 없어" in refused.err
    assert not (tmp_path / "out").exists()

    done = pulmu("report", file, "--out", tmp_path / "out", "--store", store, "--gaps", "month_mean", "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    months = by_month(year)
    expected = math.fsum(math.fsum(values) for values in months.values()) + 288 * math.fsum(months[12]) / len(
        months[12]
    )
    (cited,) = [item for item in report["figures"].values() if "meter:em_main" in item["because"]]
    assert cited["value"] * (1000 if cited["unit"] == "MWh" else 1) == pytest.approx(expected, rel=1e-12)
    assert "34,752 of 35,040 slots measured" in cited["because"]
    assert "288 missing, gap policy month_mean" in cited["because"]
    assert "shifted by 2,919 days" in cited["because"]
    told = {item["code"]: item for item in report["remarks"]}
    assert {"meter.filled", "meter.shifted"} <= told.keys()

    shown = pulmu("check", file, "--store", store, "--gaps", "month_mean", "--lang", "ko")
    assert shown.code == 0
    assert "다른 때의 측정값을 2,919일 옮겨 놓은 것입니다" in shown.out


def test_a_report_for_2018_is_refused(year: Path, pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert pulmu("meters", "import", year, "--meter", "em_main", "--store", store).code == 0
    file = plant(tmp_path, 2018)
    answer = pulmu("report", file, "--out", tmp_path / "out", "--store", store, "--json")
    assert answer.code == 1
    assert "rule.year_not_in_force" in {item["code"] for item in answer.problems()}
    assert not (tmp_path / "out").exists()


def test_moved_readings_do_not_mix_with_those_as_taken(year: Path, store: Path, pulmu: Pulmu) -> None:
    before = contents(store)
    answer = pulmu("meters", "import", year, "--meter", "em_main", "--store", store, "--lang", "ko")
    assert answer.code == 1
    assert "옮긴 날 수 2919" in answer.err
    assert contents(store) == before


def test_the_workbook_keeps_the_citation(pulmu: Pulmu, store: Path, tmp_path: Path) -> None:
    given = {"value": "meter:em_main", "unit": "MWh", "evidence": "bills 2026"}
    book = tmp_path / "plant.xlsx"
    assert pulmu("template", book, "--from", plant(tmp_path, amount=given)).code == 0
    answers = [
        pulmu("report", file, "--out", tmp_path / name, "--store", store, "--gaps", "none", "--json")
        for name, file in (("yaml", tmp_path / "plant-2026.yaml"), ("xlsx", book))
    ]
    assert [answer.code for answer in answers] == [0, 0], answers[1].out
    one, other = (
        [
            (good["id"], good["specific_embedded_emissions_indirect"]["value"])
            for good in json.loads(answer.out)["goods"]
        ]
        for answer in answers
    )
    assert one == other


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_citation_without_a_store_is_told_in_words(pulmu: Pulmu, tmp_path: Path, language: str) -> None:
    answer = pulmu("check", plant(tmp_path), "--lang", language)
    assert answer.code == 1
    assert "--store" in answer.err
    assert bool(HANGUL.search(answer.err)) == (language == "ko")


def test_a_zone_that_changes_its_clocks_is_not_moved_across(pulmu: Pulmu, tmp_path: Path) -> None:
    file = tmp_path / "power.csv"
    file.write_text("date,Usage_kWh\n2018-07-01 09:00,1\n2018-07-01 10:00,2\n", encoding="utf-8")
    arguments = ("meters", "import", file, "--meter", "em", "--store", tmp_path / "store", "--zone", "Europe/Berlin")
    answer = pulmu(*arguments, "--shift-days", 183, "--json")
    assert answer.code == 1
    assert [item["code"] for item in answer.problems()] == ["meter.shift_zone"]
    assert not (tmp_path / "store").exists()
