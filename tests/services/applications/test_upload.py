"""An officer takes applications in from a table: all of it or nothing, each cell that is wrong with its place."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.places import Place, codes
from tests.services.calls.agency import CALL, OFFICER, PACKAGED, with_call

from pulmu.bootstrap.support import read_upload_content, upload_template
from pulmu.services.applications.columns import heads_of
from pulmu.services.applications.received import call_applications, read_received
from pulmu.services.applications.upload import Uploaded, columns_for, take_in_upload

HEADS = (
    "기업명,사업자등록번호,접수일시,과제명,총사업비,신청금액,서류: 사업자등록증,"
    "답변: 어떤 문제를 풀려고 합니까?,기업규모,대표자 나이"
)
GOOD = 'A정밀,111-11-11111,2026-12-03 10:00,결함 검사,"100,000,000",40000000원,O,불량을 찾습니다,중기업,41'


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path).with_companies()
    with_call(made)
    yield made
    made.store.close()


def upload(place: Place, *lines: str, heads: str = HEADS, **more: Any) -> Uploaded:
    columns = columns_for(place.gate, OFFICER, PACKAGED, CALL)
    table = read_upload_content("\n".join((heads, *lines)).encode(), "신청.csv", heads_of(columns))
    return take_in_upload(place.gate, OFFICER, PACKAGED, CALL, table, **more)


def test_a_table_becomes_applications_that_are_checked_like_others(place: Place) -> None:
    done = upload(place, GOOD)
    assert (done.rows, done.kept, done.known, done.left_out, done.problems) == (1, 1, 0, 0, ())
    found = call_applications(place.gate, OFFICER, PACKAGED, CALL)
    (one,) = read_received(place.gate, OFFICER, found.call, [found.counting[0].id])
    given = one.application
    assert (given.name, given.cost_krw, given.asked_krw) == ("A정밀", 100_000_000, 40_000_000)
    assert (one.record.source, one.record.at.isoformat()) == ("upload", "2026-12-03T01:00:00+00:00")
    assert {item.name: item.value for item in given.facts} == {"size_class": "medium", "representative_age": 41.0}
    missing = {item.name for item in one.checked.missing}
    assert "document.supplier_agreement" in missing
    assert "document.business_registration" not in missing
    assert "document.mid_sized_certificate" not in missing
    assert one.standing == "incomplete"


def test_the_same_table_again_is_known(place: Place) -> None:
    upload(place, GOOD)
    again = upload(place, GOOD)
    assert (again.kept, again.known) == (0, 1)


def test_with_anything_wrong_nothing_is_kept_and_all_of_it_is_told(place: Place) -> None:
    bad = [",222-22-22222,soon,과제,많이,1,,,,", GOOD.replace("A정밀", "B정밀"), "C정밀,333,,과제,1,1,,,거대기업,사십"]
    done = upload(place, GOOD, *bad)
    assert (done.rows, done.kept, done.left_out) == (4, 0, 3)
    told = [(item.code, item.place) for item in done.problems]
    assert told[0][0] == "application.nameless"
    assert {code for code, _ in told} == {
        "application.nameless", "application.received", "application.amount", "application.twice",
        "applications.fact_value",
    }  # fmt: skip
    assert all(at.startswith("신청.csv, ") for _, at in told)
    assert call_applications(place.gate, OFFICER, PACKAGED, CALL).counting == ()
    kept = upload(place, GOOD, *bad, only_sound=True)
    assert (kept.kept, kept.left_out) == (1, 3)


def test_an_empty_table_and_a_call_that_is_reviewed_take_nothing(place: Place) -> None:
    assert [item.code for item in upload(place).problems] == ["application.no_rows"]
    with place.store.writing(OFFICER.workspace) as work:
        work.move_call(CALL, expected="taking", stage="reviewing", at=place.at)
    assert codes(lambda: upload(place, GOOD)) == ["application.not_taking"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_typed_into_the_template_is_read(place: Place, language: Any) -> None:
    columns = columns_for(place.gate, OFFICER, PACKAGED, CALL)
    data = upload_template(columns, language)
    assert data == upload_template(columns, language)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    assert sheet is not None
    values = {("name",): "A정밀", ("cost_krw",): 100000000, ("documents", "supplier_agreement"): "협약서.pdf",
              ("partners", "supplier"): "가온", ("facts", "in_business"): "예"}  # fmt: skip
    for number, column in enumerate(columns, start=1):
        sheet.cell(2, number, values.get(column.path))
    out = io.BytesIO()
    book.save(out)
    table = read_upload_content(out.getvalue(), "a.xlsx", heads_of(columns))
    assert table.problems == ()
    assert take_in_upload(place.gate, OFFICER, PACKAGED, CALL, table).kept == 1
    found = call_applications(place.gate, OFFICER, PACKAGED, CALL)
    (one,) = read_received(place.gate, OFFICER, found.call, [found.counting[0].id])
    assert [(item.id, item.file) for item in one.application.documents] == [("supplier_agreement", "협약서.pdf")]
    assert [item.name for item in one.application.partners] == ["가온"]
    assert [item.value for item in one.application.facts] == [True]
