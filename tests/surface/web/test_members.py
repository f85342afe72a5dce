"""Members, invitations and tokens in the browser: who may look after them, and what is shown once."""

import html
import re
from datetime import date

import pytest
from tests.places import PASSWORD
from tests.surface.api.people import ORIGIN, Town, soon
from tests.surface.web.seats import Company, founded, said

from pulmu.locale import has_text
from pulmu.services.access.permission import ACTIONS


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def address(page: str) -> str:
    found = re.search(r'id="made" value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_somebody_is_invited_by_an_address_shown_once_and_comes_in(company: Company) -> None:
    answer = company.send("company_admin", "/members/invite", email="new@example.org", role="preparer")
    assert answer.status_code == 201
    where = address(answer.text)
    assert where.startswith(f"{ORIGIN}/invitation/")
    listed = company.open("company_admin", "/members")
    assert "new@example.org" in listed
    assert where.rsplit(".", 1)[1] not in listed
    visitor = company.town.visitor()
    sent = {"name": "박새로", "email": "new@example.org", "password": PASSWORD}
    assert visitor.client.post(where, data=sent, follow_redirects=False).status_code == 303
    assert "박새로" in company.open("company_admin", "/members")


def test_an_invitation_that_was_taken_back_opens_nothing(company: Company) -> None:
    where = address(company.send("company_admin", "/members/invite", email="new@example.org", role="approver").text)
    found = re.search(r"/members/invitations/(\w+)/end", company.open("company_admin", "/members"))
    assert found
    assert company.send("company_admin", f"/members/invitations/{found[1]}/end").status_code == 303
    assert "new@example.org" not in company.open("company_admin", "/members")
    sent = {"name": "x", "email": "new@example.org", "password": PASSWORD}
    assert company.town.visitor().client.post(where, data=sent).status_code == 404


def test_another_companys_invitation_is_not_there(company: Company, town: Town) -> None:
    other = town.founder("park", "대림금속")
    theirs = other.post("/invitations", inside=True, json={"email": "x@example.org", "role": "preparer"})["id"]
    assert company.send("company_admin", f"/members/invitations/{theirs}/end").status_code == 404
    assert "x@example.org" in other.client.get(f"/w/{other.workspace}/members").text


def test_a_verifier_is_engaged_for_reports_until_a_day(company: Company, town: Town) -> None:
    wish = {"email": "jung@example.org", "role": "verifier"}
    refused = company.send("company_admin", "/members/invite", **wish)
    assert refused.status_code == 422
    assert 'value="jung@example.org"' in refused.text
    assert company.send("company_admin", "/members/invite", **wish, end="soon").status_code == 422
    chosen = {f"report_{company.report}": "on", "end": soon(town).isoformat()}
    where = address(company.send("company_admin", "/members/invite", **wish, **chosen).text)
    visitor = town.visitor()
    visitor.workspace = company.people["company_admin"].workspace
    visitor.client.post(where, data={"name": "정검증", "email": "jung@example.org", "password": PASSWORD})
    company.people["jung"] = visitor.enter("jung")
    company.send("preparer", "/plants")
    second = company.people["preparer"].draft(company.people["preparer"].plant("둘째 공장"))
    shown = company.open("jung", "/reports")
    assert company.report in shown
    assert second not in shown
    assert company.open("jung", f"/reports/{second}/1", status=403)
    town.place.pass_time(days=31)
    assert visitor.client.get(company.address("/reports"), follow_redirects=False).status_code == 303


def test_a_role_is_ended_but_never_the_last_administrators(company: Company) -> None:
    boss, leaving = company.people["company_admin"].actor.id, company.people["plant_user"].actor.id
    assert company.send("company_admin", f"/members/{leaving}/end", role="plant_user").status_code == 303
    assert "plant-user@example.org" not in company.open("company_admin", "/members")
    kept = company.send("company_admin", f"/members/{boss}/end", role="company_admin")
    assert kept.status_code == 409
    assert 'class="problem error"' in kept.text


def test_who_may_look_does_not_change(company: Company) -> None:
    page = company.open("approver", "/members")
    assert "/members/invite" not in page
    assert company.send("approver", "/members/invite", email="x@example.org", role="preparer").status_code == 403
    for role in ("preparer", "plant_user", "verifier"):
        company.open(role, "/members", status=403)
        assert 'href="' + company.address("/members") not in company.open(role, "")


def test_a_token_does_what_was_chosen_and_is_shown_once(company: Company) -> None:
    wish = {"name": "ERP", "days": "30", "scope_read_plant": "on"}
    answer = company.send("company_admin", "/tokens", **wish)
    assert answer.status_code == 201
    text = address(answer.text)
    visitor = company.town.visitor()
    headers = {"Authorization": f"Bearer {text}"}
    base = f"/api/v1/workspaces/{company.people['company_admin'].workspace}"
    assert visitor.client.get(f"{base}/plants", headers=headers).status_code == 200
    assert visitor.client.get(f"{base}/reports", headers=headers).status_code == 403
    listed = company.open("company_admin", "/tokens")
    assert "사업장 자료 보기" in said(listed)
    assert text not in listed
    found = re.search(r"/tokens/(\w+)/end", listed)
    assert found
    assert company.send("company_admin", f"/tokens/{found[1]}/end").status_code == 303
    assert visitor.client.get(f"{base}/plants", headers=headers).status_code == 401


def test_a_token_is_offered_for_what_one_may_oneself_and_never_for_deciding(company: Company) -> None:
    page = company.open("company_admin", "/tokens")
    assert 'name="scope_read_plant"' in page
    for never in ("approve_report", "share_report", "change_member", "change_place"):
        assert f'name="scope_{never}"' not in page
    assert 'name="scope_prepare_report"' not in company.open("plant_user", "/tokens")
    refused = company.send("preparer", "/tokens", name="x", days="3", scope_approve_report="on")
    assert refused.status_code == 422
    assert company.send("preparer", "/tokens", name="x", days="3").status_code == 422
    company.open("approver", "/tokens", status=403)


def test_everything_one_may_do_has_a_name_in_both_languages() -> None:
    missing = [item for item in ACTIONS if not all(has_text(f"web.action.{item}", lang) for lang in ("ko", "en"))]
    assert missing == []


def test_an_engagement_shows_its_last_day(company: Company) -> None:
    end = soon(company.town)
    assert isinstance(end, date)
    assert f"{end.year}. {end.month}. {end.day}." in said(company.open("company_admin", "/members"))
