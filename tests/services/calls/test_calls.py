"""A call from its first version to its end: what is shown, what comes in, what is decided within its money."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import databases
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT
from tests.services.calls.agency import (
    BEFORE,
    CALL,
    CLOSED,
    FIRM,
    OFFICER,
    OPEN,
    PACKAGED,
    call_document,
    delivery,
    received,
    with_call,
)

from pulmu.adapters._sql.crossing import SqlCrossing
from pulmu.model import InputError
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.calls.shelf import (
    call_history,
    call_in_force,
    find_call,
    list_calls,
    publish_call,
    save_call,
    withdraw_call,
)
from pulmu.services.calls.stages import go_on
from pulmu.services.calls.take_in import take_in


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = databases.new_database(request.getfixturevalue("postgres")) if request.param == "postgres" else ""
    found = Place(tmp_path, database=url).with_companies()
    yield found
    found.store.close()


def seen_by_firm(place: Place) -> list[tuple[str, str, int]]:
    with place.gate.seeing(FIRM, "read_board") as crossing:
        return [(item.workspace, item.id, item.number) for item in crossing.notices("call")]


def wish(key: str, outcome: Any = "selected", amount: int = 0, **more: Any) -> DecisionWish:
    return DecisionWish(application=key, outcome=outcome, amount_krw=amount, **more)


def at_stage(place: Place, *stages: str) -> None:
    call = find_call(place.gate, OFFICER, PACKAGED, CALL).call
    place.at = CLOSED
    for stage in stages:
        go_on(place.gate, OFFICER, call, stage, reason="x")  # type: ignore[arg-type]


def apply(place: Place, *keys: str) -> None:
    with place.store.writing(HANBIT) as work:
        for key in keys:
            work.add_received(received(key))


def test_a_call_is_shown_as_it_was_published_and_no_other_version_binds(place: Place) -> None:
    found = with_call(place)
    assert (found.is_shown_as_it_stands, found.counts, found.problems) == (True, True, ())
    assert seen_by_firm(place) == [(HANBIT, CALL, 1)]
    later = save_call(place.gate, OFFICER, PACKAGED, CALL, call_document(places=2), seen=1)
    assert (later.is_shown, later.is_shown_as_it_stands) == (True, False)
    assert call_in_force(place.gate, OFFICER, PACKAGED, CALL).call.places == 14
    again = publish_call(place.gate, OFFICER, PACKAGED, CALL)
    assert again.state is not None
    assert (again.state.places, again.state.version) == (2, 2)
    assert seen_by_firm(place) == [(HANBIT, CALL, 2)]
    assert withdraw_call(place.gate, OFFICER, CALL, "잘못 게시함")
    assert seen_by_firm(place) == []
    assert [item.id for item in list_calls(place.gate, OFFICER, PACKAGED)] == [CALL]
    assert [item.number for item in call_history(place.gate, OFFICER, CALL)] == [2, 1]


def test_one_with_problems_is_kept_and_not_shown(place: Place) -> None:
    place.at = BEFORE
    kept = save_call(place.gate, OFFICER, PACKAGED, CALL, call_document(programme="no_such"), seen=0)
    assert [item.code for item in kept.problems] == ["call.programme_unknown"]
    assert codes(lambda: publish_call(place.gate, OFFICER, PACKAGED, CALL)) == ["call.programme_unknown"]
    assert seen_by_firm(place) == []
    with place.store.reading(HANBIT) as work:
        assert work.call_state(CALL) is None
    assert codes(lambda: call_in_force(place.gate, OFFICER, PACKAGED, CALL)) == ["access.unknown_document"]


@pytest.mark.parametrize(
    ("name", "document", "code"),
    [("New", call_document(), "call.id"), ("new", call_document(id="new"), "call.id"),
     ("a" * 32, call_document(id="a" * 32), "call.id"),
     ("other", call_document(), "call.other_id")],
)  # fmt: skip
def test_an_id_that_is_none_or_anothers_is_refused(place: Place, name: str, document: Any, code: str) -> None:
    assert codes(lambda: save_call(place.gate, OFFICER, PACKAGED, name, document, seen=0)) == [code]


def test_other_roles_and_other_workspaces_do_nothing(place: Place) -> None:
    with_call(place)
    stranger = dataclasses.replace(OFFICER, workspace=DAERIM)
    assert codes(lambda: find_call(place.gate, stranger, PACKAGED, CALL)) == ["access.unknown_document"]
    assert codes(lambda: decide(place.gate, stranger, CALL, [])) == ["access.unknown_document"]
    acts: list[Callable[[Any], Any]] = [
        lambda who: save_call(place.gate, who, PACKAGED, CALL, call_document(), seen=1),
        lambda who: publish_call(place.gate, who, PACKAGED, CALL),
        lambda who: decide(place.gate, who, CALL, []),
        lambda who: go_on(place.gate, who, find_call(place.gate, OFFICER, PACKAGED, CALL).call, "taking"),
    ]
    for act in acts:
        for who in (actor("r", "reviewer"), actor("p", "preparer"), actor("a", "company_admin")):
            assert codes(lambda a=act, w=who: a(w)) == ["access.forbidden"]  # type: ignore[misc]


def test_what_was_sent_is_taken_in_once_and_replaces_what_the_same_firm_sent(place: Place) -> None:
    with_call(place)
    with place.store.crossing(DAERIM, writes=True) as crossing:
        crossing.send(delivery("a" * 64))
        crossing.send(delivery("b" * 64, at=OPEN + timedelta(hours=1)))
    assert [item.id[0] for item in take_in(place.gate, OFFICER)] == ["a", "b"]
    assert take_in(place.gate, OFFICER) == ()
    with place.store.reading(HANBIT) as work:
        first, second = work.whole_received("application", CALL)
    assert (first.ended, second.ended) == (OPEN + timedelta(hours=1), None)
    assert (second.sender, second.name, second.content) == (DAERIM, "대림금속", delivery("b" * 64).content)
    with place.store.crossing(DAERIM, writes=True) as crossing:
        crossing.send(delivery("c" * 64, kind="withdrawal", at=OPEN + timedelta(hours=2)))
        assert [item.content for item in crossing.sent()] == ["", "", ""]
    take_in(place.gate, OFFICER)
    with place.store.reading(HANBIT) as work:
        assert [item.ended is None for item in work.all_received("application", CALL)] == [False, False]


def test_at_one_moment_one_application_counts_and_a_withdrawal_ends_it(place: Place) -> None:
    with_call(place)
    with place.store.crossing(DAERIM, writes=True) as crossing:
        for key in ("b" * 64, "a" * 64):
            crossing.send(delivery(key))
    take_in(place.gate, OFFICER)
    with place.store.reading(HANBIT) as work:
        assert [item.id[0] for item in work.all_received("application", CALL) if item.ended is None] == ["b"]
    with place.store.crossing(DAERIM, writes=True) as crossing:
        crossing.send(delivery("0" * 64, kind="withdrawal"))
    take_in(place.gate, OFFICER)
    with place.store.reading(HANBIT) as work:
        assert all(item.ended is not None for item in work.all_received("application", CALL))


def test_a_process_that_ended_between_record_and_receipt_leaves_what_the_next_look_finishes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_call(place)
    with place.store.crossing(DAERIM, writes=True) as crossing:
        crossing.send(delivery("a" * 64))
    with monkeypatch.context() as patch:
        patch.setattr(SqlCrossing, "take", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take_in(place.gate, OFFICER)
    with place.store.crossing(HANBIT, writes=False) as crossing:
        assert len(crossing.waiting(9)) == 1
    assert take_in(place.gate, OFFICER) == ()
    with place.store.reading(HANBIT) as work:
        assert len(work.all_received("application")) == 1
    with place.store.crossing(HANBIT, writes=False) as crossing:
        assert crossing.waiting(9) == ()


def test_decisions_take_and_give_back_money_and_places(place: Place) -> None:
    with_call(place, budget_krw=1000, places=2)
    apply(place, "a1", "a2", "a3")
    at_stage(place, "taking", "reviewing")
    decide(place.gate, OFFICER, CALL, [wish("a1", amount=600), wish("a2", amount=400)])
    over = [wish("a3", amount=1)]
    assert codes(lambda: decide(place.gate, OFFICER, CALL, over)) == ["call.over_budget"]
    assert codes(lambda: decide(place.gate, OFFICER, CALL, [wish("a3")])) == ["call.over_places"]
    made = decide(place.gate, OFFICER, CALL, [wish("a1", "withdrawn", seen=1), wish("a3", amount=600)])
    assert [(item.application, item.number) for item in made] == [("a1", 2), ("a3", 1)]
    with place.store.reading(HANBIT) as work:
        state = work.call_state(CALL)
    assert state is not None
    assert (state.committed_krw, state.taken) == (1000, 2)


def test_all_that_is_asked_for_is_decided_or_nothing(place: Place) -> None:
    with_call(place, budget_krw=1000)
    apply(place, "a1", "a2")
    at_stage(place, "taking", "reviewing")
    assert codes(lambda: decide(place.gate, OFFICER, CALL, [wish("a1", amount=1), wish("zz", amount=1)])) == [
        "access.unknown_document"
    ]
    assert codes(lambda: decide(place.gate, OFFICER, CALL, [wish("a1", amount=1), wish("a2", seen=3)])) == [
        "store.decided"
    ]
    with place.store.reading(HANBIT) as work:
        state = work.call_state(CALL)
        assert work.decisions(CALL) == ()
    assert state is not None
    assert state.committed_krw == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [(wish("a1", amount=-1), "call.amount"), (wish("a1", "not_selected", 5), "call.amount"),
     (wish("ended"), "call.application_ended")],
)  # fmt: skip
def test_what_cannot_be_decided_is_told(place: Place, asked: DecisionWish, code: str) -> None:
    with_call(place)
    apply(place, "a1", "ended")
    with place.store.writing(HANBIT) as work:
        work.end_received("ended", OPEN)
    at_stage(place, "taking", "reviewing")
    assert codes(lambda: decide(place.gate, OFFICER, CALL, [asked])) == [code]


def test_before_scores_are_opened_only_what_does_not_need_them_is_decided(place: Place) -> None:
    with_call(place)
    apply(place, "a1", "a2")
    assert codes(lambda: decide(place.gate, OFFICER, CALL, [wish("a1")])) == ["call.scores_sealed"]
    decide(place.gate, OFFICER, CALL, [wish("a1", "incomplete")])
    at_stage(place, "taking")
    assert codes(lambda: decide(place.gate, OFFICER, CALL, [wish("a2", "not_selected")])) == ["call.scores_sealed"]


def test_a_call_goes_on_when_it_is_closed_and_ends_when_all_is_decided(place: Place) -> None:
    call = with_call(place).call
    apply(place, "a1")
    assert codes(lambda: go_on(place.gate, OFFICER, call, "taking")) == ["call.still_open"]
    place.at = CLOSED
    assert go_on(place.gate, OFFICER, call, "taking") == "reviewing"
    assert codes(lambda: go_on(place.gate, OFFICER, call, "taking")) == ["store.call_moved"]
    assert codes(lambda: publish_call(place.gate, OFFICER, PACKAGED, CALL)) == ["call.stage"]
    assert go_on(place.gate, OFFICER, call, "reviewing") == "opened"
    assert codes(lambda: go_on(place.gate, OFFICER, call, "opened")) == ["call.undecided"]
    decide(place.gate, OFFICER, CALL, [wish("a1", "not_selected")])
    assert go_on(place.gate, OFFICER, call, "opened") == "decided"
    assert go_on(place.gate, OFFICER, call, "decided") == "published"
    assert codes(lambda: go_on(place.gate, OFFICER, call, "published")) == ["call.at_end"]


def test_a_hundred_decisions_at_once_never_overspend(place: Place) -> None:
    with_call(place, budget_krw=1_000_000, places=None)
    apply(place, *(f"a{number}" for number in range(100)))
    at_stage(place, "taking", "reviewing")
    start = threading.Barrier(20)

    def grant(numbers: range) -> int:
        start.wait()
        granted = 0
        for number in numbers:
            amount = 10_000 + 10_000 * (number % 7)
            try:
                decide(place.gate, OFFICER, CALL, [wish(f"a{number}", amount=amount)])
            except InputError as error:
                assert [item.code for item in error.problems] == ["call.over_budget"]
            else:
                granted += amount
        return granted

    with ThreadPoolExecutor(20) as pool:
        granted = sum(pool.map(grant, (range(first, 100, 20) for first in range(20))))
    with place.store.reading(HANBIT) as work:
        state, made = work.call_state(CALL), work.decisions(CALL)
    assert state is not None
    assert state.committed_krw == granted == sum(item.amount_krw for item in made) <= 1_000_000
    assert 1_000_000 - granted < 10_000
    assert state.taken == len(made)
