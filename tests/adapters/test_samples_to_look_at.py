"""Kept samples looked at while another process keeps them: the last of each tag, what came since, parts of a time."""

import contextlib
import math
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model import OutsideError
from pulmu.model.tag import Quality, Sample, Value
from pulmu.model.tag_gap import TagGap

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def sample(
    value: Value | None, second: float = 0, *, tag: str = "a", quality: Quality = "good", late: float = 0.04
) -> Sample:  # fmt: skip
    at = NOON + timedelta(seconds=second)
    return Sample(tag=tag, value=value, unit="kW", quality=quality, at=at, received=at + timedelta(seconds=late))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteSampleStore]:
    with contextlib.closing(SqliteSampleStore(tmp_path / "s.sqlite")) as made:
        yield made


@pytest.fixture
def reader(store: SqliteSampleStore) -> Iterator[SqliteSampleStore]:
    with contextlib.closing(SqliteSampleStore(store.file, read_only=True)) as made:
        yield made


def test_the_last_of_each_tag_is_shown_with_its_quality(store: SqliteSampleStore, reader: SqliteSampleStore) -> None:
    store.keep([sample(1.0), sample(2.0, 1), sample("busy", 5, tag="b")], at=NOON)
    store.keep([sample(None, 2, quality="bad")], at=NOON)
    shown = {item.tag: item for item in reader.latest()}
    assert (shown["a"].value, shown["a"].quality, shown["b"].value) == (None, "bad", "busy")
    assert [item.tag for item in reader.latest(["b"])] == ["b"]


def test_a_clock_of_a_device_that_jumped_ahead_does_not_hide_what_comes_after(store: SqliteSampleStore) -> None:
    store.keep([sample(1.0, 300, late=-300), sample(2.0, 1)], at=NOON)
    assert [item.value for item in store.latest()] == [2.0]


def test_what_is_brought_in_late_does_not_stand_for_now(store: SqliteSampleStore) -> None:
    store.keep([sample(2.0, 100)], at=NOON)
    store.keep([sample(1.0, 10)], at=NOON)
    assert [item.value for item in store.latest()] == [2.0]


def test_what_was_let_go_is_still_the_last_that_is_known(store: SqliteSampleStore) -> None:
    store.keep([sample(1.0)], at=NOON)
    parcel = store.unsent(10)
    assert parcel is not None
    store.sent(parcel.number)
    assert store.forget_sent(NOON + timedelta(hours=1)) == 1
    assert [item.value for item in store.latest()] == [1.0]


@given(
    st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 8)), max_size=9), max_size=6), st.integers(1, 5)
)
def test_since_gives_each_once_in_the_order_of_coming(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[str, int]]], most: int
) -> None:
    with contextlib.closing(SqliteSampleStore(tmp_path_factory.mktemp("s") / "s.sqlite")) as store:
        cursor, seen, kept = 0, list[tuple[str, float]](), list[tuple[str, float]]()
        for batch in batches:
            store.keep([sample(float(second), second, tag=tag) for tag, second in batch], at=NOON)
            kept += [item for item in dict.fromkeys((tag, float(second)) for tag, second in batch) if item not in kept]
            cursor, found = store.since(cursor, most)
            assert len(found) <= most
            seen += [(item.tag, item.value) for item in found if isinstance(item.value, float)]
        while found := store.since(cursor, most)[1]:
            cursor, _ = store.since(cursor, most)
            seen += [(item.tag, item.value) for item in found if isinstance(item.value, float)]
        assert kept == seen
        assert store.pulse().cursor == (cursor if kept else 0)


def test_the_pulse_tells_samples_gaps_and_a_keeper_that_lives(store: SqliteSampleStore) -> None:
    assert store.pulse().watched is None
    store.keep([sample(1.0)], at=NOON)
    first = store.pulse()
    store.keep([], [TagGap(tag="a", start=NOON, end=None, because="link_lost")], at=NOON + timedelta(seconds=1))
    second = store.pulse()
    assert (first.cursor, first.gaps + 1) == (second.cursor, second.gaps)
    assert second.watched == NOON + timedelta(seconds=1)


@given(
    st.lists(
        st.tuples(st.integers(-5, 65), st.one_of(st.floats(), st.just("x"), st.booleans()), st.booleans()), max_size=40
    ),
    st.integers(1, 13),
)
@example([(0, 1.7976931348623157e308, True), (1, math.inf, True)], 1)
def test_parts_of_a_time_lose_nothing_that_stood_out(
    tmp_path_factory: pytest.TempPathFactory, values: list[tuple[int, Value, bool]], count: int
) -> None:
    end = NOON + timedelta(seconds=60)
    with contextlib.closing(SqliteSampleStore(tmp_path_factory.mktemp("s") / "s.sqlite")) as store:
        store.keep([sample(v, s, quality="good" if is_good else "uncertain") for s, v, is_good in values], at=NOON)
        within = list(store.samples("a", NOON, end))
        parts = store.buckets("a", NOON, end, count)
    micros = [round((item.at - NOON).total_seconds() * 1e6) * count // 60_000_000 for item in within if item.at]
    for part in parts:
        mine = [item for item, at in zip(within, micros, strict=True) if at == part.part]
        numbers = [item.number for item in mine if item.number is not None]
        assert (part.samples, part.good) == (len(mine), len(numbers))
        assert (part.low, part.high) == ((min(numbers), max(numbers)) if numbers else (None, None))
        assert part.last == mine[-1].number
    assert sorted({part.part for part in parts}) == sorted(set(micros))


def test_what_was_before_a_moment_is_found(store: SqliteSampleStore) -> None:
    store.keep([sample(1.0, 1), sample(2.0, 2), Sample(tag="a", value=None, quality="bad")], at=NOON)
    found = store.before("a", NOON + timedelta(seconds=2))
    assert found is not None
    assert found.value == 1.0
    assert store.before("a", NOON) is None


def test_who_looks_makes_and_writes_nothing(store: SqliteSampleStore, reader: SqliteSampleStore) -> None:
    with pytest.raises(OutsideError):
        SqliteSampleStore(store.file.with_name("none.sqlite"), read_only=True)
    assert not store.file.with_name("none.sqlite").exists()
    with pytest.raises(OutsideError):
        reader.keep([sample(1.0)], at=NOON)
    assert store.extent() is None


def test_a_file_of_the_first_form_is_led_on_by_its_keeper(store: SqliteSampleStore) -> None:
    store.keep([sample(1.0), sample(2.0, 1), sample(True, 5, tag="b")], at=NOON)
    wanted = store.latest()
    with contextlib.closing(sqlite3.connect(store.file)) as base:
        base.executescript("DROP TABLE last; PRAGMA user_version = 1;")
    with pytest.raises(OutsideError):
        SqliteSampleStore(store.file, read_only=True)
    with contextlib.closing(SqliteSampleStore(store.file)) as again:
        assert again.latest() == wanted


def test_latest_does_not_slow_down_with_the_file(store: SqliteSampleStore) -> None:
    """500 tags, 40 rounds against 400: what is read is the same, so the time is too, but for noise."""
    tags = [f"t{number}" for number in range(500)]

    def grow(first: int, last: int) -> None:
        for second in range(first, last):
            store.keep([sample(float(second), second, tag=tag) for tag in tags], at=NOON)

    def took() -> float:
        best = math.inf
        for _ in range(5):
            begun = time.perf_counter()
            assert len(store.latest()) == 500
            best = min(best, time.perf_counter() - begun)
        return best

    grow(0, 40)
    before = took()
    grow(40, 400)
    assert took() < 5 * before + 0.002


def test_gaps_are_told_as_they_change(store: SqliteSampleStore, reader: SqliteSampleStore) -> None:
    first = TagGap(tag="a", start=NOON, end=None, because="link_lost")
    assert reader.gaps_since(0) == (0, ())
    store.keep([], [first, TagGap(tag="b", start=NOON, end=None, because="link_lost")], at=NOON)
    cursor, opened = reader.gaps_since(0)
    assert [item.tag for item in opened] == ["a", "b"]
    assert reader.gaps_since(cursor) == (cursor, ())
    closed = TagGap(tag="a", start=NOON, end=NOON + timedelta(seconds=9), because="link_lost")
    store.keep([sample(1.0)], [closed], at=NOON)
    after, changed = reader.gaps_since(cursor)
    assert changed == (closed,)
    assert after > cursor
    assert {item.tag for item in reader.gaps_since(0)[1]} == {"a", "b"}


def test_a_file_of_before_is_followed_too(tmp_path: Path) -> None:
    """One that lacks the index by change gets it from whoever writes it; who only looks needs none."""
    with contextlib.closing(SqliteSampleStore(tmp_path / "s.sqlite")) as store:
        store.keep([], [TagGap(tag="a", start=NOON, end=None, because="link_lost")], at=NOON)
        store._base.execute("DROP INDEX gap_by_change")
        with contextlib.closing(SqliteSampleStore(store.file, read_only=True)) as reader:
            assert [item.tag for item in reader.gaps_since(0)[1]] == ["a"]
    with contextlib.closing(SqliteSampleStore(tmp_path / "s.sqlite")) as store:
        plan = store._base.execute("EXPLAIN QUERY PLAN SELECT * FROM gap WHERE seq > 3").fetchall()
        assert "gap_by_change" in str(plan)
