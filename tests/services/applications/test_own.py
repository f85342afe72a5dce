"""A firm's way to an agency: what is shown, written, checked, sent, sent again and taken back."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests import databases
from tests.places import Place, actor, codes
from tests.records import HANBIT
from tests.services.applications.agency import (
    AGENCY,
    BEFORE,
    BOSS,
    CALL,
    CLOSED,
    WRITER,
    open_place,
    own,
    save,
    show,
    tell_firm,
    whole,
)

from pulmu.model.finding import Answer
from pulmu.services.applications.board import shown_calls
from pulmu.services.applications.draft import draft_application
from pulmu.services.applications.own import list_own
from pulmu.services.applications.send import submit, withdraw
from pulmu.services.records.crossing import Delivery


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = databases.new_database(request.getfixturevalue("postgres")) if request.param == "postgres" else ""
    made = Place(tmp_path, database=url)
    yield open_place(made)
    made.store.close()


def sent_to_agency(place: Place) -> tuple[Delivery, ...]:
    with place.store.crossing(AGENCY, writes=False) as crossing:
        return crossing.waiting(10)


def test_a_call_that_is_shown_is_seen_with_its_programme_and_its_minutes(place: Place) -> None:
    (found,) = shown_calls(place.gate, WRITER)
    assert (found.agency, found.agency_name, found.version) == (AGENCY, "대림금속", 1)
    assert (found.call, found.programme.id) == (CALL, CALL.programme)
    assert found.is_open(place.at)
    assert not found.is_open(found.closes)
    with place.store.crossing(AGENCY, writes=True) as crossing:
        crossing.withdraw("call", CALL.id, place.at)
    assert shown_calls(place.gate, WRITER) == ()
    assert codes(lambda: own(place)) == ["access.unknown_document"]


def test_what_is_sent_is_what_was_looked_at_with_its_hash_and_moment(place: Place) -> None:
    tell_firm(place)
    assert save(place).checked.is_complete
    receipt = submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)
    (waiting,) = sent_to_agency(place)
    assert (waiting.id, waiting.sha256, waiting.at) == (receipt.id, receipt.sha256, place.at)
    content = json.loads(waiting.content)
    assert content["application"]["title"] == "표면 결함 검사"
    assert content["firm"]["companies"][0]["id"] == "hanbit"
    assert (content["firm_sha256"], content["call_version"]) == (own(place).firm.content, 1)
    assert own(place).counting == receipt.__class__(**{**_fields(receipt), "content": ""})
    assert [item.document for item in list_own(place.gate, WRITER)] == [f"{AGENCY}.{CALL.id}"]


def _fields(delivery: Delivery) -> dict[str, object]:
    return {name: getattr(delivery, name) for name in delivery.__dataclass_fields__}


def test_sending_twice_sends_once_and_what_was_changed_is_sent_anew(place: Place) -> None:
    save(place)
    first = submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)
    place.pass_time(minutes=1)
    assert submit(place.gate, BOSS, AGENCY, CALL.id, seen=1).at == first.at
    save(place, whole(title="다른 과제"), seen=1)
    submit(place.gate, BOSS, AGENCY, CALL.id, seen=2)
    save(place, whole(), seen=2)  # as it was at first: it still takes the place of the second
    submit(place.gate, BOSS, AGENCY, CALL.id, seen=3)
    assert [json.loads(item.content)["application"]["title"] for item in sent_to_agency(place)] == [
        "표면 결함 검사", "다른 과제", "표면 결함 검사",
    ]  # fmt: skip


def test_it_is_taken_back_until_the_call_closes_and_can_be_sent_again(place: Place) -> None:
    save(place)
    receipt = submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)
    place.pass_time(minutes=1)
    withdraw(place.gate, BOSS, AGENCY, CALL.id, reason="협약 무산")
    assert own(place).counting is None
    assert codes(lambda: withdraw(place.gate, BOSS, AGENCY, CALL.id)) == ["application.nothing_sent"]
    place.pass_time(minutes=1)
    again = submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)
    assert again.id != receipt.id
    assert [item.kind for item in sent_to_agency(place)] == ["application", "withdrawal", "application"]
    place.at = CLOSED
    assert codes(lambda: withdraw(place.gate, BOSS, AGENCY, CALL.id)) == ["application.closed"]


def test_nothing_is_sent_before_the_first_minute_or_from_the_last_on(place: Place) -> None:
    save(place)
    closes = own(place).shown.closes
    for moment, code in ((BEFORE, "application.not_open"), (closes, "application.closed")):
        place.at = moment
        assert codes(lambda: submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)) == [code]
    place.at = closes - timedelta(microseconds=1)
    submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)
    assert len(sent_to_agency(place)) == 1


def test_everything_that_is_missing_is_told_and_nothing_is_sent(place: Place) -> None:
    save(place, whole(title="", documents=(), answers=()))
    assert set(codes(lambda: submit(place.gate, BOSS, AGENCY, CALL.id, seen=1))) == {"application.missing"}
    assert sent_to_agency(place) == ()
    assert codes(lambda: submit(place.gate, BOSS, AGENCY, CALL.id, seen=2)) == ["store.document_changed"]


def test_what_was_not_asked_for_is_told(place: Place) -> None:
    found = save(place, whole(documents=(*whole().documents[:1], *whole().documents[1:]), call="another"))
    assert [item.code for item in found.problems] == ["application.other_call"]


def test_who_writes_does_not_send_and_who_may_do_neither_sees_nothing(place: Place) -> None:
    save(place)
    assert codes(lambda: submit(place.gate, WRITER, AGENCY, CALL.id, seen=1)) == ["access.forbidden"]
    for role in ("plant_user", "agency_officer", "reviewer", "verifier"):
        who = actor("x", role)  # type: ignore[arg-type]
        assert codes(lambda w=who: submit(place.gate, w, AGENCY, CALL.id, seen=1)) == ["access.forbidden"]  # type: ignore[misc]
        assert codes(lambda w=who: list_own(place.gate, w)) == ["access.forbidden"]  # type: ignore[misc]
    assert WRITER.workspace == HANBIT


def test_a_draft_takes_what_is_held_with_its_place_and_asks_for_the_rest(place: Place) -> None:
    empty = draft_application(place.gate, WRITER, own(place))
    assert (empty.application.name, empty.application.facts) == ("", ())
    assert "sales_1_krw" in empty.asks or empty.asks
    tell_firm(place)
    save(place, whole(name="", documents=()))
    draft = draft_application(place.gate, WRITER, own(place))
    assert draft.application.name == "한빛체결 주식회사"
    assert draft.application.title == "표면 결함 검사"
    taken = {item.name: item for item in draft.application.facts}
    assert "version 1" in taken["size_class"].source
    assert "중소기업" in taken["size_class"].source
    assert all(item.source for item in taken.values())
    assert {"profile.ai", "profile.carbon"} & set(taken)
    told = own(place).facts.values
    assert all(told[name] is not None for name in taken if name in told and name != "size_class")


def test_the_call_is_looked_at_on_its_own_day(place: Place) -> None:
    show(place, 2)
    found = own(place)
    assert found.shown.version == 2
    assert found.rules.day == CALL.assessed_on
    assert found.checked.eligible.answer is Answer.UNKNOWN
