"""`pulmu best`, `factors` and `buffers`: answered in both languages and as JSON; refusals tell everything."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu
from tests.twin.asked_lines import TWO_FURNACES

QUESTION = """
pulmu: what_if/1
id: prices
days: 2
warm_up_hours: 0
figure: cost_krw
scenarios:
  - {id: cheap, name_local: 값싼 전력, changes: [{carrier: power, price: 70}]}
  - {id: slow, name_local: 느린 프레스, changes: [{station: press, time_factor: 1.5}]}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    line, question = tmp_path / "line.yaml", tmp_path / "question.yaml"
    line.write_text(TWO_FURNACES, encoding="utf-8")
    question.write_text(QUESTION, encoding="utf-8")
    return line, question


@pytest.mark.parametrize(
    ("command", "lang", "expected"),
    [
        ("best", "en", ["cheap: the least of all", "as it is", "behind the best", "Kim and Nelson"]),
        ("best", "ko", ["값싼 전력: 가장 작습니다", "지금", "최선과의 차이"]),
        ("factors", "en", ["cheap × slow", "4 combinations of levels", "surely less", "■■"]),
        ("factors", "ko", ["값싼 전력 × 느린 프레스", "수준 조합 4개", "확실히 감소"]),
    ],
    ids=["best-en", "best-ko", "factors-en", "factors-ko"],
)
def test_a_question_is_answered(
    pulmu: Pulmu, files: tuple[Path, Path], command: str, lang: str, expected: list[str]
) -> None:
    done = pulmu(command, *files, "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []
    assert "line_question." not in done.out


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", ["as found", "in all", "new pairs of runs"]), ("ko", ["찾은 배치", "합계", "새로운 짝"])],
)
def test_places_are_shared_out(pulmu: Pulmu, files: tuple[Path, Path], lang: str, expected: list[str]) -> None:
    done = pulmu("buffers", files[0], "--days", "2", "--warm-up", "0", "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_json_tells_all(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    best, weighed = (json.loads(pulmu(command, *files, "--json").out) for command in ("best", "factors"))
    assert (best["best"], best["sure"], len(best["alternatives"])) == ("cheap", True, 3)
    assert {tuple(item["scenarios"]) for item in weighed["effects"]} == {("cheap",), ("slow",), ("cheap", "slow")}
    placed = json.loads(pulmu("buffers", files[0], "--days", "1", "--warm-up", "0", "--json").out)
    assert sum(item["found"] for item in placed["stations"]) == 7


def test_two_processes_give_the_same(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    one, two = pulmu("factors", *files, "--json"), pulmu("factors", *files, "--json", "--jobs", "2")
    assert one.out == two.out


def test_a_wrong_question_is_told_whole(pulmu: Pulmu, files: tuple[Path, Path]) -> None:
    files[1].write_text(QUESTION.replace("station: press", "station: pres").replace("cost_krw", "cost"), "utf-8")
    for command in ("best", "factors"):
        done = pulmu(command, *files, "--lang", "ko")
        assert done.code == 1
        assert "라인에 cost 값이 없습니다" in done.err
        assert "pres" in done.err
        assert "better" not in done.err
    assert pulmu("buffers", files[0], "--station", "lathe", "--lang", "en").code == 1
