"""What a report holds of goods and balances."""

import dataclasses
from typing import Any

import pytest
from tests.plants import NUT, bought, electricity, fuel, good, heat_net, plant, process, q, report_of

from pulmu.model import EmissionSource, OutsourcedStep, VerifiedValue

DESCRIBED = plant(
    process("a", good("bolt")),
    process("b", good("nut", "73181692")),
    source_streams=(fuel("gas", "city gas", "3000 Nm3", {"boiler": "2000 Nm3", "a": "rest"}),),
    emission_sources=(EmissionSource(id="boiler", kind="boiler"),),
    heat_nets=(heat_net("steam", {"a": "20 GJ", "b": "30 GJ"}, produced_by=("boiler",), heat_produced=q("60 GJ")),),
    purchases=(bought("rod", {"a": "1050 t", "b": "1050 t"}, "2100 t", country="CN"),),
    electricity=electricity({"a": "400 MWh", "b": "rest"}),
)


def test_each_good_shows_its_figure_and_how_much_of_it_rests_on_defaults() -> None:
    for item in report_of(DESCRIBED).goods:
        assert item.specific_embedded_emissions.unit == "t CO2e/t"
        assert 0 < item.share_of_default_values.value < 1


def test_the_users_of_each_balance_add_up_to_its_total() -> None:
    balances = report_of(DESCRIBED).balances
    assert {item.kind for item in balances} == {"source_stream", "heat", "electricity"}
    for item in balances:
        assert sum(user.value for user in item.users.values()) == pytest.approx(item.total.value, rel=1e-12)


def test_an_uncertain_reading_stands_in_the_report_of_a_plant_that_rests_on_it() -> None:
    kiln = fuel("kiln", "clinker", "100 t", {"bolts": "rest"}, method="process")
    value = VerifiedValue(direct=q("1 t CO2e/t"), verification_report="V")
    step = OutsourcedStep(id="hardened", kind="heat_treatment", country="KR", good="bolt", cn_code=NUT, sent=q("8 t"),
                          returned=q("8 t"), verified=value)  # fmt: skip
    given = dataclasses.replace(step, verified=dataclasses.replace(value, free_allocation=q("0.1 t CO2e/t")))

    def readings(**more: Any) -> set[str]:
        described = dataclasses.replace(plant(), **more)
        return {item.name for item in report_of(described).choices} & {"clinker_minimum", "outsourced_step_allocation"}

    assert readings() == set()
    assert readings(source_streams=(kiln,)) == {"clinker_minimum"}
    assert readings(outsourced_steps=(step,)) == {"outsourced_step_allocation"}
    assert readings(outsourced_steps=(given,)) == set()
