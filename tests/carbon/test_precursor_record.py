"""The record of a bought precursor: what it holds and what it lacks (M2547 Annex IV 1.1, items 18 to 28)."""

import dataclasses
from typing import Any

import pytest
from tests.plants import EDITION, bought, fuel, good, plant, process, q, report_of

from pulmu.carbon.check import check_plant
from pulmu.carbon.precursor_record import missing_of_record
from pulmu.model import Plant, Purchase
from pulmu.reference import default_value


def verified(**changes: Any) -> Purchase:
    item = bought("rod", {"bolts": "1050 t"}, direct="2 t CO2e/t", free_allocation=q("1.3 t CO2e/t"))
    assert item.verified is not None
    return dataclasses.replace(item, verified=dataclasses.replace(item.verified, **changes))


def by_default(**changes: Any) -> Purchase:
    return dataclasses.replace(bought("rod", {"bolts": "1050 t"}, country="CN"), **changes)


def works(purchase: Purchase) -> Plant:
    gas = fuel("gas", "own", "100 t", {"bolts": "rest"}, emission_factor=q("1 t CO2/t"))
    return plant(process("bolts", good("bolt")), purchases=(purchase,), source_streams=(gas,))


@pytest.mark.parametrize(
    ("purchase", "missing"),
    [
        (verified(), ()),
        (verified(operator="", registry_id=""), ("verified.operator", "verified.registry_id")),
        (verified(installation="", verifier="", year=None), ("verified.installation", "verified.verifier",
                                                             "verified.year")),
        (by_default(), ()),
        (by_default(name="", supplier=""), ("name", "supplier")),
        (by_default(country_of_origin="DE"), ("origin_evidence",)),
        (by_default(country_of_origin="unknown", supplier=""), ("supplier",)),
        # Without its report the value does not count: its maker is not asked.
        (verified(verification_report="", operator=""), ()),
    ],
)  # fmt: skip
def test_the_record_asks_what_the_value_rests_on(purchase: Purchase, missing: tuple[str, ...]) -> None:
    assert missing_of_record(purchase) == missing
    assert report_of(works(purchase)).precursors[0].missing == missing


@pytest.mark.parametrize(
    ("purchase", "missing"),
    [
        (verified(operator="", registry_id=""), "verified.operator, verified.registry_id"),
        (verified(year=None), ""),
        (by_default(name="", supplier=""), "name, supplier"),
        (by_default(country_of_origin="DE"), ""),
        (by_default(country_of_origin="Atlantis", supplier=""), ""),
    ],
)
def test_a_record_that_lacks_something_is_told_once_and_stops_nothing(purchase: Purchase, missing: str) -> None:
    told = [item for item in check_plant(works(purchase)) if item.code == "carbon.precursor_record_incomplete"]
    assert [(item.severity, dict(item.values)["missing"]) for item in told] == (
        [("warning", missing)] if missing else []
    )


def test_the_report_holds_the_whole_record() -> None:
    item = dataclasses.replace(verified(), carbon_price_evidence="K-ETS surrender 2026",
                               production_year=2026, production_year_evidence="mill certificate")  # fmt: skip
    (found,) = report_of(works(item)).precursors
    assert (found.operator, found.installation, found.registry_id) == ("Rod Works", "Rod Works, mill 2", "IN-7")
    assert (found.verification_report, found.verifier) == ("VR-1", "Verifiers")
    assert (found.period_evidence, found.carbon_price_evidence) == ("mill certificate", "K-ETS surrender 2026")
    assert found.direct is not None
    assert found.indirect is not None
    assert found.free_allocation is not None
    assert (found.direct.value, found.indirect.value, found.free_allocation.value) == (2.0, 0.0, 1.3)


def test_a_default_value_names_its_row_and_a_report_that_does_not_count_is_not_named() -> None:
    (found,) = report_of(works(by_default())).precursors
    assert found.value_source == str(default_value("72139149", "CN", EDITION).source)
    stale = dataclasses.replace(verified(year=2025), country_of_origin="CN")
    (old,) = report_of(works(stale)).precursors
    assert (old.verification_report, old.operator, old.basis) == ("", "Rod Works", "default")
