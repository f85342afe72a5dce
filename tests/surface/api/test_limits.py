"""A flood is slowed with a time to wait, others go on unharmed, and no flood fills the memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places import PASSWORD, Place
from tests.surface.api.people import HOST, ORIGIN, Client, Town, Visitor

from pulmu.adapters.samples import sample_text
from pulmu.http.buckets import Buckets, Rate, Slots
from pulmu.http.limits import EACH, RATES, SHARED, Limits, origin_of
from pulmu.main import app_of


@dataclass
class Clock:
    """Seconds that are moved by hand."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def town(tmp_path: Path, clock: Clock) -> Iterator[Town]:
    """A place with the limits it is served with."""
    found = Town(Place(tmp_path), limits=Limits(clock=clock))
    yield found
    found.place.store.close()


@given(st.integers(1, 5), st.integers(1, 60), st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_never_more_than_the_burst_and_what_time_brought(burst: int, per_minute: int, pauses: list[float]) -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst, per_minute), clock)
    taken = list[float]()
    for pause in pauses:
        clock.at += pause
        wait = buckets.take("kim")
        if wait == 0:
            taken.append(clock.at)
        else:
            clock.at += wait + 1e-6
            assert buckets.take("kim") == 0, "who waits as long as they were told is let in"
            taken.append(clock.at)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            assert last - first + 1 <= burst + (taken[last] - taken[first]) * per_minute / 60 + 1e-6


def test_a_flood_of_addresses_does_not_fill_the_memory() -> None:
    buckets = Buckets(Rate(1, 1), Clock(), most=1000)
    for number in range(5000):
        assert buckets.take(str(number)) == 0
    assert len(buckets) == 1000
    assert buckets.take("4999") > 0
    assert buckets.take("0") == 0


def test_many_addresses_of_one_customer_count_as_one() -> None:
    assert origin_of("2001:db8:1:2:aaaa::1") == origin_of("2001:db8:1:2:bbbb::9") != origin_of("2001:db8:1:3::1")
    assert origin_of("::ffff:10.0.0.7") == origin_of("10.0.0.7") != origin_of("10.0.0.8")
    assert origin_of("testclient") == "testclient"


def told(answer: Any, limit: str) -> int:
    """The seconds to wait, if it was told so in the right form."""
    assert answer.status_code == 429, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["problems"][0]["code"] == "access.too_many"
    assert answer.json()["problems"][0]["values"]["seconds"] == answer.headers["retry-after"]
    assert limit
    return int(answer.headers["retry-after"])


def log_in(visitor: Visitor, email: str, password: str = "wrong") -> Any:
    return visitor.client.post("/api/v1/sessions", json={"email": email, "password": password})


def test_guesses_of_one_address_are_slowed_over_all_accounts(town: Town, clock: Clock) -> None:
    kim = town.founder("kim", "한빛체결")
    guesser = town.visitor()
    for number in range(RATES["log_in"].burst):
        assert log_in(guesser, f"user{number}@example.org").status_code == 401
    wait = told(log_in(guesser, "kim@example.org", PASSWORD), "log_in")
    assert 1 <= wait <= 3
    assert kim.get("/plants")["items"] == [], "who is in stays in"
    other = Client(town.app, base_url=ORIGIN, headers={"Origin": ORIGIN}, client=("10.0.0.9", 1))
    assert log_in(Visitor(town, other), "kim@example.org", PASSWORD).status_code == 200
    clock.at += wait
    assert log_in(guesser, "kim@example.org", PASSWORD).status_code == 200


def test_a_firm_that_comes_in_from_one_address_is_not_slowed(town: Town) -> None:
    town.founder("kim", "한빛체결")
    for _ in range(RATES["log_in"].burst * 2):
        assert log_in(town.visitor(), "kim@example.org", PASSWORD).status_code == 200


def test_pages_for_people_slow_guesses_too(town: Town) -> None:
    stranger = town.visitor()
    for _ in range(RATES["log_in"].burst):
        assert stranger.client.post("/login", data={"email": "x@example.org", "password": "x"}).status_code == 401
    assert stranger.client.post("/login", data={"email": "x@example.org", "password": "x"}).status_code == 429
    told(log_in(stranger, "kim@example.org"), "log_in")


def test_sign_ups_links_and_invitations_are_slowed(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    stranger = town.visitor()
    signing_up = {"email": "no", "name": "x", "password": PASSWORD, "workspace": "x"}
    answers = [stranger.client.post("/api/v1/accounts", json=signing_up) for _ in range(RATES["sign_up"].burst)]
    assert [item.status_code for item in answers] == [422] * (RATES["sign_up"].burst - 1) + [429]
    invited = {"invitation": "x.y", "email": "b@example.org", "name": "x", "password": PASSWORD}
    told(stranger.client.post("/api/v1/accounts/invited", json=invited), "sign_up")
    links = [stranger.client.get("/api/v1/shared/a.b.c").status_code for _ in range(RATES["link"].burst + 1)]
    assert Counter(links) == {404: RATES["link"].burst, 429: 1}
    body = {"email": "b@example.org", "role": "preparer"}
    invitations = [
        kim.client.post(kim.url("/invitations", True), json=body) for _ in range(RATES["invitation"].burst + 1)
    ]
    assert [item.status_code for item in invitations[:-1]] == [201] * RATES["invitation"].burst
    told(invitations[-1], "invitation")


def test_a_thousand_reads_in_a_minute_are_slowed_and_others_are_not(town: Town, clock: Clock) -> None:
    kim, park = town.founder("kim", "한빛체결"), town.founder("park", "대림금속")
    answers = Counter[int]()
    for _ in range(1000):
        answers[kim.client.get(kim.url("/plants", True)).status_code] += 1
        clock.at += 60 / 1000
    assert answers[200] < 1000
    assert answers[429] > 50
    assert set(answers) == {200, 429}
    assert park.client.get(park.url("/plants", True)).status_code == 200
    page = town.app.state.metrics.page(town.served).decode()
    assert 'pulmu_requests_slowed_total{limit="read"}' in page


def test_lists_of_people_are_slowed_sooner(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    answers = [kim.client.get(kim.url(path, True)).status_code for path in ("/members", "/audit", "/tokens") * 21]
    assert Counter(answers) == {200: RATES["people"].burst, 429: 3}
    assert kim.client.get(kim.url("/plants", True)).status_code == 200


def test_a_token_is_counted_apart_from_its_owner(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    made = kim.post("/tokens", inside=True, json={"name": "x", "scopes": ["read_plant"], "days": 9})
    program = town.visitor().client
    headers = {"Authorization": f"Bearer {made['secret']}"}
    answers = [
        program.get(kim.url("/plants", True), headers=headers).status_code for _ in range(RATES["read"].burst + 1)
    ]
    assert Counter(answers) == {200: RATES["read"].burst, 429: 1}
    assert kim.client.get(kim.url("/plants", True)).status_code == 200


def test_behind_a_proxy_that_tells_no_addresses_the_limits_of_all_are_wider(tmp_path: Path, clock: Clock) -> None:
    town = Town(Place(tmp_path), limits=Limits(clock=clock, is_shared=True))
    answers = [log_in(town.visitor(), "x@example.org").status_code for _ in range(RATES["log_in"].burst * SHARED + 1)]
    assert Counter(answers) == {401: RATES["log_in"].burst * SHARED, 429: 1}
    town.place.store.close()


def test_who_floods_with_files_leaves_the_others_unharmed(town: Town) -> None:
    """All the places of one company are taken; another company's upload is carried out."""
    kim, park = town.founder("kim", "한빛체결"), town.founder("park", "대림금속")
    content = sample_text("fasteners").encode()
    slots = town.app.state.limits.slots
    held = [slots.take(kim.workspace) for _ in range(EACH)]
    assert held == [True] * EACH
    refused = kim.client.post(kim.url("/plants", True), params={"name": "x"}, content=content)
    assert told(refused, "heavy") == 2
    saved = park.client.post(park.url("/plants", True), params={"name": "x"}, content=content)
    assert saved.status_code == 201
    for _ in range(EACH):
        slots.give_back(kim.workspace)
    assert kim.client.post(kim.url("/plants", True), params={"name": "x"}, content=content).status_code == 201
    assert kim.client.post(kim.url("/plants", True), params={"name": "x"}, content=b"[").status_code == 422
    assert all(slots.take(kim.workspace) for _ in range(EACH)), "a place is given back also where it failed"


def test_no_place_is_given_twice() -> None:
    slots = Slots(2, 3)
    assert [slots.take("a"), slots.take("a"), slots.take("a"), slots.take("b"), slots.take("b")] == [
        True,
        True,
        False,
        True,
        False,
    ]
    slots.give_back("a")
    assert [slots.take("b"), slots.take("a")] == [True, False]


def test_a_place_is_limited_unless_it_is_said_not_to_be(town: Town) -> None:
    app = app_of(town.served, (HOST,), is_secure=True)
    client = Client(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    answers = [client.post("/api/v1/sessions", json={"email": "x", "password": "x"}).status_code for _ in range(21)]
    assert answers[-1] == 429
