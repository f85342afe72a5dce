"""The page on reviewers shows what the commands say of its files."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process


@pytest.mark.parametrize("name", ["assign-and-calibrate-reviewers.md", "assign-and-calibrate-reviewers.ko.md"])
def test_the_page_shows_what_the_commands_say(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pulmu = in_process(monkeypatch, capsys)
    found = blocks(ROOT / "docs" / "howto" / name)
    for block in found:
        if block.name:
            (tmp_path / block.name).write_text(block.body, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = [block.body.split() for block in found if block.language == "sh"]
    shown = [block.body for block in found if block.language == "text"]
    assert len(commands) == len(shown) == 3
    for words, expected in zip(commands, shown, strict=True):
        done = pulmu(*words[1:])
        assert done.code == 0, done.err
        assert done.out.strip("\n") == expected.strip("\n")
