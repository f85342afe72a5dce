"""The page of a selection of awards: a ladder with who stands on it, why no higher one, and how sure it is."""

from datetime import UTC, datetime

import pytest
from tests.services.calls.agency import PACKAGED
from tests.services.calls.awards import AWARDS, awards_document, nominee, score
from tests.services.calls.test_awards import LADDER
from tests.surface.api.people import Town
from tests.surface.web.agency import Agency, founded
from tests.surface.web.seats import said

from pulmu.services.calls.shelf import call_in_force, publish_call, save_call
from pulmu.services.calls.stages import go_on

PAGE = f"/calls/{AWARDS}/selection"
POINTS = {
    "박도윤": (9800, 9700),
    "임예린": (9500, 9300),
    "장건우": (9300, 9400),
    "조서현": (8900, 8000),
    "한낮음": (5000, 5000),
}
HAD = {"has_awards": True, "awards": [{"kind": "silver_tower", "year": 2009}]}


@pytest.fixture
def agency(town: Town) -> Agency:
    """One whose call for awards is judged, its scores open."""
    town.place.at = datetime(2026, 12, 11, 8, 59, tzinfo=UTC)
    made = founded(town)
    actor, gate = made.people["agency_officer"].actor, town.place.gate
    save_call(gate, actor, PACKAGED, AWARDS, awards_document(ladder=LADDER, places=4), seen=0)
    publish_call(gate, actor, PACKAGED, AWARDS)
    with town.place.store.writing(actor.workspace) as work:
        for key, totals in POINTS.items():
            work.add_received(nominee(key, HAD if key == "박도윤" else {"has_awards": False}))
            for who, total in enumerate(totals):
                part = {"innovation": total * 2 // 5, "result": total * 2 // 5, "service": total // 5}
                work.add_review(score(key, part, f"r{who}"))
    town.place.pass_time(minutes=1)
    call = call_in_force(gate, actor, PACKAGED, AWARDS).call
    go_on(gate, actor, call, "taking")
    go_on(gate, actor, call, "reviewing")
    return made


def chosen(agency: Agency, town: Town, seen: str) -> str:
    """Have it chosen, and do the work; what the page of the selection says."""
    started = agency.send("agency_officer", f"{PAGE}/choose", seen=seen, chances="yes")
    assert started.status_code == 303, said(started.text)
    town.work_off()
    return said(agency.open("agency_officer", PAGE))


def test_the_ladder_its_reasons_and_chances_are_shown_and_stay_the_same(agency: Agency, town: Town) -> None:
    first = chosen(agency, town, "0")
    for words in (
        "포상 단계", "은탑", "1/1", "임예린", "같은 등급이나 낮은 등급을 다시 받을 수 없습니다", "200번",
        "다시 뽑는 것", "경계에 있는 신청은",
    ):  # fmt: skip
        assert words in first, words
    assert chosen(agency, town, "1") == first.replace('value="1"', 'value="2"')
    assert agency.send("agency_officer", f"{PAGE}/decide", seen="2").status_code == 303
    assert "5건을 결정했습니다" in said(agency.open("agency_officer", PAGE))
