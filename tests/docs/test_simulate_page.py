"""The page on simulating a line shows what the command says of its own file."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

PAGE = "simulate-a-line"


@pytest.mark.parametrize(("name", "lang"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = blocks(ROOT / "docs" / "howto" / name)
    (file,) = [block.body for block in page if block.language == "yaml"]
    (order,) = [block.body.split() for block in page if block.language == "sh"]
    (shown,) = [block.body.strip() for block in page if block.language == "text"]
    (tmp_path / "two_presses.yaml").write_text(file, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = in_process(monkeypatch, capsys)(*order[1:], "--lang", lang)
    assert done.code == 0
    assert done.out.strip() == shown
