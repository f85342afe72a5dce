"""The page on simulating a line shows what the command says of its own file."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

from pulmu.bootstrap.twin import line_engine, read_line_content
from pulmu.twin import Ask, read_line, simulate_line

PAGE = "simulate-a-line"


@pytest.mark.parametrize(("name", "lang"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = blocks(ROOT / "docs" / "howto" / name)
    file, _ = (block.body for block in page if block.language == "yaml")
    order, going_on = [block.body for block in page if block.language == "sh"]
    (shown,) = [block.body.strip() for block in page if block.language == "text"]
    (tmp_path / "two_presses.yaml").write_text(file, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    pulmu = in_process(monkeypatch, capsys)
    done = pulmu(*order.split()[1:], "--lang", lang)
    assert done.code == 0
    assert done.out.strip() == shown
    assert [pulmu(*row.split()[1:]).code for row in going_on.splitlines()] == [0, 0]


@pytest.mark.parametrize("name", [f"{PAGE}.md", f"{PAGE}.ko.md"])
def test_the_line_begins_in_the_state_the_page_shows(name: str) -> None:
    file, state = (block.body for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "yaml")
    line = read_line(read_line_content(f"{file}\n{state}".encode(), "two_presses.yaml")).unwrap()
    (run,) = simulate_line(line, Ask(600.0, trace=True, end=True), line_engine())
    assert run.end is not None
    assert [row.what for row in run.trace if row.time == 90.0][:2] == ["queues", "changes"]
