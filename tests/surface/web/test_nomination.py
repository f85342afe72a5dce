"""A firm stands for an award in the browser: earlier awards are asked, kept, and told what is wrong with them."""

from datetime import UTC, datetime

import pytest
from tests.services.calls.awards import AWARDS
from tests.surface.api.people import Town, Visitor
from tests.surface.web.agency import Agency, founded
from tests.surface.web.test_applications import page, send

from pulmu.adapters.samples import sample_call_text, sample_firm_text


@pytest.fixture
def agency(town: Town) -> Agency:
    """Its call for awards is shown and open."""
    town.place.at = datetime(2026, 12, 5, 3, tzinfo=UTC)
    found = founded(town)
    officer = found.people["agency_officer"]
    officer.call("PUT", f"/calls/{AWARDS}", inside=True, content=sample_call_text(AWARDS).encode(),
                 headers={"If-Match": '"0"'})  # fmt: skip
    officer.post(f"/calls/{AWARDS}/publish", inside=True, status=200)
    return found


@pytest.fixture
def firm(town: Town, agency: Agency) -> Visitor:
    assert agency.people
    who = town.founder("kim", "한빛체결")
    who.client.headers["Accept-Language"] = "ko"
    who.call("PUT", "/firm", inside=True, content=sample_firm_text().encode(), headers={"If-Match": '"0"'})
    return who


def test_earlier_awards_are_asked_and_kept(firm: Visitor, agency: Agency) -> None:
    path = f"/open-calls/{agency.people['agency_officer'].workspace}/{AWARDS}"
    assert "포상 이력" in page(firm, path)
    fields = {
        "name": "한빛체결",
        "title": "공적",
        "seen": "0",
        "nominee": "박도윤",
        "has_awards": "yes",
        "award.0.kind": "minister",
        "award.0.year": "2019",
    }
    wrong = send(firm, path, 422, **fields | {"award.0.year": "20년"})
    assert "포상 연도가 아닙니다" in wrong
    assert 'value="20년"' in wrong  # what was typed stays
    send(firm, path, **fields)
    shown = page(firm, path)
    for words in ('value="박도윤"', '<option value="minister" selected>', 'value="2019"'):
        assert words in shown, words
