"""A firm writes its appeal, sends it once, takes it back, and reads what it was answered."""

import dataclasses
import json

from hypothesis import given
from hypothesis import strategies as st
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT
from tests.services.appeals.test_appeals import (
    APPLICATION,
    GROUNDS,
    OTHER,
    SECOND,
    WRITER,
    appealed,
    place,
    the_call,
    wish,
)
from tests.services.calls.agency import CALL, CLOSED, FIRM, OFFICER

from pulmu.services.appeals.answer import told_answer
from pulmu.services.appeals.own import list_own_appeals, own_appeal, save_appeal
from pulmu.services.appeals.received import list_appeals
from pulmu.services.appeals.send import appeal, submit_appeal, withdraw_appeal
from pulmu.services.appeals.settle import settle
from pulmu.services.calls.take_in import take_in
from pulmu.services.records.crossing import Received

__all__ = ["place"]


def test_it_is_written_in_versions_and_sent_as_it_was_looked_at(place: Place) -> None:
    assert own_appeal(place.gate, FIRM, APPLICATION).number == 0
    assert list_own_appeals(place.gate, FIRM) == ()
    save_appeal(place.gate, WRITER, APPLICATION, "첫 글", seen=0)
    found = save_appeal(place.gate, WRITER, APPLICATION, f"  {GROUNDS}\n", seen=1)
    assert (found.number, found.grounds, found.sent, found.agency_name) == (2, GROUNDS, (), "한빛볼트")
    assert codes(lambda: save_appeal(place.gate, WRITER, APPLICATION, "x", seen=1)) == ["store.document_changed"]
    assert codes(lambda: submit_appeal(place.gate, FIRM, APPLICATION, seen=1)) == ["store.document_changed"]
    assert codes(lambda: submit_appeal(place.gate, WRITER, APPLICATION, seen=2)) == ["access.forbidden"]
    receipt = submit_appeal(place.gate, FIRM, APPLICATION, seen=2)
    assert submit_appeal(place.gate, FIRM, APPLICATION, seen=2) == receipt
    (own,) = list_own_appeals(place.gate, FIRM)
    assert [(item.receipt.id, item.state) for item in own.sent] == [(receipt.id, "sent")]
    take_in(place.gate, OFFICER)
    assert own_appeal(place.gate, FIRM, APPLICATION).sent[0].state == "taken"
    assert own_appeal(place.gate, FIRM, APPLICATION).grounds == GROUNDS


def test_another_firms_application_is_none_of_theirs(place: Place) -> None:
    for key in (OTHER, "0" * 64, "", "x"):
        assert codes(lambda k=key: own_appeal(place.gate, FIRM, k)) == ["access.unknown_document"]  # type: ignore[misc]
        assert codes(lambda k=key: save_appeal(place.gate, WRITER, k, "x", seen=0)) == ["access.unknown_document"]  # type: ignore[misc]
    agency = dataclasses.replace(actor("a", "company_admin"), workspace=HANBIT)
    assert codes(lambda: own_appeal(place.gate, agency, APPLICATION)) == ["access.unknown_document"]
    assert codes(lambda: own_appeal(place.gate, actor("u", "plant_user"), APPLICATION)) == ["access.forbidden"]


def test_one_appeal_at_a_time_and_another_after_it_was_taken_back(place: Place) -> None:
    first = appealed(place)
    assert codes(lambda: appeal(place.gate, FIRM, HANBIT, APPLICATION, "다른 이유")) == ["appeal.stands"]
    assert codes(lambda: withdraw_appeal(place.gate, WRITER, APPLICATION)) == ["access.forbidden"]
    gone = withdraw_appeal(place.gate, FIRM, APPLICATION, reason="잘못 보았습니다.")
    assert (gone.kind, gone.about) == ("appeal_withdrawal", CALL)
    assert codes(lambda: withdraw_appeal(place.gate, FIRM, APPLICATION)) == ["appeal.none_stands"]
    assert own_appeal(place.gate, FIRM, APPLICATION).sent[0].state == "withdrawn"
    (before,) = list_appeals(place.gate, OFFICER, the_call(place))  # seen before it is taken in
    assert (before.state, before.withdrawn) == ("withdrawn", gone.at)
    assert codes(lambda: settle(place.gate, SECOND, the_call(place), first.id, "rejected", "x")) == ["appeal.withdrawn"]
    again = appeal(place.gate, FIRM, HANBIT, APPLICATION, GROUNDS)
    assert again.id != first.id
    assert appeal(place.gate, FIRM, HANBIT, APPLICATION, GROUNDS).id == again.id
    listed = list_appeals(place.gate, OFFICER, the_call(place))
    assert {item.id: (item.state, item.is_taken) for item in listed} == {
        first.id: ("withdrawn", True), again.id: ("open", False),
    }  # fmt: skip


def test_the_answer_is_read_before_and_after_it_is_taken_in_and_nothing_follows_it(place: Place) -> None:
    found = appealed(place)
    settle(place.gate, SECOND, the_call(place), found.id, "upheld", "다시 보았습니다.",
           wish(APPLICATION, "selected", 70, seen=1))  # fmt: skip
    for _ in range(2):
        own = own_appeal(place.gate, FIRM, APPLICATION)
        assert own.answered is not None
        assert own.standing is None
        told = own.answered.answer
        assert told is not None
        assert (told.verdict, told.reason, told.outcome, told.amount_krw, told.decision) == (
            "upheld", "다시 보았습니다.", "selected", 70, 2,
        )  # fmt: skip
        take_in(place.gate, FIRM)
    assert codes(lambda: appeal(place.gate, FIRM, HANBIT, APPLICATION, "더")) == ["appeal.answered"]
    assert codes(lambda: withdraw_appeal(place.gate, FIRM, APPLICATION)) == ["appeal.none_stands"]


def test_an_answer_of_somebody_else_is_none(place: Place) -> None:
    found = appealed(place)
    settle(place.gate, SECOND, the_call(place), found.id, "rejected", "x")
    with place.store.writing(DAERIM) as work:
        forged = (
            '{"format": "pulmu.answer/1", "appeal": "%s", "verdict": "upheld", "reason": "y", "outcome": "selected"'
        )
        content = (forged % found.id) + ', "amount_krw": 9, "decision": 9}'
        work.add_received(
            Received(id="f" * 64, kind="answer", about=CALL, sender="c" * 32, name="x", at=CLOSED, content=content,
                     sha256="0" * 64)
        )  # fmt: skip
    own = own_appeal(place.gate, FIRM, APPLICATION)
    assert own.answered is not None
    assert own.answered.answer is not None
    assert own.answered.answer.verdict == "rejected"


def test_grounds_of_the_longest_with_markup_come_whole(place: Place) -> None:
    grounds = ('<script>alert("1")</script> & "따옴표" \\ \u0000 😀 ' * 600)[:20_000].strip()
    place.at = CLOSED
    appeal(place.gate, FIRM, HANBIT, APPLICATION, grounds)
    take_in(place.gate, OFFICER)
    (found,) = list_appeals(place.gate, OFFICER, the_call(place))
    assert found.grounds == grounds


_NAMES = st.sampled_from(["format", "appeal", "verdict", "reason", "outcome", "amount_krw", "decision"])


def _trees(part: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(part) | st.dictionaries(_NAMES, part)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), _trees))
def test_whatever_an_answer_holds_reading_it_never_fails(tree: object) -> None:
    content = tree if isinstance(tree, str) else json.dumps(tree)
    item = Received(id="x", kind="answer", about=CALL, name="x", at=CLOSED, content=content, sha256="x")
    assert told_answer(item) is None
