"""Spread of plants' figures: every draw is a plant, computed by the same formulas."""

import dataclasses
import tracemalloc
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plants import EDITION, NUT, PRIMARY, WIRE, bought, fuel, good, heat_net, plant, plants, process, q

from pulmu.adapters.samples import read_sample, sample_names
from pulmu.carbon.batch import compute
from pulmu.carbon.plant_draws import Uncertainty, block_size, spread_of_plants
from pulmu.carbon.repeat import NUMBERED, repeated
from pulmu.carbon.system_draws import MEMORY
from pulmu.carbon.tables import tabulate
from pulmu.carbon.tables.rows import PartRows, Tables, UseRows
from pulmu.model import Electrolysis, EmissionSource, InputError, Plant, SolveError, decode

ALL = Uncertainty(**{item.name: 0.03 for item in dataclasses.fields(Uncertainty)})


def looped() -> Plant:
    return plant(
        process("a", good("x"), own={"y": "100 t"}, steps=[("a1", "forging"), ("a2", "annealing")]),
        process("b", good("y", NUT), own={"x": "300 t"}),
        process("c", good("z", WIRE)),
        source_streams=(
            fuel("gas", "city gas", "1000 Nm3", {"a1": "400 Nm3", "a2": "rest", "oven": "rest"}),
            fuel("oil", "diesel", "2 kL", {"engine": "1 kL", "b": "rest"}),
        ),
        emission_sources=(
            EmissionSource(id="oven", serves=("a", "b")),
            EmissionSource(id="engine", serves=("b",), electricity_produced=q("1 MWh")),
        ),
        heat_nets=(heat_net("h", {"a": "60 GJ", "b": "30 GJ"}, imported_from="n", heat_produced=q("100 GJ")),),
        purchases=(bought("rod", {"a": "900 t", "c": "1100 t"}, direct="2 t CO2e/t"),),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(plants(), min_size=1, max_size=2))
def test_a_copy_of_the_rows_is_the_plant_again(described: list[Plant]) -> None:
    tables = tabulate(described, EDITION)
    once, thrice = compute(tables), compute(repeated(tables, 3))
    for name in ("activity_level", "attributed_direct", "attributed_indirect", "direct", "counted", "by_default"):
        expected = np.tile(getattr(once, name), 3)
        np.testing.assert_allclose(getattr(thrice, name), expected, rtol=1e-12, atol=1e-12)


def test_without_uncertainty_every_draw_is_the_declared_value() -> None:
    described = [looped(), *(decode(Plant, read_sample(name)).unwrap() for name in sample_names())]
    found = spread_of_plants(described, EDITION, Uncertainty(), draws=3, seed=1)
    assert found.process[:3] == ("a", "b", "c")
    assert found.plant.tolist()[:4] == [0, 0, 0, 1]
    np.testing.assert_allclose(found.quantiles, np.tile(found.counted[:, None], 3), rtol=1e-12)


@pytest.mark.parametrize(
    ("kind", "power"), [("emission_factors", 1), ("calorific_values", 1), ("amounts", 1), ("production", -1)]
)
def test_one_uncertain_leaf_gives_its_own_lognormal(kind: str, power: int) -> None:
    described = plant(process("p", good("x")), source_streams=(fuel("gas", "city gas", "1000 Nm3", {"p": "rest"}),))
    found = spread_of_plants([described], EDITION, Uncertainty(**{kind: 0.1}), draws=40_000, seed=5)
    spread = np.sqrt(np.log1p(0.01))
    expected = np.exp(1.959964 * spread * np.array([-1.0, 0.0, 1.0]) * abs(power))
    np.testing.assert_allclose(found.quantiles[0] / found.counted[0], expected, rtol=0.005)


@pytest.mark.parametrize("kind", [item.name for item in dataclasses.fields(Uncertainty)])
def test_every_kind_of_leaf_moves_what_it_should(kind: str) -> None:
    described = decode(Plant, read_sample("fasteners")).unwrap()
    found = spread_of_plants([described], EDITION, Uncertainty(**{kind: 0.1}), draws=50, seed=5)
    width = found.quantiles[:, -1] - found.quantiles[:, 0]
    # Electricity is no part of the CBAM figure of steel goods, and the plant burns all it emits.
    assert (width > 1e-9).any() == (not kind.startswith(("electricity", "other")))


def test_perfluorocarbons_spread_as_emissions_that_are_not_burnt() -> None:
    cells = Electrolysis(
        id="c", process="p", technology="PFPB L", aluminium=q("1000 t"), anode_effect_frequency=0.2,
        anode_effect_duration=1.5,
    )  # fmt: skip
    described = plant(process("p", good("x", PRIMARY)), electrolysis=(cells,))
    found = spread_of_plants([described], EDITION, Uncertainty(other_emissions=0.1), draws=40_000, seed=5)
    expected = np.exp(1.959964 * np.sqrt(np.log1p(0.01)) * np.array([-1.0, 0.0, 1.0]))
    np.testing.assert_allclose(found.quantiles[0] / found.counted[0], expected, rtol=0.005)


def test_spread_does_not_depend_on_memory_or_executor() -> None:
    described = [looped(), decode(Plant, read_sample("fasteners")).unwrap()] * 20
    at_once = spread_of_plants(described, EDITION, ALL, draws=60, seed=9)
    little = 6 * 2**20 + 120_000
    assert max(block_size(tabulate([item], EDITION), 60, little) for item in described) < 60
    assert np.array_equal(
        spread_of_plants(described, EDITION, ALL, draws=60, seed=9, memory=little).quantiles, at_once.quantiles
    )
    for pool in (ThreadPoolExecutor(3), ProcessPoolExecutor(2)):
        with pool:
            apart = spread_of_plants(described, EDITION, ALL, draws=60, seed=9, executor=pool)
        assert np.array_equal(apart.quantiles, at_once.quantiles)
    assert not np.array_equal(spread_of_plants(described, EDITION, ALL, draws=60, seed=8).quantiles, at_once.quantiles)


def test_the_spread_stands_beside_the_declared_value_and_around_it() -> None:
    found = spread_of_plants([looped()], EDITION, ALL, draws=500, seed=2)
    assert np.array_equal(found.counted, compute(tabulate([looped()], EDITION)).counted)
    assert (found.quantiles[:, 0] < found.counted).all()
    assert (found.counted < found.quantiles[:, 2]).all()


def test_a_loop_that_nothing_leaves_is_refused() -> None:
    described = plant(process("a", good("x"), own={"w": "1500 t"}), process("b", good("w", WIRE), own={"x": "1500 t"}))
    with pytest.raises(SolveError):
        spread_of_plants([described], EDITION, ALL, draws=2, seed=1)


def test_what_cannot_be_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        spread_of_plants([], EDITION, Uncertainty(amounts=-0.1, heat=np.nan), draws=0, seed=1, quantiles=(1.5,))
    assert [item.place for item in caught.value.problems] == ["amounts", "heat", "draws", "quantiles"]
    assert {item.code for item in caught.value.problems} == {"carbon.uncertainty_value"}


def test_no_plants_have_no_spread() -> None:
    assert spread_of_plants([], EDITION, ALL, seed=1).quantiles.shape == (0, 3)


def test_memory_for_less_than_one_draw_is_refused() -> None:
    with pytest.raises(InputError, match="do not hold one draw"):
        spread_of_plants([looped()], EDITION, ALL, draws=10, seed=1, memory=100_000)


@pytest.mark.parametrize("memory", [12 * 2**20, 48 * 2**20])
def test_the_memory_given_is_not_exceeded(memory: int) -> None:
    described = [decode(Plant, read_sample("fasteners")).unwrap(), looped()]
    spread_of_plants(described, EDITION, ALL, draws=2, seed=1)
    assert block_size(tabulate(described[:1], EDITION), 4_000, MEMORY) > 0
    tracemalloc.start()
    spread_of_plants(described, EDITION, ALL, draws=4_000 if memory < 2**25 else 20_000, seed=1, memory=memory)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= memory


@pytest.mark.parametrize("rows", [Tables, UseRows, PartRows])
def test_every_column_that_numbers_rows_is_known_to_copies(rows: type) -> None:
    numbers = {item.name for item in dataclasses.fields(rows) if item.type in ("list[int]", list[int])}
    assert numbers == set(NUMBERED[rows])
    assert {type(value) for value in vars_of(Tables()).values() if dataclasses.is_dataclass(value)} <= set(NUMBERED)


def vars_of(tables: Tables) -> dict[str, object]:
    return {item.name: getattr(tables, item.name) for item in dataclasses.fields(tables)}
