"""Kept samples of an emulated plant, made in a moment: what its keeper would have written over a while."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from tests.emulated import emulated

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.emulation import Emulation
from pulmu.model.line import Line
from pulmu.model.tag import Sample
from pulmu.model.tag_gap import TagGap
from pulmu.services.access.gate import Gate
from pulmu.services.line_runs.balances import CarbonAnswer
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.live.ahead import AheadCarrier, AheadProduct, AheadStation, FanPoint, Spread
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live.following import NotKnown, snapshot_of
from pulmu.services.live_links.ahead import AheadAnswer
from pulmu.services.live_links.followed import Followed
from pulmu.services.live_links.link import LiveLink, add_link
from pulmu.twin import Engine

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


class Gated(Protocol):
    """A place, or what a test has of one."""

    @property
    def gate(self) -> Gate:
        """Who may do what in it."""
        ...


def link_plant(
    place: Gated, workspace: str, file: Path, line: str, link: str = "press_shop", desk: str = ""
) -> None:  # fmt: skip
    """A live plant of a workspace, as who cares for the server links it."""
    made = LiveLink(
        id=link, workspace=workspace, line=line, name="압출 1공장", samples=str(file), desk=desk,
        created=datetime.now(UTC),
    )  # fmt: skip
    add_link(place.gate, made)


def states_of_line(line: Line, at: datetime, state: str = "busy") -> list[Sample]:
    """Every machine in one state, since ten minutes, and empty queues."""
    since = at - timedelta(minutes=10)
    names = [f"{item.id}/{n}/state" for item in line.stations for n in range(1, item.machines + 1)]
    found = [Sample(tag=name, value=state, at=since, received=since) for name in names]
    found += [Sample(tag=f"{item.id}/queue", value=0.0, at=since, received=since) for item in line.stations]
    return [*found, Sample(tag="line/run", value=True, at=since, received=since)]


def follow_busy(link: LiveLink, kept: KeptLine, engine: Engine) -> Followed:
    """Fulfils `Follow`: every machine is at work."""
    del link
    at = datetime.now(UTC)
    samples = states_of_line(kept.line, at)
    return Followed(snapshot_of(samples, kept.line, Emulation(), engine, now=at, heard_at=at), Emulation())


def spread(middle: float) -> Spread:
    """A figure that is a tenth less in one run of ten, and a tenth more in one of ten."""
    return Spread(low=0.9 * middle, middle=middle, high=1.1 * middle, mean=middle, half_width=0.01 * middle)


def ahead_of(line: Line, link: str = "press_shop") -> AheadAnswer:
    """An answer about a line, as a job keeps it, without running anything."""
    fan = tuple(FanPoint(hours=n / 4, low=9.0 * n, middle=10.0 * n, high=11.0 * n) for n in range(9))
    return AheadAnswer(
        link=link, line=line.id, version=1, until="", taken_at="2026-11-02T12:00:00+09:00", snapshot="a" * 64,
        after=2.0, hours=2.0, seed=0, replications=4, good=spread(80.0), target=75, reached=0.75,
        scrap_share=spread(0.02),
        products=tuple(AheadProduct(product=item.id, good=spread(80.0), scrap=spread(2.0), target=None, reached=None)
                       for item in line.products),
        carriers=tuple(AheadCarrier(carrier=item.id, unit=item.unit, amount=spread(80.0), cost_krw=spread(12_000.0),
                                    fan=fan) for item in line.carriers),
        cost_krw=spread(12_000.0), peak_kw=spread(355.0),
        stations=tuple(AheadStation(station=item.id, sole=0.5, shifting=0.1) for item in line.stations), fan=fan,
        not_known=(NotKnown(what="state", where="press/1/state", because="stale"),
                   NotKnown(what="stops", where="press", because="not_seen")),
        carbon=CarbonAnswer(),
    )  # fmt: skip
