"""The page on reforms shows what the commands print, of a thousandth and of a hundredth of a nation."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.reforms import compared_once
from typer.testing import CliRunner

from pulmu.cli.app import app

PAGE = "try-a-reform"


LANGUAGES = [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")]


def made(folder: Path) -> Path:
    asked = ["population", "make", "--out", str(folder), "--scale", "1/100", "--seed", "1"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    return folder


@pytest.fixture(scope="module", autouse=True)
def in_both_languages() -> Iterator[None]:
    with compared_once():
        yield


@pytest.fixture(scope="module")
def nation(national: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(national, tmp_path_factory.mktemp("reform-page") / "nation")


@pytest.fixture(scope="module")
def hundredth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("reform-page") / "hundredth")


def lines_shown(name: str, number: int) -> list[str]:
    """Lines of one of the outputs on a page."""
    outputs = [block.body for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text"]
    return [line.strip() for line in outputs[number].splitlines() if line.strip()]


def lines_said(population: Path, language: str, reform: str, *options: str) -> list[str]:
    asked = ["reform", reform, "--population", str(population), "--day", "2026-11-25", "--lang", language, *options]
    return [line.strip() for line in CliRunner().invoke(app, asked).stdout.splitlines()]


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_the_page_shows_what_the_command_says(name: str, language: str, nation: Path) -> None:
    said = lines_said(nation, language, "innovation_voucher_mid_sized_manufacturers")
    shown = lines_shown(name, 0)
    assert len(shown) >= 8
    assert [line for line in shown if line not in said] == []


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_the_page_shows_the_cliffs_the_command_finds(name: str, language: str, hundredth: Path) -> None:
    said = lines_said(hundredth, language, "size_limits_2025", "--cliffs")
    shown = lines_shown(name, 1)
    assert len(shown) >= 14
    assert [line for line in shown if line not in said] == []
