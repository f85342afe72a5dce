"""Which process boundaries are allowed, and what moves between goods: a fastener maker, by hand."""

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.plants import BOLT, NUT, WIRE, bought, fuel, good, heat_net, plant, plants, process, q

from pulmu.carbon.check import check_plant
from pulmu.carbon.grouping import MOST_GROUPINGS, groupings, judge, may_group, must_group
from pulmu.carbon.regroup import regrouped
from pulmu.carbon.statement import state_emissions
from pulmu.model import Answer, EmissionSource, OutsourcedStep, Plant, WasteGas, has_errors
from pulmu.services.advise_groupings import Choice, FindingRecord, GroupingAdvice, advice_on

EDITION, SCREW = "2026-08", "73181542"
GAS = 38.9e-6 * 56.1
"""t CO2e per Nm3 of city gas, by the national factors."""
HEADING = (("heading", "cold_heading"),)


def maker(*, nut_rod: str = "525 t", steps: bool = True, **more: Any) -> Plant:
    """Bolts and nuts of the same rod, and screws of wire; each with its own gas meter."""
    parts = (("bolts", good("bolt", BOLT, "1000 t", exports_to_eu={"2026Q1": q("100 t")})),
             ("nuts", good("nut", NUT, "500 t", exports_to_eu={"2026Q1": q("400 t")})),
             ("screws", good("screw", SCREW, "200 t", exports_to_eu={"2026Q1": q("10 t")})))  # fmt: skip
    processes = tuple(
        process(name, product, steps=[(f"{name}_{kind}", kind) for _, kind in HEADING] if steps else ())
        for name, product in parts
    )
    described = plant(
        *processes,
        source_streams=(
            fuel("gas", "city gas", "80000 Nm3", {"bolts": "50000 Nm3", "nuts": "10000 Nm3", "screws": "20000 Nm3"}),
        ),
        purchases=(
            bought("rod", {"bolts": "1050 t", "nuts": nut_rod}, "1575 t", direct="2 t CO2e/t"),
            bought("wire", {"screws": "220 t"}, "220 t", cn_code=WIRE, direct="3 t CO2e/t"),
        ),
    )
    return dataclasses.replace(described, **more)


def counted(choice: Choice) -> dict[str, float | None]:
    return {item.good: item.counted for item in choice.goods}


def choice_of(advice: GroupingAdvice, *blocks: tuple[str, ...]) -> Choice:
    return next(item for item in advice.choices if set(item.blocks) == set(blocks))


def leaves(finding: FindingRecord) -> dict[str, str]:
    if not finding.parts:
        return {finding.name: finding.answer}
    return {name: answer for part in finding.parts for name, answer in leaves(part).items()}


def test_bolts_and_nuts_of_the_same_rod_must_be_one_process_and_carry_the_same() -> None:
    advice = advice_on(maker())
    assert advice.choices[0].is_described
    assert advice.choices[0].allowed == "no"
    # Alone: 50,000 and 10,000 Nm3 over 1,000 and 500 t, and 1.05 t of rod at 2; together 60,000 Nm3 over 1,500 t.
    assert counted(advice.choices[0]) == pytest.approx(
        {"bolt": 50e3 * GAS / 1000 + 2.1, "nut": 10e3 * GAS / 500 + 2.1, "screw": 20e3 * GAS / 200 + 3.3}, rel=1e-12
    )
    together = choice_of(advice, ("bolts", "nuts"), ("screws",))
    assert together.allowed == "yes"
    same = 60e3 * GAS / 1500 + 2.1
    assert counted(together) == pytest.approx({"bolt": same, "nut": same, "screw": 20e3 * GAS / 200 + 3.3}, rel=1e-12)
    assert {(item.what, item.processes, item.finding.answer) for item in advice.judgements} == {
        ("apart", ("bolts", "nuts"), "no")
    }
    (forbidden,) = advice.judgements
    assert leaves(forbidden.finding) == {"steel_products": "yes", "same_precursors": "yes", "only_size_or_shape": "yes"}


def test_screws_of_another_wire_may_join_those_that_share_their_steps() -> None:
    advice = advice_on(maker())
    assert {item.blocks for item in advice.choices[1:]} == {
        (("bolts", "nuts"), ("screws",)),
        (("bolts", "nuts", "screws"),),
    }
    all_in_one = choice_of(advice, ("bolts", "nuts", "screws"))
    assert all_in_one.allowed == "yes"
    figure = (80e3 * GAS + 1575 * 2 + 220 * 3) / 1700
    assert counted(all_in_one) == pytest.approx(dict.fromkeys(("bolt", "nut", "screw"), figure), rel=1e-12)


def test_what_moves_between_goods_adds_up_to_nothing() -> None:
    masses = {"bolt": 1000, "nut": 500, "screw": 200}
    advice = advice_on(maker())
    whole = 80e3 * GAS + 1575 * 2 + 220 * 3
    for choice in advice.choices:
        assert choice.attributed == pytest.approx(80e3 * GAS, rel=1e-12)
        assert choice.embedded == pytest.approx(whole, rel=1e-12)
        carried = sum((item.counted or 0) * masses[item.good] for item in choice.goods)
        assert carried == pytest.approx(whole, rel=1e-12)


def test_a_cheaper_split_that_the_law_forbids_is_never_advised() -> None:
    advice = advice_on(maker())
    split, best = advice.choices[0], advice.choices[advice.cheapest or 0]
    costs = [item.cost for item in advice.choices]
    assert None not in costs
    # 400 of 500 t of nuts go to the EU, and nuts alone are light: the split would be the cheapest of all.
    assert split.cost == min(cost for cost in costs if cost is not None)
    assert advice.cheapest not in (None, 0)
    assert best.allowed == "yes"
    assert best.cost == min(item.cost for item in advice.choices if item.allowed == "yes" and item.cost is not None)


def test_another_proportion_of_rod_lets_them_stand_apart() -> None:
    described = maker(nut_rod="580 t")
    assert must_group(described, "bolts", "nuts").answer is Answer.NO
    assert advice_on(described).choices[0].allowed == "yes"


def test_the_rest_of_a_delivery_is_what_the_others_left_of_it() -> None:
    # 1,575 t received less 1,050 t for bolts leaves 525 t for 500 t of nuts: 1.05 each.
    finding = must_group(maker(nut_rod="rest"), "bolts", "nuts")
    assert finding.answer is Answer.YES
    assert "nuts: 72139149 1.05" in finding.explain()


def test_without_steps_it_is_open_whether_they_may_be_one_process() -> None:
    described = maker(nut_rod="580 t", steps=False)
    advice = advice_on(described)
    assert may_group(described, ("bolts", "screws")).answer is Answer.UNKNOWN
    assert {item.allowed for item in advice.choices[1:]} == {"unknown"}
    assert advice.cheapest is None


def test_other_steps_forbid_it() -> None:
    described = maker(nut_rod="580 t")
    pickled = dataclasses.replace(described.processes[2], steps=())
    assert may_group(dataclasses.replace(described, processes=(*described.processes[:2], pickled)),
                     ("bolts", "screws")).answer is Answer.UNKNOWN  # fmt: skip
    drawn = process("screws", *described.processes[2].goods, steps=(("d", "wire_drawing"),))
    changed = dataclasses.replace(described, processes=(*described.processes[:2], drawn))
    finding = may_group(changed, ("bolts", "screws"))
    assert finding.answer is Answer.NO
    assert "wire_drawing" in finding.explain()


def drawer(**wire: Any) -> Plant:
    """A wire drawer that makes bolts of all its wire."""
    made = wire.pop("produced", "1050 t")
    return plant(
        process("drawing", good("wire", WIRE, made, **wire)),
        process("bolts", good("bolt", exports_to_eu={"2026Q1": q("100 t")}), own={"wire": "1050 t"}),
        source_streams=(fuel("gas", "city gas", "30000 Nm3", {"drawing": "20000 Nm3", "bolts": "rest"}),),
        purchases=(bought("rod", {"drawing": "1100 t"}, "1100 t", direct="2 t CO2e/t"),),
    )


def test_wire_that_never_leaves_may_join_its_bolts_and_changes_nothing() -> None:
    advice = advice_on(drawer())
    joint = choice_of(advice, ("drawing", "bolts"))
    assert joint.allowed == "yes"
    figure = (30e3 * GAS + 1100 * 2) / 1000
    assert counted(joint)["wire"] is None
    assert counted(joint)["bolt"] == pytest.approx(figure, rel=1e-12)
    assert counted(advice.choices[0])["bolt"] == pytest.approx(figure, rel=1e-12)
    first = {item.good: item for item in advice.choices[0].goods}["bolt"]
    second = {item.good: item for item in joint.goods}["bolt"]
    # All the wire became bolts: its column A counts by its mass, in one process as in two.
    assert second.free_allocation == pytest.approx(first.free_allocation, rel=1e-12)
    assert joint.cost == pytest.approx(advice.choices[0].cost, rel=1e-12)


def test_a_stated_reason_lets_the_same_recipe_stand_apart() -> None:
    described = maker()
    bolts = dataclasses.replace(described.processes[0], separate_reason="bolts are hardened, nuts are not")
    stated = dataclasses.replace(described, processes=(bolts, *described.processes[1:]))
    assert must_group(stated, "bolts", "nuts").answer is Answer.NO
    assert advice_on(stated).choices[0].allowed == "yes"


@pytest.mark.parametrize(
    ("wire", "answer", "fact"),
    [
        ({"exports_to_eu": {"2026Q1": q("10 t")}, "produced": "1060 t"}, "no", "not_sold"),
        ({"produced": "1060 t"}, "unknown", "used_up"),
    ],
)
def test_wire_that_leaves_forbids_a_joint_process_and_a_rest_leaves_it_open(
    wire: dict[str, Any], answer: str, fact: str
) -> None:
    (judged,) = (item for item in advice_on(drawer(**wire)).judgements if item.what == "group")
    assert judged.finding.answer == answer
    assert leaves(judged.finding)[fact] == answer


def test_wire_that_is_sent_out_to_be_plated_does_not_stay_inside() -> None:
    described = drawer()
    step = OutsourcedStep(id="coating", kind="coating", country="KR", good="wire", cn_code="72172030", sent=q("10 t"),
                          returned=q("10 t"), used_by={})  # fmt: skip
    finding = may_group(dataclasses.replace(described, outsourced_steps=(step,)), ("drawing", "bolts"))
    assert finding.answer is Answer.NO
    assert "not_passed_on: no, coating" in finding.explain()


def test_a_precursor_used_by_two_processes_joins_both_or_none() -> None:
    described = drawer(produced="1575 t")
    nuts = process("nuts", good("nut", NUT, "500 t"), own={"wire": "525 t"})
    described = dataclasses.replace(described, processes=(*described.processes, nuts))
    assert may_group(described, ("drawing", "bolts")).answer is Answer.NO
    assert may_group(described, ("drawing", "bolts", "nuts")).answer is Answer.YES, "mandatory: the same wire"


def test_routes_of_one_good_are_never_split() -> None:
    described = plant(process("bolts", good("bolt", route="E")))
    (judged,) = advice_on(described).judgements
    assert (judged.what, judged.finding.answer, judged.finding.article.rpartition(", ")[2]) == (
        "by_route", "no", "Article 4(6)")  # fmt: skip


def test_a_grouping_that_cannot_be_described_as_it_is_says_why_and_shows_no_figure() -> None:
    described = drawer()
    gas = WasteGas(id="top_gas", produced_by="drawing", amount=q("1000 Nm3"), net_calorific_value=q("3.5 MJ/Nm3"),
                   emission_factor=q("260 t CO2/TJ"), carbon_counted_by="waste_gas",
                   used_by={"boiler": "rest"})  # fmt: skip
    boiler = EmissionSource(id="boiler", kind="boiler")
    steam = heat_net("steam", {"bolts": "2 GJ"}, produced_by=("boiler",))
    described = dataclasses.replace(described, waste_gases=(gas,), emission_sources=(boiler,), heat_nets=(steam,))
    assert not has_errors(check_plant(described))
    joint = choice_of(advice_on(described), ("drawing", "bolts"))
    assert [item.code for item in joint.problems] == ["carbon.waste_gas_inside"]
    assert joint.goods == ()
    assert joint.cost is None


def test_many_processes_are_bounded_and_said() -> None:
    codes = ("73181588", "73181692", "72171039", "73181639", "72172030", "73181542", "73079100", "73269098")
    described = plant(*(process(f"p{n}", good(f"g{n}", code), steps=((f"s{n}", "forging"),))
                        for n, code in enumerate(codes)))  # fmt: skip
    found, possible = groupings(described)
    assert len(found) == MOST_GROUPINGS
    assert possible > MOST_GROUPINGS
    assert found == tuple(sorted(found, key=len, reverse=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plants())
def test_every_allowed_grouping_passes_the_checks_or_says_why_and_keeps_the_emissions(described: Plant) -> None:
    # By law two credits depend on the boundary: waste gas handed on (two thirds of what is charged), and recovered heat
    # (by the fuel mix of its process); and a route that is not listed takes in steps that are left out elsewhere.
    # Without them the emissions of all processes are the same in every grouping.
    own_heat = tuple(net for net in described.heat_nets if not net.recovered_from)
    closed = listed(dataclasses.replace(described, waste_gases=(), heat_nets=own_heat))
    whole = _attributed(closed)
    told = {choice.blocks: choice.problems for choice in advice_on(described).choices}
    for grouping in groupings(described)[0]:
        assert judge(described, grouping).answer is not Answer.NO
        assert not has_errors(check_plant(regrouped(described, grouping))) or has_errors(told[grouping])
        changed = regrouped(closed, grouping)
        assert _attributed(changed) == pytest.approx(whole, rel=1e-9, abs=1e-9 * max(1.0, abs(whole)))


def listed(described: Plant) -> Plant:
    return dataclasses.replace(
        described,
        processes=tuple(
            dataclasses.replace(
                item, goods=tuple(dataclasses.replace(product, unlisted_route="") for product in item.goods)
            )
            for item in described.processes
        ),
    )


def _attributed(described: Plant) -> float:
    """Attributed emissions of all processes, before any is floored at zero."""
    taken = ("heat_exported", "waste_gas_exported", "electricity_produced")
    statement = state_emissions(described, EDITION)
    return sum(
        -item.figure.to("t CO2e") if item.parameter in taken else item.figure.to("t CO2e")
        for part in statement.processes.values()
        for item in part.attributed_direct.inputs
    )
