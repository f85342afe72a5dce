"""The audit looked through: newest first, by person, deed and day; checked; taken along."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.places import Place, actor, codes
from tests.records import HANBIT, account
from tests.services.workspaces.test_reports import KIM, with_plant

from pulmu.services.access.gate import Deed
from pulmu.services.records.audit import AuditEntry
from pulmu.services.workspaces.audit_view import AuditView, AuditWish, check_audit, export_audit, look_through

ADMIN, BOSS = actor("admin", "company_admin"), actor("boss", "approver")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def seen(place: Place, most: int = 50, **wish: object) -> AuditView:
    return look_through(place.gate, place.store, ADMIN, AuditWish(**wish), most)  # type: ignore[arg-type]


def numbers(found: AuditView) -> list[int]:
    return [item.number for item in found.entries]


def test_the_newest_come_first_and_looking_is_noted(place: Place) -> None:
    with_plant(place)
    assert [item.action for item in seen(place).entries] == ["write_plant"]
    assert [item.action for item in seen(place).entries] == ["read_audit", "write_plant"]


def test_a_wish_finds_what_fits_it_and_nothing_else(place: Place) -> None:
    with_plant(place)
    place.pass_time(hours=30)
    with_plant(place, actor("lee", "preparer"))
    assert [item.actor for item in seen(place, who="lee").entries] == ["lee"]
    assert {item.action for item in seen(place, action="write_plant").entries} == {"write_plant"}
    assert [item.actor for item in seen(place, day=date(2027, 2, 3)).entries] == ["kim"]
    assert seen(place, day=date(2026, 1, 1)).entries == ()


@given(st.lists(st.sampled_from(["kim", "lee"]), max_size=30), st.integers(1, 7), st.sampled_from(["", "kim"]))
@settings(max_examples=20, deadline=None)
def test_page_by_page_each_entry_is_seen_once(
    tmp_path_factory: pytest.TempPathFactory, who: list[str], most: int, wanted: str
) -> None:
    place = Place(tmp_path_factory.mktemp("place")).with_companies()
    for name in who:
        place.gate.note(actor(name, "preparer"), Deed("start_job"))
    first = len(who)
    found, before = [], first + 1
    while True:
        page = seen(place, most, before=before, who=wanted)
        found += numbers(page)
        if page.older is None:
            break
        before = page.older
    place.store.close()
    assert found == [number for number in range(first, 0, -1) if wanted in {"", who[number - 1]}]


def test_a_chain_that_was_changed_is_told(place: Place) -> None:
    with_plant(place)
    whole = check_audit(place.gate, place.store, ADMIN)
    assert (whole.count, whole.problems) == (1, ())
    with place.store.writing(HANBIT) as work:
        last = work.last_entry()
        assert last is not None
        work.add_entry(AuditEntry(number=last.number + 1, at=place.at, actor="x", action="y", hash="0" * 64))
    broken = check_audit(place.gate, place.store, ADMIN)
    assert {item.code for item in broken.problems} == {"audit.entry_changed", "audit.entry_missing"}


def test_an_approver_looks_and_only_an_administrator_takes_it_along(place: Place) -> None:
    with_plant(place)
    assert look_through(place.gate, place.store, BOSS, AuditWish()).entries
    assert codes(lambda: export_audit(place.gate, BOSS)) == ["access.forbidden"]
    assert codes(lambda: look_through(place.gate, place.store, KIM, AuditWish())) == ["access.forbidden"]
    assert codes(lambda: check_audit(place.gate, place.store, KIM)) == ["access.forbidden"]
    taken = export_audit(place.gate, ADMIN)
    assert [item.number for item in taken] == list(range(1, len(taken) + 1))


def test_names_are_those_of_members_and_of_who_did_something(place: Place) -> None:
    with place.store.place_writing() as records:
        records.add_account(account("kim"))
        records.add_account(account("park", name="박남"))
    with_plant(place)
    assert seen(place).names == {"kim": "김하나"}
