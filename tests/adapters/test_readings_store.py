"""Readings on disk: never lost, never twice, and totals equal to their definition."""

import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.surface.command import environment

from pulmu.adapters._store.files import open_database
from pulmu.adapters._store.latest import make_table
from pulmu.adapters.readings_store import ParquetReadingStore
from pulmu.metering import (
    Coverage,
    Exchange,
    Readings,
    Series,
    extent,
    joined,
    latest,
    local_text,
    month_coverage,
    news,
    period_coverage,
    resets,
)
from pulmu.model import OutsideError
from pulmu.services.ports import Evidence

NEW_YEAR = 1_767_193_200
"""2026-01-01 00:00 in Seoul."""
HOURLY = Series(meter="EM-01", unit="kWh", interval=3600)


def readings(*rows: tuple[int, float, int]) -> Readings:
    """Readings of hours after New Year."""
    hours, values, qualities = zip(*rows, strict=True) if rows else ((), (), ())
    return Readings(
        NEW_YEAR + 3600 * np.array(hours, np.int64), np.array(values, np.float64), np.array(qualities, np.int8)
    )


def keep(store: ParquetReadingStore, series: Series, *parts: Readings) -> None:
    for number, part in enumerate(parts):
        store.append(series, part, reason="", evidence=(Evidence("a.csv", "9f2c", "Usage_kWh", "end"),), after=number)


def rows_of(part: Readings) -> list[tuple[float, ...]]:
    return list(zip(part.start.tolist(), part.value.tolist(), part.quality.tolist(), strict=True))


# What the database answers, against the definition

# Quarters are exact in binary, so that no border of a rule hangs on the last bit.
amounts = st.integers(0, 4000).map(lambda number: number / 4)
rows = st.tuples(st.integers(600, 800) | st.integers(0, 3000), amounts, st.sampled_from([0, 0, 0, 1, 2]))
part = st.lists(rows, max_size=40, unique_by=lambda row: row[0]).map(lambda found: readings(*found))
parts = st.lists(part, min_size=1, max_size=3)
exchanges = st.lists(
    st.builds(
        lambda hour, removed, installed: Exchange(NEW_YEAR + 3600 * hour + 600, removed, installed),
        st.integers(0, 3000), amounts, amounts,
    ),
    max_size=3,
)  # fmt: skip
series = st.one_of(
    st.just(HOURLY),
    st.builds(
        lambda modulus, changes, zone: replace(
            HOURLY, kind="counter", modulus=modulus, exchanges=tuple(changes), zone=zone
        ),
        st.sampled_from([None, 1000.0, 1500.0]),
        exchanges,
        st.sampled_from(["Asia/Seoul", "Europe/Berlin", "UTC"]),
    ),
    st.builds(
        lambda interval, kind, changes: replace(HOURLY, interval=3600 * interval, kind=kind, exchanges=tuple(changes)),
        st.sampled_from([2, 6, 24]),
        st.sampled_from(["interval", "counter"]),
        exchanges,
    ),
)


def fit(series: Series, parts: list[Readings]) -> list[Readings]:
    """Readings of hours, moved to the slots of a series."""
    return [
        replace(part, start=NEW_YEAR + (part.start - NEW_YEAR) // 3600 * series.interval) for part in parts
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(series, parts)
def test_totals_of_the_database_are_those_of_the_definition(series: Series, parts: list[Readings]) -> None:
    parts = fit(series, parts)
    with tempfile.TemporaryDirectory() as folder:
        store = ParquetReadingStore(Path(folder))
        keep(store, series, *parts)
        equal(month_coverage(series, latest(parts)), store.coverage("EM-01"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(series, parts), max_size=4))
def test_all_meters_at_once_are_each_as_the_definition_says(meters: list[tuple[Series, list[Readings]]]) -> None:
    named = [(replace(one, meter=f"EM-{number:02d}"), fit(one, found)) for number, (one, found) in enumerate(meters)]
    with tempfile.TemporaryDirectory() as folder:
        store = ParquetReadingStore(Path(folder))
        for one, found in named:
            keep(store, one, *found)
        computed = store.coverage_of_all()
    assert [item.series for item in computed] == [one for one, _ in named]
    for item, (one, found) in zip(computed, named, strict=True):
        equal(month_coverage(one, latest(found)), item.coverage)


def test_meters_are_worked_on_in_batches_and_none_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulmu.adapters._store.latest.ROWS_AT_ONCE", 3)
    store = ParquetReadingStore(tmp_path)
    whole = [readings(*((hour, 1.0 + number, 0) for hour in range(1 + number))) for number in range(6)]
    for number, found in enumerate([*whole, Readings()]):
        kind = "counter" if number % 2 else "interval"
        keep(store, replace(HOURLY, meter=f"EM-{number}", kind=kind), found)
    slots = [sum(month.measured_slots for month in item.coverage) for item in store.coverage_of_all()]
    assert slots == [1, 1, 3, 3, 5, 5, 0]


@settings(max_examples=40, deadline=None)
@given(series, parts)
def test_gaps_and_resets_of_the_database_are_those_of_the_definition(series: Series, parts: list[Readings]) -> None:
    parts = fit(series, parts)
    with tempfile.TemporaryDirectory() as folder:
        store = ParquetReadingStore(Path(folder))
        keep(store, series, *parts)
        assert store.extent("EM-01") == extent(series, latest(parts))
        assert store.resets("EM-01").tolist() == resets(series, latest(parts)).tolist()


@settings(max_examples=60, deadline=None)
@given(parts, part, st.lists(st.tuples(st.integers(0, 2), st.integers(0, 39), st.sampled_from([0, 0, 1])), max_size=30))
def test_what_is_new_to_the_database_is_what_is_new_by_the_definition(
    parts: list[Readings], fresh: Readings, again: list[tuple[int, int, int]]
) -> None:
    # Rows that were given before, corrected since or not, among rows that may be new.
    given_before = [
        Readings(one.start, one.value, ((one.quality + change) % 3).astype(np.int8))
        for number, row, change in again
        if len(whole := parts[number % len(parts)])
        for one in [whole.take(np.array([row % len(whole)]))]
    ]
    incoming = joined(fresh, *given_before)
    with tempfile.TemporaryDirectory() as folder:
        store = ParquetReadingStore(Path(folder))
        keep(store, HOURLY, *parts)
        found, defined = store.news("EM-01", incoming), news(parts, incoming)
        assert store.news("EM-02", incoming).fresh is incoming
    assert rows_of(found.fresh) == rows_of(defined.fresh)
    assert rows_of(found.different) == rows_of(defined.different)
    assert found.known == defined.known


@settings(max_examples=40, deadline=None)
@given(series, parts, st.integers(-40, 150), st.integers(1, 100))
def test_a_period_of_the_database_is_that_of_the_definition(
    series: Series, parts: list[Readings], first: int, days: int
) -> None:
    start = date(2026, 1, 1) + timedelta(days=first)
    period = start, start + timedelta(days=days)
    parts = fit(series, parts)
    with tempfile.TemporaryDirectory() as folder:
        store = ParquetReadingStore(Path(folder))
        keep(store, series, *parts)
        equal(period_coverage(series, latest(parts), *period), store.period_coverage("EM-01", *period))
        assert store.period_coverage("EM-02", *period) == ()


def equal(defined: tuple[Coverage, ...], computed: tuple[Coverage, ...]) -> None:
    assert [(c.month, c.expected, c.measured_slots, c.estimated_slots, c.resets) for c in defined] == [
        (c.month, c.expected, c.measured_slots, c.estimated_slots, c.resets) for c in computed
    ]
    for one, other in zip(defined, computed, strict=True):
        assert other.measured == pytest.approx(one.measured, rel=1e-12, abs=1e-9)
        assert other.estimated == pytest.approx(one.estimated, rel=1e-12, abs=1e-9)
        assert other.highest == pytest.approx(one.highest, rel=1e-12, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(parts, st.integers(-40, 3000), st.integers(-5, 3000))
def test_the_latest_readings_of_a_span_are_those_of_the_definition(
    found: list[Readings], first: int, hours: int
) -> None:
    start, end = NEW_YEAR + 3600 * first, NEW_YEAR + 3600 * (first + hours)
    with tempfile.TemporaryDirectory() as folder:
        store = ParquetReadingStore(Path(folder))
        keep(store, HOURLY, *found)
        whole = latest(found)
        expected = whole.take((start <= whole.start) & (whole.start < end))
        assert rows_of(store.latest("EM-01", start, end)) == rows_of(expected)
        for number, one in enumerate(found, start=1):
            assert rows_of(store.part("EM-01", number).readings) == sorted(rows_of(one))
    assert store.latest("EM-02", start, end).start.tolist() == []


def test_only_so_many_parts_count_as_others_say(tmp_path: Path) -> None:
    one, two = readings((0, 1.0, 0)), readings((1, 2.0, 0))
    keep(ParquetReadingStore(tmp_path), HOURLY, one, two)
    store = ParquetReadingStore(tmp_path, {"EM-01": 1})
    assert (store.meters(), store.count("EM-01"), ParquetReadingStore(tmp_path, {}).meters()) == (("EM-01",), 1, ())
    assert rows_of(joined(*store.read("EM-01").parts)) == rows_of(one)  # type: ignore[union-attr]
    three = readings((2, 3.0, 0))
    store.append(HOURLY, three, reason="", evidence=(), after=1)  # in the place of what never counted
    assert store.count("EM-01") == 2
    assert rows_of(ParquetReadingStore(tmp_path).part("EM-01", 2).readings) == rows_of(three)
    with pytest.raises(OutsideError) as caught:
        store.append(HOURLY, one, reason="", evidence=(), after=1)
    assert caught.value.problems[0].code == "outside.store_busy"
    assert rows_of(ParquetReadingStore(tmp_path).part("EM-01", 2).readings) == rows_of(three)
    for counted in ({"EM-01": 3}, {"EM-01": 2, "EM-02": 1}):
        with pytest.raises(OutsideError) as caught:
            ParquetReadingStore(tmp_path, counted).meters()
        assert caught.value.problems[0].code == "outside.store_damaged"


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    store = ParquetReadingStore(tmp_path / "store")
    counter = replace(
        HOURLY, kind="counter", modulus=1e6, exchanges=(Exchange(NEW_YEAR, 99.5, 0.0),), site="O'Hara 울산"
    )
    first, second = readings((0, 1.5, 0), (1, 2.0, 1)), readings((1, 2.5, 2))
    keep(store, HOURLY, first)
    store.append(
        counter, second, reason="it's a correction", evidence=(Evidence("b'.csv", "aa", "x", "start"),), after=1
    )
    kept = store.read("EM-01")
    assert kept is not None
    assert kept.series == counter
    assert [rows_of(first), rows_of(second)] == [rows_of(part) for part in kept.parts]
    assert (Evidence("a.csv", "9f2c", "Usage_kWh", "end"), Evidence("b'.csv", "aa", "x", "start")) == kept.evidence
    assert store.meters() == ("EM-01",)


def test_a_store_that_is_not_there_is_empty(tmp_path: Path) -> None:
    store = ParquetReadingStore(tmp_path / "none")
    assert (store.meters(), store.read("EM-01"), store.coverage("EM-01")) == ((), None, ())


def test_the_second_of_two_imports_at_once_is_refused(tmp_path: Path) -> None:
    store = ParquetReadingStore(tmp_path)
    keep(store, HOURLY, readings((0, 1.0, 0)))
    with pytest.raises(OutsideError) as refused:
        store.append(HOURLY, readings((0, 9.0, 0)), reason="", evidence=(), after=0)
    assert refused.value.problems[0].code == "outside.store_busy"
    assert [file.name for file in (tmp_path / "EM-01").iterdir()] == ["000001.parquet"]


def test_a_disk_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    store = ParquetReadingStore(tmp_path)
    keep(store, HOURLY, readings((0, 1.0, 0)), readings((1, 1.0, 0)))
    assert len(store.coverage("EM-01")) == 12
    with pytest.raises(OutsideError):
        store.append(HOURLY, readings((0, 9.0, 0)), reason="", evidence=(), after=1)


@pytest.mark.parametrize("damage", ["cut", "hole", "foreign", "no_head"])
def test_a_damaged_store_is_told_and_not_guessed(damage: str, tmp_path: Path) -> None:
    store = ParquetReadingStore(tmp_path)
    keep(store, HOURLY, readings((0, 1.0, 0)), readings((1, 1.0, 0)))
    first, second = sorted((tmp_path / "EM-01").glob("*.parquet"))
    if damage == "cut":
        second.write_bytes(second.read_bytes()[:-9])
    elif damage == "hole":
        first.unlink()
    elif damage == "foreign":
        second.write_bytes(b"not parquet at all")
    else:
        second.write_bytes(second.read_bytes().replace(b"pulmu", b"PULMU"))
    for action in (lambda: store.read("EM-01"), lambda: store.coverage("EM-01")):
        with pytest.raises(OutsideError) as told:
            action()
        assert told.value.problems[0].code == "outside.store_damaged"


KILLED = """
import sys, numpy as np
from pathlib import Path
from pulmu.adapters.readings_store import ParquetReadingStore
from pulmu.metering import Readings, Series
store, series = ParquetReadingStore(Path(sys.argv[1])), Series(meter="EM-01", unit="kWh", interval=3600)
kept = store.read("EM-01")
after = len(kept.parts) if kept else 0
print("ready", flush=True)
while True:
    start = 1_767_193_200 + 3600 * (np.arange(500) + 500 * after)
    part = Readings(start, np.ones(500), np.zeros(500, np.int8))
    store.append(series, part, reason="", evidence=(), after=after)
    after += 1
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_kill_leaves_every_import_whole_or_not_there(tmp_path: Path) -> None:
    for number in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, env=environment()
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        while not (tmp_path / "EM-01" / "000001.parquet").exists():
            assert process.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.05 + 0.037 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        kept = ParquetReadingStore(tmp_path).read("EM-01")
        assert kept is not None
        assert {len(part) for part in kept.parts} == {500}
        whole = latest(kept.parts)
        assert len(whole) == 500 * len(kept.parts)
    store = ParquetReadingStore(tmp_path)
    keep_next = readings((9_000_00, 1.0, 0))
    store.append(HOURLY, keep_next, reason="", evidence=(), after=len(kept.parts))
    assert [file.name for file in (tmp_path / "EM-01").iterdir() if file.suffix == ".tmp"] == []


def test_the_start_of_a_year_is_that_of_its_zone() -> None:
    assert local_text(NEW_YEAR, "Asia/Seoul") == "2026-01-01 00:00"


def test_a_folder_may_be_called_what_a_pattern_looks_like(tmp_path: Path) -> None:
    store = ParquetReadingStore(tmp_path / "it's [1] ~*?")
    keep(store, HOURLY, readings((0, 1.0, 0)), readings((0, 2.0, 0)))
    assert store.coverage("EM-01")[0].measured == 2.0
    assert store.news("EM-01", readings((0, 1.0, 0))).known == 1
    kept = store.read("EM-01")
    assert kept is not None
    assert len(kept.parts) == 2


def test_what_is_new_is_found_without_reading_parts_that_lie_elsewhere(tmp_path: Path) -> None:
    store = ParquetReadingStore(tmp_path)
    keep(store, HOURLY, readings(*((hour, 1.0, 0) for hour in range(500))), readings((600, 2.0, 0)))
    first = tmp_path / "EM-01" / "000001.parquet"
    data = bytearray(first.read_bytes())
    data[4:200] = bytes(196)  # the rows, not what the file says of them
    first.write_bytes(data)
    assert store.news("EM-01", readings((600, 2.0, 0), (601, 1.0, 0))).known == 1
    with pytest.raises(OutsideError):
        store.news("EM-01", readings((499, 1.0, 0)))


# One database for all


def test_who_asks_sees_nothing_of_what_another_asks() -> None:
    with open_database() as one, open_database() as other:
        for number, database in enumerate((one, other)):
            make_table(database, "later", {"start": [number]})
        assert [database.execute("FROM later").fetchall() for database in (one, other)] == [[(0,)], [(1,)]]
    with open_database() as next_one, pytest.raises(duckdb.CatalogException):
        next_one.execute("FROM later")


def test_many_who_ask_at_once_are_answered_each_for_its_own(tmp_path: Path) -> None:
    store = ParquetReadingStore(tmp_path)
    meters = [replace(HOURLY, meter=f"EM-{number}") for number in range(8)]

    def take_in(number: int) -> list[list[tuple[float, ...]]]:
        parts = [readings(*((hour, float(number), 0) for hour in range(turn, turn + 40))) for turn in range(5)]
        for turn, part in enumerate(parts):
            new = store.news(meters[number].meter, part).fresh
            store.append(meters[number], new, reason="", evidence=(), after=turn)
        kept = store.read(meters[number].meter)
        assert kept is not None
        return [rows_of(part) for part in kept.parts]

    with ThreadPoolExecutor(8) as pool:
        for number, parts in enumerate(pool.map(take_in, range(8))):
            assert [len(part) for part in parts] == [40, 1, 1, 1, 1]
            assert {row[1] for part in parts for row in part} == {float(number)}


def test_a_file_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    """As an import that never counted is: by one of the same name and length; here of the same moment too."""
    moment = 1_700_000_000
    for hour in (1, 2):
        evidence = (Evidence(f"{hour}.csv", "9f2c", "Usage_kWh", "end"),)
        ParquetReadingStore(tmp_path, {}).append(
            HOURLY, readings((hour, 5.0, 0)), reason="", evidence=evidence, after=0
        )  # fmt: skip
        file = tmp_path / "EM-01" / "000001.parquet"
        os.utime(file, (moment, moment))
        store = ParquetReadingStore(tmp_path, {"EM-01": 1})
        kept, head = store.read("EM-01"), store.head("EM-01")
        assert kept is not None
        assert head is not None
        assert rows_of(kept.parts[0]) == [(NEW_YEAR + 3600 * hour, 5.0, 0)]
        assert head.evidence == kept.evidence == evidence
        assert store.extent("EM-01").first == NEW_YEAR + 3600 * hour


def test_what_files_said_is_remembered_of_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulmu.adapters._store.files._MOST_KNOWN", 3)
    store = ParquetReadingStore(tmp_path)
    keep(store, HOURLY, *(readings((hour, 1.0, 0)) for hour in range(7)))
    for _ in range(2):
        assert store.extent("EM-01") == extent(HOURLY, readings(*((hour, 1.0, 0) for hour in range(7))))
        head = store.head("EM-01")
        assert head is not None
        assert head.parts == len(head.evidence) == 7


def test_after_the_database_broke_the_next_one_is_asked() -> None:
    def ask() -> None:
        with open_database() as database:
            database.execute("SELECT 1")
            raise duckdb.FatalException("database has been invalidated")

    with open_database() as before:
        with pytest.raises(duckdb.FatalException):
            ask()
        before.execute("ATTACH ':memory:' AS seen_by_all_of_one")
    with open_database() as after, pytest.raises(duckdb.Error):
        after.execute("USE seen_by_all_of_one")
