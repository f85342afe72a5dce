"""Bills of a gas meter: by its heat, at prices that are known or told, and what is not known is named."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pulmu.metering import BAD, Readings, Series
from pulmu.model import InputError, RuleError, Source
from pulmu.reference.gas import known_gas_months
from pulmu.services.gas_months import GasBilled, GasOrder, gas_months

SEOUL = ZoneInfo("Asia/Seoul")
ORDER = GasOrder(heating_value=42.5)


def readings(start: date, end: date, amount: float = 10.0) -> Readings:
    """The same amount in every hour."""
    first, last = (int(datetime(day.year, day.month, day.day, tzinfo=SEOUL).timestamp()) for day in (start, end))
    at = np.arange(first, last, 3600)
    return Readings(at, np.full(len(at), amount), np.zeros(len(at), np.int8))


def billed(given: Readings, order: GasOrder = ORDER, unit: str = "Nm3") -> GasBilled:
    return gas_months(Series(meter="gas", unit=unit, interval=3600), given, Source("meter gas", "g.csv"), order)


def code(error: "pytest.ExceptionInfo[InputError] | pytest.ExceptionInfo[RuleError]") -> str:
    return error.value.problems[0].code


def test_a_bill_by_hand() -> None:
    """7,440 Nm3 x 42.5 MJ/Nm3 = 316,200 MJ; x 19.991 = 6,321,154.2 won; tax 632,115; to pay 6,953,269."""
    done = billed(readings(date(2024, 10, 1), date(2024, 11, 1)))
    (bill,) = done.bills
    assert bill.heat.value == 316_200.0
    assert [(line.kind, line.amount.value) for line in bill.lines] == [("gas", 6_321_154.2), ("tax", 632_115.0)]
    assert bill.to_pay.value == 6_953_269.0
    assert [item.code for item in done.problems] == ["tariff.gas_wholesale_only"]
    told = bill.to_pay.explain()
    for words in ("gross heating value = 42.5 MJ/Nm3", "19.991", "한국가스공사", "secondary", "meter gas"):
        assert words in told, words


def test_what_the_gas_company_adds_is_a_line_of_its_own() -> None:
    given = readings(date(2024, 11, 1), date(2024, 12, 1))
    done = billed(given, replace(ORDER, supply_cost=2.0))
    assert [line.kind for line in done.bills[0].lines] == ["gas", "supply", "tax"]
    assert done.bills[0].charge.value == pytest.approx(306_000 * (19.6887 + 2.0))
    assert done.problems == ()


def test_the_price_of_a_bill_holds_everything_and_needs_no_other() -> None:
    done = billed(readings(date(2026, 1, 1), date(2026, 2, 1)), replace(ORDER, prices={(2026, 1): 21.5}, supply_cost=9))
    assert done.bills[0].charge.value == pytest.approx(316_200 * 21.5)
    assert [line.kind for line in done.bills[0].lines] == ["gas", "tax"]
    assert done.problems == ()


def test_heat_is_billed_as_it_is_counted() -> None:
    given = readings(date(2024, 10, 1), date(2024, 11, 1), 425.0)
    by_heat = billed(given, GasOrder(), unit="MJ")
    assert by_heat.to_pay == billed(readings(date(2024, 10, 1), date(2024, 11, 1))).to_pay
    assert billed(readings(date(2024, 10, 1), date(2024, 11, 1), 0.425), GasOrder(), unit="GJ").to_pay == by_heat.to_pay


def test_only_months_whose_price_was_read_are_charged_by_it() -> None:
    assert known_gas_months() == ("2024-05", "2024-10", "2024-11")
    for start, end in ((date(2024, 7, 1), date(2024, 8, 1)), (date(2026, 1, 1), date(2026, 2, 1))):
        with pytest.raises(RuleError) as caught:
            billed(readings(start, end))
        assert code(caught) == "tariff.gas_price_unknown"
        assert f"{start:%Y-%m}" in caught.value.problems[0].mend


def test_the_price_of_another_day_goes_by_the_season_and_is_a_counterfactual() -> None:
    order = replace(ORDER, rates_of=date(2024, 5, 1))
    winter, summer = (
        billed(readings(date(2026, month, 1), date(2026, month + 1, 1)), order).bills[0] for month in (1, 7)
    )
    assert (winter.charge.value, summer.charge.value) == (
        pytest.approx(316_200 * 20.1756), pytest.approx(316_200 * 19.1908),
    )  # fmt: skip
    assert winter.is_counterfactual
    assert not billed(readings(date(2024, 5, 1), date(2024, 6, 1))).bills[0].is_counterfactual


def test_what_cannot_be_billed_is_told() -> None:
    month = readings(date(2024, 10, 1), date(2024, 11, 1))
    for order, unit, wanted in (
        (GasOrder(), "Nm3", "tariff.heating_value"), (ORDER, "kWh", "tariff.not_gas"), (ORDER, "t", "tariff.not_gas"),
    ):  # fmt: skip
        with pytest.raises(InputError) as caught:
            billed(month, order, unit)
        assert code(caught) == wanted
    with pytest.raises(InputError) as caught:
        billed(Readings())
    assert code(caught) == "tariff.no_month"
    month.quality[5] = BAD
    with pytest.raises(InputError) as caught:
        billed(month)
    assert code(caught) == "tariff.month_not_whole"


@pytest.mark.parametrize("factor", [0.0, 0.5, 3.0])
def test_a_bill_grows_as_its_gas_does(factor: float) -> None:
    given = readings(date(2024, 10, 1), date(2024, 11, 1))
    scaled = Readings(given.start, given.value * factor, given.quality)
    assert billed(scaled).bills[0].charge.value == pytest.approx(billed(given).bills[0].charge.value * factor)
