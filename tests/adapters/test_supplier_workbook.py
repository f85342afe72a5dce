"""The workbook for suppliers and the Commission's template: what is filled in is what is read, to the last digit."""

import dataclasses
import io
import random
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import communication_template as form
from tests.communication_template import Filled
from tests.supplier_replies import GOOD, REQUEST, ROWS, SENT, SHEET, reply

from pulmu.adapters.supplier_workbook import parse_reply, write_request_workbook
from pulmu.model import decode
from pulmu.services.supplier_answer import ReplyFile, SupplierAnswer


def read(data: bytes) -> SupplierAnswer:
    (only,) = parse_reply(data, "reply.xlsx").answers
    return decode(SupplierAnswer, only.document).unwrap()


def products(file: ReplyFile) -> dict[str, SupplierAnswer]:
    return {item.product: decode(SupplierAnswer, item.document).value for item in file.answers}


# Our own workbook


def test_the_same_request_gives_the_same_bytes() -> None:
    assert write_request_workbook(REQUEST) == SENT


def test_every_question_stands_where_people_know_it() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(SENT))[SHEET]
    assert {sheet.cell(row, 1).value: row for row in range(9, sheet.max_row + 1)} == ROWS


def test_only_answers_can_be_typed_and_choices_are_offered() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(SENT))[SHEET]
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    assert {f"C{row}" for key, row in ROWS.items() if key not in ("request_id", "asked_good")} <= unlocked
    assert {cell[0] for cell in unlocked} == {"C", "D"}
    offered = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert {"C18", "D19", "D20", "D21", "D22", "C23", "D24"} == offered


def test_each_good_has_a_sheet_of_its_own_and_wild_names_stay_words() -> None:
    wild = dataclasses.replace(REQUEST.goods[0], name='=HYPERLINK("http://x")', request_id="2026-0000-0000-0001")
    book = openpyxl.load_workbook(
        io.BytesIO(write_request_workbook(dataclasses.replace(REQUEST, goods=(*REQUEST.goods, wild))))
    )
    assert book.sheetnames == [SHEET, "2 CN 72139149", "lists"]
    cell = book["2 CN 72139149"].cell(ROWS["asked_good"], 3)
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x"), CN 7213 91 49')


def test_what_is_filled_in_is_read_with_its_cell() -> None:
    (only,) = parse_reply(reply(), "reply.xlsx").answers
    answer = decode(SupplierAnswer, only.document).unwrap()
    assert (answer.direct.value, answer.direct.unit) == (2.05, "t CO2e/t")
    assert answer.direct.source is not None
    assert answer.direct.source.place == f"sheet {SHEET}, cell C19"
    assert (answer.year, answer.verification_report, answer.request_id) == (2026, "JN-2026-VR-3", "2026-5F1A-10EE-0B3C")
    assert only.document.place(("verifier",)) == f"reply.xlsx, sheet {SHEET}, cell C26"


FIGURES = st.floats(0, 1e6, allow_nan=False)


@settings(max_examples=25, deadline=None)
@given(
    direct=FIGURES,
    indirect=FIGURES,
    share=st.floats(0, 100),
    unit=st.sampled_from(["t CO2e/t", "kg CO2e/t"]),
    words=st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=60),
)
def test_any_figures_and_words_come_back(direct: float, indirect: float, share: float, unit: str, words: str) -> None:
    given_values = {"direct": (direct, unit), "indirect": (indirect, unit), "default_share": (share, "%")}
    answer = read(reply({**given_values, "operator": "x" + words}))
    assert answer.indirect is not None and answer.default_share is not None
    found = (answer.direct.value, answer.indirect.value, answer.default_share.value)
    assert found == pytest.approx((direct, indirect, share), rel=1e-14, abs=0)
    assert (answer.direct.unit, answer.operator) == (unit, "x" + words)


def test_a_choice_is_read_in_english_and_own_words_as_they_are() -> None:
    book = openpyxl.load_workbook(io.BytesIO(SENT))
    offered = [row[0].value for row in book["lists"].iter_rows(max_col=1)]
    assert read(reply({"route": offered[2]})).route == "Scrap and electric arc furnace (scrap/EAF)"
    assert read(reply({"route": "induction furnace"})).route == "induction furnace"


def test_a_sheet_on_which_nothing_was_answered_is_left_out() -> None:
    assert parse_reply(SENT, "reply.xlsx").answers == ()


def test_own_rows_above_and_own_sheets_beside_do_no_harm() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[SHEET].insert_rows(1, 3)
        book.create_sheet("notes", 0)["A1"] = "hello"

    (only,) = parse_reply(reply(change), "reply.xlsx").answers
    assert decode(SupplierAnswer, only.document).unwrap().direct.value == GOOD["direct"]
    assert only.document.place(("direct",)) == f"reply.xlsx, sheet {SHEET}, cell C22"


# The Commission's template


def test_the_template_as_issued_names_no_product(shared: Path) -> None:
    file = parse_reply((shared / form.FILE).read_bytes(), "template.xlsx")
    assert (file.form, file.version, file.answers, file.problems) == ("communication_template", "2.1.1", (), ())


def test_a_filled_template_is_read_as_calculated_by_hand(template: Filled) -> None:
    file = parse_reply(template.calculated.read_bytes(), "template.xlsx")
    assert [(item.cn_code, item.product, item.place) for item in file.answers] == [
        ("72139149", "Rod A", "sheet Summary_Communication, row 26"),
        ("72139110", "Rod B", "sheet Summary_Communication, row 27"),
        ("72139110", "Rod C", "sheet Summary_Communication, row 28"),
    ]
    answer = products(file)["Rod A"]
    figures = {name: getattr(answer, name) for name in ("direct", "indirect", "total", "electricity")}
    assert {name: figure.value for name, figure in figures.items()} == pytest.approx(
        {
            "direct": form.DIRECT,
            "indirect": form.INDIRECT,
            "total": form.DIRECT + form.INDIRECT,
            "electricity": form.ELECTRICITY,
        },
        rel=1e-12,
    )
    assert answer.electricity_factor is not None
    assert answer.electricity_factor.value == pytest.approx(form.INDIRECT / form.ELECTRICITY, rel=1e-12)
    assert (answer.period_start, answer.period_end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (answer.installation, answer.country, answer.unlocode) == ("Jiangnan Rod Mill", "CN", "CNWUX")
    assert (answer.verifier, answer.accreditation) == ("Hangang Verification Institute", "CNAS, V-12")
    assert (answer.verification_report, answer.electricity_source) == ("", "D.4(a)")
    assert answer.direct.source is not None
    assert answer.direct.source.place == "sheet Summary_Communication, cell I26"


def test_its_values_alone_are_read_the_same(template: Filled) -> None:
    slim = products(parse_reply(template.slim, "template.xlsx"))
    assert slim == products(parse_reply(template.calculated.read_bytes(), "template.xlsx"))


def test_random_plants_are_read_as_an_independent_calculation_has_them(shared: Path, tmp_path: Path) -> None:
    """Ten processes of three sectors, each with a bought precursor: the template's own results against ours."""
    chance = random.Random(7)
    sectors = (
        ("Iron or steel products", "Crude steel", "Basic oxygen steelmaking", "73181588"),
        ("Aluminium products", "Unwrought aluminium", "Secondary melting (recycling)", "76042990"),
        ("Sintered Ore", "Sintered Ore", "", "26011200"),
    )
    cells: dict[str, dict[str, Any]] = {
        "A_InstData": form.installation("Works", "China", "CNWUX", (date(2026, 1, 1), date(2026, 12, 31))),
        "D_Processes": {}, "E_PurchPrec": {}, "Summary_Products": {},
    }  # fmt: skip
    wanted = {}
    for number in range(10):
        category, bought, route, code = sectors[number % 3]
        tonnes, own, power = chance.uniform(1e3, 1e6), chance.uniform(0, 1e6), chance.uniform(0, 1e6)
        factor, mass = chance.uniform(0.1, 1), chance.uniform(1e3, 1e6)
        direct, used, its_factor = chance.uniform(0.1, 9), chance.uniform(0, 9), chance.uniform(0.1, 1)
        cells["A_InstData"] |= form.good(number, category, f"P{number}")
        cells["A_InstData"] |= form.purchased(number, bought, "CN", route, f"B{number}")
        cells["D_Processes"] |= form.process(number, tonnes, own, power, factor)
        cells["E_PurchPrec"] |= form.bought(number, number, mass, direct, used, its_factor)
        cells["Summary_Products"] |= form.product(number, f"P{number}", code, f"G{number}")
        share = mass / tonnes
        wanted[f"G{number}"] = (
            own / tonnes + share * direct,
            power * factor / tonnes + share * used * its_factor,
            power / tonnes + share * used,
        )
    file = form.calculated(form.typed(shared, cells, tmp_path / "random.xlsx"), tmp_path)
    found = products(parse_reply(file.read_bytes(), "random.xlsx"))
    read_back = {
        name: tuple(part.value for part in (item.direct, item.indirect, item.electricity) if part is not None)
        for name, item in found.items()
    }
    assert read_back.keys() == wanted.keys()
    for name, parts in wanted.items():
        assert read_back[name] == pytest.approx(parts, rel=1e-9)


def test_the_example_line_is_never_a_product(template: Filled) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template.slim))
    sheet = book["Summary_Communication"]
    sheet.insert_rows(26)
    sheet["C26"], sheet["F26"], sheet["I26"], sheet["J26"] = "Ex.", "72139149", 0.915, 0.396
    buffer = io.BytesIO()
    book.save(buffer)
    found = parse_reply(buffer.getvalue(), "template.xlsx")
    assert [item.product for item in found.answers] == ["Rod A", "Rod B", "Rod C"]
