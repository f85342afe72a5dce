"""Fields of a need against an offer: yes, no, not said."""

from datetime import date

import pytest

from pulmu.bootstrap.offers import search_words
from pulmu.model.finding import Answer
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.support.search import Fit, fits_of, passes

DAY = date(2026, 11, 28)


def offer(**given: object) -> Offer:
    return Offer(id="o", supplier="s", title="t", **given)  # type: ignore[arg-type]


def need(**given: object) -> Need:
    return Need(id="n", text="x", **given)  # type: ignore[arg-type]


def fits(asked: Need, given: Offer) -> dict[str, Fit]:
    return {fit.name: fit for fit in fits_of(asked, given, search_words(), DAY)}


CASES = [
    ("kind", {"kinds": ("ai",)}, {"kinds": ("ai", "cloud")}, Answer.YES),
    ("kind", {"kinds": ("ai",)}, {"kinds": ("energy",)}, Answer.NO),
    ("kind", {"kinds": ("ai",)}, {}, Answer.UNKNOWN),
    ("region", {"region": "KR-48"}, {}, Answer.YES),
    ("region", {"region": "KR-48"}, {"regions": ("KR-48", "KR-26")}, Answer.YES),
    ("region", {"region": "KR-48"}, {"regions": ("KR-11",)}, Answer.NO),
    ("budget", {"budget_krw": 100}, {"price_from_krw": 100}, Answer.YES),
    ("budget", {"budget_krw": 99}, {"price_from_krw": 100}, Answer.NO),
    ("budget", {"budget_krw": 0}, {"price_from_krw": 0}, Answer.YES),
    ("budget", {"budget_krw": 99}, {"price_from_krw": 100, "price_of": "month"}, Answer.UNKNOWN),
    ("budget", {"budget_krw": 99}, {}, Answer.UNKNOWN),
    ("start", {"start_by": DAY}, {"free_from": DAY}, Answer.YES),
    ("start", {"start_by": DAY}, {"free_from": date(2026, 11, 29)}, Answer.NO),
    ("start", {"start_by": DAY}, {}, Answer.UNKNOWN),
    ("capacity", {}, {"capacity": 0}, Answer.NO),
    ("capacity", {}, {"capacity": 1}, Answer.YES),
    ("valid", {}, {"valid_until": DAY}, Answer.YES),
    ("valid", {}, {"valid_until": date(2026, 11, 27)}, Answer.NO),
    ("standards", {"standards": ("OPC-UA",)}, {"standards": ("opc ua",)}, Answer.YES),
    ("standards", {"standards": ("자산관리쉘",)}, {"standards": ("AAS",)}, Answer.YES),
    ("standards", {"standards": ("AAS", "MQTT")}, {"standards": ("AAS",)}, Answer.UNKNOWN),
    ("standards", {"standards": ("AAS", "MQTT"), "standards_are_musts": True}, {"standards": ("AAS",)}, Answer.NO),
    ("standards", {"standards": ("KS X 9101",)}, {"standards": ("ks-x-9101",)}, Answer.YES),
    ("processes", {"processes": ("용접",)}, {"processes": ("welding",)}, Answer.YES),
    ("processes", {"processes": ("용접",)}, {"processes": ("도장",)}, Answer.UNKNOWN),
    ("processes", {"processes": ("용접",)}, {}, Answer.YES),
    ("sector", {"sector": "24112"}, {"sectors": ("24",)}, Answer.YES),
    ("sector", {"sector": "24"}, {"sectors": ("24112",)}, Answer.YES),
    ("sector", {"sector": "25"}, {"sectors": ("24",)}, Answer.UNKNOWN),
    ("sector", {"sector": "25"}, {}, Answer.YES),
]


@pytest.mark.parametrize(("name", "asked", "given", "answer"), CASES)
def test_each_field(name: str, asked: dict[str, object], given: dict[str, object], answer: Answer) -> None:
    assert fits(need(**asked), offer(**given))[name].answer is answer


def test_only_a_no_on_a_firm_condition_leaves_out() -> None:
    asked = need(budget_krw=10, sector="25", start_by=DAY)
    assert passes(fits_of(asked, offer(sectors=("24",)), search_words(), DAY))
    assert not passes(fits_of(asked, offer(price_from_krw=11), search_words(), DAY))


def test_what_is_not_asked_is_not_told() -> None:
    assert fits_of(need(), offer(regions=("KR-11",), price_from_krw=5), search_words(), DAY) == ()
