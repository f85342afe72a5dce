"""Tags that the twin of a line knows: what a plant may be mapped to, and what it cannot do without."""

from collections.abc import Iterator
from dataclasses import replace

from pulmu.model.emulation import Emulation
from pulmu.model.line import Line
from pulmu.model.tag import Tag
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
