"""Pages of a round: an officer fills, asks and matches it; firms and suppliers say whom they want, and answer."""

import json
import re
from typing import Any

import pytest
from tests.surface.api.people import Town, Visitor
from tests.surface.web.agency import Agency, founded
from tests.surface.web.test_voices import page, send
from tests.workshop import Bench

ROUND = {"id": "alliance", "name_ko": "디지털 연대", "name_en": "Digital alliance", "lot_seed": "notice 1",
         "wishes_until": "2027-02-10", "wishes_until_at": "18:00", "silence": "refuse"}  # fmt: skip
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def agency(town: Town) -> Agency:
    return founded(town, "agency")


def firm(town: Town, number: int, kind: str, tree: dict[str, Any]) -> Visitor:
    """Somebody who shows a need or an offer to all."""
    found = town.founder(f"boss{number}", f"기업{number}")
    found.client.headers["Accept-Language"] = "ko"
    content = json.dumps({"id": f"{kind}{number}", **tree}, ensure_ascii=False).encode()
    found.call("PUT", f"/{kind}s/{kind}{number}", inside=True, content=content, headers={"If-Match": '"0"'},
               params={"file_name": "x.json"})  # fmt: skip
    send(found, f"/{kind}s/{kind}{number}/publish")
    return found


@pytest.fixture
def firms(town: Town) -> list[Visitor]:
    offer = {"supplier": f"공급 {HOSTILE}", "title": "프레스 이상 감지", "capacity": 1}
    return [
        firm(town, 0, "need", {"text": "프레스가 예고 없이 서 버려서 이상을 미리 알고 싶습니다"}),
        firm(town, 1, "need", {"text": "전기요금을 줄이고 싶습니다"}),
        firm(town, 2, "offer", offer),
        firm(town, 3, "offer", offer | {"supplier": "공급 셋", "title": "에너지 절감"}),
    ]


def filled(officer: Visitor) -> str:
    """A round of everybody who shows something; where it is."""
    where = send(officer, "/rounds/new", **ROUND)
    for number, side in enumerate(("applicant", "supplier")):
        assert "검색" in page(officer, f"{where}/choose?side={side}")
        send(officer, f"{where}/choose", side=side, seen=str(number + 1), do="all")
    send(officer, f"{where}/invite", seen="3")
    return where


def own(who: Visitor) -> str:
    """Where the firm's page of the round is."""
    return "/own-rounds/" + re.findall(r"/own-rounds/([0-9a-f]{32})", page(who, "/own-rounds"))[0]


def add(who: Visitor, where: str, number: int = 0) -> str:
    """Name somebody of those shown."""
    shown = page(who, where)
    party = re.findall(r'value="add\.([^"]+)"', shown)[number]
    ranks = dict(re.findall(r'name="(rank\.[^"]+)" value="(\d+)"', shown))
    seen = re.findall(r'name="seen" value="(\d+)"', shown)[0]
    send(who, f"{where}/wishes", do=f"add.{party}", seen=seen, contact=f"연락처 {who.workspace[:4]}", **ranks)
    return str(party)


def send_all(who: Visitor, where: str) -> None:
    """Send what is named."""
    shown = page(who, where)
    ranks = dict(re.findall(r'name="(rank\.[^"]+)" value="(\d+)"', shown))
    contact = re.findall(r'name="contact"[^>]* value="([^"]*)"', shown)[0]
    seen = re.findall(r'name="seen" value="(\d+)"', shown)[0]
    send(who, f"{where}/wishes", do="send", seen=seen, contact=contact, **ranks)


def test_the_whole_round_in_the_browser(agency: Agency, firms: list[Visitor]) -> None:
    officer = agency.people["agency_officer"]
    assert "아직 라운드가 없습니다" in page(officer, "/rounds")
    where = filled(officer)
    desk = page(officer, where)
    assert "수요기업 2곳과 공급기업 2곳이 참여하며, 4곳 가운데 0곳이 희망을 말했습니다" in desk
    assert "공급 셋" in page(officer, f"{where}?side=supplier")
    mine = own(firms[0])
    assert "답을 기다리는 매칭 라운드 1건" in page(firms[0], "")
    shown = page(firms[0], mine)
    assert HOSTILE not in shown
    assert shown.index("프레스 이상 감지") < shown.index("에너지 절감"), "who fits best comes first"
    assert "맞는 까닭" in shown
    first = add(firms[0], mine)
    second = add(firms[0], mine)
    assert shown.index(first) < shown.index(second)
    send(firms[0], f"{mine}/wishes", do=f"up.{second}", seen="2", **{f"rank.{first}": "1", f"rank.{second}": "2"})
    assert page(firms[0], mine).index(f"rank.{second}") < page(firms[0], mine).index(f"rank.{first}")
    send(firms[0], f"{mine}/wishes", do="save", seen="3", contact="한빛 055",
         **{f"rank.{first}": "1", f"rank.{second}": "1"})  # fmt: skip
    assert page(firms[0], mine).count('value="1" inputmode') == 2, "the same number is as good"
    send(firms[0], f"{mine}/wishes", do=f"up.{first}", seen="4", contact="한빛 055",
         **{f"rank.{first}": "1", f"rank.{second}": "1"})  # fmt: skip
    send_all(firms[0], mine)
    add(firms[1], own(firms[1]))
    send_all(firms[1], own(firms[1]))
    add(firms[2], own(firms[2]))
    send_all(firms[2], own(firms[2]))
    assert "기관에 도착" in page(firms[0], mine)
    assert "받아들일 매칭 답 3건" in page(officer, "")
    assert "답을 기다리는" not in page(firms[0], "")
    assert "받아들이지 않은 답이 3건" in page(officer, where)
    send(officer, f"{where}/replies", seen="3")
    assert "받아들임" in page(firms[0], mine)
    result = page(officer, f"{where}/result")
    assert "수요기업 2곳 가운데 2곳에 공급기업이 있으며, 바꾸고 싶은 짝은 없습니다" in result
    assert HOSTILE not in result
    send(officer, f"{where}/proposals", seen="4", answers_until="2027-02-20", answers_until_at="18:00")
    told = page(firms[0], mine)
    assert "맺는 제안을 받았습니다" in told
    assert "한빛 055" not in told
    other = own(firms[2]) if first in page(officer, f"{where}/file/json") and "한빛 055" in page(
        firms[2], own(firms[2])) else own(firms[3])  # fmt: skip
    supplier = firms[2] if other == own(firms[2]) else firms[3]
    assert "한빛 055" in page(supplier, other), "the matched pair reads each other's contact"
    partner = re.findall(r'name="partner" value="([^"]+)"', told)[0]
    assert "거절" in send(firms[0], f"{mine}/answer", 422, partner=partner, answer="refuse")
    send(firms[0], f"{mine}/answer", partner=partner, answer="accept")
    assert "수락함" in page(firms[0], mine)
    assert "그 제안에 답할 수 없습니다" in send(firms[0], f"{mine}/answer", 422, partner=partner, answer="accept")
    send(officer, f"{where}/replies", seen="5")
    assert "수요기업 수락" in page(officer, f"{where}/result")
    for table in ("proposals", "suppliers", "lots"):
        csv = page(officer, f"{where}/result/{table}")
        assert "까닭" in csv


def test_mistakes_are_told(agency: Agency, firms: list[Visitor]) -> None:
    officer = agency.people["agency_officer"]
    shown = send(officer, "/rounds/new", 422, id="Bad Id", name_ko="쓴 것", lot_seed="x")
    assert "쓴 것" in shown
    where = filled(officer)
    assert 'class="problem error"' in send(officer, f"{where}/settings", 409, seen="1", lot_seed="notice 1")
    assert "추첨 글을 이미 알렸습니다" in send(officer, f"{where}/settings", 422, seen="3", lot_seed="other")
    assert "답변 마감일이 없습니다" in send(officer, f"{where}/proposals", 422, seen="3", answers_until="gone")
    assert "새로 고른 기업이 없습니다" in send(officer, f"{where}/choose", 422, side="applicant", seen="3")
    page(officer, "/rounds/nowhere", 404)
    mine = own(firms[0])
    assert "희망하는 공급기업이 없습니다" in send(firms[0], f"{mine}/wishes", 422, do="send", seen="0")
    strange = {f"rank.{'x' * 50}": "1"}
    assert "참여하지 않습니다" in send(firms[0], f"{mine}/wishes", 422, do="save", seen="0", **strange)
    many = {f"rank.n{number}": "1" for number in range(1000)}
    assert "참여하지 않습니다" in send(firms[0], f"{mine}/wishes", 422, do="save", seen="0", **many)


def test_each_sees_what_is_theirs(agency: Agency, firms: list[Visitor]) -> None:
    officer = agency.people["agency_officer"]
    where = filled(officer)
    mine = own(firms[0])
    page(firms[1], mine, 404)
    assert "디지털 연대" not in page(firms[0], "/rounds")
    page(firms[0], where, 404)
    page(officer, "/own-rounds", 403)
    for role in ("reviewer", "plant_user"):
        page(agency.people[role], "/rounds", 403)
    for path in ("invite", "replies", "proposals", "choose", "settings"):
        send(agency.people["reviewer"], f"{where}/{path}", 403, seen="3", side="applicant")
    assert "/own-rounds" in page(firms[0], "")
    assert "/rounds" in page(officer, "")


def test_a_large_round_with_limits_is_matched_by_a_job(town: Town, agency: Agency) -> None:
    officer = agency.people["agency_officer"]
    suppliers = [{"id": f"s{at}", "places": 3, "least": 1} for at in range(20)]
    applicants = [{"id": f"a{at}", "wishes": [f"s{(at + step) % 20}" for step in range(8)]} for at in range(40)]
    tree = {"pulmu": "matching_round/1", "id": "large", "lot_seed": "x", "applicants": applicants,
            "suppliers": suppliers}  # fmt: skip
    files = {"file": ("large.json", json.dumps(tree).encode())}
    answer = officer.client.post(f"/w/{officer.workspace}/rounds/upload", data={"seen": "0"}, files=files,
                                 follow_redirects=False)  # fmt: skip
    assert answer.status_code == 303, answer.text
    assert "작업으로 계산합니다" in page(officer, "/rounds/large/result")
    page(officer, "/rounds/large/result/proposals", 422)
    job = send(officer, "/rounds/large/match")
    assert "라운드 매칭" in page(officer, job)
    Bench(town.place).work_off()
    done = officer.client.get(f"/w/{officer.workspace}{job}", follow_redirects=False)
    assert done.headers["location"].endswith("/rounds/large/result")
    assert "수요기업 40곳 가운데 40곳에 공급기업이 있으며" in page(officer, "/rounds/large/result")
