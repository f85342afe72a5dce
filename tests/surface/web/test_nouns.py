"""The navigation shows what is the business of a workspace, and not all that a role may see."""

import re

from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded


def nouns(page: str) -> list[str]:
    """Where the navigation leads, below the workspace."""
    found = re.findall(
        r'<li><a href="/w/[0-9a-f]{32}/?([^"]*)"', page.partition('class="nouns"')[2].partition("</nav>")[0]
    )
    return [str(item) for item in found]


def test_a_company_sees_what_is_a_companys(town: Town) -> None:
    shown = nouns(founded(town).open("company_admin", ""))
    assert {"plants", "lines", "reports", "support", "members"} <= set(shown)
    assert not {"programmes", "calls", "rounds", "reforms", "themes"} & set(shown)


def test_an_agency_sees_what_is_an_agencys_and_may_invite(town: Town) -> None:
    officer = town.founder("officer", "지원기관", kind="agency")
    officer.client.headers["Accept-Language"] = "ko"
    agency = Company(town, {"company_admin": officer})
    page = agency.open("company_admin", "")
    assert nouns(page) == [
        "",
        "results",
        "programmes",
        "calls",
        "rounds",
        "reforms",
        "themes",
        "members",
        "tokens",
        "audit",
    ]
    assert "누가 얻고 잃는지" in page
    town.member(officer, "reviewer", "reviewer")
    assert agency.open("company_admin", "/reforms")
    assert agency.open("company_admin", "/plants"), "what is not shown is not refused"
