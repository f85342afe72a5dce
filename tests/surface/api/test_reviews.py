"""Reviews over the API: assigned, sealed by their reviewer, opened by the officer with the points they come to."""

from datetime import UTC, datetime

from tests.services.calls.agency import CALL, received
from tests.surface.api.people import Town, Visitor
from tests.surface.api.test_calls import put

from pulmu.adapters.samples import sample_call_text


def founder_of(town: Town) -> Visitor:
    """Who founds the agency, a minute before its call closes."""
    town.place.at = datetime(2026, 12, 18, 5, 59, tzinfo=UTC)
    return town.founder("lim", "지원기관")


def at_review(town: Town, founder: Visitor) -> Visitor:
    """A call of the agency that is closed, with one application; the officer."""
    officer = town.member(founder, "officer", "agency_officer")
    put(officer, sample_call_text(CALL), 0)
    officer.post(f"/calls/{CALL}/publish", inside=True, status=200)
    with town.place.store.writing(officer.workspace) as work:
        work.add_received(received("a1"))
    town.place.pass_time(minutes=1)
    officer.post(f"/calls/{CALL}/stage", inside=True, status=200, json={"seen": "taking"})
    return officer


def test_points_are_sealed_by_their_reviewer_and_opened_by_the_officer(town: Town) -> None:
    founder = founder_of(town)
    officer = at_review(town, founder)
    first, second = (town.member(founder, name, "reviewer") for name in ("yoon", "han"))
    pairs = [{"application": "a1", "reviewer": who.actor.id} for who in (first, second)]
    made = officer.post(f"/calls/{CALL}/reviews", inside=True, json={"pairs": pairs})
    assert {item["state"] for item in made} == {"assigned"}
    assert [item["application"] for item in first.get("/reviews")["items"]] == ["a1"]
    criteria = officer.get(f"/calls/{CALL}")["tree"]["criteria"]
    points = {item["id"]: "1" for item in criteria}
    path = f"/reviews/{CALL}/a1"
    sealed = first.post(f"{path}/seal", inside=True, status=200, json={"points": points, "remark": "의견"})
    assert (sealed["state"], len(sealed["sha256"]), "points" in sealed) == ("sealed", 64, False)
    assert first.get(path)["points"] == dict.fromkeys(points, 100)
    assert second.get(path)["points"] is None
    assert first.refusal("POST", f"{path}/seal", json={"points": points}) == (409, "store.review_moved")
    wrong = second.refusal("POST", f"{path}/seal", json={"points": {"other": 1}})
    assert wrong == (422, "review.no_such_criterion")
    assert officer.refusal("GET", f"/calls/{CALL}/scores") == (422, "review.sealed_still")
    assert officer.refusal("GET", path) == (403, "access.forbidden")
    assert first.refusal("GET", f"/calls/{CALL}/reviews") == (403, "access.forbidden")
    second.post(f"{path}/decline", inside=True, status=200, json={"reason": "전 직장"})
    officer.post(f"/calls/{CALL}/stage", inside=True, status=200, json={"seen": "reviewing"})
    scores = officer.get(f"/calls/{CALL}/scores")
    assert scores["points"] == {"a1": 100 * len(points)}
    assert [(item["reviewer"], item["total"], item["sha256"]) for item in scores["given"]] == [
        (first.actor.id, 100 * len(points), sealed["sha256"])
    ]


def test_an_application_is_taken_back_from_a_reviewer(town: Town) -> None:
    founder = founder_of(town)
    officer, who = at_review(town, founder), town.member(founder, "yoon", "reviewer")
    pair = {"application": "a1", "reviewer": who.actor.id}
    officer.post(f"/calls/{CALL}/reviews", inside=True, json={"pairs": [pair]})
    back = officer.post(f"/calls/{CALL}/reviews/take-back", inside=True, status=200, json=pair | {"reason": "바뀜"})
    assert back["state"] == "withdrawn"
    assert who.refusal("GET", f"/reviews/{CALL}/a1") == (404, "access.unknown_document")
    assert [item["state"] for item in officer.get(f"/calls/{CALL}/reviews")["items"]] == ["withdrawn"]


def test_reviewers_are_kept_with_their_past_and_conflicts_are_refused(town: Town) -> None:
    founder = founder_of(town)
    officer, who = at_review(town, founder), town.member(founder, "yoon", "reviewer")
    path, row = f"/calls/{CALL}/reviewers", {"reviewer": who.actor.id, "name": "윤슬기"}
    assert officer.refusal("GET", path) == (404, "access.unknown_document")
    first = {"If-Match": '"0"'}
    kept = officer.call("PUT", path, inside=True, status=200, json={"reviewers": [row]}, headers=first)
    assert [(item["application"], item["ground"]) for item in kept["conflicts"]] == [("a1", "history_unknown")]
    assert officer.refusal("PUT", path, json={"reviewers": [row]}, headers=first) == (412, "store.stale")
    pair = {"application": "a1", "reviewer": who.actor.id}
    assert officer.refusal("POST", f"/calls/{CALL}/reviews", json={"pairs": [pair]}) == (422, "review.conflict")
    told = {"reviewers": [row | {"worked_for": "없음"}]}
    officer.call("PUT", path, inside=True, status=200, json=told, headers={"If-Match": '"1"'})
    assert officer.get(path)["conflicts"] == []
    officer.post(f"/calls/{CALL}/reviews", inside=True, json={"pairs": [pair]})
    assert who.refusal("GET", path) == (403, "access.forbidden")
