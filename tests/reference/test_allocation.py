from collections.abc import Callable

import pytest

from pulmu.model.errors import InputError, PulmuError
from pulmu.reference import (
    certificate_price,
    cross_sectoral_correction_factor,
    free_allocation_share,
    list_goods,
    markup,
    precursor_categories,
    route_meaning,
    routes_of,
)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(PulmuError) as refused:
        call()
    return refused.value.problems[0].code


def test_markup_of_steel_and_of_fertilisers() -> None:
    assert [markup("iron_steel", year).value for year in (2026, 2027, 2028, 2033)] == [0.10, 0.20, 0.30, 0.30]
    assert markup("fertilisers", 2030).value == 0.01
    assert code_of(lambda: markup("electricity", 2026)) == "rule.no_markup"


def test_free_allocation_share_is_what_is_kept() -> None:
    shares = [free_allocation_share(year).value for year in range(2026, 2035)]
    assert shares == [0.975, 0.95, 0.90, 0.775, 0.515, 0.39, 0.265, 0.14, 0.0]
    assert code_of(lambda: free_allocation_share(2035)) == "rule.no_free_allocation_share"


def test_no_correction_factor_is_decided_after_2030() -> None:
    assert cross_sectoral_correction_factor(2030).value == 1.0
    assert code_of(lambda: cross_sectoral_correction_factor(2031)) == "rule.no_cscf"


def test_certificate_prices() -> None:
    price = certificate_price("2026Q1")
    assert (price.value, price.unit, price.source.confidence) == (75.36, "EUR/t CO2e", "secondary")
    assert certificate_price("2026Q2").value == 75.28


@pytest.mark.parametrize("period", ["2026Q3", "2026Q4", "2027Q1"])
def test_a_price_that_is_not_published_is_refused(period: str) -> None:
    assert code_of(lambda: certificate_price(period)) == "rule.no_price"


@pytest.mark.parametrize("period", ["2026-Q1", "2026Q5", "Q1 2026", "2026"])
def test_what_is_not_a_quarter_is_refused(period: str) -> None:
    with pytest.raises(InputError):
        certificate_price(period)


def test_the_law_of_2026_is_not_applied_to_2025() -> None:
    for call in (
        lambda: markup("iron_steel", 2025),
        lambda: free_allocation_share(2025),
        lambda: cross_sectoral_correction_factor(2025),
        lambda: certificate_price("2025Q4"),
    ):
        assert code_of(call) == "rule.year_not_in_force"


def test_precursors_and_routes_of_a_category() -> None:
    names = {item.precursor_category for item in precursor_categories("Iron or steel products")}
    assert names == {"Crude steel", "Pig iron", "DRI", "FeMn", "FeCr", "FeNi", "Iron or steel products"}
    assert precursor_categories("Sintered ore") == ()
    assert [item.route for item in routes_of("Unwrought aluminium")] == [
        "Primary (electrolytic) smelting",
        "Secondary melting",
        "Mixed primary and secondary",
    ]
    assert code_of(lambda: routes_of("Gold")) == "input.goods_category_unknown"


def test_every_category_of_a_good_has_a_route() -> None:
    for category in {good.goods_category for good in list_goods()}:
        assert routes_of(category)


def test_route_letters() -> None:
    assert route_meaning("K") == "primary aluminium"
    assert code_of(lambda: route_meaning("I")) == "input.route_unknown"
