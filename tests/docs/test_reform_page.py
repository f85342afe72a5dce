"""The page on reforms shows what the command prints of the thousandth of a nation."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from typer.testing import CliRunner

from pulmu.cli.app import app

PAGE = "try-a-reform"


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reform-page") / "nation"
    made = CliRunner().invoke(app, ["population", "make", "--out", str(folder), "--scale", "1/1000", "--seed", "1"])
    assert made.exit_code == 0
    return folder


@pytest.mark.parametrize(("name", "language"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(name: str, language: str, nation: Path) -> None:
    reform = "innovation_voucher_mid_sized_manufacturers"
    asked = ["reform", reform, "--population", str(nation), "--day", "2026-11-25", "--lang", language]
    said = [line.strip() for line in CliRunner().invoke(app, asked).stdout.splitlines()]
    (text,) = [block.body for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text"]
    shown = [line.strip() for line in text.splitlines() if line.strip()]
    assert len(shown) >= 8
    assert [line for line in shown if line not in said] == []
