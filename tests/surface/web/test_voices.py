"""Pages of voices: a firm tells, an officer gathers and answers, the firm reads how far it is."""

import re

import pytest
from tests.surface.api.people import Town, Visitor
from tests.surface.web.agency import Agency, founded


def address(who: Visitor, path: str) -> str:
    return f"/w/{who.workspace}{path}"


def page(who: Visitor, path: str, status: int = 200) -> str:
    answer = who.client.get(address(who, path), follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


def send(who: Visitor, path: str, code: int = 303, /, **fields: str) -> str:
    answer = who.client.post(address(who, path), data=fields, follow_redirects=False)
    assert answer.status_code == code, answer.text
    return str(answer.headers.get("location", "")).removeprefix(f"/w/{who.workspace}") or answer.text


@pytest.fixture
def agency(town: Town) -> Agency:
    return founded(town, "agency")


@pytest.fixture
def firms(town: Town) -> list[Visitor]:
    found = [town.founder(f"boss{number}", f"기업{number}") for number in range(2)]
    for who in found:
        who.client.headers["Accept-Language"] = "ko"
    return found


def tell(who: Visitor, agency: Agency, title: str, **more: str) -> str:
    """A firm writes a voice and sends it: where it stands."""
    where = send(who, "/voices/new", title=title, area="size", seen="0", **more)
    send(who, f"{where}/send", agency=agency.people["company_admin"].workspace, seen="1")
    return where


def test_the_whole_path_in_the_browser(agency: Agency, firms: list[Visitor]) -> None:
    officer = agency.people["agency_officer"]
    assert "무엇이 어렵습니까" in page(firms[0], "/voices/new")
    one = tell(firms[0], agency, "유예기간이 짧습니다", parameter="size.grace_years", cost_krw="1,200,000")
    assert "1200000" in page(firms[0], f"{one}/edit")
    other = tell(firms[1], agency, "유예기간 3년은 부족합니다", text="비밀 사정")
    assert "1,200,000" in page(firms[0], one)
    assert "현재 상태" not in page(firms[0], one)
    shown = page(officer, "/themes")
    assert "기업 2곳이 2건을 말했고, 2건은 아직 주제가 없습니다" in shown
    assert "유예기간 (2)" in shown
    ticks = dict.fromkeys(re.findall(r'name="(voice\.[0-9a-f]{32})"', shown), "yes")
    where = send(officer, "/themes", title="유예 연장", **ticks)
    theme = where.rpartition("/")[2]
    form = page(officer, f"/reforms/new?theme={theme}")
    assert "유예 연장" in form
    assert "size.grace_years" in form
    reform = {"id": "grace_five", "name_ko": "유예 5년", "name_en": "Five years", "status": "proposal"}
    reform |= {"after/~rows": "1", "after/0/parameter": "size.grace_years", "after/0/value": "5"}
    assert send(officer, f"/reforms/new?theme={theme}", **reform) == f"/themes/{theme}"
    assert "유예 5년" in page(officer, where)
    words = {
        "title": "유예 연장",
        "text": "유예를 늘려 달라",
        "status": "proposed",
        "reform": "grace_five",
        "seen": "2",
    }
    send(officer, where, answer="2027년에 고칩니다", **words)
    assert "답변이 없는" not in send(officer, f"{where}/answer", seen="3")
    for who, at, hidden in ((firms[0], one, "비밀 사정"), (firms[1], other, "1,200,000")):
        seen = page(who, at)
        assert "2027년에 고칩니다" in seen
        assert "유예 5년" in seen
        assert hidden not in seen
        assert who is firms[0] or "기업0" not in seen
    send(officer, f"{where}/shown", do="show", seen="3")
    board = page(firms[0], "/voices/board")
    assert "유예를 늘려 달라" in board
    assert "수를 밝히지 않습니다" in board
    assert "공개된 주제 1건" in page(officer, "/voices/board")
    send(officer, f"{where}/shown", do="withdraw", seen="3")
    assert "유예를 늘려 달라" not in page(firms[0], "/voices/board")


def test_mistakes_are_told_and_what_was_typed_stays(agency: Agency, firms: list[Visitor]) -> None:
    shown = send(firms[0], "/voices/new", 422, title="", text="적은 것", area="size", cost_krw="많이", seen="0")
    assert "적은 것" in shown
    assert "많이" in shown
    one = tell(firms[0], agency, "전기요금이 올랐습니다")
    assert 'class="problem error"' in send(
        firms[0], f"{one}/send", 409, agency=agency.people["company_admin"].workspace, seen="7"
    )
    officer = agency.people["agency_officer"]
    assert "하나 이상 표시하세요" in send(officer, "/themes", 422)
    key = re.findall(r'name="(voice\.[0-9a-f]{32})"', page(officer, "/themes"))[0]
    where = send(officer, "/themes", **{key: "yes"})
    assert "까닭" in send(officer, where, 422, title="전기", status="not_taken_up", seen="1", text="쓴 것")
    assert "답변을 적으세요" in send(officer, f"{where}/answer", 422, seen="1")


def test_an_officer_splits_and_joins(agency: Agency, firms: list[Visitor]) -> None:
    officer = agency.people["agency_officer"]
    tell(firms[0], agency, "유예기간이 짧습니다")
    tell(firms[1], agency, "구내식당이 좁습니다")
    keys = re.findall(r'name="(voice\.[0-9a-f]{32})"', page(officer, "/themes"))
    where = send(officer, "/themes", title="함께", **dict.fromkeys(keys, "yes"))
    other = send(officer, f"{where}/voices", do="split", title="식당", seen="1", **{keys[1]: "yes"})
    assert other == where
    assert "식당" in page(officer, "/themes")
    theme = re.findall(r'<option value="(t[0-9a-z]+)">식당', page(officer, where))[0]
    send(officer, f"{where}/voices", do="join", other=theme, seen="2")
    assert page(officer, where).count('type="checkbox"') == 2
    send(officer, f"{where}/voices", do="out", seen="3", **{keys[0]: "yes"})
    assert page(officer, where).count('type="checkbox"') == 1


def test_each_sees_what_is_theirs(agency: Agency, firms: list[Visitor]) -> None:
    assert 'href="/w/' + firms[0].workspace + '/voices"' in page(firms[0], "")
    assert "/themes" not in page(firms[0], "")
    officer = agency.people["agency_officer"]
    assert f"/w/{officer.workspace}/themes" in page(officer, "")
    for role in ("reviewer", "plant_user"):
        page(agency.people[role], "/themes", 403)
    page(firms[0], "/themes", 403)
    page(officer, "/voices", 403)
    mine = tell(firms[0], agency, "유예기간이 짧습니다")
    page(firms[1], mine, 404)
