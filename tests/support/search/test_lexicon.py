"""Words for the same thing."""

from pulmu.bootstrap.offers import search_words
from pulmu.support.search import Concept, Lexicon, merged
from pulmu.support.search.words import tokens


def met(lexicon: Lexicon, text: str) -> set[str]:
    return {item.concept for item in lexicon.mentions(tokens(text))}


LEXICON = Lexicon((
    Concept("ai", ("인공지능",), ("AI",)),
    Concept("weld", ("용접",), ("welding",), "join"),
    Concept("join", ("접합",), ("joining",)),
    Concept("fan", ("팬",), ("fan",)),
    Concept("quality", ("품질",), ("quality",)),
    Concept("forecast", ("품질예측",), ("quality prediction",)),
))  # fmt: skip


def test_foreign_words_stand_alone() -> None:
    assert met(LEXICON, "AI로 합니다") == {"ai"}
    assert met(LEXICON, "main chain") == set()
    assert met(LEXICON, "two fans") == {"fan"}


def test_short_korean_words_begin_or_end_one() -> None:
    assert met(LEXICON, "레이저용접") == met(LEXICON, "용접이 끝난") == met(LEXICON, "용접로봇") == {"weld"}
    assert met(LEXICON, "비용접수처") == set()


def test_a_word_inside_a_longer_one_counts_too() -> None:
    assert met(LEXICON, "품질 예측") == {"forecast", "quality"}
    assert met(LEXICON, "품질 관리") == {"quality"}


def test_a_broader_concept_that_is_not_there_is_none() -> None:
    assert LEXICON.broader_of("weld") == "join"
    assert LEXICON.broader_of("join") == Lexicon((Concept("x", ("가나",), (), "y"),)).broader_of("x") == ""


def test_a_glossary_brings_its_words_to_ours() -> None:
    both = merged((Concept("a", ("예지보전",), ()),), (Concept("b", ("예지 보전", "예측정비"), ("PdM",)),))
    assert met(both, "PdM") == met(both, "예측정비") == {"a"}
    apart = merged((Concept("a", ("예지보전",), ()),), (Concept("a", ("도금",), ()),))
    assert met(apart, "도금") == {"term.a"}


def test_terms_of_the_glossary_are_known() -> None:
    assert met(search_words(), "submodel") & met(search_words(), "서브모델")
    assert met(search_words(), "CBAM good") & met(search_words(), "CBAM 대상 제품")
