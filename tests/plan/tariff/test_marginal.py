"""What one kWh more costs is what the bill of one kWh more is higher by, before tax."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pulmu.model import Source
from pulmu.plan.tariff import BillAsk, Contract, Drawn, month_bill
from pulmu.plan.tariff.marginal import won_per_kwh
from pulmu.reference.electricity import industrial_electricity

TARIFF = industrial_electricity("industrial_b", "high_a", "II")


@pytest.mark.parametrize("slot", [0, 45, 11 * 4 + 96 * 5, 2000], ids=["night", "noon", "weekend noon", "later"])
def test_one_kilowatt_hour_more_costs_what_the_bill_says(slot: int) -> None:
    begin = int(datetime(2026, 5, 1, tzinfo=ZoneInfo(TARIFF.zone)).astimezone(UTC).timestamp())
    start = begin + 900 * np.arange(31 * 96, dtype=np.int64)
    energy = np.full(len(start), 25.0)
    more = energy.copy()
    more[slot] += 1.0
    contract = Contract(contracted_power=10_000.0)
    charges = []
    for drawn in (energy, more):
        month = Drawn(month=(2026, 5), start=start, energy=drawn, interval=900, source=Source("test", ""))
        bill = month_bill(TARIFF, month, BillAsk(contract=contract))
        charges.append(
            sum(line.amount.value for line in bill.lines if line.kind in ("energy", "discount", "surcharge"))
        )
    assert won_per_kwh(TARIFF, start, 900)[slot] == pytest.approx(charges[1] - charges[0], abs=1e-3)


def test_the_rates_of_a_day_hold_for_any_other() -> None:
    begin = int(datetime(2018, 5, 1, tzinfo=ZoneInfo(TARIFF.zone)).timestamp())
    start = begin + 900 * np.arange(96, dtype=np.int64)
    assert (won_per_kwh(TARIFF, start, 900, rates_of=date(2026, 6, 1)) > 50).all()
