"""The fastener maker looks back and ahead: what was unusual at its meter and what that cost, its load of tomorrow, and
what it could do about cost and carbon under a budget."""

from pathlib import Path

from pulmu.bootstrap.bills import meter_readings
from pulmu.bootstrap.samples import read_sample
from pulmu.cli.anomaly_screens import show_dearest
from pulmu.cli.forecast_screens import show_peak
from pulmu.cli.measures_screens import show_choice
from pulmu.cli.screen import Screen
from pulmu.model import InputError
from pulmu.reference.electricity import industrial_electricity
from pulmu.services.anomalies.meter import AnomalyOrder, find_anomalies
from pulmu.services.forecast_series import ForecastOrder, forecast_series
from pulmu.services.measures.answer import find_measures
from pulmu.services.measures.told import Told, read_order

_METER = "em_main"
_TERMS = ("industrial_b", "high_a", "II")
"""Contract, voltage and option of its supply."""
_DAYS = 60
"""Days the forecast looks at: enough to learn from, and soon done."""
_TOLD = Told(
    prices=("electricity=165", "city_gas=900"), facts=("compressors=1200MWh", "compressor_power=220kW"), budget="3e8"
)
"""Prices and the part of the compressors are assumed: a firm takes them from its bills and its meters."""


def look_ahead(name: str, folder: Path, screen: Screen) -> None:
    """What was unusual until the last reading, the peak of the day after it, and the measures of a plan."""
    terms = industrial_electricity(*_TERMS)
    show_dearest(screen, find_anomalies(*meter_readings(_METER, folder / "store"), AnomalyOrder(tariff=terms)))
    show_peak(screen, forecast_series(*meter_readings(_METER, folder / "store"), ForecastOrder(days=_DAYS)))
    found = find_measures(read_sample(name), read_order(_TOLD))
    if found.answer is None:
        raise InputError(*found.problems)
    show_choice(screen, found.answer)
    screen.line("  " + screen.text("cli.demo_plans.next", plant=folder / "plant.yaml", store=folder / "store"))
