"""Evidence in the browser: what there is, what it proves, and what each may not see."""

import hashlib
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from tests.surface.api.people import Town, soon
from tests.surface.web.seats import Company, founded, said

from pulmu.adapters.samples import sample_text

BILL, RECIPE = b"%PDF-1.7 a gas bill", b"%PDF-1.7 the recipe"
HASH = hashlib.sha256(BILL).hexdigest()
WAS, GAS = "meter:gm_main; city gas bills 2026-01 to 2026-12", "가스.pdf; 식.pdf"
SECRET = hashlib.sha256(RECIPE).hexdigest()


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def upload(company: Company, *files: tuple[str, bytes], who: str = "preparer", secrecy: str = "internal") -> Any:
    sent = [("file", (name, content, "application/octet-stream")) for name, content in files]
    address = company.address("/evidence")
    client = company.people[who].client
    return client.post(address, files=sent, data={"secrecy": secrecy}, follow_redirects=False)


def follow(company: Company, answer: Any, who: str = "preparer") -> str:
    assert answer.status_code == 303, answer.text
    return said(company.people[who].client.get(answer.headers["location"]).text)


def test_an_empty_page_says_what_goes_here(company: Company) -> None:
    assert "아직 증빙자료가 없습니다" in company.open("preparer", "/evidence")
    assert 'type="file"' in company.open("preparer", "/evidence")
    assert 'type="file"' not in company.open("approver", "/evidence")


def test_several_files_are_kept_and_told_with_all_that_is_known_of_them(company: Company) -> None:
    text = follow(company, upload(company, ("가스.pdf", BILL), ("식.pdf", RECIPE)))
    assert "새로 보관한 파일 2건" in text
    assert "증빙자료 2건을 보관" in text
    assert f"가스.pdf 사내용 없음 PDF {len(BILL)} B preparer" in text
    assert HASH[:12] in text


def test_a_file_that_is_there_already_keeps_its_class_and_that_is_told(company: Company) -> None:
    upload(company, ("식.pdf", RECIPE), secrecy="internal")
    text = follow(company, upload(company, ("other.pdf", RECIPE), secrecy="secret"))
    assert "새로 보관한 파일 0건. 전에 보관한 것과 같은 파일 1건" in text
    assert "식.pdf 사내용" in text


def test_with_a_program_among_them_nothing_is_kept(company: Company) -> None:
    answer = upload(company, ("가스.pdf", BILL), ("setup.pdf", b"MZ\x90"), ("empty.pdf", b""))
    assert answer.status_code == 422
    assert answer.text.count('class="problem error"') == 2
    assert "setup.pdf" in answer.text
    assert "아직 증빙자료가 없습니다" in answer.text
    none = company.people["preparer"].client.post(company.address("/evidence"), files={"x": ("", b"")})
    assert (none.status_code, "고른 파일이 없습니다" in none.text) == (422, True)


def test_a_file_is_found_by_name_class_and_hash(company: Company) -> None:
    upload(company, ("가스.pdf", BILL))
    upload(company, ("식.pdf", RECIPE), secrecy="secret")
    for query, named, left_out in (("find=가스", "가스.pdf", "식.pdf"), ("secrecy=secret", "식.pdf", "가스.pdf"),
                                   (f"find={SECRET[:9]}", "식.pdf", "가스.pdf")):  # fmt: skip
        text = company.open("approver", f"/evidence?{query}")
        assert named in text
        assert left_out not in text
        assert "찾은 증빙자료 1건" in text


def test_a_file_is_taken_with_a_reason_as_a_file_to_save(company: Company) -> None:
    upload(company, ("<b>x</b>.html", b"<script>alert(1)</script>"))
    sha256 = hashlib.sha256(b"<script>alert(1)</script>").hexdigest()
    assert "<b>x" not in company.open("preparer", f"/evidence/{sha256}")
    bare = company.send("preparer", f"/evidence/{sha256}/download", reason=" ")
    assert (bare.status_code, "까닭" in bare.text) == (422, True)
    answer = company.send("preparer", f"/evidence/{sha256}/download", reason="검증 준비")
    assert (answer.content, answer.headers["content-type"]) == (
        b"<script>alert(1)</script>",
        "application/octet-stream",
    )
    assert answer.headers["content-disposition"] == f'attachment; filename="evidence-{sha256[:12]}.txt"'
    assert answer.headers["pulmu-secrecy"] == "internal"
    assert "검증 준비" in company.open("company_admin", "/audit?action=read_evidence")


def engage(company: Company) -> str:
    """A plant whose gas names both files, a report of it, and its verifier; the plant."""
    boss, preparer = company.people["company_admin"], company.people["preparer"]
    text = sample_text("fasteners").replace(WAS, GAS, 1)
    assert GAS in text
    plant = preparer.plant("반월공장", text)
    engaged = {"reports": [preparer.draft(plant)], "end": soon(company.town).isoformat()}
    company.people["their verifier"] = company.town.member(boss, "theirs", "verifier", **engaged)
    return plant


def test_each_role_sees_what_its_class_allows(company: Company) -> None:
    upload(company, ("가스.pdf", BILL))
    upload(company, ("식.pdf", RECIPE), secrecy="secret")
    for who in ("preparer", "plant_user", "approver", "company_admin"):
        assert "식.pdf" in company.open(who, "/evidence")
        assert "식.pdf" in company.open(who, f"/evidence/{SECRET}")
    engage(company)
    text = company.open("their verifier", "/evidence")
    assert ("가스.pdf" in text, "식.pdf" in text) == (True, False)
    assert "쓰인 곳" not in text
    assert "보고서 1판이 이 파일에 근거" in company.open("their verifier", f"/evidence/{HASH}")
    assert company.send("their verifier", f"/evidence/{HASH}/download", reason="검증").content == BILL
    unseen = company.open("their verifier", f"/evidence/{SECRET}", status=404)
    assert said(unseen) == said(company.open("their verifier", f"/evidence/{'0' * 64}", status=404))
    assert company.send("their verifier", f"/evidence/{SECRET}/download", reason="x").status_code == 404
    assert "가스.pdf" not in company.open("verifier", "/evidence")
    company.open("verifier", f"/evidence/{HASH}", status=404)


def test_what_rests_on_a_file_is_told_with_the_way_to_it(company: Company) -> None:
    upload(company, ("가스.pdf", BILL), ("식.pdf", RECIPE))
    plant = engage(company)
    text = company.open("plant_user", f"/evidence/{HASH}")
    assert "사업장 자료의 값 1곳이" in text
    assert f"/plants/{plant}/edit/source_streams/0#source_streams/0/amount" in text
    assert "반월공장, 1판" in text
    assert "반월공장, 2026년 1판" in text
    assert "가스.pdf (sha256 " + HASH[:12] in text
    assert "1곳" in company.open("plant_user", "/evidence")


def test_a_file_that_readings_came_from_names_the_meter(company: Company) -> None:
    preparer = company.people["preparer"]
    readings = b"date,EM (kWh)\n2026-01-01 00:00,1\n2026-01-01 01:00,2\n"
    given = {"meter": "EM-1", "file_name": "em.csv"}
    preparer.post("/meters/imports", inside=True, status=200, params=given, content=readings)
    text = company.open("approver", f"/evidence/{hashlib.sha256(readings).hexdigest()}")
    assert "이 파일에서 값을 1회 불러왔습니다" in text
    assert "계량기 EM-1, 1번째 기록" in text


def test_a_class_is_changed_with_a_reason_by_who_may(company: Company) -> None:
    upload(company, ("식.pdf", RECIPE), secrecy="secret")
    shown = company.open("preparer", f"/evidence/{SECRET}")
    assert 'value="core_technology"' in shown
    assert '<option value="internal"' not in shown
    assert company.send("preparer", f"/evidence/{SECRET}/class", secrecy="internal", reason="x").status_code == 403
    assert company.send("approver", f"/evidence/{SECRET}/class", secrecy="internal", reason="").status_code == 422
    assert company.send("approver", f"/evidence/{SECRET}/class", secrecy="odd", reason="x").status_code == 422
    done = company.send("approver", f"/evidence/{SECRET}/class", secrecy="internal", reason="검증인 요청")
    assert done.status_code == 303
    engage(company)
    assert "식.pdf" in company.open("their verifier", "/evidence")
    assert "등급 바꾸기" not in company.open("their verifier", f"/evidence/{SECRET}")
    assert "증빙자료의 등급을 바꿈" in company.open("company_admin", "/audit")


def leaf(company: Company, who: str, plant: str, find: str) -> str:
    """The page of the first figure under a good's that tells a text."""
    page = company.open(who, f"/plants/{plant}/carbon")
    root = unescape(re.findall(r'href="[^"]*(/carbon/figures/\w+)"', page)[0])
    found = company.open(who, f"/plants/{plant}{root}?find={find}").partition('<ul class="found">')[2]
    address = re.findall(r'href="[^"]*(/carbon/figures/\w+)"', found.partition("</ul>")[0])[0]
    return company.open(who, f"/plants/{plant}{address}")


def test_a_figure_leads_down_to_the_files_that_prove_it(company: Company) -> None:
    upload(company, ("가스.pdf", BILL))
    upload(company, ("식.pdf", RECIPE), secrecy="secret")
    plant = engage(company)
    for who in ("preparer", "approver"):
        page = leaf(company, who, plant, "가스.pdf")
        assert f'/evidence/{HASH}">증빙: 가스.pdf</a>' in page
        assert f'/evidence/{SECRET}">증빙: 식.pdf</a>' in page


def test_a_figure_without_evidence_says_so_and_leads_who_may_to_its_cell(company: Company) -> None:
    plant = engage(company)
    cell = f"/plants/{plant}/edit/source_streams/0#source_streams/0/amount"
    page = leaf(company, "preparer", plant, "가스.pdf")
    assert "여기에 적힌 증빙은 아직 이곳에 없습니다." in page
    assert f'{cell}">증빙 적기</a>' in page
    assert "증빙 적기" not in leaf(company, "approver", plant, "가스.pdf")
    upload(company, ("가스.pdf", BILL))
    form = company.open("preparer", f"/plants/{plant}/edit/source_streams/0")
    assert f'<option value="가스.pdf (sha256 {HASH[:12]})">' in form
    assert 'list="list-evidence"' in form


def test_a_total_of_a_meter_leads_to_the_meter_at_its_days(company: Company) -> None:
    preparer, days = company.people["preparer"], [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]
    readings = "date,em_main (kWh)\n" + "".join(f"{day} 00:00,31000\n" for day in days)
    given = {"meter": "em_main", "file_name": "em.csv"}
    preparer.post("/meters/imports", inside=True, status=200, params=given, content=readings.encode())
    text = sample_text("fasteners")
    amount = re.search(r"amount: (\{.*meter:em_main.*\})", text)
    assert amount
    page = leaf(company, "preparer", preparer.plant("반월공장", text.replace(amount[1], "meter:em_main")), "em_main")
    assert "/meters/em_main?from=2026-01-01&amp;to=2027-01-01" in page
    assert f"/evidence/{hashlib.sha256(readings.encode()).hexdigest()}" in page
    company.open("preparer", "/meters/em_main?from=2026-01-01&to=2027-01-01")


def test_a_report_rests_on_what_was_kept_when_it_was_computed(company: Company) -> None:
    upload(company, ("가스.pdf", BILL))
    upload(company, ("식.pdf", RECIPE), secrecy="secret")
    plant = engage(company)
    company.town.place.at += timedelta(minutes=1)
    newer = b"%PDF-1.7 another bill"
    upload(company, ("가스.pdf", newer))
    assert hashlib.sha256(newer).hexdigest() in leaf(company, "preparer", plant, "가스.pdf")
    report = company.people["their verifier"].actor.grants[0].reports[0]
    pages = [company.open("their verifier", f"/reports/{report}/1")]
    seen: set[str] = set()
    shown = before = ""
    while pages and not shown:
        for found in re.findall(r"/reports/\w+/1/figures/(\w+)", pages.pop(0)):
            if found not in seen:
                seen.add(found)
                page = company.open("their verifier", f"/reports/{report}/1/figures/{found}")
                pages.append(page)
                shown = shown or (page if "증빙: 가스.pdf" in page else "")
                before += page
    assert f'/evidence/{HASH}">증빙: 가스.pdf</a>' in shown
    assert hashlib.sha256(newer).hexdigest() not in shown
    assert "이 판을 계산한 때에 이곳에 없었습니다" in before
    assert "증빙 1건은 등급 때문에 보이지 않습니다." in shown
    assert "식.pdf</a>" not in shown
