"""The page on finding suppliers shows what the commands say of the samples."""

import io
from datetime import date

import pytest
import yaml
from tests.docs.pages import ROOT, blocks

from pulmu.bootstrap.offers import search_words
from pulmu.bootstrap.samples import read_sample, sample_needs_text, sample_offers_text
from pulmu.cli.find import print_found_offers
from pulmu.cli.needs import needs_of, print_needs
from pulmu.cli.screen import Screen
from pulmu.locale import Language
from pulmu.model import Document
from pulmu.services.find_offers import find_offers
from pulmu.services.need_drafts import drafts_of_report
from pulmu.services.report_cbam import report_cbam
from pulmu.support.search import read_offers

PAGE = "find-suppliers"
LANGUAGES: list[tuple[str, Language]] = [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")]


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_the_page_shows_what_the_commands_say(name: str, language: Language) -> None:
    said = io.StringIO()
    screen = Screen(language, said)
    needs, offers = (Document(yaml.safe_load(text()), "f") for text in (sample_needs_text, sample_offers_text))
    for found in find_offers(needs, [offers], date(2026, 11, 28), search_words()).found:
        print_found_offers(found, screen)
    report = report_cbam(read_sample("fasteners")).report
    assert report is not None
    drafts = drafts_of_report(report)
    print_needs(drafts, needs_of(drafts, language), screen)
    texts = [block for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text"]
    shown = [line for block in texts for line in block.body.splitlines()]
    assert len(shown) == 21
    lines = said.getvalue().splitlines()
    assert [line for line in shown if line not in lines] == []


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_the_files_on_the_page_are_those_of_the_samples(name: str, language: Language) -> None:
    needs, offer = (
        yaml.safe_load(block.body) for block in blocks(ROOT / "docs" / "howto" / name) if "yaml" in block.language
    )
    assert needs == yaml.safe_load(sample_needs_text())
    (one,) = read_offers(Document(offer, "page")).unwrap()
    assert one.id in [item["id"] for item in yaml.safe_load(sample_offers_text())["offers"]]
