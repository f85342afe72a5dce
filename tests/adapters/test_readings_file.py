"""Readings as people have them: encodings, heads, times; and everything that is wrong, with its row."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.adapters.readings_file import read_readings, read_readings_file
from pulmu.metering import local_text
from pulmu.model import OutsideError
from pulmu.services.ports import ReadingFile, ReadingWish

PLAIN = "date,Usage_kWh\n2026-03-04 09:00,1.5\n2026-03-04 09:15,2\n2026-03-04 09:30,2.25\n"
VALUES = [1.5, 2.0, 2.25]


def read(tmp_path: Path, content: str | bytes, wish: ReadingWish | None = None, encoding: str = "utf-8") -> ReadingFile:
    file = tmp_path / "power.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_readings_file(str(file), wish or ReadingWish())


def times(found: ReadingFile, zone: str = "Asia/Seoul") -> list[str]:
    return [local_text(start, zone) for start in found.readings.start.tolist()]


def told(found: ReadingFile) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in found.problems]


ACCEPTED = {
    "plain": (PLAIN, "utf-8"),
    "byte order mark": (PLAIN, "utf-8-sig"),
    "UTF-16": (PLAIN, "utf-16"),
    "UTF-16, big end first": ("\ufeff" + PLAIN, "utf-16-be"),
    "cp949": (PLAIN.replace("date,Usage_kWh", "일시,사용전력량(kWh)"), "cp949"),
    "semicolons": (PLAIN.replace(",", ";"), "utf-8"),
    "tabs": (PLAIN.replace(",", "\t"), "utf-8"),
    "Windows lines": (PLAIN.replace("\n", "\r\n"), "utf-8"),
    "no last line end": (PLAIN.rstrip(), "utf-8"),
    "empty rows": (PLAIN.replace("\n", "\n\n"), "utf-8"),
    "full-width digits": (PLAIN.replace("2.25", "２．２５"), "utf-8"),
    "full-width unit": (PLAIN.replace("Usage_kWh", "사용량（㎾h）"), "utf-8"),
    "quotes": (PLAIN.replace("1.5", '"1.5"'), "utf-8"),
    "title above": ("한국전력,고객번호\n,1234\n" + PLAIN, "utf-8"),
    "slashes": (PLAIN.replace("2026-03-04", "2026/3/4"), "utf-8"),
    "dots": (PLAIN.replace("2026-03-04", "2026. 3. 4."), "utf-8"),
    "Korean date": (PLAIN.replace("2026-03-04", "2026년 3월 4일"), "utf-8"),
    "Korean half of the day": (PLAIN.replace(" 09:", " 오전 9:"), "utf-8"),
    "compact": (PLAIN.replace("2026-03-04 ", "20260304").replace(":", ""), "utf-8"),
    "seconds": (PLAIN.replace("00,", "00:00,").replace("15,", "15:00,").replace("30,", "30:00,"), "utf-8"),
    "offset": (PLAIN.replace("4 09:", "4T09:").replace(",1.5", "+09:00,1.5").replace(",2", "+09:00,2"), "utf-8"),
    "Zulu": (PLAIN.replace("4 09:", "4T00:").replace(",1.5", "Z,1.5").replace(",2", "Z,2"), "utf-8"),
    "date and time apart": (PLAIN.replace("date,", "날짜,시간,").replace("04 09", "04,09"), "utf-8"),
    "other columns": (
        PLAIN.replace("\n2026", ",1\n2026").replace("kWh,1", "kWh,CO2(tCO2)").replace("2.25\n", "2.25,1\n"),
        "utf-8",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_people_have_is_read_with_its_exact_values(name: str, tmp_path: Path) -> None:
    content, encoding = ACCEPTED[name]
    found = read(tmp_path, content, encoding=encoding)
    assert told(found) == []
    assert found.readings.value.tolist() == VALUES
    assert times(found) == ["2026-03-04 09:00", "2026-03-04 09:15", "2026-03-04 09:30"]
    assert (found.unit, found.interval) == ("kWh", 900)


def test_thousands_are_parted_by_commas(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN.replace("2.25", '"1,002.25"'))
    assert found.readings.value.tolist() == [1.5, 2.0, 1002.25]


def test_a_label_may_name_the_end(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN, ReadingWish(label="end"))
    assert times(found)[0] == "2026-03-04 08:45"


LATE = "date,kWh\n2026-03-04 23:30,1\n2026-03-04 23:45,2\n{midnight},3\n2026-03-05 00:15,4\n"


@pytest.mark.parametrize(
    ("midnight", "closing"), [("2026-03-04 24:00", 0), ("2026-03-04 00:00", 1)], ids=["24:00", "00:00 of the same date"]
)
def test_a_midnight_that_closes_its_day_shows_that_labels_are_ends(midnight: str, closing: int, tmp_path: Path) -> None:
    found = read(tmp_path, LATE.format(midnight=midnight).replace(",kWh", ",use (kWh)"))
    assert (told(found), found.label, found.closing_midnights) == ([], "end", closing)
    assert times(found) == ["2026-03-04 23:15", "2026-03-04 23:30", "2026-03-04 23:45", "2026-03-05 00:00"]


def test_midnights_written_in_two_ways_are_refused(tmp_path: Path) -> None:
    more = "2026-03-05 23:30,1\n2026-03-05 23:45,1\n2026-03-06 00:00,1\n"
    found = read(tmp_path, LATE.format(midnight="2026-03-04 00:00").replace(",kWh", ",use (kWh)") + more)
    assert ("meter.midnight", "power.csv, row 8, date") in told(found)


@pytest.mark.parametrize(("day", "first"), [("13/03/2026", "2026-03-13"), ("03/13/2026", "2026-03-13")])
def test_the_file_shows_whether_the_day_or_the_month_stands_first(day: str, first: str, tmp_path: Path) -> None:
    assert times(read(tmp_path, PLAIN.replace("2026-03-04", day)))[0] == f"{first} 09:00"


DATED = {
    "plain": "2026-03-04,1\n2026-03-05,2\n",
    "Korean": "2026년 3월 4일,1\n2026년 3월 5일(목),2\n",
    "compact": "20260304,1\n20260305,2\n",
    "backwards": "2026-03-05,2\n2026-03-04,1\n",
    "with a total below": "2026-03-04,1\n2026-03-05,2\n합계,3\n",
}


@pytest.mark.parametrize("name", DATED)
def test_a_date_alone_names_its_own_day(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, "일자,전력량(kWh)\n" + DATED[name], ReadingWish(usual_label="end"))
    errors = [item for item in found.problems if item.severity == "error"]
    assert (errors, found.interval, found.label, found.closing_midnights) == ([], 86_400, "start", 0)
    assert sorted(zip(times(found), found.readings.value.tolist(), strict=True)) == [
        ("2026-03-04 00:00", 1.0), ("2026-03-05 00:00", 2.0)
    ]  # fmt: skip


def test_midnights_of_days_may_name_the_end(tmp_path: Path) -> None:
    text = "date,use (kWh)\n2026-03-05 00:00,1\n2026-03-06 00:00,2\n"
    assert times(read(tmp_path, text))[0] == "2026-03-05 00:00"
    assert times(read(tmp_path, text, ReadingWish(label="end")))[0] == "2026-03-04 00:00"
    assert times(read(tmp_path, text.replace("05 00", "04 24").replace("06 00", "05 24")))[0] == "2026-03-04 00:00"


def test_quality_is_kept_apart(tmp_path: Path) -> None:
    found = read(
        tmp_path, "일시,품질,kWh량(kWh)\n2026-03-04 09:00,정상,1\n2026-03-04 09:15,추정,2\n2026-03-04 09:30,불량,3\n"
    )
    assert (told(found), found.readings.quality.tolist()) == ([], [0, 1, 2])


def test_a_row_without_a_value_is_counted_as_blank(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN.replace("09:15,2", "09:15,"))
    assert (told(found), found.blank, len(found.readings)) == ([], 1, 2)


REFUSED = {
    "decimal comma": (PLAIN.replace("2.25", '"12,40"'), "input.not_a_number", "power.csv, row 4, Usage_kWh"),
    "words": (PLAIN.replace("2.25", "약 2"), "input.not_a_number", "power.csv, row 4, Usage_kWh"),
    "infinite": (PLAIN.replace("2.25", "inf"), "input.not_finite", "power.csv, row 4, Usage_kWh"),
    "too large": (PLAIN.replace("2.25", "1e300"), "input.too_large", "power.csv, row 4, Usage_kWh"),
    "negative": (PLAIN.replace("2.25", "-2.25"), "input.negative", "power.csv, row 4, Usage_kWh"),
    "no time": (PLAIN.replace("2026-03-04 09:30", "어제"), "meter.not_a_time", "power.csv, row 4, date"),
    "a date alone": (PLAIN.replace("04 09:30", "04"), "meter.not_a_time", "power.csv, row 4, date"),
    "25:00": (PLAIN.replace("09:30", "25:00"), "meter.not_a_time", "power.csv, row 4, date"),
    "no such day": (PLAIN.replace("04 09:30", "32 09:30"), "input.not_a_date", "power.csv, row 4, date"),
    "off the grid": (
        PLAIN + "2026-03-04 09:45,1\n2026-03-04 10:01,1\n", "meter.off_grid", "power.csv, row 6, date"),
    "two values": (PLAIN + "2026-03-04 09:30,9\n", "meter.two_values", "power.csv, row 5, date"),
    "day or month": (PLAIN.replace("2026-03-04", "03/04/2026"), "meter.day_or_month", "power.csv"),
    "quality": (
        PLAIN.replace("kWh\n", "kWh,품질\n").replace("2.25", "2.25,글쎄"),
        "input.not_a_choice",
        "power.csv, row 4, 품질",
    ),
    "no heads": (PLAIN.partition("\n")[2], "meter.no_heads", "power.csv"),
    "no unit": (PLAIN.replace("Usage_kWh", "Usage"), "meter.no_unit", "power.csv, Usage"),
    "two columns": ("date,a (kWh),b (kWh)\n2026-03-04 09:00,1,2\n", "meter.which_column", "power.csv"),
    "heads alone": ("date,Usage_kWh\n", "meter.no_readings", "power.csv"),
    "one reading": ("date,Usage_kWh\n2026-03-04 09:00,1\n", "meter.no_interval", "power.csv"),
    "empty": ("", "meter.no_heads", "power.csv"),
    "a workbook": (b"PK\x03\x04" + b"x" * 99, "input.workbook_damaged", "power.csv"),
    "no text": (b"\x00\x01\x02", "input.encoding", "power.csv, row 1"),
    "broken Korean": (b"date,Usage_kWh\n\xff\xfe\xfd", "input.encoding", "power.csv"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    content, code, place = REFUSED[name]
    found = read(tmp_path, content)
    assert (code, place) in told(found)
    assert len(found.readings) == 0


def days_of_quarters(values: list[float]) -> str:
    return "date,Usage_kWh\n" + "".join(
        f"2026-03-{4 + slot // 96:02} {slot // 4 % 24:02}:{slot % 4 * 15:02},{value}\n"
        for slot, value in enumerate(values)
    )


@pytest.mark.parametrize("negative", [5, 6, 1_200])
def test_many_values_below_zero_are_told_once_as_those_of_a_meter_that_nets(negative: int, tmp_path: Path) -> None:
    found = read(tmp_path, days_of_quarters([1.0] * 40 + [-2.5] * negative + [1.0] * 40))
    first = "power.csv, row 42, Usage_kWh"
    if negative == 5:
        assert [item.code for item in found.problems] == ["input.negative"] * 5
    else:
        assert told(found) == [("meter.many_negative", first)]
        assert dict(found.problems[0].values)["count"] == f"{negative:,}"
    assert found.problems[0].place == first
    assert len(found.readings) == 0


def test_an_hour_that_the_clock_skips_is_refused(tmp_path: Path) -> None:
    content = "date,use_kWh\n" + "".join(f"2026-03-29 0{hour}:00,1\n" for hour in range(5))
    found = read(tmp_path, content, ReadingWish(zone="Europe/Berlin"))
    assert told(found) == [("meter.no_such_time", "power.csv, row 4, date")]


def test_every_problem_is_told_at_once_in_the_order_of_rows(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN.replace("1.5", "x").replace("2026-03-04 09:15", "?").replace("2.25", "-1"))
    assert [item.place for item in found.problems] == [
        "power.csv, row 2, Usage_kWh", "power.csv, row 3, date", "power.csv, row 4, Usage_kWh"
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_an_outside_problem(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(OutsideError):
            read_readings_file(str(path), ReadingWish())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=0, max_size=6))
def test_no_bytes_make_it_stumble(tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes) -> None:
    data = PLAIN.encode()
    found = read(tmp_path_factory.mktemp("noise"), data[:at] + noise + data[at + len(noise) :])
    assert len(found.readings) == 0 or not found.problems


def test_bytes_that_are_called_a_workbook_are_told_as_a_damaged_one() -> None:
    for data in (b"\x00\x01\x02", b"date,Usage_kWh\n\xff\xfe\xfd"):
        assert [item.code for item in read_readings(data, "power.xlsx").problems] == ["input.workbook_damaged"]
