"""Tags of an emulated plant, from its line."""

from collections.abc import Iterator

from pulmu.model.emulation import Emulation, Furnace
from pulmu.model.line import Carrier, Line
from pulmu.model.station import Station
from pulmu.model.tag import Element, Tag

ENERGY, POWER, DEMAND, RUNNING_DEMAND, PREDICTED_DEMAND = 1002, 1412, 1416, 1420, 1424
"""MeasurementIDs of OPC 34100: active energy imported (Double), active power, demand of the last block, of this one so
far, and of this one as it is expected."""
HEARTBEAT, HOLD, REMOTE = "control/heartbeat", "control/hold", "control/remote"
RUN, SPEED, RESET = "line/run", "line/speed_set", "meter/reset"


def emulated_tags(line: Line, emulation: Emulation) -> tuple[Tag, ...]:
    """Every tag, in the order of the line."""
    carriers = {item.id: item for item in line.carriers}
    furnaces = {item.station: item for item in emulation.furnaces}
    found = [*_line_tags(line, emulation), *_control_tags()]
    for item in line.stations:
        found += _station_tags(item)
        found += [tag for use in item.uses for tag in _meter_tags(f"{item.id}/", item.id, carriers[use.carrier])]
        if item.id in furnaces:
            found += _furnace_tags(furnaces[item.id])
    for carrier in line.carriers:
        found += [*_meter_tags("meter/", "", carrier), *_demand_tags(carrier)]
    return tuple(found)


def _line_tags(line: Line, emulation: Emulation) -> Iterator[Tag]:
    yield Tag(name="line/clock", kind="text", element="process", measure="time_of_week")
    yield Tag(name=RUN, kind="truth", element="process", measure="run", writable=True)
    yield Tag(
        name=SPEED, unit="%", element="process", measure="speed_setpoint", writable=True,
        low=emulation.speed_low, high=emulation.speed_high,
    )  # fmt: skip
    yield Tag(name="line/inside", element="material", measure="pieces_inside", low=0)
    for product in line.products:
        for measure in ("good", "scrap"):
            yield Tag(name=f"line/{product.id}/{measure}", element="product", measure=measure, low=0)


def _control_tags() -> Iterator[Tag]:
    yield Tag(name=HEARTBEAT, element="equipment", measure="heartbeat", writable=True, low=0)
    yield Tag(name=HOLD, kind="truth", element="equipment", measure="hold")
    yield Tag(name=REMOTE, kind="truth", element="equipment", measure="remote")
    yield Tag(name=RESET, kind="truth", element="equipment", measure="reset_statistics", writable=True)


def _station_tags(item: Station) -> Iterator[Tag]:
    for number in range(1, item.machines + 1):
        yield Tag(
            name=f"{item.id}/{number}/state", kind="text", element="equipment", station=item.id, machine=number,
            measure="state",
        )  # fmt: skip
    room = None if item.buffer is None else float(item.buffer)
    yield Tag(name=f"{item.id}/queue", element="material", station=item.id, measure="queue", low=0, high=room)
    yield Tag(name=f"{item.id}/pieces", element="product", station=item.id, measure="pieces", low=0)


def _furnace_tags(item: Furnace) -> Iterator[Tag]:
    low, high = item.low.to("°C"), item.high.to("°C")
    yield Tag(
        name=f"{item.station}/temperature", unit="°C", element="process", station=item.station, measure="temperature",
        low=0, high=1.2 * high,
    )  # fmt: skip
    yield Tag(
        name=f"{item.station}/temperature_set", unit="°C", element="process", station=item.station,
        measure="temperature_setpoint", writable=True, low=low, high=high,
    )  # fmt: skip
    yield Tag(
        name=f"{item.station}/standby", kind="truth", element="process", station=item.station, measure="standby",
        writable=True,
    )  # fmt: skip


def _meter_tags(prefix: str, station: str, carrier: Carrier) -> Iterator[Tag]:
    is_power = is_electric(carrier)
    element: Element = "equipment" if station else "facility"
    yield Tag(
        name=f"{prefix}{carrier.id}/energy" if is_power else f"{prefix}{carrier.id}/amount", unit=carrier.unit,
        element=element, station=station, measure="energy" if is_power else "amount",
        measurement=ENERGY if is_power else None, low=0,
    )  # fmt: skip
    yield Tag(
        name=f"{prefix}{carrier.id}/power" if is_power else f"{prefix}{carrier.id}/flow", unit=rate_unit(carrier),
        element=element, station=station, measure="power" if is_power else "flow",
        measurement=POWER if is_power else None, low=0,
    )  # fmt: skip
    if not station:
        yield Tag(
            name=f"{prefix}{carrier.id}/since", kind="text", element=element, measure="start_time_of_counter"
        )  # fmt: skip


def _demand_tags(carrier: Carrier) -> Iterator[Tag]:
    if not is_electric(carrier):
        return
    numbers = {"demand": DEMAND, "demand_running": RUNNING_DEMAND, "demand_predicted": PREDICTED_DEMAND}
    for name, number in numbers.items():
        yield Tag(
            name=f"meter/{carrier.id}/{name}", unit=rate_unit(carrier), element="facility", measure=name,
            measurement=number, low=0,
        )  # fmt: skip


def is_electric(carrier: Carrier) -> bool:
    """Whether its amounts are energy that a meter of OPC 34100 counts."""
    return carrier.unit in ("kWh", "MWh")


def rate_unit(carrier: Carrier) -> str:
    """Unit of its flow."""
    return {"kWh": "kW", "MWh": "MW"}.get(carrier.unit, f"{carrier.unit}/h")
