"""Joint and multifunctional processes, routes, sector parameters."""

import dataclasses

import pytest
from tests.plants import EDITION, NUT, WIRE, bought, fuel, good, plant, process, q, report_of

from pulmu.carbon.check import check_plant
from pulmu.carbon.costs import state_costs
from pulmu.carbon.statement import state_emissions
from pulmu.model import InnerPrecursor, Plant, SectorParameters

BILLET, REBAR, SINTER, PIG_IRON = "72071111", "72142000", "26011200", "72011011"


def mini_mill(**inner: object) -> Plant:
    """1,000 t of bars from 1,050 t of billets, cast and rolled in one process from scrap and 100 t of pig iron."""
    return plant(
        process(
            "mill",
            good("bar", REBAR, route="E"),
            inner_precursors=(InnerPrecursor(cn_code=BILLET, route="E", **inner),),  # type: ignore[arg-type]
        ),
        source_streams=(fuel("gas", "own", "90 t", {"mill": "rest"}, emission_factor=q("1 t CO2/t")),),
        purchases=(bought("iron", {"mill": "100 t"}, "100 t", cn_code=PIG_IRON, country="CN", direct="2 t CO2e/t",
                          free_allocation=q("1.2 t CO2e/t")),),
    )  # fmt: skip


def codes(described: Plant) -> dict[str, str]:
    return {item.code: item.severity for item in check_plant(described)}


def test_a_joint_process_carries_its_emissions_once() -> None:
    found = state_emissions(mini_mill(produced=q("1050 t")), EDITION).goods["bar"]
    assert found.counted.value == pytest.approx(0.09 + 0.1 * 2, rel=1e-12)


def test_the_inner_precursor_keeps_its_free_allocation_of_column_a() -> None:
    from pulmu.reference import benchmark_column_a

    bar = benchmark_column_a(REBAR, 2026, "E").column_a_actual
    billet = benchmark_column_a(BILLET, 2026, "E").column_a_actual
    found = state_costs(state_emissions(mini_mill(produced=q("1050 t")), EDITION), EDITION)["bar"].free_allocation
    assert found is not None
    assert found.value == pytest.approx(0.975 * (bar + 1.05 * billet) + 0.1 * 1.2, rel=1e-12)


def test_without_its_mass_there_is_no_free_allocation_and_it_says_why() -> None:
    cost = state_costs(state_emissions(mini_mill(), EDITION), EDITION)["bar"]
    assert cost.free_allocation is None
    assert [item.code for item in cost.missing["specific_embedded_free_allocation"]] == ["carbon.inner_mass_missing"]
    assert codes(mini_mill())["carbon.inner_mass_missing"] == "warning"


def test_a_joint_process_gives_the_same_emissions_as_two() -> None:
    apart = plant(
        process("melt", good("billet", BILLET, produced="1050 t")),
        process("roll", good("bar", REBAR), own={"billet": "1050 t"}),
        source_streams=(fuel("gas", "own", "90 t", {"melt": "60 t", "roll": "30 t"}, emission_factor=q("1 t CO2/t")),),
        purchases=(bought("iron", {"melt": "100 t"}, "100 t", cn_code=PIG_IRON, country="CN", direct="2 t CO2e/t"),),
    )
    joint = state_emissions(mini_mill(produced=q("1050 t")), EDITION).goods["bar"]
    assert state_emissions(apart, EDITION).goods["bar"].counted.value == pytest.approx(joint.counted.value, rel=1e-12)


def test_what_is_no_joint_process_is_refused() -> None:
    base = mini_mill(produced=q("1050 t"))
    assert codes(mini_mill(produced=q("1050 t"), transferred_out=q("1 t")))["carbon.joint_transferred_out"] == "error"
    twice = dataclasses.replace(base, processes=(*base.processes, process("melt", good("billet", BILLET))))
    assert codes(twice)["carbon.inner_made_elsewhere"] == "error"
    sinter = InnerPrecursor(cn_code=SINTER, produced=q("1500 t"))
    with_sinter = dataclasses.replace(base.processes[0], inner_precursors=(sinter,))
    assert codes(dataclasses.replace(base, processes=(with_sinter,)))["carbon.joint_indirect"] == "error"
    unknown = dataclasses.replace(base.processes[0], inner_precursors=(InnerPrecursor(cn_code="99999999"),))
    assert codes(dataclasses.replace(base, processes=(unknown,)))["input.cn_code_unknown"] == "error"


def test_the_report_tells_how_goods_were_grouped() -> None:
    bolts_and_nuts = process("p", good("x"), good("y", NUT), grouping_reason="size and shape only")
    wire = process("w", good("w", WIRE), good("z", "73269098"), grouping_reason="same machines")
    report = report_of(plant(bolts_and_nuts, wire))
    assert [item.grouping for item in report.processes] == ["mandatory", "optional"]
    assert report_of(mini_mill(produced=q("1050 t"))).processes[0].inner_precursors == (BILLET,)


def test_goods_that_differ_in_more_than_size_may_stand_apart_with_a_reason() -> None:
    rods = bought("rod", {"bolts": "1050 t", "nuts": "1050 t"}, "2100 t", direct="2 t CO2e/t")

    def apart(reason: str) -> Plant:
        return plant(process("bolts", good("x")), process("nuts", good("y", NUT), separate_reason=reason),
                     purchases=(rods,))  # fmt: skip

    assert "carbon.split_of_multifunctional" in codes(apart(""))
    assert "carbon.split_of_multifunctional" not in codes(apart("nuts are case-hardened"))


def test_quantities_per_route_are_kept_and_add_up() -> None:
    routes = {"Basic oxygen furnace": q("600 t"), "Electric arc furnace, carbon steel": q("400 t")}
    both = plant(process("melt", good("billet", BILLET, routes=routes)))
    assert not {"carbon.route_name_unknown", "carbon.routes_do_not_add_up"} & set(codes(both))
    told = report_of(both).goods[0].routes
    assert {name: value.value for name, value in told.items()} == {name: mass.value for name, mass in routes.items()}
    short = plant(process("melt", good("billet", BILLET, routes={"Basic oxygen furnace": q("600 t")})))
    assert codes(short)["carbon.routes_do_not_add_up"] == "error"
    named = plant(process("melt", good("billet", BILLET, routes={"Cupola": q("1000 t")}, unlisted_route="Cupola")))
    assert codes(named)["carbon.unlisted_route"] == "warning"
    assert "carbon.route_name_unknown" not in codes(named)
    strange = plant(process("melt", good("billet", BILLET, routes={"Cupola": q("1000 t")})))
    assert codes(strange)["carbon.route_name_unknown"] == "error"


def test_sector_parameters_are_told_and_asked_for() -> None:
    def with_parameters(**given: object) -> Plant:
        parameters = SectorParameters(**given) if given else None  # type: ignore[arg-type]
        sent = {"2026Q1": q("10 t")}
        return plant(process("melt", good("billet", BILLET, sector_parameters=parameters, exports_to_eu=sent)))

    whole = {"reducing_agent": "coal_or_coke", "manganese": 0.012, "chromium": 0.001, "nickel": 0.001,
             "other_alloys": 0.002, "scrap_per_tonne": 1.08, "pre_consumer_scrap": 0.3}  # fmt: skip
    assert codes(with_parameters())["carbon.parameters_missing"] == "warning"
    assert "carbon.parameters_missing" not in codes(with_parameters(**whole))
    told = {item.name: item.value if not item.word else item.word
            for item in report_of(with_parameters(**whole)).goods[0].sector_parameters}  # fmt: skip
    assert told == whole
    assert codes(with_parameters(manganese=0.9, nickel=0.2))["carbon.parameters_exceed_whole"] == "error"
    assert codes(with_parameters(clinker_ratio=0.8))["carbon.ignored_field"] == "warning"


def test_what_the_good_says_elsewhere_need_not_be_said_twice() -> None:
    sent = {"2026Q1": q("10 t")}
    cement = plant(process("mill", good("cement", "25232900", clinker_content=0.8, exports_to_eu=sent)))
    assert "carbon.parameters_missing" not in codes(cement)
