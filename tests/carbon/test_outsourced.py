"""Goods that leave for heat treatment or plating, come back, and are used further or sold."""

import dataclasses

import pytest
from tests.plants import BOLT, EDITION, NUT, bought, fuel, good, plant, process, q, report_of

from pulmu.carbon.batch import embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.costs import state_costs
from pulmu.carbon.statement import state_emissions
from pulmu.model import OutsourcedStep, Plant, VerifiedValue

VERIFIED = VerifiedValue(direct=q("0.12 t CO2e/t"), indirect=q("0.05 t CO2e/t"), verification_report="VR-77", year=2026)


def screws(**changes: object) -> Plant:
    """1,000 t of blanks from 1,050 t of rod; 800 t go to a heat treater, 790 t come back: 500 t packed, 290 t sold."""
    step = OutsourcedStep(
        id="hardened", kind="heat_treatment", operator="Daehan Heat", country="KR", good="blank", cn_code=BOLT,
        sent=q("800 t"), returned=q("790 t"), verified=VERIFIED, used_by={"pack": q("500 t")},
        exports_to_eu={"2026Q1": q("290 t")},
    )  # fmt: skip
    return plant(
        process("head", good("blank", BOLT)),
        process("pack", good("kit", NUT, produced="500 t")),
        source_streams=(fuel("gas", "own", "100 t", {"head": "rest"}, emission_factor=q("1 t CO2/t")),),
        purchases=(bought("rod", {"head": "1050 t"}, direct="2 t CO2e/t", free_allocation=q("1.3 t CO2e/t")),),
        outsourced_steps=(dataclasses.replace(step, **changes),),  # type: ignore[arg-type]
    )


def codes(described: Plant) -> dict[str, str]:
    return {item.code: item.severity for item in check_plant(described)}


BLANK = 0.1 + 1.05 * 2
HARDENED = 0.12 + 800 / 790 * BLANK


def test_what_comes_back_carries_the_step_and_all_that_was_sent() -> None:
    goods = state_emissions(screws(), EDITION).goods
    assert goods["blank"].counted.value == pytest.approx(BLANK, rel=1e-12)
    assert goods["hardened"].counted.value == pytest.approx(HARDENED, rel=1e-12)
    assert goods["kit"].counted.value == pytest.approx(HARDENED, rel=1e-12)


def test_the_plant_passes_its_checks_and_the_report_tells_the_chain() -> None:
    assert "error" not in codes(screws()).values(), codes(screws())
    report = report_of(screws())
    step = next(item for item in report.processes if item.id == "hardened")
    assert step.outsourced_to == "Daehan Heat"
    for found in report.goods:
        whole = found.specific_embedded_emissions.value * found.activity_level.value
        assert sum(part.emissions for part in found.contributions) == pytest.approx(whole, rel=1e-9)
    hardened = next(item for item in report.goods if item.id == "hardened")
    assert {part.kind for part in hardened.contributions} == {"outsourced_step", "direct_fuel", "precursor_verified"}
    assert [line.quarter for line in hardened.cost_lines] == ["2026Q1"]


def test_the_emissions_of_the_step_are_none_of_the_installation() -> None:
    assert state_emissions(screws(), EDITION).total_direct_emissions.value == pytest.approx(100)


def test_free_allocation_goes_along_the_chain() -> None:
    def allocation(described: Plant) -> float:
        found = state_costs(state_emissions(described, EDITION), EDITION)["hardened"].free_allocation
        assert found is not None
        return found.value

    from pulmu.reference import benchmark_column_a

    column_a = 0.975 * benchmark_column_a(BOLT, 2026).column_a_actual
    blank = column_a + 1.05 * 1.3
    assert allocation(screws()) == pytest.approx(column_a + 800 / 790 * blank, rel=1e-12)
    told = dataclasses.replace(VERIFIED, free_allocation=q("0.01 t CO2e/t"))
    assert allocation(screws(verified=told)) == pytest.approx(0.01 + 800 / 790 * blank, rel=1e-12)
    assert allocation(screws(kind="plating")) == pytest.approx(800 / 790 * blank, rel=1e-12)


def test_plating_of_steel_is_left_out_by_law_and_needs_no_report() -> None:
    described = screws(kind="plating", verified=None)
    assert state_emissions(described, EDITION).goods["hardened"].counted.value == pytest.approx(800 / 790 * BLANK)
    assert "carbon.outsourced_unverified" not in codes(described)


def test_without_a_report_what_comes_back_counts_with_its_default_value() -> None:
    described = screws(verified=dataclasses.replace(VERIFIED, verification_report=""), exports_to_eu={})
    statement = state_emissions(described, EDITION)
    published = statement.purchases["hardened"].direct.value
    assert statement.goods["kit"].counted.value == pytest.approx(published, rel=1e-12)
    assert "hardened" not in statement.goods
    assert codes(described)["carbon.outsourced_unverified"] == "warning"
    sold = screws(verified=None)
    assert codes(sold)["carbon.outsourced_sold_by_default"] == "warning"
    assert [item.id for item in report_of(sold).precursors] == ["rod", "hardened"]


def test_a_report_of_before_the_rules_is_no_report() -> None:
    described = screws(verified=dataclasses.replace(VERIFIED, year=2025))
    assert "hardened" not in state_emissions(described, EDITION).goods


def test_what_comes_back_may_be_used_by_the_process_that_made_it() -> None:
    # blank = 0.1 + 1.05 x 2 + 0.1 hardened; hardened = 0.12 + 800/790 blank
    described = screws(used_by={"head": q("100 t")}, exports_to_eu={})
    described = dataclasses.replace(described, processes=described.processes[:1])
    blank = (BLANK + 0.1 * 0.12) / (1 - 0.1 * 800 / 790)
    found = state_emissions(described, EDITION).goods
    assert found["blank"].counted.value == pytest.approx(blank, rel=1e-12)
    assert found["hardened"].counted.value == pytest.approx(0.12 + 800 / 790 * blank, rel=1e-12)
    batch = embedded_emissions_of_plants([described], EDITION)
    assert batch.counted.tolist() == pytest.approx([item.counted.value for item in found.values()], rel=1e-12)


def test_one_step_may_follow_another() -> None:
    """Hardened, taken back through packing, then plated: the plater adds nothing, its loss does."""
    plated = OutsourcedStep(id="plated", kind="plating", country="KR", good="kit", cn_code=NUT, sent=q("400 t"),
                            returned=q("392 t"), exports_to_eu={"2026Q2": q("392 t")})  # fmt: skip
    base = screws()
    described = dataclasses.replace(base, outsourced_steps=(*base.outsourced_steps, plated))
    assert "error" not in codes(described).values()
    found = state_emissions(described, EDITION).goods["plated"]
    assert found.counted.value == pytest.approx(400 / 392 * HARDENED, rel=1e-12)


def test_the_rest_is_what_neither_others_nor_exports_took() -> None:
    described = screws(used_by={"pack": "rest"})
    assert state_emissions(described, EDITION).goods["kit"].counted.value == pytest.approx(HARDENED, rel=1e-12)


def test_by_default_too_the_rest_leaves_out_what_was_sold_on() -> None:
    (used,) = state_emissions(screws(used_by={"pack": "rest"}, verified=None), EDITION).consumption["pack"]
    assert used.mass.value == pytest.approx(500.0, rel=1e-12)


BROKEN = [
    ("carbon.unknown_reference", {"good": "nothing"}),
    ("carbon.unknown_reference", {"used_by": {"nowhere": q("1 t")}}),
    ("input.cn_code_unknown", {"cn_code": "99999999"}),
    ("input.cn_code", {"cn_code": "7318"}),
    ("input.country_unknown", {"country": "Atlantis"}),
    ("carbon.outsourced_exempt", {"country": "DE"}),
    ("carbon.outsourced_unit", {"cn_code": "31022100"}),
    ("carbon.outsourced_nothing", {"returned": q("0 t")}),
    ("carbon.outsourced_overused", {"used_by": {"pack": q("700 t")}}),
    ("carbon.several_rests", {"used_by": {"pack": "rest", "head": "rest"}}),
    ("input.duplicate_id", {"id": "head"}),
    ("input.duplicate_id", {"id": "rod"}),
    ("input.quarter", {"exports_to_eu": {"26Q1": q("1 t")}}),
]


@pytest.mark.parametrize(("code", "changes"), BROKEN, ids=[f"{n} {code}" for n, (code, _) in enumerate(BROKEN)])
def test_what_cannot_be_is_told(code: str, changes: dict[str, object]) -> None:
    assert codes(screws(**changes)).get(code) == "error"


def test_what_is_doubtful_is_told() -> None:
    assert codes(screws(returned=q("1200 t")))["carbon.outsourced_gain"] == "warning"
    assert codes(screws(used_by={}, exports_to_eu={}))["carbon.outsourced_unused"] == "warning"
    assert codes(screws(sent=q("1100 t"), returned=q("1000 t")))["carbon.own_precursor_overused"] == "warning"


def test_a_loop_through_another_firm_that_nothing_leaves_is_told() -> None:
    described = screws(sent=q("1000 t"), returned=q("1000 t"), used_by={"head": q("1000 t")}, exports_to_eu={})
    assert codes(described)["carbon.loop_not_solvable"] == "error"
