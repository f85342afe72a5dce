"""What a need finds, why, and what was left out."""

import random
from dataclasses import replace
from datetime import date

import pytest
import yaml

from pulmu.bootstrap.offers import search_words
from pulmu.bootstrap.samples import sample_needs_text, sample_offers_text
from pulmu.model import Document, encode
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.services.find_offers import FoundOffers, find_in, find_offers, market_of
from pulmu.support.search import read_offers

DAY = date(2026, 11, 28)
OFFERS = read_offers(Document(yaml.safe_load(sample_offers_text()), "offers.yaml")).unwrap()


def found(need: Need, offers: tuple[Offer, ...] = OFFERS) -> FoundOffers:
    return find_in(market_of(offers, search_words()), need, DAY)


def ids(need: Need, offers: tuple[Offer, ...] = OFFERS) -> list[str]:
    return [hit.offer.id for hit in found(need, offers).hits]


def test_the_sample_needs_find_the_sample_offers() -> None:
    needs, offers = (Document(yaml.safe_load(text()), "f") for text in (sample_needs_text, sample_offers_text))
    outcome = find_offers(needs, [offers], DAY, search_words())
    assert [item.need.id for item in outcome.found] == ["inspection", "furnace_gas"]
    assert {hit.offer.id for hit in outcome.found[0].hits} == {"any_vision", "bolt_vision"}
    assert outcome.problems == ()


def test_firm_conditions_leave_out_and_are_counted() -> None:
    need = Need(id="n", text="버너", region="KR-11", budget_krw=10)
    told = found(need)
    assert "regenerative_burner" not in [hit.offer.id for hit in told.hits]
    assert told.left_out["region"] == 1
    left = told.nearest_left_out[0]
    assert (left.offer.id, [fit.name for fit in left.broken]) == ("regenerative_burner", ["region", "budget"])


def test_standards_are_a_wish_unless_they_are_musts() -> None:
    wish = Need(id="n", text="외관 검사", standards=("OPC-UA",))
    assert ids(wish)[0] == "weld_vision"
    assert "bolt_vision" in ids(wish)
    assert "bolt_vision" not in ids(replace(wish, standards_are_musts=True))


def test_a_need_may_be_told_in_fields_alone() -> None:
    assert set(ids(Need(id="n", kinds=("cloud",)))) == {"cloud_mes"}
    assert ids(Need(id="n", kinds=("carbon",), sector="25"))[:1] == ["low_carbon_rod"]


def test_nothing_in_words_and_nothing_in_fields_finds_nothing() -> None:
    assert found(Need(id="n", text="양자컴퓨터")).hits == ()


def test_the_same_from_any_order_and_each_time() -> None:
    need = Need(id="n", text="열처리 가스를 줄이고 싶다", budget_krw=300_000_000)
    first = encode(found(need), full=True)
    for seed in range(5):
        mixed = list(OFFERS)
        random.Random(seed).shuffle(mixed)
        assert encode(found(need, tuple(mixed)), full=True) == first


def test_an_id_that_comes_twice_counts_once() -> None:
    assert len(market_of((*OFFERS, *OFFERS), search_words()).offers) == len(OFFERS)


def test_everything_wrong_in_all_files_is_told_at_once() -> None:
    needs = Document({"id": "n"}, "need.yaml")
    offers = [Document({"offers": [{"id": "x"}]}, "a.yaml"), Document({}, "b.yaml")]
    outcome = find_offers(needs, offers, DAY, search_words())
    assert outcome.found == ()
    assert {item.place.partition(",")[0] for item in outcome.problems} == {"need.yaml", "a.yaml", "b.yaml"}


def test_no_offers_is_an_answer() -> None:
    told = found(Need(id="n", text="용접"), ())
    assert (told.looked_at, told.fitting, told.hits) == (0, 0, ())


@pytest.mark.parametrize("text", ["볼트 머리 깨짐", "gas", "어디서든"])
def test_reasons_add_up_and_ranks_count(text: str) -> None:
    told = found(Need(id="n", text=text))
    assert [hit.rank for hit in told.hits] == list(range(1, len(told.hits) + 1))
    for hit in told.hits:
        assert sum(reason.part for reason in hit.reasons) == pytest.approx(1.0, abs=1e-4)
        assert 0 < hit.score <= 1
