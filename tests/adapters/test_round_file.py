"""A round as a workbook is the round as YAML; what is wrong names its cell; strangers' files are refused in words."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from tests.support.matching.rounds import tree

from pulmu.adapters.round_file import read_round_bytes, read_round_file
from pulmu.model import InputError, OutsideError
from pulmu.support.matching import read_answers, read_round

KOREAN = {
    "라운드": [["항목", "값"], ["아이디", "round_1"], ["추첨 글", "seed"]],
    "수요기업": [["아이디", "기업명"], ["one", "One"], ["two", "Two"], ["three", "Three"]],
    "공급기업": [["아이디", "자리"], ["a", 1], ["b", 2]],
    "희망": [["수요기업", "공급기업", "순위"], ["one", "a", 1], ["one", "b", 2], ["two", "b", 5], ["two", "a", 1],
             ["three", "a", 1]],
    "선호": [["공급기업", "수요기업", "순위"], ["a", "three", 1], ["a", "two", 2], ["a", "one", 3]],
}  # fmt: skip
ENGLISH = {
    "Round": [["Item", "Value"], ["id", "round_1"], ["lot_seed", "seed"]],
    "Applicants": [["id", "name"], ["one", "One"], ["two", "Two"], ["three", "Three"]],
    "Suppliers": [["id", "places"], ["a", 1], ["b", 2]],
    "Wishes": [["applicant", "supplier", "rank"], *KOREAN["희망"][1:]],
    "Orders": [["supplier", "applicant", "rank"], *KOREAN["선호"][1:]],
}


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("sheets", [KOREAN, ENGLISH])
def test_a_workbook_says_what_the_text_says(sheets: dict[str, list[list[Any]]]) -> None:
    from_text = read_round(read_round_bytes(yaml.safe_dump(tree()).encode(), "round.yaml")).unwrap()
    assert read_round(read_round_bytes(workbook(sheets), "round.xlsx")).unwrap() == from_text


def test_equal_ranks_are_ties() -> None:
    sheets = KOREAN | {"희망": [["수요기업", "공급기업", "순위"], ["one", "a", 1], ["one", "b", 1]]}
    assert read_round(read_round_bytes(workbook(sheets), "r.xlsx")).unwrap().applicants[0].wishes == ("a = b",)


def test_all_that_is_wrong_is_told_with_its_cell() -> None:
    sheets = KOREAN | {
        "희망": [["수요기업", "공급기업", "순위"], ["one", "c", 1], ["four", "a", 1], ["two", "a", "best"],
                 ["two", None, 1]],
        "공급기업": [["아이디", "자리", "빛깔"], ["a", "many", "red"], ["b", 2]],
        "메모": [["later"]],
    }  # fmt: skip
    found = {(item.code, item.place) for item in read_round(read_round_bytes(workbook(sheets), "r.xlsx")).problems}
    assert found >= {
        ("matching.unknown_supplier", "r.xlsx, sheet 희망, cell B2"),
        ("matching.unknown_applicant", "r.xlsx, sheet 희망, cell A3"),
        ("matching.rank", "r.xlsx, sheet 희망, cell C4"),
        ("matching.cell_missing", "r.xlsx, sheet 희망, row 5"),
        ("matching.column", "r.xlsx, sheet 공급기업, cell C1"),
        ("input.not_a_number", "r.xlsx, sheet 공급기업, cell B2"),
        ("matching.sheet", "r.xlsx, sheet 메모"),
    }


def test_quotas_pools_conflicts_and_answers_come_as_rows() -> None:
    sheets = KOREAN | {
        "수요기업": [["아이디", "유형", "금액"], ["one", "서울", 5], ["two", "부산", 6], ["three", "부산", 7]],
        "공급기업": [["아이디", "자리", "재원", "최소"], ["a", 1, "돈", None], ["b", 2, None, 1]],
        "할당": [["공급기업", "유형", "최대", "최소"], ["b", "부산", 1, 1]],
        "재원": [["아이디", "예산"], ["돈", 7]],
        "제외": [["수요기업", "공급기업", "사유"], ["one", "a", "계열회사"]],
        "답변": [["차수", "수요기업", "공급기업", "답한 쪽", "답", "사유"],
                 [1, "three", "a", "공급기업", "거절", "너무 멉니다"]],
    }  # fmt: skip
    found = read_round(read_round_bytes(workbook(sheets), "r.xlsx")).unwrap()
    assert (found.applicants[0].kind, found.applicants[2].cost_krw) == ("서울", 7)
    assert (found.suppliers[0].pool, found.suppliers[1].least, found.pools[0].budget_krw) == ("돈", 1, 7)
    assert (found.suppliers[1].kinds[0].most, found.suppliers[1].kinds[0].least) == (1, 1)
    assert found.conflicts[0].reason == "계열회사"
    assert (found.answers[0].by, found.answers[0].answer, found.answers[0].step) == ("supplier", "refuse", 1)


def test_a_workbook_of_answers_names_its_round() -> None:
    given = read_round(read_round_bytes(workbook(KOREAN), "r.xlsx")).unwrap()
    sheets = {
        "라운드": [["항목", "값"], ["라운드", "round_1"]],
        "답변": [["차수", "수요기업", "공급기업", "답한 쪽", "답"], [1, "three", "a", "담당자", "수락"]],
    }
    found = read_answers(read_round_bytes(workbook(sheets), "a.xlsx"), given).unwrap()
    assert [(item.by, item.answer) for item in found.answers] == [("officer", "accept")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04 no workbook", "r.xlsx"),
        (b"id: round_1", "r.xlsx"),
        (b"PK\x03\x04 hidden", "r.yaml"),
        (b"pulmu: [", "r.yaml"),
        (b"\xff\xfe\x00", "r.yaml"),
        (b"a: &a [*a]", "r.yaml"),
        (b"x" * 100, "r.exe"),
        (b"{" * 100_000, "r.json"),
        (b"", "r.xlsx"),
    ],
)
def test_what_is_no_file_of_a_round_is_refused_in_words(data: bytes, name: str) -> None:
    try:
        assert read_round(read_round_bytes(data, name)).problems
    except InputError as error:
        assert error.problems


def test_an_empty_workbook_is_no_round() -> None:
    assert read_round(read_round_bytes(workbook({"x": []}), "r.xlsx")).problems


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError):
        read_round_file(str(tmp_path / "none.yaml"))
