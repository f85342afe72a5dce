"""A browser goes to a provider and back, and its person comes in."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.identity_provider import CLIENT, SECRET, LocalProvider, Someone, local_provider
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit

PASSWORD = "용광로 옆 푸른 자전거"


@dataclass
class Pair:
    """A place and the provider it knows."""

    place: Served
    provider: LocalProvider


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both in processes or threads of their own; at the end nothing secret is in the log of the place."""
    folder: Path = tmp_path_factory.mktemp("pair")
    with local_provider() as provider:
        secret = folder / "hanbit.secret"
        secret.write_text(SECRET, encoding="utf-8")
        secret.chmod(0o600)
        file = folder / "providers.toml"
        file.write_text(
            f'[hanbit]\ntitle = "한빛 계정"\nissuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\n'
            f'client_secret_file = "{secret.name}"\n',
            encoding="utf-8",
        )
        place = Served(folder / "data", "--no-limits", "--providers", os.fspath(file))
        yield Pair(place, provider)
        code, _, said = place.stop()
        assert code == 0
        for hidden in (SECRET, *provider.codes, *provider.shown):
            assert hidden not in said
        assert provider.shown


def back_home(visit: Visit, pair: Pair) -> None:
    """The browser went to the provider, and to nobody else."""
    assert visit.foreign
    assert {url.split("/authorize")[0] for url in visit.foreign} == {pair.provider.issuer}
    visit.foreign.clear()


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_somebody_links_their_company_account_and_comes_in_by_it(
    browser: Browser, pair: Pair, axe: str, language: str, width: int, dark: bool
) -> None:
    is_korean = language == "ko"
    user = f"kim-{language}"
    pair.provider.someone = Someone(user, f"{user}@hanbit.example", True, "김하나")
    visit = Visit.begin(browser, pair.place.base, language=language, width=width, dark=dark)
    visit.go("/signup")
    visit.fill(workspace="한빛볼트", name="김하나", email=f"{user}@hanbit.example", password=PASSWORD)
    visit.press("등록하고 시작하기" if is_korean else "Register and start")
    visit.go("/account")
    visit.check(axe)
    visit.press("한빛 계정 연결" if is_korean else "Link 한빛 계정")
    back_home(visit, pair)
    assert visit.heading == ("이 회사 계정을 연결할까요?" if is_korean else "Link this company account?")
    visit.check(axe)
    visit.press("계정 연결" if is_korean else "Link account")
    visit.page.wait_for_url("**/account")
    assert f"{user}@hanbit.example" in visit.page.inner_text("main table")
    visit.check(axe)
    other = Visit.begin(browser, pair.place.base, language=language, width=width, dark=dark)
    other.go("/login?next=/account")
    other.check(axe)
    other.press("한빛 계정으로 로그인" if is_korean else "Log in with 한빛 계정")
    other.page.wait_for_url("**/account")
    back_home(other, pair)
    assert other.heading == ("내 계정" if is_korean else "My account")
    other.check(axe)


def test_a_provider_that_is_away_is_told_on_a_page(browser: Browser, pair: Pair, axe: str) -> None:
    visit = Visit.begin(browser, pair.place.base)
    pair.provider.trick = "wrong nonce"
    visit.go("/login")
    visit.press("한빛 계정으로 로그인")
    back_home(visit, pair)
    assert "다른 로그인을 위해 만든 증명입니다" in visit.page.inner_text("main")
    visit.faults.clear()  # the browser tells the 403 it was given
    visit.check(axe)
    pair.provider.trick = ""
