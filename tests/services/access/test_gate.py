"""Nothing is read or written but by who may, and what was done is in the audit of the same transaction."""

from pathlib import Path

import pytest
from tests import records
from tests.places import Place, actor
from tests.records import HANBIT

from pulmu.model import AccessRefused
from pulmu.services.access.gate import DISCLOSURES, Deed
from pulmu.services.access.permission import ACTIONS, ROLES, SECOND_FACTOR_ROLES, actions_of, is_allowed
from pulmu.services.records.account import Role
from pulmu.services.records.audit import check_chain


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def refused(place: Place, who: object, action: str, report: str = "") -> str:
    with pytest.raises(AccessRefused) as caught, place.gate.writing(who, Deed(action, report=report)):  # type: ignore[arg-type]
        pytest.fail("it was opened")
    return caught.value.problems[0].code


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_the_table_says_and_nothing_else(place: Place, role: Role) -> None:
    done = []
    for action in ACTIONS:
        if is_allowed(role, action):
            with place.gate.writing(actor("kim", role), Deed(action, about="x")):
                done.append(("kim", action, "x"))
        else:
            assert refused(place, actor("kim", role), action) == "access.forbidden"
    with place.store.reading(HANBIT) as work:
        assert [(item.actor, item.action, item.about) for item in work.entries()] == done


def test_the_table_keeps_apart_what_must_be() -> None:
    for role in ROLES:
        if role not in {"approver"}:
            assert not is_allowed(role, "approve_report"), role
    assert actions_of("verifier").isdisjoint({"write_plant", "write_readings", "write_evidence", "prepare_report"})
    assert actions_of("system_admin") == {"read_place", "change_place"}  # who cares for the place sees no company
    assert actions_of("supplier") == {"read_supplier_request", "write_supplier_reply"}
    writers = {role for role in ROLES if is_allowed(role, "change_member")} | {"approver", "agency_officer", "verifier"}
    assert writers <= SECOND_FACTOR_ROLES


def test_who_must_give_a_code_does_nothing_without(place: Place) -> None:
    for role in SECOND_FACTOR_ROLES:
        for action in actions_of(role):
            assert refused(place, actor("kim", role, second_factor=False), action) == "access.second_factor_needed"
    both = actor("kim", "preparer", "company_admin", second_factor=False)
    assert both.may("write_plant")
    assert not both.may("change_member")


def test_an_engagement_opens_only_its_reports(place: Place) -> None:
    verifier = actor("lee", "verifier", reports=("r1",))
    with place.gate.reading(verifier, "read_report", report="r1"):
        pass
    assert refused(place, verifier, "download_report", "r2") == "access.forbidden"
    with pytest.raises(AccessRefused), place.gate.reading(verifier, "read_plant"):
        pass


def test_what_fails_leaves_no_entry_and_no_change(place: Place) -> None:
    with pytest.raises(KeyError), place.gate.writing(actor("kim", "preparer"), Deed("write_plant")) as work:
        work.add_plant(records.plant())
        raise KeyError
    with place.store.reading(HANBIT) as work:
        assert (work.plants(), work.entries()) == ((), ())


def test_a_disclosure_is_never_read_without_an_entry(place: Place) -> None:
    for action in DISCLOSURES:
        with pytest.raises(ValueError, match="noted"), place.gate.reading(actor("kim", "company_admin"), action):
            pass


def test_the_place_itself_notes_what_is_cut_off(place: Place) -> None:
    for number in range(3):
        with place.gate.writing(actor("kim", "preparer"), Deed("write_plant", about=f"plant:{number}")):
            pass
    with place.store.reading(HANBIT) as work, place.store.place_reading() as outer:
        entries, kept = work.entries(), outer.head(HANBIT)
    assert check_chain(entries, HANBIT, kept) == ()
    assert [item.code for item in check_chain(entries[:-1], HANBIT, kept)] == ["audit.entry_missing"]
