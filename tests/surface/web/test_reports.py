"""Pages of reports: the way from a draft to frozen, and what each role sees of it."""

import re

import pytest
from tests.surface.api.people import HOST, ORIGIN, Town
from tests.surface.web.seats import Company, founded, heading, said
from tests.workshop import Bench

from pulmu.bootstrap.reports import report_files


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def test_a_draft_goes_to_frozen_by_the_hands_of_two(company: Company) -> None:
    page = f"/reports/{company.report}/1"
    assert "아직 승인을 요청하지 않았습니다" in company.open("preparer", page)
    assert company.send("preparer", f"{page}/submit").headers["location"].endswith(page)
    assert "승인을 기다립니다" in company.open("approver", page)
    sent_back = company.send("approver", f"{page}/return", reason="계량기 값을 다시 보세요")
    assert sent_back.status_code == 303
    assert "계량기 값을 다시 보세요" in company.open("preparer", page)
    company.send("preparer", f"{page}/submit")
    assert company.send("approver", f"{page}/approve").status_code == 303
    shown = company.open("preparer", page)
    assert "확정되었습니다" in shown
    assert "approver, 2027. 2. 3. 21:00" in said(shown)


def test_who_worked_on_it_is_told_why_they_do_not_approve(company: Company) -> None:
    boss = company.people["company_admin"]
    company.people["both"] = company.town.member(boss, "both", "preparer")
    second = boss.post("/invitations", inside=True, json={"email": "both@example.org", "role": "approver"})["secret"]
    company.people["both"].client.post(f"/invitation/{second}", data={}, follow_redirects=False)
    company.people["both"].client.headers["Accept-Language"] = "ko"
    company.prepare("both")
    page = f"/reports/{company.report}/2"
    company.send("both", f"{page}/submit")
    assert "만든 사람은 승인하지 않습니다" in company.open("both", page)
    assert f'action="{company.address(page)}/approve"' not in company.open("both", page)
    refused = company.send("both", f"{page}/approve")
    assert refused.status_code == 403
    assert "승인을 기다립니다" in company.open("approver", page)


def test_a_reason_is_asked_for_where_one_is_needed(company: Company) -> None:
    page = f"/reports/{company.report}/1"
    company.send("preparer", f"{page}/submit")
    for step in ("return", "withdraw"):
        answer = company.send("approver", f"{page}/{step}", reason=" ")
        assert answer.status_code == 422
        assert "이유" in answer.text


def test_who_came_second_is_told_on_the_page(company: Company) -> None:
    company.freeze()
    answer = company.send("approver", f"/reports/{company.report}/1/approve")
    assert answer.status_code == 409
    assert heading(answer.text) == "이 보고서는 어디까지 왔는가?"
    assert 'class="problem error"' in answer.text


def test_a_file_is_given_with_its_reason_only(company: Company) -> None:
    page = f"/reports/{company.report}/1/do/download"
    assert company.send("preparer", page, file="report.json", reason="").status_code == 422
    found = company.send("preparer", page, file="report.json", reason="검증인에게 보냄")
    assert found.status_code == 200
    assert found.headers["content-disposition"] == 'attachment; filename="report.json"'
    assert found.json()["format"] == "pulmu.report/2"
    assert company.send("preparer", page, file="../place.sqlite", reason="x").status_code == 404
    assert company.send("plant_user", page, file="report.json", reason="x").status_code == 403
    assert "do/download" not in company.open("plant_user", f"/reports/{company.report}/1")


def test_it_is_computed_anew_at_a_press(company: Company) -> None:
    answer = company.send("verifier", f"/reports/{company.report}/1/do/check")
    assert "보고서의 해시가 같습니다" in answer.text


def test_the_next_version_tells_what_changed(company: Company) -> None:
    made = company.prepare("preparer", edition="2026-02", scenario="last_published_price")
    assert made.headers["location"].endswith(f"/reports/{company.report}/2")
    shown = company.open("preparer", f"/reports/{company.report}/2/changes?since=1")
    assert heading(shown) == "무엇이 바뀌었는가?"
    assert "2026-08 → 2026-02" in said(shown)
    assert company.open("preparer", f"/reports/{company.report}/2/changes?since=9", status=404)


def test_a_draft_that_cannot_be_computed_says_all_that_is_wrong(company: Company) -> None:
    answer = company.prepare("preparer", year="2031")
    assert answer.status_code == 200
    assert "하지 못했습니다" in answer.text
    assert 'class="problem error"' in answer.text
    assert "/again" in answer.text


def test_a_job_is_watched_and_cancelled_and_leaves_nothing(company: Company) -> None:
    where = company.send("preparer", "/reports", plant=company.plant, year="2026", edition="2026-08").headers[
        "location"
    ]
    client = company.people["preparer"].client
    assert "차례를 기다립니다" in client.get(where).text
    assert client.post(f"{where}/cancel", follow_redirects=False).status_code == 303
    assert "취소했습니다" in client.get(where).text
    assert client.post(f"{where}/cancel").status_code == 409
    Bench(company.town.place, draw=lambda report: report_files(report, "en")).work_off()
    assert company.open("preparer", f"/reports/{company.report}/2", status=404)
    assert client.post(f"{where}/again", follow_redirects=False).status_code == 303
    Bench(company.town.place, draw=lambda report: report_files(report, "en")).work_off()
    assert client.get(where, follow_redirects=False).headers["location"].endswith(f"/reports/{company.report}/2")
    assert company.people["verifier"].client.get(where).status_code == 403


def test_a_figure_is_followed_to_its_inputs(company: Company) -> None:
    page = company.open("verifier", f"/reports/{company.report}/1")
    found = re.search(r'href="[^"]*(/reports/\w+/1/figures/\w+)"', page)
    assert found
    figure = company.open("verifier", found[1])
    assert "이것으로 만들었습니다" in figure
    inner = re.findall(r'href="[^"]*(/reports/\w+/1/figures/\w+)"', figure)
    assert "이것에 쓰입니다" in company.open("verifier", inner[0])


def test_verifier_and_preparer_ask_and_answer(company: Company) -> None:
    page = f"/reports/{company.report}/1"
    key = re.search(r"/figures/(\w+)", company.open("verifier", page))
    assert key
    text = "<b>교정 성적서</b>를 보여 주세요"
    assert company.send("verifier", f"{page}/do/comment", text=text, about=key[1]).status_code == 303
    shown = company.open("preparer", page)
    assert "&lt;b&gt;교정 성적서" in shown
    assert f"/figures/{key[1]}" in shown
    comment = re.search(r'name="comment" value="(\w+)"', shown)
    assert comment
    assert company.send("preparer", f"{page}/do/resolve", comment=comment[1]).status_code == 303
    assert "해결됨" in said(company.open("verifier", page))
    assert company.send("preparer", f"{page}/do/resolve", comment=comment[1]).status_code == 409
    assert company.send("preparer", f"{page}/do/comment", text="").status_code == 422
    assert company.send("plant_user", f"{page}/do/comment", text="x").status_code == 403


def test_who_has_no_part_in_reports_has_no_entry_for_them(company: Company) -> None:
    company.people["supplier"] = company.town.member(company.people["company_admin"], "supplier", "supplier")
    assert "/reports" not in company.open("supplier", "")
    assert company.open("supplier", "/reports", status=403)
    assert company.send("approver", "/reports", plant=company.plant, year="2026").status_code == 403
    assert company.open("approver", "/reports/new", status=403)


def test_without_a_code_an_approver_is_asked_for_one_and_comes_back(company: Company) -> None:
    visitor = company.town.visitor()
    visitor.client.post("/login", data={"email": "approver@example.org", "password": "용광로 옆 푸른 자전거"})
    where = company.address("/reports")
    sent = visitor.client.get(where, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/account/code?next={where}")


@pytest.mark.parametrize(
    ("referer", "back"),
    [("{here}", "{path}"), ("https://evil.example{path}", "/"), ("", "/"), ("https://{host}//evil.example", "/")],
)
def test_a_form_that_needs_a_code_leads_back_to_its_page(company: Company, referer: str, back: str) -> None:
    visitor = company.town.visitor()
    visitor.client.post("/login", data={"email": "approver@example.org", "password": "용광로 옆 푸른 자전거"})
    path = company.address(f"/reports/{company.report}/1")
    named = {"here": f"{ORIGIN}{path}", "path": path, "host": HOST}
    sent = visitor.client.post(f"{path}/approve", headers={"Referer": referer.format(**named)}, follow_redirects=False)
    assert sent.headers["location"] == f"/account/code?next={back.format(**named)}"


def test_the_same_page_in_english(company: Company) -> None:
    company.people["preparer"].client.headers["Accept-Language"] = "en"
    assert heading(company.open("preparer", "/reports")) == "How far are the reports?"
    assert "is a draft" in company.open("preparer", f"/reports/{company.report}/1")
