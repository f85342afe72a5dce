"""Files of offers and needs: YAML, and a table in a workbook."""

import io
import unicodedata
from collections.abc import Sequence

import pytest
import xlsxwriter

from pulmu.adapters.offer_file import read_need_bytes, read_offer_bytes, template_of_offers, write_yaml
from pulmu.model import InputError
from pulmu.model.need import Need, NeedOrigin
from pulmu.model.offer import Offer, Offers, Reference
from pulmu.support.search import read_needs, read_offers

OFFER = Offer(
    id="weld", supplier="가온", title="용접 검사", kinds=("ai",), sectors=("24",), standards=("OPC UA",),
    regions=("KR-48",), price_from_krw=30_000_000, capacity=3, references=(Reference(where="부품사", year=2025),),
)  # fmt: skip


def book(rows: Sequence[Sequence[object]], name: str = "제안") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as written:
        sheet = written.add_worksheet(name)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                sheet.write(number, at, cell)
    return buffer.getvalue()


def told(data: bytes) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in read_offers(read_offer_bytes(data, "t.xlsx")).problems]


def test_what_is_written_is_read() -> None:
    assert read_offers(read_offer_bytes(write_yaml(OFFER), "o.yaml")).unwrap() == (OFFER,)
    assert read_offers(read_offer_bytes(write_yaml(Offers(offers=(OFFER,))), "o.yaml")).unwrap() == (OFFER,)
    need = Need(id="n", text="용접 검사", origin=NeedOrigin(what="meter_gap", reference="EM-01", evidence="3"))
    assert read_needs(read_need_bytes(write_yaml(need), "n.yaml")).unwrap() == (need,)


def test_a_table_says_what_a_file_says() -> None:
    rows = [
        ["우리 협회 회원사 목록"],
        ["번호", "업체명", "제품명", "분야", "업종", "표준", "지역", "가격(원)", "가격 기준", "가능 건수", "실적"],
        ["weld", "가온", "용접 검사", "인공지능", 24, "OPC UA", "경남", 30000000, "건", 3, "부품사 | 2025"],
        [],
        ["x", "나래", "도장 검사"],
    ]
    first, second = read_offers(read_offer_bytes(book(rows), "t.xlsx")).unwrap()
    assert first == OFFER
    assert (second.id, second.supplier, second.regions) == ("x", "나래", ())


def test_heads_of_a_mac_are_heads_too() -> None:
    rows = [[unicodedata.normalize("NFD", head) for head in ("번호", "업체명", "제품명")], ["a", "가온", "로봇"]]
    assert [item.id for item in read_offers(read_offer_bytes(book(rows), "t.xlsx")).unwrap()] == ["a"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_empty_table_is_read_with_its_example(language: str) -> None:
    (offer,) = read_offers(read_offer_bytes(template_of_offers(language), "t.xlsx")).unwrap()
    assert (offer.kinds, offer.sectors, offer.regions) == (("ai", "automation"), ("24", "25"), ("KR-48", "KR-26"))
    assert (offer.price_from_krw, offer.price_of, offer.references[0].sector) == (30_000_000, "project", "30")


def test_all_that_is_wrong_in_a_table_is_told_with_its_cell() -> None:
    rows = [
        ["번호", "업체명", "제품명", "지역", "가격(원)", "담당자", "제목"],
        ["a b", "가온", "로봇", "파리", "3천만원", "김", ""],
        ["b", "", "로봇", "서울", -5, "", ""],
    ]
    assert told(book(rows)) == [
        ("offer.column_unknown", "t.xlsx, sheet 제안, cell F1"),
        ("offer.column_twice", "t.xlsx, sheet 제안, cell G1"),
        ("input.text_form", "t.xlsx, sheet 제안, cell A2"),
        ("input.not_a_choice", "t.xlsx, sheet 제안, cell D2, [0]"),
        ("input.not_a_number", "t.xlsx, sheet 제안, cell E2"),
        ("input.missing_field", "t.xlsx, sheet 제안, row 3, supplier"),
        ("input.negative", "t.xlsx, sheet 제안, cell E3"),
    ]


def test_a_formula_without_a_value_is_told() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as written:
        sheet = written.add_worksheet("S")
        sheet.write_row(0, 0, ["번호", "업체명", "제품명"])
        sheet.write_row(1, 0, ["a", "가온"])
        sheet.write_formula(1, 2, "=A1&B1", value="")
    assert ("input.formula_without_value", "t.xlsx, sheet S, cell C2") in told(buffer.getvalue())


def test_a_workbook_of_other_things_is_refused() -> None:
    with pytest.raises(InputError) as error:
        read_offer_bytes(book([["날짜", "전력"], ["2026-01-01", 5]]), "t.xlsx")
    assert [item.code for item in error.value.problems] == ["offer.no_table"]


def test_twenty_thousand_offers_are_the_most() -> None:
    many = "offers:\n" + "".join(f"- {{id: o{n}, supplier: s, title: t}}\n" for n in range(20_001))
    problems = read_offers(read_offer_bytes(many.encode(), "o.yaml")).problems
    assert [item.code for item in problems] == ["input.too_many_entries"]
