"""The page on process boundaries shows what the command says of the sample plant."""

import io

import pytest
from tests.docs.pages import ROOT, blocks

from pulmu.adapters.samples import read_sample
from pulmu.cli.demo import SCENARIO
from pulmu.cli.groupings import print_groupings
from pulmu.cli.screen import Screen
from pulmu.locale import Language
from pulmu.services.advise_groupings import advise_groupings


@pytest.mark.parametrize(("name", "language"), [("choose-process-boundaries.md", "en"),
                                                ("choose-process-boundaries.ko.md", "ko")])  # fmt: skip
def test_the_page_shows_what_the_command_says(name: str, language: Language) -> None:
    said = io.StringIO()
    advice = advise_groupings(read_sample("fasteners"), scenario=SCENARIO).advice
    assert advice is not None
    print_groupings(advice, Screen(language, said))
    shown = [line for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text"
             for line in block.body.splitlines()]  # fmt: skip
    assert len(shown) == 3
    assert [line for line in shown if line not in said.getvalue().splitlines()] == []
