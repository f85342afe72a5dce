"""The footprint: everything once, and nothing that nobody knows."""

import dataclasses

import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.plants import (
    bought,
    electricity,
    fuel,
    good,
    heat_net,
    plant,
    plants,
    process,
    q,
    scaled,
)

from pulmu.bootstrap.samples import read_sample
from pulmu.carbon.footprint import Footprint
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import ElectricitySource, EmissionSource, OutsourcedStep, Plant, PulmuError, VerifiedValue
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.check_plant import check_plant

GAS = 38.9e-6 * 56.1  # t CO2/Nm3
GRID = 0.4173  # t CO2e/MWh, Korea 2023

slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def stated(described: Plant) -> Statement:
    return state_emissions(described, DEFAULT_EDITION)


def found(described: Plant) -> Footprint:
    return stated(described).footprint


def total(described: Plant) -> float:
    figure = found(described).total
    assert figure is not None
    return figure.value


def codes(described: Plant) -> list[str]:
    whole = found(described)
    return [item.code for item in (*whole.unknown, *whole.left_out)]


def test_the_samples_by_hand() -> None:
    fasteners, extrusions = (check_plant(read_sample(name)).plant for name in ("fasteners", "extrusions"))
    assert fasteners is not None
    assert extrusions is not None
    rod = 6_180 * (1.962 + 0.148) + 2_880 * 3.169
    assert total(fasteners) == pytest.approx(1_912_400 * GAS + 9_850 * GRID + rod, rel=1e-12)
    # gas 925,800 + 209,600 + ..., as the installation's direct emissions tell them; metal by default without mark-up
    metal = 3_150 * 1.870 + 1_880 * 1.700
    direct = found(extrusions).parts["direct"].value
    assert total(extrusions) == pytest.approx(direct + 14_240 * GRID + metal, rel=1e-12)


def test_one_process_by_hand() -> None:
    assert total(plant(electricity=electricity({"bolts": "rest"}))) == pytest.approx(
        100_000 * GAS + 1_000 * GRID + 1_050 * 2.0, rel=1e-12
    )


def test_a_good_used_inside_is_not_counted_twice() -> None:
    wire = process("wire", good("coil", "72171039"))
    bolts = process("bolts", good("bolt"), own={"coil": "900 t"})
    described = plant(
        wire, bolts, source_streams=(fuel("gas", "city gas", "100000 Nm3", {"wire": "60000 Nm3", "bolts": "rest"}),),
        purchases=(bought("rod", {"wire": "1050 t"}, direct="2 t CO2e/t"),),
        electricity=electricity({"wire": "rest"}),
    )  # fmt: skip
    assert total(described) == pytest.approx(100_000 * GAS + 1_000 * GRID + 1_050 * 2.0, rel=1e-12)
    # The same from the other end: what leaves the installation, each good with all it carries.
    goods = stated(described).goods
    leaving = {"coil": 1_000 - 900, "bolt": 1_000}
    carried = sum(
        mass * (goods[name].direct.value + (goods[name].indirect.value if goods[name].indirect else 0.0))
        for name, mass in leaving.items()
    )
    assert total(described) == pytest.approx(carried, rel=1e-12)


@slow
@given(plants())
def test_what_goes_from_process_to_process_changes_nothing(described: Plant) -> None:
    apart = dataclasses.replace(
        described, processes=tuple(dataclasses.replace(item, own_precursors={}) for item in described.processes)
    )
    assume(not described.outsourced_steps)
    try:
        whole, other = found(described), found(apart)
    except PulmuError:
        assume(False)
        return
    assert (whole.total is None) == (other.total is None)
    if whole.total is not None and other.total is not None:
        assert other.total.value == pytest.approx(whole.total.value, rel=1e-9)


@slow
@given(plants())
def test_it_is_the_sum_of_its_parts_and_never_less_than_what_the_installation_emits(described: Plant) -> None:
    whole = found(described)
    if whole.total is None:
        assert whole.unknown
        return
    assert len(whole.parts) == 5
    assert whole.total.value == pytest.approx(sum(part.value for part in whole.parts.values()), rel=1e-12, abs=1e-9)
    assert all(part.value >= -1e-9 for name, part in whole.parts.items() if name != "direct")


@slow
@given(plants())
def test_a_plant_of_twice_the_size_has_twice_the_footprint(described: Plant) -> None:
    whole, double = found(described), found(scaled(described, 2.0))
    assert (whole.total is None) == (double.total is None)
    if whole.total is not None and double.total is not None:
        assert double.total.value == pytest.approx(2.0 * whole.total.value, rel=1e-9)


def test_the_mark_up_is_no_emission() -> None:
    rod = bought("rod", {"bolts": "1050 t"}, country="CN")
    described = plant(electricity=electricity({"bolts": "rest"}), purchases=(rod,))
    assert found(described).parts["precursors"].value == pytest.approx(1_050 * 3.169, rel=1e-12)
    assert codes(described) == ["carbon.footprint_precursor_electricity"]


def test_a_precursor_of_exempt_origin_counts_with_its_value_and_never_with_zero() -> None:
    def of(**more: object) -> Plant:
        rod = bought("rod", {"bolts": "1050 t"}, country="DE", **more)  # type: ignore[arg-type]
        return plant(electricity=electricity({"bolts": "rest"}), purchases=(rod,))

    assert found(of()).total is None
    assert codes(of())[0] == "carbon.footprint_precursor"
    assert found(of(stated_value=q("1.5 t CO2e/t"))).parts["precursors"].value == pytest.approx(1_050 * 1.5)
    verified = of(direct="1.4 t CO2e/t", indirect=q("0.2 t CO2e/t"))
    assert found(verified).parts["precursors"].value == pytest.approx(1_050 * 1.6)
    assert codes(verified) == []


def test_without_its_electricity_a_plant_has_no_footprint() -> None:
    assert found(plant()).total is None
    assert codes(plant())[0] == "carbon.footprint_electricity"
    line = ElectricitySource(id="line", kind="direct_line", amount=q("100 MWh"))
    assert found(plant(electricity=electricity({"bolts": "rest"}, line))).total is None


def test_own_power_is_counted_where_its_fuel_burns() -> None:
    own = ElectricitySource(id="own", kind="own_generation", amount=q("300 MWh"), generator="engine")
    grid = ElectricitySource(id="grid", amount=q("700 MWh"))
    described = plant(
        electricity=electricity({"bolts": "rest"}, own, grid),
        emission_sources=(
            EmissionSource(id="engine", kind="generator", serves=("bolts",), electricity_produced=q("300 MWh")),
        ),
        source_streams=(fuel("gas", "city gas", "100000 Nm3", {"engine": "80000 Nm3", "bolts": "rest"}),),
    )
    assert found(described).parts["electricity"].value == pytest.approx(700 * GRID, rel=1e-12)
    assert total(described) == pytest.approx(100_000 * GAS + 700 * GRID + 1_050 * 2.0, rel=1e-12)


def test_heat_from_outside_counts_with_what_was_lost_on_the_way() -> None:
    net = heat_net(
        "steam", {"bolts": "8 TJ"}, imported_from="neighbour", heat_produced=q("10 TJ"),
        emission_factor=q("60 t CO2/TJ"), emission_factor_verification="VR-9",
    )  # fmt: skip
    described = plant(electricity=electricity({"bolts": "rest"}), heat_nets=(net,))
    assert found(described).parts["heat"].value == pytest.approx(600.0, rel=1e-12)


def test_a_step_done_elsewhere_counts_once_and_only_where_it_was_verified() -> None:
    def of(verified: VerifiedValue | None) -> Plant:
        step = OutsourcedStep(
            id="hardened", name="hardening", kind="heat_treatment", operator="Heat Works", country="KR", good="bolt",
            cn_code="73181588", sent=q("500 t"), returned=q("490 t"), verified=verified,
            exports_to_eu={"2026Q1": q("490 t")},
        )  # fmt: skip
        return plant(electricity=electricity({"bolts": "rest"}), outsourced_steps=(step,))

    alone = total(plant(electricity=electricity({"bolts": "rest"})))
    value = VerifiedValue(direct=q("0.1 t CO2e/t"), indirect=q("0.02 t CO2e/t"), verification_report="VR-2", year=2026)
    assert total(of(value)) == pytest.approx(alone + 490 * 0.12, rel=1e-12)
    assert total(of(None)) == pytest.approx(alone, rel=1e-12)
    assert "carbon.footprint_step" in codes(of(None))
