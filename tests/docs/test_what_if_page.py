"""The page on asking a what-if shows what the command says of its own files and of the line of the page before it."""

from pathlib import Path

import pytest
import yaml
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

HOWTO = ROOT / "docs" / "howto"
FILES = {"press_on_mondays": "mondays.yaml", "burner_or_motors": "burner.yaml"}
"""What the page calls its files, by id."""


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_shows_what_the_commands_say(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = "" if lang == "en" else f".{lang}"
    (line,) = [item.body for item in blocks(HOWTO / f"simulate-a-line{ending}.md") if "id: two_presses" in item.body]
    page = blocks(HOWTO / f"ask-a-what-if{ending}.md")
    (tmp_path / "two_presses.yaml").write_text(line, encoding="utf-8")
    for body in (block.body for block in page if block.language == "yaml"):
        (tmp_path / FILES[yaml.safe_load(body)["id"]]).write_text(body, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = None
    for block in page:
        if block.language == "sh":
            done = in_process(monkeypatch, capsys)(*block.body.split()[1:], "--lang", lang)
            assert done.code == 0
        elif block.language == "text":
            assert done is not None
            assert block.body.strip() in done.out
