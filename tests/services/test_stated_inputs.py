"""What is stated input by input: laws, classes, one meter behind several inputs."""

import dataclasses

import pytest

from pulmu.adapters.samples import read_sample
from pulmu.carbon.plant_draws import Uncertainty
from pulmu.carbon.uncertainty import PlantModel
from pulmu.model import InputError, Plant, PulmuError, Quantity, decode
from pulmu.model.uncertain import StatedUncertainty, UncertainInput
from pulmu.reference import DEFAULT_EDITION
from pulmu.reference.data_quality import data_quality
from pulmu.reference.table import load_table
from pulmu.services._stated_inputs import stated_factors
from pulmu.services._uncertain_inputs import factors_of
from pulmu.services.spread import spread_of_goods

GAS, FACTOR = "source_streams.city_gas.amount", "source_streams.city_gas.emission_factor"
MODEL = PlantModel(decode(Plant, read_sample("fasteners")).unwrap(), DEFAULT_EDITION)


def stated(*items: UncertainInput) -> StatedUncertainty:
    return StatedUncertainty(uncertain=items)


def entry(*inputs: str, **more: object) -> UncertainInput:
    return UncertainInput(id="e", inputs=inputs, **more)  # type: ignore[arg-type]


def test_a_class_has_its_law_and_says_where_it_is_from() -> None:
    (factor,) = stated_factors(MODEL.leaves, stated(entry(GAS, quality="monitoring_tier_2")))
    assert (factor.law.shape, factor.law.relative) == ("normal", 0.025)
    assert data_quality("monitoring_tier_2").source.confidence == "memory"


def test_what_follows_from_each_class_is_what_its_source_states() -> None:
    import math

    for row in load_table("data_quality").rows:
        shares = {
            "expanded": row["stated"] / 2,
            "limit": row["stated"] / 3**0.5,
            "geometric": math.sqrt(math.exp((math.log(row["stated"]) / 2) ** 2) - 1),
        }
        assert row["relative"] == pytest.approx(shares[row["how"]], abs=6e-5), row["quality"]


def test_an_absolute_uncertainty_is_a_share_of_its_input() -> None:
    leaf = next(leaf for leaf in MODEL.leaves if GAS in leaf.names)
    half = Quantity(leaf.value * 0.05, leaf.unit)
    (factor,) = stated_factors(MODEL.leaves, stated(entry(GAS, absolute=half, distribution="uniform")))
    assert (factor.law.shape, factor.law.relative) == ("uniform", pytest.approx(0.05))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (entry("source_streams.city_gass.amount", relative=0.1), "carbon.uncertain_input_unknown"),
        (entry(GAS, GAS, relative=0.1), "carbon.uncertain_input_twice"),
        (entry(GAS), "carbon.uncertainty_stated"),
        (entry(GAS, relative=0.1, quality="monitoring_tier_1"), "carbon.uncertainty_stated"),
        (entry(GAS, absolute=Quantity(1.0, "t")), "carbon.uncertainty_absolute"),
        (entry(GAS, FACTOR, absolute=Quantity(1.0, "Nm3")), "carbon.uncertainty_absolute"),
        (entry(GAS, relative=0.5), "carbon.uncertainty_law"),
        (entry(GAS, quality="guess"), "rule.no_data_quality"),
    ],
)
def test_what_cannot_be_is_told(item: UncertainInput, code: str) -> None:
    with pytest.raises(PulmuError) as caught:
        stated_factors(MODEL.leaves, stated(item))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_what_is_stated_of_an_input_goes_before_its_kind() -> None:
    found = factors_of(MODEL.leaves, Uncertainty(amounts=0.02), stated(entry(GAS, relative=0.01)))
    assert [factor.name for factor in found] == ["e"]
    both = factors_of(MODEL.leaves, Uncertainty(amounts=0.02, heat=0.02), stated(entry(GAS, relative=0.01)))
    assert [factor.name for factor in both] == ["e", "heat"]


def test_one_meter_behind_two_inputs_makes_a_wider_band_than_two() -> None:
    inputs = "purchases.wire_rod_korea.value", "purchases.wire_rod_china.value"

    def width(correlation: float) -> float:
        item = entry(*inputs, relative=0.1, correlation=correlation)
        found = spread_of_goods(read_sample("fasteners"), Uncertainty(), seed=1, inputs=stated(item)).spread
        assert found is not None
        assert found.inputs == stated(item)
        band = found.goods[0].specific_embedded_emissions
        return band.high - band.low

    assert width(1.0) > 1.1 * width(0.5) > 1.1 * width(0.0)


def test_every_name_that_is_told_can_be_stated() -> None:
    names = [leaf.names[0] for leaf in MODEL.leaves]
    found = stated_factors(MODEL.leaves, stated(*(
        dataclasses.replace(entry(name, relative=0.01), id=f"e{number}") for number, name in enumerate(names)
    )))  # fmt: skip
    assert sorted(factor.leaves[0] for factor in found) == list(range(len(names)))


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        stated_factors(MODEL.leaves, stated(entry("a", "b")))
    assert len(caught.value.problems) == 3
