"""Lists of difficulties are read from whatever an association has, with everything that is wrong and its place."""

import io

import pytest
import xlsxwriter

from pulmu.adapters.voice_file import read_voice_bytes
from pulmu.model import InputError
from pulmu.support.voices import read_voices

CSV = """협회 애로 접수 목록,,,,,,
기업명,제목,내용,분야,건의,비용,기업명 공개
한빛볼트,유예가 짧다,3년 뒤 끝난다,성장,5년,"1,000,000원",예
대림금속,,전기요금이 올랐다,에너지,,,아니요
"""


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("애로")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def codes(data: bytes, name: str) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in read_voices(read_voice_bytes(data, name)).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_list_in_csv_under_a_title(encoding: str) -> None:
    found = read_voices(read_voice_bytes(CSV.encode(encoding), "list.csv"))
    assert found.problems == ()
    first, second = found.value
    assert (first.name, first.area, first.cost_krw, first.name_shown) == ("한빛볼트", "size", 1_000_000, True)
    assert (first.id, second.id) == ("row_3", "row_4")
    assert (second.title, second.text, second.name_shown) == ("전기요금이 올랐다", "전기요금이 올랐다", False)


def test_a_workbook_gives_the_same() -> None:
    rows = [["No", "기업명", "제목", "분야"], [1, "한빛볼트", "유예가 짧다", "성장"], [2.0, "", "관세", "수출"]]
    found = read_voices(read_voice_bytes(workbook(rows), "list.xlsx"))
    assert found.problems == ()
    assert [(item.id, item.area) for item in found.value] == [("no_1", "size"), ("no_2", "trade")]


def test_all_that_is_wrong_is_told_at_once_with_its_cell() -> None:
    rows = [["No", "제목", "분야", "비용", "메모"], [1, "가", "날씨", -5, ""], [1, "", "세제", "많이", "x"]]
    found = codes(workbook(rows), "list.xlsx")
    assert ("voice.column_unknown", "list.xlsx, sheet 애로, cell E1") in found
    assert [place for code, place in found if code.startswith("input.")] == [
        "list.xlsx, sheet 애로, cell C2", "list.xlsx, sheet 애로, cell D2", "list.xlsx, sheet 애로, row 3, title",
        "list.xlsx, sheet 애로, cell D3", "list.xlsx, sheet 애로, cell A3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"a,b\n1,2\n", "x.csv", "voice.no_table"),
        (b"", "x.csv", "voice.no_table"),
        (b"PK\x03\x04junk", "x.xlsx", "input."),
        (b"\xff\xfe\x00", "x.csv", "input."),
        ("제목\n\"열린 칸".encode(), "x.csv", "book.csv_syntax"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_voice_bytes(data, name)
    assert caught.value.problems[0].code.startswith(code)


def test_yaml_of_one_and_of_many() -> None:
    one = "pulmu: voice/1\nid: v1\ntitle: 유예\nparameters: [size.grace_years]\n"
    many = "pulmu: voices/1\nvoices:\n  - {id: v1, title: 유예}\n  - {id: v1, title: 관세}\n"
    assert read_voices(read_voice_bytes(one.encode(), "v.yaml")).value[0].parameters == ("size.grace_years",)
    assert len(codes(many.encode(), "v.yaml")) == 1
