"""Many plants as arrays: the same numbers as the figures of each, bit for bit but for the linear solve."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plants import EDITION, NUT, WIRE, bought, fuel, good, heat_net, plant, plants, process, q

from pulmu.adapters.samples import read_sample, sample_names
from pulmu.carbon.batch import Batch, embedded_emissions_of_plants
from pulmu.carbon.statement import state_emissions
from pulmu.model import EmissionSource, Plant, SolveError, decode

ROUNDING = {"rtol": 1e-12, "atol": 1e-12}


def check_equal(batch: Batch, described: list[Plant]) -> None:
    """Every row of a batch against the figures of its plant."""
    row = 0
    for number, one in enumerate(described):
        statement = state_emissions(one, EDITION)
        by_process = {good.process: good for good in statement.goods.values()}
        for name, item in statement.processes.items():
            assert (number, name) == (batch.plant[row], batch.process[row])
            assert item.activity_level.value == batch.activity_level[row]
            assert item.attributed_direct.value == batch.attributed_direct[row]
            indirect = np.nan if item.attributed_indirect is None else item.attributed_indirect.value
            np.testing.assert_allclose(batch.attributed_indirect[row], indirect, **ROUNDING)
            result = by_process[name]
            per_unit = result.functional or result
            np.testing.assert_allclose(batch.direct[row], per_unit.direct.value, **ROUNDING)
            np.testing.assert_allclose(batch.counted[row], per_unit.counted.value, **ROUNDING)
            share = result.share_of_default_values.value
            np.testing.assert_allclose(batch.by_default[row], share * per_unit.counted.value, **ROUNDING)
            row += 1
    assert row == len(batch.process)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(plants(), min_size=1, max_size=2))
def test_arrays_say_what_figures_say(described: list[Plant]) -> None:
    check_equal(embedded_emissions_of_plants(described, EDITION), described)


def test_the_sample_plants_in_one_batch() -> None:
    described = [decode(Plant, read_sample(name)).unwrap() for name in sample_names()]
    check_equal(embedded_emissions_of_plants(described, EDITION), described)


@pytest.mark.parametrize("second", [f"{1439 + step / 7} GJ net" for step in range(40)])
def test_energies_given_in_other_units_add_up_alike(second: str) -> None:
    """Turned into terajoules before or after the sum, their last digits differ."""
    coal = {"net_calorific_value": q("26 GJ/t"), "emission_factor": q("95 t CO2/TJ"), "factor_evidence": "laboratory"}
    described = plant(
        process("a", good("x")),
        source_streams=(fuel("one", "own coal", "39000 GJ net", {"boiler": "rest"}, **coal),
                        fuel("two", "own coal", second, {"boiler": "rest"}, **coal)),
        emission_sources=(EmissionSource(id="boiler", kind="boiler"),),
        heat_nets=(heat_net("h", {"a": "rest"}, produced_by=("boiler",), efficiency=0.9, exported=q("10 GJ")),),
    )  # fmt: skip
    check_equal(embedded_emissions_of_plants([described], EDITION), [described])


def test_a_plant_is_the_same_alone_and_among_others() -> None:
    other = plant(process("p", good("x"), own={"x": "100 t"}))
    alone, among = (embedded_emissions_of_plants(group, EDITION) for group in ([plant()], [other, plant(), other]))
    assert alone.counted[0] == pytest.approx(among.counted[1], rel=1e-12)


def test_no_plants_are_no_rows() -> None:
    assert embedded_emissions_of_plants([], EDITION).process == ()


def test_what_the_figures_floor_the_arrays_floor() -> None:
    described = plant(
        process("a", good("x")),
        process("b", good("y", NUT)),
        source_streams=(fuel("oil", "diesel", "1 kL", {"a": "rest"}),),
        heat_nets=(heat_net("h", {"b": "900 GJ"}, recovered_from="a"),),
    )
    batch = embedded_emissions_of_plants([described], EDITION)
    assert batch.attributed_direct[0] == 0.0
    check_equal(batch, [described])


def test_losses_of_bought_heat_idle_flows_and_unmetered_furnaces_agree() -> None:
    described = plant(
        process("a", good("x"), steps=[("a1", "forging"), ("a2", "annealing")]),
        process("b", good("y", NUT)),
        source_streams=(
            fuel("gas", "city gas", "1000 Nm3", {"a1": "rest", "a2": "rest", "oven": "rest"}),
            fuel("idle", "LPG", "0 t", {"a": "0 t"}),
            fuel("oil", "diesel", "2 kL", {"engine": "1 kL", "b": "rest"}),
        ),
        emission_sources=(
            EmissionSource(id="oven", serves=("a", "b")),
            EmissionSource(id="engine", serves=("b",), electricity_produced=q("0 MWh")),
        ),
        heat_nets=(heat_net("h", {"a": "60 GJ", "b": "30 GJ"}, imported_from="n", heat_produced=q("100 GJ")),),
    )
    check_equal(embedded_emissions_of_plants([described], EDITION), [described])


def test_a_meter_in_thousands_is_divided_before_it_is_converted() -> None:
    described = plant(
        process("a", good("x", produced="783 t")),
        process("b", good("y", NUT)),
        source_streams=(fuel("gas", "city gas", "1000 1000 Nm3", {"oven": "600 1000 Nm3", "a": "rest"}),),
        emission_sources=(EmissionSource(id="oven", serves=("a", "b")),),
    )
    check_equal(embedded_emissions_of_plants([described], EDITION), [described])


def test_a_loop_that_nothing_leaves_is_refused() -> None:
    described = plant(
        process("a", good("x"), own={"w": "1500 t"}),
        process("b", good("w", WIRE), own={"x": "1500 t"}),
        purchases=(bought("rod", {"a": "10 t"}, direct="2 t CO2e/t"),),
    )
    for several in ([described], [plant(), described]):
        with pytest.raises(SolveError):
            embedded_emissions_of_plants(several, EDITION)
    with pytest.raises(SolveError):
        state_emissions(described, EDITION)


def test_the_numbers_are_finite_but_for_electricity_nobody_gave() -> None:
    batch = embedded_emissions_of_plants([plant()], EDITION)
    for item in dataclasses.fields(batch):
        values = getattr(batch, item.name)
        if item.name == "attributed_indirect":
            assert np.isnan(values).all()
        elif item.name != "process":
            assert np.isfinite(values).all()
