"""The fastener maker looks ahead: its load of tomorrow, and what it could do about cost and carbon under a budget."""

from pathlib import Path

from pulmu.bootstrap.bills import meter_readings
from pulmu.bootstrap.samples import read_sample
from pulmu.cli.forecast_screens import show_peak
from pulmu.cli.measures_screens import show_choice
from pulmu.cli.screen import Screen
from pulmu.model import InputError
from pulmu.services.forecast_series import ForecastOrder, forecast_series
from pulmu.services.measures.answer import find_measures
from pulmu.services.measures.told import Told, read_order

_METER = "em_main"
_DAYS = 60
"""Days the forecast looks at: enough to learn from, and soon done."""
_TOLD = Told(
    prices=("electricity=165", "city_gas=900"), facts=("compressors=1200MWh", "compressor_power=220kW"), budget="3e8"
)
"""Prices and the part of the compressors are assumed: a firm takes them from its bills and its meters."""


def look_ahead(name: str, folder: Path, screen: Screen) -> None:
    """The peak of the day after the last reading, and the measures of a plan."""
    show_peak(screen, forecast_series(*meter_readings(_METER, folder / "store"), ForecastOrder(days=_DAYS)))
    found = find_measures(read_sample(name), read_order(_TOLD))
    if found.answer is None:
        raise InputError(*found.problems)
    show_choice(screen, found.answer)
    screen.line("  " + screen.text("cli.demo_plans.next", plant=str(folder / "plant.yaml")))
