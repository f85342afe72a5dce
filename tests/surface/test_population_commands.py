"""`pulmu population`: made, looked at, refused, in both languages."""

import json
from pathlib import Path

import pytest
from tests.surface.command import HANGUL, Pulmu


@pytest.fixture
def made(tmp_path: Path, pulmu: Pulmu) -> Path:
    answer = pulmu("population", "make", "--out", tmp_path / "nation", "--scale", "1/1000", "--lang", "en")
    assert answer.code == 0, answer.err
    assert "8,310 firms" in answer.out
    assert "none of these firms exists" in answer.out
    return tmp_path / "nation"


def test_the_fit_shows_every_sum_with_its_error(made: Path, pulmu: Pulmu) -> None:
    answer = pulmu("population", "fit", made, "--lang", "en")
    assert answer.code == 0
    row = next(line for line in answer.out.splitlines() if "small and medium firms, number" in line)
    assert row.split()[-3:] == ["8,299", "8,299", "+0.001%"]
    assert "of 2022, times the growth of the national total to 2023 (1.0319)" in answer.out
    assert "nearer to 2023" not in answer.out
    assert "nearer to 2023" in pulmu("population", "fit", made, "--all", "--lang", "en").out


def test_the_fit_is_there_in_korean(made: Path, pulmu: Pulmu) -> None:
    answer = pulmu("population", "fit", made, "--all", "--check-hashes", "--lang", "ko")
    rows = [line for line in answer.out.splitlines() if line.strip()]
    assert [line for line in rows if not HANGUL.search(line)] == []
    assert "가상 자료입니다" in answer.out


def test_json_is_the_manifest(made: Path, pulmu: Pulmu) -> None:
    tree = json.loads(pulmu("population", "fit", made, "--json").out)
    assert tree == json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert tree["is_synthetic"] is True
    assert len(tree["fit"]) > 150


def test_a_folder_that_is_there_is_not_written_over(made: Path, pulmu: Pulmu) -> None:
    answer = pulmu("population", "make", "--out", made, "--scale", "1/1000", "--lang", "ko")
    assert answer.code == 1
    assert "덮어쓰지 않습니다" in answer.err


def test_a_part_that_cannot_be_made_is_refused(tmp_path: Path, pulmu: Pulmu) -> None:
    answer = pulmu("population", "make", "--out", tmp_path / "nation", "--scale", "1/5000", "--lang", "en")
    assert answer.code == 1
    assert "down to 1/1000" in answer.err
    assert not (tmp_path / "nation").exists()
