"""A link for an importer: made by who may, shown once, counted, ended; and nothing but the summary behind it."""

import html
import re

import pytest
from tests.surface.api.people import ORIGIN, Client, Town
from tests.surface.web.seats import Company, founded, said


@pytest.fixture
def company(town: Town) -> Company:
    found = founded(town)
    found.freeze()
    return found


@pytest.fixture
def importer(company: Company) -> Client:
    return Client(company.town.app, base_url=ORIGIN, headers={"Accept-Language": "de"})


def made(company: Company, **more: str) -> str:
    """A new link's address."""
    wish = {"audience": "Adler GmbH", "days": "30"} | more
    answer = company.send("approver", f"/reports/{company.report}/1/share", **wish)
    assert answer.status_code == 201, answer.text
    found = re.search(r'value="(https://[^"]+/s/[^"]+)"', answer.text)
    assert found
    return html.unescape(found[1])


def test_an_importer_sees_the_figures_of_the_goods_without_an_account(company: Company, importer: Client) -> None:
    page = importer.get(made(company))
    assert page.status_code == 200
    assert "What are the embedded emissions of these goods?" in page.text
    assert "제품의 내재배출량은 얼마인가?" in page.text
    assert "73181588" in page.text
    assert "unverified" in page.text
    assert re.search(r"[0-9a-f]{64}", page.text)
    assert page.headers["referrer-policy"] == "no-referrer"


def test_an_importer_sees_nothing_a_recipe_could_be_read_from(company: Company, importer: Client) -> None:
    shown = importer.get(made(company)).text
    report = company.send(
        "preparer", f"/reports/{company.report}/1/do/download", file="report.json", reason="compare"
    ).json()
    secrets = {part["name"] for name in ("processes", "precursors") for part in report[name]}
    secrets |= {part["supplier"] for part in report["precursors"]} | {"EUR", "kWh", "Nm3", "/w/"}
    secrets |= {f"{good['activity_level']['value']:,.0f}" for good in report["goods"]}
    assert {item for item in secrets if item and item in shown} == set()
    assert "한빛체결" not in shown, "the workspace's own name is not released"


def test_the_preview_is_what_the_importer_sees(company: Company, importer: Client) -> None:
    preview = said(company.open("approver", f"/reports/{company.report}/1/share"))
    shown = said(importer.get(made(company)).text)
    start, end = "Embedded emissions of goods that", "precursors, energy and costs are not part of this summary."
    assert preview[preview.index(start) : preview.index(end)] == shown[shown.index(start) : shown.index(end)]


def test_its_address_is_shown_once(company: Company) -> None:
    address = made(company)
    listed = company.open("approver", f"/reports/{company.report}/1/share")
    assert "Adler GmbH" in listed
    assert address.rsplit(".", 1)[1] not in listed


@pytest.mark.parametrize("why", ["none", "expired", "revoked", "used up", "withdrawn", "wrong"])
def test_a_link_that_opens_nothing_does_not_say_why(company: Company, importer: Client, why: str) -> None:
    never = importer.get("/s/nothing").text
    address = made(company, limit="1")
    share = f"/reports/{company.report}/1/share"
    if why == "expired":
        company.town.place.pass_time(days=31)
    elif why == "revoked":
        link = re.search(r"/share/(\w+)/revoke", company.open("approver", share))
        assert link
        assert company.send("approver", f"{share}/{link[1]}/revoke").status_code == 303
    elif why == "used up":
        assert importer.get(address).status_code == 200
    elif why == "withdrawn":
        company.send("approver", f"/reports/{company.report}/1/withdraw", reason="a meter was wrong")
    elif why == "wrong":
        address = address[:-1] + ("A" if address[-1] != "A" else "B")
    else:
        address = f"{ORIGIN}/s/{company.people['approver'].workspace}.x.y"
    answer = importer.get(address)
    assert answer.status_code == 404
    assert answer.text == never


def test_each_opening_is_counted_and_another_language_is_none(company: Company, importer: Client) -> None:
    address = made(company, limit="5")
    importer.get(address)
    importer.get(address)
    assert "2/5" in company.open("approver", f"/reports/{company.report}/1/share")
    assert 'href="#ko"' in importer.get(address).text


def test_who_may_not_share_does_not_come_to_the_page(company: Company) -> None:
    page = f"/reports/{company.report}/1/share"
    for role in ("preparer", "plant_user", "verifier"):
        company.open(role, page, status=403)
        assert company.send(role, page, audience="x", days="3").status_code == 403
    assert company.open("company_admin", page)


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(company: Company) -> None:
    answer = company.send("approver", f"/reports/{company.report}/1/share", audience="Adler GmbH", days="900")
    assert answer.status_code == 422
    assert 'value="Adler GmbH"' in answer.text
    assert 'value="900"' in answer.text


def test_a_draft_is_not_shared(company: Company) -> None:
    company.prepare("preparer")
    company.open("approver", f"/reports/{company.report}/2/share", status=409)
