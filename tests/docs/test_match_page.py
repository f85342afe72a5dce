"""The page on matching shows what the command says of its own files."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

PAGE = "match-suppliers-with-firms"


@pytest.mark.parametrize(("name", "lang"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = blocks(ROOT / "docs" / "howto" / name)
    files = [block.body for block in page if block.language == "yaml"]
    orders = [block.body.split() for block in page if block.language == "sh"]
    shown = [block.body.strip() for block in page if block.language == "text"]
    for file, body in zip(("round.yaml", "answers.yaml", "voucher.yaml"), files, strict=True):
        (tmp_path / file).write_text(body, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    pulmu = in_process(monkeypatch, capsys)
    for order, text in zip(orders, shown, strict=True):
        done = pulmu(*order[1:], "--lang", lang)
        assert done.code == 0
        assert done.out.strip() == text
