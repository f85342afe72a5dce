"""Grade of steel by composition, and its route by the majority of the metallic charge."""

import dataclasses
from typing import Any

import pytest
from tests.plants import BOLT, EDITION, bought, fuel, good, plant, process, q

from pulmu.carbon.boundary import follows_sector
from pulmu.carbon.check import check_plant
from pulmu.carbon.costs import state_costs
from pulmu.carbon.metallic_charge import majority, metallic_charges
from pulmu.carbon.statement import state_emissions
from pulmu.carbon.steel_route import route_of_steel, steel_grade
from pulmu.model import InnerPrecursor, Plant, Process, ScrapInput, SectorParameters, Step
from pulmu.reference import benchmark_column_a

BILLET, ALLOY_BILLET, STAINLESS_BILLET, REBAR = "72071111", "72249002", "72189980", "72142000"
PIG_IRON, DRI, FERRO = "72011011", "72031000", "72021120"


def shares(**given: float) -> SectorParameters:
    return SectorParameters(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "grade"),
    [
        (None, None),
        (shares(manganese=0.01, nickel=0.0, other_alloys=0.0), None),
        (shares(chromium=0.105), "stainless"),
        (shares(chromium=0.18, carbon=0.012), "stainless"),
        (shares(chromium=0.12, carbon=0.015), "high_alloy"),
        (shares(chromium=0.1049, nickel=0.0), "high_alloy"),
        (shares(chromium=0.04, nickel=0.03, other_alloys=0.01), "high_alloy"),
        (shares(manganese=0.0, chromium=0.04, nickel=0.03, other_alloys=0.0099), "low_alloy"),
        (shares(chromium=0.04, nickel=0.03), None),
        (shares(manganese=0.0165, chromium=0.0, nickel=0.0, other_alloys=0.0), "low_alloy"),
        (shares(manganese=0.0, chromium=0.003, nickel=0.0, other_alloys=0.0), "low_alloy"),
        (shares(manganese=0.0, chromium=0.0, nickel=0.003, other_alloys=0.0), "low_alloy"),
        (shares(manganese=0.0164, chromium=0.0029, nickel=0.0029, other_alloys=0.0), "carbon"),
        # 0.2 % of others may be 0.2 % vanadium, an alloy, or 0.2 % silicon, none.
        (shares(manganese=0.0, chromium=0.0, nickel=0.0, other_alloys=0.002), None),
    ],
)
def test_the_grade_follows_from_what_is_known_of_the_composition(given: SectorParameters | None, grade: str) -> None:
    assert steel_grade(given) == grade


CARBON = shares(manganese=0.006, chromium=0.0, nickel=0.0, other_alloys=0.0)
LOW = shares(manganese=0.006, chromium=0.01, nickel=0.0, other_alloys=0.0)
HIGH = shares(manganese=0.006, chromium=0.09, nickel=0.0, other_alloys=0.0)
STAINLESS = shares(chromium=0.18, nickel=0.08)


def melt(code: str = BILLET, scrap: float = 0, inner: tuple[InnerPrecursor, ...] = (), **more: Any) -> Process:
    put = (ScrapInput(name="scrap", amount=q(f"{scrap} t")),) if scrap else ()
    return dataclasses.replace(process("melt", good("billet", code, **more)), scrap_inputs=put, inner_precursors=inner)


def mill(first: Process, iron: str = "0 t", reduced: str = "0 t") -> Plant:
    deliveries = ((PIG_IRON, iron), (DRI, reduced), (FERRO, "900 t"))
    purchases = tuple(
        bought(f"b{code}", {"melt": mass}, mass, cn_code=code, country="CN", direct="2 t CO2e/t")
        for code, mass in deliveries
        if mass != "0 t"
    )
    return plant(first, purchases=purchases, source_streams=(fuel("gas", "city gas", "9 Nm3", {"melt": "rest"}),))


def letter(described: Plant) -> str:
    made = described.processes[0]
    return route_of_steel(described, made.goods[0], metallic_charges(described)[made.id]).letter


def codes(described: Plant) -> dict[str, str]:
    return {item.code: item.severity for item in check_plant(described)}


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        (mill(melt(scrap=600), "500 t"), "E"),
        (mill(melt(scrap=500), "600 t"), "C"),
        (mill(melt(scrap=300), "200 t", "600 t"), "D"),
        (mill(melt(scrap=500), "300 t", "300 t"), ""),
        (mill(melt(scrap=500), "500 t"), ""),
        (mill(melt()), ""),
        (mill(melt(scrap=600, route="C"), "500 t"), "C"),
        (mill(melt(ALLOY_BILLET, scrap=600), "500 t"), ""),
        (mill(melt(ALLOY_BILLET, scrap=600, sector_parameters=LOW), "500 t"), "H"),
        (mill(melt(ALLOY_BILLET, sector_parameters=LOW), "500 t"), "F"),
        (mill(melt(ALLOY_BILLET, sector_parameters=HIGH), "500 t"), "J"),
        (mill(melt(ALLOY_BILLET, scrap=600, sector_parameters=STAINLESS)), ""),
        (mill(melt(scrap=600, sector_parameters=LOW)), ""),
        (mill(melt(scrap=400, inner=(InnerPrecursor(cn_code=PIG_IRON, produced=q("900 t")),))), "C"),
    ],
)
def test_the_letter_follows_from_code_composition_and_the_majority_of_the_charge(
    described: Plant, expected: str
) -> None:
    assert letter(described) == expected


def test_rolled_steel_has_the_charge_of_the_steel_it_is_made_of_and_bought_steel_is_unknown() -> None:
    roll = process("roll", good("bar", REBAR), own={"billet": "500 t"})
    both = plant(
        melt(scrap=300), roll,
        purchases=(bought("iron", {"melt": "100 t"}, "100 t", cn_code=PIG_IRON, country="CN", direct="2 t CO2e/t"),
                   bought("more", {"roll": "rest"}, "500 t", cn_code=BILLET, country="CN", direct="2 t CO2e/t")),
    )  # fmt: skip
    charge = metallic_charges(both)["roll"]
    assert charge == {"blast_furnace": 125.0, "direct_reduction": 0.0, "scrap": 375.0, "unknown": 500.0}
    assert majority(charge) is None
    assert majority(metallic_charges(both)["melt"]) == "scrap"


def test_steel_that_comes_back_has_the_mix_of_what_it_was_made_of() -> None:
    first = dataclasses.replace(melt(scrap=300), own_precursors={"bar": q("100 t")})
    roll = process("roll", good("bar", REBAR), own={"billet": "500 t"})
    more = (bought("more", {"roll": "rest"}, "500 t", cn_code=BILLET, country="CN", direct="2 t CO2e/t"),)
    closed, fed = (metallic_charges(plant(first, roll, purchases=deliveries)) for deliveries in ((), more))
    assert closed["melt"] == pytest.approx({"blast_furnace": 0, "direct_reduction": 0, "scrap": 400, "unknown": 0})
    # b of billet, r of bar: 400 b = 300 + 100 r and 1000 r = 500 b, of which r is 3/7.
    assert fed["melt"]["scrap"] == pytest.approx(300 + 100 * 3 / 7, rel=1e-12)
    assert fed["melt"]["unknown"] == pytest.approx(100 * 4 / 7, rel=1e-12)


def test_steel_that_goes_round_and_came_from_nowhere_is_unknown() -> None:
    turning = plant(
        process("a", good("x", BILLET), own={"y": "10 t"}),
        process("b", good("y", BILLET), own={"x": "10 t"}),
        dataclasses.replace(
            process("c", good("z", BILLET), own={"x": "30 t"}), scrap_inputs=melt(scrap=10).scrap_inputs
        ),
    )
    assert metallic_charges(turning)["b"]["unknown"] == 10
    assert metallic_charges(turning)["c"] == {"blast_furnace": 0, "direct_reduction": 0, "scrap": 10, "unknown": 30}


def test_paths_that_part_and_meet_again_are_not_walked_one_by_one() -> None:
    """Two to the power of 60 paths lead through these diamonds."""
    steps = [dataclasses.replace(melt(scrap=100), id="s0", goods=(good("g0", BILLET),))]
    for number in range(1, 61):
        left, right, before = f"l{number}", f"r{number}", f"g{number - 1}"
        steps += [process(name, good(name, BILLET), own={before: "50 t"}) for name in (left, right)]
        steps.append(process(f"s{number}", good(f"g{number}", BILLET), own={left: "50 t", right: "50 t"}))
    charge = metallic_charges(plant(*steps))["s60"]
    assert charge["scrap"] == pytest.approx(100, rel=1e-12)


def test_scrap_that_only_the_parameters_tell_is_scrap_of_the_melt() -> None:
    # 1,000 t of billet of 1.1 t scrap each against 80 t of pig iron; rolling the billet adds none of its own.
    told = shares(scrap_per_tonne=1.1)
    roll = process("roll", good("bar", REBAR, sector_parameters=told), own={"billet": "550 t"})
    iron = bought("iron", {"melt": "80 t"}, cn_code=PIG_IRON)
    charges = metallic_charges(plant(melt(sector_parameters=told), roll, purchases=(iron,)))
    assert charges["melt"] == pytest.approx({"blast_furnace": 80, "direct_reduction": 0, "scrap": 1100, "unknown": 0})
    assert charges["roll"]["scrap"] == pytest.approx(550 * 1100 / 1180, rel=1e-12)
    listed = metallic_charges(plant(melt(scrap=300, sector_parameters=told)))
    assert listed["melt"]["scrap"] == 300


def test_free_allocation_goes_by_the_majority_and_says_so() -> None:
    described = mill(melt(scrap=300))
    cost = state_costs(state_emissions(described, EDITION), EDITION)["billet"].free_allocation
    assert cost is not None
    own = next(item.figure for item in cost.inputs if item.parameter == "process")
    assert own.value == pytest.approx(0.975 * benchmark_column_a(BILLET, 2026, "E").column_a_actual, rel=1e-12)
    told = next(item.figure.because for item in own.inputs if item.parameter == "benchmark_column_a")
    assert told == "route E: carbon steel by its code; 100% of the metallic charge is scrap"
    (said,) = (item for item in check_plant(described) if item.code == "carbon.route_by_majority")
    assert dict(said.values)["route"] == "E"


FINDINGS: list[tuple[str, Plant]] = [
    ("carbon.grade_contradicts_code", mill(melt(sector_parameters=LOW))),
    ("carbon.grade_contradicts_code", mill(melt(sector_parameters=STAINLESS))),
    ("carbon.grade_contradicts_code", mill(melt(ALLOY_BILLET, sector_parameters=CARBON))),
    ("carbon.grade_contradicts_code", mill(melt(ALLOY_BILLET, sector_parameters=STAINLESS))),
    ("carbon.grade_contradicts_code", mill(melt(STAINLESS_BILLET, sector_parameters=HIGH))),
    ("carbon.grade_contradicts_route", mill(melt(ALLOY_BILLET, sector_parameters=HIGH, route="H"))),
    ("carbon.grade_contradicts_route", mill(melt(ALLOY_BILLET, sector_parameters=LOW, route="J"))),
    ("carbon.route_contradicts_charge", mill(melt(scrap=600, route="C"))),
    ("carbon.route_contradicts_charge", mill(melt(scrap=100, route="E"), "500 t")),
    ("carbon.no_majority_route", mill(melt(scrap=500, route="E"), "500 t")),
    ("carbon.no_majority_route", mill(melt(scrap=500), "500 t")),
    ("carbon.route_by_majority", mill(melt(scrap=600))),
    ("carbon.unlisted_route", mill(melt(scrap=600, unlisted_route="plasma melting"))),
]


@pytest.mark.parametrize(("code", "described"), FINDINGS, ids=[f"{n} {code}" for n, (code, _) in enumerate(FINDINGS)])
def test_what_does_not_agree_is_told(code: str, described: Plant) -> None:
    assert codes(described).get(code) == "warning"


@pytest.mark.parametrize(
    "described",
    [
        mill(melt(scrap=600, route="E", sector_parameters=CARBON)),
        mill(melt(STAINLESS_BILLET, scrap=600, sector_parameters=STAINLESS)),
        mill(melt(ALLOY_BILLET, scrap=600, route="J", sector_parameters=HIGH)),
        mill(melt(ALLOY_BILLET, scrap=600, route="H", sector_parameters=LOW)),
        # Column A is one figure for all letters here: which route it is moves nothing.
        plant(process("roll", good("bar", "72081000"))),
    ],
)
def test_what_agrees_is_not_complained_about(described: Plant) -> None:
    told = {"carbon.grade_contradicts_code", "carbon.grade_contradicts_route", "carbon.route_contradicts_charge",
            "carbon.no_majority_route", "carbon.route_by_majority", "carbon.ignored_field"}  # fmt: skip
    assert not told & set(codes(described))


def plated(route: str, **more: Any) -> Plant:
    """100 t CO2 of a heat-treating furnace and 40 t of a plating bath with its own meter, for 1,000 t of bolts."""
    work = dataclasses.replace(
        process("bolts", good("bolt", BOLT, unlisted_route=route, **more)), steps=(Step(id="bath", kind="plating"),)
    )
    streams = fuel("gas", "own", "140 t", {"bolts": "100 t", "bath": "40 t"}, emission_factor=q("1 t CO2/t"))
    return plant(work, source_streams=(streams,))


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        (plated(""), 0.1),
        (plated("laser sintering"), 0.14),
        (plated("laser sintering", routes={"laser sintering": q("1000 t")}), 0.14),
        (plated("laser sintering", routes={"laser sintering": q("400 t"), "Iron or steel products": q("600 t")}), 0.14),
    ],
)
def test_of_an_unlisted_route_nothing_is_left_out(described: Plant, expected: float) -> None:
    found = state_emissions(described, EDITION).goods["bolt"].direct.value
    assert found == pytest.approx(expected, rel=1e-12)
    assert follows_sector(described.processes[0]) == (expected == 0.1)
