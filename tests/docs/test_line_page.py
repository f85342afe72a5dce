"""The page about drawing a line names the pages by the words they show."""

import re

import pytest
from tests.docs.pages import ROOT, prose

from pulmu.locale import Language
from pulmu.locale.words import catalogue

PAGE = ROOT / "docs" / "howto" / "draw-a-line"


@pytest.mark.parametrize(("language", "ending"), [("en", ".md"), ("ko", ".ko.md")])
def test_every_word_in_bold_is_one_of_the_pages(language: Language, ending: str) -> None:
    shown = {re.sub(r"\{[^}]*\}", "", said).strip(" 개:") for key, said in catalogue(language).items() if "web." in key}
    shown |= {said.capitalize() for said in shown}
    named = re.findall(r"\*\*([^*]+)\*\*", prose(PAGE.with_name(PAGE.name + ending)))
    assert len(named) > 12
    assert [word for word in named if word not in shown] == []
