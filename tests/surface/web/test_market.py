"""Offers and needs in the browser: written, mended, shown, found."""

import html

import pytest
from tests.surface.api.people import Town
from tests.surface.web.seats import heading, said
from tests.surface.web.test_nouns import nouns

from pulmu.bootstrap.offers import offers_workbook
from pulmu.bootstrap.samples import sample_needs_text, sample_offers_text

NEED = {"seen": "0", "id": "beads", "text": "visual inspection of welds", "kinds.ai": "yes", "budget_krw": "9,000,000"}
OFFER = {"seen": "0", "id": "weld", "title": "용접 비드 머신비전", "kinds.ai": "yes", "price_from_krw": "5000000",
         "price_of": "project", "standards": "OPC UA, AAS", "regions.KR-48": "yes"}  # fmt: skip


class Firm:
    """A company and its administrator's browser."""

    def __init__(self, town: Town, person: str, name: str) -> None:
        self.boss = town.founder(person, name)
        self.boss.client.headers["Accept-Language"] = "ko"
        self.base = f"/w/{self.boss.workspace}"

    def open(self, path: str, status: int = 200) -> str:
        answer = self.boss.client.get(self.base + path, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)

    def send(self, path: str, status: int = 303, files: object = None, **fields: str) -> str:
        answer = self.boss.client.post(self.base + path, data=fields, files=files, follow_redirects=False)  # type: ignore[arg-type]
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)


@pytest.fixture
def supplier(town: Town) -> Firm:
    return Firm(town, "kim", "가온비전")


@pytest.fixture
def firm(town: Town) -> Firm:
    return Firm(town, "lee", "한빛체결")


def test_a_need_and_an_offer_find_one_another(supplier: Firm, firm: Firm) -> None:
    supplier.send("/offers/new", **OFFER)
    firm.send("/needs/new", **NEED)
    assert "맞는 제안이 없습니다" in firm.open("/needs/beads")
    supplier.send("/offers/weld/publish", shown="yes")
    firm.send("/needs/beads/publish", shown="yes")
    page = said(firm.open("/needs/beads"))
    assert heading(firm.open("/needs/beads")) == "visual inspection of welds: 누가 해 줄 수 있습니까?"
    for words in (
        "공개된 제안 1건 가운데 1건",
        "가온비전",
        "용접 비드 머신비전",
        "둘 다 '머신비전'",
        "예산: 요청 900만 원",
    ):
        assert words in page
    page = said(supplier.open("/offers/weld"))
    assert "공개된 필요 가운데 1건에 맞습니다" in page
    assert "한빛체결" in page
    supplier.send("/offers/weld/publish", shown="no")
    assert "맞는 제안이 없습니다" in firm.open("/needs/beads")
    assert "공개하지 않음" in supplier.open("/offers")


def test_what_is_wrong_is_told_and_what_was_typed_stays(firm: Firm) -> None:
    page = firm.send("/needs/new", status=422, **NEED | {"id": "a b"})
    assert "번호로 쓸 수 없습니다" in page
    assert 'value="9000000"' in page
    firm.send("/needs/new", **NEED | {"budget_krw": "많이"})
    page = firm.open("/needs/beads")
    assert "고칠 곳이 있어" in page
    assert 'value="많이"' in page
    assert "/publish" not in page
    assert firm.send("/needs/beads/publish", status=422, shown="yes")
    firm.send("/needs/beads", **NEED | {"seen": "1"})
    assert "고칠 곳이 있어" not in firm.open("/needs/beads")


def test_who_saves_on_an_older_version_is_told(firm: Firm) -> None:
    firm.send("/needs/new", **NEED)
    firm.send("/needs/beads", **NEED | {"seen": "1", "text": "둘째"})
    page = firm.send("/needs/beads", status=409, **NEED | {"seen": "1", "text": "셋째"})
    assert "셋째" in page
    assert "둘째" in firm.open("/needs/beads")


def test_what_has_no_field_in_the_form_stays(firm: Firm) -> None:
    text = "id: beads\ntext: weld\nstandards_are_musts: yes\norigin: {what: measure, reference: m1}\n"
    firm.send("/needs/upload", files={"file": ("n.yaml", text.encode())})
    firm.send("/needs/beads", **NEED | {"seen": "1"})
    found = firm.boss.get("/needs/beads")["tree"]
    assert (found["standards_are_musts"], found["origin"]["reference"]) == (True, "m1")
    assert found["budget_krw"] == "9000000"


def test_files_of_many_and_the_empty_table(supplier: Firm, firm: Firm) -> None:
    supplier.send("/offers/upload", files={"file": ("o.yaml", sample_offers_text().encode())})
    assert "제안이 10건 있고" in said(supplier.open("/offers"))
    supplier.send("/offers/upload", files={"file": ("o.xlsx", offers_workbook("ko"))})
    assert "제안이 10건 있고" in said(supplier.open("/offers")), "the example has the id of one of them"
    page = supplier.send("/offers/upload", status=422, files={"file": ("o.yaml", b"offers: [{id: x}]")})
    assert "supplier" in page
    assert supplier.boss.client.get(supplier.base + "/offers/table").content.startswith(b"PK")
    firm.send("/needs/upload", files={"file": ("n.yaml", sample_needs_text().encode())})
    assert "필요한 것이 2건 있고" in said(firm.open("/needs"))


def test_needs_begin_with_the_figures_of_a_plant(firm: Firm) -> None:
    assert "산정값에서 시작하기" not in firm.open("/needs")
    plant = firm.boss.plant()
    assert "산정값에서 시작하기" in firm.open("/needs")
    firm.send("/needs/take-over", plant=plant)
    listed = firm.boss.get("/needs")["items"]
    assert len(listed) == 3
    assert all(item["counts"] for item in listed)
    kept = firm.boss.get(f"/needs/{listed[0]['id']}")["tree"]
    assert kept["origin"]["what"] == "contribution"
    firm.send("/needs/take-over", plant=plant)
    assert [item["version"] for item in firm.boss.get("/needs")["items"]] == [1, 1, 1]
    firm.send("/needs/take-over", status=404, plant="0" * 32)
    readings = b"date,EM-01 (kWh)\n2026-01-01 00:00,1\n2026-01-01 01:00,2\n2026-01-01 04:00,2\n"
    firm.boss.post("/meters/imports", inside=True, status=200, params={"meter": "EM-01", "site": "w"}, content=readings)
    firm.send("/needs/take-over", plant=plant)
    assert "meter_gap_EM-01" in [item["id"] for item in firm.boss.get("/needs")["items"]]


def test_the_navigation_leads_there_for_a_company_only(town: Town, firm: Firm) -> None:
    assert {"needs", "offers"} <= set(nouns(firm.open("")))
    agency = town.founder("officer", "지원기관", kind="agency")
    assert not {"needs", "offers"} & set(nouns(agency.client.get(f"/w/{agency.workspace}").text))


def test_who_may_read_only_gets_no_form(town: Town, firm: Firm) -> None:
    firm.send("/needs/new", **NEED)
    approver = town.member(firm.boss, "approver", "approver")
    page = approver.client.get(f"{firm.base}/needs/beads").text
    assert 'name="seen"' not in page
    assert "/publish" in page
    worker = town.member(firm.boss, "worker", "plant_user")
    assert worker.client.get(f"{firm.base}/needs").status_code == 403
