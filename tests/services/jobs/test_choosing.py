"""Choosing in a call by a worker: kept once, stopped when asked, and chosen again where what it rests on changed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import records
from tests.places import Place, actor, codes
from tests.records import HANBIT
from tests.services.calls.agency import CALL, OFFICER, PACKAGED
from tests.services.calls.test_choose import application, judged
from tests.workshop import Bench

from pulmu.services.calls import choose as choosing_of_calls
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.jobs import choosing, kinds
from pulmu.services.records.account import Membership
from pulmu.services.records.job import Job
from pulmu.services.workspaces.documents import document_history, find_document
from pulmu.services.workspaces.kept_problems import problems_of

POINTS = {"a": 0.9, "b": 0.8, "c": 0.7}


@pytest.fixture(name="place")
def a_place(tmp_path: Path) -> Place:
    """An agency whose scores of three applications are opened."""
    found = Place(tmp_path).with_companies()
    with found.store.place_writing() as work:
        work.add_account(records.account(id=OFFICER.id, email=f"{OFFICER.id}@agency.example"))
        work.add_membership(
            Membership(workspace=HANBIT, account=OFFICER.id, role="agency_officer", start=date(2026, 1, 1))
        )
    judged(found, [application(key) for key in POINTS], POINTS, places=2, budget_krw=1000)
    return found


def asked(place: Place, seen: int = 0, **more: Any) -> Job:
    return kinds.start_choosing(place.gate, OFFICER, PACKAGED, CALL, seen=seen, **more)


def now(place: Place, job: Job) -> Job:
    with place.store.reading(HANBIT) as work:
        found = work.job(job.id)
    assert found is not None
    return found


def versions(place: Place) -> list[int]:
    return [item.number for item in document_history(place.gate, OFFICER, "selection", CALL)]


def test_it_is_chosen_by_the_worker_and_kept_as_who_asked(place: Place) -> None:
    job, bench = asked(place, note="첫 선정"), Bench(place)
    bench.work_off()
    assert (now(place, job).state, now(place, job).result) == ("done", f"selection:{CALL}/1")
    kept = find_document(place.gate, OFFICER, "selection", CALL)
    assert kept is not None
    tree: Any = kept.document.tree
    assert {item["id"]: item["outcome"] for item in tree["applications"]} == {
        "a": "selected", "b": "selected", "c": "reserve",
    }  # fmt: skip
    assert (kept.version.author, kept.version.note, tree["chances"]["draws"]) == (OFFICER.id, "첫 선정", 200)
    assert bench.faults == []


def test_without_chances_nothing_is_drawn(place: Place) -> None:
    asked(place, draws_chances=False)
    Bench(place).work_off()
    kept = find_document(place.gate, OFFICER, "selection", CALL)
    assert kept is not None
    tree: Any = kept.document.tree
    assert "chances" not in tree


def test_another_selection_than_was_looked_at_is_not_replaced(place: Place) -> None:
    first, second = asked(place), asked(place)
    Bench(place).work_off()
    assert (now(place, first).state, now(place, second).state) == ("done", "failed")
    assert [item.code for item in problems_of(now(place, second).problems)] == ["call.selection_changed"]
    assert versions(place) == [1]
    assert codes(lambda: asked(place)) == ["call.selection_changed"]
    asked(place, seen=1)
    Bench(place).work_off()
    assert versions(place) == [2, 1]


def test_what_was_decided_meanwhile_is_heeded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, times = choosing_of_calls.choose, list[int]()

    def slow(*given: Any) -> Any:
        chosen = whole(*given)
        if not times:
            decide(place.gate, OFFICER, CALL, [DecisionWish(application="a", outcome="incomplete")])
        times.append(1)
        return chosen

    monkeypatch.setattr(choosing, "choose", slow)
    job, bench = asked(place), Bench(place)
    bench.work_off()
    assert now(place, job).state == "queued"  # it is tried again after a pause
    place.pass_time(seconds=10)
    bench.work_off()
    kept = find_document(place.gate, OFFICER, "selection", CALL)
    assert kept is not None
    tree: Any = kept.document.tree
    found = {item["id"]: item["outcome"] for item in tree["applications"]}
    assert (found, len(times)) == ({"b": "selected", "c": "selected", "a": "incomplete"}, 2)


def test_who_asks_it_to_stop_leaves_no_selection(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = choosing_of_calls.chances_of_choice

    def stopped(*given: Any) -> Any:
        kinds.cancel(place.gate, OFFICER, job.id)
        place.pass_time(seconds=2)
        return whole(*given)

    monkeypatch.setattr(choosing_of_calls, "chances_of_choice", stopped)
    job = asked(place)
    Bench(place).work_off()
    assert (now(place, job).state, versions(place)) == ("cancelled", [])


def test_whose_worker_is_gone_it_is_chosen_once_by_the_next(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class GoneError(BaseException):
        """The process ends here."""

    def ends(*_: Any) -> Any:
        raise GoneError

    job, bench = asked(place), Bench(place)
    with monkeypatch.context() as patch:
        patch.setattr(choosing, "choose", ends)
        with pytest.raises(GoneError):
            bench.work("first")
    place.pass_time(minutes=3)
    bench.work_off()
    assert (now(place, job).state, now(place, job).tries, versions(place)) == ("done", 2, [1])


def test_who_may_not_decide_does_not_have_it_chosen(place: Place) -> None:
    reviewer = actor("r", "reviewer")
    assert codes(lambda: kinds.start_choosing(place.gate, reviewer, PACKAGED, CALL, seen=0)) == ["access.forbidden"]
    assert versions(place) == []
