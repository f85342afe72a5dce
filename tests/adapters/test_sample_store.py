"""Samples in a file: each once, whole or not at all, sent on without loss, and safe from a killed process."""

import contextlib
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model import OutsideError
from pulmu.model.tag import Quality, Sample, Value
from pulmu.model.tag_gap import TagGap
from pulmu.services.live.forwarding import forward

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
ALWAYS = (datetime(1980, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
VALUES: list[Value | None] = [0.1, 1.0, -0.0, math.inf, 5e-324, True, False, "busy", "", None, "작업"]


def sample(
    value: Value | None = 1.0, *, second: float = 0, tag: str = "press/1/power", quality: Quality = "good"
) -> Sample:
    at = NOON + timedelta(seconds=second)
    return Sample(tag=tag, value=value, unit="kW", quality=quality, at=at, received=at + timedelta(milliseconds=40))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteSampleStore]:
    with contextlib.closing(SqliteSampleStore(tmp_path / "edge" / "samples.sqlite")) as made:
        yield made


def shown(item: Sample) -> tuple[object, ...]:
    """What makes it the same again; a zero has no sign."""
    return item.tag, item.at, repr(item.value + 0.0 if type(item.value) is float else item.value)


def kept(store: SqliteSampleStore, tag: str = "press/1/power") -> list[Sample]:
    return list(store.samples(tag, *ALWAYS))


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_was(store: SqliteSampleStore, value: Value | None) -> None:
    given_ = sample(value, quality="uncertain")
    store.keep([given_], at=NOON)
    (found,) = kept(store)
    assert found == given_
    assert type(found.value) is type(value)


def test_what_is_no_number_stays_that(store: SqliteSampleStore) -> None:
    assert store.keep([sample(math.nan), sample(math.nan)], at=NOON) == 1
    assert math.isnan(kept(store)[0].value)  # type: ignore[arg-type]


def test_the_same_again_is_kept_once_and_another_value_of_the_same_moment_too(store: SqliteSampleStore) -> None:
    assert store.keep([sample(1.0), sample(1.0), sample(2.0)], at=NOON) == 2
    assert store.keep([sample(2.0), sample(1.0), sample(1.0, quality="bad")], at=NOON) == 1
    assert [(item.value, item.quality) for item in kept(store)] == [(1.0, "good"), (2.0, "good"), (1.0, "bad")]


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 5), st.sampled_from(VALUES)), max_size=60),
    st.integers(1, 7),
)
def test_it_holds_the_set_of_what_it_was_given_however_it_came(
    tmp_path_factory: pytest.TempPathFactory, given_: list[tuple[str, int, Value | None]], together: int
) -> None:
    samples = [sample(value, second=second, tag=tag) for tag, second, value in given_]
    with contextlib.closing(SqliteSampleStore(tmp_path_factory.mktemp("store") / "s.sqlite")) as store:
        new = sum(store.keep(samples[n : n + together], at=NOON) for n in range(0, len(samples), together))
        found = [*kept(store, "a"), *kept(store, "b")]
    assert {shown(item) for item in found} == {shown(item) for item in samples}
    assert len(found) == len({shown(item) for item in samples}) == new


def test_what_fails_in_the_middle_leaves_nothing(store: SqliteSampleStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_set_mark", fails)
        with pytest.raises(RuntimeError, match="in the middle"):
            store.keep([sample()], at=NOON)
    assert kept(store) == []
    assert store.watched_until() is None
    assert store.keep([sample()], at=NOON) == 1


def test_a_text_that_no_file_can_hold_is_kept_as_far_as_it_can(store: SqliteSampleStore) -> None:
    store.keep([sample("작업\ud800")], at=NOON)
    assert kept(store)[0].value == "작업?"


def test_a_gap_is_closed_in_its_place(store: SqliteSampleStore) -> None:
    gap = TagGap(tag="a", start=NOON, end=None, because="link_lost")
    store.keep([], [gap, TagGap(tag="b", start=NOON, end=None, because="no_room")], at=NOON)
    closed = TagGap(tag="a", start=NOON, end=NOON + timedelta(seconds=9), because="link_lost")
    store.keep([], [closed], at=NOON)
    assert store.gaps("a") == (closed,)
    assert [item.tag for item in store.gaps(open_only=True)] == ["b"]


def test_parcels_carry_all_once_gaps_too(store: SqliteSampleStore, tmp_path: Path) -> None:
    store.keep(
        [sample(second=n) for n in range(25)], [TagGap(tag="a", start=NOON, end=None, because="link_lost")], at=NOON
    )
    with contextlib.closing(SqliteSampleStore(tmp_path / "far.sqlite")) as far:
        first = store.unsent(10)
        assert first is not None
        assert (len(first.samples), len(first.gaps)) == (10, 1)
        far.keep(first.samples, first.gaps, at=NOON)  # the word that it arrived is lost
        assert forward(store, far, at=NOON) == 15
        assert store.unsent(10) is None
        assert kept(far) == kept(store)
        assert far.gaps() == store.gaps()
        store.keep([], [TagGap(tag="a", start=NOON, end=NOON, because="link_lost")], at=NOON)
        assert forward(store, far, at=NOON) == 0
        assert far.gaps() == store.gaps()


def test_only_what_was_sent_is_let_go(store: SqliteSampleStore) -> None:
    store.keep([sample(second=n) for n in range(10)], at=NOON)
    parcel = store.unsent(6)
    assert parcel is not None
    store.sent(parcel.number)
    assert store.forget_sent(NOON + timedelta(seconds=4)) == 4
    assert store.forget_sent(NOON + timedelta(days=1)) == 2
    assert len(kept(store)) == 4
    assert store.keep([sample(second=20)], at=NOON) == 1
    rest = store.unsent(100)
    assert rest is not None
    assert len(rest.samples) == 5


def test_it_opens_again_where_it_was(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    with contextlib.closing(SqliteSampleStore(file)) as store:
        store.keep([sample()], at=NOON)
    with contextlib.closing(SqliteSampleStore(file)) as store:
        assert store.watched_until() == NOON
        assert store.keep([sample(), sample(second=1)], at=NOON - timedelta(hours=1)) == 1
        assert store.watched_until() == NOON


@pytest.mark.parametrize(
    "content", [b"not a database, and long enough to be read as one" * 30, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_file_that_is_no_store_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "s.sqlite"
    file.write_bytes(content)
    with pytest.raises(OutsideError) as caught:
        SqliteSampleStore(file)
    assert [item.code for item in caught.value.problems] == ["outside.store_damaged"]
    assert file.read_bytes() == content


def test_a_full_disk_is_told_and_nothing_is_half_kept(tmp_path: Path) -> None:
    with contextlib.closing(SqliteSampleStore(tmp_path / "s.sqlite")) as store:
        store.keep([sample()], at=NOON)
        store._base.execute("PRAGMA max_page_count = 12")
        with pytest.raises(OutsideError) as caught:
            store.keep([sample(second=n, tag=f"tag/{n}") for n in range(1, 3000)], at=NOON)
        assert [item.code for item in caught.value.problems] == ["outside.store_full"]
        assert len(kept(store)) == 1
        store._base.execute("PRAGMA max_page_count = 100000")
        assert store.keep([sample(second=n, tag=f"tag/{n}") for n in range(1, 3000)], at=NOON) == 2999


WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.tag import Sample
store, noon = SqliteSampleStore(Path(sys.argv[1])), datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
for n in range(int(sys.argv[2]), 100000):
    at = noon + timedelta(seconds=n)
    store.keep([Sample(tag=f"t/{k}", value=float(n), at=at) for k in range(20)], at=at)
    print(n, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_what_was_acknowledged_outlives_sigkill_and_nothing_is_there_in_part(tmp_path: Path) -> None:
    file, start = tmp_path / "s.sqlite", 0
    for run in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file), str(start)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            told = int(writer.stdout.readline())
            time.sleep(0.03 * (run + 1))
            os.kill(writer.pid, signal.SIGKILL)
            told = max([told, *(int(line) for line in writer.stdout.read().split("\n")[:-1] if line)])
        with contextlib.closing(SqliteSampleStore(file)) as store:
            counts = [len(kept(store, f"t/{k}")) for k in range(20)]
            assert len(set(counts)) == 1
            assert counts[0] >= told + 1
            assert [item.value for item in kept(store, "t/7")] == [float(n) for n in range(counts[0])]
        start = counts[0]


def test_a_new_file_that_several_open_at_once_is_made_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(10):
            file = tmp_path / f"{number}.sqlite"
            for store in pool.map(lambda _, file=file: SqliteSampleStore(file), range(8)):
                store.close()
