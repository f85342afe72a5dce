"""`pulmu voices gather`, as an association runs it."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu

LIST = """기업명,제목,내용,분야
한빛볼트,유예기간이 짧습니다,3년 뒤 중소기업 유예가 끝납니다,성장
Sejin Steel,The grace period is too short,All support stops after three years,size
동아주강,전기요금이 너무 올랐습니다,전기로는 밤에도 끌 수 없습니다,에너지
서진열처리,산업용 전력요금 부담,원가의 절반이 전기요금입니다,에너지
서진열처리,전기요금 기본요금,계약전력을 낮출 수 없습니다,에너지
한일도금,구내식당 식자재값,,기타
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "애로.csv"
    found.write_text(LIST, encoding="utf-8")
    return found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", ("같아 보이는 묶음 2개, 따로 남은 것 1건", "유예기간 (2)", "기업 2곳의 3건", "담당자가 확정")),
        (
            "en",
            ("2 groups that look like one, 1 alone", "grace period (2)", "3 voices of 2 firms", "An officer confirms"),
        ),
    ],
)
def test_groups_with_why(pulmu: Pulmu, file: Path, language: str, said: tuple[str, ...]) -> None:
    answer = pulmu("voices", "gather", file, "--lang", language)
    assert answer.code == 0
    assert all(words in answer.out for words in said)


def test_json_says_the_same(pulmu: Pulmu, file: Path) -> None:
    tree = json.loads(pulmu("voices", "gather", file, "--json").out)
    assert [group["members"] for group in tree["groups"]] == [["row_4", "row_5", "row_6"], ["row_2", "row_3"]]
    assert tree["alone"] == ["row_7"]
    assert tree["groups"][1]["shared"][0]["id"] == "grace_period"
    strict = json.loads(pulmu("voices", "gather", file, "--json", "--least", "1").out)
    assert strict["groups"] == []


def test_a_list_with_mistakes_is_not_gathered(pulmu: Pulmu, file: Path) -> None:
    file.write_text("제목,분야\n가,날씨\n", encoding="utf-8")
    answer = pulmu("voices", "gather", file)
    assert answer.code == 1
    assert "row 2" in answer.out + answer.err
