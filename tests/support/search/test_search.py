"""Search: spelling, spaces, both languages, order, and why."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.bootstrap.offers import search_words
from pulmu.model.offer import Offer
from pulmu.support.search import Index, build_index, entry_of, index_of_offers, reasons, search, wishes
from pulmu.support.search.words import grams, letters, tokens

OFFERS = (
    Offer(id="a_vision", supplier="가온", title="용접 비드 머신비전", text="카메라로 비드의 기공을 판정합니다."),
    Offer(id="b_vibration", supplier="나래", title="회전기계 설비진단", text="베어링 진동을 재어 상태를 알려 줍니다."),
    Offer(id="c_leaks", supplier="Daon", title="Compressed air leak service", text_en="We find and mend leaks."),
    Offer(id="d_mes", supplier="라온", title="생산관리시스템 구축", standards=("OPC UA", "ISA-95")),
    Offer(id="e_shell", supplier="Maru", title="Asset administration shell hosting", standards=("AAS",)),
    Offer(id="f_smart", supplier="바른", title="스마트공장 수준 진단", text="단계별 계획을 세웁니다."),
    Offer(id="g_canteen", supplier="새빛", title="구내식당 위탁 운영", text="점심과 저녁을 차립니다."),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of_offers(OFFERS, search_words())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("설비진단", "b_vibration"),
        ("설비 진단", "b_vibration"),
        ("설 비 진 단", "b_vibration"),
        ("설비진단을 받고 싶습니다", "b_vibration"),
        ("vibration analysis", "b_vibration"),
        ("머신비전", "a_vision"),
        ("머신 비젼", "a_vision"),
        ("머신비젼으로", "a_vision"),
        ("visual inspection of welds", "a_vision"),
        ("육안검사", "a_vision"),
        ("콤프레샤 에어 누설", "c_leaks"),
        ("comperssed air", "c_leaks"),
        ("MES", "d_mes"),
        ("ＭＥＳ", "d_mes"),
        ("opc-ua", "d_mes"),
        ("OPCUA", "d_mes"),
        ("오피씨유에이", "d_mes"),
        ("AAS", "e_shell"),
        ("자산관리쉘", "e_shell"),
        ("자산 관리 셸", "e_shell"),
        ("스마트 팩토리", "f_smart"),
        ("스마트펙토리", "f_smart"),
        ("smart factory", "f_smart"),
    ],
)
def test_what_is_meant_comes_first(index: Index, asked: str, found: str) -> None:
    assert search(index, asked)[0].id == found


@pytest.mark.parametrize("asked", ["", "   ", "을 를 !?", "싶습니다", "양자컴퓨터", "the of and"])
def test_what_nobody_offers_is_not_found(index: Index, asked: str) -> None:
    assert search(index, asked) == ()


def test_short_words_inside_others_are_no_abbreviations(index: Index) -> None:
    """ "mes" stands in "times" and "homes"."""
    assert search(index, "times homes") == ()


def test_the_parts_of_composed_hangul_are_the_same_text(index: Index) -> None:
    apart = unicodedata.normalize("NFD", "설비 진단")
    assert apart != "설비 진단"
    assert search(index, apart) == search(index, "설비 진단")


def test_offers_written_apart_are_found_alike() -> None:
    apart = [Offer(id=o.id, supplier=o.supplier, title=unicodedata.normalize("NFD", o.title)) for o in OFFERS]
    index = index_of_offers(apart, search_words())
    assert search(index, "설비진단")[0].id == "b_vibration"


def test_equal_offers_come_in_the_order_of_their_ids() -> None:
    same = [Offer(id=name, supplier="x", title="로봇 용접") for name in ("c", "a", "b")]
    index = index_of_offers(same, search_words())
    assert [match.id for match in search(index, "용접")] == ["a", "b", "c"]


def test_only_what_is_allowed_is_found(index: Index) -> None:
    import numpy as np

    allowed = np.array([entry.id != "b_vibration" for entry in index.entries])
    assert "b_vibration" not in [match.id for match in search(index, "설비진단", allowed)]


def test_an_empty_index_finds_nothing() -> None:
    assert search(build_index((), search_words()), "용접") == ()


def test_a_hit_says_which_words_met(index: Index) -> None:
    asked = "visual inspection"
    match = search(index, asked)[0]
    told = reasons(index, wishes(index, asked), asked, match.number)
    met = {(item.how, item.asked, item.found, item.concept) for item in told}
    assert ("concept", "visual inspection", "머신비전", "machine_vision") in met


def test_a_word_read_as_another_says_so(index: Index) -> None:
    asked = "머신비젼"
    told = reasons(index, wishes(index, asked), asked, search(index, asked)[0].number)
    assert {item.how for item in told} >= {"spelling"}
    assert {item.asked for item in told} == {"머신비젼"}


@given(st.lists(st.sampled_from(sorted({word for offer in OFFERS for word in offer.title.split()})), max_size=6))
def test_parts_of_the_reasons_are_the_whole(index: Index, words: list[str]) -> None:
    asked = " ".join(words)
    for match in search(index, asked):
        told = reasons(index, wishes(index, asked), asked, match.number)
        assert sum(item.part for item in told) == pytest.approx(1.0)
        assert all(item.found for item in told)


@given(st.permutations(OFFERS), st.text(max_size=60))
def test_the_order_of_offers_does_not_matter(order: list[Offer], asked: str) -> None:
    first, other = (index_of_offers(items, search_words()) for items in (OFFERS, order))
    assert search(first, asked) == search(other, asked)


@given(st.text())
def test_any_text_can_be_asked(index: Index, asked: str) -> None:
    found = search(index, asked)
    assert [match.share for match in found] == sorted((match.share for match in found), reverse=True)
    assert all(0 < match.share <= 1 for match in found)


@given(st.text(alphabet="설비진단용접 abc", max_size=20))
def test_spaces_between_hangul_do_not_count(asked: str) -> None:
    words = tokens("설비 진단")
    assert {piece for piece, _, _ in grams(words)} == {piece for piece, _, _ in grams(tokens("설비진단"))}
    joined = asked.replace(" ", "")
    assert [w.text for w in tokens(joined)] == [w.text for w in tokens(f" {joined} ")]


def test_letters_of_a_syllable() -> None:
    assert len(letters("비젼")) == len(letters("비전")) == 5


def test_an_offer_is_searched_in_all_it_says() -> None:
    offer = Offer(id="x", supplier="가온", title="t", processes=("용접",), sectors=("24",), text="본문", text_en="body")
    texts = " ".join(text for _, text in entry_of(offer).texts)
    assert all(word in texts for word in ("용접", "본문", "body", "1차 금속", "가온"))
