"""Offers and needs in a place: versions, what is shown, and what finds what."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.places import Place, actor
from tests.records import DAERIM

from pulmu.bootstrap.offers import search_words
from pulmu.bootstrap.samples import sample_needs_text, sample_offers_text
from pulmu.model import AccessRefused, ConflictError, Document, InputError
from pulmu.services.market.board import LiveMarket, find_suppliers, fitting_needs
from pulmu.services.market.shelf import find_item, list_items, publish_item, save_all, save_item, withdraw_item

DAY = date(2026, 11, 28)
SUPPLIER, FIRM = (actor("boss", "company_admin"), dataclasses.replace(actor("kim", "company_admin"), workspace=DAERIM))
LIVE = LiveMarket(search_words)
NEED = {
    "id": "inspection", "text": "볼트 머리가 깨진 것을 머신비젼으로 보고 싶다", "budget_krw": "80000000",
    "origin": {"what": "contribution", "reference": "bolts", "evidence": "secret"},
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def document(**tree: Any) -> Document:
    return Document(tree, "f.yaml")


def with_offers(place: Place) -> None:
    save_all(place.gate, SUPPLIER, "offer", Document(yaml.safe_load(sample_offers_text()), "offers.yaml"))
    for item in list_items(place.gate, SUPPLIER, "offer"):
        publish_item(place.gate, SUPPLIER, "offer", item.id)


def test_a_need_finds_what_others_show_and_says_whose_it_is(place: Place) -> None:
    with_offers(place)
    save_item(place.gate, FIRM, "need", "inspection", document(**NEED), seen=0)
    told = find_suppliers(place.gate, FIRM, LIVE, "inspection", DAY)
    assert told.found.looked_at == 10
    assert {item.name for item in told.suppliers} >= {"any_vision", "bolt_vision"}
    assert {item.workspace for item in told.suppliers} == {SUPPLIER.workspace}
    assert all(item.workspace_name for item in told.suppliers)
    assert find_suppliers(place.gate, FIRM, LIVE, "inspection", DAY) == told


def test_what_is_not_shown_or_no_more_is_not_found(place: Place) -> None:
    save_all(place.gate, SUPPLIER, "offer", Document(yaml.safe_load(sample_offers_text()), "offers.yaml"))
    save_item(place.gate, FIRM, "need", "inspection", document(**NEED), seen=0)
    assert find_suppliers(place.gate, FIRM, LIVE, "inspection", DAY).suppliers == ()
    publish_item(place.gate, SUPPLIER, "offer", "bolt_vision")
    assert [item.name for item in find_suppliers(place.gate, FIRM, LIVE, "inspection", DAY).suppliers] == [
        "bolt_vision"
    ]
    assert withdraw_item(place.gate, SUPPLIER, "offer", "bolt_vision")
    assert find_suppliers(place.gate, FIRM, LIVE, "inspection", DAY).suppliers == ()
    assert find_item(place.gate, SUPPLIER, "offer", "bolt_vision").shown_version == 0


def test_a_version_that_is_not_shown_does_not_bind(place: Place) -> None:
    offer = {"id": "o", "supplier": "가온", "title": "볼트 머신비전"}
    save_item(place.gate, SUPPLIER, "offer", "o", document(**offer), seen=0)
    publish_item(place.gate, SUPPLIER, "offer", "o")
    save_item(place.gate, SUPPLIER, "offer", "o", document(**offer | {"title": "급식"}), seen=1)
    save_item(place.gate, FIRM, "need", "inspection", document(**NEED), seen=0)
    (found,) = find_suppliers(place.gate, FIRM, LIVE, "inspection", DAY).suppliers
    assert found.hit.offer.title == "볼트 머신비전"


def test_a_supplier_sees_the_demand_that_fits_and_not_where_it_was_found(place: Place) -> None:
    with_offers(place)
    save_item(place.gate, FIRM, "need", "inspection", document(**NEED), seen=0)
    assert fitting_needs(place.gate, SUPPLIER, LIVE, "bolt_vision", DAY) == ()
    publish_item(place.gate, FIRM, "need", "inspection")
    (demand,) = fitting_needs(place.gate, SUPPLIER, LIVE, "bolt_vision", DAY)
    assert (demand.name, demand.workspace, demand.need.origin) == ("inspection", DAERIM, None)
    assert demand.hit.reasons
    assert fitting_needs(place.gate, SUPPLIER, LIVE, "regenerative_burner", DAY) == (), "over the budget"
    with place.gate.seeing(SUPPLIER, "read_board") as crossing:
        assert not [item for item in crossing.notices("need") if "secret" in item.content]


def test_ones_own_is_no_demand_and_no_supply(place: Place) -> None:
    with_offers(place)
    save_item(place.gate, SUPPLIER, "need", "inspection", document(**NEED), seen=0)
    publish_item(place.gate, SUPPLIER, "need", "inspection")
    assert find_suppliers(place.gate, SUPPLIER, LIVE, "inspection", DAY).suppliers == ()
    assert fitting_needs(place.gate, SUPPLIER, LIVE, "bolt_vision", DAY) == ()


def test_one_with_problems_is_kept_and_not_shown(place: Place) -> None:
    saved = save_item(place.gate, FIRM, "need", "n", document(id="n", budget_krw="viel"), seen=0)
    assert not saved.counts
    with pytest.raises(InputError) as error:
        publish_item(place.gate, FIRM, "need", "n")
    assert {item.code for item in error.value.problems} == {"input.not_a_number", "need.asks_nothing"}
    assert find_suppliers(place.gate, FIRM, LIVE, "n", DAY).suppliers == ()


def test_who_saves_on_an_older_version_is_told(place: Place) -> None:
    save_item(place.gate, FIRM, "need", "inspection", document(**NEED), seen=0)
    with pytest.raises(ConflictError):
        save_item(place.gate, FIRM, "need", "inspection", document(**NEED), seen=0)
    for name, tree in (("new", {"id": "new"}), ("a b", {"id": "a b"}), ("n", {"id": "m"}), ("n", {})):
        with pytest.raises(InputError):
            save_item(place.gate, FIRM, "need", name, document(**tree), seen=0)


def test_a_file_of_many_with_an_error_saves_nothing(place: Place) -> None:
    needs = yaml.safe_load(sample_needs_text())
    assert save_all(place.gate, FIRM, "need", Document(needs, "n.yaml")) == 2
    needs["needs"][1]["budget_krw"] = "x"
    with pytest.raises(InputError):
        save_all(place.gate, FIRM, "need", Document(needs, "n.yaml"))
    assert [item.version.number for item in list_items(place.gate, FIRM, "need")] == [1, 1]


@pytest.mark.parametrize("role", ["plant_user", "verifier", "agency_officer"])
def test_who_may_not_is_refused(place: Place, role: Any) -> None:
    save_item(place.gate, FIRM, "need", "inspection", document(**NEED), seen=0)
    other = dataclasses.replace(actor("other", role), workspace=DAERIM)
    for ask in (
        lambda: find_suppliers(place.gate, other, LIVE, "inspection", DAY),
        lambda: save_item(place.gate, other, "need", "inspection", document(**NEED), seen=1),
        lambda: publish_item(place.gate, other, "need", "inspection"),
    ):
        with pytest.raises(AccessRefused):
            ask()
