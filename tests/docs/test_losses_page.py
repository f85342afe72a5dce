"""The page on losses and faults shows what the command says of the sample's own meter."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

from pulmu.adapters.samples import sample_readings

PAGE = "find-losses-and-faults"


@pytest.mark.parametrize(("name", "lang"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = blocks(ROOT / "docs" / "howto" / name)
    order = next(block.body for block in page if block.language == "sh")
    shown = next(block.body.strip() for block in page if block.language == "text")
    (tmp_path / "em_main.csv").write_bytes(sample_readings()["em_main.csv"])
    monkeypatch.chdir(tmp_path)
    done = in_process(monkeypatch, capsys)(*order.split()[1:], "--lang", lang)
    assert done.code == 0
    assert done.out.strip() == shown
