"""Identities at outside providers, and ways to them and back, the same on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests import records
from tests.databases import Opened
from tests.records import NOON, later

from pulmu.adapters.sql_store import SqlStore
from pulmu.model import ConflictError


@pytest.fixture
def store(again: Opened) -> SqlStore:
    """A store with two people."""
    found = again()
    with found.place_writing() as place:
        place.add_account(records.account())
        place.add_account(records.account("lee"))
    return found


def test_identities_come_back_as_they_were(store: SqlStore, again: Opened) -> None:
    one, other = records.identity("1"), records.identity("2", linked=later(1))
    with store.place_writing() as place:
        place.add_identity(other)
        place.add_identity(one)
        place.use_identity(one, later(5))
    used = records.identity("1", used=later(5))
    with again().place_reading() as place:
        assert place.identities("kim") == (used, other)
        assert place.identities("lee") == ()
        assert place.identity(one.issuer, "1") == used
        assert place.identity(one.issuer, "3") is None
        assert place.identity("https://other.example", "1") is None


def test_an_identity_is_one_accounts(store: SqlStore) -> None:
    with store.place_writing() as place:
        place.add_identity(records.identity())
    with pytest.raises(ConflictError) as caught, store.place_writing() as place:
        place.add_request(records.authorization_request())
        place.add_identity(records.identity(account="lee"))
    assert [item.code for item in caught.value.problems] == ["access.identity_taken"]
    with store.place_writing() as place:
        assert place.take_request("q" * 64) is None, "what was written with it is gone too"
        place.add_identity(records.identity(issuer="https://other.example", account="lee"))


def test_an_identity_is_taken_from_its_own_account_only(store: SqlStore) -> None:
    with store.place_writing() as place:
        place.add_identity(records.identity())
        assert not place.drop_identity(records.identity(account="lee"))
        assert place.drop_identity(records.identity())
        assert not place.drop_identity(records.identity())
        assert place.identities("kim") == ()


def test_a_request_comes_back_as_it_was_and_once(store: SqlStore, again: Opened) -> None:
    proved = records.authorization_request(
        purpose="join", account="kim", wanted="/w", issuer="https://login.hanbit.example", subject="1",
        email="kim@hanbit.example", email_verified=True, name="김하나", second_factor=True,
    )  # fmt: skip
    with store.place_writing() as place:
        place.add_request(proved)
    with again().place_writing() as place:
        assert place.take_request("z" * 64) is None
        assert place.take_request("q" * 64) == proved
        assert place.take_request("q" * 64) is None


def test_of_many_who_take_a_request_at_once_one_does(store: SqlStore) -> None:
    with store.place_writing() as place:
        place.add_request(records.authorization_request())

    def take(_: int) -> bool:
        with store.place_writing() as place:
            return place.take_request("q" * 64) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_requests_that_ended_are_forgotten(store: SqlStore) -> None:
    with store.place_writing() as place:
        for minutes in (1, 2, 3):
            place.add_request(records.authorization_request(str(minutes) * 64, ends=later(minutes)))
        assert place.drop_requests(NOON) == 0
        assert place.drop_requests(later(3)) == 2
        assert place.take_request("3" * 64) is not None
