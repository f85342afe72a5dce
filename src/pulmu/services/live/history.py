"""From the table of a historian's export to samples of the twin's tags: every value once, what is none as none."""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median
from typing import Protocol

import numpy as np

from pulmu.model import Problem, problem
from pulmu.model.errors import warning
from pulmu.model.tag import Quality, Sample, Tag
from pulmu.model.tag_gap import TagGap
from pulmu.model.tag_map import TagMap
from pulmu.model.units import unit
from pulmu.services.live.history_text import (
    NO_VALUE,
    QUALITY_HEADS,
    TAG_HEADS,
    TIME_HEADS,
    VALUE_HEADS,
    DateOrder,
    comma_is_decimal,
    moment_of,
    number_of,
    order_of,
    quality_of,
)
from pulmu.services.live.mapped import MappedValue, mapped_value
from pulmu.services.live.plant_units import plant_unit
from pulmu.services.live.plant_words import plain
from pulmu.services.live.twin_tags import named_tag
from pulmu.services.ports import SampleReader, SampleStore

LOOKED_AT = 5_000
"""Rows of the beginning by which dates and decimals are told apart."""
TOGETHER = 20_000
SHOWN = 20
_BROKEN, _REGULAR, _LEAST = 1.5, 0.9, 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class HistoryTable(Protocol):
    """A table of texts that can be read more than once."""

    @property
    def name(self) -> str:
        """As problems show it."""
        ...

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row that is not empty, heads first."""
        ...


@dataclass(frozen=True, slots=True)
class HistoryWish:
    """What a person says of how files are written; None where they are to tell it themselves."""

    order: DateOrder | None = None
    is_comma: bool | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where in a table what stands.

    Parameters
    ----------
    wide : Column and value of each mapped tag; of a long table, none.
    long : Columns of tag and value.
    """

    time: int
    wide: tuple[tuple[int, MappedValue], ...]
    long: tuple[int, int] | None
    quality: int | None
    by_node: Mapping[str, tuple[MappedValue, ...]]
    order: DateOrder
    is_comma: bool


@dataclass(slots=True)
class HistoryResult:
    """What was read and kept.

    Parameters
    ----------
    read, new : Values read, and those that were not there yet.
    gaps : Marked where the spacing of a tag breaks.
    """

    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    read: int = 0
    new: int = 0
    gaps: int = 0
    tags: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing was kept."""
        return any(item.severity == "error" for item in self.problems)


def import_history(
    tables: Sequence[HistoryTable], tag_map: TagMap, known: Sequence[Tag], store: SampleStore, *, wish: HistoryWish,
    at: datetime,
) -> HistoryResult:  # fmt: skip
    """Keep what the files say, all of it or, where anything is wrong, nothing.

    Files are read twice: once to see that all is right, once to keep. Values that are counted between two times become
    a counter's standing; such a tag comes in one go into a file that has nothing of it.

    Parameters
    ----------
    known : Tags of the twin; those it lacks are known by their names.
    at : This moment: up to then was watched.
    """
    result = HistoryResult()
    plans = [_plan(table, tag_map, known, wish, result.problems) for table in tables]
    counted = {entry.tag for entry in tag_map.tags if entry.counts == "interval"}
    for table, plan in zip(tables, plans, strict=True):
        if plan is not None:
            _check(table, plan, tag_map.zone, result)
    used = {item.tag.name: item.tag for plan in plans if plan for one in plan.by_node.values() for item in one}
    result.problems += _again(sorted(counted & set(used)), store)
    if result.is_refused:
        return result
    store.describe(list(used.values()))
    standing = {name: _Counted() for name in counted & set(used)}
    for table, plan in zip(tables, plans, strict=True):
        if plan is not None:
            _keep(_samples(table, plan, tag_map.zone, HistoryResult()), standing, store, at, result)
    for name, amounts in standing.items():
        _keep(amounts.samples(used[name]), {}, store, at, result)
    result.tags = tuple(sorted(used))
    result.gaps = sum(_mark_gaps(store, name, at) for name in result.tags)
    extent = store.extent()
    result.start, result.end = extent if extent else (None, None)
    return result


def _plan(
    table: HistoryTable, tag_map: TagMap, known: Sequence[Tag], wish: HistoryWish, problems: list[Problem]
) -> _Plan | None:
    """How a table is read; None where it cannot be, and why is told."""
    rows = list(islice(table.rows(), LOOKED_AT + 1))
    if len(rows) < 2:
        problems.append(problem("live.history_empty", table.name, "there is no row below the heads", "export it anew"))
        return None
    heads = [cell.strip().lstrip("\ufeff") for cell in rows[0][1]]
    time = _column(heads, (tag_map.time,) if tag_map.time else TIME_HEADS)
    if time is None:
        problems.append(
            problem("live.history_no_time", table.name, "no column of times is found: " + ", ".join(heads)[:200],
                    "name it in the map: time: HEAD", heads=", ".join(heads)[:200])
        )  # fmt: skip
        return None
    by_node = _by_node(tag_map, known, heads, table.name, problems)
    wide = tuple((n, item) for n, head in enumerate(heads) for item in by_node.get(head, ()) if n != time)
    tag, value = _column(heads, TAG_HEADS), _column(heads, VALUE_HEADS)
    long = (tag, value) if not wide and tag is not None and value is not None else None
    if not wide and long is None:
        problems.append(
            problem("live.history_no_tag", table.name, "no column is a node of the map: " + ", ".join(heads)[:200],
                    "write heads of the file as nodes into the map, or give columns tag and value",
                    heads=", ".join(heads)[:200])
        )  # fmt: skip
        return None
    texts = [
        row[n] for _, row in rows[1:] for n in ([one for one, _ in wide] or [long[1] if long else 0]) if n < len(row)
    ]
    order = wish.order or order_of([row[time] for _, row in rows[1:] if time < len(row)])
    is_comma = wish.is_comma if wish.is_comma is not None else comma_is_decimal(texts)
    if order is None:
        problems.append(
            problem(
                "live.history_order",
                table.name,
                "day and month may stand in either order",
                "say it: --dates dmy or mdy",
            )
        )
    if is_comma is None:
        problems.append(
            problem("live.history_comma", table.name, "a comma may part thousands or decimals",
                    "say it: --decimal point or comma")
        )  # fmt: skip
    return _Plan(time, wide, long, _column(heads, QUALITY_HEADS), by_node, order or "ymd", bool(is_comma))


def _column(heads: Sequence[str], words: Sequence[str]) -> int | None:
    wanted = {plain(word) for word in words}
    return next((n for n, head in enumerate(heads) if plain(re.sub(r"[(\[].*?[)\]]", "", head)) in wanted), None)


def _by_node(
    tag_map: TagMap, known: Sequence[Tag], heads: Sequence[str], name: str, problems: list[Problem]
) -> dict[str, tuple[MappedValue, ...]]:
    twin = {tag.name: tag for tag in known}
    found: dict[str, tuple[MappedValue, ...]] = {}
    for entry in tag_map.tags:
        tag = twin.get(entry.tag) or named_tag(entry.tag, "1")
        shown = _unit_of(entry.node, tag.unit)
        if tag.name not in twin and tag.unit == "1" and tag.kind == "number":
            found_unit = plant_unit(entry.unit or shown)
            tag = replace(tag, unit=found_unit.symbol if found_unit else "1")
        source = Tag(name=entry.node, unit="1", kind="number" if tag.kind == "number" else "text",
                     measure="value")  # fmt: skip
        made = mapped_value(entry if entry.unit else replace(entry, unit=shown), source, tag)
        if isinstance(made, MappedValue):
            found[entry.node] = (*found.get(entry.node, ()), made)
        elif entry.node in heads or not set(heads) & {one.node for one in tag_map.tags}:
            problems.append(
                problem("live.map_unfit", f"{name}, {entry.node}", f"{entry.node} cannot be {entry.tag}: {made}",
                        "choose another node, or give its unit, scale or words", node=entry.node, tag=entry.tag,
                        reason=made)
            )  # fmt: skip
    return found


def _unit_of(head: str, wanted: str) -> str:
    """The unit a head names in brackets, or behind its last sign if it is of the kind wanted; 1 where it names none."""
    bracketed = re.findall(r"[(\[]([^)\]]{1,20})[)\]]", head)
    if bracketed and plant_unit(bracketed[-1]) is not None:
        return _written(bracketed[-1])
    last = re.split(r"[_\s.]", head)[-1]
    found = plant_unit(last) if last else None
    return _written(last) if found and unit(found.symbol).dimension == unit(wanted).dimension else "1"


def _written(text: str) -> str:
    """A unit as a tag has it: a spelling of ours by its symbol; one that needs a factor stays as it is."""
    found = plant_unit(text)
    return found.symbol if found and found.factor == 1 and not found.offset else text


def _check(table: HistoryTable, plan: _Plan, zone: str, result: HistoryResult) -> None:
    """Read all of it, and tell what is wrong in it."""
    read = HistoryResult()
    for _ in _samples(table, plan, zone, read):
        result.read += 1
    result.rows += read.rows
    result.problems += read.problems


def _samples(table: HistoryTable, plan: _Plan, zone: str, result: HistoryResult) -> Iterator[Sample]:
    """Every value of a table as a sample of the twin; rows without a time are told, footers left out."""
    odd: list[str] = []
    count = left = closing = 0
    before: datetime | None = None
    for line, row in islice(table.rows(), 1, None):
        result.rows += 1
        at = moment_of(row[plan.time], plan.order, zone) if plan.time < len(row) else None
        told = _told(plan, row)
        if at is None:
            if any(text.strip().casefold() not in NO_VALUE for _, text in told):
                left += 1
                if left <= SHOWN:
                    text = row[plan.time][:40] if plan.time < len(row) else ""
                    result.problems.append(
                        problem("live.history_time", f"{table.name}, row {line}", f"{text!r} is no time",
                                "write 2026-03-04 09:15:00, or delete the row if it holds no value", text=text)
                    )  # fmt: skip
            continue
        if before is not None and _closes(row[plan.time], at, before):
            at += timedelta(days=1)
            closing += 1
        before = at
        quality = quality_of(row[plan.quality]) if plan.quality is not None and plan.quality < len(row) else "good"
        for value, text in told:
            if plan.long is None and plan.quality is None and not text.strip():
                continue  # an empty cell of a wide table says nothing
            sample = _sample(value, text, at, quality, is_comma=plan.is_comma)
            if sample.quality == "bad" and text.strip().casefold() not in NO_VALUE and quality == "good":
                count += 1
                odd += [text.strip()[:30]] if len(odd) < 5 and text.strip()[:30] not in odd else []
            yield sample
    if left > SHOWN:
        result.problems.append(
            problem("live.history_more", table.name, f"{left - SHOWN} more rows have no time",
                    "mend those above first, then read it again", count=left - SHOWN)
        )  # fmt: skip
    if closing:
        result.problems.append(
            warning("live.history_midnight", table.name, f"{closing} rows at 00:00 follow the end of the same day",
                    "they are taken for its end; write 24:00, or the next day, if you can", count=closing)
        )  # fmt: skip
    if count:
        result.problems.append(
            warning("live.history_odd", table.name, f"{count} values say nothing and are kept as bad: {', '.join(odd)}",
                    "give words or missing values in the map, if they say something", count=count,
                    texts=", ".join(odd))
        )  # fmt: skip


def _closes(text: str, at: datetime, before: datetime) -> bool:
    """Whether a midnight is the end of the day it names: it stands behind the last hours of that very day."""
    return (
        timedelta(hours=20) < before - at < timedelta(days=1) and re.search(r"\b0?0:00(:00(\.0+)?)?$", text) is not None
    )


def _told(plan: _Plan, row: Sequence[str]) -> list[tuple[MappedValue, str]]:
    if plan.long is None:
        return [(value, row[n]) for n, value in plan.wide if n < len(row)]
    tag, text = plan.long
    if max(plan.long) >= len(row):
        return []
    return [(value, row[text]) for value in plan.by_node.get(row[tag].strip(), ())]


def _sample(value: MappedValue, text: str, at: datetime, quality: Quality, *, is_comma: bool) -> Sample:
    plain_text = text.strip()
    if plain_text.casefold() in NO_VALUE:
        because = plain_text or "no value"
        return Sample(tag=value.tag.name, value=None, unit=value.tag.unit, quality="bad", at=at, because=because)
    if value.source.kind == "number" and plain_text not in value.entry.missing:
        number = number_of(plain_text, is_comma=is_comma)
        if number is None:
            because = f"{plain_text[:60]!r} is no number"
            return Sample(tag=value.tag.name, value=None, unit=value.tag.unit, quality="bad", at=at, because=because)
        return value.sample(Sample(tag=value.source.name, value=number, quality=quality, at=at))
    found = Sample(tag=value.source.name, value=plain_text, quality=quality, at=at)
    return value.sample(found)


def _again(counted: Sequence[str], store: SampleStore) -> Iterator[Problem]:
    extent = store.extent()
    for name in counted if extent else ():
        if extent and next(store.samples(name, extent[0], extent[1] + timedelta(seconds=1)), None) is not None:
            yield problem("live.history_again", name, "amounts of it are kept already; its counter is made in one go",
                          "give all files in one command, and a new file to keep them in")  # fmt: skip


def _keep(
    samples: Iterable[Sample], standing: Mapping[str, "_Counted"], store: SampleStore, at: datetime,
    result: HistoryResult,
) -> None:  # fmt: skip
    group: list[Sample] = []
    for item in samples:
        if item.tag in standing:
            standing[item.tag].take(item)
            continue
        group.append(item)
        if len(group) >= TOGETHER:
            result.new += store.keep(group, at=at)
            group = []
    if group:
        result.new += store.keep(group, at=at)


@dataclass(slots=True)
class _Counted:
    """Amounts between two times, 16 bytes each."""

    times: "array[int]" = field(default_factory=lambda: array("q"))
    amounts: "array[float]" = field(default_factory=lambda: array("d"))

    def take(self, item: Sample) -> None:
        if item.number is not None and item.at is not None:
            self.times.append((item.at - _EPOCH) // timedelta(microseconds=1))
            self.amounts.append(item.number)

    def samples(self, tag: Tag) -> Iterator[Sample]:
        """The counter's standing at each time, from 0 one spacing before the first; each time counts once."""
        times, first = np.unique(np.frombuffer(self.times, dtype=np.int64), return_index=True)
        if not len(times):
            return
        sums = np.cumsum(np.frombuffer(self.amounts, dtype=np.float64)[first])
        spacing = int(np.median(np.diff(times))) if len(times) > 1 else 0
        yield _standing(tag, int(times[0]) - spacing, 0.0)
        for micros, value in zip(times.tolist(), sums.tolist(), strict=True):
            yield _standing(tag, micros, value)


def _standing(tag: Tag, micros: int, value: float) -> Sample:
    return Sample(tag=tag.name, value=value, unit=tag.unit, at=_EPOCH + timedelta(microseconds=micros))


def _mark_gaps(store: SampleStore, tag: str, at: datetime) -> int:
    """Mark where the spacing of a tag breaks that otherwise has one, and take back marks that are filled since."""
    found = gaps_of(store, tag)
    starts = {gap.start for gap in found}
    filled = [
        TagGap(tag=tag, start=gap.start, end=gap.start, because=gap.because)
        for gap in store.gaps(tag)
        if gap.because == "not_watched" and gap.start not in starts and found is not None and gap.end is not None
    ]
    if found or filled:
        store.keep((), (*found, *filled), at=at)
    return len(found)


def gaps_of(store: SampleReader, tag: str) -> tuple[TagGap, ...]:
    """Breaks in the spacing of a tag; none where it has no spacing of its own, as what is told when it changes."""
    spaces: list[float] = []
    far = (datetime(1900, 1, 1, tzinfo=UTC), datetime(2299, 1, 1, tzinfo=UTC))
    last: datetime | None = None
    for item in store.samples(tag, *far):
        if item.at is not None and last is not None and len(spaces) < LOOKED_AT:
            spaces.append((item.at - last).total_seconds())
        last = item.at or last
    if len(spaces) < _LEAST:
        return ()
    usual = median(spaces)
    if usual <= 0 or sum(abs(one - usual) <= 0.1 * usual for one in spaces) < _REGULAR * len(spaces):
        return ()
    found: list[TagGap] = []
    last = None
    for item in store.samples(tag, *far):
        if item.at is None:
            continue
        if last is not None and (item.at - last).total_seconds() > _BROKEN * usual:
            found.append(TagGap(tag=tag, start=last, end=item.at, because="not_watched"))
        last = item.at
    return tuple(found)
