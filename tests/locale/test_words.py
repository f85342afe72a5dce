"""The catalogues: both languages complete, no bare particle, no hole."""

import re

import pytest

from pulmu.locale import LANGUAGES, plain, text
from pulmu.locale.words import PLACEHOLDER, catalogue, fill, load_data

KOREAN_ONLY = ("term.", "open.")
"""Groups whose English stands in the report itself."""
BARE_PARTICLE = re.compile(r"\}['\"’”]*(?:\([^()]*\))?(?:은|는|이|가|을|를|과|와|으로|로|아|야)(?=[\s.,)!?]|$)")
"""A particle after a variable, with a closing bracket group between or not; one after our own noun is read from it."""


def korean_sentences() -> list[str]:
    problems = [sentence for said in load_data("problems.ko.toml").values() for sentence in said.values()]  # type: ignore[attr-defined]
    return [*catalogue("ko").values(), *problems]


def test_both_languages_have_the_same_keys() -> None:
    korean = {key for key in catalogue("ko") if not key.startswith(KOREAN_ONLY)}
    assert korean == catalogue("en").keys()


def test_both_languages_have_the_same_placeholders() -> None:
    def names(words: str) -> set[str]:
        return {name for name, _ in PLACEHOLDER.findall(words)}

    english = catalogue("en")
    different = [key for key, words in english.items() if names(words) != names(catalogue("ko")[key])]
    assert different == []


def test_no_bare_particle_follows_a_placeholder() -> None:
    assert [words for words in korean_sentences() if BARE_PARTICLE.search(words)] == []


def test_the_guard_sees_a_bare_particle() -> None:
    assert BARE_PARTICLE.search("{name}은 숫자가 아닙니다")
    assert BARE_PARTICLE.search("'{name}'을 지우세요")
    assert BARE_PARTICLE.search("{name}({unit})은 큽니다")
    assert not BARE_PARTICLE.search("끝({end})이 빠릅니다")
    assert not BARE_PARTICLE.search("{name:은/는} 숫자가 아닙니다. {name} 가격")


def test_korean_keeps_its_tone() -> None:
    wrong = re.compile(r"(해요|했어요|하십시오|되어지|에 대한|!|입력하셨|죄송)")
    assert [words for words in korean_sentences() if wrong.search(words)] == []


def test_a_value_is_not_filled_twice() -> None:
    assert fill("{a} {b:을/를}", {"a": "{b}", "b": "선재"}) == "{b} 선재를"


def test_an_unknown_key_is_a_fault() -> None:
    with pytest.raises(KeyError):
        text("no.such_key", "ko")


def test_every_language_is_there() -> None:
    assert [text("sheet.goods", language) for language in LANGUAGES] == ["제품", "Goods"]


def test_plain_leaves_no_control_or_direction_signs() -> None:
    assert plain("a\u202eb\u200f\x07c\n d\t ") == "abc d"
    assert plain("가" * 10, 5) == "가가가가…"
    assert plain("\ud800x") == "x"
