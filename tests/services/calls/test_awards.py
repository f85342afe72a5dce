"""A ladder of awards in its agency: from nominations and scores to decisions that name the award."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.places import Place, codes
from tests.records import HANBIT
from tests.services.calls.agency import CLOSED, OFFICER, PACKAGED
from tests.services.calls.awards import AWARDS, nominee, score, with_awards

from pulmu.services.calls.choose import ChosenCall, choose, decide_as_chosen, keep_selection
from pulmu.services.calls.shelf import call_in_force
from pulmu.services.calls.stages import go_on

LADDER = {
    "no_repeat": "same_or_lower",
    "rungs": [
        {"id": "silver_tower", "name_ko": "은탑", "places": 1, "grade": "order", "least_points": 85},
        {"id": "bronze_tower", "name_ko": "동탑", "places": 1, "grade": "order", "least_points": 85},
        {"id": "minister", "name_ko": "장관", "places": 2},
    ],
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path).with_companies()
    with_awards(made, ladder=LADDER, places=4)
    yield made
    made.store.close()


def judged(place: Place, points: dict[str, int], told: dict[str, object], **more: dict[str, object]) -> ChosenCall:
    """Nominees with points of each criterion together, chosen. Points in hundredths."""
    with place.store.writing(HANBIT) as work:
        for key, total in points.items():
            nomination = told.get(key, {"has_awards": False})
            work.add_received(nominee(key, nomination, **more.get(key, {})))
            part = {"innovation": total * 2 // 5, "result": total * 2 // 5, "service": total // 5}
            work.add_review(score(key, part))
    place.at = CLOSED
    found = call_in_force(place.gate, OFFICER, PACKAGED, AWARDS)
    go_on(place.gate, OFFICER, found.call, "taking")
    go_on(place.gate, OFFICER, found.call, "reviewing")
    assert found.programme is not None
    return choose(place.gate, OFFICER, found.call, found.programme)


def test_awards_go_down_the_ladder_and_decisions_name_them(place: Place) -> None:
    had = {"has_awards": True, "awards": [{"kind": "silver_tower", "year": 2009}]}
    points = {"best": 9800, "second": 9500, "third": 9000, "silent": 8900, "low": 5000}
    chosen = judged(place, points, {"best": had, "silent": {}})
    assert chosen.choice.ladder is not None
    given = {item.id: item.award for item in chosen.choice.ladder.each}
    assert given == {
        "best": "minister", "second": "silver_tower", "third": "bronze_tower", "silent": "minister", "low": None,
    }  # fmt: skip
    kept = keep_selection(place.gate, OFFICER, chosen, seen=0)
    decide_as_chosen(place.gate, OFFICER, chosen.call, seen=kept.version.number)
    with place.store.reading(HANBIT) as work:
        made = {item.application: item for item in work.whole_decisions(AWARDS)}
        state = work.call_state(AWARDS)
    assert {key: item.outcome for key, item in made.items()} == {
        key: "not_selected" if award is None else "selected" for key, award in given.items()
    }
    told = {key: json.loads(item.content) for key, item in made.items()}
    assert told["second"]["award"] == "silver_tower"
    assert [(bar["award"], bar["kind"]) for bar in told["best"]["reason"]["bars"]] == [
        ("silver_tower", "repeat"), ("bronze_tower", "repeat"),
    ]  # fmt: skip
    assert told["best"]["reason"]["bars"][0]["had"] == {"kind": "silver_tower", "year": 2009}
    assert "award" not in told["low"]
    assert state is not None
    assert state.taken == 4


def test_one_person_of_a_firm_gets_one_award_and_a_colleague_another(place: Place) -> None:
    own = {"name": "한빛볼트", "business_number": "120-81-00000"}
    people = {key: {"person": name, "has_awards": False} for key, name in
              (("a", "박도윤"), ("again", "박 도윤"), ("b", "임예린"))}  # fmt: skip
    people["again"]["person"] = "박도윤"
    chosen = judged(place, {"a": 9500, "again": 9400, "b": 9300}, dict(people), a=own, again=own, b=own)
    assert chosen.choice.ladder is not None
    assert {item.id: item.award for item in chosen.choice.ladder.each} == {
        "a": "silver_tower", "again": None, "b": "bronze_tower",
    }  # fmt: skip


def test_an_award_that_is_none_of_the_call_is_told(place: Place) -> None:
    had = {"has_awards": True, "awards": [{"kind": "president"}]}
    assert codes(lambda: judged(place, {"a": 9000}, {"a": had})) == ["applications.award_unknown"]
