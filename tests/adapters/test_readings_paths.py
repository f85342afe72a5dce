"""The fast way through a regular file and the careful way through any other mean the same."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.adapters._readings import gather, numbers, parquet, stamps, times
from pulmu.adapters._readings.numbers import plain_numbers
from pulmu.adapters._readings.stamps import NO_OFFSET, StampReader, parse_date_or_stamp, steady_offset
from pulmu.adapters.readings_file import read_readings
from pulmu.metering import to_instants
from pulmu.model.quantity import parse_number
from pulmu.services.ports import ReadingFile, ReadingWish

DATES = st.one_of(
    st.dates().map(str),
    st.dates().map("{:%d/%m/%Y}".format),
    st.dates().map("{:%Y. %m. %d.}".format),
    st.dates().map("{:%Y%m%d}".format),
    st.sampled_from(
        ["2026-3-4", "26-03-04", "2026-02-30", "2026-13-01", "2026년 3월 4일", "2026-03-04(수)", "", "어제"]
    ),
)
CLOCKS = st.one_of(
    st.times().map("{:%H:%M}".format),
    st.sampled_from(
        ["24:00", "25:00", "9:5", "09:60", "00:15:30", "09:15Z", "09:15+09:00", "9시", "오전 9:15", "0915", "9"]
    ),
)
GAPS = st.sampled_from([" ", "T", "", "  "])
TEXTS = st.lists(st.one_of(st.builds("{}{}{}".format, DATES, GAPS, CLOCKS), st.text(max_size=20)), max_size=40)
NUMBERS = st.lists(
    st.one_of(
        st.decimals(-1e6, 1e18, places=4).map(str),
        st.sampled_from(
            ["1,234.5", "1.", ".5", "1e3", "nan", "inf", "1_0", "٣", "", "-", "0" * 400, "1" * 16, "1.5 kWh"]
        ),
        st.text(max_size=8),
    ),
    max_size=40,
)


@given(TEXTS)
def test_a_remembered_time_is_the_time_that_is_read(texts: list[str]) -> None:
    reader = StampReader()
    for _ in range(2):  # the second time from memory
        found = reader.read(texts)
        for text, (day, seconds, offset) in zip(texts, found.tolist(), strict=True):
            stamp = parse_date_or_stamp(text)
            shown = (reader.days[day], seconds, None if offset == NO_OFFSET else offset) if day >= 0 else None
            assert shown == (stamp and (stamp.numbers, stamp.seconds, stamp.offset))


@given(NUMBERS)
def test_a_plain_number_is_the_number_that_is_read(texts: list[str]) -> None:
    values, rest = plain_numbers(texts)
    for number, text in enumerate(texts):
        if number not in rest:
            assert values[number] == parse_number(text)


@given(
    st.lists(st.integers(0, 7_000_000_000), min_size=1, max_size=20),
    st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/New_York", "UTC", "Asia/Kathmandu"]),
)
def test_one_subtraction_is_the_same_as_asking_the_zone_for_every_time(local: list[int], zone: str) -> None:
    seconds = np.array(local, np.int64)
    offset = steady_offset(seconds, zone)
    if offset is not None:
        instants, exists = to_instants(seconds, zone)
        assert exists.all()
        assert (seconds - offset).tolist() == instants.tolist()


def everything(found: ReadingFile) -> tuple[object, ...]:
    readings = found.readings
    arrays = (readings.start.tolist(), [str(value) for value in readings.value.tolist()], readings.quality.tolist())
    return (*arrays, found.problems, found.label, found.interval, found.unit, found.blank, found.closing_midnights)


def carefully(monkeypatch: pytest.MonkeyPatch) -> None:
    """No shortcut is taken."""
    monkeypatch.setattr(stamps, "_PLAIN_DATE", lambda _: None)
    monkeypatch.setattr(numbers, "_PLAIN", lambda _: None)
    monkeypatch.setattr(times, "steady_offset", lambda *_: None)


CELLS = st.sampled_from(["1.5", "2", "0", "1,002.5", "-3", "x", "", "-", "1e2", "3 kWh", "3 MWh", "nan", "1e300", "٣"])
TIMES = st.sampled_from([
    "2026-03-04 00:15", "2026-03-04 00:30", "2026-03-04 00:45", "2026-03-04 24:00", "2026-03-04 00:00",
    "2026-02-30 01:00", "2026-03-29 02:30", "2026-10-25 02:30", "2026-10-25 02:00+01:00", "04/03/2026 01:00",
    "합계", "2026-03-04", "9시", "",
])  # fmt: skip
FILES = st.lists(st.tuples(TIMES, CELLS), max_size=12).map(
    lambda rows: "date;use (kWh)\n" + "".join(f"{time};{cell}\n" for time, cell in rows)
)


@settings(max_examples=150, deadline=None)
@given(FILES, st.sampled_from(["Asia/Seoul", "Europe/Berlin"]), st.sampled_from([1, 3, 20_000]))
def test_both_ways_give_equal_readings_and_equal_problems(content: str, zone: str, chunk: int) -> None:
    wish = ReadingWish(zone=zone)
    fast = everything(read_readings(content.encode(), "x.csv", wish))
    with pytest.MonkeyPatch.context() as patch:
        carefully(patch)
        patch.setattr(gather, "CHUNK", chunk)
        assert everything(read_readings(content.encode(), "x.csv", wish)) == fast


def test_both_ways_agree_on_a_year_of_a_plant(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (shared / "data" / "steel_industry" / "Steel_industry_data.csv").read_bytes()
    fast = everything(read_readings(data, "x.csv"))
    carefully(monkeypatch)
    assert everything(read_readings(data, "x.csv")) == fast


PLAIN = "date,Usage_kWh\n" + "".join(f"2026-03-04 {n // 4:02d}:{n % 4 * 15:02d},{n % 7}.5\n" for n in range(40))
WIDE = "단위: kWh\n일자," + ",".join(f"{n}시" for n in range(1, 25)) + "\n" + "2026-03-04" + ",1" * 24 + "\n"
ACROSS = "2026년 3월 (kWh)\n시간," + ",".join(f"{n}일" for n in range(1, 32)) + "\n" + "".join(
    f"{n}시" + ",2" * 31 + "\n" for n in range(1, 25)
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([PLAIN, WIDE, ACROSS]), st.sampled_from(["utf-8", "utf-16", "cp949"]), st.data())
def test_no_bytes_make_it_stumble(content: str, encoding: str, data: st.DataObject) -> None:
    made = content.encode(encoding)
    at = data.draw(st.integers(0, len(made) - 1))
    gone = data.draw(st.integers(0, 30))
    signs = st.sampled_from([b'"', b"\n", b"\r", b",", b"\x00", b"\xff\xfe", b",,,"])
    noise = data.draw(st.one_of(st.binary(max_size=6), signs))
    found = read_readings(made[:at] + noise + made[at + gone :], "x.csv")
    errors = [item for item in found.problems if item.severity == "error"]
    assert len(found.readings) == 0 or not errors
    assert len(found.readings) > 0 or errors


@pytest.mark.parametrize("make", [lambda data: data, lambda data: data[:-30]], ids=["whole", "cut"])
def test_a_system_without_files_in_memory_lends_the_child_a_temporary_one(
    make: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "made.parquet"
    select = "SELECT TIMESTAMP '2026-03-04' + INTERVAL (15 * n) MINUTE AS date, n AS use_kWh FROM range(9) t(n)"
    with duckdb.connect() as database:
        database.execute(f"COPY ({select}) TO '{file}' (FORMAT PARQUET)")
    data = make(file.read_bytes())
    usual = everything(read_readings(data, "x"))
    lent = tmp_path / "lent"
    lent.mkdir()
    monkeypatch.setattr(parquet, "HAS_MEMORY_FILES", False)
    monkeypatch.setattr(parquet.tempfile, "tempdir", str(lent))
    assert everything(read_readings(data, "x")) == usual
    assert list(lent.iterdir()) == []


def test_an_empty_file_has_no_heads() -> None:
    found = read_readings(b"", "x")
    assert [item.code for item in found.problems] == ["meter.no_heads"]
