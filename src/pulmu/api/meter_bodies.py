"""What answers about meters hold."""

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel

from pulmu.metering import Gap, Series, Total
from pulmu.services.import_readings import Imported
from pulmu.services.ports import Column, Evidence, ReadingFile
from pulmu.services.workspaces.meter_views import MeterChart, MeterCoverage
from pulmu.services.workspaces.meters import Meter, MeterImport

SHOWN_GAPS = 200
"""Gaps told one by one."""


class SeriesView(BaseModel):
    """A meter, and how its readings are to be understood; `interval` in seconds."""

    id: str
    unit: str
    interval: int
    kind: str
    zone: str
    site: str

    @classmethod
    def fields_of(cls, series: Series) -> dict[str, Any]:
        """What is shown of a series."""
        names = ("unit", "interval", "kind", "zone", "site")
        return {"id": series.meter} | {name: getattr(series, name) for name in names}


class MeterView(SeriesView):
    """A meter in a list; `first` and `last` are the first and the last instant of its readings."""

    first: datetime | None
    last: datetime | None
    imports: int
    rows: int
    at: datetime

    @classmethod
    def of(cls, meter: Meter) -> "MeterView":
        """What is shown of a meter."""
        return cls(**_meter(meter))


class EvidenceOfImport(BaseModel):
    """A file of an import, and how it was read."""

    name: str
    sha256: str
    column: str
    label: str
    shifted_days: int

    @classmethod
    def of(cls, item: Evidence) -> "EvidenceOfImport":
        """What is shown of a file."""
        return cls(**{name: getattr(item, name) for name in cls.model_fields})


class ImportView(BaseModel):
    """An import: who took in what, when and why; its seal covers its content and the imports before it."""

    number: int
    at: datetime
    author: str
    reason: str
    rows: int
    first: datetime | None
    last: datetime | None
    evidence: list[EvidenceOfImport]
    seal: str

    @classmethod
    def of(cls, item: MeterImport) -> "ImportView":
        """What is shown of an import."""
        span = (item.first, item.last) if item.rows else (None, None)
        evidence = [EvidenceOfImport.of(one) for one in item.evidence]
        return cls(
            number=item.number, at=item.at, author=item.author, reason=item.reason, rows=item.rows,
            first=_at(span[0]), last=_at(span[1]), evidence=evidence, seal=item.seal,
        )  # fmt: skip


class ColumnView(BaseModel):
    """A column of a table, what it was taken for (empty: for nothing), and some of its values."""

    head: str
    meaning: str
    samples: list[str]

    @classmethod
    def of(cls, column: Column) -> "ColumnView":
        """What is shown of a column."""
        return cls(head=column.head, meaning=column.meaning, samples=list(column.samples))


class FileRead(BaseModel):
    """How a file was read; `closing_midnights` are labels 00:00 with the date of the day they end, `blank` rows
    without a value."""

    name: str
    sha256: str
    column: str
    unit: str
    interval: int
    label: str
    closing_midnights: int
    blank: int
    rows: int
    columns: list[ColumnView]

    @classmethod
    def of(cls, file: ReadingFile) -> "FileRead":
        """What is shown of a file that was read."""
        names = ("name", "sha256", "column", "unit", "interval", "label", "closing_midnights", "blank")
        columns = [ColumnView.of(item) for item in file.columns]
        return cls(**{name: getattr(file, name) for name in names}, rows=len(file.readings), columns=columns)


class GapView(BaseModel):
    """A run of empty slots, half-open."""

    start: datetime
    end: datetime
    slots: int

    @classmethod
    def some(cls, gaps: Iterable[Gap]) -> "list[GapView]":
        """The first gaps."""
        shown = list(gaps)[:SHOWN_GAPS]
        return [cls(start=_at(gap.start), end=_at(gap.end), slots=gap.slots) for gap in shown]


class MeterImported(BaseModel):
    """What an import did, or would do: `saved` says which. With an error among the problems nothing was done."""

    meter: str
    saved: bool
    series: SeriesView | None
    added: int
    corrected: int
    known: int
    gaps: list[GapView]
    gap_count: int
    files: list[FileRead]
    problems: list[dict[str, Any]]

    @classmethod
    def of(cls, meter: str, done: Imported, problems: list[dict[str, Any]], *, saved: bool) -> "MeterImported":
        """What is shown of an import."""
        series = SeriesView(**SeriesView.fields_of(done.series)) if done.series else None
        return cls(
            meter=meter, saved=saved, series=series, added=done.added, corrected=done.corrected, known=done.known,
            gaps=GapView.some(done.gaps), gap_count=len(done.gaps), files=[FileRead.of(file) for file in done.files],
            problems=problems,
        )  # fmt: skip


class MonthView(BaseModel):
    """A month of a period, or the part of it inside: its slots, their amounts, and the total under the policy."""

    period: str
    expected: int
    measured_slots: int
    estimated_slots: int
    missing_slots: int
    measured: float
    estimated: float
    filled: float
    total: float | None
    resets: int

    @classmethod
    def of(cls, total: Total) -> "MonthView":
        """What is shown of a total."""
        names = ("period", "expected", "measured_slots", "estimated_slots", "missing_slots", "measured", "estimated",
                 "filled", "resets")  # fmt: skip
        return cls(**{name: getattr(total, name) for name in names}, total=total.value)


class DaysView(BaseModel):
    """Slots of each day, one entry for each day from `first` on."""

    first: date
    expected: list[int]
    measured: list[int]
    estimated: list[int]


class CoverageView(SeriesView):
    """How much of a period is there: in all, by months, by days, and where it is missing."""

    start: date
    end: date
    gap_policy: str
    total: MonthView
    months: list[MonthView]
    days: DaysView
    gaps: list[GapView]
    gap_count: int

    @classmethod
    def of(cls, found: MeterCoverage, start: date, end: date, policy: str) -> "CoverageView":
        """What is shown of a coverage."""
        days = found.days
        return cls(
            **cls.fields_of(found.series), start=start, end=end, gap_policy=policy, total=MonthView.of(found.total),
            months=[MonthView.of(item) for item in found.totals],
            days=DaysView(first=days.first, expected=days.expected.tolist(), measured=days.measured.tolist(),
                          estimated=days.estimated.tolist()),
            gaps=GapView.some(found.gaps), gap_count=len(found.gaps),
        )  # fmt: skip


class ChartView(SeriesView):
    """Amounts of slots in buckets of `length` seconds, one entry for each; a bucket without an amount has none.

    `total` is the exact sum of every amount of the span; `start` is in seconds since 1970 (UTC).
    """

    length: int
    total: float
    start: list[int]
    lowest: list[float | None]
    mean: list[float | None]
    highest: list[float | None]
    measured: list[int]
    estimated: list[int]
    missing: list[int]

    @classmethod
    def of(cls, found: MeterChart) -> "ChartView":
        """What is shown of a picture."""
        chart = found.chart
        values: dict[str, Any] = {
            name: _values(getattr(chart, name).tolist()) for name in ("lowest", "mean", "highest")
        }
        counts: dict[str, Any] = {
            name: getattr(chart, name).tolist() for name in ("start", "measured", "estimated", "missing")
        }
        return cls(**cls.fields_of(found.series), length=chart.length, total=chart.total, **values, **counts)


def _meter(meter: Meter) -> dict[str, Any]:
    span = (meter.first, meter.last) if meter.rows else (None, None)
    rest = {"imports": meter.imports, "rows": meter.rows, "at": meter.at}
    return SeriesView.fields_of(meter.series) | {"first": _at(span[0]), "last": _at(span[1])} | rest


def _at(instant: int | None) -> Any:
    return None if instant is None else datetime.fromtimestamp(instant, UTC)


def _values(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values]
