"""Kept samples of an emulated plant, made in a moment: what its keeper would have written over a while."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.emulated import emulated

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.tag import Sample
from pulmu.model.tag_gap import TagGap
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live_links.link import LiveLink, add_link
from pulmu.services.place import Place

HOLE = (timedelta(minutes=25), timedelta(minutes=22))
"""Before the end: a gap of three minutes."""


def keep_while(
    file: Path, end: datetime, *, minutes: int = 60, every: float = 5.0, name: str = "extrusions",
    gaps: Iterable[TagGap] = (), plant: EmulatedPlant | None = None,
) -> SqliteSampleStore:  # fmt: skip
    """A file of samples that ends at a moment; a value that does not change is written once."""
    made = plant or emulated(name)
    store = SqliteSampleStore(file)
    store.describe(made.tags)
    units = {tag.name: tag.unit for tag in made.tags}
    start, shown = end - timedelta(minutes=minutes), dict[str, object]()
    steps = int(minutes * 60 / every)
    samples: list[Sample] = []
    holes = {item.tag: item for item in gaps}
    for step in range(steps + 1):
        at = start + timedelta(seconds=step * every)
        for tag, value in made.values().items():
            hole = holes.get(tag)
            is_missed = hole is not None and hole.start <= at and (hole.end is None or at < hole.end)
            if shown.get(tag) != value and not is_missed:
                samples.append(Sample(tag=tag, value=value, unit=units[tag], at=at, received=at))
                shown[tag] = value
        made.advance(every)
    store.keep(samples, tuple(gaps), at=end)
    return store


def link_plant(place: Place, workspace: str, file: Path, line: str, link: str = "press_shop") -> None:
    """A live plant of a workspace, as who cares for the server links it."""
    made = LiveLink(
        id=link, workspace=workspace, line=line, name="압출 1공장", samples=str(file), created=datetime.now(UTC)
    )  # fmt: skip
    add_link(place.gate, made)
