"""`pulmu outlook`: the sample plant to 2034, what is missing without names, and the page that shows it."""

import json
from pathlib import Path

import pytest
from tests.docs.pages import ROOT
from tests.surface.command import Pulmu, in_process

from pulmu.adapters.plant_file import read_plant_bytes
from pulmu.adapters.samples import sample_text
from pulmu.services.check_plant import check_plant
from pulmu.services.measures.years import PlantYears

EIGHTY = """price_scenarios:
  eighty: {2026Q3: 80 EUR/t CO2e, 2026Q4: 80 EUR/t CO2e, 2027: 80 EUR/t CO2e, 2028: 80 EUR/t CO2e, 2029: 80 EUR/t CO2e,
           2030: 80 EUR/t CO2e, 2031: 80 EUR/t CO2e, 2032: 80 EUR/t CO2e, 2033: 80 EUR/t CO2e, 2034: 80 EUR/t CO2e}
"""


def plant_text() -> str:
    text = sample_text("fasteners")
    return text[: text.index("price_scenarios:")] + EIGHTY


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pulmu:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plant.yaml").write_text(plant_text(), encoding="utf-8")
    return in_process(monkeypatch, capsys)


def test_every_year_has_its_numbers_with_article_and_confidence(pulmu: Pulmu) -> None:
    done = pulmu("outlook", "plant.yaml", "--scenario", "eighty", "--rules", "com_2026_616", "--json")
    assert done.code == 0
    tree = json.loads(done.out)
    assert tree["rules_status"] == "proposal"
    assert [item["year"] for item in tree["years"]] == list(range(2026, 2035))
    share = tree["years"][5]["free_allocation_share"]
    assert (share["value"], share["act"], share["confidence"]) == (0.48, "COM(2026) 616", "secondary")
    assert all(item["cost"]["value"] < item["default_cost"]["value"] for item in tree["years"])
    assert [item["severity"] for item in tree["missing"]] == ["warning"]


def test_years_equal_those_that_measures_are_weighed_by(pulmu: Pulmu) -> None:
    done = pulmu("outlook", "plant.yaml", "--rules", "rates_of_2030", "--json")
    found = [item["certificates"]["value"] for item in json.loads(done.out)["years"]]
    plant = check_plant(read_plant_bytes(plant_text().encode(), "plant.yaml")).plant
    assert plant is not None
    assert found == pytest.approx(list(PlantYears(plant, "2026-08", 2026, 9, {}).now), rel=1e-12)


def test_the_own_year_is_that_of_the_report(pulmu: Pulmu) -> None:
    done = pulmu("outlook", "plant.yaml", "--scenario", "eighty", "--to", "2026", "--json")
    (year,) = json.loads(done.out)["years"]
    assert pulmu("report", "plant.yaml", "--out", "out", "--scenario", "eighty").code == 0
    report = json.loads(Path("out/report.json").read_text("utf-8"))
    costs = [item["cost"]["value"] for item in report["goods"] if item.get("cost")]
    assert sum(costs) == pytest.approx(year["cost"]["value"], rel=1e-12)


def test_what_no_law_and_no_scenario_sets_is_named_and_not_guessed(pulmu: Pulmu) -> None:
    done = pulmu("outlook", "plant.yaml", "--lang", "en")
    assert done.code == 0
    assert "no benchmarks are set for 2031" in done.out
    assert "no certificate price is published for 2026Q3, 2026Q4, 2027, 2028" in done.out
    assert next(line for line in done.out.splitlines() if line.startswith("  2032")).split()[-4:] == ["-"] * 4
    done = pulmu("outlook", "plant.yaml", "--lang", "ko")
    assert "2031년의 부문 간 조정계수가 정해지지 않았습니다" in done.out


@pytest.mark.parametrize(("wrong", "said"), [
    (("--rules", "nope"), "no rule set 'nope'"),
    (("--scenario", "nope"), "no price scenario 'nope'"),
])  # fmt: skip
def test_a_name_that_is_not_there_is_refused(pulmu: Pulmu, wrong: tuple[str, str], said: str) -> None:
    done = pulmu("outlook", "plant.yaml", "--lang", "en", *wrong)
    assert done.code == 1
    assert said in done.err


def test_a_year_before_the_plants_own_is_refused(pulmu: Pulmu) -> None:
    Path("plant.yaml").write_text(
        plant_text().replace("period: 2026", "period: 2027").replace("2026Q", "2027Q"), encoding="utf-8"
    )
    done = pulmu("outlook", "plant.yaml", "--to", "2026", "--lang", "en")
    assert done.code == 1
    assert "the plant is of 2027, the last year asked is 2026" in done.err


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_shows_what_the_command_says(pulmu: Pulmu, language: str) -> None:
    told = pulmu("outlook", "plant.yaml", "--scenario", "eighty", "--rules", "com_2026_616", "--lang", language).out
    page = (ROOT / "docs" / "howto" / f"look-ahead-to-2034{'.ko' if language == 'ko' else ''}.md").read_text("utf-8")
    shown = page.split("```text\n")[1:]
    lines = [line for part in shown for line in part.split("```")[0].splitlines() if line.strip()]
    assert len(lines) > 30
    assert [line for line in lines if line not in told.splitlines()] == []
    assert EIGHTY in page
