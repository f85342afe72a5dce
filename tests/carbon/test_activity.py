import pytest
from tests.plants import BOLT, NUT, good, process, q

from pulmu.carbon.activity import process_activity_level, production
from pulmu.model import Product, StockMethod


def test_production_as_given_is_taken_in_tonnes() -> None:
    assert production(good("bolt", produced="1200000 kg")).value == pytest.approx(1200.0, rel=1e-12)


def test_production_from_deliveries_and_stock() -> None:
    stock = StockMethod(
        sent_out=q("1000 t"),
        received=q("20 t"),
        opening_stock=q("150 t"),
        closing_stock=q("120000 kg"),
        returned=q("10 t"),
    )
    figure = production(Product(id="bolt", cn_code=BOLT, stock_method=stock))
    assert figure.value == pytest.approx(1000 - 20 - 150 + 120 - 10, rel=1e-12)


def test_scrap_and_off_spec_are_no_output() -> None:
    made = process("p", good("bolt", produced="900 t", off_spec=q("50 t"), scrap=q("70 t")),
                   good("nut", NUT, produced="100 t"))  # fmt: skip
    assert process_activity_level(made).value == 1000.0
