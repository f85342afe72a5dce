"""`pulmu match`: proposals and reasons in both languages, the next step, and refusals that tell everything."""

import json
from pathlib import Path

import pytest
import yaml
from tests.support.matching.rounds import tree
from tests.surface.command import Pulmu


@pytest.fixture
def file(tmp_path: Path) -> Path:
    given = tree()
    given["applicants"] += [{"id": "four", "name": "\u202eFour", "wishes": ["a"]}, {"id": "five"}]
    return written(tmp_path / "round.yaml", given)


def written(path: Path, content: object) -> Path:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["안정적입니다", "공급기업의 순위에 이 기업이 없습니다", "희망한 공급기업이 없습니다"]),
        ("en", ["Stable: of 5 pairs", "the supplier's order does not name this applicant", "named no supplier"]),
    ],
)
def test_everybody_has_a_proposal_or_a_reason(pulmu: Pulmu, file: Path, lang: str, expected: list[str]) -> None:
    done = pulmu("match", file, "--lang", lang)
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []
    assert "\u202e" not in done.out


def test_explaining_tells_lots_history_and_wishes_above_a_proposal(pulmu: Pulmu, file: Path) -> None:
    said = pulmu("match", file, "--explain", "--lang", "en").out
    assert "all 1 places went to applicants it ranks higher (its last is at 1, this one at 3)" in said
    assert "SHA-256 of 'seed:id'" in said
    assert "step 1: three – a proposed" in said


def test_answers_lead_to_the_next_step(pulmu: Pulmu, file: Path, tmp_path: Path) -> None:
    one = {"step": 1, "applicant": "three", "supplier": "a", "by": "supplier", "answer": "refuse", "reason": "too far"}
    answers = written(tmp_path / "a.yaml", {"pulmu": "matching_answers/1", "round": "round_1", "answers": [one]})
    said = json.loads(pulmu("match", file, "--answers", answers, "--json").out)
    assert said["step"] == 2
    assert said["refused"] == [
        {"applicant": "three", "supplier": "a", "step": 1, "by": "supplier", "reason": "too far"}
    ]
    assert "refused before by the supplier: too far" in pulmu("match", file, "--answers", answers, "--lang", "en").out


def test_one_firm_can_be_looked_at_alone(pulmu: Pulmu, file: Path) -> None:
    said = json.loads(pulmu("match", file, "--of", "four", "--json").out)
    assert [item["applicant"] for item in said["unmatched"]] == ["four"]
    assert said["proposals"] == []
    done = pulmu("match", file, "--of", "nobody", "--lang", "en")
    assert (done.code, done.err) == (1, "nobody in the round is called nobody\n")


def test_all_that_is_wrong_is_told_at_once(pulmu: Pulmu, tmp_path: Path) -> None:
    given = tree()
    given["applicants"][0]["wishes"] = ["x", "a", "a"]
    given["suppliers"][0]["least"] = 9
    done = pulmu("match", written(tmp_path / "r.yaml", given), "--json")
    assert done.code == 1
    assert [item["code"] for item in done.problems()] == [
        "matching.unknown_supplier", "matching.ranked_twice", "matching.more_than_places",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "said"), [("ko", "다음과 함께 채울 수 없습니다(b)"), ("en", "not all of these can: b")]
)
def test_least_numbers_that_stand_against_each_other_are_named(
    pulmu: Pulmu, tmp_path: Path, lang: str, said: str
) -> None:
    given = tree(suppliers=[{"id": "a", "places": 3, "least": 2}, {"id": "b", "places": 2, "least": 2}])
    done = pulmu("match", written(tmp_path / "r.yaml", given), "--lang", lang)
    assert done.code == 1
    assert said in done.err


def test_the_schema_of_a_round_is_printed(pulmu: Pulmu) -> None:
    assert "takes_others" in json.dumps(json.loads(pulmu("schema", "round").out))
