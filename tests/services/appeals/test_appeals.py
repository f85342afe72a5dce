"""An appeal from its sending to its answer: everything behind the decision, nothing decided twice, one answer."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import databases
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT, hash_of
from tests.services.calls.agency import CALL, CLOSED, FIRM, OFFICER, PACKAGED, delivery, received, with_call
from tests.services.calls.test_choose import MAX

from pulmu.model import ConflictError
from pulmu.model.call import Call
from pulmu.services.access.gate import Gate
from pulmu.services.appeals.received import Appeal, list_appeals
from pulmu.services.appeals.send import appeal
from pulmu.services.appeals.settle import settle
from pulmu.services.appeals.trace import trace
from pulmu.services.appeals.trace_file import trace_file
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.calls.shelf import KeptCall, find_call
from pulmu.services.calls.stages import go_on
from pulmu.services.calls.take_in import take_in
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import seal_of

APPLICATION, OTHER = "a" * 64, "e" * 64
SECOND = actor("han", "agency_officer")
"""Another officer: who decided does not settle the appeal."""
WRITER = dataclasses.replace(actor("p", "preparer"), workspace=DAERIM)
GROUNDS = "활용 계획의 점수가 제출한 자료와 다릅니다."
TOLD = {"reasons": [{"said_ko": "점수가 낮습니다."}]}


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = databases.new_database(request.getfixturevalue("postgres")) if request.param == "postgres" else ""
    found = Place(tmp_path, database=url).with_companies()
    decided(found)
    yield found
    found.store.close()


def decided(place: Place) -> None:
    """Two applications, one of the firm; both judged, neither selected."""
    with_call(place, appeal_days=10, budget_krw=100, places=1)
    with place.store.crossing(DAERIM, writes=True) as crossing:
        crossing.send(delivery(APPLICATION))
    take_in(place.gate, OFFICER)
    with place.store.writing(HANBIT) as work:
        work.add_received(received(OTHER))
        for key in (APPLICATION, OTHER):
            content, digest = seal_of({name: round(most * 50) for name, most in MAX.items()}, "계획이 거칩니다.")
            work.add_review(
                Review(call=CALL, application=key, reviewer="choi", assigned_by="kwon", assigned_at=place.at,
                       state="sealed", sealed_at=place.at, content=content, sha256=digest)
            )  # fmt: skip
    place.at = CLOSED
    for stage in ("taking", "reviewing"):
        go_on(place.gate, OFFICER, the_call(place), stage, reason="x")  # type: ignore[arg-type]
    decide(place.gate, OFFICER, CALL, [wish(APPLICATION, told=TOLD), wish(OTHER, told=TOLD)])


def wish(key: str, outcome: Any = "not_selected", amount: int = 0, **more: Any) -> DecisionWish:
    return DecisionWish(application=key, outcome=outcome, amount_krw=amount, **more)


def the_call(place: Place) -> Call:
    return kept(place).call


def kept(place: Place) -> KeptCall:
    return find_call(place.gate, OFFICER, PACKAGED, CALL)


def appealed(place: Place, *, days: int = 1) -> Appeal:
    """The firm's appeal, as the agency has it."""
    place.at = CLOSED + timedelta(days=days)
    receipt = appeal(place.gate, FIRM, HANBIT, APPLICATION, GROUNDS)
    take_in(place.gate, OFFICER)
    (found,) = list_appeals(place.gate, OFFICER, the_call(place))
    assert found.id == receipt.id
    return found


def answers(place: Place) -> list[dict[str, Any]]:
    """What waits for the firm."""
    with place.store.crossing(DAERIM, writes=False) as crossing:
        return [json.loads(item.content) for item in crossing.waiting(10)]


def test_an_appeal_names_the_decision_it_is_about(place: Place) -> None:
    found = appealed(place)
    assert (found.application, found.name, found.grounds, found.is_late) == (APPLICATION, "대림금속", GROUNDS, False)
    assert found.decision is not None
    assert (found.decision.number, found.decision.outcome, found.verdict) == (1, "not_selected", None)


def test_the_same_appeal_sent_twice_is_one(place: Place) -> None:
    first = appealed(place)
    place.at += timedelta(hours=1)
    again = appeal(place.gate, FIRM, HANBIT, APPLICATION, f"  {GROUNDS}\n")
    assert (again.id, again.at) == (first.id, first.at)
    assert take_in(place.gate, OFFICER) == ()


@pytest.mark.parametrize(("days", "late"), [(0, False), (10, False), (11, True)])
def test_it_is_late_after_the_days_the_call_sets_in_korean_time(place: Place, days: int, late: bool) -> None:
    assert appealed(place, days=days).is_late is late


def test_what_is_no_appeal_of_theirs_is_refused(place: Place) -> None:
    place.at = CLOSED
    for grounds in ("", "  \n", "x" * 20_001):
        assert codes(lambda g=grounds: appeal(place.gate, FIRM, HANBIT, APPLICATION, g)) == ["appeal.grounds"]  # type: ignore[misc]
    for key in (OTHER, "c" * 64, ""):
        assert codes(lambda k=key: appeal(place.gate, FIRM, HANBIT, k, "x")) == ["appeal.no_application"]  # type: ignore[misc]
    assert codes(lambda: appeal(place.gate, FIRM, DAERIM, APPLICATION, "x")) == ["appeal.no_application"]
    assert codes(lambda: appeal(place.gate, WRITER, HANBIT, APPLICATION, "x")) == ["access.forbidden"]


def test_an_appeal_about_anothers_application_is_about_none(place: Place) -> None:
    content = json.dumps({"application": OTHER, "grounds": "x"})
    with place.store.crossing(DAERIM, writes=True) as crossing:
        crossing.send(delivery("d" * 64, kind="appeal", content=content, sha256=hash_of(content)))
    take_in(place.gate, OFFICER)
    (found,) = list_appeals(place.gate, OFFICER, the_call(place))
    assert (found.application, found.decision) == ("", None)
    assert codes(lambda: settle(place.gate, SECOND, the_call(place), found.id, "rejected", "x")) == [
        "appeal.no_decision"
    ]
    assert codes(lambda: trace(place.gate, OFFICER, kept(place), found.id)) == ["access.unknown_document"]


def test_the_trace_holds_everything_of_the_own_case_and_nothing_of_another(place: Place) -> None:
    found = trace(place.gate, OFFICER, kept(place), appealed(place).id)
    assert found.application.content == delivery(APPLICATION).content
    assert [item.number for item in found.decisions] == [1]
    assert json.loads(found.decisions[0].content) == TOLD
    assert [(item.application, item.reviewer) for item in found.reviews] == [(APPLICATION, "choi")]
    assert {"publish_call", "open_scores", "decide_application"} <= {item.action for item in found.entries}
    assert (found.call_version, len(found.call_sha256)) == (1, 64)
    whole = json.loads(trace_file(found))
    assert whole["trace"]["reviews"][0]["content"]["points"] == {"need": 1500, "plan": 2000, "effect": 1500}
    assert found.scores is not None
    assert (found.scores.points, found.scores.mean, found.scores.is_calibrated) == (5000, 5000, False)
    assert found.checked is not None
    assert found.checked.findings[0].startswith("ai_voucher.eligible")
    assert whole["trace"]["appeal"]["state"] == "open"
    assert OTHER not in trace_file(found).decode()
    with place.store.reading(HANBIT) as work:
        looked = [item for item in work.entries() if item.about == f"appeal:{found.appeal.id}"]
    assert [(item.action, item.detail) for item in looked] == [("read_received", {"trace": CALL})]


def test_an_applicant_is_not_told_who_judged(place: Place) -> None:
    found = trace(place.gate, OFFICER, kept(place), appealed(place).id)
    shown = trace_file(found, names=False).decode()
    assert "choi" in trace_file(found).decode()
    assert [name for name in ("choi", "kwon", OTHER, OTHER[:12]) if name in shown] == []
    assert "reviewer 1" in shown and "2000" in shown


def test_a_rejected_appeal_leaves_the_decision_with_the_reason_and_tells_the_firm(place: Place) -> None:
    found = appealed(place)
    made = settle(place.gate, SECOND, the_call(place), found.id, "rejected", " 자료를 다시 보았습니다. ")
    assert (made.number, made.outcome, made.amount_krw) == (2, "not_selected", 0)
    told = json.loads(made.content)
    assert told["reasons"] == TOLD["reasons"]
    assert told["appeal"] == {"id": found.id, "verdict": "rejected", "reason": "자료를 다시 보았습니다.", "late": False}
    (answer,) = answers(place)
    assert (answer["about"], answer["verdict"], answer["reason"], answer["decision"]) == (
        "appeal", "rejected", "자료를 다시 보았습니다.", 2,
    )  # fmt: skip
    (now,) = list_appeals(place.gate, OFFICER, the_call(place))
    assert now.verdict == made
    assert now.decision is not None
    assert now.decision.number == 1, "also where it is settled at the moment it came"
    with place.store.reading(HANBIT) as work:
        item = work.received(found.id)
    assert item is not None
    assert item.ended == place.at


def test_an_appeal_that_is_upheld_takes_money_and_places_and_never_more_than_there_are(place: Place) -> None:
    found = appealed(place)
    call = the_call(place)
    too_much = wish(APPLICATION, "selected", 101, seen=1)
    assert codes(lambda: settle(place.gate, SECOND, call, found.id, "upheld", "x", too_much)) == ["call.over_budget"]
    assert answers(place) == []
    made = settle(place.gate, SECOND, call, found.id, "upheld", "x", wish(APPLICATION, "selected", 100, seen=1))
    assert (made.number, made.outcome, made.amount_krw) == (2, "selected", 100)
    with place.store.reading(HANBIT) as work:
        state = work.call_state(CALL)
    assert state is not None
    assert (state.committed_krw, state.taken) == (100, 1)
    assert answers(place)[0]["amount_krw"] == 100


def test_a_verdict_and_its_decision_have_to_fit(place: Place) -> None:
    found, call = appealed(place), the_call(place)
    bad: list[tuple[Any, DecisionWish | None]] = [
        ("upheld", None), ("rejected", wish(APPLICATION, seen=1)), ("upheld", wish(OTHER, seen=1)),
    ]  # fmt: skip
    for verdict, asked in bad:
        assert codes(lambda v=verdict, w=asked: settle(place.gate, SECOND, call, found.id, v, "x", w)) == [
            "appeal.verdict"
        ]  # type: ignore[misc]
    assert codes(lambda: settle(place.gate, SECOND, call, found.id, "rejected", " ")) == ["appeal.reason"]
    for who in (actor("r", "reviewer"), actor("a", "company_admin")):
        assert codes(lambda w=who: settle(place.gate, w, call, found.id, "rejected", "x")) == ["access.forbidden"]  # type: ignore[misc]
    stranger = dataclasses.replace(OFFICER, workspace=DAERIM)
    assert codes(lambda: settle(place.gate, stranger, call, found.id, "rejected", "x")) == ["access.unknown_document"]


@pytest.mark.parametrize("step", ["send_answer", "decide_application"])
def test_where_a_process_ended_between_the_steps_doing_it_again_goes_on(
    place: Place, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, call = appealed(place), the_call(place)
    entered = Gate.writing

    def dying(self: Gate, who: Any, deed: Any) -> Any:
        if deed.action == step and deed.about == f"appeal:{found.id}":
            raise KeyboardInterrupt
        return entered(self, who, deed)

    with monkeypatch.context() as patch:
        patch.setattr(Gate, "writing", dying)
        with pytest.raises(KeyboardInterrupt):
            settle(place.gate, SECOND, call, found.id, "rejected", "이유")
    place.at += timedelta(hours=1)
    made = settle(place.gate, SECOND, call, found.id, "rejected", "다른 말")
    assert json.loads(made.content)["appeal"]["reason"] == "이유"
    assert settle(place.gate, SECOND, call, found.id, "rejected", "x") == made
    assert [item["reason"] for item in answers(place)] == ["이유"]
    with place.store.reading(HANBIT) as work:
        assert [item.number for item in work.decisions(CALL) if item.application == APPLICATION] == [1, 2]
    with pytest.raises(ConflictError):
        settle(place.gate, SECOND, call, found.id, "upheld", "x", wish(APPLICATION, "selected", 1, seen=2))
