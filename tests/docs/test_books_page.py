"""The page on bills and exports: its commands run, and show what it says."""

import os
import shlex
from pathlib import Path

import pytest
from tests import bills
from tests.docs.pages import ROOT, Block, blocks
from tests.surface.command import in_process

CORRECTED = "입고일,전표번호,거래처,품명,규격,중량(KG)\n2026-03-02,P-003,현대제철,선재,SWRCH18A,12000\n"


@pytest.mark.parametrize(
    ("name", "language"), [("take-in-bills-and-exports.md", "en"), ("take-in-bills-and-exports.ko.md", "ko")]
)
def test_every_command_of_the_page_does_what_it_shows(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PULMU_LANG", language)
    monkeypatch.setenv("NO_COLOR", "1")
    pulmu = in_process(monkeypatch, capsys)
    Path("corrected.csv").write_text(CORRECTED, encoding="utf-8")
    Path("청구서.pdf").write_bytes(bills.hand_pdf(*bills.PLAIN_PAGE))
    said, shown = "", 0
    for block in _exports(blocks(ROOT / "docs" / "howto" / name)):
        if block.language == "csv":
            Path(block.name).write_text(block.body, encoding="utf-8")
        elif block.language == "sh":
            answer = pulmu(*shlex.split(block.body)[1:])
            assert answer.code in (0, 1), answer.err
            said = answer.out
        elif block.language == "text":
            assert [line for line in block.body.splitlines() if line not in said.splitlines()] == []
            shown += 1
    assert shown >= 4
    books = sorted(os.listdir("plant_data/books"))  # noqa: PTH208
    assert books == ["diesel", "gas", "posco_rod", "power", "wire_rod"]


def _exports(found: list[Block]) -> list[Block]:
    """From the first table of the page on."""
    first = next(number for number, block in enumerate(found) if block.language == "csv")
    return found[first:]
