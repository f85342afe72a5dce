"""The pages of reforms: from the list to who gains where, for who may look and who may compute."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor
from tests.surface.web.seats import heading, said

VOUCHER = "innovation_voucher_mid_sized_manufacturers"
OWN = """
pulmu: reform/1
id: ours
name_ko: 우리 개편안
name_en: Ours
status: draft
after:
  - {parameter: cloud_voucher.sizes, add: [mid_sized]}
"""


class Agency:
    """An agency with an officer, a reviewer, and somebody of a plant."""

    def __init__(self, town: Town, *, with_population: Path | None) -> None:
        self.town = town
        if with_population is not None:
            shutil.copytree(with_population, town.place.folder / "populations" / "national")
        boss = town.founder("kim", "지원기관")
        self.people = {"company_admin": boss}
        for role in ("agency_officer", "reviewer", "preparer"):
            self.people[role] = town.member(boss, role.replace("_", "-"), role)

    def ask(self, path: str, role: str = "agency_officer", *, status: int = 200, language: str = "ko") -> str:
        visitor = self.people[role]
        headers = {"Accept-Language": language}
        answer = visitor.client.get(f"/w/{visitor.workspace}{path}", follow_redirects=False, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, path: str, role: str = "agency_officer", *, file: str = "", **fields: Any) -> Any:
        visitor = self.people[role]
        files = {"file": ("ours.yaml", file.encode())} if file else None
        address = f"/w/{visitor.workspace}{path}"
        headers = {"Accept-Language": "ko"}
        return visitor.client.post(address, data=fields, files=files, follow_redirects=False, headers=headers)

    def compute(self, reform: str = VOUCHER, *, status: str = "done", **more: str) -> str:
        """Have it computed; where one is led then."""
        started = self.send(f"/reforms/{reform}/compute", population="national", day="2026-11-25", **more)
        assert started.status_code == 303, started.text
        self.town.work_off()
        officer: Visitor = self.people["agency_officer"]
        led = officer.client.get(started.headers["location"], follow_redirects=False)
        assert led.status_code == (303 if status == "done" else 200), led.text
        return str(led.headers.get("location", ""))


@pytest.fixture
def agency(town: Town, national: Path) -> Agency:
    return Agency(town, with_population=national)


def test_the_list_says_what_each_is_and_what_it_changes(agency: Agency) -> None:
    page = agency.ask("/reforms")
    assert heading(page) == "어떤 제도 개편을 시험할 것인가?"
    assert "시험할 수 있는 제도 개편 8건, 기업 모집단 1개" in said(page)
    assert "혁신바우처 중견 제조기업 개방 제안" in said(page)
    assert "중소기업 유예 3년에서 5년으로 시행 중 중소기업 유예 기간 풀무 제공 아직 없음" in said(page)
    assert "Voucher" not in said(page)
    assert "Innovation voucher opened to mid-sized manufacturers Proposal" in said(
        agency.ask("/reforms", language="en")
    )


def test_without_a_population_it_is_said_what_is_missing_and_how_it_is_mended(town: Town) -> None:
    agency = Agency(town, with_population=None)
    for page in (agency.ask("/reforms"), agency.ask(f"/reforms/{VOUCHER}")):
        assert "아직 기업 모집단이 없어 계산할 수 없습니다." in said(page)
        assert "pulmu population make --out DATA/populations/national" in said(page)
        assert "<select" not in page
    (town.place.folder / "populations" / "empty").mkdir(parents=True)
    assert "모집단 empty: 이 폴더에는 기업 모집단이 없습니다" in said(agency.ask("/reforms"))


def test_from_a_reform_to_a_sentence_a_map_and_tables(agency: Agency) -> None:
    before = agency.ask(f"/reforms/{VOUCHER}")
    assert "아직 계산하지 않았습니다. 모집단과 날짜를 골라 계산하세요." in said(before)
    assert "소기업, 중기업 소기업, 중기업, 중견기업" in said(before)  # what it changes, before and after
    assert "법이 아닙니다" in said(before)
    place = agency.compute()
    assert place.endswith(f"/reforms/{VOUCHER}/effects/1")
    page = agency.ask(place.removeprefix(f"/w/{agency.people['reviewer'].workspace}"))
    assert "약 3,000개 기업이 새로 신청할 수 있고, 잃는 기업은 없습니다." in said(page)
    assert "이 모집단의 기업 하나는 전국 기업 1,000개를 대신합니다." in said(page)
    assert page.count('class="tile ') == 17
    assert 'aria-label="서울특별시: 2 얻고 0 잃음"' in page
    assert "예산(개편 전) 652억 원" in said(page)
    assert "약 655억 원" in said(page)
    assert "난수 시드 1" in said(page)
    assert "모집단의 시·도는 가정에 따른 것입니다" in said(page)
    english = said(agency.ask(f"/reforms/{VOUCHER}", language="en"))
    assert "about 3,000 firms may newly apply, and none loses." in english
    assert "national, 2026. 11. 25." in said(agency.ask("/reforms"))


def test_the_same_question_leads_to_the_kept_answer(agency: Agency) -> None:
    first = agency.compute("mid_rnd_budget_double")
    assert agency.compute("mid_rnd_budget_double") == first
    page = said(agency.ask("/reforms/mid_rnd_budget_double"))
    assert "신청 자격이 달라지는 기업은 없습니다. 예산이 417억 원에서 834억 원으로 바뀝니다." in page
    assert "조건에 금액이 없어 계산하지 못했습니다" in page  # and no sum of nothing


def test_the_tables_of_an_effect_and_the_whole_of_it_can_be_kept(agency: Agency) -> None:
    agency.compute()
    base = f"/reforms/{VOUCHER}/effects/1"
    tables = {name: agency.ask(f"{base}/{name}.csv") for name in ("programmes", "places", "classes")}
    rows = {name: list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")))) for name, text in tables.items()}
    (voucher,) = [row for row in rows["programmes"] if row["programme"] == "innovation_voucher"]
    gain = {by: sum(int(row["gain"]) for row in rows["places"] if row["by"] == by) for by in ("province", "section")}
    assert gain == {"province": int(voucher["gain"]), "section": int(voucher["gain"])}
    assert sum(int(row["firms"]) for row in rows["classes"]) == 8310
    whole = json.loads(agency.ask(f"{base}/effect.json"))
    assert whole["pulmu"] == "pulmu.reform_effect/1"
    assert agency.ask(f"{base}/others.csv", status=422)
    assert agency.ask(f"/reforms/{VOUCHER}/effects/2", status=404)


def test_an_own_reform_is_kept_in_versions_and_may_be_taken_along(agency: Agency) -> None:
    kept = agency.send("/reforms", file=OWN, note="처음")
    assert kept.status_code == 303
    assert kept.headers["location"].endswith("/reforms/ours")
    assert "우리 개편안 추진 중인 안" in said(agency.ask("/reforms"))
    again = agency.send("/reforms/ours", file=OWN.replace("draft", "proposal"), seen="1")
    assert again.status_code == 303, again.text
    assert "우리 기관, 2판" in said(agency.ask("/reforms"))
    stale = agency.send("/reforms/ours", file=OWN, seen="1")
    assert stale.status_code == 409
    assert "status: proposal" in agency.ask("/reforms/ours/file.yaml")
    assert "status: draft" in agency.ask("/reforms/ours/file.yaml?number=1")
    assert json.loads(agency.ask("/reforms/ours/file.json"))["id"] == "ours"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("cloud_voucher.sizes", "cloud_voucher.size", "ours.yaml, 8"),
        ("draft", "wish", "status"),
        ("id: ours", f"id: {VOUCHER}", "풀무에 들어 있는 개편안의 id입니다"),
        ("id: ours", "id: " + "a" * 70, "60자까지"),
        ("after:", "\t:", "YAML"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place_and_nothing_is_kept(
    agency: Agency, old: str, new: str, word: str
) -> None:
    answer = agency.send("/reforms", file=OWN.replace(old, new))
    assert answer.status_code in (422, 409), answer.text
    assert word in said(answer.text)
    assert "우리 개편안" not in said(agency.ask("/reforms"))


def test_another_file_is_not_taken_for_a_version_of_this_one(agency: Agency) -> None:
    agency.send("/reforms", file=OWN)
    answer = agency.send("/reforms/ours", file=OWN.replace("id: ours", "id: theirs"), seen="1")
    assert answer.status_code == 422
    assert "ours" in said(answer.text)
    assert agency.send("/reforms").status_code == 422  # no file at all


def test_who_looks_and_who_computes(agency: Agency) -> None:
    for role in ("reviewer", "company_admin"):
        page = agency.ask(f"/reforms/{VOUCHER}", role)
        assert "계산은 기관 담당자가 합니다." in said(page)
        assert "/compute" not in page
        assert "multipart" not in agency.ask("/reforms", role)
        assert (
            agency.send(f"/reforms/{VOUCHER}/compute", role, population="national", day="2026-11-25").status_code == 403
        )
        assert agency.send("/reforms", role, file=OWN).status_code == 403
    assert agency.ask("/reforms", "preparer", status=403)
    assert agency.ask(f"/reforms/{VOUCHER}", "preparer", status=403)
    assert agency.ask(f"/reforms/{VOUCHER}/file.yaml", "preparer", status=403)
    assert "/reforms" not in agency.ask("/reports", "preparer")
    agency.compute("mid_rnd_budget_double")
    assert "예산이 417억 원에서" in said(agency.ask("/reforms/mid_rnd_budget_double", "reviewer"))


def test_what_cannot_be_computed_is_told_on_the_page(agency: Agency) -> None:
    for fields in ({"population": "nowhere", "day": "2026-11-25"}, {"population": "national", "day": "tomorrow"}):
        answer = agency.send(f"/reforms/{VOUCHER}/compute", **fields)
        assert answer.status_code == 422
        assert next(iter(set(fields.values()) & {"nowhere", "tomorrow"})) in said(answer.text)
    assert agency.ask("/reforms/none_of_ours", status=404)


def test_a_cancelled_computation_leaves_nothing(agency: Agency) -> None:
    started = agency.send(f"/reforms/{VOUCHER}/compute", population="national", day="2026-11-25")
    job = started.headers["location"].rpartition("/")[2]
    assert "제도 개편 효과 계산: 차례를 기다립니다." in said(agency.ask(f"/jobs/{job}"))
    assert agency.send(f"/jobs/{job}/cancel").status_code == 303
    agency.town.work_off()
    page = agency.ask(f"/jobs/{job}")
    assert "취소했습니다" in said(page)
    assert "제도 개편 목록으로" in said(page)
    assert "아직 계산하지 않았습니다" in said(agency.ask(f"/reforms/{VOUCHER}"))


def test_firms_near_each_limit_are_shown_where_that_was_asked(agency: Agency) -> None:
    assert agency.compute("mid_rnd_budget_double").endswith("/effects/1")
    assert "문턱" not in said(agency.ask("/reforms/mid_rnd_budget_double"))
    assert agency.compute("mid_rnd_budget_double", cliffs="yes").endswith("/effects/2")  # another question
    page = agency.ask("/reforms/mid_rnd_budget_double/effects/2")
    assert "문턱: 기준 근처의 기업과, 기준을 넘을 때 잃는 것" in said(page)
    assert "자산총액 상한 미만" in said(page)
    assert 'aria-label="기준의 95%에서 100% 사이:' in page
    table = agency.ask("/reforms/mid_rnd_budget_double/effects/2/cliffs.csv")
    rows = [row for row in csv.DictReader(io.StringIO(table.lstrip("\ufeff"))) if row["rule"] == "size.assets"]
    assert {row["limit"] for row in rows if row["world"] == "before"} == {"500000000000.0"}
    assert sum(int(row["firms"]) for row in rows if row["world"] == "before") > 8000


def test_a_register_of_real_firms_is_not_offered_and_it_is_said_why(agency: Agency) -> None:
    path = agency.town.place.folder / "populations" / "national" / "manifest.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(tree | {"kind": "register"}), encoding="utf-8")
    page = agency.ask(f"/reforms/{VOUCHER}")
    assert "모집단 national: 실제 기업의 모집단이라, 여러 질문의 답을 모으면 개별 기업이 드러날 수 있습니다" in said(
        page
    )
    assert "<select" not in page
    refused = agency.send(f"/reforms/{VOUCHER}/compute", population="national", day="2026-11-25")
    assert refused.status_code == 422
