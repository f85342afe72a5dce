"""The page on schedules shows what the command says: its words, for what is found depends on the time there was."""

import re
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

PAGE = "plan-your-jobs"
_LEAST = 0.75
"""Part of the page's lines that any plan of the sample tells in the same words."""


def words(text: str) -> list[str]:
    """Lines without what a search may change: numbers, and the names of rules."""
    found = (" ".join(re.sub(r"[-+]?\d[\d,.:%-]*", "0", line).split()) for line in text.splitlines())
    return [line for line in found if line]


@pytest.mark.parametrize(("name", "lang"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = blocks(ROOT / "docs" / "howto" / name)
    orders = [block.body for block in page if block.language == "sh"]
    shown = [words(block.body) for block in page if block.language == "text"]
    monkeypatch.chdir(tmp_path)
    pulmu = in_process(monkeypatch, capsys)
    for order, lines in zip(orders, shown, strict=True):
        asked = re.sub(r"--seconds \d+", "", order).split()[1:]
        done = pulmu(*asked, "--seconds", "0.5", "--workers", "1", "--lang", lang)
        assert done.code == 0
        told = set(words(done.out))
        assert sum(line in told for line in lines) >= _LEAST * len(lines), [line for line in lines if line not in told]
    examples = [block.body for block in page if block.language == "yaml"]
    assert len(examples) == 2
    for number, body in enumerate(examples):
        (tmp_path / f"{number}.yaml").write_text(body, "utf-8")
        assert pulmu("schedule", f"{number}.yaml", "--seconds", "1", "--lang", lang).code == 0
