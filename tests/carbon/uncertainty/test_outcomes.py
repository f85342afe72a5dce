"""Draws of a plant through figure, free allocation and cost: beside what is declared, and by the same formulas."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from tests.plants import EDITION, bought, fuel, good, plant, plants, process, q, report_of

from pulmu.adapters.samples import read_sample, sample_names
from pulmu.carbon.uncertainty import Factor, Inputs, Law, Outcomes, PlantModel
from pulmu.carbon.uncertainty.leaves import by_name
from pulmu.model import Plant, decode
from pulmu.services.report import Value


def value(told: Value | None) -> float:
    return np.nan if told is None else told.value


def hold_what_is_declared(described: Plant) -> None:
    model, report = PlantModel(described, EDITION), report_of(described)
    found = model.draw([], 2, 1)
    assert list(model.goods) == [item.id for item in report.goods]
    for number, told in enumerate(report.goods):
        drawn = [getattr(found, item.name)[:, number] for item in dataclasses.fields(Outcomes)]
        stated = (
            told.specific_embedded_emissions, told.specific_embedded_free_allocation, told.certificates_per_tonne,
            told.cost,
        )  # fmt: skip
        if not told.cbam_good:  # it needs no certificates, and none are told
            drawn, stated = drawn[:1], stated[:1]
        for one, declared in zip(drawn, stated, strict=True):
            np.testing.assert_allclose(one, np.full(2, value(declared)), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", sample_names())
def test_without_uncertainty_every_draw_is_what_is_declared(name: str) -> None:
    hold_what_is_declared(decode(Plant, read_sample(name)).unwrap())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plants())
def test_it_is_so_for_every_plant(described: Plant) -> None:
    hold_what_is_declared(described)


def priced(gas: float = 1000.0, rod: float = 900.0) -> Plant:
    """Two steps, two fuels of two meters, a verified and a default precursor, sent at a price that is published."""
    wire, bolts = good("wire"), good("bolts", "73181588")
    bolts = dataclasses.replace(bolts, exports_to_eu={"2026Q1": q("100 t")})
    return plant(
        process("draw", wire),
        process("form", bolts, own={"wire": "400 t"}),
        source_streams=(
            fuel("gas", "city gas", f"{gas} Nm3", {"draw": "rest"}),
            fuel("more", "city gas", "500 Nm3", {"form": "rest"}),
        ),
        purchases=(
            bought("mine", {"draw": f"{rod} t"}, f"{rod * 7 / 6} t", direct="2 t CO2e/t"),
            bought("theirs", {"draw": "300 t"}),
        ),
    )


def test_a_draw_is_the_plant_with_other_inputs() -> None:
    model = PlantModel(priced(), EDITION)
    names = by_name(model.leaves)
    factors = [
        Factor("gas", (names["source_streams.gas.amount"],), Law("normal", 0.1)),
        Factor("rod", (names["purchases.mine.used_by.draw"], names["purchases.mine.received"]), Law("normal", 0.1)),
    ]
    inputs = Inputs(model.leaves, factors)
    found = model.of_factors(inputs, np.array([[1.0, 1.0], [1.1, 0.9]]))
    for number, described in enumerate([priced(), priced(1100.0, 810.0)]):
        for place, told in enumerate(report_of(described).goods):
            assert found.embedded[number, place] == pytest.approx(told.specific_embedded_emissions.value, rel=1e-12)
            assert found.free_allocation[number, place] == pytest.approx(
                value(told.specific_embedded_free_allocation), rel=1e-12
            )
            assert found.certificates[number, place] == pytest.approx(value(told.certificates_per_tonne), rel=1e-12)
    assert np.isfinite(found.cost[:, 1]).all()
    assert found.cost[0, 1] != found.cost[1, 1]


def gas_only() -> PlantModel:
    described = plant(
        process("p", good("x")),
        source_streams=(
            fuel("a", "own", "1000 t", {"p": "rest"}, emission_factor=q("2 t CO2/t")),
            fuel("b", "own", "500 t", {"p": "rest"}, emission_factor=q("2 t CO2/t")),
        ),
    )
    return PlantModel(described, EDITION)


@pytest.mark.parametrize(("correlation", "expected"), [(0.0, 5.0), (0.5, 7.0), (1.0, 9.0)])
def test_the_variance_of_a_sum_is_the_analytic_one(correlation: float, expected: float) -> None:
    """(2 a)^2 + (2 b)^2 + 2 rho (2 a)(2 b) at a = 2 b, in units of (2 b u)^2: 4 + 1 + 4 rho."""
    model = gas_only()
    names = by_name(model.leaves)
    leaves = names["source_streams.a.amount"], names["source_streams.b.amount"]
    found = model.draw([Factor("meters", leaves, Law("normal", 0.02), correlation)], 40_000, 1).embedded[:, 0]
    declared = model.draw([], 1, 1).embedded[0, 0]
    unit = declared * 0.02 / 3
    assert found.var() / unit**2 == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("shape", ["normal", "lognormal", "triangular", "uniform"])
def test_means_do_not_drift_from_what_is_declared(shape: str) -> None:
    model = PlantModel(priced(), EDITION)
    names = by_name(model.leaves)
    linear = [
        Factor(name, (names[name],), Law(shape, 0.15))  # type: ignore[arg-type]
        for name in ("source_streams.gas.amount", "source_streams.more.amount", "purchases.mine.value")
    ]
    found, declared = model.draw(linear, 20_000, 3).embedded, model.draw([], 1, 3).embedded[0]
    error = found.std(axis=0) / np.sqrt(len(found))
    assert (np.abs(found.mean(axis=0) - declared) < 4 * error).all()
    assert (error > 0).all()


def test_one_table_and_one_delivery_are_one_draw() -> None:
    model = PlantModel(priced(), EDITION)
    names = by_name(model.leaves)
    assert names["source_streams.gas.emission_factor"] == names["source_streams.more.emission_factor"]
    assert names["source_streams.gas.amount"] != names["source_streams.more.amount"]
    own = PlantModel(
        plant(
            process("a", good("x")),
            process("b", good("y", "73181588")),
            purchases=(
                bought("first", {"a": "500 t", "b": "100 t"}),
                bought("second", {"b": "400 t"}),
            ),
        ),
        EDITION,
    )
    names = by_name(own.leaves)
    assert names["purchases.first.value"] == names["purchases.second.value"]
    assert names["purchases.first.received"] != names["purchases.second.received"]
    assert len({target.row for target in own.leaves[names["purchases.first.received"]].targets}) == 2


def test_the_first_draws_of_many_are_those_of_few_whatever_the_block() -> None:
    model = PlantModel(priced(), EDITION)
    factors = [Factor(leaf.names[0], (n,), Law("lognormal", 0.05)) for n, leaf in enumerate(model.leaves)]
    many, few = model.draw(factors, model.block_size() + 50, 7), model.draw(factors, 30, 7)
    for item in dataclasses.fields(Outcomes):
        assert np.array_equal(getattr(many, item.name)[:30], getattr(few, item.name), equal_nan=True)
    assert not np.array_equal(model.draw(factors, 30, 8).embedded, few.embedded)


def test_intervals_cover_what_is_true_as_often_as_they_say() -> None:
    """So many operators measure the same plant, each with errors; each draws around what it measured."""
    model = PlantModel(priced(), EDITION)
    factors = [
        Factor(leaf.names[0], (n,), Law("lognormal" if n % 2 else "normal", 0.03))
        for n, leaf in enumerate(model.leaves)
    ]
    inputs, true = Inputs(model.leaves, factors), model.draw([], 1, 1).embedded[0]
    operators, covered = 400, np.zeros(len(model.goods))
    measured = inputs.of_columns(inputs.normal((11,), 0, operators))
    drawn = inputs.of_columns(inputs.normal((12,), 0, 2_000))
    for errors in measured:
        low, high = np.quantile(model.of_factors(inputs, errors * drawn).embedded, (0.05, 0.95), axis=0)
        covered += (low <= true) & (true <= high)
    assert covered / operators == pytest.approx(np.full(len(true), 0.9), abs=3.5 * np.sqrt(0.09 / operators))
