"""A plant begins in three ways, is downloaded, replaced, looked back at; nothing anybody saved is lost."""

import re
from urllib.parse import unquote

import httpx2 as httpx
import pytest
from tests.places import PASSWORD
from tests.surface.api.people import ORIGIN, Client, Town

from pulmu.adapters.samples import sample_text

SIGN_UP = {
    "workspace": "한빛볼트", "kind": "company", "name": "김하나", "email": "kim@hanbit.example", "password": PASSWORD,
}  # fmt: skip
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Browser:
    """Somebody in a company of their own, with a browser without scripts."""

    def __init__(self, town: Town) -> None:
        headers = {"Origin": ORIGIN, "Accept-Language": "ko-KR,ko"}
        self.client = Client(town.app, base_url=ORIGIN, headers=headers, follow_redirects=False)
        self.base = self.client.post("/signup", data=SIGN_UP).headers["location"]

    def begin(self, way: str, data: dict[str, str], file: tuple[str, bytes] | None = None) -> str:
        """Path of the plant that was begun."""
        files = {"file": file} if file else None
        answer = self.client.post(f"{self.base}/plants/{way}", data=data, files=files)
        assert answer.status_code == 303, plain(answer)
        return answer.headers["location"]

    def get(self, path: str, status: int = 200) -> httpx.Response:
        answer = self.client.get(path)
        assert answer.status_code == status, plain(answer)
        return answer


def plain(answer: httpx.Response) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text))


@pytest.fixture
def browser(town: Town) -> Browser:
    return Browser(town)


def test_the_empty_list_says_how_to_begin(browser: Browser) -> None:
    page = browser.get(f"{browser.base}/plants")
    assert "아직 사업장이 없습니다" in page.text
    assert page.text.count('class="ember"') == 1


def test_a_copied_sample_is_ready_for_a_report(browser: Browser) -> None:
    plant = browser.begin("sample", {"sample": "fasteners", "name": "연습"})
    page = browser.get(plant)
    assert "2026년 보고서를 만들 수 있습니다." in page.text
    assert f'href="{plant}/carbon"' in page.text
    assert "연습" in browser.get(f"{browser.base}/plants").text


def test_an_uploaded_file_with_problems_is_kept_with_its_problems(browser: Browser) -> None:
    broken = sample_text("fasteners").replace("Nm3", "Nm9", 1).encode()
    plant = browser.begin("upload", {"name": ""}, ("볼트.yaml", broken))
    page = plain(browser.get(plant))
    assert "1건을 고쳐야 보고서를 만들 수 있습니다" in page
    assert "한빛체결 안산공장" in page, "named by what the file calls the installation"
    assert "소스 스트림 › city_gas › 양 › 단위" in page


def test_a_file_that_is_no_plant_leaves_nothing_and_says_why(browser: Browser) -> None:
    answer = browser.client.post(
        f"{browser.base}/plants/upload", data={"name": "내 것"}, files={"file": ("x.yaml", b"a: [1,\nb")}
    )
    assert answer.status_code == 422
    assert 'value="내 것"' in answer.text
    assert "x.yaml, 3행" in plain(answer)
    assert "아직 사업장이 없습니다" in browser.get(f"{browser.base}/plants").text


@pytest.mark.parametrize("name", ["", "plan.xlsx"])
def test_no_file_and_an_empty_file_are_told(browser: Browser, name: str) -> None:
    answer = browser.client.post(f"{browser.base}/plants/upload", data={"name": "x"}, files={"file": (name, b"")})
    assert answer.status_code == 422
    assert "고른 파일이 없습니다" in answer.text


def test_the_name_of_a_file_is_shown_as_text(browser: Browser) -> None:
    answer = browser.client.post(
        f"{browser.base}/plants/upload", data={}, files={"file": ("..\\<script>alert(1)</script>.yaml", b"a: [")}
    )
    assert "<script>alert" not in answer.text


def test_an_empty_plant_leads_to_its_company(browser: Browser) -> None:
    where = browser.begin("empty", {"name": "새 공장", "year": "2026"})
    assert where.endswith("/edit/company")
    page = plain(browser.get(where.removesuffix("/edit/company")))
    assert "회사와 공정부터 적으면 됩니다" in page


@pytest.mark.parametrize("year", ["", "1999", "20x6"])
def test_a_year_before_the_rules_is_refused(browser: Browser, year: str) -> None:
    answer = browser.client.post(f"{browser.base}/plants/empty", data={"name": "새 공장", "year": year})
    assert answer.status_code == 422
    assert 'value="새 공장"' in answer.text


def test_what_was_downloaded_can_be_uploaded_again(browser: Browser) -> None:
    plant = browser.begin("sample", {"sample": "extrusions", "name": ""})
    for ending in ("xlsx", "yaml", "json"):
        got = browser.get(f"{plant}/file/{ending}")
        name = unquote(got.headers["content-disposition"].partition("''")[2])
        assert name == f"압출 공장.1.{ending}"
        copy = browser.begin("upload", {"name": ending}, (name, got.content))
        assert "2026년 보고서를 만들 수 있습니다" in browser.get(copy).text


def test_a_plant_that_cannot_be_read_is_downloaded_as_it_stands(browser: Browser) -> None:
    broken = sample_text("fasteners").replace("Nm3", "Nm9", 1).encode()
    plant = browser.begin("upload", {"name": "x"}, ("x.yaml", broken))
    assert b"Nm9" in browser.get(f"{plant}/file/yaml").content
    assert b"Nm9" in browser.get(f"{plant}/file/json").content
    assert "Nm9" in browser.get(f"{plant}/file/xlsx", status=422).text


def test_the_empty_workbook_is_there_in_both_languages(browser: Browser) -> None:
    for language in ("ko", "en"):
        got = browser.get(f"{browser.base}/plants/template/{language}")
        assert got.headers["content-type"] == SHEET
        assert got.content[:2] == b"PK"


def replace(browser: Browser, plant: str, seen: int, text: str) -> httpx.Response:
    data, file = {"seen": str(seen), "note": "새 고지서"}, ("new.yaml", text.encode())
    return browser.client.post(f"{plant}/replace", data=data, files={"file": file})


def test_a_newer_file_becomes_the_next_version_and_says_what_changed(browser: Browser) -> None:
    plant = browser.begin("sample", {"sample": "fasteners", "name": ""})
    assert replace(browser, plant, 1, sample_text("fasteners").replace("1912400", "1912500")).status_code == 303
    versions = plain(browser.get(f"{plant}/versions"))
    assert "2판" in versions
    assert "김하나" in versions
    assert "새 고지서" in versions
    changed = plain(browser.get(f"{plant}/versions/2"))
    assert "1판과 다른 값이 1개입니다." in changed
    assert "1912400 Nm3" in changed
    assert "1912500 Nm3" in changed


def test_who_comes_second_sees_both_and_nothing_is_saved(browser: Browser) -> None:
    plant = browser.begin("sample", {"sample": "fasteners", "name": ""})
    first, second = (sample_text("fasteners").replace(*pair) for pair in (("1912400", "1912500"), ("470300", "470400")))
    replace(browser, plant, 1, first)
    answer = replace(browser, plant, 1, second)
    assert answer.status_code == 409
    said = plain(answer)
    assert "그사이 김하나 님이 새 판을 저장했습니다" in said
    assert "1912500 Nm3" in said
    assert "470400 Nm3" in said
    assert 'name="seen" value="2"' in answer.text, "whoever has seen both may decide"
    assert "2판까지 있습니다" in plain(browser.get(f"{plant}/versions"))


def test_an_old_version_is_restored_as_a_new_one(browser: Browser) -> None:
    plant = browser.begin("sample", {"sample": "fasteners", "name": ""})
    before = browser.get(f"{plant}/file/json").content
    replace(browser, plant, 1, sample_text("fasteners").replace("1912400", "1912500"))
    browser.client.post(f"{plant}/versions/1/restore", data={"seen": "2"})
    assert browser.get(f"{plant}/file/json").content == before
    assert browser.get(f"{plant}/file/json?version=2").content != before
    assert "1판을 되살림" in browser.get(f"{plant}/versions").text
    late = browser.client.post(f"{plant}/versions/1/restore", data={"seen": "2"})
    assert late.status_code == 409


def test_problems_of_a_file_are_settled_only_by_saying_so(browser: Browser) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{browser.base}/plants/template/ko").content))
    book.remove(book["계량기"])
    book.create_sheet("내 메모")
    data = io.BytesIO()
    book.save(data)
    plant = browser.begin("upload", {"name": "x"}, ("x.xlsx", data.getvalue()))
    page = browser.get(plant)
    assert "내 메모" in page.text
    assert "파일 문제 정리하기" in page.text
    browser.client.post(f"{plant}/settle", data={"seen": "1"})
    assert "내 메모" not in browser.get(plant).text


def test_a_plant_out_of_use_is_not_listed(browser: Browser) -> None:
    plant = browser.begin("sample", {"sample": "fasteners", "name": "연습"})
    browser.client.post(f"{plant}/archive", data={"seen": "1"})
    assert "연습" not in browser.get(f"{browser.base}/plants").text


def test_who_may_only_read_sees_no_way_to_write(town: Town) -> None:
    boss = town.founder("kim", "한빛체결")
    plant = boss.plant()
    reader = town.member(boss, "reader", "approver")
    base = f"/w/{boss.workspace}/plants"
    for path in ("", f"/{plant}", f"/{plant}/versions/1"):
        page = reader.client.get(f"{base}{path}")
        assert page.status_code == 200
        assert 'method="post" action="/w/' not in page.text
    refused = reader.client.post(f"{base}/empty", data={"name": "x", "year": "2026"}, follow_redirects=False)
    assert refused.status_code == 403


def test_another_companys_plant_is_not_there(town: Town) -> None:
    own, other = town.founder("kim", "한빛체결"), town.founder("park", "다른 금속")
    plant = other.plant("비밀공장")
    for path in ("", "/versions", "/versions/1", "/replace", "/file/json", "/edit/company"):
        page = own.client.get(f"/w/{own.workspace}/plants/{plant}{path}")
        assert page.status_code == 404
        assert "비밀공장" not in page.text
        assert own.client.get(f"/w/{other.workspace}/plants/{plant}{path}").status_code == 404
