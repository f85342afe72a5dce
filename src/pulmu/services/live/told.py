"""What kept samples tell of a time: states of machines, and what counters counted in slots of a clock."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from pulmu.model.tag import Sample
from pulmu.model.tag_gap import TagGap
from pulmu.services.ports import SampleReader
from pulmu.twin.counts import STATES
from pulmu.twin.live import UNKNOWN, StateHistory
from pulmu.twin.live.history import Floats

_NUMBER = {name: number for number, name in enumerate(STATES)}
Span = tuple[float, float]


def seconds_of(start: datetime, moment: datetime) -> float:
    """How long after the start. [s]"""
    return (moment - start).total_seconds()


def spans_of_gaps(gaps: Iterable[TagGap], start: datetime, end: datetime) -> tuple[Span, ...]:
    """Gaps within a time, by their start. [s]"""
    found = [(seconds_of(start, item.start), seconds_of(start, item.end or end)) for item in gaps]
    long = seconds_of(start, end)
    return tuple(sorted((max(a, 0.0), min(b, long)) for a, b in found if b >= 0 and a <= long))


def states_of(store: SampleReader, tag: str, start: datetime, end: datetime) -> StateHistory:
    """What a machine did: the state of each sample until the next; in a gap, and while it is not good, not known.

    Gaps are of the keeper's clock and samples of the device's: where these are apart, so is the edge of a gap.
    """
    long = seconds_of(start, end)
    told = [(max(seconds_of(start, item.at), 0.0), _state(item)) for item in store.samples(tag, start, end) if item.at]
    changes = [(0.0, UNKNOWN), *told]
    for begin, finish in spans_of_gaps(store.gaps(tag), start, end):
        after = [state for at, state in changes if at <= finish][-1]
        kept = [item for item in changes if not begin <= item[0] <= finish]
        changes = sorted([*kept, (begin, UNKNOWN), (finish, after)], key=lambda item: item[0])
    starts, states = zip(*changes, strict=True)
    return StateHistory(np.array(starts), np.array(states, dtype=np.int64), long)


def counted_in(
    store: SampleReader, tag: str, start: datetime, edges: Floats, *, even: bool
) -> Floats:  # fmt: skip
    """What a counter counted in each slot; NaN in a slot with a gap, a reset, or beyond its samples.

    Parameters
    ----------
    edges : (slots + 1,)  [s] after the start.
    even : Whether it rises evenly between two samples (energy), or at each (pieces).
    """
    end = start + _long(edges)
    last = end + timedelta(microseconds=1)  # a sample at the last edge too
    samples = [item for item in store.samples(tag, start, last) if item.at is not None and item.number is not None]
    count = len(edges) - 1
    if len(samples) < 2:
        return np.full(count, np.nan)
    at = np.array([seconds_of(start, item.at) for item in samples if item.at])
    value = np.array([item.number for item in samples], dtype=float)
    at_edges = np.interp(edges, at, value) if even else value[np.clip(np.searchsorted(at, edges, "right") - 1, 0, None)]
    found = np.diff(at_edges)
    unknown = (edges[:-1] < at[0]) | ((edges[1:] > at[-1]) if even else False)
    gaps = spans_of_gaps(store.gaps(tag), start, end)
    for begin, finish in (*_resets(at, value), *(_between_samples(at, gap) if even else gap for gap in gaps)):
        unknown = unknown | ((edges[1:] > begin) & (edges[:-1] < finish))
    return np.where(unknown, np.nan, found)


def _long(edges: Floats) -> timedelta:
    return timedelta(seconds=float(edges[-1]))


def _resets(at: Floats, value: Floats) -> Sequence[Span]:
    fell = np.flatnonzero(np.diff(value) < 0)
    return [(float(at[n]), float(at[n + 1])) for n in fell]


def _between_samples(at: Floats, gap: Span) -> Span:
    """A gap as far as nothing was measured around it: nothing rises evenly through it."""
    before, after = at[at <= gap[0]], at[at >= gap[1]]
    return float(before[-1]) if len(before) else 0.0, float(after[0]) if len(after) else math.inf


def _state(item: Sample) -> int:
    if item.quality != "good" or not isinstance(item.value, str):
        return UNKNOWN
    return _NUMBER.get(item.value, UNKNOWN)


class AtSpeed:
    """Samples of an emulated plant in whose time so many seconds pass in one of the clock: in the plant's own time."""

    def __init__(self, kept: SampleReader, start: datetime, speed: float) -> None:
        self.kept, self.start, self.speed = kept, start, speed

    def samples(self, tag: str, start: datetime, end: datetime) -> Iterator[Sample]:
        """Samples of a tag between two moments of the plant's time."""
        for item in self.kept.samples(tag, self._clock(start), self._clock(end)):
            yield replace(item, at=None if item.at is None else self.own(item.at))

    def gaps(self, tag: str | None = None, *, open_only: bool = False) -> tuple[TagGap, ...]:
        """Gaps in the plant's time."""
        return tuple(
            replace(item, start=self.own(item.start), end=None if item.end is None else self.own(item.end))
            for item in self.kept.gaps(tag, open_only=open_only)
        )

    def own(self, moment: datetime) -> datetime:
        """A moment of the clock, in the plant's time."""
        return self.start + (moment - self.start) * self.speed

    def _clock(self, moment: datetime) -> datetime:
        return self.start + (moment - self.start) / self.speed
