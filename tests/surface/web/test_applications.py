"""A firm applies in the browser, and its agency looks at what came."""

from datetime import UTC, datetime

import pytest
from tests.services.calls.agency import CALL
from tests.surface.api.people import Town, Visitor
from tests.surface.web.agency import Agency, founded

from pulmu.adapters.samples import sample_call_text, sample_firm_text


@pytest.fixture
def agency(town: Town) -> Agency:
    """Its call is shown and open."""
    town.place.at = datetime(2026, 12, 5, 3, tzinfo=UTC)
    found = founded(town)
    officer = found.people["agency_officer"]
    officer.call("PUT", f"/calls/{CALL}", inside=True, content=sample_call_text(CALL).encode(),
                 headers={"If-Match": '"0"'})  # fmt: skip
    officer.post(f"/calls/{CALL}/publish", inside=True, status=200)
    return found


@pytest.fixture
def firm(town: Town, agency: Agency) -> Visitor:
    assert agency.people
    who = town.founder("kim", "한빛체결")
    who.client.headers["Accept-Language"] = "ko"
    who.call("PUT", "/firm", inside=True, content=sample_firm_text().encode(), headers={"If-Match": '"0"'})
    return who


def page(who: Visitor, path: str, status: int = 200) -> str:
    answer = who.client.get(f"/w/{who.workspace}{path}", follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


def send(who: Visitor, path: str, status: int = 303, **fields: str) -> str:
    answer = who.client.post(f"/w/{who.workspace}{path}", data=fields, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


def test_from_the_board_to_the_receipt_and_back(firm: Visitor, agency: Agency, town: Town) -> None:
    officer = agency.people["agency_officer"]
    assert "접수 중인 공고는 1개" in page(firm, "/open-calls")
    path = f"/open-calls/{officer.workspace}/{CALL}"
    assert "2026-12-18 15:00까지" in page(firm, path)
    send(firm, f"{path}/draft", seen="0")
    shown = page(firm, f"{path}?done=filled")
    assert "한빛체결 주식회사" in shown
    assert "version 1" in shown
    assert "application.missing" not in send(firm, f"{path}/submit", 422, seen="1")
    fields = {
        "name": "한빛체결 주식회사",
        "title": "표면 결함 검사",
        "cost_krw": "100,000,000",
        "asked_krw": "40000000",
    }
    fields |= {f"document.{item}": f"{item}.pdf" for item in ("business_registration", "supplier_agreement",
                                                              "mid_sized_certificate")}  # fmt: skip
    fields |= {f"question.{item}": "검사를 자동으로 합니다." for item in ("problem", "use")}
    fields |= {"partner.demand_firm": "한빛체결", "partner.supplier": "가온", "seen": "1"}
    assert "많이" in send(firm, path, 422, **fields | {"cost_krw": "많이"})
    send(firm, path, **fields)
    assert "100000000" in page(firm, path)
    send(firm, f"{path}/submit", seen="2")
    assert "접수증" in page(firm, f"{path}?done=sent")
    listed = agency.open("agency_officer", f"/calls/{CALL}/applications")
    assert "표면 결함 검사" in listed
    assert "40,000,000" in listed
    key = officer.get(f"/calls/{CALL}/applications")["items"][0]["id"]
    one = agency.open("agency_officer", f"/calls/{CALL}/applications/{key}")
    assert "ai_voucher.eligible" in one
    for reading in (one, page(firm, path)):
        assert any(said in reading for said in ("판정의 근거:", "알 수 없는 조건:", "맞지 않는 조건:"))
        before_trace = reading[reading.index('id="rules"') : reading.index('<pre lang="en">')]
        assert "ai_voucher" not in before_trace
        assert "not given" not in before_trace
    town.place.pass_time(minutes=1)
    send(firm, f"{path}/withdraw", reason="협약 무산")
    assert "철회되거나 바뀐 신청이 1건" in agency.open("agency_officer", f"/calls/{CALL}/applications")
    assert "유효한 신청이 없습니다" in send(firm, f"{path}/withdraw", 422)


def test_an_officer_takes_a_table_in_and_sees_every_wrong_cell(agency: Agency) -> None:
    officer, path = agency.people["agency_officer"], f"/calls/{CALL}/applications"
    address = agency.address(path)
    assert officer.client.get(f"{address}/table").content.startswith(b"PK")
    table = "기업명,신청금액\nA정밀,1000\nB정밀,많이\n".encode()
    refused = officer.client.post(address, files={"file": ("신청.csv", table)})
    assert refused.status_code == 422
    assert "많이" in refused.text
    assert "0건을 받았습니다" in refused.text
    kept = officer.client.post(address, files={"file": ("신청.csv", table)}, data={"only_sound": "yes"})
    assert kept.status_code == 200
    assert "1건을 받았습니다" in kept.text
    assert officer.client.post(address, data={"only_sound": "yes"}).status_code == 422


def test_who_has_no_business_there_sees_nothing(firm: Visitor, agency: Agency) -> None:
    officer = agency.people["agency_officer"]
    page(firm, f"/calls/{CALL}/applications", 404)
    assert agency.open("agency_officer", "/open-calls", status=403)
    page(firm, f"/open-calls/{officer.workspace}/no_such_call", 404)


PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n%%EOF"


def test_a_paper_goes_with_its_bytes_and_is_saved_by_the_agency_alone(firm: Visitor, agency: Agency) -> None:
    officer = agency.people["agency_officer"]
    path = f"/open-calls/{officer.workspace}/{CALL}"
    send(firm, f"{path}/draft", seen="0")
    address = f"/w/{firm.workspace}{path}/papers/business_registration"
    refused = firm.client.post(address, data={"seen": "1"}, files={"file": ("a.svg", b"<svg onload='x'/>")})
    assert refused.status_code == 422
    assert "서류로 받는 종류의 파일이 아닙니다" in refused.text
    name = '등록증 "1".html.pdf'
    kept = firm.client.post(address, data={"seen": "1"}, files={"file": (name, PDF)}, follow_redirects=False)
    assert kept.status_code == 303, kept.text
    fields = {"name": "한빛체결 주식회사", "title": "표면 결함 검사", "cost_krw": "100000000", "asked_krw": "40000000",
              "document.supplier_agreement": "협약", "document.mid_sized_certificate": "확인", "seen": "2"}  # fmt: skip
    fields |= {f"question.{item}": "검사를 자동으로 합니다." for item in ("problem", "use")}
    send(firm, path, **fields | {"partner.demand_firm": "한빛체결", "partner.supplier": "가온"})
    assert "이름만 있음" in page(firm, path)
    send(firm, f"{path}/submit", seen="3")
    key = officer.get(f"/calls/{CALL}/applications")["items"][0]["id"]
    one = agency.open("agency_officer", f"/calls/{CALL}/applications/{key}")
    assert "변경 이력에 남습니다" in one
    paper = f"/calls/{CALL}/applications/{key}/papers/business_registration"
    answer = officer.client.get(agency.address(paper))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert officer.get(f"/calls/{CALL}/applications/{key}")["papers"][0]["size"] == len(PDF)
    told = officer.client.get(officer.url(paper, True))
    assert (told.status_code, told.content) == (200, PDF)
    for role in ("reviewer", "plant_user"):
        agency.open(role, paper, status=404 if role == "reviewer" else 403)
    page(firm, paper, 403)
    send(firm, path + "/papers/business_registration", seen="3", remove="yes")
    assert "아직 붙인 파일이 없습니다" in page(firm, path)
    assert officer.client.get(agency.address(paper)).content == PDF  # what was sent stays as it was


def test_looking_at_the_list_writes_nothing(firm: Visitor, agency: Agency, town: Town) -> None:
    officer = agency.people["agency_officer"]
    town.place.gate._delivers = False
    path = f"/open-calls/{officer.workspace}/{CALL}"
    send(firm, f"{path}/draft", seen="0")
    fields = {"name": "한빛체결", "title": "검사", "cost_krw": "100000000", "asked_krw": "40000000", "seen": "1"}
    fields |= {f"document.{item}": "종이" for item in ("business_registration", "supplier_agreement",
                                                      "mid_sized_certificate")}  # fmt: skip
    fields |= {f"question.{item}": "자동으로 합니다." for item in ("problem", "use")}
    send(firm, path, **fields | {"partner.demand_firm": "한빛체결", "partner.supplier": "가온"})
    send(firm, f"{path}/submit", seen="2")

    def entries() -> int:
        with town.place.store.reading(officer.workspace) as work:
            return len(work.entries())

    before, at = entries(), town.place.at
    listed = agency.open("agency_officer", f"/calls/{CALL}/applications")
    assert "받지 않은 것이 1건" in listed
    for where in ("/calls", f"/calls/{CALL}", f"/calls/{CALL}/selection"):
        agency.open("agency_officer", where)
    assert officer.get(f"/calls/{CALL}/applications")["items"] == []
    assert entries() == before
    town.place.pass_time(minutes=10)
    assert agency.send("agency_officer", f"/calls/{CALL}/applications/take-in").status_code == 303
    (item,) = officer.get(f"/calls/{CALL}/applications")["items"]
    assert datetime.fromisoformat(item["at"]) == at
    assert officer.call("POST", "/deliveries/take-in", inside=True) == {"taken": 0, "waiting": 0}
