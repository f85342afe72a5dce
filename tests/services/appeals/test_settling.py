"""Who settles, what is entered from paper, and what happens where two do it at once."""

import dataclasses
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.places import Place, actor, codes
from tests.records import HANBIT, hash_of
from tests.services.appeals.test_appeals import (
    APPLICATION,
    GROUNDS,
    OTHER,
    SECOND,
    appealed,
    kept,
    place,
    the_call,
    wish,
)
from tests.services.calls.agency import CALL, CLOSED, OFFICER

from pulmu.model import PulmuError
from pulmu.services.appeals.enter import end_entered, enter_appeal
from pulmu.services.appeals.received import find_appeal, list_appeals
from pulmu.services.appeals.settle import may_settle, settle
from pulmu.services.appeals.trace import trace
from pulmu.services.appeals.trace_file import trace_tree
from pulmu.services.calls.decide import decide
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.workspaces.documents import save_document

__all__ = ["place"]
THIRD, JUDGE = actor("seo", "agency_officer"), actor("choi", "agency_officer")


def settled(place: Place, who: Any, key: str, verdict: Any = "rejected", **more: Any) -> Any:
    return settle(place.gate, who, the_call(place), key, verdict, "이유", **more)


def test_who_decided_or_judged_does_not_settle(place: Place) -> None:
    found = appealed(place)
    for who in (OFFICER, JUDGE):
        assert codes(lambda w=who: settled(place, w, found.id)) == ["appeal.four_eyes"]  # type: ignore[misc]
        assert not may_settle(place.gate, who, the_call(place), found)
    assert may_settle(place.gate, SECOND, the_call(place), found)
    assert codes(lambda: may_settle(place.gate, actor("r", "reviewer"), the_call(place), found)) == ["access.forbidden"]
    assert settled(place, SECOND, found.id).number == 2


def test_who_kept_the_selection_it_rests_on_does_not_settle(place: Place) -> None:
    rows = [
        {"id": APPLICATION, "outcome": "not_selected", "amount_krw": 0, "reason": {"causes": [{"others": [OTHER]}]}}
    ]
    tree = {"pulmu": "selection/1", "id": CALL, "call": {"choosing": {"mode": "in_order"}, "places": 1},
            "is_proven": True, "applications": rows}  # fmt: skip
    made = save_document(place.gate, THIRD, "selection", CALL, document_of_tree(tree, "s.json"), seen=0)
    told = {**rows[0], "selection": made.version.sha256}
    decide(place.gate, OFFICER, CALL, [wish(APPLICATION, seen=1, told=told)])
    found = appealed(place)
    assert codes(lambda: settled(place, THIRD, found.id)) == ["appeal.four_eyes"]
    shown = trace(place.gate, SECOND, kept(place), found.id)
    assert shown.chosen is not None
    assert (shown.chosen.version, shown.chosen.author, shown.chosen.row["outcome"]) == (1, "seo", "not_selected")
    assert shown.chosen.terms == {"choosing": {"mode": "in_order"}, "places": 1, "is_proven": True}
    assert OTHER not in str(trace_tree(shown))
    assert "seo" not in str(trace_tree(shown, names=False))
    assert settled(place, SECOND, found.id).number == 3


def test_a_decision_made_meanwhile_is_looked_at_first(place: Place) -> None:
    found = appealed(place)
    decide(place.gate, OFFICER, CALL, [wish(APPLICATION, "reserve", seen=1)])
    assert codes(lambda: settled(place, SECOND, found.id, seen=1)) == ["store.decided"]
    stale = wish(APPLICATION, "selected", 5, seen=1)
    assert codes(lambda: settled(place, SECOND, found.id, "upheld", wish=stale)) == ["store.decided"]
    made = settled(place, SECOND, found.id, seen=2)
    assert (made.number, made.outcome) == (3, "reserve")


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each came to, all begun at the same moment: what it made, or the code of its refusal."""
    barrier, found = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int) -> None:
        barrier.wait()
        try:
            found[place] = deeds[place]()
        except PulmuError as error:
            found[place] = error.problems[0].code  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_officers_at_once_settle_it_once(place: Place) -> None:
    found = appealed(place)
    made = at_once(lambda: settled(place, SECOND, found.id), lambda: settled(place, THIRD, found.id))
    assert [getattr(item, "number", item) for item in made].count(2) >= 1
    assert {getattr(item, "number", item) for item in made} <= {2, "store.decided"}
    now = find_appeal(place.gate, OFFICER, the_call(place), found.id)
    assert now.state == "rejected"
    with place.store.reading(HANBIT) as work:
        last = work.decision(CALL, APPLICATION)
    assert last is not None
    assert last.number == 2


def test_what_another_settled_since_it_was_looked_at_is_not_settled_anew(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = appealed(place)
    looked = find_appeal(place.gate, SECOND, the_call(place), found.id)
    assert settled(place, SECOND, found.id).number == 2
    monkeypatch.setattr("pulmu.services.appeals.settle.find_appeal", lambda *_: looked)
    assert settled(place, THIRD, found.id).number == 2
    upheld = wish(APPLICATION, "selected", 5, seen=2)
    assert codes(lambda: settled(place, THIRD, found.id, "upheld", wish=upheld)) == ["store.decided"]


def test_appeals_settled_at_once_never_take_more_money_than_there_is(place: Place) -> None:
    first = appealed(place)
    second = enter_appeal(place.gate, SECOND, the_call(place), OTHER, GROUNDS)
    wishes = [wish(APPLICATION, "selected", 60, seen=1), wish(OTHER, "selected", 60, seen=1)]
    made = at_once(
        lambda: settled(place, SECOND, first.id, "upheld", wish=wishes[0]),
        lambda: settled(place, THIRD, second.id, "upheld", wish=wishes[1]),
    )
    assert sorted(getattr(item, "outcome", item) for item in made) == ["call.over_budget", "selected"]
    with place.store.reading(HANBIT) as work:
        state = work.call_state(CALL)
    assert state is not None
    assert (state.committed_krw, state.taken) == (60, 1)


def test_an_appeal_on_paper_is_entered_once_and_settled_like_any(place: Place) -> None:
    place.at = CLOSED + timedelta(days=3)
    came = CLOSED + timedelta(days=2)
    made = enter_appeal(place.gate, OFFICER, the_call(place), OTHER, f" {GROUNDS} ", came)
    assert (made.source, made.application, made.at, made.grounds, made.is_late) == (
        "upload",
        OTHER,
        came,
        GROUNDS,
        False,
    )
    assert enter_appeal(place.gate, OFFICER, the_call(place), OTHER, GROUNDS, came).id == made.id
    assert codes(lambda: enter_appeal(place.gate, OFFICER, the_call(place), OTHER, "다른 말")) == ["appeal.entered"]
    assert settled(place, SECOND, made.id).number == 2
    assert find_appeal(place.gate, OFFICER, the_call(place), made.id).state == "rejected"
    assert codes(lambda: end_entered(place.gate, OFFICER, the_call(place), made.id, "x")) == ["appeal.not_on_paper"]


def test_an_appeal_on_paper_can_be_taken_back_and_one_over_the_place_not_by_the_officer(place: Place) -> None:
    sent = appealed(place)
    assert codes(lambda: end_entered(place.gate, OFFICER, the_call(place), sent.id, "x")) == ["appeal.not_on_paper"]
    made = enter_appeal(place.gate, OFFICER, the_call(place), OTHER, GROUNDS)
    assert codes(lambda: end_entered(place.gate, OFFICER, the_call(place), made.id, " ")) == ["input.reason_missing"]
    assert end_entered(place.gate, OFFICER, the_call(place), made.id, "거두어들임").state == "withdrawn"
    again = enter_appeal(place.gate, OFFICER, the_call(place), OTHER, GROUNDS)
    assert again.id != made.id
    assert {item.state for item in list_appeals(place.gate, OFFICER, the_call(place))} == {"open", "withdrawn"}


def test_what_cannot_be_entered_is_refused(place: Place) -> None:
    place.at = CLOSED
    call = the_call(place)
    for key in ("0" * 64, "", hash_of("x")):
        assert codes(lambda k=key: enter_appeal(place.gate, OFFICER, call, k, "x")) == ["access.unknown_document"]  # type: ignore[misc]
    assert codes(lambda: enter_appeal(place.gate, OFFICER, call, OTHER, " ")) == ["appeal.grounds"]
    for days in (1, -300):
        at = CLOSED + timedelta(days=days)
        assert codes(lambda a=at: enter_appeal(place.gate, OFFICER, call, OTHER, "x", a)) == ["appeal.came"]  # type: ignore[misc]
    for role in ("reviewer", "company_admin"):
        who: Any = actor("n", role)  # type: ignore[arg-type]
        assert codes(lambda w=who: enter_appeal(place.gate, w, call, OTHER, "x")) == ["access.forbidden"]  # type: ignore[misc]


@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_where_the_call_sets_no_days_those_of_the_act_hold(place: Place, days: int, late: bool) -> None:
    appealed(place, days=days)
    (found,) = list_appeals(place.gate, OFFICER, dataclasses.replace(the_call(place), appeal_days=None))
    assert found.is_late is late
    assert found.answer_by.isoformat() == f"2027-02-0{days - 28}T00:00:00+09:00"


def test_a_trace_shows_points_that_were_changed_and_all_else(place: Place) -> None:
    found = appealed(place)
    with place.store.writing(HANBIT) as work:
        work._rows.connection.execute(  # type: ignore[attr-defined]
            text("update review set content = replace(content, '2000', '2900') where application = :key"),
            {"key": APPLICATION},
        )
    shown = trace(place.gate, SECOND, kept(place), found.id)
    assert [item.code for item in shown.problems] == ["review.seal_broken"]
    assert (shown.scores, len(shown.decisions), len(shown.reviews)) == (None, 1, 1)
