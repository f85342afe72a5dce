"""`pulmu size`: the class of a firm, in both languages, and refusals."""

import json
from pathlib import Path

import pytest

FIRM = """
pulmu: firm/1
companies:
  - id: hanbit
    name: Hanbit Steel
    body: company
    ksic: "24112"
    founded_on: 2001-03-02
    disclosure_group: {member: false}
    cross_shareholding_group: {member: false}
    finance_or_insurance: false
    owners_known: true
    relatives_known: true
    business_years:
      - {end: 2025-12-31, sales_krw: 158000000000, total_assets_krw: 210000000000}
      - {end: 2024-12-31, sales_krw: 162000000000, total_assets_krw: 210000000000}
      - {end: 2023-12-31, sales_krw: 160000000000, total_assets_krw: 210000000000}
"""


@pytest.fixture
def firm(tmp_path: Path) -> str:
    path = tmp_path / "firm.yaml"
    path.write_text(FIRM, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> tuple[int, str, str]:
    from typer.testing import CliRunner

    from pulmu.cli.app import app

    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("lang", "label", "margin"), [("ko", "중기업", "여유 200억 원"), ("en", "medium enterprise", "margin KRW 20 bn")]
)
def test_the_class_comes_with_its_margin(firm: str, lang: str, label: str, margin: str) -> None:
    code, out, _ = run("size", firm, "--day", "2026-11-25", "--lang", lang)
    assert code == 0
    assert f"■ {label}" in out
    assert margin in out


def test_json_says_what_decides(firm: str) -> None:
    code, out, _ = run("size", firm, "--day", "2026-11-25", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["possible"] == ["medium"]
    own = next(item for item in found["decided_by"] if item["name"] == "size.own_sales")
    assert own["margin"] == 20_000_000_000


def test_every_test_is_shown_on_request(firm: str) -> None:
    _, out, _ = run("size", firm, "--day", "2026-11-25", "--lang", "ko", "--explain")
    assert "요건 전체" in out
    assert "제3조제1항제2호다목" in out


def test_a_broken_file_is_told_whole(tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    broken = FIRM.replace("158000000000", "-1").replace("2001-03-02", "2001-13-02")
    path.write_text(broken.replace("    body: company", "    body: company\n    facts: {nope: 1}"), encoding="utf-8")
    for command in ("size", "eligible", "profile"):
        code, _, err = run(command, str(path), "--lang", "en")
        assert code == 1
        assert err.count("To mend") == 3
        assert "nope" in err


def test_a_day_that_is_none_is_wrong_usage(firm: str) -> None:
    code, _, err = run("size", firm, "--day", "tomorrow")
    assert code == 2
    assert "2026-11-25" in err


def test_of_an_open_class_the_questions_come_before_what_is_open(tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text(
        "pulmu: firm/1\ncompanies:\n  - {id: hanbit, name: Hanbit, name_local: 한빛, ksic: '24112'}\n", encoding="utf-8"
    )
    code, out, _ = run("size", str(path), "--day", "2026-11-25", "--lang", "ko")
    assert code == 0
    assert "한빛" in out.splitlines()[1]
    headings = ["먼저 확인할 것", "아직 정해지지 않은 것", "건: --explain"]
    places = [out.index(item) for item in headings]
    assert places == sorted(places)
    assert "판정 근거" not in out
    assert out.count("[미정]") == 5
