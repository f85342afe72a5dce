"""Watchfulness: samples as they come, or as they were kept, and what of them a plant never did before."""

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pulmu.model.tag import Sample, Tag
from pulmu.services.live.explained import Explained
from pulmu.services.live.unusual_meters import MeterChecks, meter_checks, reset_tags
from pulmu.services.ports import KeptSamples
from pulmu.twin.live.novelty import Unusual, Watch

LOOK = timedelta(minutes=1)
RESET = timedelta(minutes=1)
"""A counter that begins anew falls within so long of the moment it says so."""
PARCEL = 200_000
"""Kept samples that are taken in at once."""
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
TOGETHER = 60.0
"""What is told within so long is one event, of several tags. [s]"""


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """What was unusual at one time in one aspect, of all tags it was seen of.

    Parameters
    ----------
    id : Says which it is: the same samples give the same event.
    first : The most surprising of them.
    """

    id: str
    at: datetime
    aspect: str
    first: Unusual
    tags: tuple[str, ...]


@dataclass(slots=True)
class Losses:
    """When tags were not heard of, as a store tells it of late; what was told before is not looked at again.

    Parameters
    ----------
    cursor : How far gaps of the store were taken in.
    settled : How far, with none of their edges still to come.
    ahead : Edges that are still to come, and their tags; a heap.
    """

    cursor: int = 0
    settled: int = 0
    ahead: list[tuple[datetime, str]] = field(default_factory=list)

    def catch_up(self, store: KeptSamples, heard: datetime | None) -> Iterator[str]:
        """Take in gaps that were opened or closed since; tags of edges that are over already."""
        self.cursor, gaps = store.gaps_since(self.cursor)
        for gap in gaps:
            for edge in (gap.start, gap.end):
                if edge is not None and heard is not None and edge <= heard:
                    yield gap.tag
                elif edge is not None:
                    heapq.heappush(self.ahead, (edge, gap.tag))
        self._settle()

    def until(self, at: datetime) -> Iterator[str]:
        """Tags of edges up to a moment."""
        while self.ahead and self.ahead[0][0] <= at:
            yield heapq.heappop(self.ahead)[1]
        self._settle()

    def _settle(self) -> None:
        if not self.ahead:
            self.settled = self.cursor


@dataclass(slots=True)
class Watchman:
    """Hears samples of a plant, and says what is unusual.

    Parameters
    ----------
    tags : What the plant offers, by name.
    guard : What its guard wrote, where that is known: what moves a setpoint otherwise is told.
    """

    watch: Watch
    tags: Mapping[str, Tag]
    checks: MeterChecks
    resets: frozenset[str]
    began: dict[str, object] = field(default_factory=dict)
    reset_at: datetime | None = None
    looked: datetime | None = None
    heard: datetime | None = None
    losses: Losses = field(default_factory=Losses)
    guard: Explained | None = None

    def hear(self, samples: Iterable[Sample]) -> tuple[Unusual, ...]:
        """Take in samples, by time."""
        found: list[Unusual] = []
        for sample in samples:
            tag, at = self.tags.get(sample.tag), sample.received or sample.at
            if tag is None:
                continue
            if at is None or sample.quality == "stale":
                self.lose(sample.tag)
                continue
            self.heard = at
            found += self._look(at)
            self._note_reset(sample, at)
            is_reset = self.reset_at is not None and at - self.reset_at <= RESET
            found += self._judge(tag, sample, at, is_reset=is_reset)
            for own, said in self.checks.hear(sample, at):
                found += self.watch.hear(own, said)
        return tuple(found)

    def order(self, sample: Sample) -> tuple[datetime, bool]:
        """By time; where a counter began anew is heard before it falls."""
        return sample.received or sample.at or _NEVER, sample.tag not in self.resets

    def lose(self, tag: str) -> None:
        """A tag was not heard of for a while."""
        self.watch.lose(tag)
        self.checks.lose(tag)
        if self.guard is not None:
            self.guard.lose(tag)

    def pass_time(self, at: datetime) -> tuple[Unusual, ...]:
        """Nothing came up to a moment: see which tags stand still."""
        return self._look(at)

    def _judge(self, tag: Tag, sample: Sample, at: datetime, *, is_reset: bool) -> tuple[Unusual, ...]:
        """What is unusual of a sample of itself; of a setpoint that moved, whether its guard moved it."""
        value = sample.value
        is_plain = sample.quality == "good" and not (isinstance(value, float) and math.isnan(value))
        if self.guard is None or value is None or not is_plain or not self.guard.asks(tag):
            return self.watch.hear(tag, sample, is_reset=is_reset)
        before = self.watch.shown(tag.name)
        write = None if before in (None, value) else self.guard.write_of(tag.name, value, at)
        self.guard.see(tag.name, at)
        if before is None or before == value or write is not None:
            who = "" if write is None else write.who
            return self.watch.hear(tag, sample, who=who, is_reset=is_reset, is_explained=write is not None)
        if not self.guard.is_told(tag.name, at):
            return self.watch.hear(tag, sample, is_reset=is_reset)
        told = Unusual(
            tag.name, "unexplained", at.timestamp(), value, (before, before), math.inf, 0.0,
            self.watch.habits[tag.name].since, tag.unit,
        )  # fmt: skip
        return told, *self.watch.hear(tag, sample, is_reset=is_reset)

    def _look(self, at: datetime) -> tuple[Unusual, ...]:
        if self.looked is not None and at - self.looked < LOOK:
            return ()
        self.looked = at
        return self.watch.look(at.timestamp())

    def _note_reset(self, sample: Sample, at: datetime) -> None:
        if sample.tag in self.resets and sample.quality == "good":
            if self.began.get(sample.tag, sample.value) != sample.value:
                self.reset_at = at
            self.began[sample.tag] = sample.value


def watchman(watch: Watch, tags: Sequence[Tag]) -> Watchman:
    """One who watches these tags."""
    return Watchman(watch, {tag.name: tag for tag in tags}, meter_checks(tags), reset_tags(tags))


def watch_kept(store: KeptSamples, man: Watchman, cursor: int) -> Iterator[tuple[int, tuple[Unusual, ...]]]:
    """What is unusual in samples kept after a cursor, parcel by parcel, each with the cursor behind it.

    Samples of a parcel are taken by their time; of those of one moment, first those that say that a counter began anew.
    """
    for tag in man.losses.catch_up(store, man.heard):
        man.lose(tag)
    while True:
        cursor, samples = store.since(cursor, PARCEL)
        if not samples:
            return
        found: list[Unusual] = []
        for sample in sorted(samples, key=man.order):
            at = sample.received or sample.at
            for tag in man.losses.until(at) if at is not None else ():
                man.lose(tag)
            found += man.hear((sample,))
        yield cursor, tuple(found)


def events(found: Iterable[Unusual]) -> tuple[SecurityEvent, ...]:
    """What was told at one time in one aspect, as one event."""
    groups: list[list[Unusual]] = []
    last: dict[str, list[Unusual]] = {}
    for item in sorted(found, key=lambda one: one.at):
        group = last.get(item.aspect)
        if group is None or item.at - group[0].at > TOGETHER:
            group = last[item.aspect] = []
            groups.append(group)
        group.append(item)
    return tuple(_event(group) for group in groups)


def _event(group: Sequence[Unusual]) -> SecurityEvent:
    first = max(group, key=lambda item: (item.score if math.isfinite(item.score) else 1e9, item.tag))
    begun = group[0]
    return SecurityEvent(
        id=f"{begun.at:.6f} {begun.aspect} {begun.tag}", at=datetime.fromtimestamp(begun.at, UTC), aspect=begun.aspect,
        first=first, tags=tuple(dict.fromkeys(item.tag for item in group)),
    )  # fmt: skip
