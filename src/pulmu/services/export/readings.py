"""Meters of an export: the readings that count as files our own import reads, what was corrected, and the imports."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering import QUALITIES, Readings, Series, local_clock, local_text
from pulmu.model import OutsideError
from pulmu.services.csv_text import csv_bytes
from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part, json_part, plain, rows_part
from pulmu.services.export.sealed import sealed_parts, told_head, told_import
from pulmu.services.ports import ReadingStore
from pulmu.services.records.sealed import SealedHead, SealedPart
from pulmu.services.workspaces.measured import counted
from pulmu.services.workspaces.sealing import series_of_head

MOST_ROWS = 600_000
"""Of one file: a year of minutes. Our own import takes files of a hundred megabytes."""
_LINES = 50_000
_YEAR, _MONTH = 366 * 86_400, 31 * 86_400
_WORDS = {code: word for word, code in QUALITIES.items()}
_CORRECTED = ("import", "timestamp", "value before", "quality before", "value after", "quality after", "reason")


def meter_parts(found: Gathering) -> Iterator[Part]:
    """Files of every meter."""
    store = found.measured.readings(found.work.workspace, counted(found.work, "meter"))
    names = Names()
    for head in found.work.sealed_heads("meter"):
        found.step()
        home, series = f"meters/{names.of(head.name)}", series_of_head(head.head)
        yield json_part(
            f"{home}/about.json", told_head(head) | {"series": plain(series), "import_with": _settings(series)}
        )
        imports = (told_import(found, part) for part in sealed_parts(found, head))
        yield rows_part(f"{home}/imports.json", {"meter": head.name}, "imports", imports)
        try:
            yield from _readings(found, store, head, series, home)
            yield from _corrections(found, store, head, series, home)
        except OutsideError as error:
            found.missing.extend(error.problems)


def _settings(series: Series) -> dict[str, Any]:
    """What is to be said when the readings are taken in again, as our own import takes it."""
    exchanges = [
        f"{local_text(item.at, series.zone)}, {_number(item.removed)}, {_number(item.installed)}"
        for item in series.exchanges
    ]
    return {
        "meter": series.meter, "site": series.site, "zone": series.zone, "kind": series.kind,
        "modulus": series.modulus, "exchanges": exchanges,
    }  # fmt: skip


def readings_lines(series: Series, rows: Readings) -> Iterator[bytes]:
    """Readings as our own import reads them: each time with its offset, and the unit in the head."""
    what = "counter" if series.kind == "counter" else "amount"
    yield csv_bytes(("timestamp", f"{what} ({series.unit})", "quality"), ())
    for first in range(0, len(rows), _LINES):
        some = rows.take(np.arange(first, min(first + _LINES, len(rows))))
        columns = zip(_times(some, series.zone), some.value.tolist(), some.quality.tolist(), strict=True)
        yield "".join(f"{at},{_number(value)},{_WORDS[code]}\r\n" for at, value, code in columns).encode()


def _readings(
    found: Gathering, store: ReadingStore, head: SealedHead, series: Series, home: str
) -> Iterator[Part]:  # fmt: skip
    for name, first, end in _spans(head, series):
        found.step()
        rows = store.latest(head.name, first, end)
        if len(rows):
            yield Part(f"{home}/{name}.csv", readings_lines(series, rows))


def _spans(head: SealedHead, series: Series) -> Iterator[tuple[str, int, int]]:
    """Name, begin and end of the files of a meter: one, or one for each year, month or day of its clock."""
    if head.rows <= MOST_ROWS:
        yield "readings", head.first, head.last + 1
        return
    clock, most = ZoneInfo(series.zone), MOST_ROWS * series.interval
    shown = "%Y" if most >= _YEAR else "%Y-%m" if most >= _MONTH else "%Y-%m-%d"
    at = head.first
    while at <= head.last:
        here = datetime.fromtimestamp(at, UTC).astimezone(clock)
        midnight = datetime(here.year, here.month, here.day, tzinfo=clock)
        end = int(_next(midnight, shown).timestamp())
        yield f"readings-{here.strftime(shown)}", at, end
        at = end


def _next(day: datetime, shown: str) -> datetime:
    """The midnight that ends the year, month or day a day is in."""
    if shown == "%Y":
        return day.replace(year=day.year + 1, month=1, day=1)
    if shown == "%Y-%m":
        return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)
    following = datetime.fromordinal(day.toordinal() + 1)
    return following.replace(tzinfo=day.tzinfo)


def _corrections(
    found: Gathering, store: ReadingStore, head: SealedHead, series: Series, home: str
) -> Iterator[Part]:  # fmt: skip
    """What readings were before they were corrected, a file for each import: the readings do not show it."""
    for part in sealed_parts(found, head):
        if part.reason and part.rows:
            content = csv_bytes(_CORRECTED, _corrected(found, store, part, series))
            yield Part(f"{home}/corrections/{part.number:06d}.csv", (content,))


def _corrected(found: Gathering, store: ReadingStore, part: SealedPart, series: Series) -> Iterator[tuple[object, ...]]:
    found.step()
    earlier = found.measured.readings(found.work.workspace, {part.name: part.number - 1})
    before = earlier.latest(part.name, part.first, part.last + 1) if part.number > 1 else Readings()
    after = store.part(part.name, part.number).readings
    _, old, new = np.intersect1d(before.start, after.start, return_indices=True)
    before, after = before.take(old), after.take(new)
    is_other = (before.value != after.value) | (before.quality != after.quality)
    before, after = before.take(is_other), after.take(is_other)
    for number, at in enumerate(_times(after, series.zone)):
        yield (
            part.number, at, _number(float(before.value[number])), _WORDS[int(before.quality[number])],
            _number(float(after.value[number])), _WORDS[int(after.quality[number])], part.reason,
        )  # fmt: skip


def _times(rows: Readings, zone: str) -> list[str]:
    shown = local_clock(rows.start, zone)
    offsets, which = np.unique(shown - rows.start, return_inverse=True)
    words = [_offset(int(offset)) for offset in offsets.tolist()]
    texts = np.datetime_as_string(shown.astype("datetime64[s]"), unit="s").tolist()
    return [f"{text}{words[place]}" for text, place in zip(texts, which.tolist(), strict=True)]


def _offset(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _number(value: float) -> str:
    """The shortest number that is read as this one again."""
    text = repr(value)
    return np.format_float_positional(value, trim="-") if "e" in text else text.removesuffix(".0")
