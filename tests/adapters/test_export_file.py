"""Exports: however a program writes them, the same entries come out, or a problem says why not."""

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.surface.odd_files.exports import LEDGER, PRODUCTION, PURCHASES, SALES, Rows, as_page, text_of

from pulmu.adapters._export.days import days_of, span_in
from pulmu.adapters._export.numbers import number_of
from pulmu.adapters._export.units import unit_in_head
from pulmu.adapters._export.words import is_total, kind_of_title, meaning_of
from pulmu.adapters.export_file import read_export
from pulmu.metering import Entry
from pulmu.services.ports import DocumentFile, DocumentWish


def read(rows: Rows, name: str = "입고.csv", wish: DocumentWish | None = None) -> DocumentFile:
    found = read_export(text_of(rows).encode(), name, wish or DocumentWish())
    assert found is not None
    return found


def bare(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    """What the entries say, wherever they stand."""
    return sorted((e.kind, e.start, e.end, e.value, e.unit, e.item, e.partner, e.number) for e in entries)


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
amounts = st.integers(-9_999_999, 9_999_999).map(lambda number: number / 100)
names = st.sampled_from(["선재 SWRCH10A", "빌렛 6063", "육각볼트 M8x40"])
rows_of = st.lists(st.tuples(days, amounts, names, st.sampled_from(["포스코", "현대제철"])), min_size=1, max_size=12)
day_ways = st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y년 %m월 %d일", "%Y-%m-%d 13:40:00"])
order = st.permutations(range(4))


@settings(max_examples=60, deadline=None)
@given(rows_of, day_ways, st.sampled_from(["{:.2f}", "{:,.2f}"]), order, st.sampled_from(["utf-8", "cp949", "utf-16"]))
def test_the_way_of_writing_changes_nothing(
    rows: list[tuple[date, float, str, str]], day: str, number: str, columns: list[int], encoding: str
) -> None:
    heads = ["입고일", "중량(kg)", "품명", "거래처"]
    told = [[when.strftime(day), number.format(value), item, partner] for when, value, item, partner in rows]
    written = [[row[column] for column in columns] for row in [heads, *told]]
    for data in (text_of(written).encode(encoding), as_page(written).encode()):
        found = read_export(data, "a.csv", DocumentWish())
        assert found is not None
        assert [item for item in found.problems if item.severity == "error"] == []
        expected = [
            ("received", when, when + timedelta(1), value, "kg", item, partner, "")
            for when, value, item, partner in rows
        ]
        assert bare(found.entries) == sorted(expected)


@given(
    rows_of,
    st.integers(0, 11),
    st.sampled_from(["12,40", "", "about 3", "2026-02-30", "NaN", "=A1"]),
    st.integers(0, 1),
)
@settings(max_examples=40, deadline=None)
def test_a_broken_cell_gives_its_place_and_no_entries(
    rows: list[tuple[date, float, str, str]], at: int, text: str, column: int
) -> None:
    told = [[str(when), f"{value:.2f}", item, partner] for when, value, item, partner in rows]
    line = at % len(told)
    told[line][column] = text
    found = read([["입고일", "중량(kg)", "품명", "거래처"], *told])
    if text == "" and column == 1:
        assert len(found.entries) == len(rows) - 1 or found.entries == ()
        return
    errors = [item for item in found.problems if item.severity == "error"]
    assert found.entries == ()
    assert [item.place for item in errors] == [f"입고.csv, row {line + 2}, {('입고일', '중량(kg)')[column]}"]
    assert errors[0].mend


def test_each_kind_of_export_is_known_by_its_words() -> None:
    kinds = {
        name: {entry.kind for entry in read(rows, name).entries}
        for name, rows in {
            "매입현황.csv": PURCHASES, "1.csv": PRODUCTION, "매출.csv": SALES, "수불.csv": LEDGER,
        }.items()
    }  # fmt: skip
    assert kinds == {
        "매입현황.csv": {"received"},
        "1.csv": {"produced", "scrap"},
        "매출.csv": {"sent_out"},
        "수불.csv": {"opening_stock", "received", "used", "closing_stock"},
    }


def test_a_remembered_reading_is_no_guess_and_a_changed_head_is() -> None:
    first = read(PURCHASES, "매입.csv")
    heads = dict(first.reading)["heads"]
    known = DocumentWish(remembered=((heads, first.reading),))
    again = read(PURCHASES, "매입.csv", known)
    assert (first.is_guess, again.is_guess, again.entries) == (True, False, first.entries)
    renamed = [["매입일자", "전표번호", "거래처", "품명", "규격", "실중량(KG)", "금액"], *PURCHASES[1:]]
    assert read(renamed, "매입.csv", known).is_guess
    assert read(PURCHASES, "매출.csv", known).is_guess, "the same heads of another kind of file"
    otherwise = replace(known, columns=(("quantity", "금액"), ("unit", "kg")))
    assert read(PURCHASES, "매입.csv", otherwise).is_guess


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04", (date(2026, 3, 4), date(2026, 3, 5))),
        ("2026.3.4.", (date(2026, 3, 4), date(2026, 3, 5))),
        ("2026-03-04 오후 1:20", (date(2026, 3, 4), date(2026, 3, 5))),
        (46_085.0, (date(2026, 3, 4), date(2026, 3, 5))),
        (46_085.5, (date(2026, 3, 4), date(2026, 3, 5))),
        (20_260_304.0, (date(2026, 3, 4), date(2026, 3, 5))),
        ("2026-03", (date(2026, 3, 1), date(2026, 4, 1))),
        ("2026년 12월", (date(2026, 12, 1), date(2027, 1, 1))),
        ("202603", (date(2026, 3, 1), date(2026, 4, 1))),
        ("2026-03-01 ~ 2026-03-15", (date(2026, 3, 1), date(2026, 3, 16))),
        ("2026-02-29", None),
        ("1899-01-01", None),
        ("어제", None),
        (True, None),
        (3.0, None),
        (math.inf, None),
        (math.nan, None),
    ],
)
def test_days_are_read_as_people_write_them(text: object, expected: tuple[date, date] | None) -> None:
    told = days_of(text)
    assert (told.start and (told.start, told.end)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("기간 : 2026년 1월 1일 ~ 2026년 1월 31일", date(2026, 1, 1)),
        ("조회기간: 2026-03-01 ~ 2026-03-31 (출고기준)", date(2026, 3, 1)),
        ("재고수불부 2026.03", date(2026, 3, 1)),
        ("2026년 3월", date(2026, 3, 1)),
        ("2026년 4월 2일", None),
        ("재고현황 (2026. 3. 31. 현재)", date(2026, 3, 31)),
        ("출력일시 2026년 4월", None),
        ("2026-04-02 10:00", None),
        ("전화 02-2026-0412", None),
    ],
)
def test_a_title_tells_its_span_and_not_when_it_was_printed(text: str, expected: date | None) -> None:
    assert span_in(text).start == expected


@pytest.mark.parametrize("text", ["26/03/04", "3/4/2026", "260304", "4-3-26", "26.3.4 10:00"])
def test_a_day_that_can_be_read_in_two_ways_is_not_read(text: str) -> None:
    assert days_of(text).is_ambiguous


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,234.5", 1234.5), ("(1,000)", -1000.0), ("△5", -5.0), ("12-", -12.0), ("-", None), ("", None), (7.0, 7.0)],
)
def test_amounts_are_read_as_books_write_them(text: str | float, expected: float | None) -> None:
    assert number_of(text) == expected


def test_words_of_heads() -> None:
    heads = ("수량(KG)", "중량_kg", "중량(단위: TON)", "수량(EA)", "금액(원)", "수량 (2)")
    assert [unit_in_head(head) for head in heads] == ["kg", "kg", "t", "ea", "", ""]
    assert [meaning_of(head) for head in ("No", "순번", "입고 수량", "Qty (kg)", "금액", "Item Name")] == [
        "", "", "received", "quantity", "", "item",
    ]  # fmt: skip
    assert [is_total(text) for text in ("합  계", "[소계]", "3월 합계", "온도계", "Grand Total", "합성수지")] == [
        True, True, True, False, True, False,
    ]  # fmt: skip
    assert [kind_of_title(text) for text in ("재고수불부", "생산출고 내역", "수출 실적", "erp_export")] == [
        "", "used", "sent_out", None,
    ]  # fmt: skip
