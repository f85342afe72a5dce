"""Whom a plant asks, for what, and until when; nothing of one supplier reaches another."""

import dataclasses
from datetime import date

import pytest
from tests.plants import q

from pulmu.adapters.samples import read_sample
from pulmu.model import Document, InputError, Plant, VerifiedValue, decode, encode
from pulmu.services.supplier_request import Requests, request_id, request_suppliers, usual_due_date

DAY = date(2026, 12, 1)
PLANT = decode(Plant, read_sample("fasteners")).unwrap()
KOREAN, CHINESE = PLANT.purchases


def document(*purchases: object) -> Document:
    tree = encode(PLANT)
    tree["purchases"] = [encode(item) for item in purchases]
    return Document(tree, "plant.json")


def ask(*purchases: object, **more: object) -> Requests:
    return request_suppliers(document(*purchases), today=DAY, **more)  # type: ignore[arg-type]


def test_only_goods_without_a_usable_value_are_asked_for() -> None:
    found = ask(KOREAN, CHINESE)
    assert [(item.supplier, [good.purchase for good in item.goods]) for item in found.requests] == [
        ("Jiangnan Wire Rod Co., Ltd.", ["wire_rod_china"])
    ]
    assert [(item.purchase, item.why) for item in found.left_out] == [("wire_rod_korea", "verified")]


def test_what_counts_without_an_answer_is_the_default_value_with_its_mark_up() -> None:
    good = ask(CHINESE).requests[0].goods[0]
    assert good.counted == pytest.approx(3.169 * 1.1, abs=1e-12)
    assert good.reason == "by_default"


def test_a_value_of_another_year_or_without_report_is_asked_for_anew() -> None:
    older = dataclasses.replace(
        KOREAN, verified=VerifiedValue(direct=q("2 t CO2e/t"), verification_report="R", year=2027)
    )
    bare = dataclasses.replace(KOREAN, id="bare", verified=VerifiedValue(direct=q("2 t CO2e/t"), year=2026))
    assert [good.reason for good in ask(older, bare).requests[0].goods] == ["other_year", "by_default"]


def test_all_asks_about_verified_values_too() -> None:
    assert [item.supplier for item in ask(KOREAN, CHINESE, everything=True).requests] == [
        "Donghae Special Steel Co., Ltd.",
        "Jiangnan Wire Rod Co., Ltd.",
    ]


def test_goods_of_one_supplier_come_together_and_others_are_left_out_with_their_reason() -> None:
    second = dataclasses.replace(CHINESE, id="second", cn_code="72131000")
    nobody = dataclasses.replace(CHINESE, id="nobody", supplier="")
    european = dataclasses.replace(CHINESE, id="european", country_of_origin="DE", origin_evidence="certificate")
    hidden = dataclasses.replace(CHINESE, id="hidden", country_of_origin="unknown")
    found = ask(CHINESE, second, nobody, european, hidden)
    assert [good.purchase for good in found.requests[0].goods] == ["wire_rod_china", "second", "hidden"]
    assert found.requests[0].goods[2].reason == "unknown_origin"
    assert [(item.purchase, item.why) for item in found.left_out] == [
        ("nobody", "no_supplier"),
        ("european", "exempt_origin"),
    ]


def test_one_supplier_may_be_named_and_an_unknown_one_is_told_with_those_there_are() -> None:
    assert ask(KOREAN, CHINESE, supplier="jiangnan  wire rod co., ltd.").requests[0].goods[0].purchase == CHINESE.id
    with pytest.raises(InputError) as failure:
        ask(KOREAN, CHINESE, supplier="Jiang")
    (told,) = failure.value.problems
    assert (told.code, dict(told.values)["known"]) == ("supplier.unknown", f"{KOREAN.supplier}, {CHINESE.supplier}")


def test_wrong_codes_and_origins_are_told_together_with_their_place() -> None:
    wrong = dataclasses.replace(CHINESE, cn_code="7213914")
    lost = dataclasses.replace(CHINESE, id="lost", country_of_origin="Atlantis")
    with pytest.raises(InputError) as failure:
        ask(wrong, lost, due=date(2026, 11, 30))
    assert [(item.code, item.place) for item in failure.value.problems] == [
        ("supplier.due_passed", "--due"),
        ("input.cn_code", "plant.json, purchases[0]"),
        ("input.country_unknown", "plant.json, purchases[1]"),
    ]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 12, 1), date(2027, 1, 31)),
        (date(2027, 1, 17), date(2027, 1, 31)),
        (date(2027, 1, 18), date(2027, 2, 15)),
        (date(2028, 5, 1), date(2028, 5, 29)),
    ],
)
def test_the_usual_day_leaves_the_supplier_two_weeks(today: date, due: date) -> None:
    assert usual_due_date(PLANT, today) == due


def test_the_request_number_is_the_same_each_time_and_another_for_each_purchase_and_year() -> None:
    assert request_id(PLANT, CHINESE) == "2026-5F1A-10EE-0B3C"
    other = dataclasses.replace(
        PLANT, period=dataclasses.replace(PLANT.period, start=date(2027, 1, 1), end=date(2028, 1, 1))
    )
    numbers = {request_id(PLANT, CHINESE), request_id(PLANT, KOREAN), request_id(other, CHINESE)}
    assert len(numbers) == 3
