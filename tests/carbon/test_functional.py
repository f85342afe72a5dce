"""Goods counted by what they hold: clinker, nitrogen."""

import dataclasses

import pytest
from tests.plants import EDITION, bought, electricity, fuel, good, plant, process, q, report_of

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.costs import state_costs
from pulmu.carbon.statement import state_emissions
from pulmu.model import Decisions, ElectricitySource, Plant, RuleError

CLINKER, CEMENT, AMMONIA, UREA = "25231000", "25232900", "28141000", "31021090"
GRID = ElectricitySource(id="grid", amount=q("1000 MWh"), emission_factor=q("0.45 t CO2e/MWh"), evidence="Annex II")


def cement_works(**more: object) -> Plant:
    """1,000 t of clinker at 0.8 t/t; 800 t of them in 1,000 t of cement, 100 MWh for grinding."""
    decisions = more.pop("decisions", Decisions(cement_values_per="tonne_of_clinker"))
    return plant(
        process("kiln", good("clinker", CLINKER, route="A", variant="2523100090")),
        process("mill", good("cement", CEMENT, clinker_content=0.8, **more), own={"clinker": "800 t"}),  # type: ignore[arg-type]
        source_streams=(fuel("coal", "own", "400 t", {"kiln": "rest"}, emission_factor=q("2 t CO2/t")),),
        electricity=electricity({"kiln": "0 MWh", "mill": "100 MWh", "outside": "900 MWh"}, GRID),
        decisions=decisions,  # type: ignore[arg-type]
    )


def test_cement_is_counted_by_its_clinker_and_told_per_tonne_too() -> None:
    # Grinding: 100 MWh x 0.45 = 45 t over 800 t of clinker. Clinker of 0.8 t/t: 800 t x 0.8 = 640 t over 800 t.
    found = state_emissions(cement_works(), EDITION).goods["cement"]
    assert found.functional is not None
    assert found.functional.unit == "t_clinker"
    assert found.functional.direct.value == pytest.approx(0.8, rel=1e-12)
    assert found.functional.counted.value == pytest.approx(0.8 + 45 / 800, rel=1e-12)
    assert found.counted.value == pytest.approx(0.8 * (0.8 + 45 / 800), rel=1e-12)
    assert found.direct.value == pytest.approx(0.64, rel=1e-12)


def test_clinker_is_clinker() -> None:
    assert state_emissions(cement_works(), EDITION).goods["clinker"].functional is None


def test_the_report_tells_both() -> None:
    found = next(item for item in report_of(cement_works()).goods if item.id == "cement")
    assert found.per_functional_unit is not None
    assert found.activity_level_functional is not None
    assert (found.activity_level.value, found.activity_level_functional.value) == (1000.0, 800.0)
    assert found.boundary is not None
    assert found.boundary.confidence == "transitional"
    whole = found.specific_embedded_emissions.value * found.activity_level.value
    assert whole == pytest.approx(sum(part.emissions for part in found.contributions), rel=1e-12)
    assert {part.kind for part in found.contributions} == {"direct_fuel", "indirect_electricity"}


def test_the_values_of_cement_are_not_taken_before_their_unit_is_decided() -> None:
    undecided = state_costs(state_emissions(cement_works(decisions=Decisions()), EDITION), EDITION)["cement"]
    assert undecided.default_value is None
    assert undecided.missing["default_value"][0].code == "rule.cement_unit_undecided"
    per_good = Decisions(cement_values_per="tonne_of_good")
    by_good = state_costs(state_emissions(cement_works(decisions=per_good), EDITION), EDITION)["cement"]
    by_clinker = state_costs(state_emissions(cement_works(), EDITION), EDITION)["cement"]
    assert by_good.default_value is not None
    assert by_clinker.default_value is not None
    assert by_good.default_value.value == 0.94
    assert by_clinker.default_value.value == pytest.approx(0.94 * 0.8, rel=1e-12)


def test_free_allocation_of_cement_is_that_of_its_clinker() -> None:
    # Column A of cement is 0; 0.8 t of clinker per tonne of cement x 0.975 x 0.666.
    found = state_costs(state_emissions(cement_works(), EDITION), EDITION)["cement"].free_allocation
    assert found is not None
    assert found.value == pytest.approx(0.8 * 0.975 * 0.666, rel=1e-12)


def fertiliser_works() -> Plant:
    """1,000 t of ammonia at 2 t/t, of 0.82 N; 570 t of them in 1,000 t of urea, of 0.46 N."""
    return plant(
        process("synthesis", good("nh3", AMMONIA, nitrogen_content=0.82)),
        process("urea", good("urea", UREA, nitrogen_content=0.46), own={"nh3": "570 t"}),
        source_streams=(fuel("gas", "own", "1000 t", {"synthesis": "rest"}, emission_factor=q("2 t CO2/t")),),
        electricity=electricity({"synthesis": "200 MWh", "urea": "100 MWh", "outside": "700 MWh"}, GRID),
    )


def test_ammonia_and_urea_are_counted_by_their_nitrogen() -> None:
    goods = state_emissions(fertiliser_works(), EDITION).goods
    ammonia, urea = goods["nh3"], goods["urea"]
    assert ammonia.functional is not None
    assert urea.functional is not None
    assert ammonia.functional.direct.value == pytest.approx(2 / 0.82, rel=1e-12)
    assert ammonia.counted.value == pytest.approx(2 + 0.09, rel=1e-12)
    assert urea.direct.value == pytest.approx(0.57 * 2, rel=1e-12)
    assert urea.functional.direct.value == pytest.approx(0.57 * 2 / 0.46, rel=1e-12)
    assert urea.counted.value == pytest.approx(0.57 * 2.09 + 0.045, rel=1e-12)


@pytest.mark.parametrize("described", [cement_works(), fertiliser_works()])
def test_arrays_agree(described: Plant) -> None:
    batch = embedded_emissions_of_plants([described], EDITION)
    for row, found in enumerate(state_emissions(described, EDITION).goods.values()):
        per_unit = found.functional.counted if found.functional else found.counted
        assert batch.counted[row] == pytest.approx(per_unit.value, rel=1e-12)


def test_a_verified_value_per_nitrogen_becomes_one_per_tonne() -> None:
    ammonia = bought("nh3", {"urea": "570 t"}, "570 t", cn_code=AMMONIA, country="SA", nitrogen_content=0.82,
                     direct="2.5 t CO2e/t", indirect=q("0.1 t CO2e/t"))  # fmt: skip
    assert ammonia.verified is not None
    ammonia = dataclasses.replace(ammonia, verified=dataclasses.replace(ammonia.verified, per="functional_unit"))
    described = plant(
        process("urea", good("urea", UREA, nitrogen_content=0.46)),
        purchases=(ammonia,),
        electricity=electricity({"urea": "0 MWh", "outside": "rest"}, GRID),
    )
    found = state_emissions(described, EDITION).goods["urea"]
    assert found.counted.value == pytest.approx(0.57 * 0.82 * 2.6, rel=1e-12)
    batch = embedded_emissions_of_plants([described], EDITION)
    assert batch.counted[0] * 0.46 == pytest.approx(found.counted.value, rel=1e-12)


def test_what_is_not_metered_is_shared_by_nitrogen_where_all_goods_are_counted_so() -> None:
    described = dataclasses.replace(
        fertiliser_works(),
        source_streams=(fuel("gas", "own", "1280 t", {"synthesis": "rest", "urea": "rest"},
                             emission_factor=q("1 t CO2/t")),),
    )  # fmt: skip
    processes = state_emissions(described, EDITION).processes
    assert processes["synthesis"].attributed_direct.value == pytest.approx(820, rel=1e-12)
    assert processes["urea"].attributed_direct.value == pytest.approx(460, rel=1e-12)


def test_goods_of_one_process_share_its_figure_per_nitrogen_not_per_tonne() -> None:
    described = plant(
        process("mix", good("a", "31022100", nitrogen_content=0.2), good("b", "31024090", nitrogen_content=0.4)),
        source_streams=(fuel("gas", "own", "600 t", {"mix": "rest"}, emission_factor=q("1 t CO2/t")),),
        electricity=electricity({"mix": "0 MWh", "outside": "rest"}, GRID),
    )
    goods = state_emissions(described, EDITION).goods
    assert (goods["a"].counted.value, goods["b"].counted.value) == pytest.approx((0.2, 0.4), rel=1e-12)


def codes(described: Plant) -> dict[str, str]:
    return {item.code: item.severity for item in check_plant(described)}


def test_the_works_pass_their_checks() -> None:
    for described in (cement_works(), fertiliser_works()):
        assert "error" not in codes(described).values(), codes(described)
        assert codes(described)["carbon.boundary_transitional"] == "warning"


def test_what_a_category_asks_for_is_asked() -> None:
    works = cement_works()
    bare = plant(process("mill", good("cement", CEMENT)),
                 process("acid", good("acid", "28080000", nitrogen_content=0.0)),
                 process("power", good("el", "27160000")), process("nitrate", good("kno3", "28342100")),
                 process("metal", good("al", "76011090", route="K")),
                 process("billet", good("steel", "72071111")))  # fmt: skip
    found = codes(bare)
    for code in ("carbon.content_needed", "carbon.content_zero", "carbon.electricity_good", "carbon.indirect_unknown",
                 "carbon.nitrous_oxide_not_measured", "carbon.perfluorocarbons_missing"):  # fmt: skip
        assert found.get(code) == "error", code
    for code in ("carbon.functional_unit_unsettled", "carbon.no_carbon_given", "carbon.boundary_transitional"):
        assert found.get(code) == "warning", code
    no_factor = electricity({"mill": "rest"}, ElectricitySource(id="grid", amount=q("10 MWh")))
    assert codes(dataclasses.replace(works, electricity=no_factor)).get("carbon.grid_factor_needed") == "error"
    line = ElectricitySource(id="w", kind="direct_line", amount=q("300 MWh"), emission_factor=q("0 t CO2e/MWh"))
    unproven = dataclasses.replace(works.electricity, sources=(line,))
    assert codes(dataclasses.replace(works, electricity=unproven)).get("carbon.grid_factor_needed") == "error"
    assert codes(dataclasses.replace(works, electricity=no_factor)).get("carbon.indirect_no_user") == "warning"
    ignored = dataclasses.replace(plant(), processes=(process("bolts", good("bolt", clinker_content=0.5)),))
    assert codes(ignored).get("carbon.ignored_field") == "warning"
    mixed = plant(process("p", good("a", "28342100"), good("b", "31022100", nitrogen_content=0.2)))
    assert codes(mixed).get("carbon.mixed_functional_units") == "error"
    power = bought("el", {"bolts": "1 t"}, cn_code="27160000")
    assert codes(dataclasses.replace(plant(), purchases=(power,))).get("carbon.electricity_precursor") == "error"


def chlorine_works(**more: object) -> Plant:
    """Brine split: of 2 mol H2 2.016 t, chlorine 70.9 t and lye 79.998 t, one mole of each but two of lye."""
    outside = {"cbam_good": False}
    return plant(
        process(
            "cells",
            good("hydrogen", "28041000", produced="2.016 t", molar_mass=2.016),
            good("chlorine", "28011000", produced="70.9 t", molar_mass=70.9, **outside),
            good("lye", "28151200", produced="79.994 t", molar_mass=39.997, **outside),
        ),
        source_streams=(fuel("gas", "own", "40 t", {"cells": "rest"}, emission_factor=q("1 t CO2/t")),),
        **more,  # type: ignore[arg-type]
    )


def test_chemical_co_products_share_by_moles() -> None:
    # 40 t over one mole of hydrogen, one of chlorine, two of lye: 10 t to the hydrogen.
    described = chlorine_works()
    assert "error" not in codes(described).values(), codes(described)
    goods = state_emissions(described, EDITION).goods
    assert goods["hydrogen"].counted.value == pytest.approx(10 / 2.016, rel=1e-12)
    shares = [
        goods[name].direct.value * mass for name, mass in (("hydrogen", 2.016), ("chlorine", 70.9), ("lye", 79.994))
    ]
    assert shares == pytest.approx([10, 10, 20], rel=1e-12)
    batch = embedded_emissions_of_plants([described], EDITION)
    assert batch.counted[0] / 2.016 == pytest.approx(goods["hydrogen"].counted.value, rel=1e-12)
    told = report_of(described).goods[0]
    assert (told.functional_unit, told.content) == ("tonne", None)
    assert sum(part.emissions for part in told.contributions) == pytest.approx(10, rel=1e-9)


def test_who_shares_by_moles_gives_every_molar_mass() -> None:
    described = chlorine_works()
    cells = described.processes[0]
    goods = (*cells.goods[:2], dataclasses.replace(cells.goods[2], molar_mass=None))
    lacking = dataclasses.replace(described, processes=(dataclasses.replace(cells, goods=goods),))
    assert codes(lacking)["carbon.molar_mass_missing"] == "error"
    ammonia = plant(process("p", good("nh3", AMMONIA, nitrogen_content=0.82, molar_mass=17.03)))
    assert codes(ammonia)["carbon.mixed_functional_units"] == "error"


def test_iron_made_of_own_sintered_ore_carries_the_electricity_of_the_ore_and_not_its_own() -> None:
    # Annex I 3.1: indirect emissions follow the precursor. 200 MWh x 0.45 over 1,500 t of sinter, 1.5 t per t of iron.
    described = plant(
        process("sinter", good("ore", "26011200", produced="1500 t")),
        process("furnace", good("iron", "72011011"), own={"ore": "1500 t"}),
        source_streams=(fuel("coke", "own", "600 t", {"sinter": "100 t", "furnace": "500 t"},
                             emission_factor=q("3 t CO2/t")),),
        electricity=electricity({"sinter": "200 MWh", "furnace": "rest"}, GRID),
    )  # fmt: skip
    assert "error" not in codes(described).values()
    goods = state_emissions(described, EDITION).goods
    assert goods["ore"].counted.value == pytest.approx(300 / 1500 + 90 / 1500, rel=1e-12)
    assert goods["iron"].direct.value == pytest.approx(1.5 + 0.3, rel=1e-12)
    assert goods["iron"].counted.value == pytest.approx(1.8 + 0.09, rel=1e-12)
    assert embedded_emissions_of_plants([described], EDITION).counted[1] == pytest.approx(1.89, rel=1e-12)


def test_electricity_that_counts_and_is_not_known_is_refused_by_the_figures_too() -> None:
    described = dataclasses.replace(cement_works(), electricity=electricity({}))
    with pytest.raises(RuleError, match="its electricity"):
        state_emissions(described, EDITION)


def test_two_sources_of_electricity_count_by_their_mean() -> None:
    """Case 18 of the method, through a plant: 700 MWh at 0.45 and 300 at zero, 200 MWh for 1,000 t."""
    sources = (
        ElectricitySource(id="grid", amount=q("700 MWh"), emission_factor=q("0.45 t CO2e/MWh")),
        ElectricitySource(
            id="wind",
            kind="direct_line",
            amount=q("300 MWh"),
            emission_factor=q("0 t CO2e/MWh"),
            producer="Wind Farm",
            agreement="line of 2025",
            smart_meters_at_both_ends=True,
        ),
    )
    described = plant(
        process("sinter", good("ore", "26011200")),
        electricity=electricity({"sinter": "200 MWh", "outside": "800 MWh"}, *sources),
    )
    found = state_emissions(described, EDITION).goods["ore"]
    assert found.counted.value == pytest.approx(0.063, rel=1e-12)
