"""Meters of electricity of a workspace, and their readings as they were after so many imports."""

from pulmu.metering import Readings, Series
from pulmu.model import InputError, Source
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.workspaces.measured import Measured, counted
from pulmu.services.workspaces.meters import Meter, known_meter, meters
from pulmu.services.workspaces.sealing import series_of_head

UNITS = ("Wh", "kWh", "MWh", "GWh")
"""Units of meters of electricity; gas in MJ is energy too, and no electricity."""


def electricity_meters(gate: Gate, actor: Actor) -> tuple[Meter, ...]:
    """Meters that count electricity.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(item for item in meters(gate, actor) if item.series.unit in UNITS)


def check_electricity(series: Series) -> None:
    """Refuse a meter of something else.

    Raises
    ------
    InputError  It counts no electricity (`tariff.not_electricity`).
    """
    if series.unit not in UNITS:
        raise InputError.of(
            "tariff.not_electricity", series.meter, f"it counts {series.unit}, and no electricity",
            "choose a meter in kWh", unit=series.unit,
        )  # fmt: skip


def open_electricity(
    gate: Gate, measured: Measured, actor: Actor, meter: str, parts: int, span: tuple[int, int]
) -> tuple[Series, Readings, Source]:  # fmt: skip
    """Readings of a span of a meter as they were after so many imports.

    Raises
    ------
    AccessRefused  They may not, or there is no such meter (`access.unknown_meter`).
    InputError  It counts no electricity (`tariff.not_electricity`).
    """
    with gate.reading(actor, "read_readings") as work:
        head = known_meter(work, meter)
        store = measured.readings(actor.workspace, counted(work, "meter") | {meter: parts})
    series = series_of_head(head.head)
    check_electricity(series)
    return series, store.latest(meter, *span), Source(f"meter {meter}", "")
