"""Free allocation, certificates and cost."""

import dataclasses
from typing import Any

import pytest
from tests.plants import BILLETS, EDITION, NUT, STAINLESS_NUT, WIRE, bought, fuel, good, plant, process, q

from pulmu.carbon.costs import GoodCost, state_costs
from pulmu.carbon.statement import state_emissions
from pulmu.model import Decisions, Plant, RuleError

GAS = 38.9e-6 * 56.1
ROD_SEFA = 0.975 * 1.364
BOLT_SEFA = 0.975 * 0.038 + 1.05 * ROD_SEFA


def costs(described: Plant, scenario: str | None = None) -> dict[str, GoodCost]:
    return state_costs(state_emissions(described, EDITION), EDITION, scenario)


def bolt(scenario: str | None = None, **changes: Any) -> GoodCost:
    return costs(dataclasses.replace(plant(), **changes), scenario)["bolt"]


def sent(**quarters: str) -> dict[str, Any]:
    exports = {name: q(mass) for name, mass in quarters.items()}
    return {"processes": (process("bolts", good("bolt", exports_to_eu=exports)),)}


def test_free_allocation_of_a_bolt_is_its_process_and_its_rod() -> None:
    found = bolt().free_allocation
    assert found is not None
    assert found.value == pytest.approx(BOLT_SEFA, rel=1e-12)


def test_free_allocation_runs_down_the_chain_of_own_processes() -> None:
    rod = bought("rod", {"wire": "1050 t"}, direct="2 t CO2e/t", free_allocation=q("1.3 t CO2e/t"))
    described = plant(process("wire", good("w", WIRE)), process("p", good("x"), own={"w": "1100 t"}), purchases=(rod,))
    found = costs(described)["x"].free_allocation
    assert found is not None
    assert found.value == pytest.approx(0.975 * 0.038 + 1.1 * (0.975 * 0.038 + 1.05 * 1.3), rel=1e-12)


def test_certificates_are_the_emissions_less_the_free_allocation() -> None:
    embedded = 1e5 * GAS / 1000 + 1.05 * 2
    found = bolt().certificates_per_tonne
    assert found is not None
    assert found.value == pytest.approx(embedded - BOLT_SEFA, rel=1e-12)


def test_certificates_stop_at_zero() -> None:
    cheap = bolt(purchases=(bought("rod", {"bolts": "1050 t"}, direct="0.1 t CO2e/t"),))
    assert (cheap.certificates_per_tonne and cheap.certificates_per_tonne.value, cheap.cost and cheap.cost.value) == (
        0,
        0,
    )


def test_the_default_path_raises_the_value_and_takes_column_b() -> None:
    found = bolt()
    assert found.default_value is not None
    assert found.default_value.value == 3.474
    assert found.default_certificates_per_tonne is not None
    assert found.default_certificates_per_tonne.value == pytest.approx(3.474 * 1.1 - 0.975 * 1.364, rel=1e-12)


def test_the_mark_up_switch_is_for_precursors_not_for_the_good_itself() -> None:
    found = bolt(decisions=Decisions(markup_on_precursor_defaults=False)).default_value_with_markup
    assert found is not None
    assert found.value == pytest.approx(3.474 * 1.1, rel=1e-12)


def test_each_quarter_has_its_own_price_and_the_cost_is_their_sum() -> None:
    found = bolt(**sent(**{"2026Q1": "200 t", "2026Q2": "100000 kg"}))
    per_tonne = 1e5 * GAS / 1000 + 2.1 - BOLT_SEFA
    assert [line.cost and line.cost.value for line in found.quarters] == pytest.approx(
        [200 * per_tonne * 75.36, 100 * per_tonne * 75.28], rel=1e-12)  # fmt: skip
    assert found.cost is not None
    assert found.cost.value == pytest.approx(200 * per_tonne * 75.36 + 100 * per_tonne * 75.28, rel=1e-12)


def test_without_a_published_price_the_cost_is_missing_and_said_so() -> None:
    found = bolt(**sent(**{"2026Q1": "200 t", "2026Q3": "100 t"}))
    assert [line.cost is None for line in found.quarters] == [False, True]
    assert (found.cost, found.default_cost) == (None, None)
    assert found.quarters[1].certificates is not None
    assert [item.code for item in found.missing["cost, 2026Q3"]] == ["rule.no_price"]


def test_a_named_scenario_prices_only_what_is_not_published() -> None:
    scenarios = {"high": {"2026Q1": q("500 EUR/t CO2e"), "2026Q3": q("90 EUR/t CO2e")}}
    found = bolt("high", **sent(**{"2026Q1": "1 t", "2026Q3": "1 t"}), price_scenarios=scenarios)
    assert [(line.price and line.price.value, line.price_is_scenario) for line in found.quarters] == [
        (75.36, False), (90.0, True)]  # fmt: skip
    assert found.cost is not None


def test_a_scenario_is_used_only_by_its_name() -> None:
    scenarios = {"high": {"2026Q3": q("90 EUR/t CO2e")}}
    assert bolt(**sent(**{"2026Q3": "1 t"}), price_scenarios=scenarios).cost is None
    with pytest.raises(RuleError) as caught:
        bolt("low", price_scenarios=scenarios)
    assert caught.value.problems[0].code == "rule.no_scenario"


def test_what_was_not_sent_costs_nothing_that_could_be_told() -> None:
    found = bolt(**sent())
    assert (found.quarters, found.cost) == ((), None)


def test_an_undecided_exempt_origin_stops_the_certificates_and_says_why() -> None:
    rod = bought("rod", {"bolts": "1050 t"}, country="DE")
    found = bolt(purchases=(rod,))
    assert (found.free_allocation, found.certificates_per_tonne, found.cost) == (None, None, None)
    assert [item.code for item in found.missing["specific_embedded_free_allocation"]] == [
        "carbon.exempt_origin_undecided"]  # fmt: skip
    assert found.default_cost is not None  # the default path does not need it


@pytest.mark.parametrize(("decision", "rod"), [("zero", 0.0), ("column_b", ROD_SEFA)])
def test_a_decision_on_the_exempt_origin_lets_them_be_computed(decision: Any, rod: float) -> None:
    found = bolt(purchases=(bought("rod", {"bolts": "1050 t"}, country="DE"),),
                 decisions=Decisions(exempt_origin_free_allocation=decision)).free_allocation  # fmt: skip
    assert found is not None
    assert found.value == pytest.approx(0.975 * 0.038 + 1.05 * rod, rel=1e-12)


def test_a_reason_upstream_is_told_for_the_good_that_lacks_its_allocation() -> None:
    described = plant(process("wire", good("w", WIRE)), process("p", good("x"), own={"w": "1100 t"}),
                      purchases=(bought("rod", {"wire": "1050 t"}, country="DE"),))  # fmt: skip
    assert (
        costs(described)["x"].missing["specific_embedded_free_allocation"][0].code == "carbon.exempt_origin_undecided"
    )


def test_a_stainless_nut_has_one_benchmark_whatever_the_route() -> None:
    for route in ("", "J"):
        found = costs(plant(process("p", good("x", STAINLESS_NUT, route=route))))["x"].free_allocation
        assert found is not None
        assert found.value == pytest.approx(0.975 * 0.038, rel=1e-12)


def test_a_good_whose_benchmark_depends_on_the_route_needs_it() -> None:
    untold = costs(plant(process("p", good("x", BILLETS))))["x"]
    told = costs(plant(process("p", good("x", BILLETS, route="L"))))["x"]
    assert [item.code for item in untold.missing["specific_embedded_free_allocation"]] == ["rule.route_needed"]
    assert told.free_allocation is not None
    assert told.free_allocation.value == pytest.approx(0.975 * 0.091, rel=1e-12)


def test_a_later_year_has_its_own_share_and_mark_up() -> None:
    found = costs(plant(process("p", good("x", NUT)), year=2028))["x"]
    assert found.free_allocation is not None
    assert found.default_value_with_markup is not None
    assert found.free_allocation.value == pytest.approx(0.9 * 0.038, rel=1e-12)
    assert found.default_value_with_markup.value == pytest.approx(4.104 * 1.3, rel=1e-12)


def test_goods_outside_annex_i_have_no_certificates() -> None:
    described = plant(process("p", good("x", "83024150", cbam_good=False)),
                      source_streams=(fuel("g", "LPG", "10 t", {"p": "rest"}),))  # fmt: skip
    assert costs(described) == {}
