"""What crosses workspaces, the same on SQLite and on PostgreSQL."""

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests import records
from tests.databases import Opened
from tests.records import DAERIM, HANBIT, NOON, later

from pulmu.adapters._sql import tables
from pulmu.adapters.sql_store import SqlStore
from pulmu.model import AccessRefused, ConflictError, PulmuError

THIRD = "c" * 32


@pytest.fixture
def store(again: Opened) -> SqlStore:
    """A store with three companies."""
    found = again()
    with found.place_writing() as place:
        for key, name in ((HANBIT, "한빛볼트"), (DAERIM, "대림금속"), (THIRD, "셋")):
            place.add_workspace(records.workspace(key, name=name))
    for key in (HANBIT, DAERIM, THIRD):
        found.open_workspace(key)
    return found


def test_a_notice_is_seen_by_all_until_it_is_withdrawn(store: SqlStore) -> None:
    with store.crossing(HANBIT, writes=True) as crossing:
        assert crossing.publish(records.notice())
        assert crossing.publish(records.notice(number=3, content='{"판": 3}'))
        assert not crossing.publish(records.notice(number=2))
    for key in (HANBIT, DAERIM):
        with store.crossing(key, writes=False) as crossing:
            assert crossing.notices("call") == (records.notice(number=3, content='{"판": 3}'),)
            assert crossing.notice("call", HANBIT, "round") is not None
            assert crossing.notices("offer") == ()
            assert crossing.workspace_name(HANBIT) == "한빛볼트"
    with store.crossing(HANBIT, writes=True) as crossing:
        assert crossing.withdraw("call", "round", later(5))
        assert not crossing.withdraw("call", "round", later(6))
    with store.crossing(DAERIM, writes=False) as crossing:
        assert (crossing.notices("call"), crossing.notice("call", HANBIT, "round")) == ((), None)
    with store.crossing(HANBIT, writes=False) as crossing:
        assert [item.withdrawn for item in crossing.own_notices("call")] == [later(5)]
        assert crossing.notice("call", HANBIT, "round") is not None


def test_nobody_shows_or_withdraws_for_another(store: SqlStore) -> None:
    with store.crossing(HANBIT, writes=True) as crossing:
        crossing.publish(records.notice())
    with store.crossing(DAERIM, writes=True) as crossing:
        assert not crossing.withdraw("call", "round", NOON)
        with pytest.raises(ValueError, match="another workspace"):
            crossing.publish(records.notice())
        assert crossing.own_notices("call") == ()


def test_a_delivery_is_sent_once_and_seen_by_two(store: SqlStore) -> None:
    with store.crossing(HANBIT, writes=True) as crossing:
        assert crossing.send(records.delivery())
        assert not crossing.send(records.delivery(content="{}"))
        with pytest.raises(ValueError, match="another workspace"):
            crossing.send(records.delivery("d2", sender=DAERIM))
    with store.crossing(THIRD, writes=True) as crossing:
        assert (crossing.delivery("d1"), crossing.waiting(9), crossing.sent()) == (None, (), ())
        assert not crossing.take("d1", NOON)
    with store.crossing(DAERIM, writes=True) as crossing:
        assert crossing.waiting(9) == (records.delivery(),)
        assert crossing.take("d1", later(1))
        assert not crossing.take("d1", later(2))
        assert crossing.waiting(9) == ()
    with store.crossing(HANBIT, writes=True) as crossing:
        taken = records.delivery(content="", taken=later(1))
        assert crossing.sent() == (taken,)
        assert crossing.delivery("d1") == taken
        assert not crossing.take("d1", NOON)  # the sender takes nothing in


def test_what_waits_comes_oldest_first_and_so_many(store: SqlStore) -> None:
    with store.crossing(HANBIT, writes=True) as crossing:
        for number in range(5):
            crossing.send(records.delivery(f"d{number}", at=later(-number)))
    with store.crossing(DAERIM, writes=False) as crossing:
        assert [item.id for item in crossing.waiting(3)] == ["d4", "d3", "d2"]


def test_nothing_is_sent_to_nobody(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="receiver"), store.crossing(HANBIT, writes=True) as crossing:
        crossing.send(records.delivery(receiver="d" * 32))
    with store.crossing(HANBIT, writes=False) as crossing:
        assert crossing.sent() == ()


def test_what_fails_halfway_shows_and_sends_nothing(store: SqlStore) -> None:
    with pytest.raises(KeyError), store.crossing(HANBIT, writes=True) as crossing:
        crossing.publish(records.notice())
        crossing.send(records.delivery())
        raise KeyError
    with store.crossing(HANBIT, writes=False) as crossing:
        assert (crossing.own_notices("call"), crossing.sent()) == ((), ())


def test_a_workspace_that_ends_leaves_nothing_of_what_it_showed_and_sent(store: SqlStore) -> None:
    with store.crossing(HANBIT, writes=True) as crossing:
        crossing.publish(records.notice())
        crossing.send(records.delivery())
    with store.crossing(THIRD, writes=True) as crossing:
        crossing.publish(records.notice(workspace=THIRD))
        crossing.send(records.delivery("d3", sender=THIRD))
    with store.place_writing() as place:
        place.close_workspace(HANBIT)
    with store.crossing(DAERIM, writes=False) as crossing:
        assert [item.workspace for item in crossing.notices("call")] == [THIRD]
        assert [item.id for item in crossing.waiting(9)] == ["d3"]
        assert crossing.workspace_name(HANBIT) == ""


def test_a_name_that_is_none_crosses_nowhere(store: SqlStore) -> None:
    with pytest.raises(AccessRefused), store.crossing("' OR 1=1 --", writes=False):
        pass


@pytest.mark.parametrize("again", ["postgres"], indirect=True)
def test_a_server_shows_a_workspace_no_delivery_of_others_whatever_is_asked(store: SqlStore) -> None:
    with store.crossing(HANBIT, writes=True) as crossing:
        crossing.send(records.delivery())
        crossing.publish(records.notice())
    with store.crossing(THIRD, writes=True) as crossing:
        connection = crossing._rows.connection
        assert connection.exec_driver_sql("SELECT count(*) FROM delivery").scalar() == 0
        assert connection.exec_driver_sql("DELETE FROM notice").rowcount == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM notice").scalar() == 1
    with pytest.raises(PulmuError), store.crossing(THIRD, writes=True) as crossing:
        crossing._rows.add_values(
            tables.delivery,
            {item.name: getattr(records.delivery("d9"), item.name) for item in dataclasses.fields(records.delivery())},
        )


def test_money_and_places_are_never_taken_twice_by_many_at_once(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        work.add_call_state(records.call_state(budget_krw=1000, places=None))
        work.add_call_state(records.call_state("other", budget_krw=None, places=7))
    gate = threading.Barrier(20)

    def one(number: int) -> tuple[int, int]:
        gate.wait()
        amount = 60 + number % 3 * 10
        with store.writing(HANBIT) as work:
            return amount * work.commit("round", amount, 1), int(work.commit("other", amount, 1))

    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(one, range(20)))
    with store.reading(HANBIT) as work:
        money, places = work.call_state("round"), work.call_state("other")
    assert money is not None and places is not None
    assert money.committed_krw == sum(amount for amount, _ in taken) <= 1000
    assert 1000 - money.committed_krw < 80
    assert (places.taken, sum(count for _, count in taken)) == (7, 7)


def test_what_is_given_back_can_be_taken_again_and_no_more_than_was_taken(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        work.add_call_state(records.call_state(budget_krw=100, places=2))
        assert work.commit("round", 100, 1)
        assert not work.commit("round", 1, 0)
        assert not work.commit("round", -101, 0)
        assert not work.commit("round", 0, -2)
        assert work.commit("round", -60, -1)
        assert work.commit("round", 60, 2)
        assert not work.commit("round", 0, 1)
        assert not work.commit("unknown", 0, 0)


def test_decisions_follow_one_another_and_the_last_counts(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        work.add_call_state(records.call_state())
        work.add_decision(records.decision())
        work.add_decision(records.decision(2, outcome="withdrawn", amount_krw=0))
    with store.reading(HANBIT) as work:
        assert work.decision("round", "a1") == records.decision(2, outcome="withdrawn", amount_krw=0)
        assert work.decision("round", "a1", 1) == records.decision()
        assert [item.number for item in work.decisions("round")] == [1, 2]
    for number in (1, 2, 4):
        with pytest.raises(ConflictError), store.writing(HANBIT) as work:
            work.add_decision(records.decision(number))


def test_what_stands_is_counted_in_its_own_workspace(store: SqlStore) -> None:
    with store.writing(DAERIM) as work:
        assert (work.standing_by_about("application"), work.reviews_by_state("round"), work.undecided("round")) == (
            {}, {}, 0,
        )  # fmt: skip
        for item in (
            records.received("a1"), records.received("a2"), records.received("a3", ended=NOON),
            records.received("a4", about="other"), records.received("a5", kind="appeal"),
        ):  # fmt: skip
            work.add_received(item)
        work.add_call_state(records.call_state())
        work.add_call_state(records.call_state("other"))
        work.add_review(records.review("lee"))
        work.add_review(records.review("choi", state="sealed", content="{}"))
        work.add_review(records.review("han", state="sealed", content="{}"))
        work.add_review(records.review("han", call="other", application="a4"))
        work.add_decision(records.decision())
        work.add_decision(records.decision(2))
        assert work.standing_by_about("application") == {"round": 2, "other": 1}
        assert work.reviews_by_state("round") == {"assigned": 1, "sealed": 2}
        assert (work.undecided("round"), work.undecided("other"), work.undecided("none")) == (1, 1, 0)
    with store.writing(HANBIT) as work:
        work.add_received(records.received("a1"))
        assert (work.standing_by_about("application"), work.undecided("round")) == ({"round": 1}, 1)
        assert work.reviews_by_state("round") == {}


def test_agencies_are_known_to_all_and_nothing_else_of_them(store: SqlStore) -> None:
    with store.place_writing() as place:
        for key, name in (("e" * 32, "중기부"), ("d" * 32, "경남도"), ("f" * 32, "닫힌 기관")):
            place.add_workspace(records.workspace(key, name=name, kind="agency"))
        place.close_workspace("f" * 32)
    with store.crossing(HANBIT, writes=False) as crossing:
        assert crossing.agencies() == (("d" * 32, "경남도"), ("e" * 32, "중기부"))
