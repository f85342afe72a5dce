"""Why figures are what they are: every reason of the engine has Korean words, and nothing of the user's is touched."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from tests.official_plants import sector_plants
from tests.plants import plants, report_of

import pulmu.carbon
from pulmu.locale import law_place_text, reason_text, source_text
from pulmu.locale.words import load_data
from pulmu.model import Plant, Source, encode

HANGUL = re.compile("[가-힣]")
CODES = re.compile("[A-Z0-9 ]+")
"""Codes such as CWPB, which are called so everywhere."""
PLACES_OF_REASON = {"Figure": 4, "fact": 4, "quoted": 3, "given_number": 4, "_given": 3, "_zero": 1, "of": 1}
"""Where functions of the engine take the reason of a figure."""


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("no biomass with proof", "증명된 바이오매스가 없음"),
        (
            "route E: carbon steel by its code; 100% of the metallic charge is scrap",
            "생산경로 E: CN 코드 기준 탄소강, 금속 장입물의 100%가 스크랩",
        ),
        ("plating is left out by law", "전기도금은 법에 따라 세지 않음"),
        ("verified actual value, report DSS-2026-VR-017", "검증된 실제값, 검증보고서 DSS-2026-VR-017"),
        ("storage at Northern Store; plan 4; notes", "지중 저장, 받는 곳과 증명: Northern Store; plan 4; notes"),
        ("PFPB MW without measurement: CWPB", "PFPB MW의 측정값 없음: CWPB"),
        ("route 66 is no route of the law", "route 66 is no route of the law"),
        ("meter:gm_main; city gas bills", "meter:gm_main; city gas bills"),
        ("주조 일지", "주조 일지"),
    ],
)
def test_a_reason_is_said_in_the_readers_language(english: str, korean: str) -> None:
    assert reason_text(english, "ko") == korean
    assert reason_text(english, "en") == english


def test_a_law_is_cited_as_it_is_called_in_korean() -> None:
    law = Source("Implementing Regulation (EU) 2025/2547", "Annex III A.3, Eq 55 (indirect)", "2025-12", "extract")
    assert source_text(law, "ko") == "이행규정 (EU) 2025/2547, 부속서 III A.3, 식 55 (간접), 2025-12"
    assert source_text(law, "en") == "Implementing Regulation (EU) 2025/2547, Annex III A.3, Eq 55 (indirect), 2025-12"
    assert law_place_text("Article 14(1); recital 16", "ko") == "제14조 제1항; 전문 제16항"


def test_a_place_in_the_users_own_file_keeps_its_names() -> None:
    assert source_text(Source("plant.yaml", "line 53, Annex 1"), "ko") == "plant.yaml, 53행, Annex 1"
    assert source_text(Source("given", "no such flow in this plant"), "ko") == "입력값, 이 공장에는 그런 흐름이 없음"


def _written() -> Iterator[str]:
    """Every reason that stands in the engine as one text."""
    for file in sorted(Path(cast("str", pulmu.carbon.__file__)).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for found in _reasons(node):
                texts = [item.value for item in _choices(found) if isinstance(item, ast.Constant)]
                yield from (item for item in texts if isinstance(item, str))


def _reasons(node: ast.AST) -> list[ast.expr]:
    """What a call gives as a reason, or what is called one."""
    if isinstance(node, ast.Assign):
        return [node.value] if any("because" in ast.unparse(target) for target in node.targets) else []
    if not isinstance(node, ast.Call):
        return []
    owner = ast.unparse(node.func)
    at = PLACES_OF_REASON.get(owner.rsplit(".", 1)[-1], 99)
    named = [item.value for item in node.keywords if item.arg == "because"]
    return named if owner.endswith("Error.of") else [*named, *node.args[at : at + 1]]


def _choices(found: ast.expr) -> list[ast.expr]:
    if isinstance(found, ast.IfExp):
        return [*_choices(found.body), *_choices(found.orelse)]
    if isinstance(found, ast.Tuple):
        return found.elts
    return [found]


def test_every_reason_that_stands_in_the_engine_has_korean_words() -> None:
    written = set(_written()) - {""}
    assert "no biomass with proof" in written
    assert len(written) > 25
    assert [reason for reason in sorted(written) if not HANGUL.search(reason_text(reason, "ko"))] == []


def _told(plant: Plant) -> list[str]:
    """What a plant's figures are told by, in Korean; the user's own words left out."""
    own = str(encode(plant))
    report = report_of(plant)
    said = []
    for figure in report.figures.values():
        if figure.because and figure.because not in own and not CODES.fullmatch(figure.because):
            said.append(reason_text(figure.because, "ko"))
        if figure.source.confidence:
            said.append(source_text(figure.source, "ko"))
        elif figure.source.act in ("given", "arithmetic", "definition"):
            said.append(reason_text(figure.source.act, "ko"))
    return said


@pytest.mark.parametrize("name", sector_plants())
def test_a_plant_of_every_sector_is_told_in_korean(name: str) -> None:
    told = _told(sector_plants()[name])
    assert len(told) > 20
    assert [said for said in told if not HANGUL.search(said)] == []


@settings(max_examples=40)
@given(plants())
def test_any_plant_is_told_in_korean(plant: Plant) -> None:
    assert [said for said in _told(plant) if not HANGUL.search(said)] == []


def test_the_tables_of_a_report_are_named_in_korean() -> None:
    editions = report_of(sector_plants()["steel"]).editions
    assert [item.title for item in editions if not HANGUL.search(reason_text(item.title, "ko"))] == []
    unsaid = {item.act for item in editions if not HANGUL.search(reason_text(item.act, "ko"))}
    assert unsaid <= {"ISO 3166-1"}


def test_what_is_our_own_is_no_law() -> None:
    figures = report_of(sector_plants()["steel"]).figures.values()
    own = [record.source for record in figures if record.source.act == "Pulmu"]
    assert own
    assert {source.confidence for source in own} == {None}
    assert source_text(own[0], "ko") == "풀무, 자체 정의"


def test_every_row_of_the_table_says_all_it_names() -> None:
    for row in cast("list[dict[str, Any]]", load_data("reasons.ko.toml")["said"]):
        named = set(re.findall(r"\{(\w+)", row["en"]))
        assert set(re.findall(r"\{(\w+)", row["ko"])) <= named, row
        assert HANGUL.search(row["ko"]), row
