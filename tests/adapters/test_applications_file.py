"""Tables of applications and scores, as officers save them and as strangers break them."""

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pulmu.adapters.applications_file import read_table_bytes, read_table_file
from pulmu.model import InputError, OutsideError

COLUMNS = {
    "접수번호": ("id",), "기업명": ("name_ko",), "신청금액": ("asked_krw",), "포상이력": ("had",),
    "서류완비": ("complete",),
    "활용 계획": ("points", "plan"),
}  # fmt: skip
HEADS = ("접수번호", "기업명", "신청금액", "활용 계획", "포상이력", "서류완비")


def _workbook(*rows: tuple[object, ...], title: bool = False) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("표지").write_row(0, 0, ["AI 바우처 신청 현황"])
        sheet = book.add_worksheet("신청")
        start = 2 if title else 0
        if title:
            sheet.write(0, 0, "2026년 신청 목록")
        for number, row in enumerate(rows):
            sheet.write_row(start + number, 0, row)
    return buffer.getvalue()


def _rows(document: object) -> list[dict[str, object]]:
    return document.tree["applications"]  # type: ignore[attr-defined, no-any-return]


def test_a_workbook_below_a_title_gives_rows_with_their_cells() -> None:
    data = _workbook(HEADS, ("A-1", "한빛", 120000000, 33.5, "silver_tower 2015; president", "예"), title=True)
    found = read_table_bytes(data, "신청.xlsx", COLUMNS, "applications")
    assert _rows(found) == [
        {"id": "A-1", "name_ko": "한빛", "asked_krw": "120000000", "points": {"plan": "33.5"}, "complete": "yes",
         "had": [{"kind": "silver_tower", "year": "2015"}, {"kind": "president"}]}
    ]  # fmt: skip
    assert found.place(("applications", 0, "points", "plan")) == "신청.xlsx, sheet 신청, cell D4"
    assert found.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_text_in_any_encoding_gives_the_same(encoding: str) -> None:
    text = '접수번호,기업명,신청금액,포상이력\r\nA-1,한빛,"1,200,000원",없음\r\n\r\nA-2,미래,5,\r\n'
    found = read_table_bytes(text.encode(encoding), "신청.csv", COLUMNS, "applications")
    assert _rows(found) == [
        {"id": "A-1", "name_ko": "한빛", "asked_krw": "1200000", "had": []},
        {"id": "A-2", "name_ko": "미래", "asked_krw": "5"},
    ]
    assert found.place(("applications", 1, "asked_krw")).startswith("신청.csv, row 4")


def test_heads_and_cells_of_a_mac_are_composed() -> None:
    text = unicodedata.normalize("NFD", "접수번호,기업명\nA-1,한빛정밀\n")
    found = read_table_bytes(text.encode(), unicodedata.normalize("NFD", "신청.csv"), COLUMNS, "applications")
    assert _rows(found) == [{"id": "A-1", "name_ko": "한빛정밀"}]
    assert found.name == "신청.csv"


def test_unknown_columns_are_told_and_left_out_and_two_of_one_kind_are_refused() -> None:
    found = read_table_bytes(
        "접수번호,기업명,기업명,활용계획\nA-1,가,나,3\n".encode(), "a.csv", COLUMNS, "applications"
    )
    assert [item.code for item in found.problems] == ["applications.column_twice", "applications.column_unknown"]
    assert "활용 계획" in found.problems[1].mend


def test_a_formula_without_value_is_told_with_its_cell() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("신청")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ("A-1", "한빛"))
        sheet.write_formula("C2", "=1/0", value="#DIV/0!")
    found = read_table_bytes(buffer.getvalue(), "a.xlsx", COLUMNS, "applications")
    assert [(item.code, item.place) for item in found.problems] == [
        ("applications.cell_flawed", "a.xlsx, sheet 신청, cell C2")
    ]


def test_json_and_yaml_are_taken_as_they_are() -> None:
    tree = {"applications": [{"id": "A-1", "name_ko": "한빛"}]}
    assert _rows(read_table_bytes(json.dumps(tree).encode(), "a.json", COLUMNS, "applications")) == tree["applications"]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "applications.no_heads"),
        (b"1,2,3\n4,5,6\n", "a.csv", "applications.no_heads"),
        (b"x", "a.pdf", "applications.file_kind"),
        (b"x", "noending", "applications.file_kind"),
        (b"PK\x03\x04garbage", "a.xlsx", None),
        (b"\x00\x01\x02", "a.csv", "input.encoding"),
        ("접수번호,기업명\n\"A-1,한빛\n".encode(), "a.csv", "meter.csv_syntax"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_one_refusal(data: bytes, name: str, code: str | None) -> None:
    with pytest.raises(InputError) as refused:
        read_table_bytes(data, name, COLUMNS, "applications").tree  # noqa: B018 - rows of a text are read late
    assert code is None or [item.code for item in refused.value.problems] == [code]


def test_a_macro_and_a_bomb_are_refused() -> None:
    macro = io.BytesIO(_workbook(HEADS, ("A-1", "한빛")))
    with zipfile.ZipFile(macro, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    bomb = io.BytesIO(_workbook(HEADS))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * 50_000_000)
    for data in (macro.getvalue(), bomb.getvalue()):
        with pytest.raises(InputError):
            read_table_bytes(data, "a.xlsx", COLUMNS, "applications")


def test_a_missing_file_is_an_outside_matter(tmp_path: Path) -> None:
    with pytest.raises(OutsideError):
        read_table_file(str(tmp_path / "none.csv"), COLUMNS, "applications")
