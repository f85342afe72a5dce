"""The page on letters shows what the commands say."""

import io
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader
from tests.docs.pages import ROOT, blocks
from tests.letter_files import docx, p
from tests.surface.command import in_subprocess

from pulmu.adapters.samples import sample_decisions_text
from pulmu.model import Document
from pulmu.services.check_decisions import check_decisions


@pytest.mark.parametrize(("name", "language"), [("tell-applicants.md", "en"), ("tell-applicants.ko.md", "ko")])
def test_the_page_shows_what_the_commands_say(name: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "decisions.yaml").write_text(sample_decisions_text(), encoding="utf-8")
    (tmp_path / "our-letter.docx").write_bytes(docx(p("a") + p("{{firm_nmae}}") + p("{{#selected}}")))
    told, letter, refused = (block for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text")
    decisions, letters, template = (tmp_path / part for part in ("decisions.yaml", "letters", "our-letter.docx"))
    answer = in_subprocess("letters", decisions, "--out", letters, "--lang", language)
    assert answer.out.replace(str(letters), "letters") == told.body
    pages = PdfReader(io.BytesIO((letters / "letter-A-0031.pdf").read_bytes())).pages
    shown = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert [line for line in letter.body.splitlines() if line not in shown] == []
    answer = in_subprocess("letters", decisions, "--template", template, "--out", letters, "--lang", language)
    assert [line for line in refused.body.splitlines() if line not in answer.err.splitlines()] == []


@pytest.mark.parametrize("name", ["tell-applicants.md", "tell-applicants.ko.md"])
def test_the_decisions_of_the_page_have_no_problem(name: str) -> None:
    (file,) = (block for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "yaml")
    assert check_decisions(Document(yaml.load(file.body, yaml.BaseLoader), "decisions.yaml")).problems == ()
