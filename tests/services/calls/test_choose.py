"""From applications that were sent and judged to a kept selection, and decisions as it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.places import Place, codes
from tests.records import HANBIT, hash_of
from tests.services.calls.agency import CALL, CLOSED, OFFICER, OPEN, PACKAGED, received, with_call

from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services.calls.choose import choose, decide_as_chosen, keep_selection
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.calls.shelf import call_in_force
from pulmu.services.calls.stages import go_on
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import seal_of

MAX = {"need": 30, "plan": 40, "effect": 30}


def application(key: str, asked: int = 100, province: str = "KR-48", size: int = 9_000_000_000, **more: Any) -> Any:
    """What a firm sent: its application and its file."""
    years = [{"end": f"{year}-12-31", "sales_krw": size} for year in (2025, 2024, 2023)]
    firm = {
        "id": key, "name": key, "body": "company", "province": province, "ksic": "25991", "business_years": years,
        "founded_on": "2001-01-01", "owners_known": True, "relatives_known": True, "total_assets_krw": 10**9,
        "disclosure_group": {"member": False}, "cross_shareholding_group": {"member": False},
        "facts": {"in_business": True, "consortium.supplier_in_pool": "ai", "representative_age": 50},
    } | more.pop("firm", {})  # fmt: skip
    tree = {
        "application": {"call": CALL, "name": key, "asked_krw": asked, "cost_krw": 10 * asked, **more},
        "firm": {"companies": [firm]},
    }
    content = json.dumps(tree, ensure_ascii=False)
    return received(key, content=content, sha256=hash_of(content))


def judged(place: Place, applications: list[Any], points: dict[str, float], **call: Any) -> tuple[Call, Programme]:
    """Applications taken in and judged by three with the same share of the most."""
    with_call(place, **call)
    with place.store.writing(HANBIT) as work:
        for item in applications:
            work.add_received(item)
        for key, share in points.items():
            for reviewer in ("r1", "r2", "r3"):
                content, digest = seal_of({name: round(most * share) * 100 for name, most in MAX.items()}, "")
                work.add_review(
                    Review(call=CALL, application=key, reviewer=reviewer, assigned_by="kwon", assigned_at=OPEN,
                           state="sealed", sealed_at=OPEN, content=content, sha256=digest)
                )  # fmt: skip
    place.at = CLOSED
    found = call_in_force(place.gate, OFFICER, PACKAGED, CALL)
    go_on(place.gate, OFFICER, found.call, "taking")
    go_on(place.gate, OFFICER, found.call, "reviewing")
    assert found.programme is not None
    return found.call, found.programme


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def outcomes(place: Place) -> dict[str, tuple[str, int]]:
    with place.store.reading(HANBIT) as work:
        return {item.application: (item.outcome, item.amount_krw) for item in work.decisions(CALL)}


def test_the_best_that_fit_are_chosen_kept_and_decided(place: Place) -> None:
    firms = [application(key) for key in ("a", "b", "c", "low")]
    call, programme = judged(place, firms, {"a": 0.9, "b": 0.8, "c": 0.7, "low": 0.5}, places=2, budget_krw=1000)
    chosen = choose(place.gate, OFFICER, call, programme)
    assert set(chosen.selection.chosen_ids) == {"a", "b"}
    kept = keep_selection(place.gate, OFFICER, chosen, seen=0, note="첫 선정")
    assert codes(lambda: decide_as_chosen(place.gate, OFFICER, call, seen=2)) == ["call.selection_changed"]
    decide_as_chosen(place.gate, OFFICER, call, seen=kept.version.number)
    assert outcomes(place) == {
        "a": ("selected", 100), "b": ("selected", 100), "c": ("reserve", 0), "low": ("not_selected", 0),
    }  # fmt: skip
    assert decide_as_chosen(place.gate, OFFICER, call, seen=1) == ()  # what stands is not decided again
    with place.store.reading(HANBIT) as work:
        decision, state = work.decision(CALL, "low"), work.call_state(CALL)
    assert decision is not None
    assert state is not None
    told = json.loads(decision.content)
    assert told["reason"]["causes"][0]["kind"] == "below_passing"
    assert told["selection"] == kept.version.sha256
    assert (state.committed_krw, state.taken) == (200, 2)


def test_who_may_not_apply_is_left_out_and_a_quota_reserves_a_place(place: Place) -> None:
    firms = [
        application("seoul1", province="KR-11"),
        application("seoul2", province="KR-11"),
        application("busan", province="KR-26"),
        application("closed", firm={"facts": {"in_business": False, "consortium.supplier_in_pool": "ai"}}),
    ]
    points = {"seoul1": 0.9, "seoul2": 0.9, "busan": 0.7, "closed": 1.0}
    call, programme = judged(place, firms, points, places=2, budget_krw=1000)
    chosen = choose(place.gate, OFFICER, call, programme)
    assert dict(chosen.left) == {"closed": "not_eligible"}
    assert "busan" in chosen.selection.chosen_ids  # 40 % of those chosen come from outside the capital region
    keep_selection(place.gate, OFFICER, chosen, seen=0)
    decide_as_chosen(place.gate, OFFICER, call, seen=1)
    assert outcomes(place)["closed"] == ("not_eligible", 0)


def test_of_firms_tied_by_control_or_the_same_name_one_is_chosen(place: Place) -> None:
    firms = [application("(주)한빛볼트"), application("한빛볼트 주식회사"), application("대림")]
    points = {"(주)한빛볼트": 0.9, "한빛볼트 주식회사": 0.8, "대림": 0.7}
    call, programme = judged(place, firms, points, places=2, budget_krw=1000)
    assert set(choose(place.gate, OFFICER, call, programme).selection.chosen_ids) == {"(주)한빛볼트", "대림"}


def test_what_is_missing_is_told_of_all_at_once(place: Place) -> None:
    firms = [application("a"), application("unjudged"), application("silent", asked_krw=None)]
    call, programme = judged(place, firms, {"a": 0.9, "silent": 0.8})
    assert sorted(codes(lambda: choose(place.gate, OFFICER, call, programme))) == [
        "applications.amount_missing", "applications.no_scores",
    ]  # fmt: skip


def test_what_became_of_one_by_an_officer_stands(place: Place) -> None:
    firms = [application("a"), application("b")]
    with_call(place)
    call, programme = judged_later(place, firms)
    decide(place.gate, OFFICER, CALL, [DecisionWish(application="b", outcome="incomplete")])
    chosen = choose(place.gate, OFFICER, call, programme)
    assert dict(chosen.left) == {"b": "incomplete"}


def judged_later(place: Place, applications: list[Any]) -> tuple[Call, Programme]:
    """The first one judged, the second not."""
    with place.store.writing(HANBIT) as work:
        for item in applications:
            work.add_received(item)
        content, digest = seal_of({name: most * 100 for name, most in MAX.items()}, "")
        work.add_review(
            Review(call=CALL, application="a", reviewer="r1", assigned_by="kwon", assigned_at=OPEN, state="sealed",
                   sealed_at=OPEN, content=content, sha256=digest)
        )  # fmt: skip
    place.at = CLOSED
    found = call_in_force(place.gate, OFFICER, PACKAGED, CALL)
    go_on(place.gate, OFFICER, found.call, "taking")
    go_on(place.gate, OFFICER, found.call, "reviewing")
    assert found.programme is not None
    return found.call, found.programme
