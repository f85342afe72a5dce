"""`pulmu eligible`: programmes by worth, what is open, what does not fit, in both languages, and refusals."""

import json
from importlib import resources
from pathlib import Path

import pytest
from tests.surface.command import Pulmu


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    path = tmp_path / "firm.yaml"
    text = resources.files("pulmu.adapters.samples").joinpath("fasteners_firm.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["한빛체결 주식회사: 2026-11-27 기준 지원사업", "신청할 수 있는 사업 11건, 확인이 필요한 사업 6건",
                "사업비 6억 원부터 한도까지 지원, 그때 자부담 3억 원", "2023년 조건입니다",
                "확인할 조건: 회생절차 진행: 해당하지 않음", "찾을 곳: 법원 결정문",
                "충족하지 않은 조건: 업력 10년 이하", "기초에서 중간1이 되면"]),
        ("en", ["Hanbit Fastening Co., Ltd.: programmes on 2026-11-27", "may apply for 11, to be settled 6",
                "from a project of KRW 600,000,000 on, own share then KRW 300,000,000", "terms of 2023;",
                "to be settled: in rehabilitation proceedings: no", "where: court papers",
                "not met: years in business: at most 10 years", "from basic to intermediate 1"]),
    ],
)  # fmt: skip
def test_programmes_come_with_money_dates_reasons_and_questions(
    pulmu: Pulmu, firm: Path, lang: str, expected: list[str]
) -> None:
    done = pulmu("eligible", firm, "--day", "2026-11-27", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_a_told_cost_gives_support_and_own_share_in_won(pulmu: Pulmu, firm: Path) -> None:
    done = pulmu("eligible", firm, "--day", "2026-11-27", "--programme", "cbam_infra", "--cost", "10000000",
                 "--lang", "ko")  # fmt: skip
    assert "지원금 900만 원" in done.out
    assert "자부담 100만 원" in done.out
    assert done.out.count("(바우처,") == 1


def test_json_carries_ranges_and_what_is_not_known(pulmu: Pulmu, firm: Path) -> None:
    done = pulmu("eligible", firm, "--day", "2026-11-27", "--json")
    found = json.loads(done.out)
    by_id = {item["id"]: item for item in found["open_to"]}
    assert by_id["carbon_capex_sme"]["worth"]["support_krw"] == [0.0, 300_000_000.0]
    assert by_id["smart_factory_ai"]["worth"]["ceiling_krw"] == [0.0, None]
    assert by_id["sme_rnd"]["is_earlier"] is True
    assert found["open_to"][-1]["kind"] == "loan"


def test_explaining_shows_tests_and_where_terms_were_read(pulmu: Pulmu, firm: Path) -> None:
    done = pulmu("eligible", firm, "--day", "2026-11-27", "--programme", "cbam_infra", "--explain", "--lang", "en")
    assert "read from: secondary source (S)" in done.out
    assert "source: " in done.out
    assert "Every test" in done.out


def test_an_unknown_programme_is_wrong_usage(pulmu: Pulmu, firm: Path) -> None:
    done = pulmu("eligible", firm, "--programme", "no_such")
    assert done.code == 2
    assert "cbam_infra" in done.err


def test_a_broken_file_is_told_whole(pulmu: Pulmu, firm: Path) -> None:
    text = firm.read_text(encoding="utf-8").replace("cbam_sector: steel", "cbam_sector: stone")
    firm.write_text(text.replace("tax_arrears: false", "tax_arrear: false"), encoding="utf-8")
    done = pulmu("eligible", firm, "--lang", "en")
    assert done.code == 1
    assert done.err.count("To mend") == 2
