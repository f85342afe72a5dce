"""The letter as PDF: what stands in it in both languages, its font, and what must not stand in it."""

import dataclasses
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.decisions import decision_of, sample_decisions

from pulmu.adapters._letter import letter_of
from pulmu.adapters._letter.content import is_shown, points_text
from pulmu.adapters.letter_pdf import write_letter_pdf
from pulmu.locale import LANGUAGES, Language
from pulmu.model.decision import Decision, DecisionReason

SAMPLE = sample_decisions()


def words(decision: Decision, language: Language) -> str:
    data, _ = write_letter_pdf(SAMPLE, decision, language)
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("outcome", "language", "wanted"),
    [
        ("selected", "ko", ["한빛정밀 주식회사", "A-0007", "1억 1,800만 원", "88.33", "41건 가운데 3위", "9.66점 위"]),
        ("selected", "en", ["Hanbit Precision Co., Ltd.", "KRW 118,000,000", "Bonus", "88.33", "3 of 41", "9.66"]),
        ("reserve", "ko", ["예비 1순위", "총점이 같은 신청은", "2027. 1. 7.", "예시 진흥원 이의신청 담당", "같음"]),
        ("reserve", "en", ["Reserve, place 1", "equal points", "7 January 2027", "the appeals desk"]),
        ("not_selected", "en", ["Not selected", "at most 3 mid-sized firms", "2 points above"]),
        ("not_eligible", "ko", ["부적격", "< 5,000억 원", "기준을 123억 원 벗어남", "제3조제1항제1호나목"]),
        ("not_eligible", "en", ["Not eligible", "KRW 512.3 bn", "KRW 12.3 bn beyond the limit", "read in the act"]),
        ("incomplete", "ko", ["서류 미비", "공급기업 협약서가"]),
    ],
)  # fmt: skip
def test_it_says_what_was_decided_and_why(outcome: str, language: Language, wanted: list[str]) -> None:
    found = words(decision_of(SAMPLE, outcome), language)
    assert [item for item in wanted if item not in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_another_firm_stands_in_a_letter(language: Language) -> None:
    own = decision_of(SAMPLE, "reserve")
    found = words(own, language)
    others = [item for item in SAMPLE.decisions if item is not own]
    secret = [name for item in others for name in (item.application, item.firm_ko, item.firm_en)]
    assert [item for item in (*secret, "26.33", "88.33", "35.67") if item in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hangul_font_is_in_the_file(language: Language) -> None:
    data, _ = write_letter_pdf(SAMPLE, SAMPLE.decisions[1], language)
    fonts = {
        str(font["/BaseFont"])
        for page in PdfReader(io.BytesIO(data)).pages
        for font in (item.get_object() for item in page["/Resources"]["/Font"].values())
    }  # type: ignore[index]
    assert fonts and all("NanumGothic" in name for name in fonts)


def test_the_same_decision_gives_the_same_bytes() -> None:
    first = [write_letter_pdf(SAMPLE, SAMPLE.decisions[0], language) for language in LANGUAGES]
    assert first == [write_letter_pdf(SAMPLE, SAMPLE.decisions[0], language) for language in LANGUAGES]


def test_a_strangers_words_stay_words() -> None:
    hostile = '#panic("x") \\ $1$ *bold* @ref <a> {{firm_name}} ' + "W" * 300
    reason = DecisionReason(said_ko=hostile, said_en=hostile)
    found = words(dataclasses.replace(SAMPLE.decisions[2], firm_en="[#x]", reasons=(reason,)), "en")
    assert '#panic("x") \\ $1$ *bold* @ref <a> {{firm_name}}' in found
    assert "[#x]" in found


def test_signs_that_no_page_shows_are_left_out_and_told() -> None:
    name = unicodedata.normalize("NFD", "한빛정밀") + "\u202e\x07"
    letter = letter_of(SAMPLE, dataclasses.replace(SAMPLE.decisions[0], firm_ko=name), "ko")
    assert letter.values["firm_name"] == "한빛정밀"
    assert [(item.code, item.severity, dict(item.values)["text"]) for item in letter.problems] == [
        ("letter.signs_dropped", "warning", "U+0007, U+202E")
    ]


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_whatever_somebody_typed_only_shown_signs_reach_a_letter(name: str) -> None:
    decision = dataclasses.replace(SAMPLE.decisions[0], firm_ko=name, firm_en="")
    letter = letter_of(SAMPLE, decision, "ko")
    said = letter.values["firm_name"]
    assert all(sign == "\n" or is_shown(sign) for sign in said)
    assert said == unicodedata.normalize("NFC", said)
    shown = [sign for sign in unicodedata.normalize("NFC", name) if not sign.isspace() and is_shown(sign)]
    assert [sign for sign in said if not sign.isspace()] == shown


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [(0, "0"), (8733, "87.33"), (9000, "90"), (9050, "90.5"), (5, "0.05"), (123456, "1,234.56")],
)
def test_points_are_written_without_what_says_nothing(hundredths: int, shown: str) -> None:
    assert points_text(hundredths) == shown
