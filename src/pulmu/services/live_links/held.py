"""Kept samples as they hold: a value that does not change is not written again, and is true until it does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from pulmu.model.tag import Sample
from pulmu.model.tag_gap import TagGap
from pulmu.services.ports import KeptSamples


class Held:
    """Samples of a time, with what a tag showed at its start, and at its end or when something was kept last.

    Gaps stay what they are: what lies in one is not known. A tag with an open gap has no value at the end.

    Parameters
    ----------
    now : No value is held beyond it.
    """

    def __init__(self, kept: KeptSamples, now: datetime) -> None:
        self.kept, self.now = kept, now

    def samples(self, tag: str, start: datetime, end: datetime) -> Iterator[Sample]:
        """Samples from one moment up to another, by time; the first stands at the start, the last at the end."""
        last = self.kept.before(tag, start)
        if last is not None:
            last = replace(last, at=start)
            yield last
        for item in self.kept.samples(tag, start, end):
            yield item
            last = item
        until = self._until(tag, end)
        if last is not None and last.at is not None and until is not None and last.at < until:
            yield replace(last, at=until)

    def gaps(self, tag: str | None = None, *, open_only: bool = False) -> tuple[TagGap, ...]:
        """Gaps as they are; where nobody keeps any more, one from then on."""
        return self.kept.gaps(tag, open_only=open_only)

    def _until(self, tag: str, end: datetime) -> datetime | None:
        watched = self.kept.watched_until()
        opened = [item.start for item in self.kept.gaps(tag, open_only=True)]
        known = [item for item in (watched, self.now, end, *opened) if item is not None]
        return None if watched is None else min(known)
