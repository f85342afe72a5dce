"""Which value a delivery counts with."""

import dataclasses
from typing import Any

import pytest
from tests.plants import EDITION, SINTERED_ORE, STAINLESS_NUT, bought, q

from pulmu.carbon.precursors import PrecursorValue, is_unknown_origin, precursor_value, usable_verified_value
from pulmu.model import Decisions, PulmuError, VerifiedValue

B_ROD = 1.364
"""Column B of wire rod by route C."""


def value(decisions: Decisions | None = None, year: int = 2026, **more: Any) -> PrecursorValue:
    return precursor_value(bought("rod", {}, **more), year, decisions or Decisions(), EDITION)


def numbers(found: PrecursorValue) -> tuple[float, float, float, float | None]:
    allocation = found.free_allocation
    return found.direct.value, found.indirect_counted.value, found.by_default.value, allocation and allocation.value


def test_a_verified_value_counts_as_it_is() -> None:
    found = value(direct="1.9 t CO2e/t", indirect=q("0.2 t CO2e/t"), free_allocation=q("1.3 t CO2e/t"))
    assert found.basis == "verified_actual"
    assert numbers(found) == (1.9, 0.0, 0.0, 1.3)  # steel: its indirect emissions do not count
    assert "VR-1" in found.direct.because


def test_without_sefa_from_its_producer_a_verified_value_takes_column_b_of_the_default_route() -> None:
    assert numbers(value(direct="1.9 t CO2e/t"))[3] == pytest.approx(0.975 * B_ROD, rel=1e-12)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"direct": "1.9 t CO2e/t", "report": ""},
        {"stated_value": q("1.2 t CO2e/t")},
        {"verified": VerifiedValue(direct=q("1.2 t CO2e/t"), verification_report="VR-1", year=2025)},
    ],
)
def test_without_a_verification_report_of_these_years_the_default_value_counts(more: dict[str, Any]) -> None:
    found = value(**more)
    assert found.basis == "default"
    # Korea, 7213: 2.118, raised by 10 %; its free allocation is never the unverified one.
    assert numbers(found) == pytest.approx((2.118 * 1.1, 0.0, 2.118 * 1.1, 0.975 * B_ROD), rel=1e-12)


@pytest.mark.parametrize(("year", "markup", "share"), [(2026, 0.1, 0.975), (2027, 0.2, 0.95), (2028, 0.3, 0.9)])
def test_the_mark_up_and_the_free_allocation_share_are_those_of_the_year(
    year: int, markup: float, share: float
) -> None:
    found = numbers(value(year=year))
    assert (found[0], found[3]) == pytest.approx((2.118 * (1 + markup), share * B_ROD), rel=1e-12)


def test_the_mark_up_on_precursor_defaults_can_be_switched_off() -> None:
    assert numbers(value(Decisions(markup_on_precursor_defaults=False)))[0] == 2.118


def test_each_country_has_its_own_default_value() -> None:
    assert numbers(value(country="CN"))[0] == pytest.approx(3.169 * 1.1, rel=1e-12)


def test_a_country_without_a_line_takes_the_one_of_other_countries() -> None:
    found = value(country="Fiji")
    assert "Other countries" in next(found.direct.leaves()).source.place


@pytest.mark.parametrize("text", ["unknown", "Unknown ", "not identifiable", "미상"])
def test_an_origin_that_cannot_be_shown_takes_the_highest_value(text: str) -> None:
    found = value(country=text)
    assert (found.basis, is_unknown_origin(text)) == ("unknown_origin", True)
    assert numbers(found) == pytest.approx((8.23 * 1.1, 0.0, 8.23 * 1.1, 0.975 * B_ROD), rel=1e-12)


@pytest.mark.parametrize("country", ["DE", "Germany", "NO", "CH", "IS", "LI"])
def test_an_exempt_origin_counts_zero_even_with_a_verified_value(country: str) -> None:
    found = value(country=country, direct="1.9 t CO2e/t")
    assert found.basis == "exempt_origin"
    assert numbers(found)[:3] == (0.0, 0.0, 0.0)


def test_the_free_allocation_of_an_exempt_origin_is_asked_for_and_not_assumed() -> None:
    found = value(country="DE")
    assert found.free_allocation is None
    assert [item.code for item in found.why_no_allocation] == ["carbon.exempt_origin_undecided"]


def test_the_free_allocation_of_an_exempt_origin_by_decision() -> None:
    zero = value(Decisions(exempt_origin_free_allocation="zero"), country="DE")
    column_b = value(Decisions(exempt_origin_free_allocation="column_b"), country="DE")
    assert (numbers(zero)[3], numbers(column_b)[3]) == (0.0, pytest.approx(0.975 * B_ROD, rel=1e-12))


def test_the_indirect_emissions_of_a_precursor_outside_annex_ii_count() -> None:
    found = value(cn_code=SINTERED_ORE, country="VN", direct="0.5 t CO2e/t", indirect=q("0.04 t CO2e/t"))
    assert numbers(found)[:3] == (0.5, 0.04, 0.0)


def test_by_default_the_total_counts_and_not_once_more_its_indirect_part() -> None:
    assert numbers(value(cn_code=SINTERED_ORE, country="VN"))[:3] == pytest.approx((1.11 * 1.1, 0.0, 1.11 * 1.1))


def test_a_default_value_with_several_routes_takes_the_highest_benchmark() -> None:
    # 7227 90 95 of Korea is by routes C and F: carbon and low-alloy steel.
    found = value(cn_code="72279095").free_allocation
    assert found is not None
    assert "route F" in next(leaf.because for leaf in found.leaves() if leaf.name == "benchmark column B")


def test_a_good_without_route_letters_has_one_benchmark() -> None:
    found = value(cn_code=STAINLESS_NUT).free_allocation
    assert found is not None
    assert found.value == pytest.approx(0.975 * 1.154, rel=1e-12)


def test_scrap_has_no_value_and_gets_no_siblings() -> None:
    with pytest.raises(PulmuError):
        precursor_value(dataclasses.replace(bought("x", {}), cn_code="72041000"), 2026, Decisions(), EDITION)


def test_usable_is_what_has_a_report_and_is_not_from_before_the_rules() -> None:
    usable = [usable_verified_value(bought("x", {}, **more)) for more in (
        {"direct": "1 t CO2e/t"}, {"direct": "1 t CO2e/t", "report": ""}, {})]  # fmt: skip
    assert usable == [True, False, False]
