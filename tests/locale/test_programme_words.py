"""The conditions of every programme in words, and the question for every fact that can be missing."""

import re

import pytest

from pulmu.bootstrap.support import packaged_programmes
from pulmu.locale import LANGUAGES, Language
from pulmu.locale.programme_words import answer_words, condition_lines, condition_words, question_of
from pulmu.model import Answer
from pulmu.model.programme import Condition, Programme
from pulmu.support.programme import programme_rules
from pulmu.support.size import size_rules

PROGRAMMES = {programme.id: programme for programme in packaged_programmes()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_has_words_and_no_names_of_the_program(language: Language) -> None:
    for programme in PROGRAMMES.values():
        rules = programme_rules(programme, size_rules())
        for name, condition in rules.conditions.items():
            said = condition_words(condition, language, programme, excluded=name in rules.excluding)
            assert not re.search(r"[a-z]_[a-z]", said), (name, said)
            assert language == "en" or re.search("[가-힣]", said), (name, said)
            assert question_of(condition.fact, language).question


def test_the_innovation_voucher_asks_in_korean_and_english() -> None:
    programme = PROGRAMMES["innovation_voucher"]
    assert programme.conditions is not None
    assert condition_lines(programme.conditions, "ko", programme) == [
        "모두 충족",
        "  기업규모: 소기업, 중기업 중 하나",
        "  주된 업종의 대분류: 제조업",
        "  하나 이상 충족",
        "    평균매출액 140억 원 이하",
        "    모두 충족",
        "      신청 유형: 탄소중립, 중대재해예방 중 하나",
        "      평균매출액 1,800억 원 이하",
        "  5년 내 선정 횟수 3회 이하",
    ]
    assert condition_lines(programme.conditions, "en", programme)[1:5] == [
        "  size class: one of small enterprise, medium enterprise",
        "  section of the main industry: Manufacturing",
        "  at least one of these",
        "    average sales: at most KRW 14 bn",
    ]


def test_what_keeps_a_firm_out_is_asked_the_other_way_round() -> None:
    programme = PROGRAMMES["manufacturing_data"]
    rules = programme_rules(programme, size_rules())
    taxes = "manufacturing_data.tax_arrears"
    assert rules.excluding == {
        taxes,
        "manufacturing_data.insolvent_or_closed",
        "manufacturing_data.rehabilitation_opened",
    }
    assert condition_words(rules.conditions[taxes], "ko", programme) == "국세·지방세 체납: 해당"
    assert condition_words(rules.conditions[taxes], "ko", programme, excluded=True) == "국세·지방세 체납: 해당하지 않음"


@pytest.mark.parametrize(
    ("condition", "ko", "en"),
    [
        (Condition(fact="smart_factory_level", operator="at_least", value="intermediate_1"),
         "스마트공장 수준 중간1 이상",
         "smart-factory level: at least intermediate 1"),
        (Condition(fact="representative_age", operator="at_most", value=39), "대표자 나이 39세 이하",
         "age of the representative: at most 39 years"),
        (Condition(fact="exports_usd", operator="at_least", value="5_000_000"), "직접수출액 5,000,000달러 이상",
         "direct exports: at least USD 5,000,000"),
        (Condition(fact="rnd_share", operator="above", value=0.025), "매출액 대비 연구개발비 2.5% 초과",
         "research as a share of sales: more than 2.5 %"),
        (Condition(fact="plan.uses", operator="contains_all", value=("ai", "aas")),
         "계획에 담은 기술: 인공지능, 자산관리쉘(AAS) 모두 포함",
         "technologies in the plan: all of artificial intelligence, Asset Administration Shell (AAS)"),
    ],
)  # fmt: skip
def test_numbers_levels_and_sets_are_read_as_people_say_them(condition: Condition, ko: str, en: str) -> None:
    programme: Programme = PROGRAMMES["ai_voucher"]
    assert condition_words(condition, "ko", programme) == ko
    assert condition_words(condition, "en", programme) == en


def test_answers_and_questions() -> None:
    assert [answer_words(answer, "ko") for answer in Answer] == ["미충족", "알 수 없음", "충족"]
    asked = question_of("bank_preapproval", "ko")
    assert (asked.name, asked.question) == ("은행 사전 승인", "은행에서 대출 사전 승인을 받았습니까?")
    assert question_of("founded_on", "en").where == "court register, or business registration certificate"
