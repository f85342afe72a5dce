"""Tags over a time: the least and the greatest of each part of it, what held in between, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pulmu.model.line import Line
from pulmu.model.tag import Tag
from pulmu.services.live.told import Span, spans_of_gaps
from pulmu.services.ports import KeptSamples

PARTS = 400
"""Parts of a time at most: about one for two points of a screen."""
MOST_TREND_TAGS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a trend. [s] from its start; low and high are None where no value is known.

    Parameters
    ----------
    low, high : What it showed, what held from before included.
    last : What it showed at the end.
    """

    start: float
    end: float
    low: float | None
    high: float | None
    last: float | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word that held for a while, such as a state. [s] from the start; empty where it is not known."""

    start: float
    end: float
    word: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A tag over a time.

    Parameters
    ----------
    parts : Of a number.
    stretches : Of a text or a truth.
    gaps : When nothing is known. [s] from the start
    """

    tag: Tag
    parts: tuple[Part, ...]
    stretches: tuple[Stretch, ...]
    gaps: tuple[Span, ...]


def trend_of(kept: KeptSamples, tag: Tag, start: datetime, end: datetime, parts: int = PARTS) -> Trend:
    """A tag from one moment up to another; nothing that stood out is lost, nothing is joined across a gap."""
    gaps = _unknown(kept, tag.name, start, end)
    if tag.kind == "number":
        return Trend(tag, tuple(_parts(kept, tag, start, end, parts, gaps)), (), gaps)
    return Trend(tag, (), tuple(_stretches(kept, tag, start, end, gaps)), gaps)


def tags_offered(line: Line, tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """Tags that can be chosen: those of the line's stations first."""
    places = {item.id: number for number, item in enumerate(line.stations)}
    return tuple(sorted(tags, key=lambda item: (places.get(item.station, len(places)), item.name)))


def _unknown(kept: KeptSamples, tag: str, start: datetime, end: datetime) -> tuple[Span, ...]:
    """Gaps, and what comes after the last moment somebody kept anything."""
    found = list(spans_of_gaps(kept.gaps(tag), start, end))
    watched = kept.watched_until()
    long = (end - start).total_seconds()
    after = 0.0 if watched is None else max((watched - start).total_seconds(), 0.0)
    if after < long:
        found.append((after, long))
    return tuple(found)


def _parts(
    kept: KeptSamples, tag: Tag, start: datetime, end: datetime, count: int, gaps: Sequence[Span]
) -> list[Part]:  # fmt: skip
    wide = (end - start).total_seconds() / count
    buckets = {item.part: item for item in kept.buckets(tag.name, start, end, count)}
    before = kept.before(tag.name, start)
    held = None if before is None else before.number
    found = []
    for number in range(count):
        first, last = number * wide, (number + 1) * wide
        bucket = buckets.get(number)
        is_lost = any(begin < last and finish > first for begin, finish in gaps)
        if is_lost:
            held = None
        shown = () if bucket is None else (bucket.low, bucket.high)
        known = [item for item in (held, *shown) if item is not None]
        if bucket is not None:
            held = bucket.last
        if is_lost and bucket is None:
            known = []
        found.append(Part(first, last, min(known, default=None), max(known, default=None), held))
    return found


def _stretches(
    kept: KeptSamples, tag: Tag, start: datetime, end: datetime, gaps: Sequence[Span]
) -> list[Stretch]:  # fmt: skip
    long = (end - start).total_seconds()
    before = kept.before(tag.name, start)
    told = [] if before is None else [(0.0, _word(before.value, before.quality))]
    told += [
        ((item.at - start).total_seconds(), _word(item.value, item.quality))
        for item in kept.samples(tag.name, start, end)
        if item.at is not None
    ]
    for begin, finish in gaps:
        after = [word for at, word in told if at <= finish][-1:] or [""]
        told = sorted([item for item in told if not begin <= item[0] < finish] + [(begin, ""), (finish, after[0])],
                      key=lambda item: item[0])  # fmt: skip
    edges = [at for at, _ in told[1:]] + [long]
    found: list[Stretch] = []
    for (at, word), until in zip(told, edges, strict=True):
        if until <= at:
            continue
        if found and found[-1].word == word:
            found[-1] = Stretch(found[-1].start, until, word)
        else:
            found.append(Stretch(at, until, word))
    return found


def _word(value: object, quality: str) -> str:
    if quality != "good" or value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
