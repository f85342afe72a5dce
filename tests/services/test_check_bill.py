"""A paid bill beside the computed one: what rounding explains, and what would explain the rest."""

from datetime import date

import pytest
from tests.services.test_bill_months import HERE, ORDER, readings

from pulmu.metering import Series
from pulmu.model.paid_bill import PaidBill, PaidItem, PaidLine
from pulmu.plan.tariff import Bill, Contract
from pulmu.reference.electricity import industrial_electricity
from pulmu.services.bill_months import BillOrder, bill_months, check_paid
from pulmu.services.check_bill import CheckedBill, computed_items

SERIES = Series(meter="main", unit="kWh", interval=900)
GIVEN = readings(date(2026, 7, 1), date(2026, 8, 1), 1234.567)
JULY = BillOrder(
    tariff=ORDER.tariff, first=(2026, 7), last=(2026, 7),
    contract=Contract(contracted_power=300.0, power_factor_day=94.0, power_factor_night=97.0),
)  # fmt: skip


def computed(order: BillOrder = JULY) -> Bill:
    (bill,) = bill_months(SERIES, GIVEN, HERE, order).bills
    return bill


def printed(bill: Bill, **changed: float) -> PaidBill:
    """A bill as the supplier prints it: whole kWh and kW, won cut."""
    energy = {line.band: next(item.figure.value for item in line.amount.inputs if item.parameter == "energy")
              for line in bill.lines if line.kind == "energy"}  # fmt: skip
    rates = {line.band: next(item.figure.value for item in line.amount.inputs if item.parameter == "rate")
             for line in bill.lines if line.kind == "energy"}  # fmt: skip
    won: dict[PaidItem, float] = {
        "basic": float(round(bill.billed.value) * 8320),
        **{band: float(int(round(energy[band]) * rates[band])) for band in ("light", "mid", "peak")},  # type: ignore[dict-item]
        "climate_environment": float(round(bill.energy()) * 9), "fuel_cost": float(round(bill.energy()) * 5),
    }  # fmt: skip
    won["power_factor"] = float(int(won["basic"] * -0.004))
    won["charge"] = sum(won.values())
    won["vat"], won["fund"] = float(round(won["charge"] * 0.1)), won["charge"] * 0.027 // 10 * 10
    won["to_pay"] = (won["charge"] + won["vat"] + won["fund"]) // 10 * 10
    won |= changed  # type: ignore[arg-type]
    kwh = {band: float(round(energy[band])) for band in ("light", "mid", "peak")}
    return PaidBill(
        month="2026-07", lines=tuple(PaidLine(id=item, won=amount, kwh=kwh.get(item)) for item, amount in won.items())
    )


def checked(paid: PaidBill, order: BillOrder = JULY) -> CheckedBill:
    return check_paid(SERIES, GIVEN, HERE, order, paid)


def codes(found: CheckedBill) -> list[str]:
    return [item.code for item in found.findings]


def test_a_bill_printed_in_whole_numbers_is_the_same() -> None:
    found = checked(printed(computed()))
    assert [line.item for line in found.lines if not line.is_same] == []
    assert found.findings == ()


def test_lines_of_a_bill_are_all_of_it() -> None:
    bill = computed()
    items = computed_items(bill)
    parts = [won for item, won in items.items() if item not in ("charge", "to_pay")]
    assert sum(parts) == pytest.approx(bill.to_pay.value, abs=0.51)


def test_another_demand_is_told_in_kilowatts() -> None:
    found = checked(printed(computed(), basic=1300.0 * 8320, power_factor=1300.0 * 8320 * -0.004))
    assert codes(found) == ["tariff.paid_sum", "tariff.paid_demand"]
    (told,) = [item for item in found.findings if item.code == "tariff.paid_demand"]
    assert dict(told.values)["paid"] == "1,300"
    assert found.lines[0].paid - found.lines[0].computed == pytest.approx((1300 - 1234.567) * 8320)


def test_another_power_factor_is_told_in_points() -> None:
    found = checked(printed(computed(), power_factor=1235 * 8320 * 0.002 * 3))
    (told,) = [item for item in found.findings if item.code == "tariff.paid_power_factor"]
    assert dict(told.values)["points"] == "+3.0"


@pytest.mark.parametrize("option", ["I", "III"])
def test_energy_charged_by_another_option_is_found(option: str) -> None:
    tariff = industrial_electricity("industrial_b", "high_a", option)  # type: ignore[arg-type]
    other = computed(BillOrder(tariff=tariff, contract=JULY.contract, first=(2026, 7), last=(2026, 7)))
    paid = printed(other)
    found = checked(paid)
    assert "tariff.paid_bands" in codes(found)
    assert tariff.name in [item.place for item in found.findings if item.code == "tariff.paid_terms"]


def test_terms_that_were_deferred_are_found() -> None:
    tariff = industrial_electricity("industrial_b", "high_a", "II", deferred=True)
    other = computed(BillOrder(tariff=tariff, contract=JULY.contract, first=(2026, 7), last=(2026, 7)))
    found = checked(printed(other))
    assert [item.place for item in found.findings if item.code == "tariff.paid_terms"] == [tariff.name]


def test_another_meter_is_told_in_kilowatt_hours() -> None:
    paid = printed(computed())
    lines = tuple(
        PaidLine(id=line.id, won=line.won + 16_380, kwh=(line.kwh or 0) + 100) if line.id == "mid" else line
        for line in paid.lines
    )
    found = checked(PaidBill(month="2026-07", lines=lines))
    assert "tariff.paid_energy" in codes(found)


def test_a_line_left_out_is_not_compared() -> None:
    paid = printed(computed())
    found = checked(PaidBill(month="2026-07", lines=paid.lines[:3]))
    assert [line.item for line in found.lines] == ["basic", "light", "mid"]
    assert found.over is None
