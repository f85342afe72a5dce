"""Specific embedded emissions of goods: what counts, what does not, and what rests on defaults."""

import dataclasses

import pytest
from tests.plants import (
    BILLETS,
    EDITION,
    HOLLOW_PROFILES,
    NUT,
    PRIMARY,
    PROFILES,
    SINTERED_ORE,
    WIRE,
    bought,
    electricity,
    fuel,
    good,
    plant,
    process,
    q,
)

from pulmu.carbon.goods import GoodStatement
from pulmu.carbon.statement import state_emissions
from pulmu.model import Plant

GAS = 38.9e-6 * 56.1


def goods(described: Plant) -> dict[str, GoodStatement]:
    return state_emissions(described, EDITION).goods


def test_a_bolt_carries_its_gas_and_its_rod() -> None:
    assert goods(plant())["bolt"].counted.value == pytest.approx(1e5 * GAS / 1000 + 1.05 * 2, rel=1e-12)


def test_a_simple_good_carries_its_process_alone() -> None:
    described = plant(process("p", good("x")), source_streams=(fuel("g", "LPG", "10 t", {"p": "rest"}),))
    assert goods(described)["x"].counted.value == pytest.approx(10 * 47.3e-3 * 63.1 / 1000, rel=1e-12)


def test_goods_of_one_process_share_its_figure_per_tonne() -> None:
    described = plant(process("p", good("x"), good("y", NUT, produced="500 t")),
                      purchases=(bought("rod", {"p": "1600 t"}, direct="2 t CO2e/t"),))  # fmt: skip
    found = goods(described)
    assert found["x"].counted.value == found["y"].counted.value == pytest.approx(3200 / 1500, rel=1e-12)


def test_the_indirect_emissions_of_sintered_ore_follow_it_into_steel() -> None:
    ore = bought("ore", {"wire": "1500 t"}, cn_code=SINTERED_ORE, country="VN", direct="0.5 t CO2e/t",
                 indirect=q("0.04 t CO2e/t"))  # fmt: skip
    described = plant(process("wire", good("w", WIRE)), process("p", good("x"), own={"w": "900 t"}), purchases=(ore,),
                      electricity=electricity({"wire": "700 MWh", "p": "rest"}))  # fmt: skip
    found = goods(described)
    assert found["w"].direct.value == pytest.approx(1.5 * 0.5, rel=1e-12)
    assert found["w"].counted.value == pytest.approx(1.5 * 0.54, rel=1e-12)
    assert found["x"].counted.value == pytest.approx(0.9 * 1.5 * 0.54, rel=1e-12)


def test_the_indirect_emissions_of_bought_steel_do_not_count() -> None:
    rod = bought("rod", {"bolts": "1050 t"}, direct="2 t CO2e/t", indirect=q("0.5 t CO2e/t"))
    found = goods(dataclasses.replace(plant(), purchases=(rod,)))["bolt"]
    assert found.counted.value == found.direct.value == pytest.approx(1e5 * GAS / 1000 + 2.1, rel=1e-12)


def test_a_steel_good_never_counts_its_own_electricity() -> None:
    with_power = dataclasses.replace(plant(), electricity=electricity({"bolts": "rest"}))
    found = goods(with_power)["bolt"]
    assert found.counted.value == goods(plant())["bolt"].counted.value
    assert found.indirect is not None
    assert found.indirect.value > 0.4


def test_two_own_processes_that_feed_each_other() -> None:
    # wire = 0.1 + 1.05 x 2 + 0.2 bolt; bolt = 0.2 + 0.9 wire
    rod = bought("rod", {"wire": "1050 t"}, direct="2 t CO2e/t")
    own_fuel = (
        fuel("f1", "own", "50 t", {"wire": "rest"}, emission_factor=q("2 t CO2/t")),
        fuel("f2", "own", "100 t", {"bolts": "rest"}, emission_factor=q("2 t CO2/t")),
    )
    described = plant(
        process("wire", good("w", WIRE), own={"x": "200 t"}),
        process("bolts", good("x"), own={"w": "900 t"}),
        purchases=(rod,),
        source_streams=own_fuel,
    )
    wire = (2.2 + 0.2 * 0.2) / (1 - 0.18)
    found = {name: item.counted.value for name, item in goods(described).items()}
    assert found == pytest.approx({"w": wire, "x": 0.2 + 0.9 * wire}, rel=1e-12)


def test_the_share_of_default_values_follows_them_through_the_chain() -> None:
    deliveries = (bought("r1", {"wire": "500 t"}, received="500 t", direct="2 t CO2e/t"),
                  bought("r2", {"wire": "500 t"}, received="500 t", country="CN"))  # fmt: skip
    described = plant(
        process("wire", good("w", WIRE)), process("p", good("x"), own={"w": "1000 t"}), purchases=deliveries
    )
    by_default = 3.169 * 1.1 / 2
    assert goods(described)["x"].share_of_default_values.value == pytest.approx(
        by_default / (1 + by_default), rel=1e-12
    )


def test_what_carries_nothing_rests_on_no_default() -> None:
    found = goods(plant(process("p", good("x")), purchases=(bought("rod", {"p": "1050 t"}, country="DE"),)))["x"]
    assert (found.counted.value, found.share_of_default_values.value) == (0.0, 0.0)


def test_billets_from_scrap_and_primary_metal_into_profiles() -> None:
    # Scrap carries nothing: 0.3 t of primary metal per tonne of billet, 1.25 t of billet per tonne of profile.
    metal = bought("metal", {"cast": "300 t"}, received="300 t", cn_code=PRIMARY, country="AU")
    described = plant(
        process("cast", good("b", BILLETS, route="L")),
        process("press", good("p1", PROFILES, produced="600 t"), good("p2", HOLLOW_PROFILES, produced="200 t"),
                own={"b": "1000 t"}),
        purchases=(metal,),
    )  # fmt: skip
    found = {name: item.counted.value for name, item in goods(described).items()}
    billet = 0.3 * 1.700 * 1.1
    assert found == pytest.approx({"b": billet, "p1": 1.25 * billet, "p2": 1.25 * billet}, rel=1e-12)


def test_a_verified_sintered_ore_without_its_indirect_part_is_not_counted_as_if_it_had_none() -> None:
    # Annex I 3.1: the indirect emissions follow the precursor. A figure without them is not a whole one.
    ore = bought("ore", {"p": "1500 t"}, cn_code=SINTERED_ORE, country="VN", direct="0.5 t CO2e/t")
    described = plant(process("p", good("x")), purchases=(ore,))
    from pulmu.carbon.check import check_plant

    assert any("indirect" in item.message for item in check_plant(described))
