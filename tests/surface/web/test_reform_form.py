"""A reform written in the browser: parameters chosen from the rules, checked at their fields, kept in versions."""

from typing import Any

import pytest
from tests.surface.api.people import Town
from tests.surface.web.agency import Agency, founded, inputs
from tests.surface.web.seats import heading, said

from pulmu.bootstrap.support import packaged_reforms
from pulmu.model import Document, decode
from pulmu.model.reform import Reform
from pulmu.services.reforms.rules import ReformRules
from pulmu.services.reforms.shelf import ShelvedReform, find_reform

NEW, EDIT = "/reforms/new", "/reforms/voucher_for_large/edit"
ABOUT = {"id": "voucher_for_large", "name_ko": "대기업 개방", "name_en": "Opened to large firms", "status": "proposal"}


@pytest.fixture
def agency(town: Town) -> Agency:
    return founded(town)


@pytest.fixture
def stands(town: Town, agency: Agency) -> Any:
    """A reform as it stands in the agency's workspace."""
    officer = agency.people["agency_officer"]

    def found(name: str = "voucher_for_large") -> ShelvedReform:
        rules = ReformRules.of(town.place.gate, officer.actor, town.served.programmes())
        return find_reform(town.place.gate, officer.actor, packaged_reforms(), rules.rulebook, name)

    return found


def show(agency: Agency, path: str, sent: dict[str, str], deed: str) -> dict[str, str]:
    """The form after a button that changes its rows; nothing is saved."""
    answer = agency.send("agency_officer", path, **sent | {"do": deed})
    assert answer.status_code == 200, answer.text[-500:]
    return inputs(answer.text)


def written(agency: Agency) -> dict[str, str]:
    """The form of a reform that opens the voucher to large firms, filled in but not sent."""
    sent = inputs(agency.open("agency_officer", NEW)) | ABOUT
    sent = show(agency, NEW, sent, "add:after") | {"after/0/parameter": "ai_voucher.sizes"}
    return show(agency, NEW, sent, "show") | {"after/0/add/3": "large"}


def test_a_reform_is_written_from_the_parameters_of_the_rules(agency: Agency, stands: Any) -> None:
    page = agency.open("agency_officer", NEW)
    assert '<option value="size.asset_cap_krw">' in page
    assert heading(page) == "어떤 제도를 바꿉니까?"
    sent = written(agency)
    chosen = agency.send("agency_officer", NEW, **sent | {"do": "show"}).text
    assert "지금은 소기업, 중기업, 중견기업" in said(chosen)
    answer = agency.send("agency_officer", NEW, **sent)
    assert answer.headers["location"].endswith("/reforms/voucher_for_large")
    (change,) = stands().reform.after
    assert (change.parameter, change.add) == ("ai_voucher.sizes", ("large",))
    assert agency.send("agency_officer", NEW, **sent).status_code == 409


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(agency: Agency, stands: Any) -> None:
    wrong = {"after/0/parameter": "ai_voucher.size", "valid_from": "soon", "id": "", "name_en": "<b>kept</b>"}
    answer = agency.send("agency_officer", NEW, **written(agency) | wrong)
    assert answer.status_code == 422
    for address in ("valid_from", "id"):
        assert f'href="#{address}"' in answer.text
    assert inputs(answer.text)["name_en"] == "<b>kept</b>"
    assert "<b>kept" not in answer.text
    named = written(agency) | {"after/0/parameter": "ai_voucher.size"}
    answer = agency.send("agency_officer", NEW, **named)
    assert answer.status_code == 422
    assert 'href="#after/0/parameter"' in answer.text
    checked = agency.send("agency_officer", "/reforms/new/check", **named)
    assert [item["address"] for item in checked.json()["problems"]] == ["after/0/parameter"]
    taken = agency.send("agency_officer", NEW, **written(agency) | {"id": "ai_voucher_mid_sized_2021"})
    assert taken.status_code == 422
    assert "voucher_for_large" not in agency.open("agency_officer", "/reforms")


@pytest.mark.parametrize("name", packaged_reforms())
def test_a_packaged_reform_is_copied_whole(agency: Agency, stands: Any, name: str) -> None:
    moved = agency.people["agency_officer"].client.get(agency.address(f"/reforms/{name}/edit"), follow_redirects=False)
    assert moved.headers["location"].endswith(f"/reforms/new?like={name}")
    sent = inputs(agency.open("agency_officer", f"{NEW}?like={name}")) | {"id": "voucher_for_large"}
    assert agency.send("agency_officer", NEW, **sent).status_code == 303
    copied, original = stands().reform, decode(Reform, Document(packaged_reforms()[name].tree, "")).unwrap()
    assert copied == Reform(**{item: getattr(original, item) for item in original.__slots__} | {"id": copied.id})
    again = inputs(agency.open("agency_officer", EDIT))
    assert agency.send("agency_officer", EDIT, **again).status_code == 303
    assert stands().reform == copied


def test_of_two_officers_the_second_is_told_and_may_save_on_top(agency: Agency, stands: Any) -> None:
    agency.send("agency_officer", NEW, **written(agency))
    first = second = inputs(agency.open("agency_officer", EDIT))
    agency.send("agency_officer", EDIT, **first | {"note_en": "first"})
    clash = agency.send("agency_officer", EDIT, **second | {"note_ko": "둘째"})
    assert clash.status_code == 409
    on_top = agency.send("agency_officer", EDIT, **inputs(clash.text) | {"do": "onto"})
    assert on_top.status_code == 303
    found = stands()
    assert (found.number, found.reform.note_en, found.reform.note_ko) == (3, "first", "둘째")


def test_who_only_reads_writes_no_reform(agency: Agency) -> None:
    for role in ("reviewer", "company_admin", "plant_user"):
        agency.open(role, NEW, status=403)
        for path in (NEW, "/reforms/new/check", "/reforms/ai_voucher_mid_sized_2021/edit"):
            assert agency.send(role, path, **ABOUT).status_code == 403, path
        agency.open(role, "/reforms/ai_voucher_mid_sized_2021/edit", status=403)
    assert "/reforms/new" not in agency.open("reviewer", "/reforms")
    agency.open("agency_officer", "/reforms/none_such/edit", status=404)
    agency.open("agency_officer", f"{NEW}?like=none_such", status=404)


def test_fields_no_form_has_are_refused(agency: Agency) -> None:
    for name in ("nonsense", "after/0/parameter/x", "after/0/rows/~was"):
        assert agency.send("agency_officer", NEW, **written(agency) | {name: "1"}).status_code == 422, name
