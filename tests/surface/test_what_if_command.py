"""`pulmu what-if`: answered in both languages and as JSON, the same with two processes; refusals tell everything."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu
from tests.twin.asked_lines import TWO_FURNACES

QUESTION = """
pulmu: what_if/1
id: mondays
days: 2
warm_up_hours: 0
scenarios:
  - {id: mondays, name_local: 월요일 정지, changes: [{station: furnace, down: [{days: [mon], machines: 1}]}]}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    line, question = tmp_path / "line.yaml", tmp_path / "question.yaml"
    line.write_text(TWO_FURNACES, encoding="utf-8")
    question.write_text(QUESTION, encoding="utf-8")
    return line, question


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", ["good pieces", "mondays: surely less.", "time in the line [h]", "48 h"]),
     ("ko", ["양품", "월요일 정지: 확실히 줄어듭니다.", "라인 체류 시간 [h]", "48시간"])],
)  # fmt: skip
def test_a_question_is_answered(pulmu: Pulmu, files: tuple[Path, Path], lang: str, expected: list[str]) -> None:
    done = pulmu("what-if", *files, "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_figure_has_words(pulmu: Pulmu, files: tuple[Path, Path], lang: str) -> None:
    done = pulmu("what-if", *files, "--all", "--lang", lang)
    assert done.code == 0
    assert "what_if." not in done.out
    assert "further figures" not in done.out


def test_json_tells_all_and_is_the_same_with_two_processes(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    one, two = pulmu("what-if", *files, "--json"), pulmu("what-if", *files, "--json", "--jobs", "2")
    assert one.out == two.out
    answer = json.loads(one.out)
    assert answer["warm_up"] == {"hours": 0.0, "how": "given"}
    assert answer["scenarios"][0]["key"]["verdict"] == "lower"
    assert len(answer["scenarios"][0]["figures"]) > 50


def test_a_wrong_question_is_told_whole(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    text = QUESTION.replace("furnace", "furnas").replace("days: 2", "figure: god")
    files[1].write_text(text, encoding="utf-8")
    done = pulmu("what-if", *files, "--lang", "ko")
    assert done.code == 1
    assert "라인에 god 값이 없습니다" in done.err
    assert "furnas는 라인에 없는 이름입니다(station)" in done.err


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", ["Bolts: certificates [certificates/t]", "What a tonne carries: burner", "surely less", "footprint"]),
     ("ko", ["고장력 육각볼트: 인증서 [장/t]", "제품 1톤에 드는 것: burner", "확실히 감소", "탄소발자국"])],
)  # fmt: skip
def test_with_its_plant_the_answer_tells_three_balances(
    pulmu: Pulmu, tmp_path: Path, lang: str, expected: list[str]
) -> None:
    question = tmp_path / "burner.yaml"
    question.write_text(
        "{pulmu: what_if/1, id: q, days: 7, warm_up_hours: 168, first: 5, "
        "figure: balance.bolts.certificates, scenarios: "
        "[{id: burner, changes: [{station: hardening, carrier: gas, use: {busy: 40, idle: 2}}]}]}",
        encoding="utf-8",
    )
    done = pulmu("what-if", "fasteners", question, "--plant", "fasteners", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []
    assert "what_if." not in done.out
    tree = json.loads(pulmu("what-if", "fasteners", question, "--plant", "fasteners", "--json").out)
    assert tree["scenarios"][0]["key"]["figure"] == "balance.bolts.certificates"
    assert set(tree["basis"]["year"]) == {"bolts", "nuts"}
    assert pulmu("what-if", "fasteners", question, "--base", "fasteners").code == 2
