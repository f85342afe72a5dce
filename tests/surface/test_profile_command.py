"""`pulmu profile`: four axes in both languages, as JSON, and refusals."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu, write_sample

FIRM = """
companies:
  - id: hanbit
    name: Hanbit Fasteners
    name_local: 한빛체결
    business_years: [{end: 2025-12-31, sales_krw: 41200000000, rnd_krw: 640000000, exports_usd: 9300000}]
    facts: {uses_ai: false, smart_factory_level: basic}
"""


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    path = tmp_path / "firm.yaml"
    path.write_text(FIRM, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["기업 진단표: 한빛체결", "탄소중립  ????  0~4단계", "- 생산에 AI 사용", "? 보고서 확정 (모름)"]),
        ("en", ["Firm profile: Hanbit Fasteners", "R&D                ???.  level 0 to 3", "Official level: basic"]),
    ],
)  # fmt: skip
def test_the_axes_show_what_is_sure_and_what_is_open(pulmu: Pulmu, firm: Path, lang: str, expected: list[str]) -> None:
    done = pulmu("profile", firm, "--day", "2026-11-27", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_a_plant_fills_in_what_it_proves(pulmu: Pulmu, firm: Path, tmp_path: Path) -> None:
    done = pulmu("profile", firm, "--plant", write_sample(tmp_path), "--day", "2026-11-27", "--lang", "en")
    assert done.code == 0
    assert "- own emissions are within the benchmark: 8.138 times (at most 1 times)  [from the plant]" in done.out


def test_json_holds_every_criterion_with_its_answer(pulmu: Pulmu, firm: Path) -> None:
    done = pulmu("profile", firm, "--day", "2026-11-27", "--json")
    assert done.code == 0
    found = json.loads(done.out)
    assert [len(axis["criteria"]) for axis in found["axes"]] == [8, 8, 8, 8]
    assert found["smart_factory"]["official"] == "basic"
    assert {item["conditions"]["score"] for item in found["certificates"]} == {"unknown"}


def test_a_wrong_fact_is_told_with_its_place(pulmu: Pulmu, firm: Path) -> None:
    firm.write_text(FIRM.replace("uses_ai: false", "uses_ai: perhaps, uses_ia: true"), encoding="utf-8")
    done = pulmu("profile", firm, "--lang", "ko")
    assert done.code == 1
    assert "'perhaps' 값은 uses_ai 항목의 답이 아닙니다" in done.err
    assert "uses_ia" in done.err
