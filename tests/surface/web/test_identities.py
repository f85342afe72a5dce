"""Coming in by a provider, at the pages: the good way, and every way that is refused with its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
from tests.identity_provider import CLIENT, SECRET, LocalProvider, Someone, local_provider
from tests.places import Place
from tests.surface.api.people import HOST, ORIGIN, Client, Town, Visitor
from tests.surface.web.seats import heading, said

from pulmu.adapters.identity_provider import OidcProviders
from pulmu.http.limits import RATES, Limits
from pulmu.main import app_of
from pulmu.services.accounts.care import set_status
from pulmu.services.accounts.provider import Provider

SESSION, REQUEST = "__Host-pulmu_session", "__Host-pulmu_request"


@dataclass
class Street:
    """A place between two providers."""

    town: Town
    hanbit: LocalProvider
    agency: LocalProvider
    adapter: OidcProviders

    def browser(self, language: str = "ko") -> Client:
        """A browser nobody used."""
        headers = {"Origin": ORIGIN, "Accept-Language": language}
        return Client(self.town.app, base_url=ORIGIN, headers=headers, follow_redirects=False)

    def founder(self) -> Visitor:
        """Kim, who has a company, a password and an app."""
        kim = self.town.founder("kim", "한빛체결")
        kim.client.headers["Accept-Language"] = "ko"
        kim.client.follow_redirects = False
        return kim

    def linked(self) -> Visitor:
        """The same with the identity linked."""
        kim = self.founder()
        asked = travel(kim.client, "/account/with/hanbit")
        assert heading(asked.text) == "이 회사 계정을 연결할까요?"
        assert kim.client.post("/account/identities").headers["location"] == "/account"
        return kim

    def invitation(self, host: Visitor, email: str) -> str:
        """One to Kim's company."""
        return str(host.post("/invitations", json={"email": email, "role": "preparer"}, inside=True)["secret"])


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """Two providers, one place."""
    place = Place(tmp_path)
    with local_provider(lambda: place.at) as hanbit, local_provider(lambda: place.at, "ES256") as agency:
        known = tuple(
            Provider(name=name, title=title, issuer=item.issuer, client_id=CLIENT, client_secret=SECRET)
            for name, title, item in (("hanbit", "한빛 계정", hanbit), ("agency", "", agency))
        )
        adapter = OidcProviders(known)
        yield Street(Town(place, providers=adapter), hanbit, agency, adapter)
        adapter.close()
    place.store.close()


def way_back(browser: Client, path: str, **changes: str) -> str:
    """Where the provider sends the browser back to, from a page of ours that led there."""
    sent = browser.get(path)
    assert sent.status_code == 303, sent.text
    with httpx2.Client() as asked:
        parts = urlsplit(asked.get(sent.headers["location"]).headers["location"])
    assert f"{parts.scheme}://{parts.netloc}" == ORIGIN
    given = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return f"{parts.path}?{urlencode({name: value for name, value in given.items() if value})}"


def arrive(browser: Client, back: str) -> Any:
    """Come back from another place: the browser leaves the cookie of the session at home."""
    session = browser.cookies.pop(SESSION, None)
    answer = browser.get(back)
    if session and SESSION not in browser.cookies:
        browser.cookies.set(SESSION, session, domain=HOST)
    return answer


def travel(browser: Client, path: str, **changes: str) -> Any:
    """The whole way."""
    return arrive(browser, way_back(browser, path, **changes))


def test_without_a_provider_nothing_of_it_appears(town: Town) -> None:
    browser = Client(town.app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False)
    assert "/login/with" not in browser.get("/login").text
    assert "/with/" not in browser.get("/invitation/a.b").text
    assert browser.get("/login/with/hanbit").status_code == 404
    kim = town.founder("kim", "한빛체결")
    page = kim.client.get("/account").text
    assert "/account/with" not in page
    assert "identities" not in page


@pytest.mark.parametrize(
    ("language", "words"), [("ko", ("한빛 계정으로 로그인", "회사 계정으로 로그인")), ("en", ("Log in with 한빛 계정",
                                                                     "Log in with company account"))])  # fmt: skip
def test_the_log_in_offers_each_provider(street: Street, language: str, words: tuple[str, ...]) -> None:
    page = street.browser(language).get("/login", params={"next": "/w/x"}).text
    for word in words:
        assert word in page
    assert 'href="/login/with/hanbit?next=/w/x"' in page


def test_who_linked_their_identity_comes_in_by_it(street: Street) -> None:
    kim = street.linked()
    page = kim.client.get("/account").text
    assert "한빛 계정" in page
    assert "kim@example.org" in page
    browser = street.browser()
    answer = travel(browser, f"/login/with/hanbit?next=/w/{kim.workspace}")
    assert answer.status_code == 200
    assert heading(answer.text) == "로그인했습니다"
    onward = f"/account/code?next=/w/{kim.workspace}"
    assert f'content="0; url={onward}"' in answer.text
    assert browser.get(onward).status_code == 200
    assert browser.get("/account").status_code == 200
    assert browser.cookies[SESSION] != kim.client.cookies[SESSION]
    assert REQUEST not in browser.cookies


def test_cookies_are_kept_from_scripts_and_other_places(street: Street) -> None:
    street.linked()
    browser = street.browser()
    sent = browser.get("/login/with/hanbit")
    kept = sent.headers["set-cookie"].lower()
    assert all(word in kept for word in ("httponly", "samesite=lax", "secure", "max-age=600", "path=/"))
    browser = street.browser()
    given = travel(browser, "/login/with/hanbit").headers.get_list("set-cookie")
    assert ["samesite=strict" in item.lower() for item in given if item.startswith(SESSION)] == [True]


def test_a_session_is_new_whatever_the_browser_brought(street: Street) -> None:
    street.linked()
    browser = street.browser()
    browser.cookies.set(SESSION, "fixed by somebody else", domain=HOST)
    answer = travel(browser, "/login/with/hanbit")
    assert answer.status_code == 200
    assert browser.cookies[SESSION] != "fixed by somebody else"
    assert browser.get("/account").status_code == 200


def test_an_identity_that_is_nobodys_opens_nothing(street: Street) -> None:
    street.founder()
    browser = street.browser()
    answer = travel(browser, "/login/with/hanbit")
    assert answer.status_code == 403
    assert "이 회사 계정과 연결된 풀무 계정이 없습니다" in answer.text
    assert SESSION not in browser.cookies
    english = travel(street.browser("en"), "/login/with/hanbit")
    assert "no account here is linked with this identity" in english.text


TRICKS = [
    ("wrong nonce", 403, "다른 로그인을 위해 만든 증명입니다"),
    ("wrong audience", 403, "다른 서비스를 위한 로그인 증명입니다"),
    ("wrong issuer", 403, "다른 로그인 서버가 만든 로그인 증명입니다"),
    ("none", 403, "로그인 증명의 서명이"),
    ("hs256", 403, "로그인 증명의 서명이"),
    ("changed", 403, "로그인 증명의 서명이"),
    ("expired", 403, "로그인 증명의 기간이 지났거나"),
    ("nobody", 403, "로그인 증명에 빠진 것이 있거나"),
    ("denied", 403, "로그인을 받아 주지 않았습니다(access_denied)"),
]


@pytest.mark.parametrize(("trick", "status", "words"), TRICKS)
def test_a_proof_that_is_none_opens_nothing(street: Street, trick: str, status: int, words: str) -> None:
    street.linked()
    browser = street.browser()
    street.hanbit.trick = trick
    answer = travel(browser, "/login/with/hanbit")
    assert answer.status_code == status
    assert words in said(answer.text)
    assert SESSION not in browser.cookies
    assert browser.get("/account").headers["location"].startswith("/login")


@pytest.mark.parametrize("trick", ["down", "slow", "huge"])
def test_a_provider_that_fails_is_told_and_others_go_on(street: Street, trick: str) -> None:
    kim = street.linked()
    back = way_back(browser := street.browser(), "/login/with/hanbit")
    street.hanbit.trick = trick
    street.adapter._fetchers["hanbit"]._longest = 0.5
    answer = arrive(browser, back)
    assert answer.status_code == 503
    assert "회사 로그인 서버 hanbit 쪽에서 제대로 답하지 않습니다" in answer.text
    assert travel(street.browser(), "/login/with/agency").status_code == 403
    assert kim.client.get("/account").status_code == 200
    street.hanbit.trick = ""
    street.adapter._fetchers["hanbit"]._longest = 60
    assert travel(street.browser(), "/login/with/hanbit").status_code == 200


def test_a_key_that_changed_is_fetched_anew(street: Street) -> None:
    street.linked()
    street.hanbit.rotate("third")
    street.adapter._described["hanbit"]._clock = lambda: 1e9  # long after
    assert travel(street.browser(), "/login/with/hanbit").status_code == 200


def test_the_answer_another_browser_fetched_logs_nobody_in(street: Street) -> None:
    """Log-in CSRF: a page makes somebody's browser end the way an attacker began."""
    street.linked()
    theirs = way_back(street.browser(), "/login/with/hanbit")
    for victim in (street.browser(), begun := street.browser()):
        if victim is begun:
            victim.get("/login/with/hanbit")
        answer = victim.get(theirs)
        assert answer.status_code == 403
        assert "이 브라우저에서 시작한 로그인이 아니거나" in answer.text
        assert SESSION not in victim.cookies


def test_a_wrong_state_and_a_second_time_are_refused(street: Street) -> None:
    street.linked()
    browser = street.browser()
    assert travel(browser, "/login/with/hanbit", state="x" * 64).status_code == 403
    back = way_back(browser, "/login/with/hanbit")
    kept = browser.cookies[REQUEST]
    assert arrive(browser, back).status_code == 200
    browser.cookies.clear()
    browser.cookies.set(REQUEST, kept, domain=HOST)
    assert arrive(browser, back).status_code == 403


def test_an_answer_of_one_provider_is_none_of_the_other(street: Street) -> None:
    """Mix-up: the code of the one is brought to the other, which would show it."""
    street.linked()
    browser = street.browser()
    for changed in (street.agency.issuer, ""):
        asked = street.hanbit.asked["/token"]
        answer = travel(browser, "/login/with/hanbit", iss=changed)
        assert answer.status_code == 403
        assert "다른 로그인 서버가 만든" in answer.text
        assert street.hanbit.asked["/token"] == asked
    back = way_back(browser, "/login/with/hanbit").replace("/with/hanbit/", "/with/agency/")
    assert arrive(browser, back).status_code == 403
    assert street.agency.asked["/token"] == 0


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_place(street: Street, away: str) -> None:
    kim = street.linked()
    answer = travel(street.browser(), f"/login/with/hanbit?{urlencode({'next': away})}")
    assert "evil" not in answer.text
    assert "url=/account/code?next=/" in answer.text
    assert kim.client.get("/login/with/hanbit", params={"next": away}).headers["location"] == "/"


def test_a_way_back_is_on_this_place_whatever_port_is_asked_for(street: Street) -> None:
    sent = street.browser().get("/login/with/hanbit", headers={"Host": f"{HOST}:9999"})
    given = parse_qs(urlsplit(sent.headers["location"]).query)
    assert given["redirect_uri"] == [f"{ORIGIN}/login/with/hanbit/back"]


def test_a_disabled_account_stays_out(street: Street) -> None:
    street.linked()
    set_status(street.town.place.door, "kim@example.org", "disabled")
    answer = travel(street.browser(), "/login/with/hanbit")
    assert answer.status_code == 403
    assert "사용이 중지된 계정입니다" in answer.text


def test_who_was_invited_joins_and_has_no_password(street: Street) -> None:
    kim = street.founder()
    street.agency.someone = Someone("lee", "Lee@example.org", True, "이둘")
    address = street.invitation(kim, "lee@example.org")
    browser = street.browser()
    assert f'href="/invitation/{address}/with/agency"' in browser.get(f"/invitation/{address}").text
    page = travel(browser, f"/invitation/{address}/with/agency")
    assert page.status_code == 200
    assert 'value="이둘"' in page.text
    assert "Lee@example.org" in page.text
    refused = browser.post(f"/invitation/{address}/identity", data={"name": " ", "email": "Lee@example.org"})
    assert refused.status_code == 422
    assert "이름이 비었거나" in refused.text
    joined = browser.post(f"/invitation/{address}/identity", data={"name": "이둘"})
    assert (joined.status_code, joined.headers["location"]) == (303, "/")
    assert browser.get(f"/w/{kim.workspace}").status_code == 200
    (key,) = re.findall(r'action="(/account/identities/[0-9a-f]{64}/unlink)"', browser.get("/account").text)
    stays = browser.post(key)
    assert stays.status_code == 409
    assert "로그인할 길이 없어집니다" in stays.text
    again = travel(street.browser(), f"/invitation/{address}/with/agency")
    assert f"url=/invitation/{address}" in again.text, "who has an account takes it by that"


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_email_nobody_verified_takes_no_invitation(street: Street, verified: object) -> None:
    address = street.invitation(street.founder(), "kim2@example.org")
    street.hanbit.someone = Someone("lee", "kim2@example.org", verified)
    answer = travel(street.browser(), f"/invitation/{address}/with/hanbit")
    assert answer.status_code == 403
    assert "이메일을 확인된 것으로 알려 주지 않습니다" in answer.text


@pytest.mark.parametrize(
    ("email", "status", "words"),
    [("evil@example.org", 404, "이 초대는 쓸 수 없습니다"), ("kim@example.org", 409, "이 이메일을 쓰는 계정이 이미")],
)  # fmt: skip
def test_an_email_takes_over_neither_an_invitation_nor_an_account(
    street: Street, email: str, status: int, words: str
) -> None:
    kim = street.founder()
    street.hanbit.someone = Someone("lee", email, True, "이둘")
    address = street.invitation(kim, "kim@example.org")
    browser = street.browser()
    travel(browser, f"/invitation/{address}/with/hanbit")
    answer = browser.post(f"/invitation/{address}/identity", data={"name": "이둘"})
    assert answer.status_code == status
    assert words in answer.text
    assert SESSION not in browser.cookies


def test_linking_needs_a_word_on_a_page_of_this_place(street: Street) -> None:
    kim = street.founder()
    travel(kim.client, "/account/with/hanbit")
    foreign = kim.client.post("/account/identities", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "연결된 회사 계정이 없습니다" in kim.client.get("/account").text
    other = street.town.founder("lee", "대림")
    other.client.cookies.set(REQUEST, kim.client.cookies[REQUEST].strip('"'), domain=HOST)
    assert other.client.post("/account/identities", follow_redirects=False).status_code == 403
    assert kim.client.post("/account/identities").status_code == 303
    assert kim.client.post("/account/identities").status_code == 403


def test_what_is_linked_is_unlinked_by_its_person(street: Street) -> None:
    kim = street.linked()
    (path,) = re.findall(r'action="(/account/identities/[0-9a-f]{64}/unlink)"', kim.client.get("/account").text)
    other = street.town.founder("lee", "대림")
    assert other.client.post(path, follow_redirects=False).status_code == 404
    assert kim.client.post(path).headers["location"] == "/account"
    assert travel(street.browser(), "/login/with/hanbit").status_code == 403


def test_a_code_comes_first_where_an_app_stands(street: Street) -> None:
    kim = street.founder()
    kim.enter_again("kim")
    sent = kim.client.get("/account/with/hanbit")
    assert sent.headers["location"].startswith("/account/code")


def test_ways_that_are_begun_are_counted(street: Street) -> None:
    app = app_of(street.town.served, (HOST,), is_secure=True, limits=Limits())
    browser = Client(app, base_url=ORIGIN, follow_redirects=False)
    answers = [browser.get("/login/with/hanbit").status_code for _ in range(RATES["provider"].burst + 1)]
    assert answers == [303] * RATES["provider"].burst + [429]
    tries = [browser.get("/login/with/hanbit/back").status_code for _ in range(RATES["log_in"].burst + 1)]
    assert tries == [403] * RATES["log_in"].burst + [429]


def test_the_language_is_changed_without_going_the_way_again(street: Street) -> None:
    kim = street.founder()
    address = street.invitation(kim, "lee@example.org")
    street.hanbit.someone = Someone("lee", "lee@example.org", True, "이둘")
    pages = {
        "/login": travel(street.browser(), "/login/with/hanbit", state="x"),
        "/account": travel(kim.client, "/account/with/hanbit"),
        f"/invitation/{address}": travel(street.browser(), f"/invitation/{address}/with/hanbit"),
    }
    for path, page in pages.items():
        assert re.findall(r'href="/language/en\?next=([^"]*)"', page.text) == [path]


def test_a_provider_that_is_away_takes_nobodys_tries(street: Street) -> None:
    app = app_of(street.town.served, (HOST,), is_secure=True, limits=Limits())
    browser = Client(app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False)
    for _ in range(RATES["log_in"].burst + 1):
        street.hanbit.trick = ""
        back = way_back(browser, "/login/with/hanbit")
        street.hanbit.trick = "failing"
        assert browser.get(back).status_code == 503
    assert browser.post("/login", data={"email": "kim@example.org", "password": "x"}).status_code == 401


def test_nothing_that_came_back_is_told_to_the_page(street: Street) -> None:
    answer = street.browser().get("/login/with/hanbit/back?error=<script>&state=<script>&code=<script>")
    assert "<script>" not in answer.text.replace('<script type="module"', "")
