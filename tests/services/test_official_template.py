"""A plant as the communication template holds it: rows, limits, and what the template tells otherwise."""

import dataclasses

import pytest
from tests.plants import AMMONIA, PRIMARY, WASHERS, bought, electricity, fuel, good, heat_net, plant, process, q

from pulmu.model import EmissionSource, InputError, Plant, ScrapInput, VerifiedValue
from pulmu.services._official_names import distinct_names
from pulmu.services.official_content import DEFAULT, MEASURED, UNKNOWN_ROUTE, OfficialStream
from pulmu.services.official_template import OfficialFilling, fill_for_plant


def codes(filling: OfficialFilling) -> set[str]:
    return {item.code for item in filling.differences}


def two_steps(**more: object) -> Plant:
    """Wire drawn from rod, bolts made of it; the later process is written first."""
    bolts = process("bolts", good("bolt", produced="900 t"), own={"wire": "950 t"})
    wire = process("wire_drawing", good("wire", "72171039", produced="1000 t"))
    rod = bought("rod", {"wire_drawing": "1050 t"}, direct="2 t CO2e/t", indirect=q("0.3 t CO2e/t"))
    gas = fuel("gas", "city gas", "100000 Nm3", {"wire_drawing": "40000 Nm3", "bolts": "rest"})
    return plant(bolts, wire, source_streams=(gas,), purchases=(rod,), **more)  # type: ignore[arg-type]


def test_upstream_processes_come_first() -> None:
    filling = fill_for_plant(two_steps())
    assert filling.processes == ("wire_drawing", "bolts")
    wire, bolts = filling.content.processes
    assert (wire.market, wire.to_processes, bolts.market) == (50.0, (950.0,), 900.0)


def test_the_route_that_follows_from_the_charge_is_chosen() -> None:
    scrap = ScrapInput(name="scrap", amount=q("1100 t"))
    melt = dataclasses.replace(process("melt", good("billet", "72071111")), scrap_inputs=(scrap,))
    filling = fill_for_plant(plant(melt))
    assert filling.content.goods[0].routes == ("Electric arc furnace",)
    assert "official.route_unknown" not in codes(filling)
    untold = dataclasses.replace(melt, scrap_inputs=())
    assert fill_for_plant(plant(untold)).content.goods[0].routes == (UNKNOWN_ROUTE,)


def test_what_processes_make_is_what_leaves_them() -> None:
    described = two_steps()
    wire = dataclasses.replace(described.processes[1], goods=(good("wire", "72171039", produced="1000.1 t"),))
    bolts = dataclasses.replace(described.processes[0], own_precursors={"wire": q("333.3 t")})
    filling = fill_for_plant(dataclasses.replace(described, processes=(bolts, wire)))
    row = filling.content.processes[0]
    assert (row.produced, row.market, row.to_processes, row.to_others) == ((1000.1,), 666.8, (333.3,), 0.0)


def test_a_stream_stands_in_the_units_of_the_template() -> None:
    gas = fuel("gas", "city gas", "100000 Nm3", {"bolts": "rest"}, emission_factor=q("56 t CO2/TJ"),
               net_calorific_value=q("38 MJ/Nm3"), oxidation_factor=0.995)  # fmt: skip
    oil = fuel("oil", "gas oil", "1000 L", {"bolts": "rest"}, emission_factor=q("2.6 kg CO2/L"))
    filling = fill_for_plant(plant(source_streams=(gas, oil)))
    assert filling.content.streams[0] == OfficialStream(
        method="Combustion", name="gas", amount=100.0, unit="1000Nm3", net_calorific_value=pytest.approx(38.0),
        emission_factor=56.0, factor_unit="tCO2/TJ", oxidation=pytest.approx(99.5),
    )  # fmt: skip
    row = filling.content.streams[1]
    assert row.net_calorific_value is None
    assert (row.amount, row.unit, row.factor_unit) == (1.0, "t", "tCO2/t")
    assert row.emission_factor == pytest.approx(2.6)
    assert "official.stream_unit" in codes(filling)


def test_a_factor_per_tonne_leaves_the_energy_known() -> None:
    coal = fuel("coal", "anthracite", "10 t", {"bolts": "rest"}, carbon_content=q("70 %"),
                net_calorific_value=q("26 GJ/t"), factor_evidence="laboratory")  # fmt: skip
    (row,) = fill_for_plant(plant(source_streams=(coal,))).content.streams
    assert (row.net_calorific_value, row.factor_unit) == (pytest.approx(26.0), "tCO2/t")
    assert row.emission_factor == pytest.approx(0.7 * 3.664)


def test_each_delivery_keeps_its_origin_and_value() -> None:
    deliveries = (
        bought("ours", {"bolts": "400 t"}, received="600 t", direct="2 t CO2e/t"),
        bought("theirs", {"bolts": "600 t"}, received="400 t", country="CN"),
        bought("ingots", {"bolts": "10 t"}, received="20 t", cn_code=PRIMARY, country="DE", origin_evidence="EUR.1"),
        bought("washers", {"bolts": "rest"}, received="5 t", cn_code=WASHERS, country="unknown"),
    )
    filling = fill_for_plant(plant(purchases=deliveries))
    ours, theirs, ingots, washers = filling.content.precursors
    assert (ours.used, theirs.used) == ((600.0,), (400.0,)), "the mean by mass received, as the template adds up"
    assert (ours.direct_source, theirs.direct_source) == (MEASURED, DEFAULT)
    assert (ours.country, theirs.country, ingots.country, washers.country) == ("KR", "CN", "DE", None)
    assert (ingots.direct, ingots.routes) == (0.0, (UNKNOWN_ROUTE,))
    assert ingots.bought == (0.0, 0.0, 0.0, 20.0)
    assert ingots.other == 10.0
    assert {"official.mean_of_deliveries", "official.default_value", "official.origin_exempt",
            "official.origin_unknown", "official.verification"} <= codes(filling)  # fmt: skip
    assert "VR-1" in (filling.content.notes.remarks or "")


def test_a_value_per_functional_unit_stands_per_tonne() -> None:
    value = VerifiedValue(direct=q("2 t CO2e/t"), indirect=q("0.5 t CO2e/t"), per="functional_unit",
                          verification_report="VR-1", year=2026)  # fmt: skip
    ammonia = bought("nh3", {"bolts": "10 t"}, cn_code=AMMONIA, verified=value, nitrogen_content=0.82)
    (row,) = fill_for_plant(plant(purchases=(ammonia,))).content.precursors
    assert (row.direct, row.electricity, row.electricity_factor) == (pytest.approx(1.64), 1.0, pytest.approx(0.41))


def test_heat_of_a_boiler_stands_with_the_factor_it_reached_its_users_with() -> None:
    filling = fill_for_plant(
        plant(
            process("bolts", good("bolt")),
            source_streams=(fuel("gas", "city gas", "100000 Nm3", {"boiler": "rest"}),),
            emission_sources=(EmissionSource(id="boiler", kind="boiler"),),
            heat_nets=(heat_net("steam", {"bolts": "1000 GJ", "outside": "500 GJ"}, produced_by=("boiler",)),),
        )
    )
    row = filling.content.processes[0]
    assert (row.heat, row.heat_in, row.heat_out, row.direct) == (True, pytest.approx(1.0), 0.0, 0.0)
    energy = filling.content.streams[0].amount * filling.content.streams[0].net_calorific_value / 1e3  # type: ignore[operator]
    assert row.heat_in_factor == pytest.approx(energy * 56.1 / 1.5)


def test_a_process_without_cbam_goods_only_takes() -> None:
    fittings = process("fittings", good("fitting", "83024150", cbam_good=False), own={"bolt": "100 t"})
    filling = fill_for_plant(plant(process("bolts", good("bolt")), fittings))
    assert filling.processes == ("bolts",)
    assert (filling.content.processes[0].to_others, filling.content.processes[0].market) == (100.0, 900.0)
    assert "official.process_outside" in codes(filling)


def test_a_co_product_outside_annex_i_has_no_block() -> None:
    """Chlorine beside hydrogen bears its part by moles: neither it nor what was used for it is in a block."""
    cells = process("cells", good("h2", "28041000", produced="10 t", molar_mass=2.0),
                    good("cl2", "28011000", produced="710 t", molar_mass=71.0, cbam_good=False))  # fmt: skip
    gas = fuel("gas", "own", "30 t", {"cells": "rest"}, emission_factor=q("1 t CO2/t"))
    salt = bought("billets", {"cells": "30 t"}, received="30 t", cn_code=PRIMARY, direct="1 t CO2e/t")
    filling = fill_for_plant(plant(cells, source_streams=(gas,), purchases=(salt,)))
    (block,), (row,) = filling.content.processes, filling.content.precursors
    assert (block.market, block.direct) == (10.0, pytest.approx(10.0))
    assert (row.used, row.other) == ((pytest.approx(10.0),), pytest.approx(20.0))
    assert filling.expected[0].goods == ("h2",)


def test_what_a_process_puts_back_into_itself_is_no_production() -> None:
    filling = fill_for_plant(plant(process("bolts", good("bolt"), own={"bolt": "100 t"})))
    row = filling.content.processes[0]
    assert (row.produced, row.market, row.to_processes) == ((900.0,), 900.0, ())
    assert "official.put_back" in codes(filling)


def test_unknown_electricity_stays_blank_and_is_told() -> None:
    known = fill_for_plant(plant(process("bolts", good("bolt")), electricity=electricity({"bolts": "rest"})))
    unknown = fill_for_plant(plant(process("bolts", good("bolt"))))
    assert known.content.processes[0].electricity == 1000.0
    assert unknown.content.processes[0].electricity is None
    assert "official.electricity_unknown" in codes(unknown) - codes(known)


def test_every_limit_a_plant_exceeds_is_told_at_once() -> None:
    many = [process(f"p{n}", good(f"g{n}", produced="1 t"), own={}) for n in range(12)]
    rods = tuple(bought(f"rod{n}", {"p0": "1 t"}, received="1 t") for n in range(23))
    gases = tuple(fuel(f"gas{n}", "city gas", "1 Nm3", {"p0": "rest"}) for n in range(76))
    with pytest.raises(InputError) as refused:
        fill_for_plant(plant(*many, purchases=rods, source_streams=gases))
    told = {dict(item.values)["kind"]: dict(item.values)["over"] for item in refused.value.problems}
    assert told == {"processes": "2", "precursors": "3", "source_streams": "1"}
    assert {item.code for item in refused.value.problems} == {"official.too_large"}


def test_names_are_told_apart_as_the_template_looks_them_up() -> None:
    names = distinct_names(["Wire", "wire", "a_b*", "a b", "x" * 80, "x" * 90, " "], taken=["Wire"])
    assert names[:4] == ["Wire (2)", "wire (3)", "a b", "a b (2)"]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) == 60


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["=1+1", ">5", "<>x", "1+1"], ["No. 1+1", "No. 5", "x", "No. 1+1 (2)"]),
        (["12", "12.0", "TRUE", "1/2"], ["No. 12", "No. 12.0", "No. TRUE", "No. 1/2"]),
        (["a\x01b", "a b", "a\nb", "~*?", "wire", "wire rod"], ["a b", "a b (2)", "a b (3)", "-", "wire", "wire rod"]),
    ],
)
def test_a_name_is_never_a_condition_a_number_or_a_pattern(wanted: list[str], names: list[str]) -> None:
    assert distinct_names(wanted) == names
