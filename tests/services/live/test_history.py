"""Exports of historians as strangers write them: every value once, what is none as none, breaks marked, or refused."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.adapters.history_file import HistoryFile
from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model import InputError
from pulmu.model.tag import Sample
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.history import HistoryResult, HistoryWish, import_history
from pulmu.services.live.history_text import comma_is_decimal, moment_of, number_of, order_of, quality_of
from pulmu.services.live.told import counted_in

AT = datetime(2026, 11, 28, tzinfo=UTC)
ALL = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
WORDS = {"가동": "busy", "대기": "idle"}
WIDE = TagMap(
    tags=(
        MappedTag(tag="press/electricity/power", node="P1 전력(kW)"),
        MappedTag(tag="press/1/state", node="P1 상태", words=WORDS),
    )
)
LONG = TagMap(
    tags=(
        MappedTag(tag="press/electricity/power", node="P1.KW", unit="W", missing=("-9999",)),
        MappedTag(tag="press/1/state", node="P1.ST", words=WORDS),
    )
)


@dataclass
class Table:
    """A table in memory."""

    lines: list[list[str]]
    name: str = "t.csv"

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield from enumerate(self.lines, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteSampleStore]:
    with contextlib.closing(SqliteSampleStore(tmp_path / "s.sqlite")) as made:
        yield made


def taken(
    store: SqliteSampleStore,
    tag_map: TagMap,
    *tables: Table | HistoryFile,
    wish: HistoryWish = HistoryWish(),  # noqa: B008
) -> HistoryResult:
    return import_history(tables, tag_map, (), store, wish=wish, at=AT)


def kept(store: SqliteSampleStore, tag: str) -> list[Sample]:
    return list(store.samples(tag, *ALL))


def codes(found: HistoryResult) -> list[str]:
    return [item.code for item in found.problems]


def minutes(count: int, start: int = 0) -> list[str]:
    return [f"2026-03-02 {8 + n // 60:02}:{n % 60:02}:00" for n in range(start, start + count)]


def test_a_wide_table_is_read_in_the_maps_zone(store: SqliteSampleStore) -> None:
    rows = [["일시", "P1 전력(kW)", "P1 상태"], ["2026-03-02 09:00", "12.5", "가동"], ["2026-03-02 09:01", "", "대기"]]
    done = taken(store, WIDE, Table(rows))
    assert (codes(done), done.read, done.new) == ([], 3, 3)
    (power,) = kept(store, "press/electricity/power")
    assert (power.value, power.unit, power.at) == (12.5, "kW", datetime(2026, 3, 2, 0, tzinfo=UTC))
    assert [item.value for item in kept(store, "press/1/state")] == ["busy", "idle"]
    assert {tag.name: tag.station for tag in store.tags()} == {
        "press/electricity/power": "press", "press/1/state": "press"
    }  # fmt: skip


def test_a_long_table_has_quality_and_what_is_none_stays_none(store: SqliteSampleStore) -> None:
    rows = [
        ["TagName", "Timestamp", "Value", "Quality"],
        ["P1.KW", "2026-03-02T09:00:00+09:00", "12500", "Good"],
        ["P1.KW", "2026-03-02T09:01:00+09:00", "Bad", "Good"],
        ["P1.KW", "2026-03-02T09:02:00+09:00", "NaN", ""],
        ["P1.KW", "2026-03-02T09:03:00+09:00", "13000", "Uncertain"],
        ["P1.KW", "2026-03-02T09:04:00+09:00", "13000", "0"],
        ["P1.KW", "2026-03-02T09:05:00+09:00", "-9999", "192"],
        ["P1.KW", "2026-03-02T09:06:00+09:00", "", "Good"],
        ["other", "2026-03-02T09:06:00+09:00", "5", "Good"],
        ["P1.ST", "2026-03-02T09:06:00Z", "춤", "Good"],
    ]
    done = taken(store, LONG, Table(rows))
    assert codes(done) == ["live.history_odd"]
    found = kept(store, "press/electricity/power")
    assert [(item.value, item.quality) for item in found] == [
        (12.5, "good"), (None, "bad"), (None, "bad"), (13.0, "uncertain"), (13.0, "bad"), (None, "bad"), (None, "bad")
    ]  # fmt: skip
    assert [(item.value, item.quality) for item in kept(store, "press/1/state")] == [(None, "bad")]


def test_twice_the_same_and_out_of_order_is_each_once_in_order(store: SqliteSampleStore) -> None:
    rows = [[at, str(n), "가동"] for n, at in enumerate(minutes(30))]
    mixed = [["일시", "P1 전력(kW)", "P1 상태"], *rows[::-1], *rows[:10]]
    assert taken(store, WIDE, Table(mixed)).new == 60
    assert taken(store, WIDE, Table(mixed)).new == 0
    found = kept(store, "press/electricity/power")
    assert [item.value for item in found] == [float(n) for n in range(30)]


def test_a_break_in_the_spacing_is_a_gap_and_one_that_is_filled_later_is_none(store: SqliteSampleStore) -> None:
    head = ["일시", "P1 전력(kW)", "P1 상태"]
    rows = [[at, "5", "가동"] for at in minutes(60)]
    done = taken(store, WIDE, Table([head, *rows[:20], *rows[30:]]))
    assert done.gaps == 2
    (gap,) = store.gaps("press/electricity/power")
    assert ((gap.end or gap.start) - gap.start, gap.because) == (timedelta(minutes=11), "not_watched")
    assert taken(store, WIDE, Table([head, *rows[20:30]])).gaps == 0
    (gap,) = store.gaps("press/electricity/power")
    assert gap.end == gap.start


def test_what_is_told_when_it_changes_has_no_spacing_to_break(store: SqliteSampleStore) -> None:
    at = [0, 1, 5, 6, 30, 31, 33, 60, 100, 101, 160, 161, 163]
    rows = [[f"2026-03-02 {8 + n // 60:02}:{n % 60:02}", "5", "가동"] for n in at]
    assert taken(store, WIDE, Table([["일시", "P1 전력(kW)", "P1 상태"], *rows])).gaps == 0


def test_amounts_between_two_times_become_a_counters_standing(store: SqliteSampleStore) -> None:
    amounts = TagMap(tags=(MappedTag(tag="meter/electricity/energy", node="Usage_kWh", counts="interval"),))
    rows = [[f"2026-03-02 {n // 4:02}:{n % 4 * 15:02}", str(n)] for n in range(1, 96) if n != 50]
    done = taken(store, amounts, Table([["date", "Usage_kWh"], *rows[::-1]]))
    assert (codes(done), done.gaps) == ([], 1)
    found = kept(store, "meter/electricity/energy")
    assert (found[0].value, found[1].value, found[-1].value) == (0.0, 1.0, float(sum(range(96)) - 50))
    edges = np.arange(0, 4 * 3600 + 1, 900.0)
    start = datetime(2026, 3, 1, 15, tzinfo=UTC)
    counted = counted_in(store, "meter/electricity/energy", start, edges, even=True)
    assert counted.tolist() == pytest.approx([float(n) for n in range(1, 17)])
    whole = counted_in(store, "meter/electricity/energy", start, np.arange(0, 15 * 3600 + 1, 900.0), even=True)
    assert np.flatnonzero(np.isnan(whole)).tolist() == [49, 50]
    assert codes(taken(store, amounts, Table([["date", "Usage_kWh"], *rows]))) == ["live.history_again"]


def test_the_midnight_that_ends_a_day_is_that_days_end(store: SqliteSampleStore) -> None:
    rows = [["02/03/2026 23:30", "1", "가동"], ["02/03/2026 23:45", "2", "가동"], ["02/03/2026 00:00", "3", "대기"],
            ["03/03/2026 00:15", "4", "대기"], ["13/03/2026 00:15", "4", "대기"]]  # fmt: skip
    done = taken(store, WIDE, Table([["일시", "P1 전력(kW)", "P1 상태"], *rows]))
    assert codes(done) == ["live.history_midnight"]
    found = kept(store, "press/electricity/power")
    assert [item.value for item in found] == [1, 2, 3, 4, 4]
    assert found[2].at == datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([["일시", "P1 전력(kW)"]], ["live.history_empty"]),
        ([["x", "P1 전력(kW)"], ["2026-03-02 09:00", "1"]], ["live.history_no_time"]),
        ([["일시", "unknown"], ["2026-03-02 09:00", "1"]], ["live.history_no_tag"]),
        ([["일시", "P1 전력(kW)"], ["02/03/2026 09:00", "1"]], ["live.history_order"]),
        ([["일시", "P1 전력(kW)"], ["2026-03-02 09:00", "1,234"]], ["live.history_comma"]),
        (
            [["일시", "P1 전력(kW)"], ["soon", "1"], ["2026-03-02 09:00", "1"], ["later", "2"]],
            ["live.history_time"] * 2,
        ),
    ],
    ids=["no row", "no time", "no tag", "dates", "comma", "times"],
)
def test_what_cannot_be_read_is_refused_whole(
    store: SqliteSampleStore, rows: list[list[str]], wanted: list[str]
) -> None:
    done = taken(store, WIDE, Table(rows))
    assert (codes(done), done.is_refused) == (wanted, True)
    assert store.extent() is None


def test_one_bad_file_of_two_keeps_nothing_of_both(store: SqliteSampleStore) -> None:
    good = Table([["일시", "P1 전력(kW)"], ["2026-03-02 09:00", "1"]])
    bad = Table([["일시", "P1 전력(kW)"], *([f"x{n}", "1"] for n in range(100))], "bad.csv")
    done = taken(store, WIDE, good, bad)
    assert codes(done) == [*["live.history_time"] * 20, "live.history_more"]
    assert store.extent() is None


def test_a_person_says_what_a_file_leaves_open(store: SqliteSampleStore) -> None:
    rows = [["일시", "P1 전력(kW)"], ["02/03/2026 09:00", "1,234"]]
    assert not taken(store, WIDE, Table(rows), wish=HistoryWish("mdy", True)).is_refused
    (found,) = kept(store, "press/electricity/power")
    assert (found.value, found.at) == (1.234, datetime(2026, 2, 3, tzinfo=UTC))


# texts


@pytest.mark.parametrize(
    "text",
    ["2026-03-04 09:15", "2026-03-04T09:15:00", "2026/3/4 9:15", "2026.03.04 9:15:00", "2026. 3. 4. 09:15",
     "2026년 3월 4일 오전 9:15", "20260304091500", "202603040915", "46085.385416667", "1772583300", "1772583300000",
     "2026-03-04T00:15:00Z", "2026-03-03T20:15:00-04:00", "2026-03-04 9:15 AM"],
)  # fmt: skip
def test_a_time_in_any_form_is_the_same_moment(text: str) -> None:
    assert moment_of(text, "ymd", "Asia/Seoul") == datetime(2026, 3, 4, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30 09:00", "2026-03-04 25:00", "99999999999999999", "12", "x" * 99]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment_of(text, "ymd", "Asia/Seoul") is None


def test_twenty_four_is_the_next_day() -> None:
    assert moment_of("2026/03/04 24:00", "ymd", "Asia/Seoul") == datetime(2026, 3, 4, 15, tzinfo=UTC)


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    moment_of(text, "dmy", "Asia/Seoul")
    number_of(text, is_comma=True)
    number_of(text, is_comma=False)
    quality_of(text)
    order_of([text])
    comma_is_decimal([text])


@given(st.floats(-1e9, 1e9))
def test_a_number_is_read_as_it_was_written_by_point_and_by_comma(value: float) -> None:
    text = f"{value:.3f}"
    assert number_of(text, is_comma=False) == float(text)
    assert number_of(text.replace(".", ","), is_comma=True) == float(text)
    assert number_of(f"{value:,.3f}", is_comma=False) == float(text)


def test_decimals_and_dates_are_told_by_what_leaves_no_choice() -> None:
    assert comma_is_decimal(["12,40"]) is True
    assert comma_is_decimal(["1,234.5"]) is False
    assert comma_is_decimal(["1,234"]) is None
    assert comma_is_decimal(["5", "1.5"]) is False
    assert order_of(["13/02/2026"]) == "dmy"
    assert order_of(["02/13/2026"]) == "mdy"
    assert order_of(["02/03/2026"]) is None
    assert order_of(["2026-03-04"]) == "ymd"
    assert [quality_of(word) for word in ("Good", "192", "64", "0", "정상", "??")] == [
        "good", "good", "uncertain", "bad", "good", "bad"
    ]  # fmt: skip


# files

_TEXT = "일시;P1 전력(kW);P1 상태\n2026-03-02 09:00;12,5;가동\n2026-03-02 09:01;1.000,25;대기\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_files_of_every_encoding_with_semicolons_and_decimal_commas(
    store: SqliteSampleStore, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "h.csv").write_bytes(_TEXT.encode(encoding))
    done = taken(store, WIDE, HistoryFile(str(tmp_path / "h.csv")))
    assert codes(done) == []
    assert [item.value for item in kept(store, "press/electricity/power")] == [12.5, 1000.25]


def test_a_workbook_and_a_parquet_file(store: SqliteSampleStore, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(tmp_path / "h.xlsx"))
    sheet = book.add_worksheet()
    form = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, ["일시", "P1 전력(kW)", "P1 상태"])
    for row in range(1, 5):
        sheet.write_datetime(row, 0, datetime(2026, 3, 2, 9, row), form)
        sheet.write(row, 1, row * 1.5)
        sheet.write(row, 2, "가동")
    book.close()
    assert codes(taken(store, WIDE, HistoryFile(str(tmp_path / "h.xlsx")))) == []
    times = pa.array([datetime(2026, 3, 2, 10, n, tzinfo=UTC) for n in range(3)], pa.timestamp("us", tz="UTC"))
    pq.write_table(pa.table({"time": times, "P1 전력(kW)": [7.0, 8.0, 9.0]}), tmp_path / "h.parquet")
    assert codes(taken(store, WIDE, HistoryFile(str(tmp_path / "h.parquet")))) == []
    assert [item.value for item in kept(store, "press/electricity/power")] == [1.5, 3.0, 4.5, 6.0, 7.0, 8.0, 9.0]


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02" * 500, b"\xff" * 100, b"PK\x03\x04 broken", b"%PDF-1.7", b"PAR1xxxxPAR1",
     b"a," * 6000 + b"\n1", b'time,"never\n' + b"x" * 2_000_000],
    ids=["bytes", "no text", "zip", "pdf", "parquet", "columns", "one line"],
)  # fmt: skip
def test_hostile_files_are_refused_with_a_reason(store: SqliteSampleStore, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "h.csv").write_bytes(content)
    with pytest.raises(InputError):
        taken(store, WIDE, HistoryFile(str(tmp_path / "h.csv")))
    assert store.extent() is None


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"\x00\xff\x9c\x01", "input.workbook_damaged"),
        ("a.csv", b"\x00\xff\x9c\x01", "input.encoding"),
        ("a.csv", b"\x89PNG\r\n", "meter.file_kind"),
        ("a.xlsx", b"Rar!", "meter.packed"),
    ],
)
def test_what_is_no_table_is_told_as_what_it_is(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        HistoryFile(str(tmp_path / name))
    assert [item.code for item in caught.value.problems] == [code]
