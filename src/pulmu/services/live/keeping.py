"""Keeps what a plant hands over, each sample once; what was missed is marked as a gap, never filled."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pulmu.model import OutsideError
from pulmu.model.tag import Sample
from pulmu.model.tag_gap import GapReason, TagGap
from pulmu.services.ports import SampleStore

TOGETHER = 5000
"""Samples that are written at once, at least, where more are coming."""
MOST_WAITING = 200_000
"""Samples that wait in memory while the disk takes none; beyond it the oldest are lost and marked."""
ON_THE_WAY = timedelta(seconds=1)
"""How long a value may be on its way: one that was made before the last was heard of may be lost as well."""
OFTEN, STILL, LATEST = 0.1, 1.0, 0.5
"""What came is written at once, but no oftener than this; that nothing came, this often; and what came while ever more
comes, by then. [s]"""


@dataclass(slots=True)
class Pace:
    """When what was taken is written. Each write waits for the disk, so there are as few as whoever looks on can bear.

    Parameters
    ----------
    written : When it was written last. [s]
    """

    written: float

    def wait(self, now: float, *, has_news: bool) -> float:
        """How long to wait for more at most. [s]"""
        return max(self.written + (OFTEN if has_news else STILL) - now, 0.0)

    def is_due(self, now: float, *, has_news: bool, more: bool) -> bool:
        """Whether to write.

        Parameters
        ----------
        more : Whether more has come and is not taken yet: it is written together with what was.
        """
        passed = now - self.written
        if not has_news:
            return passed >= STILL
        return passed >= (LATEST if more else OFTEN)


class Keeper:
    """Takes samples of a subscription and keeps them.

    A tag that becomes `stale`, or `bad` without a time of the device, was not heard of for a while: a gap begins, at
    the last moment it surely was, and ends when a value comes again. What was not watched before it began is a gap
    too, for every tag, from as long before the last write as a lost link may have gone unnoticed. One thread at a time.

    Parameters
    ----------
    tags : All that are watched.
    unnoticed : How long a lost link may go unnoticed at most.
    now : The clock of gaps; aware of its zone.
    """

    def __init__(
        self, store: SampleStore, tags: Sequence[str], now: Callable[[], datetime], *, unnoticed: timedelta,
        most_waiting: int = MOST_WAITING,
    ) -> None:  # fmt: skip
        self.store, self.now, self.unnoticed, self.most_waiting = store, now, unnoticed, most_waiting
        self.waiting: deque[Sample] = deque()
        self.heard: dict[str, datetime] = {}
        self.changed: dict[tuple[str, datetime], TagGap] = {}
        self.open = {item.tag: item for item in store.gaps(open_only=True)}
        self.new = 0
        self.trouble: OutsideError | None = None
        until = store.watched_until()
        for tag in tags if until is not None else ():
            self._miss(tag, (until or now()) - unnoticed, "not_watched")

    @property
    def has_news(self) -> bool:
        """Whether something waits to be written."""
        return bool(self.waiting or self.changed)

    def take(self, samples: Sequence[Sample], arrived: datetime | None = None) -> None:
        """Take samples in, that arrived now or a while ago; they are written once enough have come, or by `write`."""
        at = arrived or self.now()
        sure = at - ON_THE_WAY
        for sample in samples:
            if sample.quality == "stale":
                self._miss(sample.tag, self._last_heard(sample.tag, at), "link_lost")
            elif sample.quality == "bad" and sample.at is None:
                self._miss(sample.tag, self._last_heard(sample.tag, at), "too_fast")
                self.waiting.append(sample)
            else:
                self._hear(sample, at, sure)
        if len(self.waiting) >= TOGETHER:
            self.write()

    def write(self) -> None:
        """Write what waits. Where the disk takes nothing it goes on waiting, and `trouble` says why."""
        at = self.now()
        samples = tuple(self.waiting)
        try:
            self.new += self.store.keep(samples, tuple(self.changed.values()), at=at)
        except OutsideError as error:
            self.trouble = error
            self._make_room(at)
            return
        self.trouble = None
        self.waiting.clear()
        self.changed.clear()

    def _hear(self, sample: Sample, at: datetime, sure: datetime) -> None:
        self.waiting.append(sample)
        made = sample.received
        self.heard[sample.tag] = sure if made is None or made > sure else made
        gap = self.open.pop(sample.tag, None)
        if gap is not None:
            self._mark(TagGap(tag=gap.tag, start=gap.start, end=max(at, gap.start), because=gap.because))

    def _miss(self, tag: str, start: datetime, because: GapReason) -> None:
        if tag not in self.open:
            self.open[tag] = TagGap(tag=tag, start=start, end=None, because=because)
            self._mark(self.open[tag])

    def _mark(self, gap: TagGap) -> None:
        self.changed[gap.tag, gap.start] = gap

    def _last_heard(self, tag: str, at: datetime) -> datetime:
        """A value that did not change was not handed over though the link was there; a loss is noticed in time.

        A server whose clock is behind makes the gap longer, up to that time.
        """
        return max(self.heard.get(tag, at - self.unnoticed), at - self.unnoticed)

    def _make_room(self, at: datetime) -> None:
        lost: dict[str, datetime] = {}
        while len(self.waiting) > self.most_waiting:
            sample = self.waiting.popleft()
            lost.setdefault(sample.tag, sample.received or sample.at or at)
        for tag, start in lost.items():
            self._mark(TagGap(tag=tag, start=start, end=at, because="no_room"))
