"""Letter, agency and firm count the days of an appeal alike, and an answer is put off once."""

import dataclasses
import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT
from tests.services.appeals.test_appeals import GROUNDS, SECOND, appealed, place, the_call
from tests.services.calls.agency import CALL, CLOSED, FIRM, OFFICER, PACKAGED, delivery
from tests.services.letters.agency import OWN, decided, overrule, send, write

from pulmu.services.appeals.own import OwnAppeal, own_appeal
from pulmu.services.appeals.put_off import may_put_off, put_off, told_delay
from pulmu.services.appeals.received import Appeal, list_appeals
from pulmu.services.appeals.send import appeal, withdraw_appeal
from pulmu.services.appeals.settle import settle
from pulmu.services.calls.shelf import find_call
from pulmu.services.letters.own import own_letters
from pulmu.services.records.crossing import Received
from pulmu.support.calls.appeals import korean_day, last_day

__all__ = ["place"]

WHY = "평가위원의 의견을 다시 듣고 있습니다."


def sent(folder: Path, later: int, **call: int | None) -> Place:
    """A firm whose letter was delivered some days after the decision."""
    found, _ = decided(folder, **call)
    with found.store.crossing(DAERIM, writes=True) as crossing:
        crossing.send(delivery(OWN))
    write(found)
    found.at += timedelta(days=later)
    send(found, 1, 1)
    return found


def own_and_agencys(place: Place) -> tuple[OwnAppeal, Appeal]:
    appeal(place.gate, FIRM, HANBIT, OWN, GROUNDS)
    (found,) = list_appeals(place.gate, OFFICER, find_call(place.gate, OFFICER, PACKAGED, CALL).call)
    return own_appeal(place.gate, FIRM, OWN), found


@pytest.mark.parametrize("days", [None, 7])
def test_letter_firm_and_agency_tell_the_same_last_day(tmp_path: Path, days: int | None) -> None:
    place = sent(tmp_path, later=9, appeal_days=days)
    (letter,) = own_letters(place.gate, FIRM, HANBIT, CALL)
    assert letter.told is not None
    told = letter.told.call
    assert (told.appeal_days, told.appeal_law is None) == (days or 30, days is not None)
    assert told.appeal_until == last_day(told.decided_on, days or 30).day
    own, agencys = own_and_agencys(place)
    expect = last_day(korean_day(letter.at), days or 30)
    assert (own.until, agencys.until) == (expect, expect)
    assert (own.told, agencys.told) == (letter.at, letter.at)
    assert (own.terms.days, own.terms.source) == (told.appeal_days, told.appeal_law)
    assert expect.day > told.appeal_until
    assert not agencys.is_late


def test_the_last_moment_counts_from_the_delivery_and_not_from_the_decision(tmp_path: Path) -> None:
    place = sent(tmp_path, later=20, appeal_days=7)
    (letter,) = own_letters(place.gate, FIRM, HANBIT, CALL)
    until = last_day(korean_day(letter.at), 7)
    place.at = until.over - timedelta(microseconds=1)
    _, found = own_and_agencys(place)
    assert not found.is_late
    withdraw_appeal(place.gate, FIRM, OWN)
    place.at = until.over
    appeal(place.gate, FIRM, HANBIT, OWN, "늦은 이의신청")
    late = list_appeals(place.gate, OFFICER, find_call(place.gate, OFFICER, PACKAGED, CALL).call)[-1]
    assert late.is_late


def test_a_letter_written_anew_gives_no_more_time_and_a_new_decision_does(tmp_path: Path) -> None:
    place = sent(tmp_path, later=0, appeal_days=7)
    first = own_appeal(place.gate, FIRM, OWN).until
    place.at += timedelta(days=3)
    write(place, "en")
    send(place, 2, 1)
    assert own_appeal(place.gate, FIRM, OWN).until == first
    overrule(place, OWN, "not_selected")
    write(place, "en")
    send(place, 3, 1)
    own, agencys = own_and_agencys(place)
    assert own.until == agencys.until == last_day(korean_day(place.at), 7)


def test_without_a_letter_days_count_from_the_decision(place: Place) -> None:
    found = appealed(place)
    assert found.decision is not None
    assert (found.told, found.until) == (None, last_day(korean_day(found.decision.at), 10))
    assert own_appeal(place.gate, FIRM, found.application).until is None


def test_an_answer_is_put_off_once_and_the_firm_is_told_why(place: Place) -> None:
    found, call = appealed(place), the_call(place)
    assert may_put_off(place.gate, OFFICER, found)
    longer = put_off(place.gate, OFFICER, call, found.id, 10, f" {WHY}\n")
    assert longer.answer_until == last_day(found.answer_until.day, 10)
    assert (longer.further, longer.delay_reason, may_put_off(place.gate, OFFICER, longer)) == (10, WHY, False)
    (sent_one,) = own_appeal(place.gate, FIRM, found.application).sent
    assert sent_one.delay is not None
    assert (sent_one.answer_by, sent_one.delay.further, sent_one.delay.reason) == (longer.answer_until, 10, WHY)
    assert sent_one.state == "taken", "it waits for its answer still"
    put_off(place.gate, OFFICER, call, found.id, 10, WHY)  # as after a process that ended between
    with place.store.crossing(DAERIM, writes=False) as crossing:
        assert sum("put_off" in item.content for item in crossing.waiting(10)) == 1
    assert codes(lambda: put_off(place.gate, OFFICER, call, found.id, 9, WHY)) == ["appeal.put_off"]
    with place.store.reading(HANBIT) as work:
        deeds = [(item.action, item.reason) for item in work.entries(0, 1000) if item.actor == OFFICER.id]
    assert ("decide_application", WHY) in deeds


def test_an_answer_put_off_is_answered_as_any_other(place: Place) -> None:
    found, call = appealed(place), the_call(place)
    put_off(place.gate, OFFICER, call, found.id, 3, WHY)
    settle(place.gate, SECOND, call, found.id, "rejected", "그대로입니다.")
    (sent_one,) = own_appeal(place.gate, FIRM, found.application).sent
    assert sent_one.state == "rejected"
    assert codes(lambda: put_off(place.gate, OFFICER, call, found.id, 9, WHY)) == ["appeal.put_off"]


def test_what_cannot_be_put_off_is_refused(place: Place) -> None:
    found, call = appealed(place), the_call(place)
    for days in (0, -1, 11, 10**9):
        assert codes(lambda d=days: put_off(place.gate, OFFICER, call, found.id, d, WHY)) == ["appeal.further_days"]  # type: ignore[misc]
    for why in ("", " \n", "x" * 2001):
        assert codes(lambda w=why: put_off(place.gate, OFFICER, call, found.id, 5, w)) == ["appeal.reason"]  # type: ignore[misc]
    assert codes(lambda: put_off(place.gate, OFFICER, call, "0" * 64, 5, WHY)) == ["access.unknown_document"]
    for who in (FIRM, dataclasses.replace(actor("r", "reviewer"), workspace=HANBIT)):
        assert codes(lambda w=who: put_off(place.gate, w, call, found.id, 5, WHY)) == ["access.forbidden"]  # type: ignore[misc]
    place.at = found.answer_by
    assert not may_put_off(place.gate, OFFICER, found)
    assert codes(lambda: put_off(place.gate, OFFICER, call, found.id, 5, WHY)) == ["appeal.overdue"]
    place.at -= timedelta(days=2)
    withdraw_appeal(place.gate, FIRM, found.application)
    assert codes(lambda: put_off(place.gate, OFFICER, call, found.id, 5, WHY)) == ["appeal.not_open"]


NO_DELAYS = (
    "", "[]", '{"format": 1}', '{"format": "pulmu.put_off/1"}', "9" * 5000,
    json.dumps({"format": "pulmu.put_off/1", "appeal": "a", "further": 11, "reason": "x"}),
)  # fmt: skip


def test_what_is_no_delay_tells_nothing() -> None:
    for content in NO_DELAYS:
        item = Received(id="x", kind="answer", about=CALL, name="", at=CLOSED, content=content, sha256="")
        assert told_delay(item) is None
