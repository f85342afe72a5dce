"""An agency's own letter: what is filled in where, and that nothing else changes; read by code of the tests."""

import dataclasses
import io
import unicodedata
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.decisions import decision_of, sample_decisions
from tests.letter_files import (
    docx,
    hp,
    hwp_grid,
    hwp_lines,
    hwp_table,
    hwpx,
    p,
    parts_of,
    rezipped,
    row,
    table,
    word_lines,
)

from pulmu.adapters._letter import letter_of
from pulmu.adapters.letter_sample import letter_sample
from pulmu.adapters.letter_template import LetterTemplate, open_letter_template
from pulmu.locale import LANGUAGES, Language
from pulmu.model import InputError
from pulmu.model.decision import Decision, DecisionReason

SAMPLE = sample_decisions()
SELECTED, RESERVE, NOT_ELIGIBLE = (decision_of(SAMPLE, name) for name in ("selected", "reserve", "not_eligible"))
TEXT = {"docx": "word/document.xml", "hwpx": "Contents/section0.xml"}


def filled(data: bytes, decision: Decision = SELECTED, language: Language = "ko") -> bytes:
    made, _ = open_letter_template(data, "letter").fill(SAMPLE, decision, language)
    return made


def codes(data: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        open_letter_template(data, "letter")
    return [item.code for item in caught.value.problems if item.severity == "error"]


@pytest.mark.parametrize("kind", ["docx", "hwpx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decision_fills_the_plain_letter(kind: str, language: Language) -> None:
    sample = letter_sample(kind, language)
    template = open_letter_template(sample, f"letter.{kind}")
    assert (template.kind, template.problems) == (kind, ())
    for decision in SAMPLE.decisions:
        made, problems = template.fill(SAMPLE, decision, language)
        lines = word_lines(made) if kind == "docx" else hwp_lines(made)
        letter = letter_of(SAMPLE, decision, language)
        said = "\n".join(lines)
        assert problems == ()
        assert "{{" not in said and "}}" not in said
        assert letter.values["outcome_sentence"] in lines
        assert letter.values["firm_name"] in said
        for reason in letter.lists["reasons"]:
            assert reason["reason.text"] in lines
        assert (letter.values["amount_digits"] in said) == (decision.outcome == "selected") or not decision.amount_krw
        assert made == template.fill(SAMPLE, decision, language)[0]


@pytest.mark.parametrize("kind", ["docx", "hwpx"])
def test_every_other_part_stays_byte_for_byte_as_it_lies_in_the_file(kind: str) -> None:
    picture = bytes(range(256)) * 40
    extra = {"word/media/mark.png": picture} if kind == "docx" else {"BinData/mark.png": picture}
    sample = rezipped(letter_sample(kind, "ko"), extra)
    made = filled(sample)
    before, after = zipfile.ZipFile(io.BytesIO(sample)), zipfile.ZipFile(io.BytesIO(made))
    assert [item.filename for item in before.infolist()] == [item.filename for item in after.infolist()]
    for old, new in zip(before.infolist(), after.infolist(), strict=True):
        assert (old.date_time, old.compress_type, old.external_attr) == (
            new.date_time,
            new.compress_type,
            new.external_attr,
        )
        if old.filename != TEXT[kind]:
            assert _raw(sample, old) == _raw(made, new)
            assert before.read(old) == after.read(new)
    assert after.testzip() is None
    if kind == "hwpx":
        assert made[30:38] == b"mimetype"
        assert made[38:57] == b"application/hwp+zip"


def _raw(data: bytes, item: zipfile.ZipInfo) -> bytes:
    at = item.header_offset
    start = (
        at + 30 + int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
    )
    return data[start : start + item.compress_size]


def test_a_template_without_marks_comes_back_as_it_was() -> None:
    plain = docx(p("no mark here"))
    assert parts_of(filled(plain)) == parts_of(plain)


@pytest.mark.parametrize("cut", range(1, len("{{firm_name}}")))
def test_a_mark_may_be_split_over_runs_anywhere(cut: int) -> None:
    mark = "{{firm_name}}"
    pieces = (f"Dear {mark[:cut]}", f"{mark[cut:]}, hello")
    assert word_lines(filled(docx(p(*pieces))))[0] == "Dear 한빛정밀 주식회사, hello"
    assert hwp_lines(filled(hwpx(hp(*pieces))))[1] == "Dear 한빛정밀 주식회사, hello"


def test_a_mark_split_into_single_signs_keeps_the_style_of_its_first_run() -> None:
    made = parts_of(filled(docx(p("a", *"{{firm_name}}", "b"))))["word/document.xml"].decode()
    assert '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">한빛정밀 주식회사</w:t></w:r>' in made
    assert made.count("<w:rPr><w:b/></w:rPr>") == 15


def test_marks_may_be_korean_or_english_in_any_spelling() -> None:
    korean = unicodedata.normalize("NFD", "{{신청기업}}")
    words = (korean, "{{ 신청 기업 }}", "{{FIRM_NAME}}", "{{ Firm_Name }}")
    assert word_lines(filled(docx("".join(map(p, words)))))[:4] == ["한빛정밀 주식회사"] * 4


def test_words_in_xml_are_text_and_never_markup_or_fields() -> None:
    nasty = "<w:p/>&amp;\"' ]]> {{own_share}} {{#selected}} DDEAUTO c:\\x \\* <hp:t>"
    decision = dataclasses.replace(SELECTED, firm_ko=nasty)
    assert word_lines(filled(docx(p("{{firm_name}}")), decision))[0] == nasty
    assert hwp_lines(filled(hwpx(hp("{{firm_name}}")), decision))[1] == nasty


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=200),
    st.text(alphabet="가각힣a\u0301🎉👩‍👩‍👧‍👦אב<>&\"' \n", max_size=80),
)
def test_any_text_comes_out_as_it_went_in(name: str, said: str) -> None:
    reason = DecisionReason(said_ko=said, said_en=said)
    decision = dataclasses.replace(RESERVE, firm_ko=name, reasons=(reason,), deciders=())
    letter = letter_of(SAMPLE, decision, "ko")
    wanted = [letter.values["firm_name"], letter.lists["reasons"][0]["reason.text"]]
    for template, lines in ((WORD, word_lines), (HWP, hwp_lines)):
        made, _ = template.fill(SAMPLE, decision, "ko")
        assert lines(made)[-2:] == wanted


WORD = open_letter_template(docx(p("{{firm_name}}") + table(row("{{reason.text}}"))), "w")
HWP = open_letter_template(hwpx(hp("{{firm_name}}") + hwp_table(("{{reason.text}}",))), "h")


def test_a_very_long_name_is_whole() -> None:
    decision = dataclasses.replace(SELECTED, firm_ko="가" * 100_000)
    assert word_lines(filled(docx(p("{{firm_name}}")), decision))[0] == "가" * 100_000


def test_line_breaks_are_breaks_of_the_format() -> None:
    decision = dataclasses.replace(SELECTED, address="서울\n종로\r\n1")
    assert word_lines(filled(docx(p("{{address}}")), decision))[0] == "서울\n종로\n1"
    assert hwp_lines(filled(hwpx(hp("{{address}}")), decision))[1] == "서울\n종로\n1"


def test_a_row_is_repeated_for_every_item_and_leaves_with_the_last() -> None:
    body = table(row("name", "points"), row("{{criterion.name}}", "{{criterion.points}} of {{criterion.most}}"))
    assert word_lines(filled(docx(body)))[:8] == [
        "name", "points", "도입 필요성", "26.33 of 30", "활용 계획", "35.67 of 40", "기대 효과", "25.33 of 30",
    ]  # fmt: skip
    assert word_lines(filled(docx(body), NOT_ELIGIBLE))[:2] == ["name", "points"]


def test_the_only_row_of_a_table_stays_blank_rather_than_the_table_without_rows() -> None:
    made = filled(docx(p("x") + table(row("{{criterion.name}}"))), NOT_ELIGIBLE)
    root = ElementTree.fromstring(parts_of(made)["word/document.xml"])
    assert len(list(root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tr"))) == 1
    assert word_lines(made)[:2] == ["x", ""]


def test_a_hwpx_table_keeps_its_counts_addresses_and_spans() -> None:
    body = hwp_table(
        ("group", "head", "h"), ("group", "{{평가항목.이름}}", "{{평가항목.점수}}"), ("group", "{{총점}}", "t"),
        spans={(0, 0): 3},
    )  # fmt: skip
    count, height, cells = hwp_grid(filled(hwpx(body)))
    assert (count, height) == (5, 2500)
    assert cells[0, 0] == (5, "group")
    assert [cells[number, 1][1] for number in range(5)] == ["head", "도입 필요성", "활용 계획", "기대 효과", "88.33"]
    count, height, cells = hwp_grid(filled(hwpx(body), NOT_ELIGIBLE))
    assert (count, height, cells[0, 0][0]) == (2, 1000, 2)
    assert cells[1, 2] == (1, "t")


def test_stored_lines_go_where_the_text_changes_and_stay_elsewhere() -> None:
    made = parts_of(filled(hwpx(hp("{{firm_name}}") + hp("fixed") + hwp_table(("{{총점}}", "fixed")))))
    section = made["Contents/section0.xml"].decode()
    assert section.count("<hp:linesegarray>") == 2
    for part in section.split("<hp:p ")[1:]:
        assert ("<hp:linesegarray>" in part) == ("fixed" in part.partition("</hp:p>")[0])


def test_paragraphs_between_marks_are_kept_only_if_the_condition_holds() -> None:
    body = p("a") + p("{{#selected}}") + p("yes") + table(row("in")) + p("x") + p("{{/selected}}") + p(
        "{{^selected}}") + p("no") + p("{{/selected}}") + p("b")  # fmt: skip
    assert word_lines(filled(docx(body))) == ["a", "yes", "in", "x", "b"]
    assert word_lines(filled(docx(body), RESERVE)) == ["a", "no", "b"]
    korean = hp("{{#미선정}}") + hp("no") + hp("{{/미선정}}") + hp("{{#예비}}") + hp("r {{예비순위}}") + hp("{{/예비}}")
    assert hwp_lines(filled(hwpx(korean), RESERVE))[1:] == ["r 1"]


def test_paragraphs_between_marks_of_a_list_are_repeated_and_may_be_nested() -> None:
    body = p("{{#has_points}}") + p("{{#criteria}}") + p("{{criterion.name}}: ", "{{criterion.points}}") + p(
        "{{/criteria}}") + p("{{/has_points}}") + p("end")  # fmt: skip
    assert word_lines(filled(docx(body))) == ["도입 필요성: 26.33", "활용 계획: 35.67", "기대 효과: 25.33", "end"]
    assert word_lines(filled(docx(body), NOT_ELIGIBLE)) == ["end"]


def test_a_condition_may_stand_in_a_line_or_over_a_row() -> None:
    line = p("Total {{total}}{{#bonus}} (bonus {{bonus}}){{/bonus}}{{^bonus}} none{{/bonus}}.")
    assert word_lines(filled(docx(line)))[0] == "Total 88.33 (bonus 1)."
    assert word_lines(filled(docx(line), RESERVE))[0] == "Total 78.67 none."
    rows = table(row("h"), row("{{#award}}award", "{{award}}{{/award}}"))
    assert word_lines(filled(docx(rows))) == ["h"]
    award = dataclasses.replace(SELECTED, award="대통령상")
    assert word_lines(filled(docx(rows), award)) == ["h", "award", "대통령상"]


def test_tables_do_not_grow_together_and_a_cell_ends_with_a_paragraph() -> None:
    body = table(row("1")) + p("{{#selected}}") + p("gone") + p("{{/selected}}") + table(row("2")) + p("end")
    root = ElementTree.fromstring(parts_of(filled(docx(body), RESERVE))["word/document.xml"])
    names = [item.tag.rpartition("}")[2] for item in root[0]]
    assert names == ["tbl", "p", "tbl", "p", "sectPr"]
    cell = f"<w:tbl><w:tr><w:tc>{p('{{#selected}}')}{table(row('2'))}{p('{{/selected}}')}</w:tc></w:tr></w:tbl>"
    for decision in (SELECTED, RESERVE):
        root = ElementTree.fromstring(parts_of(filled(docx(p("a") + cell), decision))["word/document.xml"])
        outer = next(root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tc"))
        assert outer[-1].tag.endswith("}p")


def test_the_first_paragraph_of_hwpx_keeps_the_page() -> None:
    sample = letter_sample("hwpx", "ko")
    section = parts_of(sample)[TEXT["hwpx"]].decode()
    changed = section.replace("{{공고명}} 선정 결과 통지", "{{#수상}}", 1).replace("{{결과문장}}", "{{/수상}}", 1)
    made = filled(rezipped(sample, {TEXT["hwpx"]: changed}), RESERVE)
    assert parts_of(made)[TEXT["hwpx"]].decode().count("<hp:secPr") == 1
    assert hwp_lines(made)[0] == ""


def test_copies_of_a_row_have_no_second_id_or_bookmark() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/>'
    cell = f'<w:p w14:paraId="1A2B3C4D" xmlns:w14="x"><w:r><w:t>{{{{criterion.name}}}}</w:t></w:r>{mark}</w:p>'
    made = parts_of(filled(docx(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>")))["word/document.xml"]
    assert made.count(b"paraId=") == made.count(b"bookmarkStart") == 1


def test_header_and_text_box_are_filled_too() -> None:
    box = "<w:r><w:pict><w:txbxContent>" + p("{{application}}") + "</w:txbxContent></w:pict></w:r>"
    assert word_lines(filled(docx(p("{{firm_name}} ", more=box))))[:2] == ["한빛정밀 주식회사 A-0007", "A-0007"]
    sample = docx(p("x"))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    types = parts_of(sample)["[Content_Types].xml"].decode().replace(
        "</Types>", f'<Override PartName="/word/header1.xml" ContentType="{kind}"/></Types>'
    )  # fmt: skip
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = f'<w:hdr xmlns:w="{space}">{p("{{agency}}")}</w:hdr>'
    made = filled(rezipped(sample, {"[Content_Types].xml": types, "word/header1.xml": head}))
    assert word_lines(made, "word/header1.xml") == ["예시 진흥원"]


def test_another_prefix_for_the_same_format_is_read() -> None:
    sample = docx(p("{{address}}"))
    document = parts_of(sample)["word/document.xml"].decode().replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=")
    decision = dataclasses.replace(SELECTED, address="a\nb")
    assert word_lines(filled(rezipped(sample, {"word/document.xml": document}), decision))[0] == "a\nb"


# What is wrong with a template


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (p("{{firm_nmae}}"), ["letter.unknown_mark"]),
        (p("{{신청기엽}}"), ["letter.unknown_mark"]),
        (p("{{firm_name}"), ["letter.broken_mark"]),
        (p("firm_name}}"), ["letter.broken_mark"]),
        (p("{{firm") + p("name}}"), ["letter.broken_mark", "letter.broken_mark"]),
        (p("{{firm", more="<w:r><w:br/><w:t>_name}}</w:t></w:r>"), ["letter.broken_mark", "letter.broken_mark"]),
        (p("{{selected}}"), ["letter.mark_kind"]),
        (p("{{reasons}}"), ["letter.mark_kind"]),
        (p("{{#reason.text}}x{{/reason.text}}"), ["letter.mark_kind", "letter.mark_kind"]),
        (p("{{#selected}}") + p("x"), ["letter.section_open"]),
        (p("x") + p("{{/selected}}"), ["letter.section_pair"]),
        (p("{{#selected}}{{#reserve}}{{/selected}}{{/reserve}}"), ["letter.section_pair"]),
        (p("{{#selected}} and") + p("x") + p("{{/selected}}"), ["letter.section_place"]),
        (p("{{#selected}}") + table(row("x{{/selected}}")), ["letter.section_place"]),
        (p("{{#reasons}}{{reason.text}}{{/reasons}}"), ["letter.section_place", "letter.item_outside"]),
        (p("{{reason.text}}"), ["letter.item_outside"]),
        (table(row("{{reason.text}}", "{{criterion.name}}")), ["letter.two_lists"]),
        (f"<w:tbl><w:tr><w:tc>{p('{{reason.text}}', more='<w:r><w:drawing/></w:r>')}</w:tc></w:tr></w:tbl>",
         ["letter.not_repeatable"]),
        (p("{{#reserve}}") + p("x", more="<w:sectPr/>") + p("{{/reserve}}"), ["letter.not_repeatable"]),
        ('<w:p><w:r><w:instrText> TITLE {{firm_name}} </w:instrText></w:r></w:p>', ["letter.mark_elsewhere"]),
        ('<w:p><w:r><w:drawing descr="{{firm_name}}"/></w:r></w:p>', ["letter.mark_elsewhere"]),
        (p("{{firm_nmae}}") + p("{{reason.text}}") + p("{{#award}}"),
         ["letter.unknown_mark", "letter.section_open", "letter.item_outside"]),
    ],
)  # fmt: skip
def test_marks_that_cannot_be_filled_are_all_told(body: str, wanted: list[str]) -> None:
    assert codes(docx(body)) == wanted


def test_a_row_of_hwpx_with_a_cell_over_several_rows_is_not_repeated() -> None:
    assert codes(hwpx(hwp_table(("{{사유.내용}}", "a"), ("{{사유.내용}}", "b"), spans={(0, 0): 2}))) == [
        "letter.row_spans"
    ]


def test_a_problem_names_the_place_the_mark_and_the_mend() -> None:
    with pytest.raises(InputError) as caught:
        open_letter_template(docx(p("a") + p("{{firm_nmae}}")), "통지.docx")
    first = caught.value.problems[0]
    assert first.place == "통지.docx, word/document.xml, paragraph 2"
    assert "{{firm_nmae}}" in first.message
    assert first.mend == "did you mean {{firm_name}}?"


def test_what_a_letter_must_tell_and_the_template_has_not_is_told() -> None:
    found = open_letter_template(docx(p("{{신청기업}}")), "a.docx").problems
    assert [(item.code, item.severity) for item in found] == [("letter.mark_missing", "warning")] * 3
    assert dict(found[0].values)["text"] == "{{결과}} {{outcome}} / {{결과문장}} {{outcome_sentence}}"


def test_a_filled_letter_is_made_from_the_template_alone() -> None:
    template: LetterTemplate = open_letter_template(letter_sample("docx", "ko"), "a")
    first = template.fill(SAMPLE, SELECTED, "ko")[0]
    template.fill(SAMPLE, NOT_ELIGIBLE, "ko")
    assert template.fill(SAMPLE, SELECTED, "ko")[0] == first
