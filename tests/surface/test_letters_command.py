"""`pulmu letters`, as an officer runs it."""

import json
import zipfile
from pathlib import Path

import pytest
from tests.letter_files import docx, p, word_lines
from tests.surface.command import Pulmu

from pulmu.adapters.decisions_file import read_decisions_bytes
from pulmu.adapters.samples import sample_call_tables, sample_call_text, sample_decisions_text
from pulmu.services.check_decisions import check_decisions


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    file = tmp_path / "decisions.yaml"
    file.write_text(sample_decisions_text(), encoding="utf-8")
    return file


def test_every_applicant_has_a_letter(pulmu: Pulmu, decisions: Path, tmp_path: Path) -> None:
    answer = pulmu("letters", decisions, "--out", tmp_path / "out", "--lang", "ko")
    assert answer.code == 0
    assert "예비: 1건" in answer.out
    assert sorted(item.name for item in (tmp_path / "out").iterdir()) == [
        "letter-A-0007.pdf", "letter-A-0012.pdf", "letter-A-0023.pdf", "letter-A-0031.pdf", "letter-A-0036.pdf",
        "letters.json",
    ]  # fmt: skip


def test_a_zip_file_holds_the_same_letters_and_is_the_same_each_time(
    pulmu: Pulmu, decisions: Path, tmp_path: Path
) -> None:
    for name in ("a.zip", "b.zip"):
        answer = pulmu("letters", decisions, "--out", tmp_path / name, "--json", "--lang", "en")
        assert answer.code == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 6
    assert json.loads(answer.out)["problems"] == []
    again = pulmu("letters", decisions, "--out", tmp_path / "a.zip")
    assert again.code == 1
    assert not list(tmp_path.glob(".pulmu-*"))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_decisions_with_problems_give_no_letter(pulmu: Pulmu, decisions: Path, tmp_path: Path, language: str) -> None:
    text = sample_decisions_text().replace("total_hundredths: 8833", "total_hundredths: 9834")
    decisions.write_text(text.replace("reserve_place: 1", "rank: 99"), encoding="utf-8")
    answer = pulmu("letters", decisions, "--out", tmp_path / "out", "--lang", language)
    assert answer.code == 1
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("kind", ["docx", "hwpx"])
def test_the_agencys_own_template_is_filled(pulmu: Pulmu, decisions: Path, tmp_path: Path, kind: str) -> None:
    template = tmp_path / f"own.{kind}"
    assert pulmu("letter-template", template, "--lang", "ko").code == 0
    again = pulmu("letter-template", template)
    assert again.code == 1
    answer = pulmu("letters", decisions, "--template", template, "--out", tmp_path / "out", "--lang", "ko")
    assert (answer.code, answer.err) == (0, "")
    assert sorted(item.suffix for item in (tmp_path / "out").iterdir()) == [f".{kind}"] * 5 + [".json"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_template_with_wrong_marks_gives_no_letter_and_one_report(
    pulmu: Pulmu, decisions: Path, tmp_path: Path, language: str
) -> None:
    template = tmp_path / "own.docx"
    template.write_bytes(docx(p("{{firm_nmae}}") + p("{{#selected}}")))
    answer = pulmu("letters", decisions, "--template", template, "--out", tmp_path / "out", "--lang", language)
    assert answer.code == 1
    assert "{{firm_nmae}}" in answer.err and "{{#selected}}" in answer.err
    assert "firm_name" in answer.err
    assert not (tmp_path / "out").exists()


def test_only_a_docx_or_hwpx_template_can_be_begun(pulmu: Pulmu, tmp_path: Path) -> None:
    assert pulmu("letter-template", tmp_path / "own.hwp").code == 2


@pytest.mark.parametrize("call", ["ai_voucher_round", "innovation_awards_round"])
def test_from_a_call_to_letters_that_name_nobody_else(pulmu: Pulmu, tmp_path: Path, call: str) -> None:
    (tmp_path / "call.yaml").write_text(sample_call_text(call), encoding="utf-8")
    tables = sample_call_tables(call)
    given: list[object] = []
    for name, content in tables.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
        given += [f"--{name}", tmp_path / f"{name}.csv"]
    told = tmp_path / "decisions.yaml"
    answer = pulmu("decisions", tmp_path / "call.yaml", *given, "--out", told, "--decided-on", "2026-12-28")
    assert answer.code == 0
    checked = check_decisions(read_decisions_bytes(told.read_bytes(), "decisions.yaml"))
    assert checked.problems == ()
    assert checked.decisions is not None
    everybody = checked.decisions.decisions
    assert {item.outcome for item in everybody} >= {"selected", "not_selected"}
    template = tmp_path / "own.docx"
    assert pulmu("letter-template", template, "--lang", "ko").code == 0
    answer = pulmu("letters", told, "--template", template, "--out", tmp_path / "out", "--lang", "ko")
    assert answer.code == 0
    names = {item.application: item.firm_ko for item in everybody}
    for item in everybody:
        said = "\n".join(word_lines((tmp_path / "out" / f"letter-{item.application}.docx").read_bytes()))
        assert item.firm_ko in said
        assert [other for other in names if other != item.application and other in said] == []
        if item.outcome != "selected":
            assert item.reasons[0].said_ko in said
