"""The firm of a workspace: who may read and answer, versions, and answers that are computed once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM

from pulmu.bootstrap.samples import sample_firm_text
from pulmu.bootstrap.support import packaged_programmes, read_firms_content
from pulmu.model import Document
from pulmu.services.access.permission import ROLES
from pulmu.services.firm_questions import UNKNOWN
from pulmu.services.live_firms import FirmWish, LiveFirms
from pulmu.services.remembered import Remembered
from pulmu.services.workspaces import firm_file
from pulmu.services.workspaces.firm_file import (
    EMPTY,
    answer_questions,
    firm_answers,
    firm_history,
    read_firm,
    save_firm,
)

PREPARER, APPROVER = actor("kim", "preparer"), actor("lee", "approver")
STRANGER = actor("park", "preparer", workspace=DAERIM)
WRITERS, READERS = {"preparer", "company_admin"}, {"preparer", "company_admin", "approver"}
SAMPLE = read_firms_content(sample_firm_text().encode(), "hanbit.yaml")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


@pytest.fixture(scope="module")
def live() -> LiveFirms:
    return LiveFirms(packaged_programmes)


def test_before_anything_is_told_the_firm_is_empty_and_nothing_is_a_no(place: Place, live: LiveFirms) -> None:
    found = firm_answers(place.gate, PREPARER, live)
    assert (found.firm.number, found.firm.document) == (0, EMPTY)
    assert firm_history(place.gate, PREPARER) == ()
    answer = found.applied.answer
    assert answer is not None
    assert {item.eligible for item in answer.open_to} == {"unknown"}
    assert answer.closed_to == ()
    assert found.sized.answer is not None
    assert len(found.sized.answer.possible) == 5


def test_a_file_is_kept_in_versions_and_read_as_it_was(place: Place, live: LiveFirms) -> None:
    assert save_firm(place.gate, PREPARER, SAMPLE, seen=0).number == 1
    other = Document({"companies": [{"id": "other"}]}, "other.yaml")
    save_firm(place.gate, PREPARER, other, seen=1, note="why")
    assert read_firm(place.gate, PREPARER, 1).document == SAMPLE
    assert [(item.number, item.note) for item in firm_history(place.gate, PREPARER)] == [(2, "why"), (1, "")]
    assert codes(lambda: read_firm(place.gate, PREPARER, 3)) == ["access.unknown_document"]


def test_a_file_with_problems_is_kept_with_them_and_nothing_is_computed(place: Place, live: LiveFirms) -> None:
    broken = Document({"companies": [{"id": "firm", "body": "shop", "facts": {"tax_arears": True}}]}, "f.yaml")
    saved = save_firm(place.gate, PREPARER, broken, seen=0)
    assert {item.code for item in saved.problems} == {"input.fact_unknown", "input.not_a_choice"}
    found = firm_answers(place.gate, PREPARER, live)
    assert found.applied.answer is None
    assert found.sized.answer is None
    answered = codes(lambda: answer_questions(place.gate, PREPARER, {"listed": "no"}, seen=1))
    assert set(answered) == {item.code for item in saved.problems}
    assert len(firm_history(place.gate, PREPARER)) == 1


def test_answers_make_a_version_and_no_answer_makes_none(place: Place) -> None:
    answer_questions(place.gate, PREPARER, {"body": "company", "listed": UNKNOWN}, seen=0)
    kept = read_firm(place.gate, PREPARER)
    assert kept.number == 1
    assert kept.document.tree["companies"][0] == {"id": "firm", "body": "company", "not_known": ["listed"]}
    answer_questions(place.gate, PREPARER, {"body": "company", "province": ""}, seen=1)
    assert read_firm(place.gate, PREPARER).number == 1, "nothing changed"
    written = answer_questions(place.gate, PREPARER, {"body": "shop", "province": "KR-11"}, seen=1)
    assert [written.facts[item.place] for item in written.problems] == ["body"]
    assert read_firm(place.gate, PREPARER).number == 1, "what is no answer is not kept, nor what stands beside it"


def test_of_two_who_answer_on_the_same_version_one_is_told(place: Place) -> None:
    answer_questions(place.gate, PREPARER, {"body": "company"}, seen=0)
    for seen in (0, 1):
        answer_questions(place.gate, PREPARER, {"listed": "no"}, seen=1) if seen else None
        late = codes(lambda n=seen: answer_questions(place.gate, PREPARER, {"province": "KR-11"}, seen=n))
        assert late == ["store.document_changed"]
    assert read_firm(place.gate, PREPARER).document.tree["companies"][0] == {
        "id": "firm", "body": "company", "listed": False,
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_may(place: Place, live: LiveFirms, role: str) -> None:
    who = actor("han", role)  # type: ignore[arg-type]
    reading = [lambda: read_firm(place.gate, who), lambda: firm_history(place.gate, who),
               lambda: firm_answers(place.gate, who, live)]  # fmt: skip
    for act in reading:
        if role in READERS:
            act()
        else:
            assert codes(act) == ["access.forbidden"]
    writing = [lambda: save_firm(place.gate, who, SAMPLE, seen=0),
               lambda: answer_questions(place.gate, who, {"listed": "no"}, seen=1)]  # fmt: skip
    for act in writing:
        if role in WRITERS:
            act()
        else:
            assert codes(act) == ["access.forbidden"]


def test_a_firm_is_of_its_workspace(place: Place) -> None:
    save_firm(place.gate, PREPARER, SAMPLE, seen=0)
    assert read_firm(place.gate, STRANGER).number == 0
    assert codes(lambda: read_firm(place.gate, STRANGER, 1)) == ["access.unknown_document"]


def test_a_day_and_a_cost_may_be_asked(place: Place, live: LiveFirms) -> None:
    save_firm(place.gate, PREPARER, SAMPLE, seen=0)
    found = firm_answers(place.gate, APPROVER, live, day=date(2026, 11, 27), cost_krw=400_000_000)
    assert found.applied.answer is not None
    assert (found.day, found.applied.answer.cost_krw) == (date(2026, 11, 27), 400_000_000)


def test_the_same_question_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from pulmu.services import live_firms

    asked: list[date] = []
    whole = live_firms.size_firm
    monkeypatch.setattr(live_firms, "size_firm", lambda document, day: asked.append(day) or whole(document, day))
    live, first, second = LiveFirms(lambda: ()), date(2026, 11, 27), date(2026, 11, 28)
    for day in (first, first, second):
        live.sized(EMPTY, FirmWish("", day))
    live.sized(SAMPLE, FirmWish("other", first))
    assert asked == [first, second, first]


def test_what_is_remembered_is_bounded_and_what_failed_is_not() -> None:
    known, made = Remembered(2), []

    def make(key: int) -> int:
        made.append(key)
        return key

    for key in (1, 2, 1, 3, 1, 2):
        assert known.get(key, int, lambda key=key: make(key)) == key
    assert made == [1, 2, 3, 2]
    with pytest.raises(ZeroDivisionError):
        known.get("bad", float, lambda: 1 / 0)
    assert known.get("bad", float, lambda: 1.5) == 1.5


def test_who_asks_meanwhile_waits_for_the_same_answer() -> None:
    known, begun, may_end, made = Remembered(2), threading.Event(), threading.Event(), []

    def slow() -> int:
        made.append(1)
        begun.set()
        may_end.wait(10)
        return 7

    with ThreadPoolExecutor(2) as both:
        first = both.submit(known.get, "key", int, slow)
        begun.wait(10)
        second = both.submit(known.get, "key", int, slow)
        may_end.set()
        assert (first.result(10), second.result(10)) == (7, 7)
    assert made == [1]


def test_today_is_the_day_where_the_firms_are(place: Place) -> None:
    place.pass_time(hours=(23 - place.at.hour))
    assert firm_file.today(place.gate) > place.at.date()
