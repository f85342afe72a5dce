"""The letter to a supplier: what stands in it in both languages, and what must not."""

import dataclasses
import io
from datetime import date

import pytest
from pypdf import PdfReader

from pulmu.adapters.samples import read_sample
from pulmu.adapters.supplier_letter import write_letter
from pulmu.locale import LANGUAGES, Language
from pulmu.services.supplier_request import SupplierRequest, request_suppliers

REQUEST = request_suppliers(read_sample("fasteners"), today=date(2026, 12, 1)).requests[0]


def words(request: SupplierRequest, language: Language) -> str:
    pages = PdfReader(io.BytesIO(write_letter(request, language, "a.request.xlsx"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            ["31 January 2027", "1 December 2026", "UN/LOCODE", "SEFA", "Verification report", "3.486", "2025/2547"],
        ),
        ("ko", ["2027. 1. 31.", "2026. 12. 1.", "한빛체결 주식회사", "검증보고서", "SEFA", "3.486", "2025/2547"]),
    ],
)
def test_it_says_what_is_asked_until_when_and_what_counts_without(language: Language, wanted: list[str]) -> None:
    found = words(REQUEST, language)
    shown = [*wanted, "2026-5F1A-10EE-0B3C", "7213 91 49", "Jiangnan Wire Rod Co., Ltd.", "a.request.xlsx"]
    assert [item for item in shown if item not in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_plants_own_affairs_stands_in_it(language: Language) -> None:
    found = words(REQUEST, language)
    secret = ("Donghae", "2,940", "2940", "2,880", "wire_rod_china", "2.05", "73181588", "bolts")
    assert [item for item in secret if item in found] == []


def test_the_mark_up_is_told_only_where_the_plant_counts_it() -> None:
    assert "raised by a mark-up" in words(REQUEST, "en")
    assert "raised by a mark-up" not in words(dataclasses.replace(REQUEST, with_markup=False), "en")


def test_the_same_request_gives_the_same_bytes() -> None:
    assert write_letter(REQUEST, "ko", "a") == write_letter(REQUEST, "ko", "a")


def test_a_strangers_words_stay_words() -> None:
    hostile = '#panic("x") \\ $1$ *bold* @ref <a> ' + "W" * 300
    goods = tuple(dataclasses.replace(good, name=hostile, counted=None) for good in REQUEST.goods)
    found = words(dataclasses.replace(REQUEST, supplier=hostile, goods=goods), "en")
    assert found.count('#panic("x") \\ $1$ *bold* @ref <a>') == 2
    assert "no default value" in found


def test_many_goods_go_on_to_more_pages() -> None:
    data = write_letter(dataclasses.replace(REQUEST, goods=REQUEST.goods * 80), "ko", "a")
    assert len(PdfReader(io.BytesIO(data)).pages) >= 3
