"""Odd plants by plain arithmetic: what each comment adds up by hand is what figures and arrays both give."""

from typing import Any

import pytest
from tests.plants import (
    AMMONIA,
    BILLETS,
    BOLT,
    EDITION,
    NUT,
    PRIMARY,
    WIRE,
    bought,
    electricity,
    fuel,
    good,
    heat_net,
    plant,
    process,
    q,
    report_of,
)

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.statement import state_emissions
from pulmu.model import (
    CarbonDioxideTransfer,
    CombinedHeatAndPower,
    ElectricitySource,
    Electrolysis,
    EmissionSource,
    MeasuredSource,
    OutsourcedStep,
    Plant,
    ScrapInput,
    SourceStream,
    StockMethod,
    WasteGas,
)

F = 3.664
GAS = 38.9e-6 * 56.1
"""t CO2 of a Nm3 of city gas by the national calorific value."""
POWER = ElectricitySource(id="grid", amount=q("12000 MWh"), emission_factor=q("0.5 t CO2/MWh"), evidence="2621")


def carbon(name: str, material: str, amount: str, **more: Any) -> SourceStream:
    return fuel(name, material, amount, {"melt": "rest"}, method="mass_balance", **more)


def arc_furnace() -> Plant:
    """Scrap, electrodes and charge carbon in; billets, slag and dust out; ladles heated by gas; bought alloy."""
    return plant(
        process(
            "melt", good("billet", "72071111", route="E"), scrap_inputs=(ScrapInput(name="s", amount=q("1100 t")),)
        ),
        source_streams=(
            carbon("scrap", "steel scrap", "1100 t"),
            carbon("electrodes", "EAF carbon electrodes", "2 t"),
            carbon("coal", "EAF charge carbon", "10 t"),
            carbon("alloy", "ferro-manganese", "8 t", carbon_content=q("7 %")),
            carbon("steel", "steel", "1000 t", direction="out"),
            carbon("slag", "slag", "120 t", direction="out", carbon_content=q("2 kg C/t")),
            fuel("gas", "city gas", "50000 Nm3", {"melt": "rest"}),
        ),
        purchases=(bought("femn", {"melt": "8 t"}, "8 t", cn_code="72021120", country="CN", direct="2.5 t CO2e/t"),),
    )


# 11.99 + 1.6376 + 8.297 + 0.56 - 10.9 - 0.24 = 11.3446 t C
ARC_FURNACE = (11.3446 * F + 50_000 * GAS + 8 * 2.5) / 1000


def smelter() -> Plant:
    """Cells and anodes, and 2,000 t of bought alloy ingot remelted with the metal; 500 t are lost as dross."""
    cells = Electrolysis(id="cells", process="smelter", technology="PFPB M", aluminium=q("100000 t"),
                         anode_effect_frequency=0.2, anode_effect_duration=1.5)  # fmt: skip
    return plant(
        process("smelter", good("metal", PRIMARY, "101500 t", route="K")),
        electrolysis=(cells,),
        source_streams=(fuel("anodes", "anodes", "42000 t", {"smelter": "rest"}, method="process",
                             emission_factor=q("3.6 t CO2/t"), factor_evidence="laboratory"),),
        purchases=(bought("ingot", {"smelter": "2000 t"}, "2000 t", cn_code=BILLETS, country="CN",
                          direct="8 t CO2e/t"),),
    )  # fmt: skip


# CF4 = 0.2 x 1.5 x 0.104/1000 x 100,000 = 3.12 t; C2F6 = 3.12 x 0.057 = 0.17784 t
SMELTER = (3.12 * 6630 + 0.17784 * 11_100 + 42_000 * 3.6 + 2000 * 8) / 101_500


def cement_works() -> Plant:
    """100,000 t of clinker, of which 60,000 t go into 80,000 t of cement and the rest is sold."""
    return plant(
        process("kiln", good("clinker", "25231000", "100000 t", route="A", clinker_content=1.0)),
        process("mill", good("cement", "25232900", "80000 t", route="A", clinker_content=0.75),
                own={"clinker": "60000 t"}),
        source_streams=(
            fuel("meal", "clinker", "100000 t", {"kiln": "rest"}, method="process"),
            fuel("dust", "cement kiln dust", "1000 t", {"kiln": "rest"}, method="process"),
            fuel("coke", "Petroleum coke", "8000 t", {"kiln": "rest"}),
            fuel("gas", "Natural gas", "10 TJ net", {"mill": "rest"}, emission_factor=q("56.1 t CO2/TJ")),
        ),
        electricity=electricity({"kiln": "8000 MWh", "mill": "4000 MWh"}, POWER),
    )  # fmt: skip


def fertiliser_works() -> Plant:
    """Nitric acid with measured N2O from bought ammonia, most of it neutralised to ammonium nitrate."""
    stack = MeasuredSource(id="tail_gas", gas="N2O", concentration=q("0.4 g/Nm3"), flow=q("50000 Nm3/h"),
                           hours=q("8000 h"), used_by={"acid": "rest"})  # fmt: skip
    return plant(
        process("acid", good("acid", "28080000", "50000 t", nitrogen_content=0.2222)),
        process("nitrate", good("nitrate", "31023090", "60000 t", nitrogen_content=0.34), own={"acid": "47000 t"}),
        measured_sources=(stack,),
        source_streams=(fuel("gas", "city gas", "100000 Nm3", {"nitrate": "rest"}),),
        purchases=(bought("ammonia", {"acid": "14400 t", "nitrate": "12800 t"}, "27200 t", cn_code=AMMONIA,
                          country="SA", direct="2.4 t CO2e/t", indirect=q("0.1 t CO2e/t"), nitrogen_content=0.82),),
        electricity=electricity({"acid": "8000 MWh", "nitrate": "4000 MWh"}, POWER),
    )  # fmt: skip


ACID = (160 * 265 + 14_400 * 2.4) / 50_000
ACID_POWER = (4000 + 14_400 * 0.1) / 50_000
NITRATE = (100_000 * GAS + 47_000 * ACID + 12_800 * 2.4) / 60_000
NITRATE_POWER = (2000 + 47_000 * ACID_POWER + 12_800 * 0.1) / 60_000


def electrolyser() -> Plant:
    """2 NaCl + 2 H2O = H2 + Cl2 + 2 NaOH: what the cell house emits is shared by moles."""
    made = (
        good("hydrogen", "28041000", "100.8 t", molar_mass=2.016),
        good("chlorine", "28011000", "3545 t", cbam_good=False, molar_mass=70.9),
        good("lye", "28151200", "4000 t", cbam_good=False, molar_mass=40.0),
    )
    oil = fuel("oil", "own", "400 t", {"cells": "rest"}, emission_factor=q("3 t CO2/t"))
    return plant(process("cells", *made, grouping_reason="one reaction"), source_streams=(oil,))


def iron_foundry() -> Plant:
    """A gas-fired unit gives 45 TJ of steam and 35 TJ of power from 100 TJ; a cupola gives away its top gas."""
    unit = CombinedHeatAndPower(fuel_class="G10", year_of_construction=2018, heat_form="steam",
                                heat_produced=q("45 TJ"))  # fmt: skip
    top_gas = WasteGas(id="top_gas", produced_by="iron", carbon_counted_by="source_streams", amount=q("1e7 Nm3"),
                       net_calorific_value=q("3.5 MJ/Nm3"), emission_factor=q("260 t CO2/TJ"),
                       exported=q("1e7 Nm3"))  # fmt: skip
    return plant(
        process("iron", good("iron", "72011011", "4000 t")),
        process("parts", good("part", "73269098", "900 t"), own={"iron": "1000 t"}),
        source_streams=(
            fuel("gas", "own", "100 TJ net", {"engine": "rest"}, emission_factor=q("56.1 t CO2/TJ")),
            fuel("coke", "own", "3000 t", {"iron": "rest"}, emission_factor=q("3 t CO2/t")),
        ),
        emission_sources=(
            EmissionSource(id="engine", kind="generator", electricity_produced=q("35 TJ"),
                           combined_heat_and_power=unit),
        ),
        heat_nets=(heat_net("steam", {"iron": "30 TJ", "parts": "15 TJ"}, produced_by=("engine",)),),
        waste_gases=(top_gas,),
    )  # fmt: skip


# heat 0.45/0.87, power 0.35/0.53: the heat takes 0.4392269 of 5,610 t
HEAT = 5610 * (0.45 / 0.87) / (0.45 / 0.87 + 0.35 / 0.53)
IRON = (3000 * 3 + HEAT * 30 / 45 - 35 * 56.1 * 0.667) / 4000


def plated_bolts() -> Plant:
    """500 t of 1,000 t of bolts go to a plater; 495 t come back, 95 t of them are packed."""
    plater = OutsourcedStep(id="plated", kind="plating", operator="Plater", country="KR", good="bolt", cn_code=BOLT,
                            sent=q("500 t"), returned=q("495 t"), used_by={"pack": q("95 t")},
                            exports_to_eu={"2026Q1": q("400 t")})  # fmt: skip
    return plant(
        process("forge", good("bolt", BOLT)),
        process("pack", good("kit", NUT, "100 t")),
        source_streams=(fuel("gas", "own", "200 t", {"forge": "190 t", "pack": "10 t"},
                             emission_factor=q("1 t CO2/t")),),
        purchases=(bought("rod", {"forge": "1050 t"}, direct="2 t CO2e/t"),),
        outsourced_steps=(plater,),
    )  # fmt: skip


PLATED = (0.19 + 1.05 * 2) * 500 / 495


def each_other() -> Plant:
    """Wire mill and bolt works feed each other: a = 0.5 + 0.1 b and b = 0.2 + 0.6 a."""
    return plant(
        process("a", good("wire", WIRE), own={"bolt": "100 t"}),
        process("b", good("bolt", BOLT, "500 t"), own={"wire": "300 t"}),
        source_streams=(fuel("gas", "own", "600 t", {"a": "500 t", "b": "100 t"}, emission_factor=q("1 t CO2/t")),),
    )


def heat_seller() -> Plant:
    """A furnace whose exhaust heats the town: 5 TJ at its own fuel mix over 0.9 are more than it burns."""
    net = heat_net("town", {"outside": "rest"}, recovered_from="bolts", origin="exhaust", heat_produced=q("5 TJ"))
    return plant(
        process("bolts", good("bolt", BOLT)),
        source_streams=(fuel("gas", "own", "1 TJ net", {"bolts": "rest"}, emission_factor=q("56.1 t CO2/TJ")),),
        heat_nets=(net,),
    )


def mixed_suppliers() -> Plant:
    """Three mills of one code, one of them in the EU: everyone gets the mean of what was received."""
    return plant(
        process("bolts", good("bolt", BOLT)),
        purchases=(
            bought("x", {"bolts": "300 t"}, "300 t", direct="2 t CO2e/t"),
            bought("y", {"bolts": "rest"}, "700 t", direct="1 t CO2e/t", country="CN"),
            bought("z", {"bolts": "50 t"}, "1000 t", country="DE", origin_evidence="certificate"),
        ),
    )


def uneven_meters() -> Plant:
    """Two sub-meters show 620 and 340 where the main meter shows 1,000: both are raised by 1.0416667."""
    return plant(
        process("a", good("bolt", BOLT)),
        process("b", good("nut", NUT, "500 t")),
        source_streams=(fuel("gas", "own", "1000 t", {"a": "620 t", "b": "340 t"}, emission_factor=q("1 t CO2/t")),),
    )


def measured_kiln() -> Plant:
    """A stack with 1,000 t CO2 and 20 t of unburnt CO, from which 300 t CO2 are stored for good."""
    stored = CarbonDioxideTransfer(id="stored", process="iron", amount=q("300 t"), purpose="storage", receiver="store",
                                   receiver_monitoring="plan", chain_of_custody="notes")  # fmt: skip
    return plant(
        process("iron", good("iron", "72011011")),
        source_streams=(fuel("coal", "own", "1000 t", {"furnace": "rest"}, emission_factor=q("1.03 t CO2/t"),
                             measured_by="stack"),),
        emission_sources=(EmissionSource(id="furnace", serves=("iron",)),),
        measured_sources=(
            MeasuredSource(id="stack", mass=q("1000 t"), used_by={"furnace": "rest"}),
            MeasuredSource(id="monoxide", gas="CO", mass=q("20 t"), used_by={"furnace": "rest"}),
        ),
        carbon_dioxide_transfers=(stored,),
    )  # fmt: skip


def stock_keeper() -> Plant:
    """1,000 t went out, 50 t were bought in, stock rose from 100 to 180 t, 30 t were put back: 1,000 t were made."""
    stock = StockMethod(sent_out=q("1000 t"), received=q("50 t"), opening_stock=q("100 t"), closing_stock=q("180 t"),
                        returned=q("30 t"))  # fmt: skip
    made = good("bolt", BOLT)
    return plant(
        process("bolts", type(made)(id="bolt", cn_code=BOLT, stock_method=stock)),
        source_streams=(fuel("gas", "own", "80 t", {"bolts": "rest"}, carbon_content=q("75 %")),),
    )


PLANTS: list[tuple[str, Plant, dict[str, tuple[float, float]]]] = [
    ("arc furnace", arc_furnace(), {"billet": (ARC_FURNACE, 0)}),
    ("smelter", smelter(), {"metal": (SMELTER, 0)}),
    ("cement", cement_works(), {
        "clinker": ((101_000 * 0.525 + 8000 * 0.0325 * 97.5) / 1e5, 0.04),
        "cement": ((561 + 60_000 * (101_000 * 0.525 + 25_350) / 1e5) / 8e4, (2000 + 60_000 * 0.04) / 8e4),
    }),
    ("fertiliser", fertiliser_works(), {"acid": (ACID, ACID_POWER), "nitrate": (NITRATE, NITRATE_POWER)}),
    # 50, 50 and 100 kmol x 1000: a quarter of 1,200 t goes with the hydrogen
    ("electrolyser", electrolyser(), {"hydrogen": (300 / 100.8, 0), "chlorine": (300 / 3545, 0),
                                      "lye": (600 / 4000, 0)}),
    ("foundry", iron_foundry(), {"iron": (IRON, 0), "part": ((HEAT * 15 / 45 + 1000 * IRON) / 900, 0)}),
    ("plated", plated_bolts(), {"bolt": (2.29, 0), "plated": (PLATED, 0), "kit": ((10 + 95 * PLATED) / 100, 0)}),
    ("each other", each_other(), {"wire": (0.52 / 0.94, 0), "bolt": (0.2 + 0.6 * 0.52 / 0.94, 0)}),
    ("heat seller", heat_seller(), {"bolt": (0, 0)}),
    ("suppliers", mixed_suppliers(), {"bolt": (1.05 * (600 + 700) / 2000, 0)}),
    ("meters", uneven_meters(), {"bolt": (0.620 / 0.96, 0), "nut": (0.340 / 0.96 * 2, 0)}),
    ("measured", measured_kiln(), {"iron": ((1000 + 20 * 1.5712 - 300) / 1000, 0)}),
    ("stock", stock_keeper(), {"bolt": (80 * 0.75 * F / 1000, 0)}),
]  # fmt: skip


@pytest.mark.parametrize(("described", "expected"), [item[1:] for item in PLANTS], ids=[item[0] for item in PLANTS])
def test_the_figures_are_what_plain_arithmetic_gives(
    described: Plant, expected: dict[str, tuple[float, float]]
) -> None:
    assert [item for item in check_plant(described) if item.severity == "error"] == []
    goods = state_emissions(described, EDITION).goods
    found = {name: (item.direct.value, item.counted.value - item.direct.value) for name, item in goods.items()}
    assert found.keys() == expected.keys()
    for name, (direct, indirect) in expected.items():
        assert found[name] == pytest.approx((direct, indirect), rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("described", [item[1] for item in PLANTS], ids=[item[0] for item in PLANTS])
def test_arrays_give_the_same(described: Plant) -> None:
    """Arrays know processes and functional units: what a tonne of clinker, of nitrogen or a mole carries."""
    statement = state_emissions(described, EDITION)
    by_process = {item.process: item for item in statement.goods.values()}
    expected = [
        item.functional.counted.value if item.functional else item.counted.value
        for item in (by_process[name] for name in statement.processes)
    ]
    counted = embedded_emissions_of_plants([described], EDITION).counted
    assert counted.tolist() == pytest.approx(expected, rel=1e-9, abs=1e-12)


REFUSED: list[tuple[str, Plant]] = [
    ("carbon.no_output", plant(process("idle", good("bolt", BOLT, "0 t")))),
    ("carbon.no_output", plant(process("idle", type(good("x"))(id="bolt", cn_code=BOLT, stock_method=StockMethod(
        sent_out=q("10 t"), opening_stock=q("50 t"), closing_stock=q("20 t")))))),
    ("carbon.loop_not_solvable", plant(process("a", good("wire", WIRE, "100 t"), own={"bolt": "100 t"}),
                                       process("b", good("bolt", BOLT, "100 t"), own={"wire": "100 t"}))),
    ("carbon.duplicate_cn", plant(process("a", good("x", BOLT)), process("b", good("y", BOLT)))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "described"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_is_refused_and_never_computed(code: str, described: Plant) -> None:
    assert {item.code: item.severity for item in check_plant(described)}.get(code) == "error"


def test_a_process_that_gave_away_more_than_it_emitted_is_told() -> None:
    assert "carbon.negative_attribution" in {item.code for item in report_of(heat_seller()).remarks}
