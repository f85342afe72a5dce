"""Exports as they come: broken ones are told and leave no trace, odd ones give exact totals."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.surface.command import HANGUL, Answer, Pulmu, contents
from tests.surface.odd_files.exports import (
    GROUPED,
    LEDGER,
    PRODUCTION,
    PURCHASED,
    PURCHASES,
    SALES,
    Rows,
    as_page,
    changed,
    text_of,
    write_csv,
    write_workbook,
)

Make = Callable[[Path], Path]


def csv_of(rows: Rows, **more: str) -> Make:
    return lambda folder: write_csv(folder, rows, **more)


def book_of(name: str = "export.xlsx", **sheets: Rows) -> Make:
    return lambda folder: write_workbook(folder, sheets, name)


def raw(content: bytes, name: str = "매입현황.csv") -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def cut(make: Make, keep: float) -> Make:
    def broken(folder: Path) -> Path:
        file = make(folder)
        whole = file.read_bytes()
        file.write_bytes(whole[: int(len(whole) * keep)])
        return file

    return broken


def with_formula(folder: Path) -> Path:
    return write_workbook(folder, {"생산실적": changed(PRODUCTION, 1, 5, "=5000*2")})


def with_error(folder: Path) -> Path:
    """A cell that shows #REF!, as a program stores it."""
    file = with_formula(folder)
    with zipfile.ZipFile(file) as archive:
        parts = {item: archive.read(item) for item in archive.namelist()}
    sheet, old = "xl/worksheets/sheet1.xml", b'<c r="F2"><f>5000*2</f><v /></c>'
    assert old in parts[sheet]
    parts[sheet] = parts[sheet].replace(old, b'<c r="F2" t="e"><f>5000*2</f><v>#REF!</v></c>')
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def a_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.write(write_csv(folder, PURCHASES), "a.csv")
    return folder / "a.xlsx"


BUYS, MAKES = csv_of(PURCHASES), book_of(생산실적=PRODUCTION)
NO_HEADS = [["가", "나"], ["1", "2"]]
WITHOUT_UNIT = changed(PURCHASES, 0, 5, "중량")
NO_KIND = [["일자", "품명", "수량(kg)"], ["2026-01-05", "선재", "5"]]
KINDS = [
    ["일자", "구분", "품명", "수량(kg)"],
    ["2026-01-05", "입고", "선재", "5"],
    ["2026-01-06", "창고이동", "선재", "5"],
]

BROKEN: list[tuple[str, Make, tuple[str, ...], str, str]] = [
    ("empty", raw(b""), (), "book.no_heads", "매입현황.csv"),
    ("spaces only", raw(b" \r\n,,\r\n"), (), "book.no_heads", "매입현황.csv"),
    ("no head is known", csv_of(NO_HEADS), (), "book.no_heads", "매입현황.csv"),
    ("heads and nothing below", csv_of(PURCHASES[:1]), (), "book.no_rows", "매입현황.csv"),
    ("bytes of no encoding", raw(text_of(PURCHASES).encode("cp949") + b"\xff\xff\x81"), (), "input.encoding", "매입"),
    ("NUL in the text", raw(text_of(PURCHASES).encode() + b"\x00"), (), "input.encoding", "매입현황.csv"),
    ("a page without a table", raw(b"<html><p><table></table></html>", "입고.xls"), (), "book.page", "입고.xls"),
    (
        "a workbook in XML of 2003",
        raw(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/></Workbook>'),
        (),
        "book.file_kind",
        "매입현황.csv",
    ),
    ("a PDF", raw(b"%PDF-1.7\n%\xe2\xe3", "입고.csv"), (), "document.pdf_damaged", "입고.csv"),
    ("an old workbook", raw(b"\xd0\xcf\x11\xe0" + bytes(600), "입고.xls"), (), "input.file_kind", "입고.xls"),
    ("a workbook cut short", cut(MAKES, 0.7), (), "input.workbook_damaged", "export.xlsx"),
    ("a zip that is no workbook", a_zip, (), "input.file_kind", "a.xlsx"),
    (
        "a quotation mark left open",
        raw(text_of(PURCHASES).replace("선재", '"선재', 1).encode()),
        ("--map", "quantity=중량(KG)"),
        "book.csv_syntax",
        "row 2",
    ),
    ("a comma for the point", csv_of(changed(PURCHASES, 2, 5, "24,99")), (), "input.not_a_number", "row 3, 중량(KG)"),
    ("words for an amount", csv_of(changed(PURCHASES, 3, 5, "약 12톤")), (), "input.not_a_number", "row 4, 중량(KG)"),
    ("an amount that is no number", csv_of(changed(PURCHASES, 3, 5, "NaN")), (), "input.not_finite", "row 4, 중량(KG)"),
    ("a number beyond any factory", csv_of(changed(PURCHASES, 1, 5, "9e20")), (), "input.too_large", "row 2, 중량(KG)"),
    (
        "an error of a spreadsheet",
        csv_of(changed(PURCHASES, 1, 5, "#REF!")),
        (),
        "input.not_a_number",
        "row 2, 중량(KG)",
    ),
    ("a formula without its value", with_formula, (), "input.formula_without_value", "sheet 생산실적, cell F2"),
    (
        "two digits for the year",
        csv_of(changed(PURCHASES, 1, 0, "26/03/04")),
        (),
        "book.ambiguous_date",
        "row 2, 매입일자",
    ),
    ("the year last", csv_of(changed(PURCHASES, 1, 0, "03/04/2026")), (), "book.ambiguous_date", "row 2, 매입일자"),
    ("six digits", csv_of(changed(PURCHASES, 1, 0, "260304")), (), "book.ambiguous_date", "row 2, 매입일자"),
    ("the 30th of February", csv_of(changed(PURCHASES, 2, 0, "2026-02-30")), (), "book.not_a_day", "row 3, 매입일자"),
    ("a blank date", csv_of(changed(PURCHASES, 2, 0, "")), (), "book.not_a_day", "row 3, 매입일자"),
    ("a thirteenth month", csv_of(changed(PURCHASES, 2, 0, "2026-13")), (), "book.not_a_day", "row 3, 매입일자"),
    ("no unit anywhere", csv_of(WITHOUT_UNIT), (), "book.no_unit", "row 2, 중량"),
    (
        "a unit nobody knows",
        csv_of(changed(SALES, 2, 7, "쿼터"), name="매출.csv"),
        (),
        "book.unit_unknown",
        "row 3, 수량",
    ),
    (
        "pieces without a weight",
        csv_of(changed(SALES, 2, 7, "EA"), name="매출.csv"),
        (),
        "book.no_piece_weight",
        "row 3, 수량",
    ),
    (
        "a weight of pieces without a unit",
        book_of(생산실적=changed(PRODUCTION, 0, 7, "단중")),
        (),
        "book.no_piece_weight",
        "cell F2",
    ),
    (
        "a weight beside pieces, both without a unit",
        csv_of(
            [["입고일", "품명", "단위", "수량", "중량"], ["2026-01-05", "볼트", "EA", "100", "2.1"]], name="입고.csv"
        ),
        (),
        "book.no_unit",
        "row 2, 중량",
    ),
    ("a weight that is none", BUYS, ("--weight-per-piece", "M8=heavy"), "book.piece_weight", "--weight-per-piece"),
    ("neither bought nor sold", csv_of(NO_KIND, name="data.csv"), (), "book.no_kind", "data.csv"),
    ("a movement nobody knows", csv_of(KINDS, name="data.csv"), (), "book.kind_word", "row 3, 구분"),
    ("no days at all", csv_of([row[1:] for row in PURCHASES], name="매입.csv"), (), "book.no_dates", "매입.csv"),
    (
        "two sheets of different columns",
        book_of(생산실적=PRODUCTION, 매출=SALES),
        (),
        "book.which_sheet",
        "export.xlsx",
    ),
    (
        "a sheet that is not there",
        book_of(생산실적=PRODUCTION),
        ("--where", "sheet=매출"),
        "book.which_sheet",
        "export.xlsx",
    ),
    (
        "a stock below zero",
        csv_of(changed(LEDGER, 3, 4, "-120"), name="수불.csv"),
        (),
        "input.negative",
        "row 4, 기말(kg)",
    ),
    ("a meaning that does not exist", BUYS, ("--map", "colour=거래처"), "input.not_a_choice", "--map colour"),
    ("a head that does not exist", BUYS, ("--map", "quantity=물량"), "book.no_column", "--map quantity"),
    ("no pair", BUYS, ("--map", "수량"), "book.pair", "--map"),
    ("rows by a head that does not exist", BUYS, ("--where", "창고=1"), "book.no_column", "--where"),
    ("no row is wanted", BUYS, ("--where", "거래처=동국제강"), "book.no_rows", "매입현황.csv"),
    ("the code of something else", BUYS, ("--confirm", "00000000"), "book.unconfirmed", "wire"),
]


@pytest.mark.parametrize(("make", "more", "code", "place"), [case[1:] for case in BROKEN], ids=[c[0] for c in BROKEN])
def test_a_broken_export_is_told_and_leaves_no_trace(
    make: Make, more: tuple[str, ...], code: str, place: str, pulmu: Pulmu, tmp_path: Path
) -> None:
    file, store = make(tmp_path), tmp_path / "store"
    arguments = ("books", "import", file, "--book", "wire", "--store", store, *more)
    korean, english = (pulmu(*arguments, "--json", "--lang", language) for language in ("ko", "en"))
    for answer in (korean, english):
        assert answer.code == 1
        found = [item for item in answer.problems() if item["code"] == code]
        assert found, answer.problems()
        assert place in found[0]["place"]
        assert found[0]["mend"]
        if answer is korean:
            assert HANGUL.search(found[0]["message"])
            assert HANGUL.search(found[0]["mend"])
    assert not store.exists()


def take_in(pulmu: Pulmu, store: Path, *arguments: object, book: str = "wire") -> dict[str, Any]:
    """Import as a person does: look, then confirm."""
    whole = ("books", "import", *arguments, "--book", book, "--store", store, "--json")
    first = pulmu(*whole)
    shown: dict[str, Any] = json.loads(first.out)
    if first.code == 1 and shown["confirm"]:
        assert [item["code"] for item in shown["problems"] if item["severity"] == "error"] == ["book.unconfirmed"]
        second = pulmu(*whole, "--confirm", shown["confirm"])
        shown = json.loads(second.out)
        assert second.code == 0, shown["problems"]
    assert shown["done"], shown["problems"]
    return shown


def totals_of(pulmu: Pulmu, store: Path, *more: object, book: str = "wire") -> dict[str, float]:
    """Totals of the year by kind, in the unit of the book."""
    answer: Answer = pulmu("books", "totals", "--store", store, "--book", book, "--gaps", "none", "--json", *more)
    years = json.loads(answer.out)["books"][0]["years"]
    return {item["what"]: item["value"] for item in years}


BOUGHT = {"received": PURCHASED}
TITLED: Rows = [["매입현황"], ["조회기간: 2026-01-01 ~ 2026-03-31"], [], *PURCHASES]
RETURNED: Rows = [*PURCHASES, ["2026-03-03", "P-005", "포스코", "선재", "SWRCH10A", "-1,000", ""]]
SUMMED: Rows = [
    *PURCHASES[:3],
    ["", "", "", "소계", "", "50,300.5", ""],
    *PURCHASES[3:],
    ["합  계", "", "", "", "", "87,300.5", ""],
]
PAGES: Rows = [*PURCHASES[:3], PURCHASES[0], *PURCHASES[3:]]
DATES = [
    ["2026.1.5", "2026-01-05 13:20"],
    ["2026/01/20", "2026년 1월 20일"],
    ["20260210", "46063"],
    ["2026-03-02", "2026. 3. 2."],
]


def dated(way: int) -> Rows:
    """The purchases with dates as other programs write them."""
    return [PURCHASES[0], *([DATES[number][way], *row[1:]] for number, row in enumerate(PURCHASES[1:]))]


MONTHS: Rows = [
    ["년월", "품명", "입고량(톤)"],
    ["2026-01", "선재", "50.3005"],
    ["2026년 2월", "선재", "12"],
    ["202603", "선재", "25"],
]
SIGNS = ["(1,000)", "△1,000", "1,000-"]
MOVES: Rows = [
    ["일자", "구분", "품명", "수량(kg)"],
    ["2026-01-05", "매입", "선재", "500"],
    ["2026-01-06", "매입반품", "선재", "20"],
    ["2026-01-07", "투입", "선재", "300"],
]
SPREAD: Rows = [[date(2026, month, 1), "선재", month * 10] for month in (1, 2, 3)]


def spanned(folder: Path) -> Path:
    """A page whose dates, items and sums stand beside two rows."""
    heads = (
        "<tr>" + "".join(f"<th>{head}</th>" for head in ("입고일", "거래처", "중량(kg)", "합계중량", "품명")) + "</tr>"
    )
    beside = (
        "<tr><td rowspan=2>2026-01-05</td><td>포스코</td><td>5</td><td rowspan=2>12</td><td rowspan=2>선재</td></tr>"
    )
    page = f"<table>{heads}{beside}<tr><td>현대제철</td><td>7</td></tr></table>"
    return raw(page.encode(), "입고.xls")(folder)


ODD: list[tuple[str, Make, tuple[str, ...], dict[str, float]]] = [
    ("cp949", BUYS, (), BOUGHT),
    ("UTF-8 with its mark", csv_of(PURCHASES, encoding="utf-8-sig"), (), BOUGHT),
    ("UTF-16", csv_of(PURCHASES, encoding="utf-16"), (), BOUGHT),
    ("semicolons", csv_of(PURCHASES, delimiter=";"), (), BOUGHT),
    ("tabs", csv_of(PURCHASES, delimiter="\t", name="매입.txt"), (), BOUGHT),
    ("titles above the heads", csv_of(TITLED), (), BOUGHT),
    ("a name without any hint", csv_of(PURCHASES, name="1.csv"), (), BOUGHT),
    ("sums between the rows", csv_of(SUMMED), (), BOUGHT),
    ("heads on every page", csv_of(PAGES), (), BOUGHT),
    ("a return", csv_of(RETURNED), (), {"received": PURCHASED - 1000}),
    *[
        (f"a return as {sign}", csv_of(changed(RETURNED, 5, 5, sign)), (), {"received": PURCHASED - 1000})
        for sign in SIGNS
    ],
    ("full-width digits", csv_of(changed(PURCHASES, 3, 5, "１２，０００"), encoding="utf-8"), (), BOUGHT),
    ("columns in another order", csv_of([row[::-1] for row in PURCHASES]), (), BOUGHT),
    ("dates in many ways", csv_of(dated(1)), (), BOUGHT),
    ("dates in other ways", csv_of(dated(0)), (), BOUGHT),
    ("months", csv_of(MONTHS, name="입고.csv"), (), {"received": 87.3005}),
    (
        "months that a spreadsheet made days",
        book_of(입고=[["년월", "품명", "입고(kg)"], *SPREAD]),
        (),
        {"received": 60.0},
    ),
    ("the unit by hand", csv_of(WITHOUT_UNIT), ("--map", "unit=kg"), BOUGHT),
    ("a page that calls itself a workbook", raw(as_page(PURCHASES).encode(), "매입.xls"), (), BOUGHT),
    ("cells beside two rows", spanned, ("--where", "품명=선재"), {"received": 12.0}),
    (
        "a column of other kinds",
        csv_of([["구분", *PURCHASES[0]], *(["국내", *row] for row in PURCHASES[1:])]),
        (),
        BOUGHT,
    ),
    ("a firm's name above", csv_of([["대한생산판매(주)"], *PURCHASES]), ("--map", "kind=received"), BOUGHT),
    (
        "a count of stock with its day above",
        csv_of(
            [["재고현황"], ["기준일: 2026-12-31"], ["품명", "재고량(kg)"], ["선재", "12.5"], ["빌렛", "7"]],
            name="재고.csv",
        ),
        (),
        {"closing_stock": 19.5},
    ),
    ("some rows", BUYS, ("--where", "거래처=현대제철"), {"received": 12_000.0}),
    ("rows of two partners", BUYS, ("--where", "거래처=현대제철", "--where", "거래처=포스코"), BOUGHT),
    ("tonnes and kilogrammes", csv_of(SALES, name="매출.csv"), (), {"sent_out": 6.75}),
    ("pieces by their weight", MAKES, (), {"produced": 1010.0, "scrap": 4.1}),
    (
        "pieces by a weight given",
        csv_of(changed(SALES, 2, 7, "EA"), name="매출.csv"),
        ("--weight-per-piece", "육각볼트=0.021 kg"),
        {"sent_out": 5.2815},
    ),
    (
        "a ledger with its month in the title",
        csv_of(LEDGER, name="수불.csv"),
        (),
        {"opening_stock": 110.0, "received": 500.0, "used": 485.0, "closing_stock": None},
    ),
    (
        "heads in two rows",
        book_of(수불=GROUPED),
        ("--map", "unit=kg"),
        {"opening_stock": 100.0, "received": 500.0, "used": 480.0},
    ),
    ("movements of all kinds", csv_of(MOVES, name="data.csv"), (), {"received": 480.0, "used": 300.0}),
    ("one sheet of several", book_of(생산실적=PRODUCTION, 매출=SALES), ("--where", "sheet=매출"), {"sent_out": 6.75}),
    (
        "a sheet for each month",
        book_of(**{f"매입 {n}월": [PURCHASES[0], row] for n, row in enumerate(PURCHASES[1:], 1)}),
        (),
        BOUGHT,
    ),
]


@pytest.mark.parametrize(("make", "more", "expected"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_an_odd_export_gives_exact_totals(
    make: Make, more: tuple[str, ...], expected: dict[str, float], pulmu: Pulmu, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    take_in(pulmu, store, make(tmp_path), *more)
    found = totals_of(pulmu, store)
    known = {kind: value for kind, value in expected.items() if value is not None}
    assert {kind: found[kind] for kind in known} == pytest.approx(known, rel=1e-12)


def test_the_columns_are_shown_and_nothing_is_taken_in_before(pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    answer = pulmu("books", "import", write_csv(tmp_path, TITLED), "--book", "wire", "--store", store, "--lang", "ko")
    assert answer.code == 1
    assert not store.exists()
    assert "매입일자  날짜" in answer.out
    assert "2026-01-05 | 2026-01-20 | 2026-02-10" in answer.out
    assert "입고: 4건, 합계 87,300.5 kg" in answer.out
    assert "--confirm" in answer.err


def test_confirmed_columns_are_remembered_until_they_change(pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert take_in(pulmu, store, write_csv(tmp_path, PURCHASES[:3]))["added"] == 2
    answer = pulmu("books", "import", write_csv(tmp_path, PURCHASES), "--book", "wire", "--store", store)
    assert answer.code == 0
    assert "read with date=매입일자" in answer.out
    assert "Book wire: 2 added, 2 known already, 0 corrected." in answer.out

    before = contents(store)
    moved = [[*row[:5], "창고" if number == 0 else "A", *row[5:]] for number, row in enumerate(PURCHASES)]
    again = pulmu("books", "import", write_csv(tmp_path, moved), "--book", "wire", "--store", store, "--json")
    found = {item["code"]: item for item in again.problems()}
    assert again.code == 1
    assert found.keys() == {"book.unconfirmed", "book.heads_changed"}
    assert found["book.heads_changed"]["values"] == {"gone": "-", "new": "창고"}
    assert contents(store) == before


def test_one_export_feeds_several_books_and_each_only_once(pulmu: Pulmu, tmp_path: Path) -> None:
    store, file = tmp_path / "store", write_csv(tmp_path, PURCHASES)
    for book, partner, added in (("posco", "포스코", 3), ("hyundai", "현대제철", 1)):
        assert take_in(pulmu, store, file, "--where", f"거래처={partner}", book=book)["added"] == added
    before = contents(store)
    assert take_in(pulmu, store, file, "--where", "거래처=포스코", book="posco")["known"] == 3
    assert contents(store) == before
    assert totals_of(pulmu, store, book="posco") == {"received": PURCHASED - 12_000}


def test_a_changed_row_needs_a_reason_and_the_old_one_is_kept(pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    take_in(pulmu, store, write_csv(tmp_path, PURCHASES))
    before = contents(store)
    file = write_csv(tmp_path, changed(PURCHASES, 3, 5, "11,000"), name="정정_매입.csv")
    refused = pulmu("books", "import", file, "--book", "wire", "--store", store, "--json", "--lang", "ko")
    assert [(item["code"], item["place"]) for item in refused.problems()] == [
        ("book.other_value", "정정_매입.csv, row 4, 중량(KG)")
    ]
    assert "매입현황.csv, row 4" in refused.problems()[0]["message"]
    assert contents(store) == before
    assert take_in(pulmu, store, file, "--correct", "세금계산서 정정")["corrected"] == 1
    assert totals_of(pulmu, store) == {"received": PURCHASED - 1000}
    shown = json.loads(pulmu("books", "show", "--book", "wire", "--store", store, "--json").out)
    assert [part["reason"] for part in shown["imports"]] == ["", "세금계산서 정정"]
    assert [entry["value"] for entry in shown["imports"][0]["files"][0]["added"]] == [25_310.5, 24_990, 12_000, 25_000]


def test_columns_confirmed_by_mistake_can_be_mended(pulmu: Pulmu, tmp_path: Path) -> None:
    rows = [["매입일자", "입고일자", "품명", "중량(kg)"], ["2026-01-30", "2026-02-02", "선재", "5"]]
    store, file = tmp_path / "store", write_csv(tmp_path, rows)
    take_in(pulmu, store, file, "--map", "date=매입일자")
    otherwise = ("books", "import", file, "--book", "wire", "--store", store, "--map", "date=입고일자", "--json")
    assert [item["code"] for item in pulmu(*otherwise).problems()] == ["book.read_otherwise"]
    take_in(pulmu, store, file, "--map", "date=입고일자", "--correct", "wrong column")
    shown = json.loads(pulmu("books", "show", "--book", "wire", "--store", store, "--json").out)
    assert [(entry["start"], entry["value"]) for entry in shown["entries"]] == [("2026-02-02", 5.0)]


def test_a_wrong_unit_can_be_mended(pulmu: Pulmu, tmp_path: Path) -> None:
    store, file = tmp_path / "store", write_csv(tmp_path, [["입고일", "품명", "수량"], ["2026-01-30", "경유", "5"]])
    take_in(pulmu, store, file, "--map", "unit=kg,kind=received,date=입고일,quantity=수량,item=품명")
    take_in(
        pulmu, store, file, "--map", "unit=L,kind=received,date=입고일,quantity=수량,item=품명", "--correct", "litres"
    )
    shown = json.loads(pulmu("books", "show", "--book", "wire", "--store", store, "--json").out)
    assert [(entry["value"], entry["unit"]) for entry in shown["entries"]] == [(5.0, "L")]


def test_a_month_given_by_hand_holds_for_one_file(pulmu: Pulmu, tmp_path: Path) -> None:
    store, rows = tmp_path / "store", [["품명", "입고량(kg)"], ["선재", "5"]]
    first, second = write_csv(tmp_path, rows, "1월.csv"), write_csv(tmp_path, changed(rows, 1, 1, "7"), "2월.csv")
    take_in(pulmu, store, first, "--map", "date=2026-01")
    forgotten = pulmu("books", "import", second, "--book", "wire", "--store", store, "--json")
    assert [item["code"] for item in forgotten.problems()] == ["book.no_dates"]
    known = pulmu("books", "import", second, "--book", "wire", "--store", store, "--map", "date=2026-02", "--json")
    assert (known.code, json.loads(known.out)["added"]) == (0, 1)
    assert totals_of(pulmu, store) == {"received": 12.0}


def test_every_entry_keeps_its_evidence(pulmu: Pulmu, tmp_path: Path) -> None:
    import hashlib

    store, file = tmp_path / "store", write_workbook(tmp_path, {"매출": SALES})
    take_in(pulmu, store, file)
    shown = json.loads(pulmu("books", "show", "--book", "wire", "--store", store, "--json").out)
    first = shown["entries"][0]
    assert (first["document"], first["place"]) == ("export.xlsx", "sheet 매출, cell G2")
    assert first["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert first["details"] == {"cn_code": "7318.15", "country": "DE"}
    screen = pulmu("books", "show", "--book", "wire", "--store", store, "--lang", "ko")
    assert "export.xlsx, 시트 매출, 셀 G2" in screen.out


def test_a_sum_that_does_not_fit_its_rows_is_told(pulmu: Pulmu, tmp_path: Path) -> None:
    file = write_csv(tmp_path, [*SUMMED[:-1], ["합계", "", "", "", "", "99,999", ""]])
    done = take_in(pulmu, tmp_path / "store", file)
    assert [item["code"] for item in done["problems"]] == ["book.total_differs"]


def test_a_ledger_that_does_not_balance_is_told(pulmu: Pulmu, tmp_path: Path) -> None:
    file = write_csv(tmp_path, changed(LEDGER, 3, 4, "130")[:-1], name="수불.csv")
    done = take_in(pulmu, tmp_path / "store", file)
    assert [(item["code"], item["place"]) for item in done["problems"]] == [
        ("book.ledger_row", "수불.csv, row 4, 기말(kg)")
    ]


def test_a_missing_month_gives_no_total_unless_asked(pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    take_in(pulmu, store, write_csv(tmp_path, MONTHS[:2] + MONTHS[3:], name="입고.csv"))
    answer = pulmu("books", "totals", "--store", store, "--year", 2026, "--lang", "ko")
    assert answer.code == 1
    assert "합계 없음" in answer.out
    assert "365일 가운데 303일의 기재 항목이 없습니다(2026-02-01~2026-02-28" in answer.err


def test_files_that_cannot_be_opened_are_outside_problems(pulmu: Pulmu, tmp_path: Path) -> None:
    store = ("--book", "wire", "--store", tmp_path / "store")
    assert pulmu("books", "import", tmp_path / "none.csv", *store).code == 3
    assert pulmu("books", "import", tmp_path, *store).code == 3
    assert pulmu("books", "totals", "--store", tmp_path / "none").code == 0
    assert pulmu("books", "show", "--book", "wire", "--store", tmp_path / "none").code == 1
    assert not (tmp_path / "store").exists()
