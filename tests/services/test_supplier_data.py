"""What verified data is worth: the plant computed with it, by hand beside."""

import dataclasses

import pytest

from pulmu.adapters.samples import read_sample
from pulmu.model import Plant, Quantity, decode
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.report_cbam import make_report
from pulmu.services.supplier_data import worth_of_verified_data

PLANT = decode(Plant, read_sample("fasteners")).unwrap()
SCENARIO = "last_published_price"


def with_statement(text: str | None) -> Plant:
    value = None if text is None else Quantity.parse(text)
    purchases = tuple(
        dataclasses.replace(item, stated_value=value) if item.id == "wire_rod_china" else item
        for item in PLANT.purchases
    )
    return dataclasses.replace(PLANT, purchases=purchases)


def test_only_what_counts_by_default_is_told_and_by_what_its_supplier_stated() -> None:
    (found,) = worth_of_verified_data(with_statement("2.1 t CO2e/t"), DEFAULT_EDITION, SCENARIO)
    assert (found.purchase, found.supposed, found.basis) == ("wire_rod_china", 2.1, "stated")
    assert found.by_default > found.supposed
    report = make_report(PLANT, (), DEFAULT_EDITION, SCENARIO)
    declared = {good.id: good for good in report.goods if good.cost is not None}
    # Every certificate is above its floor, so a tonne less is a tonne less to pay for, at the one price there is.
    share = (found.by_default - found.supposed) / found.by_default
    saved = 0.0
    for good in declared.values():
        by_default = good.share_of_default_values.value * good.specific_embedded_emissions.value
        price = good.cost_lines[0].price
        assert price is not None
        for line in good.cost_lines:
            assert line.price is not None
            saved += share * by_default * line.mass.value * line.price.value
    assert found.less_cost == pytest.approx(saved, rel=1e-9)


def test_without_a_statement_a_tenth_below_stands_as_an_example() -> None:
    (found,) = worth_of_verified_data(with_statement(None), DEFAULT_EDITION, SCENARIO)
    assert found.basis == "a_tenth_below"
    assert found.supposed == pytest.approx(0.9 * found.by_default)
    assert found.less_cost > 0


def test_a_worse_value_costs_more_and_without_a_price_nothing_is_told() -> None:
    (found,) = worth_of_verified_data(with_statement("9 t CO2e/t"), DEFAULT_EDITION, SCENARIO)
    assert found.less_cost < 0
    assert worth_of_verified_data(PLANT, DEFAULT_EDITION) == ()
