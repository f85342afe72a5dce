"""Tags that the twin of a line knows: what a plant may be mapped to, and what it cannot do without."""

from collections.abc import Iterator
from dataclasses import replace

from pulmu.model.emulation import Emulation
from pulmu.model.line import Line
from pulmu.model.tag import Kind, Tag
from pulmu.services.live.emulated_tags import emulated_tags

_OF_THE_EMULATOR = frozenset(("line/clock", "meter/reset"))
"""What only an emulated plant has."""


def twin_tags(line: Line) -> tuple[Tag, ...]:
    """Every tag a plant of this line may have, by name. Any station may be a furnace.

    Engineering ranges are the plant's own: none is told.
    """
    found = [tag for tag in emulated_tags(line, Emulation()) if tag.name not in _OF_THE_EMULATOR]
    found += [tag for item in line.stations for tag in _furnace_tags(item.id)]
    return tuple(sorted((replace(tag, low=None, high=None) for tag in found), key=lambda tag: tag.name))


_TEXTS, _TRUTHS = frozenset(("state", "since")), frozenset(("run", "hold", "remote", "standby"))
_UNITS = {"energy": "kWh", "power": "kW", "demand": "kW", "demand_running": "kW",
          "demand_predicted": "kW", "temperature": "°C", "temperature_set": "°C", "speed_set": "%"}  # fmt: skip
_MEASURES = {"temperature_set": "temperature_setpoint", "speed_set": "speed_setpoint", "inside": "pieces_inside",
             "since": "start_time_of_counter"}  # fmt: skip
_NO_STATION = ("line", "meter", "control")


def named_tag(name: str, unit: str) -> Tag:
    """What a tag of a twin stands for, by its name alone, where its line is not at hand.

    Parameters
    ----------
    unit : As the plant counts it; taken where the name does not say one.
    """
    parts = name.split("/")
    first, last = parts[0], parts[-1]
    station = "" if first in _NO_STATION or len(parts) < 2 else first
    is_machine = len(parts) == 3 and parts[1].isdecimal() and int(parts[1]) > 0
    kind: Kind = "text" if last in _TEXTS else "truth" if last in _TRUTHS else "number"
    return Tag(
        name=name, unit=_UNITS.get(last, unit) if kind == "number" else "1", kind=kind, station=station,
        machine=int(parts[1]) if is_machine else None, measure=_MEASURES.get(last, last),
    )  # fmt: skip


def needed_tags(line: Line) -> tuple[str, ...]:
    """Without these the twin cannot follow: the state of every machine."""
    return tuple(
        f"{item.id}/{number}/state" for item in line.stations for number in range(1, item.machines + 1)
    )  # fmt: skip


def _furnace_tags(station: str) -> Iterator[Tag]:
    yield Tag(
        name=f"{station}/temperature", unit="°C", element="process", station=station, measure="temperature"
    )  # fmt: skip
    yield Tag(
        name=f"{station}/temperature_set", unit="°C", element="process", station=station,
        measure="temperature_setpoint", writable=True,
    )  # fmt: skip
    yield Tag(
        name=f"{station}/standby", kind="truth", element="process", station=station, measure="standby", writable=True
    )  # fmt: skip
