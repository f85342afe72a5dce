"""Samples of tags in one SQLite file: each once, gaps marked, and how far they were sent on."""

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from pulmu.adapters._parts import store_errors
from pulmu.model import Document, OutsideError
from pulmu.model.codec import decode, encode
from pulmu.model.tag import Quality, Sample, Tag, Value
from pulmu.model.tag_gap import GapReason, TagGap
from pulmu.services.ports import Bucket, Pulse, SampleParcel

_VERSION = 2
_QUALITIES: tuple[Quality, ...] = get_args(Quality)
_REASONS: tuple[GapReason, ...] = get_args(GapReason)
_NONE, _NUMBER, _TRUTH, _TEXT, _NAN = range(5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = -(2**62)
"""The time of a sample that has none."""
_FORM = """
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE (name, unit));
CREATE TABLE sample (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, tag INTEGER NOT NULL, at INTEGER NOT NULL, again INTEGER NOT NULL,
  code INTEGER NOT NULL, value, received INTEGER, because TEXT
);
CREATE UNIQUE INDEX sample_once ON sample (tag, at, again);
CREATE TABLE gap (
  name TEXT NOT NULL, start INTEGER NOT NULL, finish INTEGER, because INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (name, start)
) WITHOUT ROWID;
CREATE TABLE told (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
_LAST = """
CREATE TABLE last (
  tag INTEGER PRIMARY KEY, moment INTEGER NOT NULL, at INTEGER NOT NULL, code INTEGER NOT NULL, value,
  received INTEGER, because TEXT
);
"""
"""The last sample of each tag, by the clock of the server it came from: what a device's clock says may jump."""
_FILL_LAST = """
INSERT INTO last SELECT tag, coalesce(received, at), at, code, value, received, because FROM sample
WHERE seq IN (SELECT (SELECT seq FROM sample WHERE tag = tag.id ORDER BY at DESC, again DESC LIMIT 1) FROM tag);
"""
_PUT_LAST = """
INSERT INTO last VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tag) DO UPDATE SET moment = excluded.moment,
at = excluded.at, code = excluded.code, value = excluded.value, received = excluded.received, because = excluded.because
WHERE excluded.moment >= moment
"""
_GAPS_BY_CHANGE = "CREATE INDEX IF NOT EXISTS gap_by_change ON gap (seq)"
"""Whoever follows gaps, or sends them on, need not look at all of them; a file that lacks it is read all the same."""
_GOOD = "code = 1 AND abs(value) < 9e999"
"""A finite number of good quality: quality 0, kind 1; 9e999 is beyond all, the largest double is not."""
_INSERT = "INSERT OR IGNORE INTO sample (tag, at, again, code, value, received, because) VALUES (?, ?, ?, ?, ?, ?, ?)"
_Row = tuple[int, int, int, int, object, int | None, str | None]


class SqliteSampleStore:
    """A file of samples. One writer; it is on the disk when `keep` returns (WAL, synchronous FULL).

    Parameters
    ----------
    read_only : Nothing is made or written: for who looks while another process keeps.

    Raises
    ------
    OutsideError  It cannot be opened or is not one of these (`outside.store_damaged`).
    """

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        self.file = file
        with _told(file):
            self._base = _to_read(file) if read_only else _to_write(file)
            self._make(read_only=read_only)
            self._tags: dict[tuple[str, str], int] = {
                (name, unit): number for number, name, unit in self._base.execute("SELECT id, name, unit FROM tag")
            }

    def _make(self, *, read_only: bool) -> None:
        if not read_only and self._version() in (0, 1):
            self._base.execute("BEGIN IMMEDIATE")  # another process may be making it: look again once it is ours
            try:
                form = {0: f"{_FORM} {_LAST} {_GAPS_BY_CHANGE}", 1: f"{_LAST} {_FILL_LAST}"}.get(self._version())
                for statement in form.split(";") if form else ():
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {_VERSION}")
                self._base.execute("COMMIT")
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
        if self._version() != _VERSION:
            raise ValueError(f"form {self._version()} of the file is not known, or a keeper has to open it first")
        if not read_only:
            self._base.execute(_GAPS_BY_CHANGE)

    def _version(self) -> int:
        return int(self._base.execute("PRAGMA user_version").fetchone()[0])

    def keep(self, samples: Sequence[Sample], gaps: Sequence[TagGap] = (), *, at: datetime) -> int:
        """Keep all of these or none; see `SampleStore`."""
        with self._whole():
            rows = [self._row(item) for item in samples]
            before = self._base.total_changes
            self._base.executemany(_INSERT, rows)
            new = self._base.total_changes - before
            if new < len(rows):
                new += self._insert_others(rows)
            self._base.executemany(_PUT_LAST, _last_of(rows))
            if gaps:
                seq = self._mark_of("gaps") + 1
                self._base.executemany(
                    "INSERT OR REPLACE INTO gap VALUES (?, ?, ?, ?, ?)",
                    [(item.tag, _us(item.start), _us(item.end), _REASONS.index(item.because), seq) for item in gaps],
                )
                self._set_mark("gaps", seq)
            self._set_mark("watched", max(_micros(at), self._mark_of("watched", _NEVER)))
        return new

    def _row(self, item: Sample) -> _Row:
        kind, value = _kept(item.value)
        code = _QUALITIES.index(item.quality) * 8 + kind
        at = _NEVER if item.at is None else _micros(item.at)
        return (
            self._tag(_writable(item.tag), item.unit),
            at,
            0,
            code,
            value,
            _us(item.received),
            _writable(item.because) or None,
        )

    def _tag(self, name: str, unit: str) -> int:
        found = self._tags.get((name, unit))
        if found is None:
            found = self._base.execute("INSERT INTO tag (name, unit) VALUES (?, ?)", (name, unit)).lastrowid or 0
            self._tags[name, unit] = found
        return found

    def _insert_others(self, rows: Sequence[_Row]) -> int:
        """Values of a time that has one already, where they differ from all it has."""
        new = 0
        for tag, at, _, code, value, received, because in rows:
            there = self._base.execute(
                "SELECT code, value, received FROM sample WHERE tag = ? AND at = ?", (tag, at)
            ).fetchall()
            same = (code, value, received) if at == _NEVER else (code, value)
            if any(row[: len(same)] == same for row in there):
                continue
            self._base.execute(_INSERT, (tag, at, len(there), code, value, received, because))
            new += 1
        return new

    def watched_until(self) -> datetime | None:
        """The last moment at which something was kept; None before the first."""
        with _told(self.file):
            found = self._mark_of("watched", _NEVER)
        return None if found == _NEVER else _time(found)

    def pulse(self) -> Pulse:
        """How far it is, at one moment; cheap enough to be asked many times a second."""
        with _told(self.file):
            newest, gaps, watched = self._base.execute(
                "SELECT (SELECT max(seq) FROM sample), (SELECT value FROM mark WHERE name = 'gaps'),"
                " (SELECT value FROM mark WHERE name = 'watched')"
            ).fetchone()
        return Pulse(newest or 0, gaps or 0, None if watched in (None, _NEVER) else _time(watched))

    def latest(self, tags: Sequence[str] | None = None) -> tuple[Sample, ...]:
        """The last sample of each tag, or of these, whatever its quality; how many are kept does not matter."""
        with _told(self.file):
            rows = self._base.execute(
                "SELECT name, unit, last.at, code, value, received, because FROM last JOIN tag ON tag.id = last.tag"
            ).fetchall()
        wanted = None if tags is None else frozenset(tags)
        return tuple(_sample(row) for row in rows if wanted is None or row[0] in wanted)

    def since(self, cursor: int, most: int) -> tuple[int, tuple[Sample, ...]]:
        """So many samples that came after a cursor at most, as they came, and the cursor behind the last of them."""
        with _told(self.file):
            rows = self._base.execute(
                "SELECT name, unit, at, code, value, received, because, seq FROM sample JOIN tag ON tag.id = tag"
                " WHERE seq > ? ORDER BY seq LIMIT ?",
                (cursor, most),
            ).fetchall()
        return (rows[-1][-1] if rows else cursor), tuple(_sample(row[:-1]) for row in rows)

    def gaps_since(self, cursor: int) -> tuple[int, tuple[TagGap, ...]]:
        """Gaps that were opened or closed after a cursor, as they are now, and the cursor behind them; 0: all."""
        with _told(self.file):
            newest = self._mark_of("gaps")
            if newest == cursor:
                return cursor, ()
            rows = self._base.execute(
                "SELECT name, start, finish, because FROM gap WHERE seq > ? ORDER BY seq, name, start", (cursor,)
            ).fetchall()
        return newest, tuple(_gap(row) for row in rows)

    def before(self, tag: str, moment: datetime) -> Sample | None:
        """The last sample of a tag before a moment of the device's clock; None where none is kept."""
        with _told(self.file):
            rows = self._base.execute(
                "SELECT name, unit, at, code, value, received, because FROM sample JOIN tag ON tag.id = tag"
                " WHERE name = ? AND at < ? AND at > ? ORDER BY at DESC, again DESC LIMIT 1",
                (tag, _micros(moment), _NEVER),
            ).fetchall()
        return _sample(rows[0]) if rows else None

    def held_since(self, tag: str, start: datetime) -> datetime | None:
        """Since when a tag shows what it shows last; `start` at the earliest, None where it shows nothing."""
        with _told(self.file):
            last = self._base.execute(
                "SELECT last.tag, last.at, code, value FROM last JOIN tag ON tag.id = last.tag WHERE name = ?", (tag,)
            ).fetchone()
            if last is None or last[1] == _NEVER:
                return None
            number, at, code, value = last
            (other,) = self._base.execute(
                "SELECT (SELECT at FROM sample WHERE tag = ? AND at >= ? AND NOT (code = ? AND value IS ?)"
                " ORDER BY at DESC LIMIT 1)", (number, _micros(start), code, value),
            ).fetchone()  # fmt: skip
            (first,) = self._base.execute(
                "SELECT min(at) FROM sample WHERE tag = ? AND at > ?", (number, other or _micros(start) - 1)
            ).fetchone()
        return _time(at if first is None else first)

    def buckets(self, tag: str, start: datetime, end: datetime, count: int) -> tuple[Bucket, ...]:
        """Least, greatest and last good number of a tag in each of so many equal parts of a time that hold any sample.

        Nothing that stood out is lost, however few the parts are.
        """
        first, long = _micros(start), _micros(end) - _micros(start)
        with _told(self.file):
            rows = self._base.execute(
                f"SELECT (at - ?) * ? / ? AS part, min(value) FILTER (WHERE {_GOOD}),"  # noqa: S608 - words of ours
                f" max(value) FILTER (WHERE {_GOOD}), count(*), count(*) FILTER (WHERE {_GOOD}), max(at)"
                " FROM sample JOIN tag ON tag.id = tag WHERE name = ? AND at >= ? AND at < ? GROUP BY part",
                (first, count, long, tag, first, first + long),
            ).fetchall()
            return tuple(self._bucket(tag, row) for row in rows)

    def _bucket(self, tag: str, row: Sequence[Any]) -> Bucket:
        part, low, high, samples, good, last = row
        code, value = self._base.execute(
            "SELECT code, value FROM sample JOIN tag ON tag.id = tag WHERE name = ? AND at = ? ORDER BY again DESC"
            " LIMIT 1", (tag, last),
        ).fetchone()  # fmt: skip
        is_good = code == _NUMBER and math.isfinite(value)
        return Bucket(int(part), low, high, value if is_good else None, int(samples), int(good))

    def describe(self, tags: Sequence[Tag]) -> None:
        """Keep what tags stand for; a tag that is there already is told anew."""
        rows = [(item.name, json.dumps(encode(item), ensure_ascii=False)) for item in tags]
        with self._whole():
            self._base.executemany("INSERT OR REPLACE INTO told VALUES (?, ?)", rows)

    def tags(self) -> tuple[Tag, ...]:
        """Tags as they were described, by name."""
        with _told(self.file):
            rows = self._base.execute("SELECT content FROM told ORDER BY name").fetchall()
            return tuple(decode(Tag, Document(json.loads(row[0]), self.file.name)).unwrap() for row in rows)

    def extent(self) -> tuple[datetime, datetime] | None:
        """Time of the first and of the last sample, by the device's clock; None where there is none."""
        with _told(self.file):
            first, last = self._base.execute("SELECT min(at), max(at) FROM sample WHERE at > ?", (_NEVER,)).fetchone()
        return None if first is None else (_time(first), _time(last))

    def samples(self, tag: str, start: datetime, end: datetime) -> Iterator[Sample]:
        """Samples of a tag from one moment of the device's clock up to another, by time."""
        with _told(self.file):
            yield from (
                _sample(row)
                for row in self._base.execute(
                    "SELECT name, unit, at, code, value, received, because FROM sample JOIN tag ON tag.id = tag"
                    " WHERE name = ? AND at >= ? AND at < ? ORDER BY at, again",
                    (tag, _micros(start), _micros(end)),
                )
            )

    def gaps(self, tag: str | None = None, *, open_only: bool = False) -> tuple[TagGap, ...]:
        """Gaps of a tag, or of all, by tag and start."""
        with _told(self.file):
            rows = self._base.execute(
                "SELECT name, start, finish, because FROM gap WHERE (? IS NULL OR name = ?)"
                " AND (finish IS NULL OR NOT ?) ORDER BY name, start",
                (tag, tag, open_only),
            ).fetchall()
        return tuple(_gap(row) for row in rows)

    def unsent(self, most: int) -> SampleParcel | None:
        """The oldest that were not yet sent on, so many samples at most; None where there is nothing."""
        with self._whole():
            rows = self._base.execute(
                "SELECT name, unit, at, code, value, received, because, seq FROM sample JOIN tag ON tag.id = tag"
                " WHERE seq > ? ORDER BY seq LIMIT ?",
                (self._mark_of("sent"), most),
            ).fetchall()
            last = rows[-1][-1] if rows else self._mark_of("sent")
            sent_gaps = self._mark_of("sent_gaps")
            gaps = self._base.execute(
                "SELECT name, start, finish, because FROM gap WHERE seq > ? ORDER BY name, start", (sent_gaps,)
            ).fetchall()
            if not rows and not gaps:
                return None
            self._set_mark("parcel", last)
            self._set_mark("parcel_gaps", self._mark_of("gaps"))
        return SampleParcel(last, tuple(_sample(row[:-1]) for row in rows), tuple(_gap(row) for row in gaps))

    def sent(self, number: int) -> None:
        """All up to the parcel of this number has arrived."""
        with self._whole():
            if number == self._mark_of("parcel", -1):
                self._set_mark("sent_gaps", self._mark_of("parcel_gaps"))
            self._set_mark("sent", max(number, self._mark_of("sent")))

    def forget_sent(self, before: datetime) -> int:
        """Let go of samples that were sent on and are older than this; returns how many."""
        with self._whole():
            return self._base.execute(
                "DELETE FROM sample WHERE seq <= ? AND at < ?", (self._mark_of("sent"), _micros(before))
            ).rowcount

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of it or none, and what the database says as an `OutsideError`."""
        tags = dict(self._tags)
        with _told(self.file):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                self._tags = tags
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def _mark_of(self, name: str, otherwise: int = 0) -> int:
        found = self._base.execute("SELECT value FROM mark WHERE name = ?", (name,)).fetchone()
        return otherwise if found is None else int(found[0])

    def _set_mark(self, name: str, value: int) -> None:
        self._base.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (name, value))


def _to_write(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    return base


def _to_read(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(file))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False, timeout=1.0
    )  # fmt: skip


def _last_of(rows: Sequence[_Row]) -> list[tuple[object, ...]]:
    """The last row of each tag."""
    found: dict[int, tuple[int, _Row]] = {}
    for row in rows:
        moment = row[1] if row[5] is None else row[5]
        if row[0] not in found or moment >= found[row[0]][0]:
            found[row[0]] = moment, row
    return [(tag, moment, row[1], *row[3:]) for tag, (moment, row) in found.items()]


@contextmanager
def _told(file: Path) -> Iterator[None]:
    with store_errors(file, sqlite3.DatabaseError):
        try:
            yield
        except sqlite3.OperationalError as error:
            said = str(error)
            if "full" in said:
                raise OutsideError.of(
                    "outside.store_full", file.name, "there is no room left to write",
                    "make room and do it again; what was stored is kept",
                ) from error  # fmt: skip
            if "locked" in said:
                raise OutsideError.of(
                    "outside.store_locked", file.name, "another process holds the database for too long",
                    "try again in a moment",
                ) from error  # fmt: skip
            raise


def _kept(value: Value | None) -> tuple[int, object]:
    if value is None:
        return _NONE, None
    if isinstance(value, bool):
        return _TRUTH, int(value)
    if isinstance(value, str):
        return _TEXT, _writable(value)
    return (_NAN, None) if math.isnan(value) else (_NUMBER, float(value))


def _writable(text: str) -> str:
    """A text of a device, where halves of signs become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _read(kind: int, value: object) -> Value | None:
    if kind == _TRUTH:
        return bool(value)
    if kind == _NAN:
        return math.nan
    return None if value is None else value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _sample(row: Sequence[object]) -> Sample:
    name, unit, at, code, value, received, because = row
    quality, kind = divmod(int(code), 8)  # type: ignore[call-overload]
    return Sample(
        tag=str(name), unit=str(unit), value=_read(kind, value), quality=_QUALITIES[quality],
        because=str(because or ""), at=None if at == _NEVER else _time(at),
        received=None if received is None else _time(received),
    )  # fmt: skip


def _gap(row: Sequence[object]) -> TagGap:
    name, start, finish, because = row
    return TagGap(
        tag=str(name), start=_time(start), end=None if finish is None else _time(finish),
        because=_REASONS[int(because)],  # type: ignore[call-overload]
    )  # fmt: skip


def _micros(at: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def _us(at: datetime | None) -> int | None:
    return None if at is None else _micros(at)


def _time(micros: Any) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
