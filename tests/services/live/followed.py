"""Samples of an emulated plant, as one who reads or keeps its tags has them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pulmu.bootstrap.live import read_emulation
from pulmu.bootstrap.twin import line_engine, read_line
from pulmu.model import decode
from pulmu.model.emulation import Emulation
from pulmu.model.line import Line
from pulmu.model.tag import Sample
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.twin import read_line as checked

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
HOUR = 3600.0


def line_of(name: str) -> Line:
    """A sample line."""
    return checked(read_line(name)).unwrap()


def settings_of(name: str) -> Emulation:
    """What its emulated controllers do."""
    document = read_emulation(name, None)
    assert document is not None
    return decode(Emulation, document).unwrap()


def plant_of(name: str = "extrusions", hours: float = 170.0, seed: int = 0) -> EmulatedPlant:
    """A sample plant after so many hours; compiled, as many are made."""
    return EmulatedPlant(line_of(name), settings_of(name), line_engine(), seed=seed, warm_up=hours * HOUR)


def read_now(plant: EmulatedPlant, at: datetime = NOON) -> tuple[Sample, ...]:
    """All its tags, read once."""
    units = {tag.name: tag.unit for tag in plant.tags}
    return tuple(
        Sample(tag=name, value=value, unit=units[name], at=at, received=at) for name, value in plant.values().items()
    )


def changes(plant: EmulatedPlant, minutes: int, every: float = 60.0) -> Iterable[Sample]:
    """What changes while so many minutes pass, all tags at first; the last moment is NOON."""
    first = NOON - timedelta(minutes=minutes)
    last: dict[str, object] = {}
    for step in range(round(minutes * 60 / every) + 1):
        if step:
            plant.advance(every)
        for item in read_now(plant, first + timedelta(seconds=step * every)):
            if last.get(item.tag) != item.value:
                last[item.tag] = item.value
                yield item
