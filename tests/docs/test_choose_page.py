"""The page on choosing among changes shows what the commands say of its own files."""

from pathlib import Path

import pytest
import yaml
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

HOWTO = ROOT / "docs" / "howto"
FILES = {"more_good": "more.yaml", "shafts": "shafts.yaml", "two_presses": "two_presses.yaml"}
"""What the pages call their files, by id."""


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_shows_what_the_commands_say(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = "" if lang == "en" else f".{lang}"
    page = blocks(HOWTO / f"choose-among-changes{ending}.md")
    (line,) = [item for item in blocks(HOWTO / f"simulate-a-line{ending}.md") if "id: two_presses" in item.body]
    for body in (item.body for item in (line, *page) if item.language == "yaml"):
        (tmp_path / FILES[yaml.safe_load(body)["id"]]).write_text(body, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    orders = [item.body.split() for item in page if item.language == "sh"]
    shown = [item.body.strip() for item in page if item.language == "text"]
    assert len(orders) == 3
    for order, text in zip(orders, shown, strict=True):
        done = in_process(monkeypatch, capsys)(*order[1:], "--lang", lang)
        assert (done.code, done.out.strip()) == (0, text)
