"""What a plant shows now, followed by the file its keeper writes: for any number of viewers, each as fast as it can."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pulmu.model.tag import Sample
from pulmu.services.ports import KeptSamples, Pulse

Standing = Literal["good", "uncertain", "bad", "stale"]
DEAD = timedelta(seconds=5)
"""A keeper writes every second at least: one that has not for so long is taken for gone."""
LOOK = timedelta(seconds=0.1)
"""Between two looks into the file, however many viewers ask."""
_AT_ONCE, _MOST_BEHIND = 20_000, 100_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A value, and whether it is to be believed.

    Parameters
    ----------
    standing : Its quality; stale where the link to it is lost, or nobody keeps any more.
    """

    sample: Sample
    standing: Standing

    @property
    def at(self) -> datetime | None:
        """When it was so: by the clock of the server it came from, as a device's may be wrong."""
        return self.sample.received or self.sample.at

    @property
    def number(self) -> float | None:
        """The value as a number that is to be believed."""
        return self.sample.number if self.standing == "good" else None


@dataclass(frozen=True, slots=True)
class Look:
    """What changed since a viewer looked last.

    Parameters
    ----------
    version : To be named at the next look.
    is_kept : Whether somebody keeps the plant's values; if not, all are stale.
    watched : When something was kept last.
    """

    version: int
    is_kept: bool
    watched: datetime | None
    changed: tuple[Shown, ...]


class LiveFeed:
    """Follows one file. A viewer that is slow is sent the last value of a tag and not those in between.

    Parameters
    ----------
    opened : Opens the file anew, as after it was moved.
    """

    def __init__(self, opened: Callable[[], KeptSamples], now: Callable[[], datetime]) -> None:
        self._opened, self._now = opened, now
        self._lock = threading.Lock()
        self._kept: KeptSamples | None = None
        self._pulse = Pulse(-1, -1, None)
        self._looked: datetime | None = None
        self._values: dict[str, Sample] = {}
        self._changed: dict[str, int] = {}
        self._lost: frozenset[str] = frozenset()
        self._is_kept = True
        self._version = 0

    def look(self, version: int = 0) -> Look:
        """What changed since a version; everything since 0.

        Raises
        ------
        OutsideError  The file cannot be read.
        """
        with self._lock:
            self._follow()
            changed = [name for name, at in self._changed.items() if at > version]
            found = tuple(self._shown(self._values[name]) for name in changed if name in self._values)
            return Look(self._version, self._is_kept, self._pulse.watched, found)

    def close(self) -> None:
        """Let go of the file; the next look opens it again."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept, self._looked, self._pulse = None, None, Pulse(-1, -1, None)

    def _follow(self) -> None:
        now = self._now()
        if self._looked is not None and now - self._looked < LOOK:
            return
        try:
            self._read(now)
        except BaseException:
            self._let_go()
            raise
        self._looked = now

    def _read(self, now: datetime) -> None:
        self._kept = kept = self._kept or self._opened()
        pulse = kept.pulse()
        changed = set(self._take(kept, pulse))
        if pulse.gaps != self._pulse.gaps:
            lost = frozenset(item.tag for item in kept.gaps(open_only=True))
            changed |= lost ^ self._lost
            self._lost = lost
        is_kept = pulse.watched is not None and now - pulse.watched <= DEAD
        if is_kept != self._is_kept:
            changed |= self._values.keys()
            self._is_kept = is_kept
            self._version += 1
        self._pulse = pulse
        if changed:
            self._version += 1
            self._changed.update(dict.fromkeys(changed, self._version))

    def _take(self, kept: KeptSamples, pulse: Pulse) -> Iterable[str]:
        cursor = self._pulse.cursor
        if cursor < 0 or pulse.cursor - cursor > _MOST_BEHIND:
            yield from self._put(kept.latest())
            return
        while cursor < pulse.cursor:
            cursor, found = kept.since(cursor, _AT_ONCE)
            if not found:
                return
            yield from self._put(found)

    def _put(self, samples: Iterable[Sample]) -> Iterable[str]:
        for item in samples:
            before = self._values.get(item.tag)
            if before is None or not _is_older(item, before):
                self._values[item.tag] = item
                yield item.tag

    def _shown(self, item: Sample) -> Shown:
        is_lost = item.tag in self._lost or not self._is_kept
        return Shown(item, "stale" if is_lost else item.quality)


def _is_older(one: Sample, other: Sample) -> bool:
    """Whether it is from before: brought in late, it does not stand for now."""
    at, then = one.received or one.at, other.received or other.at
    return at is None or (then is not None and at < then)
