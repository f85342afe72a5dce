"""The page on asking a what-if shows what the command says of its own file and of the line of the page before it."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

HOWTO = ROOT / "docs" / "howto"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_shows_what_the_command_says(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = "" if lang == "en" else f".{lang}"
    (line,) = [item.body for item in blocks(HOWTO / f"simulate-a-line{ending}.md") if "id: two_presses" in item.body]
    page = blocks(HOWTO / f"ask-a-what-if{ending}.md")
    (question,) = [item.body for item in page if item.language == "yaml"]
    (order,) = [item.body.split() for item in page if item.language == "sh"]
    (shown,) = [item.body.strip() for item in page if item.language == "text"]
    (tmp_path / "two_presses.yaml").write_text(line, encoding="utf-8")
    (tmp_path / "mondays.yaml").write_text(question, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = in_process(monkeypatch, capsys)(*order[1:], "--lang", lang)
    assert done.code == 0
    assert done.out.strip() == shown
