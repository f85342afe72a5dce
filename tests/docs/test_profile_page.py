"""The page on profiles shows what the command says of its firm and the sample plant."""

import io
from datetime import date

import pytest
import yaml
from tests.docs.pages import ROOT, blocks

from pulmu.adapters.samples import read_sample
from pulmu.cli.profile import print_profile
from pulmu.cli.screen import Screen
from pulmu.locale import Language
from pulmu.model import Document
from pulmu.services.profile_firm import profile_firm


@pytest.mark.parametrize(("name", "language"), [("profile-a-firm.md", "en"), ("profile-a-firm.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(name: str, language: Language) -> None:
    found = blocks(ROOT / "docs" / "howto" / name)
    (firm,) = [block.body for block in found if block.language == "yaml"]
    said = io.StringIO()
    profiled = profile_firm(
        Document(yaml.safe_load(firm), "firm.yaml"), date(2026, 11, 27), plant=read_sample("fasteners")
    )
    print_profile(profiled, Screen(language, said))
    shown = [line for block in found if block.language == "text" for line in block.body.splitlines()]
    assert len(shown) == 11
    # io.StringIO has no encoding, so that the bars are drawn for a plain console.
    lines = [line.replace("#", "■") for line in said.getvalue().splitlines()]
    assert [line for line in shown if line not in lines] == []
