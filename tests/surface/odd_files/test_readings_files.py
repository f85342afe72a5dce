"""Files of readings as people really have them: the odd ones come in exactly, the broken ones are refused by name."""

import io
import json
import random
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from tests.surface.command import HANGUL, Pulmu
from tests.surface.odd_files.readings import (
    HOURS,
    PARQUET,
    QUARTER,
    ROWS,
    VALUES,
    Broken,
    Expected,
    Odd,
    across,
    claiming,
    end_of,
    full_width,
    instants,
    packed,
    page,
    parquet,
    part_of,
    plain,
    quarter_ends,
    serial,
    sheet_rows,
    table,
    text,
    utc,
    wide,
    with_parts,
    workbook,
    zipped,
)  # fmt: skip

from pulmu.adapters.readings_store import ParquetReadingStore

BERLIN = ZoneInfo("Europe/Berlin")
AUTUMN = [(datetime(2026, 10, 25) + number * timedelta(hours=1), VALUES[number]) for number in range(25)]


def but(positions: set[int]) -> Expected:
    return instants(row for number, row in enumerate(ROWS) if number not in positions)


def lines(*changes: tuple[int, str]) -> str:
    """The plain file with some lines (from 1) changed."""
    found = plain().split("\n")
    for line, words in changes:
        found[line - 1] = words
    return "\n".join(found)


def berlin_with_offsets() -> str:
    begin = datetime(2026, 10, 25, tzinfo=BERLIN).timestamp()
    times = [datetime.fromtimestamp(begin + 3600 * number, BERLIN) for number in range(25)]
    rows = list(zip(times, AUTUMN, strict=True))
    random.Random(1).shuffle(rows)
    return "date,use_kWh\n" + "".join(f"{at.isoformat()},{value}\n" for at, (_, value) in rows)


def autumn() -> Expected:
    begin = int(datetime(2026, 10, 25, tzinfo=BERLIN).timestamp())
    return {begin + 3600 * number: value for number, (_, value) in enumerate(AUTUMN)}


def spring() -> list[tuple[datetime, float]]:
    hours = [(datetime(2026, 3, 28) + number * timedelta(hours=1), 5.0) for number in range(24)]
    return hours + [(datetime(2026, 3, 29, hour), hour + 1.0) for hour in range(24) if hour != 2]


def hours_expected() -> Expected:
    return instants(HOURS)


def month(day: str = "{}일", title: str = "조회기간,2026년 3월,(kWh)") -> str:
    heads = [day.format(number) for number in range(1, 32)]
    return across([*heads], [f"{hour}시" for hour in range(1, 25)], month_rows(), title=title)


def month_rows() -> list[tuple[datetime, float]]:
    return [(datetime(2026, 3, 1) + n * timedelta(hours=1), (n * 29 % 97) / 8) for n in range(744)]


def merged_days() -> list[list[object]]:
    rows: list[list[object]] = [["일자", "시간", "사용전력량(kWh)"]]
    for start, value in ROWS:
        rows.append([start.date() if start.hour == start.minute == 0 else None, start.time(), value])
    return rows


def merge(book: openpyxl.Workbook) -> None:
    book.worksheets[0].merge_cells("A2:A97")
    book.worksheets[0].merge_cells("A98:A193")


def spanned_page() -> bytes:
    body = ""
    for number, (start, value) in enumerate(ROWS):
        day = f"<td rowspan=96>{start:%Y-%m-%d}</td>" if number % 96 == 0 else ""
        body += f"<tr>{day}<td>{end_of(start)[11:]}</td><td>{value}</td></tr>"
    heads = "<tr><th>일자<th>시간<th>사용전력량(kWh)</tr>"
    return f"<html><meta charset=euc-kr><table>{heads}{body}</table></html>".encode("cp949")


def standings() -> list[float]:
    total, found = 1000.0, []
    for value in VALUES:
        found.append(total)
        total += value
    return found


def two_meters() -> str:
    rows = [["계기번호", "일시", "사용량(kWh)"]]
    for start, value in ROWS:
        rows += [["A-1", f"{start:%Y-%m-%d %H:%M}", str(value)], ["B-2", f"{start:%Y-%m-%d %H:%M}", str(value + 1)]]
    return table(rows)


ODD = {
    "cp949": Odd(text(plain, "cp949")),
    "UTF-8 with a mark": Odd(text(plain, "utf-8-sig")),
    "UTF-16 with a mark": Odd(text(plain, "utf-16")),
    "UTF-16, big end, with a mark": Odd(lambda: b"\xfe\xff" + plain().encode("utf-16-be")),
    "UTF-16 without a mark": Odd(text(plain, "utf-16-le")),
    "UTF-16, big end, without a mark": Odd(text(plain, "utf-16-be")),
    "lines end with CR": Odd(text(lambda: plain().replace("\n", "\r"))),
    "full-width signs": Odd(text(lambda: full_width(plain()), "cp949")),
    "semicolons": Odd(text(lambda: plain().replace(",", ";"))),
    "upright strokes": Odd(text(lambda: plain().replace(",", "|"))),
    "the comma behind every row": Odd(text(lambda: plain().replace("\n", ",\n").replace(",\n", "\n", 1))),
    "heads over two lines": Odd(text(lambda: plain('일시,"사용전력량\n(kWh)"'))),
    "24:00": Odd(text(lambda: table([["일시", "kWh"], *([end_of(at), value] for at, value in ROWS)]))),
    "00:00 that closes its day": Odd(
        text(lambda: table([["일시", "kWh"], *([end_of(at).replace("24:00", "00:00"), v] for at, v in ROWS)]))
    ),
    "offsets": Odd(text(lambda: table([["date", "use (kWh)"], *([f"{at.isoformat()}+09:00", v] for at, v in ROWS)]))),
    "Zulu": Odd(text(lambda: table([["date", "kWh"], *([f"{utc(at):%Y-%m-%dT%H:%M:%SZ}", v] for at, v in ROWS)]))),
    "out of order": Odd(text(lambda: plain(rows=random.Random(7).sample(ROWS, len(ROWS))))),
    "the latest first": Odd(text(lambda: plain(rows=ROWS[::-1]))),
    "the latest first, 00:00 closes its day": Odd(
        text(lambda: table([["일시", "kWh"], *([end_of(at).replace("24:00", "00:00"), v] for at, v in ROWS[::-1])]))
    ),
    "every row twice, 00:00 closes its day": Odd(
        text(lambda: table([["일시", "kWh"], *(
            [end_of(at).replace("24:00", "00:00"), v] for at, v in ROWS for _ in range(2))]))
    ),
    "a row twice": Odd(text(lambda: plain(rows=[*ROWS, *ROWS[:9]]))),
    "weekdays": Odd(text(lambda: table([["일시", "kWh"], *([f"{at:%Y-%m-%d}(수) {at:%H:%M}", v] for at, v in ROWS)]))),
    "AM and PM": Odd(text(lambda: table([["date", "kWh"], *([f"{at:%Y/%m/%d %I:%M %p}", v] for at, v in ROWS)]))),
    "thousands": Odd(
        text(lambda: table([["일시", "kWh"], *([f"{at:%Y-%m-%d %H:%M}", f"{v + 1000:,}"] for at, v in ROWS)])),
        lambda: instants((at, value + 1000) for at, value in ROWS),
    ),
    "units behind the numbers": Odd(
        text(lambda: table([["일시", "사용량"], *([f"{at:%Y-%m-%d %H:%M}", f"{v} kWh"] for at, v in ROWS)]))
    ),
    "the unit above the table": Odd(text(lambda: "월간 사용량,(단위: kWh)\n" + plain("일시,사용량"))),
    "signs for no value": Odd(
        text(lambda: lines((3, "2026-03-04 00:15,-"), (9, "2026-03-04 01:45,N/A"), (20, "2026-03-04 04:30,"))),
        lambda: but({1, 7, 18}),
    ),
    "pages": Odd(
        text(lambda: plain().replace("2026-03-05 00:00", "일시,사용전력량(kWh)\n2026-03-05 00:00")),
        says=("meter.left_out_heads",),
    ),
    "totals below": Odd(text(lambda: plain() + "합계,99999\n평균,12\n"), says=("meter.left_out_totals",)),
    "a note below": Odd(text(lambda: plain() + "※ 청구 자료와 다를 수 있습니다.\n"), says=("meter.left_out_notes",)),
    "days down, 00:15 to 24:00 across": Odd(
        text(lambda: wide(quarter_ends(), title="15분 사용량(kWh)", total="합계"), "cp949"),
        says=("meter.left_out_columns",),
    ),
    "00:15 to 00:00 across": Odd(text(lambda: wide([*quarter_ends()[:-1], "00:00"], title="단위 : kWh"))),
    "1시 to 24시 across": Odd(
        text(lambda: wide([f"{n}시" for n in range(1, 25)], HOURS, total="계(kWh)") + "합계" + ",9" * 25 + "\n"),
        hours_expected,
        says=("meter.left_out_columns", "meter.left_out_totals"),
    ),
    "0~1시 across": Odd(
        text(lambda: wide([f"{n}~{n + 1}시" for n in range(24)], HOURS, title="시간대별 사용량(kWh)")), hours_expected
    ),
    "0~1시 across, asked for the end": Odd(
        text(lambda: wide([f"{n}~{n + 1}시" for n in range(24)], HOURS, title="시간대별 사용량(kWh)")),
        hours_expected,
        ("--label", "end"),
    ),
    "1 to 24 across": Odd(
        text(lambda: wide([str(n) for n in range(1, 25)], HOURS)), hours_expected, ("--unit", "kWh")
    ),
    "0 to 23 across": Odd(text(lambda: wide([str(n) for n in range(24)], HOURS)), hours_expected, ("--unit", "kWh")),
    "days of a month named above": Odd(
        text(lambda: wide([f"{n}시" for n in range(1, 25)], HOURS, title="2026년 3월 (kWh)", day="%d일")),
        hours_expected,
    ),
    "times down, days across": Odd(
        text(lambda: across(["2026-03-04", "2026-03-05"], quarter_ends(), ROWS, title="15분 전력사용량(kWh)"), "cp949")
    ),
    "a month across": Odd(text(month), lambda: instants(month_rows())),
    "a month across, bare numbers and totals": Odd(
        text(lambda: month("{}") + "합계" + ",9" * 31 + "\n최대" + ",9" * 31 + "\n"),
        lambda: instants(month_rows()),
        says=("meter.left_out_totals",),
    ),
    "date and time apart, the date once a day": Odd(
        text(lambda: table([["날짜", "시각", "kWh"], *(
            [f"{at:%Y-%m-%d}" if at.hour == at.minute == 0 else "", end_of(at)[11:], v] for at, v in ROWS)]))
    ),
    "one day, named above": Odd(
        text(lambda: table([["조회일자", "2026년 3월 4일"], ["시간", "사용량(kWh)", "수요(kW)", "무효(kVarh)", ""],
             ["", "", "", "지상", "진상"], *([end_of(at)[11:], v, 4 * v, 0, 0] for at, v in ROWS[:96])]), "cp949"),
        lambda: instants(ROWS[:96]),
    ),
    "units in a second row of heads": Odd(
        text(lambda: table([["일시", "사용량", "역률"], ["", "kWh", "%"], *(
            [f"{at:%Y-%m-%d %H:%M}", v, 90] for at, v in ROWS)]))
    ),
    "one of two meters, times across": Odd(
        text(lambda: table([["계기번호", "일자", *quarter_ends()], *(
            [name if n == 0 else "", f"{ROWS[n][0]:%Y-%m-%d}", *(v + more for v in VALUES[n : n + 96])]
            for name, more in (("A", 1), ("B", 0)) for n in (0, 96))])),
        options=("--only", "B", "--unit", "kWh"),
    ),
    "thousands between semicolons": Odd(
        text(lambda: table([["일시", "kWh"], *([f"{at:%Y-%m-%d %H:%M}", f"{v + 1000:,}"] for at, v in ROWS)], ";")),
        lambda: instants((at, value + 1000) for at, value in ROWS),
    ),
    "days of a year named above": Odd(
        text(lambda: wide([f"{n}시" for n in range(1, 25)], HOURS, title="2026년 사용량(kWh)", day="%m/%d")),
        hours_expected,
    ),
    "times with both ends": Odd(
        text(lambda: table([["날짜", "시간대", "kWh"], *(
            [f"{at:%Y-%m-%d}", f"{at:%H:%M}~{end_of(at)[11:]}", v] for at, v in ROWS)]))
    ),
    "bare hours in a column": Odd(
        text(lambda: table([["일자", "시간", "kWh"], *([f"{at:%Y.%m.%d}", at.hour + 1, v] for at, v in HOURS)])),
        hours_expected,
    ),
    "a workbook": Odd(lambda: workbook({"자료": sheet_rows()}), name="power.xlsx"),
    "a workbook called .csv": Odd(lambda: workbook({"자료": sheet_rows()})),
    "a workbook with serial numbers": Odd(
        lambda: workbook({"자료": [["일시", "kWh"], *([serial(at), v] for at, v in ROWS)]}), name="power.xlsx"
    ),
    "a workbook with dates as text": Odd(
        lambda: workbook({"자료": [["일시", "kWh"], *([f"{at:%Y/%m/%d %H:%M}", v] for at, v in ROWS)]}),
        name="power.xlsx",
    ),
    "a workbook with fractions of a day": Odd(
        lambda: workbook({"자료": [["일자", "시간", "kWh"], *(
            [serial(at) // 1, (serial(at) % 1), v] for at, v in ROWS)]}), name="power.xlsx"
    ),
    "a workbook with merged days": Odd(lambda: workbook({"자료": merged_days()}, merge), name="power.xlsx"),
    "a workbook with times across": Odd(
        lambda: workbook({"3월": [["단위: kWh"], ["일자", *(at.time() for at, _ in ROWS[:96])], *(
            [ROWS[n][0].date(), *VALUES[n : n + 96]] for n in (0, 96))]}), name="power.xlsx"
    ),
    "a workbook with other sheets": Odd(
        lambda: workbook({"안내": [["이 파일은"], ["참고용"]], "자료": sheet_rows(), "빈": []}), name="power.xlsx"
    ),
    "a sheet of several": Odd(
        lambda: workbook({"1월": sheet_rows(ROWS[:50]), "3월": sheet_rows()}),
        options=("--sheet", "3월"),
        name="power.xlsx",
    ),
    "Parquet": Odd(lambda: parquet(PARQUET), name="power.parquet"),
    "Parquet with a zone": Odd(
        lambda: parquet("SELECT (moment - INTERVAL 9 HOUR) AT TIME ZONE 'UTC' AS ts, value AS use_kWh FROM r"),
        name="power.parquet",
    ),
    "Parquet of texts": Odd(
        lambda: parquet("SELECT strftime(moment, '%Y-%m-%d %H:%M') AS date, value::VARCHAR || ' kWh' AS value FROM r")
    ),
    "Parquet of decimals, nothing for a value": Odd(
        lambda: parquet(
            "SELECT moment AS time, CASE WHEN number > 4 THEN value::DECIMAL(9, 2) END AS use_kWh, [1] AS x FROM r"
        ),
        lambda: but({0, 1, 2, 3, 4}),
    ),
    "a web page called .xls": Odd(
        lambda: page([["일시", "사용전력량(kWh)"], *([end_of(at), str(v)] for at, v in ROWS)]), name="power.xls"
    ),
    "a web page with days over many rows": Odd(spanned_page, name="power.xls"),
    "gzip": Odd(lambda: zipped(plain().encode("cp949")), name="power.csv.gz"),
    "one file in a zip": Odd(lambda: packed({"3월/power.csv": plain().encode("cp949")}), name="power.zip"),
    "one of two meters": Odd(text(two_meters), options=("--only", "A-1")),
    "one of two columns": Odd(
        text(lambda: table([["일시", "유효(kWh)", "진상(kWh)"], *([f"{at:%Y-%m-%d %H:%M}", v, 3] for at, v in ROWS)])),
        options=("--column", "유효"),
    ),
    "a counter that is said to be one": Odd(
        text(lambda: table([["일시", "지침(kWh)"], *(
            [f"{at:%Y-%m-%d %H:%M}", s] for (at, _), s in zip(ROWS, standings(), strict=True))])),
        lambda: instants((at, s) for (at, _), s in zip(ROWS, standings(), strict=True)),
        ("--kind", "counter"),
    ),
    "a counter nobody speaks of": Odd(
        text(lambda: table([["일시", "전력량(kWh)"], *(
            [f"{at:%Y-%m-%d %H:%M}", s] for (at, _), s in zip(ROWS, standings(), strict=True))])),
        lambda: instants((at, s) for (at, _), s in zip(ROWS, standings(), strict=True)),
        says=("meter.looks_like_counter",),
    ),
    "cubic metres said to be normal": Odd(text(lambda: plain("일시,도시가스 사용량(㎥)")), options=("--unit", "Nm3")),
    "normal cubic metres in one sign": Odd(text(lambda: plain("일시,도시가스 사용량(N㎥)"))),
    "the hour that never comes, left blank across": Odd(
        text(lambda: "일자," + ",".join(map(str, range(24))) + "\n2026-03-28" + ",5" * 24 + "\n2026-03-29,1,2,,"
             + ",".join(map(str, range(4, 25))) + "\n"),
        lambda: instants(spring(), BERLIN),
        ("--unit", "kWh", "--zone", "Europe/Berlin"),
    ),
    "the hour that comes twice, out of order, by its offset": Odd(
        text(berlin_with_offsets), autumn, ("--zone", "Europe/Berlin")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_comes_in_exactly(name: str, pulmu: Pulmu, tmp_path: Path) -> None:
    odd, store = ODD[name], tmp_path / "store"
    file = tmp_path / odd.name
    file.write_bytes(odd.make())
    answer = pulmu("meters", "import", file, "--meter", "EM-01", "--store", store, "--json", *odd.options)
    assert answer.code == 0, answer.out
    kept = ParquetReadingStore(store).read("EM-01")
    assert kept is not None
    (part,) = kept.parts
    assert dict(zip(part.start.tolist(), part.value.tolist(), strict=True)) == odd.expected()
    assert {item["code"] for item in answer.problems()} == set(odd.says)


BOOK = workbook({"자료": sheet_rows()})
SHEET_PART = "xl/worksheets/sheet1.xml"


def with_cell(cell: str, value: object) -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0][cell] = value

    return workbook({"자료": sheet_rows()}, change)


def in_sheet(old: bytes, new: bytes) -> bytes:
    content = part_of(BOOK, SHEET_PART)
    assert old in content
    return with_parts(BOOK, {SHEET_PART: content.replace(old, new, 1)})


def locked() -> bytes:
    data = bytearray(packed({"power.csv": plain().encode()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def huge_sheet() -> bytes:
    return in_sheet(b'<row r="2"', b'<row r="1048577"><c r="A1048577"><v>1</v></c></row><row r="2"')


def bomb() -> bytes:
    out = io.BytesIO(BOOK)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"0" * 150_000_000)
    return out.getvalue()


LAST = "power.csv, row 193"
BROKEN = {
    "power": Broken(text(lambda: plain("일시,수요전력(kW)")), "meter.power", "power.csv, 수요전력(kW)"),
    "power across": Broken(
        text(lambda: wide(quarter_ends(), title="15분 수요전력(kW)")), "meter.power", "power.csv"),
    "reactive power": Broken(
        text(lambda: plain("일시,무효(kVarh)")), "meter.not_amount", "power.csv, 무효(kVarh)", ("--unit", "kWh")),
    "cubic metres": Broken(text(lambda: plain("일시,사용량(㎥)")), "meter.volume", "power.csv, 사용량(m3)"),
    "cubic metres as energy": Broken(
        text(lambda: plain("일시,사용량(m³)")), "meter.volume", "power.csv, 사용량(m3)", ("--unit", "kWh")),
    "no unit": Broken(text(lambda: plain("일시,사용량")), "meter.no_unit", "power.csv, 사용량"),
    "another unit in a cell": Broken(
        text(lambda: lines((5, "2026-03-04 00:45,2 MWh"))), "meter.cell_unit", "power.csv, row 5, 사용전력량(kWh)"),
    "a standing": Broken(text(lambda: plain("일시,당월지침(kWh)")), "meter.says_counter", "power.csv"),
    "a cumulative column": Broken(text(lambda: plain("date,cumulative_energy_kWh")), "meter.says_counter", "power.csv"),
    "a total": Broken(text(lambda: plain("date,Total energy (kWh)")), "meter.says_counter", "power.csv"),
    "two meters": Broken(text(two_meters), "meter.several_meters", "power.csv"),
    "no such meter": Broken(text(two_meters), "meter.no_such_meter", "power.csv", ("--only", "C-3")),
    "a meter where rows name none": Broken(text(plain), "meter.no_such_meter", "power.csv", ("--only", "C-3")),
    "equal heads": Broken(
        text(lambda: table([["일시", "kWh", "kWh"], *([at, v, 1] for at, v in ROWS)])),
        "meter.heads_twice", "power.csv"),
    "--column where there are many": Broken(
        text(lambda: wide(quarter_ends(), title="(kWh)")), "meter.column_of_many", "power.csv", ("--column", "00:15")),
    "a negative amount": Broken(
        text(lambda: lines((4, "2026-03-04 00:30,-1"))), "input.negative", "power.csv, row 4, 사용전력량(kWh)"),
    "a decimal comma": Broken(
        text(lambda: lines((4, '2026-03-04 00:30,"1,5"'))), "input.not_a_number", "power.csv, row 4, 사용전력량(kWh)"),
    "25:00": Broken(text(lambda: lines((4, "2026-03-04 25:00,1"))), "meter.not_a_time", "power.csv, row 4, 일시"),
    "the thirtieth of February": Broken(
        text(lambda: lines((4, "2026-02-30 00:30,1"))), "input.not_a_date", "power.csv, row 4, 일시"),
    "another value for the same time": Broken(
        text(lambda: plain() + "2026-03-04 00:30,9\n"), "meter.two_values", "power.csv, row 194, 일시"),
    "another value for the same time across": Broken(
        text(lambda: wide(quarter_ends(), title="(kWh)") + "2026-03-05" + ",7" * 96 + "\n"),
        "meter.two_values", "power.csv, row 5, 00:15"),
    "a cell across": Broken(
        text(lambda: wide(quarter_ends(), title="(kWh)").replace(",37.0,", ",x,", 1).replace(",9.75,", ",y,", 1)),
        "input.not_a_number", "power.csv, row 3, 00:30"),
    "a day that is none": Broken(
        text(lambda: wide(quarter_ends(), title="(kWh)") + "언젠가" + ",7" * 96 + "\n"),
        "meter.not_a_time", "power.csv, row 5, 일자"),
    "days without their month": Broken(
        text(lambda: wide(quarter_ends(), title="(kWh)", day="%d일")), "meter.no_month", "power.csv"),
    "commas between semicolons": Broken(
        text(lambda: plain().replace(",", ";").replace("2026-03-04 00:30;19.0", "2026-03-04 00:30;1,523")),
        "meter.comma", "power.csv, row 4, 사용전력량(kWh)"),
    "times with both ends and with one": Broken(
        text(lambda: "날짜,시간,kWh\n2026-03-04,00:00~00:15,1\n2026-03-04,00:30,2\n2026-03-04,00:45,3\n"),
        "meter.mixed_times", "power.csv"),
    "times without a day": Broken(
        text(lambda: table([["시간", "kWh"], *([end_of(at)[11:], v] for at, v in ROWS[:96])])),
        "meter.times_without_day", "power.csv"),
    "two meters, times across": Broken(
        text(lambda: table([["계기번호", "일자", *quarter_ends()], ["A", "2026-03-04", *VALUES[:96]],
                            ["B", "2026-03-05", *VALUES[:96]]])),
        "meter.several_meters", "power.csv", ("--unit", "kWh")),
    "a month without its name": Broken(text(lambda: month(title="조회,(kWh)")), "meter.no_month", "power.csv"),
    "a quotation mark that is not closed": Broken(
        text(lambda: lines((4, '2026-03-04 00:30,"1'))), "meter.csv_syntax", "power.csv, row 4"),
    "a quotation mark that swallows a row": Broken(
        text(lambda: plain("일시,비고,사용전력량(kWh)").replace(",", ",,").replace(",,비고,,", ",비고,")
             .replace("00:30,,", '00:30,"a,', 1).replace("00:45,,", '00:45,b",', 1)),
        "meter.csv_syntax", "power.csv, row 5, 일시"),
    "thousands without quotation marks": Broken(
        text(lambda: lines((4, "2026-03-04 00:30,1,002.5"))), "meter.longer_row", "power.csv, row 4, 사용전력량(kWh)"),
    "NUL": Broken(text(lambda: lines((4, "2026-03-04 00:30,1\x00"))), "input.encoding", "power.csv, row 4"),
    "half a sign": Broken(lambda: plain().encode("utf-16") + b"\xff", "input.encoding", "power.csv"),
    "cut in a time": Broken(
        text(lambda: plain()[: plain().rindex("2026-03-05 23:45") + 13]), "meter.not_a_time", f"{LAST}, 일시"),
    "an old workbook": Broken(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "meter.file_kind", "power.csv"),
    "an open document": Broken(
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        "meter.file_kind", "power.csv"),
    "a PDF": Broken(lambda: b"%PDF-1.7\n" + bytes(99), "meter.file_kind", "power.csv"),
    "an XML spreadsheet": Broken(
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "meter.file_kind", "power.csv"),
    "a web page without a table": Broken(
        lambda: b"<!DOCTYPE html><html><body>login</body></html>", "meter.file_kind", "power.csv"),
    "two files in a zip": Broken(
        lambda: packed({"a.csv": plain().encode(), "b.csv": plain().encode()}), "meter.packed", "power.csv"),
    "a zip in a zip": Broken(
        lambda: packed({"a.zip": packed({"a.csv": b"", "b.csv": b""})}), "meter.packed", "power.csv"),
    "a zip with a password": Broken(locked, "meter.packed", "power.csv"),
    "gzip, cut": Broken(lambda: zipped(plain().encode())[:-40], "meter.packed", "power.csv"),
    "a gzip bomb": Broken(lambda: zipped(bytes(150_000_000)), "meter.file_too_large", "power.csv"),
    "a zip bomb": Broken(bomb, "meter.workbook_too_large", "power.csv, xl/media/big.bin"),
    "a workbook, cut": Broken(lambda: BOOK[: len(BOOK) // 2], "input.workbook_damaged", "power.csv"),
    "a sheet with too many rows": Broken(huge_sheet, "meter.workbook_too_large", f"power.csv, {SHEET_PART}, A1048577"),
    "a document type": Broken(
        lambda: in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        "input.workbook_document_type", f"power.csv, {SHEET_PART}"),
    "a link": Broken(
        lambda: with_parts(BOOK, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "input.workbook_link", "power.csv, xl/externalLinks/externalLink1.xml"),
    "a macro": Broken(
        lambda: with_parts(BOOK, {"xl/vbaProject.bin": b"x"}), "input.workbook_macro", "power.csv, xl/vbaProject.bin"),
    "two sheets": Broken(
        lambda: workbook({"1월": sheet_rows(), "2월": sheet_rows()}), "meter.which_sheet", "power.csv"),
    "no such sheet": Broken(lambda: BOOK, "meter.no_such_sheet", "power.csv", ("--sheet", "없음")),
    "no heads in any sheet": Broken(
        lambda: workbook({"자료": [["안녕"], ["하세요"]]}), "meter.no_heads", "power.csv"),
    "a formula without its result": Broken(
        lambda: with_cell("B9", "=1+1"), "input.formula_without_value", "power.csv, sheet 자료, cell B9"),
    "a time that is an unstored formula": Broken(
        lambda: with_cell("A9", "=A8+1"), "input.formula_without_value", "power.csv, sheet 자료, cell A9"),
    "an error in a cell": Broken(
        lambda: with_cell("B9", "#N/A"), "input.formula_error", "power.csv, sheet 자료, cell B9"),
    "words in a cell": Broken(
        lambda: with_cell("B9", "고장"), "input.not_a_number", "power.csv, sheet 자료, cell B9"),
    "Parquet, cut": Broken(lambda: parquet(PARQUET)[:-200], "meter.parquet_damaged", "power.csv"),
    "Parquet with noise for a footer": Broken(
        lambda: b"PAR1" + bytes(range(200)) + (180).to_bytes(4, "little") + b"PAR1",
        "meter.parquet_damaged", "power.csv"),
    "Parquet that claims billions of rows": Broken(
        lambda: claiming(parquet(PARQUET), everywhere=False), "meter.parquet_too_large", "power.csv"),
    "Parquet that claims them in every part": Broken(
        lambda: claiming(parquet(PARQUET), everywhere=True), "meter.parquet_too_large", "power.csv"),
    "Parquet with a bad value": Broken(
        lambda: parquet("SELECT moment AS date, if(number = 6, -1, value) AS use_kWh FROM r ORDER BY number"),
        "input.negative", "power.csv, row 7, use_kWh"),
    "a line of 99 MB": Broken(
        lambda: plain().encode() + b"x" * 99_000_000, "meter.csv_syntax", "power.csv, row 194"),
    "a file of 101 MB": Broken(lambda: plain().encode() * 30_000, "meter.file_too_large", "power.csv"),
    "ten million commas": Broken(
        lambda: plain().encode() + b"," * 10_000_000, "meter.too_many_columns", "power.csv, row 194"),
    "a hundred thousand rows of nonsense": Broken(
        lambda: plain().encode() + b"1,1\n" * 100_000, "meter.too_many_problems", "power.csv"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name: str, language: str, pulmu: Pulmu, tmp_path: Path) -> None:
    broken, store = BROKEN[name], tmp_path / "store"
    file = tmp_path / broken.name
    file.write_bytes(broken.make())
    before = sorted(tmp_path.iterdir())
    answer = pulmu(
        "meters", "import", file, "--meter", "EM-01", "--store", store, "--json", "--lang", language, *broken.options
    )
    assert answer.code == 1, answer.out
    told = answer.problems()
    found = [item for item in told if (item["code"], item["place"]) == (broken.code, broken.place)]
    # Beyond fifty the service counts the rest; those of a whole file stand at the end.
    assert found or (broken.code == "meter.too_many_problems" and told[-1]["code"] == "meter.more_problems"), told[:3]
    for item in told:
        assert item["mend"]
        assert bool(HANGUL.search(item["message"])) or language == "en"
        assert bool(HANGUL.search(item["mend"])) or language == "en"
    assert sorted(tmp_path.iterdir()) == before
    assert not store.exists()


def test_a_refused_file_leaves_a_store_as_it_was(pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(plain(), encoding="utf-8")
    bad.write_text(lines((4, "2026-03-04 00:30,x")), encoding="utf-8")
    assert pulmu("meters", "import", good, "--meter", "EM-01", "--store", store).code == 0
    before = {item: item.read_bytes() for item in store.rglob("*") if item.is_file()}
    assert pulmu("meters", "import", bad, "--meter", "EM-01", "--store", store).code == 1
    assert pulmu("meters", "import", good, bad, "--meter", "EM-01", "--store", store).code == 1
    assert {item: item.read_bytes() for item in store.rglob("*") if item.is_file()} == before


def test_all_kinds_of_file_tell_the_same_problem_at_their_own_places(pulmu: Pulmu, tmp_path: Path) -> None:
    rows = [["일시", "use (kWh)"], *([f"{at:%Y-%m-%d %H:%M}", str(v)] for at, v in ROWS)]
    rows[13][1] = "모름"
    values = " UNION ALL ".join(
        f"SELECT {n} AS n, '{a}' AS \"일시\", '{v}' AS \"use (kWh)\"" for n, (a, v) in enumerate(rows[1:])
    )
    files = {
        "p.csv": table(rows).encode(),
        "p.xlsx": workbook({"S": rows}),
        "p.xls": page([[str(cell) for cell in row] for row in rows]),
        "p.parquet": parquet(f"SELECT \"일시\", \"use (kWh)\" FROM ({values}) ORDER BY n"),
    }  # fmt: skip
    places = {}
    for name, data in files.items():
        file = tmp_path / name
        file.write_bytes(data)
        answer = pulmu("meters", "import", file, "--meter", "EM-01", "--store", tmp_path / "store", "--json")
        (item,) = answer.problems()
        assert (item["code"], item["values"]) == ("input.not_a_number", {"text": "모름"})
        places[name] = item["place"]
    assert places == {
        "p.csv": "p.csv, row 14, use (kWh)",
        "p.xlsx": "p.xlsx, sheet S, cell B14",
        "p.xls": "p.xls, sheet table 1, cell B14",
        "p.parquet": "p.parquet, row 13, use (kWh)",
    }


def test_what_was_left_out_is_said_on_the_screen_in_both_languages(pulmu: Pulmu, tmp_path: Path) -> None:
    file = tmp_path / "power.csv"
    file.write_text(plain() + "합계,99999\n", encoding="utf-8")
    for language, words in (
        ("en", "rows left out that are totals, not readings: 194"),
        ("ko", "합계 행을 뺐습니다(1개: 194)"),
    ):
        store = tmp_path / language
        answer = pulmu("meters", "import", file, "--meter", "EM-01", "--store", store, "--lang", language)
        assert (answer.code, words in answer.err) == (0, True)


def test_the_interval_of_quarters_is_kept_where_half_of_them_are_blank(pulmu: Pulmu, tmp_path: Path) -> None:
    file = tmp_path / "power.csv"
    file.write_text("".join(line if n % 2 else line.partition(",")[0] + ",-\n" for n, line in
                            enumerate(plain().splitlines(keepends=True), 1)), encoding="utf-8")  # fmt: skip
    file.write_text("일시,kWh\n" + file.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    answer = pulmu("meters", "import", file, "--meter", "EM-01", "--store", tmp_path / "store", "--json")
    assert answer.code == 0, answer.out
    assert json.loads(answer.out)["interval_minutes"] == QUARTER.seconds // 60
