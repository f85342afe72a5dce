"""The support programmes of an agency in the browser: read, taken over, edited, tried on a firm."""

import html
import json
from typing import Any

import pytest
from tests.surface.api.people import Town
from tests.surface.web.agency import Agency, founded, inputs
from tests.surface.web.seats import heading, said
from tests.surface.web.test_rule_reading import edited

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import encode
from pulmu.services.workspaces.programmes import WorkspaceProgramme, find_programme

VOUCHER = "/programmes/ai_voucher"


FIRM = """companies:
  - id: firm
    name_local: 큰철강
    body: company
    ksic: '24112'
    province: KR-48
    owners_known: true
    relatives_known: true
    finance_or_insurance: false
    general_holding_company: false
    leaving: []
    disclosure_group: {member: true}
    cross_shareholding_group: {member: true}
    business_years:
      - {end: 2025-12-31, sales_krw: 8000000000000, total_assets_krw: 12000000000000}
      - {end: 2024-12-31, sales_krw: 8000000000000, total_assets_krw: 12000000000000}
      - {end: 2023-12-31, sales_krw: 8000000000000, total_assets_krw: 12000000000000}
    facts: {in_business: true, consortium.supplier_in_pool: ai}
"""
"""A firm that is large on any day, with a supplier from the pool."""


@pytest.fixture
def agency(town: Town) -> Agency:
    return founded(town)


@pytest.fixture
def stands(town: Town, agency: Agency) -> Any:
    """A programme as it stands in the agency's workspace."""
    officer = agency.people["agency_officer"]

    def found(name: str = "ai_voucher") -> WorkspaceProgramme:
        return find_programme(town.place.gate, officer.actor, packaged_programmes(), name)

    return found


def form_of(agency: Agency, path: str = VOUCHER) -> dict[str, str]:
    return inputs(agency.open("agency_officer", f"{path}/edit"))


def test_every_packaged_programme_is_listed_read_and_edited_in_both_languages(agency: Agency) -> None:
    for language in ("ko", "en"):
        agency.people["agency_officer"].client.headers["Accept-Language"] = language
        page = agency.open("agency_officer", "/programmes")
        for item in packaged_programmes():
            assert f"/programmes/{item.id}" in page
            shown = agency.open("agency_officer", f"/programmes/{item.id}")
            assert (item.name_ko if language == "ko" else item.name_en) in html.unescape(heading(shown))


def test_the_form_of_every_programme_sent_as_it_was_shown_changes_nothing(agency: Agency, stands: Any) -> None:
    for item in packaged_programmes():
        answer = agency.send(
            "agency_officer", f"/programmes/{item.id}/edit", **form_of(agency, f"/programmes/{item.id}")
        )
        assert answer.status_code == 303, item.id
        assert stands(item.id).document.tree == encode(item), item.id
        again = agency.send(
            "agency_officer", f"/programmes/{item.id}/edit", **form_of(agency, f"/programmes/{item.id}")
        )
        assert again.headers["location"].endswith("saved=same"), item.id


def test_what_is_not_known_is_said_and_never_nothing(agency: Agency) -> None:
    page = said(agency.open("reviewer", VOUCHER))
    assert "한도 2억 원" in page or "최대 2억 원" in page
    assert "기업규모별 자부담률 소기업 알 수 없음, 중기업 알 수 없음, 중견기업 알 수 없음" in page
    assert "예산 알 수 없음" in page
    assert "접수 차수 알 수 없음" in page
    assert "언론 보도에서 읽은 내용입니다" in page
    assert "모두 충족 기업규모: 소기업, 중기업, 중견기업 중 하나" in page


def test_a_voucher_opened_to_large_firms_answers_a_large_firm_otherwise(agency: Agency, stands: Any) -> None:
    before = agency.send("agency_officer", f"{VOUCHER}/try", firm=FIRM)
    assert before.status_code == 200
    assert "큰철강에 적용한 답입니다" in said(before.text)
    assert "신청할 수 없음" in said(before.text)
    sent = form_of(agency)
    assert sent["conditions/all/0/value/0"] == "small"
    saved = agency.send(
        "agency_officer", f"{VOUCHER}/edit", **sent | {"conditions/all/0/value/3": "large", "note": "열기"}
    )
    assert saved.status_code == 303
    assert stands().programme.conditions.all[0].value == ("small", "medium", "mid_sized", "large")
    after = said(agency.send("agency_officer", f"{VOUCHER}/try", firm=FIRM).text)
    assert "지금 이 사업 신청할 수 있음" in after
    assert "풀무에 들어 있는 사업 신청할 수 없음" in after
    listed = said(agency.open("reviewer", "/programmes"))
    assert "우리 기관(고침)" in listed
    versions = said(agency.open("reviewer", f"{VOUCHER}/versions"))
    assert "열기" in versions
    assert "신청 자격" in versions
    assert "신청 자격 › 모두 충족 › 1 › 값" in versions
    assert "대기업" in versions


def test_everything_wrong_is_told_at_once_at_its_field_and_what_was_typed_is_kept(agency: Agency, stands: Any) -> None:
    wrong = {"payment/ceiling_krw": "많이", "year": "1", "conditions/all/1/fact": "no_such_fact",
             "payment/own_share_by_size/0/~amount": "140 %", "name_ko": "<script>alert(1)</script>"}  # fmt: skip
    answer = agency.send("agency_officer", f"{VOUCHER}/edit", **form_of(agency) | wrong)
    assert answer.status_code == 303
    page = agency.open("agency_officer", f"{VOUCHER}/edit")
    for address in ("payment/ceiling_krw", "year", "conditions/all/1/fact", "payment/own_share_by_size/0"):
        assert f'href="#{address}"' in page, address
        assert f'id="{address}"' in page, address
    kept = inputs(page)
    assert kept["payment/ceiling_krw"] == "많이"
    assert kept["conditions/all/1/fact"] == "no_such_fact"
    assert "<script>alert" not in page
    assert not stands().counts
    shown = said(agency.open("reviewer", VOUCHER))
    assert "판정에 쓰지 않습니다" in shown
    refused = agency.send("agency_officer", f"{VOUCHER}/try", firm=FIRM)
    assert refused.status_code == 422


def test_a_text_that_is_far_too_long_is_told_at_its_field(agency: Agency) -> None:
    answer = agency.send("agency_officer", f"{VOUCHER}/edit", **form_of(agency) | {"confidence": "x" * 20_000})
    assert answer.status_code == 303
    page = agency.open("agency_officer", f"{VOUCHER}/edit")
    assert 'href="#confidence"' in page
    assert len(inputs(page)["confidence"]) == 20_000


def test_of_two_officers_the_second_is_told_and_may_save_on_top(agency: Agency, stands: Any) -> None:
    first, second = form_of(agency), form_of(agency)
    agency.send("agency_officer", f"{VOUCHER}/edit", **first | {"budget_krw": "1000"})
    clash = agency.send("agency_officer", f"{VOUCHER}/edit", **second | {"budget_krw": "2000", "projects": "7"})
    assert clash.status_code == 409
    assert stands().programme.budget_krw == 1000
    assert "예산" in said(clash.text)
    on_top = inputs(clash.text) | {"do": "onto"}
    assert on_top["budget_krw"] == "2000"
    assert agency.send("agency_officer", f"{VOUCHER}/edit", **on_top).status_code == 303
    found = stands()
    assert (found.number, found.programme.budget_krw, found.programme.projects) == (2, 2000, 7)


def press(agency: Agency, sent: dict[str, str], deed: str) -> dict[str, str]:
    """The form after a button that changes its rows; nothing is saved."""
    answer = agency.send("agency_officer", f"{VOUCHER}/edit", **sent | {"do": deed})
    assert answer.status_code == 200, answer.text[-500:]
    return inputs(answer.text)


def test_conditions_are_added_joined_and_taken_out_by_buttons_without_losing_anything(
    agency: Agency, stands: Any
) -> None:
    sent = form_of(agency) | {"name_en": "typed meanwhile"}
    sent = press(agency, sent, "add:conditions/all")
    sent |= {"conditions/all/3/fact": "business_age_years"}
    sent = press(agency, sent, "show")
    sent |= {"conditions/all/3/operator": "at_most", "conditions/all/3/value": "7"}
    sent = press(agency, sent, "move:conditions/all>conditions/any")
    assert sent["conditions/any/3/value"] == "7"
    sent = press(agency, sent, "remove:conditions/any/1")
    sent = press(agency, sent, "wrap:conditions>conditions/all")
    sent = press(agency, sent, "remove:conditions/all/1")
    assert agency.send("agency_officer", f"{VOUCHER}/edit", **sent | {"do": "save"}).status_code == 303
    found = stands()
    assert found.problems == ()
    (joined,) = found.programme.conditions.all
    assert [item.fact for item in joined.any] == ["size_class", "in_business", "business_age_years"]
    assert joined.any[0].value == ("small", "medium", "mid_sized")
    assert found.programme.name_en == "typed meanwhile"


def test_fields_no_form_has_are_refused(agency: Agency) -> None:
    for name, value in (("conditions/all/99999/fact", "x"), ("nonsense", "1"), ("conditions/all/0/~was", "77"),
                        ("payment/~rows", "1"), ("a/" * 60 + "b", "1")):  # fmt: skip
        answer = agency.send("agency_officer", f"{VOUCHER}/edit", **form_of(agency) | {name: value})
        assert answer.status_code == 422, name
    for deed in (
        "add:nothing",
        "move:conditions/all>conditions/all/0/any",
        "wrap:x>y",
        "up:conditions/all/9",
        "burn:x",
    ):
        answer = agency.send("agency_officer", f"{VOUCHER}/edit", **form_of(agency) | {"do": deed})
        assert answer.status_code == 422, deed


def upload(agency: Agency, content: bytes, name: str = "x.yaml", role: str = "agency_officer") -> Any:
    return agency.send(role, "/programmes/upload", files={"file": (name, content)})


NEW = b"id: hydrogen_voucher\nname_ko: '\xec\x88\x98\xec\x86\x8c <b>'\nname_en: Hydrogen\nkind: voucher\nyear: 2027\n"


def test_a_file_becomes_a_programme_and_comes_back_as_a_file(agency: Agency, stands: Any) -> None:
    assert upload(agency, NEW).headers["location"].endswith("/programmes/hydrogen_voucher")
    assert upload(agency, NEW + b"budget_krw: 5\n").status_code == 303
    assert stands("hydrogen_voucher").number == 2
    for ending in ("yaml", "json"):
        answer = agency.people["reviewer"].client.get(agency.address(f"/programmes/hydrogen_voucher/file/{ending}"))
        assert answer.headers["content-disposition"].startswith("attachment")
        assert upload(agency, answer.content, f"x.{ending}").status_code == 303
        assert stands("hydrogen_voucher").programme.budget_krw == 5
    assert "수소 &lt;b&gt;" in agency.open("reviewer", "/programmes/hydrogen_voucher")


def test_of_two_who_bring_a_file_the_second_is_told(agency: Agency, stands: Any) -> None:
    upload(agency, NEW)
    page = agency.open("agency_officer", "/programmes/hydrogen_voucher")
    assert '<input type="hidden" name="seen" value="1">' in page
    for budget, status in ((b"5", 303), (b"6", 409)):
        files = {"file": ("x.yaml", NEW + b"budget_krw: " + budget)}
        assert agency.send("agency_officer", "/programmes/upload", files=files, seen="1").status_code == status
    assert stands("hydrogen_voucher").programme.budget_krw == 5


@pytest.mark.parametrize("seed", range(12))
def test_the_form_of_any_programme_sent_as_it_was_shown_changes_nothing(agency: Agency, stands: Any, seed: int) -> None:
    tree = edited(seed) | {"id": "some_one"}
    assert upload(agency, json.dumps(tree).encode(), "x.json").status_code == 303
    path = "/programmes/some_one"
    before = stands("some_one").document.tree
    answer = agency.send("agency_officer", f"{path}/edit", **form_of(agency, path))
    assert answer.headers["location"].endswith("saved=same"), answer.text[-300:]
    agency.send("agency_officer", f"{path}/edit", **form_of(agency, path) | {"confidence": "seen"})
    assert stands("some_one").document.tree == before | {"confidence": "seen"}


def test_a_programme_too_long_for_a_form_is_edited_as_a_file(agency: Agency) -> None:
    past = [{"years": str(1990 + number), "budget_krw": number, "rate_by_size": {"small": 0.5}} for number in range(60)]
    rounds = [{"id": f"round_{number}", "year": 2026} for number in range(60)]
    tracks = [{"id": f"track_{number}"} for number in range(40)]
    tree = {"id": "long_one", "name_ko": "가", "name_en": "x", "kind": "grant", "year": 2026, "history": past,
            "rounds": rounds, "payment": {"tracks": tracks}}  # fmt: skip
    assert upload(agency, json.dumps(tree).encode(), "x.json").status_code == 303
    page = agency.open("agency_officer", "/programmes/long_one/edit")
    assert "항목이 너무 많아" in said(page)
    assert "<form" not in page.partition("<main")[2]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04" + b"x" * 99, b"a: &a [1]\nb: *a\n", b"[" * 5000, b"\xff\xfe\x00", b"{", b"- 1\n- 2\n",
     b"id: ../../etc\nname_ko: x\n", b"id: A\n", b"id: [1]\n", b"id: 'a\\0'\n", b"!!python/object:os.system {}\n"],
)  # fmt: skip
def test_a_hostile_file_is_refused_and_nothing_is_kept(agency: Agency, content: bytes) -> None:
    answer = upload(agency, content)
    assert answer.status_code == 422
    assert "우리 기관이 고친 사업은 0개" in said(agency.open("agency_officer", "/programmes"))


def test_a_deep_programme_can_still_be_opened_and_saved(agency: Agency, stands: Any) -> None:
    deep = b"{all: [" * 15 + b"{fact: listed, operator: equals, value: true}" + b"]}" * 15
    assert upload(agency, NEW + b"conditions: " + deep).status_code == 303
    path = "/programmes/hydrogen_voucher"
    before = stands("hydrogen_voucher").document.tree
    answer = agency.send("agency_officer", f"{path}/edit", **form_of(agency, path) | {"budget_krw": "3"})
    assert answer.status_code == 303
    assert stands("hydrogen_voucher").document.tree["conditions"] == before["conditions"]


def test_a_new_programme_begins_with_little(agency: Agency, stands: Any) -> None:
    given = {"id": "sme_carbon", "name_ko": "탄소", "name_en": "Carbon", "kind": "grant", "year": "2027"}
    assert agency.send("agency_officer", "/programmes/new", **given).headers["location"].endswith("/sme_carbon/edit")
    assert stands("sme_carbon").counts
    assert "지원 대상이 확인되지 않음" in said(agency.open("reviewer", "/programmes/sme_carbon"))
    for wrong in ({"id": "ai_voucher"}, {"id": "No"}, {"id": ""}):
        answer = agency.send("agency_officer", "/programmes/new", **given | wrong)
        assert answer.status_code == 422
        assert 'value="탄소"' in answer.text
    assert agency.send("agency_officer", "/programmes/new", **given).status_code == 409


def test_an_edited_programme_goes_back_to_its_packaged_terms(agency: Agency, stands: Any) -> None:
    agency.send("agency_officer", f"{VOUCHER}/edit", **form_of(agency) | {"budget_krw": "1000"})
    assert agency.send("agency_officer", f"{VOUCHER}/take-over", seen="0").status_code == 409
    assert agency.send("agency_officer", f"{VOUCHER}/take-over", seen="1").status_code == 303
    assert stands().programme.budget_krw is None
    assert agency.send("agency_officer", "/programmes/none_such/take-over", seen="0").status_code == 404


def test_who_only_reads_cannot_save_and_others_see_nothing(agency: Agency) -> None:
    for role in ("reviewer", "company_admin"):
        assert "/edit" not in agency.open(role, VOUCHER)
        agency.open(role, f"{VOUCHER}/edit", status=403)
        for path in (f"{VOUCHER}/edit", f"{VOUCHER}/check", f"{VOUCHER}/take-over", "/programmes/new"):
            assert agency.send(role, path, seen="0", id="x", year="2026").status_code == 403, path
        assert upload(agency, NEW, role=role).status_code == 403
        assert agency.send(role, f"{VOUCHER}/try", firm=FIRM).status_code == 200
    for path in ("/programmes", VOUCHER, f"{VOUCHER}/versions", f"{VOUCHER}/file/yaml", f"{VOUCHER}/edit"):
        agency.open("plant_user", path, status=403)
    assert 'href="/w/' + agency.people["plant_user"].workspace + '/programmes"' not in agency.open("plant_user", "")


def test_the_form_is_checked_as_one_types_and_nothing_is_saved(agency: Agency, stands: Any) -> None:
    answer = agency.send("agency_officer", f"{VOUCHER}/check", **form_of(agency) | {"budget_krw": "much"})
    assert [item["address"] for item in answer.json()["problems"]] == ["budget_krw"]
    assert stands().number == 0


@pytest.mark.parametrize("firm", ["", "companies: 3", "a: [", "PK\x03", "companies: []"])
def test_a_firm_that_cannot_be_read_is_told_and_kept_in_its_box(agency: Agency, firm: str) -> None:
    answer = agency.send("agency_officer", f"{VOUCHER}/try", firm=firm)
    assert answer.status_code == 422
    assert "problem error" in answer.text
