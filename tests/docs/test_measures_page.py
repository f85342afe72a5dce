"""The page on measures shows what the command says of the sample plant."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

from pulmu.adapters.samples import sample_firm_text, sample_offers_text, sample_text

PAGE = "choose-measures"


@pytest.mark.parametrize(("name", "lang"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = blocks(ROOT / "docs" / "howto" / name)
    orders = [block.body for block in page if block.language == "sh"]
    listed, plan = [block.body.strip() for block in page if block.language == "text"]
    (tmp_path / "plant.yaml").write_text(sample_text("fasteners"), "utf-8")
    (tmp_path / "firm.yaml").write_text(sample_firm_text(), "utf-8")
    (tmp_path / "offers.yaml").write_text(sample_offers_text(), "utf-8")
    monkeypatch.chdir(tmp_path)
    pulmu = in_process(monkeypatch, capsys)
    done = [pulmu(*order.split()[1:], "--lang", lang) for order in orders]
    assert [item.code for item in done] == [0, 0]
    assert done[0].out.strip() == listed
    assert plan in done[1].out
