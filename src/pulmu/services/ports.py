"""What the services ask of the outside world."""

from dataclasses import dataclass
from typing import Literal, Protocol

from pulmu.metering import Coverage, Entry, Kind, Readings, Series
from pulmu.model import Document, Problem
from pulmu.services.report import Report

Language = Literal["ko", "en"]
Label = Literal["start", "end"]
"""Which end of its interval a time names."""


class PlantReader(Protocol):
    """Reads a plant's file into a plain tree with places."""

    def __call__(self, path: str) -> Document:
        """The document; `InputError` for a file that cannot be one, `OutsideError` if it cannot be opened."""
        ...


class ReportWriter(Protocol):
    """Draws a report as the bytes of one file."""

    @property
    def suffix(self) -> str:
        """Ending of the file's name."""
        ...

    def __call__(self, report: Report, language: Language) -> bytes:
        """The file's bytes; the same report gives the same bytes."""
        ...


class Folder(Protocol):
    """Puts finished files into a folder: all of them or none."""

    def __call__(self, path: str, files: dict[str, bytes]) -> None:
        """`OutsideError` if it cannot be written; what stood there before then still stands."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWish:
    """How a file of readings is to be read.

    Parameters
    ----------
    column : Head of the column of values; empty where the file shows which one it is.
    unit : Unit of the values where the head names none.
    label : Whether a time names the start or the end of its interval; None where the file shows it.
    usual_label : The same, for a file that does not show it.
    interval : Length of a slot where it is known already. [s]
    kind_is_given : Whether somebody said which kind it is; else nothing that speaks of a counter is taken for amounts.
    sheet : Name of the sheet; empty where only one has readings.
    only : The meter whose rows are read, where rows name their meter.
    """

    column: str = ""
    unit: str = ""
    label: Label | None = None
    usual_label: Label = "start"
    zone: str = "Asia/Seoul"
    kind: Kind = "interval"
    interval: int | None = None
    kind_is_given: bool = False
    sheet: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFile:
    """What a file of readings holds; nothing of it may be used where there are problems.

    Parameters
    ----------
    unit : Unit of the values, in its standard spelling.
    interval : Length of a slot. [s]
    closing_midnights : Labels 00:00 that carry the date of the day they end.
    blank : Rows with a time and no value.
    """

    name: str
    sha256: str
    column: str = ""
    unit: str = ""
    interval: int = 0
    label: Label = "start"
    closing_midnights: int = 0
    blank: int = 0
    readings: Readings
    problems: tuple[Problem, ...] = ()


class ReadingReader(Protocol):
    """Reads a file of readings, with all that is wrong in it."""

    def __call__(self, path: str, wish: ReadingWish) -> ReadingFile:
        """`OutsideError` if it cannot be opened."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that was imported, and how it was read."""

    name: str
    sha256: str
    column: str
    label: Label


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What a store holds of one meter.

    Parameters
    ----------
    parts : One part per import, in order; a later part corrects an earlier one.
    """

    series: Series
    parts: tuple[Readings, ...]
    evidence: tuple[Evidence, ...]


class ReadingStore(Protocol):
    """Keeps readings; nothing in it is ever changed, only added to."""

    def meters(self) -> tuple[str, ...]:
        """Meters it holds, in order."""
        ...

    def read(self, meter: str) -> Kept | None:
        """Everything of a meter; None if it is not known."""
        ...

    def append(
        self, series: Series, part: Readings, *, reason: str, evidence: tuple[Evidence, ...], after: int
    ) -> None:
        """Add one part, whole or not at all; `OutsideError` if it cannot, or if there are more than `after` parts."""
        ...

    def coverage(self, meter: str) -> tuple[Coverage, ...]:
        """The same as `pulmu.metering.month_coverage` of the latest readings."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """What a bill, an invoice or an export holds; nothing of it may be used where there are problems.

    Parameters
    ----------
    kind : What the document was taken for: `electricity_bill`, `city_gas_bill`, `fuel_invoice`, `export`.
    reading : How it was read, in words that change when it is read otherwise: the columns taken, the layout known.
    is_guess : Whether a person must confirm the entries or the columns before they count (a PDF, unknown heads).
    """

    name: str
    sha256: str
    kind: str
    entries: tuple[Entry, ...] = ()
    reading: tuple[tuple[str, str], ...] = ()
    is_guess: bool = False
    problems: tuple[Problem, ...] = ()
