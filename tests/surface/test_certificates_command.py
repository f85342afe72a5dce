"""`pulmu certificates`: an importer's file, as YAML and as a table, and all that is wrong with one."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu, in_process

from pulmu.adapters.samples import sample_text

YAML = """
importer: Muster GmbH
lines:
  - {id: a, cn_code: "72083700", country_of_origin: CN, mass: 60 t, quarter: 2027Q1}
  - {id: b, cn_code: "72083700", country_of_origin: CN, mass: 40 t, quarter: 2027Q2}
surrendered_last_year: [{cn_code: "72083700", country_of_origin: CN, certificates: 120}]
price_scenarios: {eighty: {2027Q1: 80 EUR/t CO2e, 2027Q2: 80 EUR/t CO2e}}
"""


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pulmu:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "imports.yaml").write_text(YAML, encoding="utf-8")
    return in_process(monkeypatch, capsys)


def test_a_year_is_told_with_what_is_held_and_when_it_is_declared(pulmu: Pulmu) -> None:
    done = pulmu("certificates", "imports.yaml", "--scenario", "eighty", "--json")
    assert done.code == 0
    tree = json.loads(done.out)
    assert tree["certificates"]["value"] == pytest.approx(252.29)
    assert tree["cost"]["value"] == pytest.approx(252.29 * 80)
    assert [item["least"]["value"] for item in tree["holdings"]] == pytest.approx([56.565, 60, 60, 60])
    assert {"2028-09-30", "2028-10-31", "2027-03-31"} <= {item["due"] for item in tree["calendar"]}
    assert tree["missing"] == []


def test_the_screen_tells_the_reading_and_what_is_missing(pulmu: Pulmu) -> None:
    done = pulmu("certificates", "imports.yaml", "--lang", "en")
    assert done.code == 0
    assert "floor at zero for each line" in done.out
    assert "no certificate price is published for 2027Q1" in done.out
    done = pulmu("certificates", "imports.yaml", "--lang", "ko")
    assert "2027Q1 인증서 가격이 공표되지 않았습니다" in done.out


def test_a_table_is_read_by_the_heads_of_its_columns(pulmu: Pulmu) -> None:
    rows = "번호,CN 코드,원산지,순질량,분기\ncoil,72083700,CN,100 t,2026Q1\n"
    Path("lines.csv").write_text(rows, encoding="utf-8")
    done = pulmu("certificates", "lines.csv", "--json")
    assert done.code == 0
    assert json.loads(done.out)["cost"]["value"] == pytest.approx(16352.7432)


def test_all_mistakes_are_told_at_once_with_their_cells(pulmu: Pulmu) -> None:
    rows = "id,cn code,origin,mass,quarter\na,99999999,CN,100 t,2026Q1\nb,72083700,Atlantis,1 t,2027Q1\n"
    Path("lines.csv").write_text(rows, encoding="utf-8")
    done = pulmu("certificates", "lines.csv", "--lang", "en")
    assert done.code != 0
    said = done.out + done.err
    assert all(word in said for word in ("9999 99 99", "Atlantis", "2026, 2027"))


def test_a_table_without_heads_is_told_the_first_of_them(pulmu: Pulmu) -> None:
    Path("lines.csv").write_text("", encoding="utf-8")
    done = pulmu("certificates", "lines.csv", "--lang", "ko")
    assert done.code == 1
    assert "id, cn code, country of origin, mass, quarter, basis" in done.out + done.err


def test_a_folder_that_is_a_file_is_told_in_korean(pulmu: Pulmu) -> None:
    Path("blocked").write_text("", encoding="utf-8")
    Path("f.yaml").write_text(sample_text("fasteners"), encoding="utf-8")
    done = pulmu("emissions-report", "f.yaml", "--out", "blocked", "--lang", "ko")
    assert done.code == 3
    assert "같은 이름의 파일이 있습니다" in done.out + done.err
