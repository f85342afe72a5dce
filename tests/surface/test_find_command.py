"""`pulmu find` and `pulmu offers-template`."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu

from pulmu.bootstrap.samples import sample_needs_text, sample_offers_text


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    need, offers = tmp_path / "need.yaml", tmp_path / "offers.yaml"
    need.write_text(sample_needs_text(), encoding="utf-8")
    offers.write_text(sample_offers_text(), encoding="utf-8")
    return need, offers


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["제안 10건 가운데 2건이 맞습니다", "머신비젼으로: '머신비전'의 다른 철자로 읽음", "볼트 = 볼트",
                "지역: 요청 부산, 제안 인천, 경기, 부산, 경남", "뺀 제안: 예산 2, 지역 1",
                "heat treatment, 열처리: 둘 다 '열처리'"]),
        ("en", ["2 of 10 offers fit", "was read as another spelling of: machine vision (cameras)",
                "asked KRW 80,000,000, offered KRW 70,000,000 (a project)", "heat treatment and 열처리 both call"]),
    ],
)  # fmt: skip
def test_offers_come_with_reasons_and_conditions(
    pulmu: Pulmu, files: tuple[Path, Path], lang: str, expected: list[str]
) -> None:
    need, offers = files
    done = pulmu("find", need, "--offers", offers, "--day", "2026-11-28", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_every_reason_with_its_part(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    done = pulmu("find", "--text", "OPCUA", "--offers", files[1], "--explain", "--lang", "en")
    assert done.code == 0
    assert " %  OPCUA and OPC UA both call" in done.out


def test_as_json(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    done = pulmu("find", files[0], "--offers", files[1], "--json", "--most", "1", "--day", "2026-11-28")
    (first, second) = json.loads(done.out)["found"]
    assert [len(first["hits"]), len(second["hits"])] == [1, 1]
    assert first["day"] == "2026-11-28"
    assert first["hits"][0]["offer"]["id"] == "any_vision"


def test_problems_of_all_files_are_told(pulmu: Pulmu, files: tuple[Path, Path], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("offers:\n- {id: a, supplier: b, title: c, sectors: ['04']}\n", encoding="utf-8")
    done = pulmu("find", files[0], "--offers", files[1], "--offers", wrong, "--json")
    assert (done.code, [item["code"] for item in done.problems()]) == (1, ["input.industry_unknown"])


def test_wrong_usage(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    for arguments in ((), ("--text", "x"), (files[0], "--text", "x", "--offers", files[1]), ("--offers", files[1])):
        assert pulmu("find", *arguments).code == 2


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_empty_table_is_a_file_of_offers(pulmu: Pulmu, tmp_path: Path, lang: str) -> None:
    out = tmp_path / "offers.xlsx"
    assert pulmu("offers-template", out, "--lang", lang).code == 0
    assert pulmu("offers-template", out, "--lang", lang).code == 1
    done = pulmu("find", "--text", "용접 검사", "--offers", out, "--json")
    assert json.loads(done.out)["found"][0]["fitting"] == 1
