"""The place as who cares for it sees it: names and sizes, never what a company holds."""

from dataclasses import replace

import pytest
from tests.surface.api.people import Town, Visitor
from tests.surface.web.seats import Company, founded, said


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


@pytest.fixture
def carer(company: Company, town: Town) -> Visitor:
    """Who cares for the place, with a company of their own."""
    found = town.founder("care", "돌봄", "오돌봄")
    door = town.place.door
    with door.store.place_writing() as records:
        known = records.account_by_email("care@example.org")
        assert known is not None
        records.change_account(replace(known, is_system_admin=True))
    found.client.headers["Accept-Language"] = "ko"
    return found


def test_it_shows_names_and_sizes_and_nothing_a_company_holds(company: Company, carer: Visitor) -> None:
    page = carer.client.get("/care").text
    assert "한빛체결" in page
    assert "preparer@example.org" in page
    assert "회사와 기관 2곳" in said(page)
    for held in ("안산공장", "2026", company.report, company.plant):
        assert held not in page.replace("2027", "")
    assert 'href="/care"' in carer.client.get("/").text


def test_it_opens_no_company(company: Company, carer: Visitor) -> None:
    assert carer.client.get(company.address("/reports"), follow_redirects=False).status_code == 404


def test_a_disabled_account_is_out_at_once_and_comes_back(company: Company, carer: Visitor) -> None:
    known = company.people["preparer"]
    account = known.actor.id
    answer = carer.client.post(f"/care/accounts/{account}/disable", follow_redirects=False)
    assert answer.status_code == 303
    assert known.client.get(company.address("/reports"), follow_redirects=False).status_code == 303
    assert "중지됨" in carer.client.get("/care").text
    wrong = {"email": "preparer@example.org", "password": "용광로 옆 푸른 자전거"}
    assert known.client.post("/login", data=wrong).status_code == 401
    carer.client.post(f"/care/accounts/{account}/enable")
    assert known.client.post("/login", data=wrong, follow_redirects=False).status_code == 303
    with company.town.place.store.place_reading() as records:
        noted = [item for item in records.entries() if item.action == "change_place"]
    assert [item.detail["status"] for item in noted] == ["disabled", "active"]
    assert {item.actor for item in noted} == {carer.actor.id}


def test_nobody_disables_themselves(carer: Visitor) -> None:
    answer = carer.client.post(f"/care/accounts/{carer.actor.id}/disable")
    assert answer.status_code == 409
    assert carer.client.get("/care").status_code == 200


def test_nobody_else_sees_it(company: Company, carer: Visitor) -> None:
    for visitor in company.people.values():
        assert visitor.client.get("/care", follow_redirects=False).status_code == 403
        answer = visitor.client.post(f"/care/accounts/{carer.actor.id}/disable", follow_redirects=False)
        assert answer.status_code == 403
        assert 'href="/care"' not in visitor.client.get("/").text
    assert company.town.visitor().client.get("/care", follow_redirects=False).headers["location"] == "/login?next=/care"


def test_without_a_code_it_asks_for_one(carer: Visitor) -> None:
    fresh = carer.town.visitor()
    fresh.client.post("/login", data={"email": "care@example.org", "password": "용광로 옆 푸른 자전거"})
    sent = fresh.client.get("/care", follow_redirects=False)
    assert sent.headers["location"] == "/account/code?next=/care"
