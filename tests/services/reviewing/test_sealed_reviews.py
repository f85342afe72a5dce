"""Reviews in a place: nobody sees another's points, a seal is for good, and scores open when the call says so."""

import dataclasses
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests import databases
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT, hash_of
from tests.services.calls.agency import CALL, CLOSED, OFFICER, PACKAGED, received, with_call

from pulmu.model import Document
from pulmu.model.call import Call
from pulmu.services.access.permission import ROLES
from pulmu.services.calls.shelf import call_in_force, find_call
from pulmu.services.calls.stages import go_on
from pulmu.services.reviewing.assigning import assign_reviews, list_reviews, take_back
from pulmu.services.reviewing.judging import decline_review, own_reviews, read_own_review, seal_review
from pulmu.services.reviewing.opening import opened_scores
from pulmu.services.reviewing.pool import known_conflicts, save_pool

FIRST, SECOND = actor("yoon", "reviewer"), actor("han", "reviewer")
CRITERIA: list[dict[str, Any]] = [
    {"id": "plan", "name_ko": "계획", "most": 60, "step": 0.5},
    {"id": "team", "name_ko": "역량", "most": 40},
]
GIVEN = {"plan": Decimal("41.5"), "team": Decimal(30)}


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = databases.new_database(request.getfixturevalue("postgres")) if request.param == "postgres" else ""
    found = Place(tmp_path, database=url).with_companies()
    yield found
    found.store.close()


def call_of(place: Place) -> Call:
    return find_call(place.gate, OFFICER, PACKAGED, CALL).call


def at_review(place: Place, *pairs: tuple[str, str], **more: Any) -> Call:
    """A call that is closed, with two applications, given to reviewers."""
    given = {"criteria": CRITERIA, "reviewing": {"per_application": 2, "calibration": "additive"}, "quotas": []}
    with_call(place, **given | {"choosing": {"mode": "in_order"}} | more)
    with place.store.writing(HANBIT) as work:
        for key in ("a1", "a2"):
            work.add_received(received(key))
    place.at = CLOSED
    call = find_call(place.gate, OFFICER, PACKAGED, CALL).call
    go_on(place.gate, OFFICER, call, "taking")
    assign_reviews(place.gate, OFFICER, call, pairs or [("a1", "yoon"), ("a1", "han"), ("a2", "yoon")])
    return call


def test_a_reviewer_sees_their_applications_and_nobody_elses_points(place: Place) -> None:
    call = at_review(place)
    seal_review(place.gate, FIRST, call, "a1", GIVEN, "좋습니다")
    assert [(one.application, one.state, one.content) for one in own_reviews(place.gate, SECOND)] == [
        ("a1", "assigned", "")
    ]
    mine, theirs = read_own_review(place.gate, FIRST, CALL, "a1"), read_own_review(place.gate, SECOND, CALL, "a1")
    assert mine.given is not None
    assert (dict(mine.given.points), mine.given.remark, mine.given.total) == (
        {"plan": 4150, "team": 3000},
        "좋습니다",
        7150,
    )
    assert theirs.given is None
    assert theirs.name == "a1"
    assert codes(lambda: read_own_review(place.gate, SECOND, CALL, "a2")) == ["access.unknown_document"]
    assert codes(lambda: read_own_review(place.gate, SECOND, CALL, "a9")) == ["access.unknown_document"]


def test_the_officer_sees_who_sealed_and_no_point(place: Place) -> None:
    call = at_review(place)
    sealed = seal_review(place.gate, FIRST, call, "a1", GIVEN)
    found = list_reviews(place.gate, OFFICER, CALL)
    assert [(one.application, one.reviewer, one.state, one.content) for one in found] == [
        ("a1", "han", "assigned", ""), ("a1", "yoon", "sealed", ""), ("a2", "yoon", "assigned", ""),
    ]  # fmt: skip
    assert [one.sha256 for one in found if one.state == "sealed"] == [sealed.sha256]
    assert codes(lambda: opened_scores(place.gate, OFFICER, call)) == ["review.sealed_still"]


def test_the_audit_holds_the_hash_and_no_point(place: Place) -> None:
    call = at_review(place)
    sealed = seal_review(place.gate, FIRST, call, "a1", GIVEN, "비밀 의견")
    with place.store.reading(HANBIT) as work:
        entry = work.last_entry()
    assert entry is not None
    assert (entry.actor, entry.action, entry.detail) == ("yoon", "review_application", {"sealed": sealed.sha256})
    assert "4150" not in str(entry)


def test_a_seal_is_for_good(place: Place) -> None:
    call = at_review(place)
    sealed = seal_review(place.gate, FIRST, call, "a1", GIVEN)
    again = {**GIVEN, "plan": Decimal(60)}
    assert codes(lambda: seal_review(place.gate, FIRST, call, "a1", again)) == ["store.review_moved"]
    assert codes(lambda: decline_review(place.gate, FIRST, CALL, "a1", "x")) == ["store.review_moved"]
    assert codes(lambda: take_back(place.gate, OFFICER, CALL, "a1", "yoon", "x")) == ["store.review_moved"]
    assert read_own_review(place.gate, FIRST, CALL, "a1").review == sealed


def test_everything_that_is_wrong_with_points_is_told_at_once(place: Place) -> None:
    call = at_review(place)
    wrong = {"plan": Decimal("60.5"), "taem": Decimal(3)}
    found = ["review.no_such_criterion", "review.points_range", "review.points_missing"]
    assert codes(lambda: seal_review(place.gate, FIRST, call, "a1", wrong)) == found
    steps = {"plan": Decimal("41.25"), "team": Decimal("NaN")}
    assert codes(lambda: seal_review(place.gate, FIRST, call, "a1", steps)) == [
        "review.points_step", "review.points_range",
    ]  # fmt: skip
    assert codes(lambda: seal_review(place.gate, FIRST, call, "a1", GIVEN, "x" * 5001)) == ["review.remark_long"]
    assert read_own_review(place.gate, FIRST, CALL, "a1").review.state == "assigned"


def test_scores_open_when_all_are_in_and_come_to_points(place: Place) -> None:
    call = at_review(place)
    seal_review(place.gate, FIRST, call, "a1", GIVEN)
    assert codes(lambda: go_on(place.gate, OFFICER, call, "reviewing")) == ["call.scores_missing"]
    seal_review(place.gate, SECOND, call, "a1", {"plan": Decimal(20), "team": Decimal(10)})
    decline_review(place.gate, FIRST, CALL, "a2", "전 직장입니다")
    go_on(place.gate, OFFICER, call, "reviewing")
    opened = opened_scores(place.gate, OFFICER, call)
    assert [(one.reviewer, points.total) for one, points in opened.given] == [("han", 3000), ("yoon", 7150)]
    assert opened.points() == {"a1": 5075}
    assert opened.missing == ()
    late = codes(lambda: decline_review(place.gate, FIRST, CALL, "a1", "x"))
    assert late == ["review.not_reviewing"]
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call_of(place), [("a2", "han")])) == [
        "review.not_reviewing"
    ]


def test_what_is_missing_when_scores_are_opened_with_a_reason_is_told(place: Place) -> None:
    call = at_review(place)
    seal_review(place.gate, FIRST, call, "a1", GIVEN)
    go_on(place.gate, OFFICER, call, "reviewing", "기한이 지났습니다")
    opened = opened_scores(place.gate, OFFICER, call)
    assert [(one.application, one.reviewer) for one in opened.missing] == [("a1", "han"), ("a2", "yoon")]
    assert codes(lambda: seal_review(place.gate, SECOND, call, "a1", GIVEN)) == ["review.not_reviewing"]


def test_points_that_are_not_those_that_were_sealed_stop_the_opening(place: Place) -> None:
    call = at_review(place)
    sealed = seal_review(place.gate, FIRST, call, "a1", GIVEN)
    with place.store.writing(HANBIT) as work:
        forged = dataclasses.replace(sealed, content=sealed.content.replace("4150", "5950"))
        work.move_review(forged, expected="sealed")
    go_on(place.gate, OFFICER, call, "reviewing", "x")
    assert codes(lambda: opened_scores(place.gate, OFFICER, call)) == ["review.seal_broken"]


def test_a_criterion_for_some_reviewers_is_calibrated_by_itself(place: Place) -> None:
    criteria = [CRITERIA[0], CRITERIA[1] | {"expertise": ["business"]}]
    call = at_review(place, criteria=criteria)
    seal_review(place.gate, FIRST, call, "a1", {"plan": Decimal(40)})
    seal_review(place.gate, SECOND, call, "a1", {"plan": Decimal(50), "team": Decimal(30)})
    go_on(place.gate, OFFICER, call, "reviewing", "x")
    assert opened_scores(place.gate, OFFICER, call).points() == {"a1": 4500 + 3000}


def test_pairs_are_assigned_all_or_none(place: Place) -> None:
    at_review(place, ("a1", "yoon"))
    pairs = [("a2", "han"), ("a9", "han"), ("a2", "kwon")]
    wrong = ["review.no_such_application", "review.by_officer"]
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call_of(place), pairs)) == wrong
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call_of(place), [("a2", "han"), ("a1", "yoon")])) == [
        "store.review_assigned"
    ]
    assert [(one.application, one.reviewer) for one in list_reviews(place.gate, OFFICER, CALL)] == [("a1", "yoon")]


def test_who_stepped_back_sees_the_application_no_more(place: Place) -> None:
    at_review(place)
    assert codes(lambda: decline_review(place.gate, SECOND, CALL, "a1", " ")) == ["review.no_reason"]
    decline_review(place.gate, SECOND, CALL, "a1", "친족입니다")
    take_back(place.gate, OFFICER, CALL, "a2", "yoon", "부담을 나눕니다")
    for who, one in ((SECOND, "a1"), (FIRST, "a2")):
        assert codes(lambda w=who, a=one: read_own_review(place.gate, w, CALL, a)) == ["access.unknown_document"]


@pytest.mark.parametrize("role", ROLES)
def test_only_reviewers_judge_and_only_officers_assign_and_open(place: Place, role: Any) -> None:
    call = at_review(place)
    who = dataclasses.replace(actor("yoon", role), id="yoon")
    acts: dict[str, Any] = {
        "reviewer": lambda: own_reviews(place.gate, who),
        "agency_officer": lambda: list_reviews(place.gate, who, CALL),
    }
    for allowed, act in acts.items():
        if role == allowed:
            assert act()
        else:
            assert codes(act) == ["access.forbidden"]
    if role != "agency_officer":
        assert codes(lambda: opened_scores(place.gate, who, call)) == ["access.forbidden"]


def test_another_agency_knows_nothing_of_it(place: Place) -> None:
    call = at_review(place)
    for role, act in (
        ("reviewer", lambda who: read_own_review(place.gate, who, CALL, "a1")),
        ("reviewer", lambda who: seal_review(place.gate, who, call, "a1", GIVEN)),
        ("agency_officer", lambda who: list_reviews(place.gate, who, CALL)),
        ("agency_officer", lambda who: opened_scores(place.gate, who, call)),
        ("agency_officer", lambda who: call_in_force(place.gate, who, PACKAGED, CALL)),
    ):
        stranger = dataclasses.replace(actor("yoon", role), workspace=DAERIM)  # type: ignore[arg-type]
        assert codes(lambda a=act, w=stranger: a(w)) == ["access.unknown_document"]


def pool_of(*rows: dict[str, Any], cleared: tuple[dict[str, Any], ...] = ()) -> Document:
    return Document({"reviewers": list(rows), "cleared": list(cleared)}, "reviewers")


HAN = {"reviewer": "han", "name": "한지우", "worked_for": "없음"}


def test_where_a_pool_is_kept_nobody_in_a_conflict_is_assigned(place: Place) -> None:
    call = at_review(place, ("a1", "yoon"))
    application = json.dumps({"name": "(주)한빛체결", "business_number": "123-45-67890",
                              "partners": [{"role": "supplier", "name": "새론; 소프트"}]})  # fmt: skip
    with place.store.writing(HANBIT) as work:
        work.add_received(received("a3", content=application, sha256=hash_of(application)))
    yoon = {"reviewer": "yoon", "name": "윤슬기", "worked_for": "한빛체결 ~ 2025-06-30"}
    save_pool(place.gate, OFFICER, call, pool_of(HAN, yoon), seen=0)
    pairs = [("a3", "yoon"), ("a3", "stranger")]
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call, pairs)) == ["review.not_in_pool", "review.conflict"]
    known = known_conflicts(place.gate, OFFICER, call)
    assert known is not None
    assert [(item.reviewer, item.application, item.ground) for item in known.conflicts] == [
        ("yoon", "a3", "former_employer")
    ]
    assert [item.reviewer for item in assign_reviews(place.gate, OFFICER, call, [("a3", "han")])] == ["han"]


def test_a_past_that_was_not_told_bars_until_the_officer_clears_it(place: Place) -> None:
    call = at_review(place, ("a1", "yoon"))
    silent = {"reviewer": "han", "name": "한지우"}
    save_pool(place.gate, OFFICER, call, pool_of(silent), seen=0)
    assert codes(lambda: assign_reviews(place.gate, OFFICER, call, [("a2", "han")])) == ["review.conflict"]
    looked = {"reviewer": "han", "ground": "history_unknown", "by": "권", "why": "경력증명서"}
    save_pool(place.gate, OFFICER, call, pool_of(silent, cleared=(looked,)), seen=1)
    assert len(assign_reviews(place.gate, OFFICER, call, [("a2", "han")])) == 1


def test_a_pool_with_something_wrong_is_not_kept(place: Place) -> None:
    call = at_review(place)
    wrong = pool_of({**HAN, "institution_number": "12"}, {"reviewer": "han", "name": "다른 사람"})
    assert codes(lambda: save_pool(place.gate, OFFICER, call, wrong, seen=0)) == [
        "input.duplicate_id", "review.register_number",
    ]  # fmt: skip
    assert known_conflicts(place.gate, OFFICER, call) is None
    stranger = actor("yoon", "reviewer")
    assert codes(lambda: known_conflicts(place.gate, stranger, call)) == ["access.forbidden"]


@pytest.mark.parametrize(("others", "expected"), [([20, 30], 3000), ([30], 4500)])
def test_the_highest_and_the_lowest_are_left_out_where_the_call_says_so(
    place: Place, others: list[int], expected: int
) -> None:
    names = ["han", "lee"][: len(others)]
    reviewing = {"per_application": 3, "leave_out": "highest_and_lowest"}
    call = at_review(place, ("a1", "yoon"), *(("a1", name) for name in names), reviewing=reviewing)
    for name, points in zip(["yoon", *names], [60, *others], strict=True):
        given = {"plan": Decimal(points), "team": Decimal(0)}
        seal_review(place.gate, actor(name, "reviewer"), call, "a1", given)
    go_on(place.gate, OFFICER, call, "reviewing")
    assert opened_scores(place.gate, OFFICER, call).points() == {"a1": expected}
