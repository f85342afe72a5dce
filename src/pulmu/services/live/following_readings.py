"""Readings that count: the last good sample of a tag that is not too old, and how its value came about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pulmu.model.tag import Sample, Value
from pulmu.services.live.following_known import Because, NotKnown
from pulmu.services.ports import KeptSamples

AHEAD = timedelta(seconds=5)
"""How far the clock of what is read may be ahead of ours."""
Change = tuple[datetime, Value]


@dataclass(slots=True)
class Readings:
    """Samples of tags, several of one where its past is known.

    Parameters
    ----------
    heard_at : Until when each last value is known to hold, as nothing else was heard; None: as each sample says.
    most_age : Older readings do not count.
    pace : Seconds of the plant that pass in one of the clock.
    """

    by_tag: Mapping[str, Sequence[Sample]]
    now: datetime
    heard_at: datetime | None
    most_age: timedelta
    pace: float = 1.0
    counted: list[datetime] = field(default_factory=list)
    unknown: list[NotKnown] = field(default_factory=list)

    @classmethod
    def of(
        cls, samples: Iterable[Sample], now: datetime, heard_at: datetime | None, most_age: timedelta, pace: float
    ) -> "Readings":
        """Of samples in the order in which they came."""
        found: dict[str, list[Sample]] = {}
        for item in samples:
            found.setdefault(item.tag, []).append(item)
        return cls(found, now, heard_at, most_age, pace)

    def has(self, tag: str) -> bool:
        """Whether anything of a tag was read."""
        return tag in self.by_tag

    def number(self, tag: str, what: str) -> float | None:
        """A number, if it counts."""
        item = self._last(tag, what)
        if item is not None and item.number is None:
            self._miss(tag, what, "bad")
        return None if item is None else item.number

    def truth(self, tag: str, what: str) -> bool | None:
        """A truth, if it counts."""
        item = self._last(tag, what)
        if item is not None and item.truth is None:
            self._miss(tag, what, "bad")
        return None if item is None else item.truth

    def text(self, tag: str, what: str) -> str | None:
        """A text, if it counts."""
        item = self._last(tag, what)
        if item is None or isinstance(item.value, str):
            return None if item is None else str(item.value)
        self._miss(tag, what, "bad")
        return None

    def changes(self, tag: str) -> tuple[Change, ...]:
        """When a value became what it is, and those before; since the last that is not good. The last first."""
        found: list[Change] = []
        for item in reversed(self.by_tag.get(tag, ())):
            if item.quality != "good" or item.value is None or item.at is None:
                break
            if found and found[-1][1] == item.value:
                found[-1] = (item.at, item.value)
            else:
                found.append((item.at, item.value))
        return tuple(found)

    def ago(self, moment: datetime) -> float:
        """How long ago a moment is in the plant's time. [s]"""
        return max((self.heard_at or self.now) - moment, timedelta(0)).total_seconds() * self.pace

    def doubt(self, tag: str, what: str) -> None:
        """What was read cannot be so."""
        self._miss(tag, what, "unlikely")

    def _last(self, tag: str, what: str) -> Sample | None:
        """The last sample of a tag, if it is good and known to hold lately."""
        item = self.by_tag[tag][-1] if tag in self.by_tag else None
        why = self._wrong(item)
        if item is None or why is not None:
            self._miss(tag, what, why or "no_tag")
            return None
        held = self._held_at(item)
        if held is not None:
            self.counted.append(min(held, self.now))
        return item

    def _wrong(self, item: Sample | None) -> Because | None:
        if item is None:
            return "no_tag"
        if item.quality != "good":
            return item.quality
        held = self._held_at(item)
        if held is None or held > self.now + AHEAD or self.now - held > self.most_age:
            return "too_old"
        return None

    def _held_at(self, item: Sample) -> datetime | None:
        return self.heard_at or item.received or item.at

    def _miss(self, tag: str, what: str, because: Because) -> None:
        self.unknown.append(NotKnown(what=what, where=tag, because=because))


def kept_samples(store: KeptSamples, tags: Iterable[str], at: datetime, back: timedelta) -> list[Sample]:
    """What was kept of tags up to a moment; a tag that was not heard of then ends as stale.

    A value that did not change is not kept again: what held at the beginning stands before all others.
    """
    found: list[Sample] = []
    for tag in tags:
        held = store.before(tag, at - back)
        mine = [] if held is None else [held]
        mine += store.samples(tag, at - back, at + timedelta(microseconds=1))
        found += mine
        is_open = any(gap.start <= at and (gap.end is None or gap.end > at) for gap in store.gaps(tag))
        if is_open and mine:
            found.append(replace(mine[-1], quality="stale"))
    return found
