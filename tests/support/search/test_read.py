"""Offers and needs from documents: everything wrong at once."""

from typing import Any

import pytest

from pulmu.model import Document
from pulmu.support.search import read_needs, read_offers

OFFER = {"pulmu": "offer/1", "id": "o", "supplier": "s", "title": "t"}


def codes(tree: Any, read: Any = read_offers) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in read(Document(tree, "f")).problems]


def test_one_offer_or_many() -> None:
    assert [item.id for item in read_offers(Document(OFFER, "f")).unwrap()] == ["o"]
    many = {"pulmu": "offers/1", "offers": [OFFER, OFFER | {"id": "p"}]}
    assert [item.id for item in read_offers(Document(many, "f")).unwrap()] == ["o", "p"]


def test_all_that_is_wrong_is_told() -> None:
    first = OFFER | {"sectors": ["24", "98"], "price_from_krw": "10", "price_to_krw": "5", "kinds": ["robots"]}
    second = OFFER | {"regions": ["Paris"], "references": [{"where": "x", "sector": "04"}]}
    assert codes({"offers": [first, second]}) == [
        ("input.not_a_choice", "f, offers[0].kinds[0]"),
        ("input.not_a_choice", "f, offers[1].regions[0]"),
        ("input.duplicate_id", "f, offers[1].id"),
        ("offer.prices", "f, offers[0].price_to_krw"),
        ("input.industry_unknown", "f, offers[1].references[0].sector"),
    ]


def test_a_need_asks_for_something() -> None:
    assert codes({"id": "n", "region": "KR-11"}, read_needs) == [("need.asks_nothing", "f, text")]
    assert codes({"needs": [{"id": "n", "kinds": ["ai"]}]}, read_needs) == []
    assert codes({"id": "n", "text": "x", "sector": "04"}, read_needs) == [("input.industry_unknown", "f, sector")]


@pytest.mark.parametrize("tree", [None, "text", [], {}, {"offers": None}, {"offers": "x"}, {"offers": [1]}])
def test_what_is_no_offer_is_told(tree: Any) -> None:
    assert codes(tree)


def test_none_is_a_file_too() -> None:
    assert read_offers(Document({"offers": []}, "f")).unwrap() == ()
