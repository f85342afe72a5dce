"""The page on programmes shows what the command says of the sample firm."""

import io
from datetime import date

import pytest
import yaml
from tests.docs.pages import ROOT, blocks

from pulmu.bootstrap.samples import sample_firm_text
from pulmu.bootstrap.support import packaged_programmes
from pulmu.cli.eligible import print_chances
from pulmu.cli.screen import Screen
from pulmu.locale import Language
from pulmu.model import Document
from pulmu.services.apply_for import apply_for

PAGE = "from-questions-to-programmes"


@pytest.mark.parametrize(("name", "language"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(name: str, language: Language) -> None:
    document = Document(yaml.safe_load(sample_firm_text()), "firm.yaml")
    said = io.StringIO()
    found = apply_for(document, date(2026, 11, 27), packaged_programmes())
    print_chances(found, Screen(language, said))
    texts = [block for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text"]
    shown = [line for block in texts for line in block.body.splitlines()]
    assert len(shown) == 14
    lines = said.getvalue().splitlines()
    assert [line for line in shown if line not in lines] == []
