"""A proposal: from the pool and the conflicts with what firms really sent, kept, and assigned as it was proposed."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.places import Place, actor, codes
from tests.records import HANBIT, hash_of
from tests.services.calls.agency import CALL, CLOSED, OFFICER, PACKAGED, received, with_call

from pulmu.model import Document, InputError, PulmuError
from pulmu.model.call import Call
from pulmu.services.calls.shelf import find_call
from pulmu.services.calls.stages import go_on
from pulmu.services.records.crossing import Received
from pulmu.services.reviewing.accounts import ReviewerAccounts
from pulmu.services.reviewing.assigning import assign_reviews, list_reviews, take_back
from pulmu.services.reviewing.judging import decline_review, for_reviewers, seal_review
from pulmu.services.reviewing.opening import opened_scores
from pulmu.services.reviewing.pool import known_conflicts, save_pool
from pulmu.services.reviewing.pool_rows import Clearing, clear_likeness, drop_reviewer, put_reviewer, tell_fields
from pulmu.services.reviewing.proposing import assign_proposed, find_proposal, propose

POOL = [{"reviewer": f"r{number}", "name": f"위원{number}", "worked_for": "없음"} for number in range(6)]
ACCOUNTS = ReviewerAccounts({f"r{number}": f"위원{number}" for number in range(6)}, {}, frozenset({"kwon"}))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def sent(key: str, **application: Any) -> Received:
    """An application as a firm sends it: within its envelope, beside the firm's file."""
    firm = application.pop("firm", None)
    tree = {"format": "pulmu.application/1", "application": {"call": CALL, "name": f"{key} 주식회사"} | application}
    content = json.dumps(tree | ({"firm": firm} if firm else {}), ensure_ascii=False)
    return received(key, content=content, sha256=hash_of(content))


def at_review(place: Place, *applications: Received, per: int = 2, **more: Any) -> Call:
    with_call(place, reviewing={"per_application": per, **more})
    with place.store.writing(HANBIT) as work:
        for one in applications:
            work.add_received(one)
    place.at = CLOSED
    call = find_call(place.gate, OFFICER, PACKAGED, CALL).call
    go_on(place.gate, OFFICER, call, "taking")
    return call


def pool(place: Place, call: Call, *rows: dict[str, Any], seen: int = 0) -> None:
    save_pool(place.gate, OFFICER, call, Document({"reviewers": list(rows)}, "pool"), seen=seen)


def pairs_of(place: Place, state: str = "assigned") -> set[tuple[str, str]]:
    return {(one.application, one.reviewer) for one in list_reviews(place.gate, OFFICER, CALL) if one.state == state}


def test_a_proposal_is_kept_and_assigns_nobody_until_the_officer_does(place: Place) -> None:
    call = at_review(place, sent("a1"), sent("a2"))
    pool(place, call, *POOL[:4])
    found = propose(place.gate, OFFICER, call, ACCOUNTS)
    assert (len(found.new), found.gone, pairs_of(place)) == (4, (), set())
    assert found.kept.document.tree["is_proven"] is True  # type: ignore[index, call-overload]
    again = propose(place.gate, OFFICER, call, ACCOUNTS)
    assert again.new == found.new
    assert codes(lambda: assign_proposed(place.gate, OFFICER, call, ACCOUNTS, seen=1)) == ["review.proposal_changed"]
    assign_proposed(place.gate, OFFICER, call, ACCOUNTS, seen=2)
    assert pairs_of(place) == set(found.new)
    assert codes(lambda: assign_proposed(place.gate, OFFICER, call, ACCOUNTS, seen=2)) == ["store.review_assigned"]
    assert propose(place.gate, OFFICER, call, ACCOUNTS).new == ()
    assert codes(lambda: assign_proposed(place.gate, OFFICER, call, ACCOUNTS, seen=3)) == ["review.nothing_new"]


def test_conflicts_are_those_of_what_the_firm_sent(place: Place) -> None:
    firm = {"firm": "maker", "companies": [
        {"id": "maker", "name_local": "새론정밀", "register_id": "123-45-67890"},
        {"id": "holding", "name_local": "새론지주"},
    ], "shareholdings": [{"holder": "holding", "company": "maker", "share": 0.9}]}  # fmt: skip
    one = sent("a1", name="새론정밀", business_number="123-45-67890", firm=firm,
               partners=[{"role": "supplier", "name": "푸른AI", "business_number": "222-22-22222"}])  # fmt: skip
    call = at_review(place, one, sent("a2"))
    rows = [POOL[0] | {"worked_for": "아무개 (1234567890) ~ 2025-06-30"}, POOL[1] | {"institution": "푸른 AI"},
            POOL[2] | {"worked_for": "새론지주"}, POOL[3]]  # fmt: skip
    pool(place, call, *rows)
    known = known_conflicts(place.gate, OFFICER, call)
    assert known is not None
    assert {(item.reviewer, item.application, item.ground) for item in known.conflicts} == {
        ("r0", "a1", "former_employer"), ("r1", "a1", "partner"), ("r2", "a1", "affiliate"),
    }  # fmt: skip
    wrong = codes(lambda: propose(place.gate, OFFICER, call, ACCOUNTS))
    assert wrong == ["review.too_few"]
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call, [("a1", "r2")], ACCOUNTS)) == ["review.conflict"]


def test_who_declined_or_was_taken_off_is_not_proposed_again_and_the_others_stay(place: Place) -> None:
    call = at_review(place, sent("a1"), sent("a2"))
    pool(place, call, *POOL)
    assign_proposed(
        place.gate, OFFICER, call, ACCOUNTS, seen=propose(place.gate, OFFICER, call, ACCOUNTS).kept.version.number
    )
    first, second = sorted(pairs_of(place))[:2]
    decline_review(place.gate, actor(first[1], "reviewer"), CALL, first[0], "친척입니다")
    take_back(place.gate, OFFICER, CALL, *second, "바꿉니다")
    standing = pairs_of(place)
    found = propose(place.gate, OFFICER, call, ACCOUNTS)
    assert found.gone == ()
    assert not {first, second} & set(found.new)
    assert len(standing | set(found.new)) == 4


def test_only_who_has_an_account_and_does_not_decide_is_proposed_or_assigned(place: Place) -> None:
    call = at_review(place, sent("a1"), per=1)
    pool(place, call, POOL[0], POOL[1], {"reviewer": "kwon", "name": "권", "worked_for": "없음"})
    accounts = ReviewerAccounts({"r0": "위원0", "kwon": "권"}, {}, frozenset({"kwon"}))
    assert propose(place.gate, OFFICER, call, accounts).new == (("a1", "r0"),)
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call, [("a1", "r1")], accounts)) == ["review.no_account"]
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call, [("a1", "kwon")], accounts)) == ["review.by_officer"]


def test_who_left_after_the_assignment_keeps_what_is_theirs_and_gets_nothing_new(place: Place) -> None:
    call = at_review(place, sent("a1"), sent("a2"), per=1)
    pool(place, call, *POOL[:2])
    assign_reviews(place.gate, OFFICER, call, [("a1", "r0")], ACCOUNTS)
    left = ReviewerAccounts({"r1": "위원1"}, {}, frozenset())
    assert propose(place.gate, OFFICER, call, left).new == (("a2", "r1"),)


def test_a_likeness_is_cleared_with_a_reason_that_the_audit_tells(place: Place) -> None:
    call = at_review(place, sent("a1"), per=1)
    pool(place, call, {"reviewer": "r0", "name": "위원0"})
    assert codes(lambda: propose(place.gate, OFFICER, call, ACCOUNTS)) == ["review.too_few"]
    told = Clearing(reviewer="r0", ground="history_unknown", why="경력증명서를 보았습니다")
    other = Clearing(reviewer="r0", ground="same_name", why="x")
    empty = Clearing(reviewer="r0", ground="history_unknown", why=" ")
    assert codes(lambda: clear_likeness(place.gate, OFFICER, call, other, seen=1)) == ["review.not_clearable"]
    assert codes(lambda: clear_likeness(place.gate, OFFICER, call, empty, seen=1)) == ["input.reason_missing"]
    clear_likeness(place.gate, OFFICER, call, told, seen=1)
    with place.store.reading(HANBIT) as work:
        entry = work.last_entry()
    assert entry is not None
    assert (entry.action, entry.reason) == ("assign_review", "r0 history_unknown : 경력증명서를 보았습니다")
    assert len(propose(place.gate, OFFICER, call, ACCOUNTS).new) == 1
    assert codes(lambda: clear_likeness(place.gate, OFFICER, call, told, seen=2)) == ["review.not_clearable"]


def test_rows_of_the_pool_are_put_and_dropped_one_by_one(place: Place) -> None:
    call = at_review(place, sent("a1"), sent("a2"), per=1)
    put_reviewer(place.gate, OFFICER, call, POOL[0], seen=0)
    put_reviewer(place.gate, OFFICER, call, POOL[1] | {"fields": "압출"}, seen=1)
    put_reviewer(place.gate, OFFICER, call, POOL[0] | {"fields": "주조"}, seen=2)
    tell_fields(place.gate, OFFICER, call, {"a1": "압출", "a2": "주조"}, seen=3)
    assert set(propose(place.gate, OFFICER, call, ACCOUNTS).new) == {("a1", "r1"), ("a2", "r0")}
    assert codes(lambda: put_reviewer(place.gate, OFFICER, call, {"reviewer": "x"}, seen=4)) == [
        "input.missing_field", "review.no_name",
    ]  # fmt: skip
    drop_reviewer(place.gate, OFFICER, call, "r1", seen=4)
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call, [("a1", "r1")])) == ["review.not_in_pool"]


def test_before_review_or_without_a_pool_nothing_is_proposed(place: Place) -> None:
    call = at_review(place, sent("a1"))
    assert codes(lambda: propose(place.gate, OFFICER, call, ACCOUNTS)) == ["review.no_pool"]
    pool(place, call, *POOL)
    go_on(place.gate, OFFICER, call, "reviewing")
    assert codes(lambda: propose(place.gate, OFFICER, call, ACCOUNTS)) == ["review.not_reviewing"]
    assert find_proposal(place.gate, OFFICER, CALL) is None


def test_people_bar_by_name_number_and_former_colleagues_where_the_call_asks_for_them(place: Place) -> None:
    lead = {"part": "lead", "name": "홍길동", "researcher_number": "10012345", "works_for": "새길연구원",
            "worked_for": "푸른대학교 ~ 2025-03-31; 먼옛날 ~ 2015-01-01"}  # fmt: skip
    one = sent("a1", people=[lead])
    with_call(place, reviewing={"per_application": 1}, people=[{"part": "lead", "past": True}])
    with place.store.writing(HANBIT) as work:
        work.add_received(one)
    place.at = CLOSED
    call = find_call(place.gate, OFFICER, PACKAGED, CALL).call
    go_on(place.gate, OFFICER, call, "taking")
    rows = [
        POOL[0] | {"name": "홍 길동"},
        POOL[1] | {"person_id": "10012345"},
        POOL[2] | {"institution": "푸른대학교"},
        POOL[3] | {"worked_for": "새길연구원 ~ 2026-01-31"},
        POOL[4] | {"worked_for": "먼옛날"},
        POOL[5] | {"relatives": "홍길동 [10012345]"},
        {"reviewer": "r6", "name": "위원6", "worked_for": "없음", "institution": "새길 연구원"},
    ]
    pool(place, call, *rows)
    known = known_conflicts(place.gate, OFFICER, call)
    assert known is not None
    assert {item.reviewer: item.ground for item in known.conflicts} == {
        "r0": "same_name", "r1": "own_application", "r2": "former_colleague", "r3": "former_colleague",
        "r5": "relative", "r6": "same_institution",
    }  # fmt: skip
    shown = for_reviewers(one).people[0]
    assert (shown.name, shown.works_for, shown.researcher_number, shown.worked_for) == ("홍길동", "새길연구원", "", "")


HOSTILE = ['{"application": 3}', "[]", "no json", '{"application": {"partners": 7, "people": [1, {"name": 5}]}}',
           json.dumps({"application": {"name": "x" * 3000, "partners": [{"name": "가; 나\\n" * 900}] * 60}}),
           json.dumps({"application": {"name": "a"}, "firm": {"companies": [{"id": 1}] * 3}})]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE)
def test_no_content_of_a_stranger_keeps_the_others_from_being_assigned(place: Place, content: str) -> None:
    call = at_review(place, received("a1", content=content, sha256=hash_of(content)), sent("a2"), per=1)
    pool(place, call, *POOL[:2])
    assert {one for one, _ in propose(place.gate, OFFICER, call, ACCOUNTS).new} == {"a1", "a2"}


def test_sealing_at_the_moment_of_opening_is_before_it_or_refused(place: Place) -> None:
    call = at_review(place, *(sent(f"a{number}") for number in range(6)), per=1)
    keys = [f"a{number}" for number in range(6)]
    assign_reviews(place.gate, OFFICER, call, [(key, "r0") for key in keys])
    given = {one.id: Decimal(0) for one in call.criteria}
    gone_wrong: list[str] = []

    def seal(key: str) -> None:
        try:
            seal_review(place.gate, actor("r0", "reviewer"), call, key, given)
        except PulmuError as error:
            gone_wrong.extend(item.code for item in error.problems)

    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(seal, key) for key in keys]
        go_on(place.gate, OFFICER, call, "reviewing", "지금 엽니다")
        for one in waiting:
            one.result()
    opened = opened_scores(place.gate, OFFICER, call)
    with place.store.reading(HANBIT) as work:
        state = work.call_state(CALL)
        sealed = [one for one in work.whole_reviews(CALL) if one.state == "sealed"]
    assert state is not None
    assert len(sealed) == len(opened.given)
    assert len(sealed) + len(gone_wrong) == len(keys)
    assert set(gone_wrong) <= {"review.not_reviewing"}


FIRMS = ["대림금속", "한빛볼트", "누리압출", "맑은AI"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_planted_conflict_is_ever_proposed_or_assigned(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    place = Place(tmp_path_factory.mktemp("place")).with_companies()
    some = st.sampled_from(FIRMS)
    applications = [
        sent(f"a{number}", name=data.draw(some), partners=[{"role": "supplier", "name": data.draw(some)}])
        for number in range(3)
    ]
    call = at_review(place, *applications, per=1)
    past = st.sampled_from(["없음", *FIRMS, *(f"{one} ~ 2026-01-31" for one in FIRMS)])
    rows = [row | {"worked_for": data.draw(past)} for row in POOL]
    pool(place, call, *rows)
    planted = {
        (one.id, str(row["reviewer"]))
        for one, row in ((one, row) for one in applications for row in rows)
        if str(row["worked_for"]).split(" ~")[0] in one.content
    }
    for pair in planted:
        assert codes(lambda p=pair: assign_reviews(place.gate, OFFICER, call, [p], ACCOUNTS)) == ["review.conflict"]
    try:
        found = propose(place.gate, OFFICER, call, ACCOUNTS)
    except InputError:  # too few are left: told by name, and tested above
        return
    assert not planted & set(found.new)
