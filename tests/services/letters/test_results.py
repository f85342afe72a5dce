"""Published results: counts in which no firm can be told, and no second publication from which one could."""

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.places import Place, codes
from tests.records import HANBIT
from tests.services.calls.agency import CALL, FIRM, OFFICER, PACKAGED, call_document
from tests.services.letters.agency import decided, overrule, write

from pulmu.model.decision import Decision, Decisions, Outcome
from pulmu.services.call_results import CallResults, call_results
from pulmu.services.decisions_of_call import decided_call
from pulmu.services.letters.results import (
    find_shown_results,
    preview_results,
    publish_results,
    shown_results,
    subtractable,
    withdraw_results,
)
from pulmu.support.calls import read_call

KEYS = [f"{number:064x}" for number in range(1, 13)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Twelve applied and six can be selected."""
    points = {key: 0.95 - number / 100 for number, key in enumerate(KEYS)}
    tree: Any = call_document().tree
    choosing = tree["choosing"] | {"reserves": 0}
    return decided(tmp_path, points, {}, places=6, budget_krw=10_000, choosing=choosing)[0]


def test_results_need_letters_and_are_shown_to_all(place: Place) -> None:
    assert codes(lambda: preview_results(place.gate, OFFICER, PACKAGED, CALL)) == ["letter.stale"]
    write(place)
    found = preview_results(place.gate, OFFICER, PACKAGED, CALL)
    assert (found.results.total.applied, found.results.total.counts[0], found.is_shown) == (12, 6, False)
    publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=0)
    (shown,) = shown_results(place.gate, FIRM)
    assert shown.results.total.applied == 12
    assert find_shown_results(place.gate, FIRM, HANBIT, CALL).results == found.results
    with place.store.reading(HANBIT) as work:
        state = work.call_state(CALL)
    assert state is not None
    assert state.stage == "published"


def test_publishing_twice_publishes_once_and_withdrawn_results_can_be_shown_again(place: Place) -> None:
    write(place)
    publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=0)
    publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=1)
    found = preview_results(place.gate, OFFICER, PACKAGED, CALL)
    assert ([item.number for item in found.versions], found.is_same, found.is_shown) == ([1], True, True)
    assert codes(lambda: withdraw_results(place.gate, OFFICER, CALL, " ")) == ["input.reason_missing"]
    assert withdraw_results(place.gate, OFFICER, CALL, "오류를 고칩니다")
    assert codes(lambda: find_shown_results(place.gate, FIRM, HANBIT, CALL)) == ["access.unknown_document"]
    publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=1)
    assert len(shown_results(place.gate, FIRM)) == 1


def test_after_one_changed_decision_a_second_publication_is_refused_also_after_withdrawing(place: Place) -> None:
    write(place)
    publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=0)
    overrule(place, KEYS[0], "not_selected")
    assert codes(lambda: publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=1)) == ["letter.stale"]
    write(place)
    assert preview_results(place.gate, OFFICER, PACKAGED, CALL).leaks
    assert codes(lambda: publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=1)) == ["letter.subtractable"]
    withdraw_results(place.gate, OFFICER, CALL, "다시 셉니다")
    assert codes(lambda: publish_results(place.gate, OFFICER, PACKAGED, CALL, seen=1)) == ["letter.subtractable"]


def test_who_may_not_publish_may_not_look_either(place: Place) -> None:
    write(place)
    for act in (
        lambda: preview_results(place.gate, FIRM, PACKAGED, CALL),
        lambda: withdraw_results(place.gate, FIRM, CALL, "x"),
    ):
        assert codes(act) == ["access.forbidden"]


Rows = list[tuple[Outcome, str]]
OUTCOMES: tuple[Outcome, ...] = ("selected", "not_selected", "not_eligible")


def counted(rows: Rows) -> CallResults:
    """Results of firms of some outcome and province."""
    call = read_call(call_document(), None).value
    told = tuple(
        Decision(application=f"A{number}", firm_ko="x", outcome=outcome, province=province, size="small", section="C")
        for number, (outcome, province) in enumerate(rows)
    )
    return call_results(Decisions(call=decided_call(call, date(2026, 12, 20)), decisions=told))


firms = st.lists(st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(["KR-11", "KR-26", "KR-48"])), max_size=40)


@settings(max_examples=60, deadline=None)
@given(rows=firms, place_=st.integers(0, 39), outcome=st.sampled_from(OUTCOMES))
def test_one_changed_firm_is_never_seen_in_the_difference(rows: Rows, place_: int, outcome: Outcome) -> None:
    """Whatever one decision becomes: the two publications are the same, or the second is refused."""
    if not rows:
        return
    changed = list(rows)
    at = place_ % len(rows)
    changed[at] = (outcome, rows[at][1])
    before, after = counted(rows), counted(changed)
    if replace(before, hidden=0) != replace(after, hidden=0):
        assert [*subtractable(before, after)]


@settings(max_examples=60, deadline=None)
@given(one=firms, other=firms)
def test_what_passes_moves_by_none_or_many_and_hides_the_same(one: Rows, other: Rows) -> None:
    before, after = counted(one), counted(other)
    if [*subtractable(before, after)]:
        return
    for old, new in zip(_numbers(before), _numbers(after), strict=False):
        assert (old is None) == (new is None)
        if old is not None and new is not None:
            assert old == new or abs(old - new) >= 5


def test_many_changed_firms_at_once_may_be_published() -> None:
    rows: Rows = [("selected", "KR-11")] * 20 + [("not_selected", "KR-11")] * 20 + [("not_eligible", "KR-11")] * 10
    changed: Rows = [("selected", "KR-11")] * 26 + [("not_selected", "KR-11")] * 14 + rows[40:]
    assert not [*subtractable(counted(rows), counted(changed))]


def _numbers(found: CallResults) -> list[int | None]:
    rows = itertools.chain([found.total], *(table.rows for table in found.tables))
    return [number for row in rows for number in (row.applied, *row.counts)]
