"""The lines of a firm as pages: begun in three ways, looked at, downloaded, looked back at."""

import json
import re
from typing import Any

import pytest
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, heading, said

from pulmu.adapters.samples import sample_line_text


@pytest.fixture
def firm(town: Town) -> Company:
    boss = town.founder("kim", "한빛체결")
    found = Company(town, {"company_admin": boss})
    for role in ("preparer", "approver", "plant_user"):
        found.people[role] = town.member(boss, role.replace("_", "-"), role)
    for visitor in found.people.values():
        visitor.client.headers["Accept-Language"] = "ko"
    return found


def upload(firm: Company, text: str, who: str = "preparer", **fields: str) -> Any:
    return firm.people[who].client.post(
        firm.address("/lines/upload"), data=fields, files={"file": ("line.yaml", text.encode())}, follow_redirects=False
    )


def test_the_empty_list_says_how_to_begin(firm: Company) -> None:
    page = firm.open("preparer", "/lines")
    assert heading(page) == "어떤 생산라인이 있습니까?"
    assert page.count('class="ember"') == 1
    assert "/lines/upload" not in firm.open("approver", "/lines")


def test_the_sample_plant_brings_its_line(firm: Company) -> None:
    made = firm.send("preparer", "/plants/sample", sample="fasteners", name="연습")
    plant = made.headers["location"].rpartition("/")[2]
    page = firm.open("preparer", "/lines/fasteners")
    assert "작업장 8곳, 제품 2가지입니다. 시뮬레이션할 수 있습니다." in said(page)
    assert f'/plants/{plant}">연습</a>' in page
    assert "신선 → 구상화 소둔" in said(page)
    firm.send("preparer", "/plants/sample", sample="fasteners", name="연습")
    assert "fasteners_2" in firm.open("preparer", "/lines")


@pytest.mark.parametrize("sample", ["fasteners", "extrusions"])
def test_a_sample_line_is_copied_alone(firm: Company, sample: str) -> None:
    made = firm.send("plant_user", "/lines/sample", sample=sample)
    assert made.headers["location"].endswith(f"/lines/{sample}")
    assert "라인에 사업장이 적혀 있지 않습니다." in firm.open("plant_user", f"/lines/{sample}")
    refused = firm.send("plant_user", "/lines/sample", sample="no_such")
    assert refused.status_code == 422


def test_an_uploaded_line_tells_everything_that_is_wrong_at_once(firm: Company) -> None:
    text = sample_line_text("fasteners").replace("calendar: three_shifts", "calendar: four_shifts")
    assert upload(firm, text.replace("machines: 2", "machines: two")).status_code == 303
    page = said(firm.open("preparer", "/lines/fasteners"))
    assert page.count("four_shifts") > 3
    assert "two" in page
    assert "고쳐야 시뮬레이션할 수 있습니다" in page
    for bad in ("", "a: [", "id: new\n", "id: 가공\n"):
        assert upload(firm, bad).status_code == 422, bad
    assert upload(firm, text, "approver").status_code == 403


def test_versions_say_what_changed(firm: Company) -> None:
    text = sample_line_text("fasteners")
    upload(firm, text)
    upload(firm, text.replace("machines: 2\n    buffer: 12", "machines: 3\n    buffer: 12", 1), note="한 대 더")
    page = said(firm.open("preparer", "/lines/fasteners/versions"))
    assert "1판에서 2판까지 1곳이 바뀌었습니다" in page
    assert "한 대 더" in page
    assert "지난 1판입니다" in firm.open("preparer", "/lines/fasteners?version=1")
    assert upload(firm, text, seen="1").status_code == 409


def test_a_line_is_downloaded_as_it_stands(firm: Company) -> None:
    upload(firm, sample_line_text("fasteners"))
    for ending in ("json", "yaml"):
        answer = firm.people["approver"].client.get(firm.address(f"/lines/fasteners/file/{ending}"))
        assert answer.status_code == 200
        assert f"fasteners.1.{ending}" in answer.headers["content-disposition"]
        if ending == "json":
            assert len(json.loads(answer.content)["stations"]) == 8
        else:
            again = upload(firm, answer.text)
            assert again.headers["location"].endswith("saved=2")


def test_a_line_begins_with_its_id_and_its_plant(firm: Company) -> None:
    firm.send("preparer", "/plants/empty", name="새 공장", year="2026")
    made = firm.send("preparer", "/lines/new", id="shop", name="가공 라인", plant="새 공장")
    assert made.headers["location"].endswith("/lines/shop/edit/stations")
    page = firm.open("preparer", "/lines/shop")
    assert "가공 라인" in heading(page)
    assert re.search(r'/plants/[0-9a-f]{32}">새 공장</a>', page)
    assert firm.send("preparer", "/lines/new", id="shop").status_code == 409
    assert firm.send("preparer", "/lines/new", id="../x").status_code == 422
    assert firm.send("approver", "/lines/new", id="other").status_code == 403


def test_the_page_names_what_the_plant_has_and_what_it_lacks(firm: Company) -> None:
    firm.send("preparer", "/plants/sample", sample="fasteners", name="연습")
    page = firm.open("preparer", "/lines/fasteners")
    assert "사업장에 없음" not in page
    text = sample_line_text("fasteners").replace("plant: Hanbit Ansan Works", "plant: 연습")
    text = text.replace("process: drawn_wire", "process: moon").replace("good: nuts", "good: stars")
    assert upload(firm, text.replace("meter: gm_main", "meter: sun")).status_code == 303
    page = firm.open("preparer", "/lines/fasteners")
    for name in ("moon", "stars", "sun"):
        assert re.search(rf"{name}[^\n]*사업장에 없음", page), name
