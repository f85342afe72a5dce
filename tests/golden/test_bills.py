"""Bills of electricity against bills worked by hand: see bills/README.md for what each of them shows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.golden.bill_cases import CASES, billed, cells_of, lines_of, shown_cells, tariff_of, terms_of

from pulmu.model.tariff import Tariff, TariffTerms
from pulmu.reference import are_holidays_known, public_holidays
from pulmu.reference.electricity import contracts, industrial_electricity


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['part']}: {case['name']}")
def test_a_bill_is_as_worked_by_hand(case: dict[str, Any]) -> None:
    bill = billed(case)
    assert lines_of(bill) == pytest.approx(case["lines"], rel=0, abs=1e-5)
    assert bill.charge.value == pytest.approx(case["charge"], rel=0, abs=1e-5)
    levies = {line.id: line.amount.value for line in bill.lines if line.kind == "levy"}
    assert levies == {"vat": case["vat"], "fund": case["fund"]}
    assert bill.to_pay.value == case["to_pay"]


def packaged() -> Iterator[Tariff]:
    """Every tariff that is packaged, with and without the deferral where there is one."""
    for contract in contracts():
        own = industrial_electricity(*contract)
        yield own
        deferred = industrial_electricity(*contract, deferred=True)
        if deferred.id != own.id:
            yield deferred


def billable(tariff: Tariff) -> Iterator[TariffTerms]:
    """Terms under which a bill can be computed: holidays of their first day are known."""
    yield from (terms for terms in tariff.terms if are_holidays_known(terms.start))


def test_every_price_and_hour_of_every_option_season_and_band_has_a_golden_bill() -> None:
    shown = {cell for case in CASES for cell in shown_cells(case)}
    wanted = {cell for contract in contracts() for terms in billable(industrial_electricity(*contract))
              for cell in cells_of(contract, terms)}  # fmt: skip
    assert sorted(wanted - shown) == []


def test_every_basic_rate_and_every_discount_of_every_tariff_has_a_golden_bill() -> None:
    shown = {seen for case in CASES for seen in _basic_and_discounts(case)}
    wanted = {(tariff.id, "basic", terms.basic) for tariff in packaged() for terms in billable(tariff)}
    wanted |= {(industrial_electricity(*contract).id, item.id, item.share) for contract in contracts()
               for terms in billable(industrial_electricity(*contract)) for item in terms.discounts}  # fmt: skip
    assert sorted(wanted - shown) == []


def _basic_and_discounts(case: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    for line in case["lines"]:
        terms = terms_of(case, line)
        if line == "basic":
            yield tariff_of(case).id, "basic", terms.basic
        if line.startswith("discount"):
            yield from ((tariff_of(case).id, item.id, item.share) for item in terms.discounts)


@pytest.mark.parametrize("contract_class", sorted({item[0] for item in contracts()}))
def test_every_surcharge_levy_and_rule_of_demand_of_a_class_has_a_golden_bill(contract_class: str) -> None:
    shown = [terms_of(case, "basic") for case in CASES if case["contract"].startswith(contract_class + " ")]
    for contract in contracts():
        if contract[0] == contract_class:
            for terms in billable(industrial_electricity(*contract)):
                assert any(_besides(terms) == _besides(item) for item in shown), (contract, terms.start)


def _besides(terms: TariffTerms) -> tuple[object, ...]:
    return terms.surcharges, terms.levies, terms.demand, terms.power_factor, terms.days


@pytest.mark.parametrize("own", ["2026-07", "2026-12"])
def test_each_of_the_months_before_has_a_golden_bill_that_tells_whether_it_is_remembered(own: str) -> None:
    told = [next(iter(case["told"])) for case in CASES if case["name"].startswith(f"{own} after ")]
    assert len(set(told)) == 13, "the twelve months before, and one that is surely too long ago"
    assert {month[5:] for month in told} == {f"{number:02}" for number in range(1, 13)}


def test_each_kind_of_day_has_a_golden_bill_of_its_own() -> None:
    days = [date.fromisoformat(name) for case in CASES if case["part"] == "days" for name in case["load"]
            if len(name) == 10]  # fmt: skip
    holidays = public_holidays()
    kinds = {holidays[day].kind if day in holidays else max(day.weekday() - 4, 0) for day in days}
    assert kinds == {0, 1, 2, *(item.kind for item in holidays.values())}, "0 a working day, 1 a Saturday, 2 a Sunday"
    assert {day.month for day in days} >= {2, 4, 5, 6, 7, 8, 9, 10, 11, 12}
