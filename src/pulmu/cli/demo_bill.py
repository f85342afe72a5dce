"""The fastener maker's electricity bills of a year, from its own meter, and what another option would have cost."""

from pathlib import Path

from pulmu.bootstrap.bills import meter_readings
from pulmu.cli.bill_screens import show_bills, show_options
from pulmu.cli.screen import Screen
from pulmu.plan.tariff import Contract
from pulmu.reference.electricity import industrial_electricity
from pulmu.services.bill_months import BillOrder, bill_months, compare_options

_METER = "em_main"
_CONTRACTED = 4000.0
"""Contracted power of the sample plant. [kW]"""


def bill_year(store: Path, screen: Screen) -> None:
    """Bills of every whole month, and the options of the contract beside each other."""
    order = BillOrder(
        tariff=industrial_electricity("industrial_b", "high_a", "II"),
        contract=Contract(contracted_power=_CONTRACTED),
    )
    readings = meter_readings(_METER, store)
    show_bills(screen, bill_months(*readings, order), explain=False)
    show_options(screen, compare_options(*readings, order))
    screen.line("  " + screen.text("cli.demo_bill.next", store=str(store)))
