"""What the services ask of the outside world."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from pulmu.metering import Change, Coverage, Entry, Extent, Kind, News, Readings, Series
from pulmu.metering.series import Instants
from pulmu.model import Problem, Quantity
from pulmu.model.tag import Sample, Tag, Written
from pulmu.model.tag_gap import TagGap
from pulmu.services.report import Report

Language = Literal["ko", "en"]
Label = Literal["start", "end"]
"""Which end of its interval a time names."""


class ReportWriter(Protocol):
    """Draws a report as the bytes of one file."""

    @property
    def suffix(self) -> str:
        """Ending of the file's name."""
        ...

    def __call__(self, report: Report, language: Language) -> bytes:
        """The file's bytes; the same report gives the same bytes."""
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
    columns : What each column was taken for: `time`, `value`, `quality`, `meter`, or nothing.
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
    columns: tuple["Column", ...] = ()
    problems: tuple[Problem, ...] = ()


class ReadingReader(Protocol):
    """Reads a file of readings, with all that is wrong in it."""

    def __call__(self, path: str, wish: ReadingWish) -> ReadingFile:
        """`OutsideError` if it cannot be opened."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that was imported, and how it was read.

    Parameters
    ----------
    shifted_days : Days by which its readings were moved to stand for another time; 0 for readings as they were taken.
    """

    name: str
    sha256: str
    column: str
    label: Label
    shifted_days: int = 0


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


@dataclass(frozen=True, slots=True, eq=False)
class StoredPart:
    """One part of a meter as it lies in a store."""

    series: Series
    readings: Readings
    evidence: tuple[Evidence, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesHead:
    """What a store knows of one meter besides its readings.

    Parameters
    ----------
    parts : How many imports added to it.
    """

    series: Series
    evidence: tuple[Evidence, ...]
    parts: int


@dataclass(frozen=True, slots=True)
class MeterCoverage:
    """Coverage of one meter's months."""

    series: Series
    coverage: tuple[Coverage, ...]


class ReadingStore(Protocol):
    """Keeps readings; nothing in it is ever changed, only added to."""

    def meters(self) -> tuple[str, ...]:
        """Meters it holds, in order."""
        ...

    def head(self, meter: str) -> SeriesHead | None:
        """What is known of a meter besides its readings; None if it is not known."""
        ...

    def read(self, meter: str) -> Kept | None:
        """Everything of a meter; None if it is not known."""
        ...

    def append(
        self, series: Series, part: Readings, *, reason: str, evidence: tuple[Evidence, ...], after: int
    ) -> None:
        """Add one part, whole or not at all; `OutsideError` if it cannot, or if there are more than `after` parts."""
        ...

    def count(self, meter: str) -> int:
        """How many imports added to a meter."""
        ...

    def part(self, meter: str, number: int) -> StoredPart:
        """One part, read anew; `OutsideError` if it cannot be read."""
        ...

    def content_hash(self, meter: str, number: int) -> str:
        """SHA-256 of one part's file as it lies in the store; `OutsideError` if it cannot be read."""
        ...

    def latest(self, meter: str, first: int, last: int) -> Readings:
        """The same as `pulmu.metering.latest` of the parts, from an instant to before another."""
        ...

    def news(self, meter: str, incoming: Readings) -> News:
        """The same as `pulmu.metering.news` of the parts; all is fresh if the meter is not known."""
        ...

    def extent(self, meter: str) -> Extent:
        """The same as `pulmu.metering.extent` of the latest readings."""
        ...

    def resets(self, meter: str) -> Instants:
        """The same as `pulmu.metering.resets` of the latest readings."""
        ...

    def coverage(self, meter: str) -> tuple[Coverage, ...]:
        """The same as `pulmu.metering.month_coverage` of the latest readings."""
        ...

    def coverage_of_all(self) -> tuple[MeterCoverage, ...]:
        """The coverage of every meter, in order; faster than one by one."""
        ...

    def period_coverage(self, meter: str, start: date, end: date) -> tuple[Coverage, ...]:
        """The same as `pulmu.metering.period_coverage` of the latest readings; empty if the meter is not known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """What a bill, an invoice or an export holds; nothing of it may be used where there are problems.

    Parameters
    ----------
    kind : What the document was taken for: `electricity_bill`, `city_gas_bill`, `fuel_invoice`, `export`.
    reading : How it was read, in words that change when it is read otherwise: the columns taken, the layout known.
    is_guess : Whether a person must confirm the entries or the columns before they count (a PDF, unknown heads).
    columns : What each column was taken for, to be looked at.
    left_out : Rows that are no entries, such as totals.
    problems : Errors, and warnings that do not stand in the way.
    """

    name: str
    sha256: str
    kind: str
    entries: tuple[Entry, ...] = ()
    reading: tuple[tuple[str, str], ...] = ()
    is_guess: bool = False
    columns: tuple["Column", ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, what it was taken for (empty: for nothing), and some of its values."""

    head: str
    meaning: str
    samples: tuple[str, ...]


Pairs = tuple[tuple[str, str], ...]
"""Names and texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWish:
    """How a document is to be read.

    Parameters
    ----------
    columns : Meanings and the heads (or fixed values) they stand for, such as ("quantity", "수량"), ("unit", "kg").
    item : Name of the item where the document names none.
    where : Heads and the value that a row must have there to be taken.
    piece_weights : Items and the weight of one piece, such as ("M8x40", "0.021 kg"); of all items, with an empty one.
    remembered : Readings that a person confirmed, by the fingerprint of the heads.
    """

    columns: Pairs = ()
    item: str = ""
    where: Pairs = ()
    piece_weights: Pairs = ()
    remembered: tuple[tuple[str, Pairs], ...] = ()


class DocumentReader(Protocol):
    """Reads a bill, an invoice or an export, with all that is wrong in it."""

    def __call__(self, path: str, wish: DocumentWish) -> DocumentFile:
        """`OutsideError` if it cannot be opened."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFile:
    """A document that was taken into a book, how it was read, and what it changed."""

    name: str
    sha256: str
    kind: str
    reading: Pairs = ()
    change: Change = field(default_factory=Change)


@dataclass(frozen=True, slots=True)
class BookPart:
    """One import: the documents in order, and why kept entries were corrected."""

    files: tuple[BookFile, ...]
    reason: str = ""


class BookStore(Protocol):
    """Keeps books and confirmed readings; nothing in a book is ever changed, only added to."""

    def books(self) -> tuple[str, ...]:
        """Books it holds, in order."""
        ...

    def read(self, book: str) -> tuple[BookPart, ...]:
        """Imports of a book, in order; none if it is not known."""
        ...

    def content_hash(self, book: str, number: int) -> str:
        """SHA-256 of one part as it lies in the store; `OutsideError` if it cannot be read."""
        ...

    def append(self, book: str, part: BookPart, *, after: int) -> None:
        """Add one part, whole or not at all; `OutsideError` if it cannot, or if there are more than `after` parts."""
        ...

    def remembered(self) -> tuple[tuple[str, Pairs], ...]:
        """Confirmed readings by the fingerprint of the heads."""
        ...

    def remember(self, fingerprint: str, reading: Pairs) -> None:
        """Keep a confirmed reading, instead of an earlier one."""
        ...


class Subscription(Protocol):
    """Samples that keep coming until it is closed."""

    def close(self) -> None:
        """No sample is handed over after it returns; closing twice does nothing."""
        ...


class Plant(Protocol):
    """A plant that can be read and written, tag by tag: emulated, simulated, or the real one.

    It carries out what it is told and decides nothing: whether a value may be written is for the guard to say, and for
    the controller on the floor.
    """

    def tags(self) -> tuple[Tag, ...]:
        """What it offers, by name."""
        ...

    def read(self, tags: Sequence[str]) -> tuple[Sample, ...]:
        """Values as they are now, from the plant and from no cache, in the order asked.

        A tag that cannot be read is `bad` and says why; so is one it does not know.

        Raises
        ------
        OutsideError  The link is lost (`live.link_lost`).
        """
        ...

    def write(self, tag: str, value: Quantity) -> Written:
        """Hand over one value, once: it is never tried again. A truth is 1 or 0.

        It is converted to the tag's unit; another dimension, a value that is not finite, a tag that is not known or not
        writable is refused without asking the plant. The engineering range is not looked at: the plant does that.
        """
        ...

    def subscribe(
        self, tags: Sequence[str], hand_over: Callable[[tuple[Sample, ...]], None], *, every: float
    ) -> Subscription:
        """Hand over what changed, at most every so many seconds, from a thread of the plant's.

        The first time all tags are handed over. When the link is lost, once each tag with its last value as `stale`;
        when it is back, all of them anew.
        """
        ...

    def close(self) -> None:
        """Let go of the plant; subscriptions end. Closing twice does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class SampleParcel:
    """What is to be sent on, in the order in which it was kept.

    Parameters
    ----------
    number : Says how far it reaches; higher than that of any parcel before.
    gaps : Those that were opened or closed since the last parcel, as they stand now.
    """

    number: int
    samples: tuple[Sample, ...]
    gaps: tuple[TagGap, ...]


class SampleReader(Protocol):
    """Samples of tags as they were kept, and the gaps between them."""

    def samples(self, tag: str, start: datetime, end: datetime) -> Iterator[Sample]:
        """Samples of a tag from one moment of the device's clock up to another, by time."""
        ...

    def gaps(self, tag: str | None = None, *, open_only: bool = False) -> tuple[TagGap, ...]:
        """Gaps of a tag, or of all, by tag and start."""
        ...


@dataclass(frozen=True, slots=True)
class Pulse:
    """How far kept samples are.

    Parameters
    ----------
    cursor : Of the newest sample: `since` it there is nothing.
    gaps : Changes whenever a gap is opened or closed.
    watched : When something was kept last, if only that nothing came; None before the first.
    """

    cursor: int
    gaps: int
    watched: datetime | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """What a tag showed in one part of a time.

    Parameters
    ----------
    part : Which one, from 0.
    low, high : Of the good numbers; None where there are none.
    last : The last, if it is a good number.
    samples, good : How many samples there are, and how many are good numbers.
    """

    part: int
    low: float | None
    high: float | None
    last: float | None
    samples: int
    good: int


class KeptSamples(SampleReader, Protocol):
    """Samples as another process keeps them, to look at while it does."""

    def tags(self) -> tuple[Tag, ...]:
        """Tags as they were described, by name."""
        ...

    def extent(self) -> tuple[datetime, datetime] | None:
        """Time of the first and of the last sample, by the device's clock; None where there is none."""
        ...

    def watched_until(self) -> datetime | None:
        """The last moment at which something was kept; None before the first."""
        ...

    def pulse(self) -> Pulse:
        """How far it is, at one moment; cheap enough to be asked many times a second."""
        ...

    def latest(self, tags: Sequence[str] | None = None) -> tuple[Sample, ...]:
        """The last sample of each tag, or of these, whatever its quality; how many are kept does not matter."""
        ...

    def since(self, cursor: int, most: int) -> tuple[int, tuple[Sample, ...]]:
        """So many samples that came after a cursor at most, as they came, and the cursor behind the last of them."""
        ...

    def gaps_since(self, cursor: int) -> tuple[int, tuple[TagGap, ...]]:
        """Gaps that were opened or closed after a cursor, as they are now, and the cursor behind them; 0: all."""
        ...

    def before(self, tag: str, moment: datetime) -> Sample | None:
        """The last sample of a tag before a moment of the device's clock; None where none is kept."""
        ...

    def held_since(self, tag: str, start: datetime) -> datetime | None:
        """Since when a tag shows what it shows last; `start` at the earliest, None where it shows nothing."""
        ...

    def buckets(self, tag: str, start: datetime, end: datetime, count: int) -> tuple[Bucket, ...]:
        """Least, greatest and last good number of a tag in each of so many equal parts of a time that hold a sample."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class SampleStore(KeptSamples, Protocol):
    """Keeps samples of tags, each once, and marks the gaps between them."""

    def describe(self, tags: Sequence[Tag]) -> None:
        """Keep what tags stand for; a tag that is there already is told anew."""
        ...

    def keep(self, samples: Sequence[Sample], gaps: Sequence[TagGap] = (), *, at: datetime) -> int:
        """Keep all of these or none; they are on the disk when it returns.

        A sample that is there already (same tag, time of the device, value and quality) is not kept again; a gap of the
        same tag and start takes the place of the one before. `at` becomes the moment up to which was watched.

        Returns
        -------
        How many samples are new.

        Raises
        ------
        OutsideError  There is no room, or it cannot be written.
        """
        ...

    def unsent(self, most: int) -> SampleParcel | None:
        """The oldest that were not yet sent on, so many samples at most; None where there is nothing."""
        ...

    def sent(self, number: int) -> None:
        """All up to the parcel of this number has arrived."""
        ...

    def forget_sent(self, before: datetime) -> int:
        """Let go of samples that were sent on and are older than this; returns how many."""
        ...
