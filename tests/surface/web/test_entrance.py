"""The way in by a browser: what a page shows, and what it refuses."""

import re

import pytest
from tests.places import PASSWORD
from tests.surface.api.people import ORIGIN, Client, Town

SIGN_UP = {
    "workspace": "한빛볼트", "kind": "company", "name": "김하나", "email": "kim@hanbit.example", "password": PASSWORD,
}  # fmt: skip


@pytest.fixture
def browser(town: Town) -> Client:
    """A browser without scripts, in Korean."""
    headers = {"Origin": ORIGIN, "Accept-Language": "ko-KR,ko"}
    return Client(town.app, base_url=ORIGIN, headers=headers, follow_redirects=False)


def heading(text: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text)
    return found[1] if found else ""


def test_the_first_page_shows_the_samples_without_an_account(browser: Client) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    assert 'href="/samples/fasteners/carbon"' in page.text
    assert 'href="/signup"' in page.text


def test_a_sample_is_answered_with_its_cost(browser: Client) -> None:
    page = browser.get("/samples/fasteners/carbon").text
    assert heading(page) == "이 제품들의 탄소비용은 얼마인가?"
    assert "440,561.17유로" in page
    assert "<svg" in page


def test_the_same_page_in_english(browser: Client) -> None:
    assert browser.get("/language/en", params={"next": "/samples/fasteners/carbon"}).headers["location"] == (
        "/samples/fasteners/carbon"
    )
    assert heading(browser.get("/samples/fasteners/carbon").text) == "What do these goods cost in carbon?"


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_place(browser: Client, away: str) -> None:
    assert browser.get("/language/en", params={"next": away}).headers["location"] == "/"
    browser.post("/signup", data=SIGN_UP)
    assert browser.get("/login", params={"next": away}).headers["location"] == "/"


def test_who_founds_a_company_is_in_it(browser: Client) -> None:
    answer = browser.post("/signup", data=SIGN_UP)
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert "한빛볼트" in page.text
    assert "김하나" in page.text


def test_a_form_with_something_wrong_keeps_what_was_typed_but_the_password(browser: Client) -> None:
    page = browser.post("/signup", data=SIGN_UP | {"password": "password"})
    assert page.status_code == 422
    assert 'value="한빛볼트"' in page.text
    assert 'value="password"' not in page.text
    assert "고칠 것 1건" in page.text


def test_what_somebody_types_is_shown_as_text(browser: Client) -> None:
    page = browser.post("/signup", data=SIGN_UP | {"workspace": '"><script>alert(1)</script>', "password": "x"})
    assert "<script>alert" not in page.text


def test_who_is_not_logged_in_comes_back_to_where_they_were(browser: Client) -> None:
    where = browser.post("/signup", data=SIGN_UP).headers["location"]
    browser.post("/logout")
    sent = browser.get(where)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/login?next={where}")
    back = browser.post("/login", data={"email": SIGN_UP["email"], "password": PASSWORD, "next": where})
    assert back.headers["location"] == where


def test_a_page_of_another_place_logs_nobody_in_or_out(browser: Client) -> None:
    browser.post("/signup", data=SIGN_UP)
    foreign = {"Origin": "https://evil.example"}
    assert browser.post("/logout", headers=foreign).status_code == 403
    assert browser.post("/login", data={"email": "a@b.example", "password": "x"}, headers=foreign).status_code == 403
    assert "김하나" in browser.get("/").text


def test_every_page_is_closed_to_scripts_of_others(browser: Client) -> None:
    for path in ("/", "/login", "/nothing"):
        policy = browser.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_an_app_is_set_up_and_its_code_is_asked_for(browser: Client, town: Town) -> None:
    from pulmu.services.accounts import one_time_code

    browser.post("/signup", data=SIGN_UP)
    shown = re.search(r"<code>([A-Z2-7]+)</code>", browser.get("/account/app").text)
    assert shown
    secret = shown[1]
    wrong = browser.post("/account/app", data={"code": "000000"})
    assert wrong.status_code == 401
    assert secret in wrong.text, "the app the person has just set up stays the one that counts"
    code = one_time_code.code_of(secret, one_time_code.step_of(town.place.at))
    page = browser.post("/account/app", data={"code": code})
    assert page.status_code == 200
    assert len(re.findall(r"<code>[a-z2-7]{12}</code>", page.text)) >= 8
    browser.post("/logout")
    town.place.pass_time(minutes=1)
    sent = browser.post("/login", data={"email": SIGN_UP["email"], "password": PASSWORD, "next": "/"})
    assert sent.headers["location"].startswith("/account/code")
    code = one_time_code.code_of(secret, one_time_code.step_of(town.place.at))
    assert browser.post("/account/code", data={"code": code, "next": "/"}).headers["location"] == "/"


def test_a_form_that_is_too_long_is_not_read(browser: Client) -> None:
    answer = browser.post("/login", content=b"email=" + b"x" * 2_000_000, headers={
        "Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code == 413


def test_an_old_name_of_a_script_is_not_served(browser: Client) -> None:
    page = browser.get("/").text
    address = re.search(r'href="(/static/[0-9a-f]+/pulmu\.css)"', page)
    assert address
    assert browser.get(address[1]).headers["cache-control"].endswith("immutable")
    assert browser.get("/static/0000000000000000/pulmu.css").status_code == 404
    assert browser.get("/static/../pulmu.css").status_code == 404


def test_the_host_is_named(town: Town) -> None:
    assert Client(town.app, base_url="https://evil.example").get("/").status_code == 400
