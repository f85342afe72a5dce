"""Own programmes beside those that come with Pulmu: which stands, which counts in rules, and who may."""

from pathlib import Path
from typing import Any

import pytest
from tests.places import Place, actor, codes

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Document, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.permission import ROLES
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.workspaces.programmes import (
    begin_programme,
    find_programme,
    list_programmes,
    programme_history,
    programmes_in_force,
    save_programme,
)

OFFICER = actor("kwon", "agency_officer")
PACKAGED = packaged_programmes()
VOUCHER = next(item for item in PACKAGED if item.id == "ai_voucher")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.with_companies()
    return found


def voucher(**changes: Any) -> Document:
    return document_of_tree({**encode(VOUCHER), **changes}, "ai_voucher.yaml")


def save(place: Place, document: Document, seen: int, name: str = "ai_voucher") -> Any:
    return save_programme(place.gate, OFFICER, PACKAGED, name, document, seen=seen)


def test_an_own_programme_stands_in_the_place_of_the_packaged_one(place: Place) -> None:
    before = find_programme(place.gate, OFFICER, PACKAGED, "ai_voucher")
    assert (before.origin, before.number, before.counts) == ("packaged", 0, True)
    save(place, voucher(budget_krw="56000000000"), seen=0)
    found = find_programme(place.gate, OFFICER, PACKAGED, "ai_voucher")
    assert (found.origin, found.number, found.programme.budget_krw) == ("own_instead", 1, 56_000_000_000)
    assert len(list_programmes(place.gate, OFFICER, PACKAGED)) == len(PACKAGED)
    in_force = {item.id: item for item in programmes_in_force(place.gate, OFFICER, PACKAGED)}
    assert in_force["ai_voucher"].budget_krw == 56_000_000_000
    assert in_force.keys() == {item.id for item in PACKAGED}


def test_a_version_with_problems_is_kept_and_the_last_sound_one_counts(place: Place) -> None:
    save(place, voucher(budget_krw=1), seen=0)
    saved = save(place, voucher(budget_krw="much", year="soon"), seen=1)
    assert {item.code for item in saved.problems} == {"input.not_a_number"}
    assert len(saved.problems) == 2
    assert find_programme(place.gate, OFFICER, PACKAGED, "ai_voucher").document.tree["budget_krw"] == "much"
    in_force = {item.id: item for item in programmes_in_force(place.gate, OFFICER, PACKAGED)}
    assert in_force["ai_voucher"].budget_krw == 1
    assert [item.number for item in programme_history(place.gate, OFFICER, "ai_voucher")] == [2, 1]


def test_of_an_own_programme_that_was_never_sound_the_packaged_one_counts(place: Place) -> None:
    save(place, voucher(year="soon"), seen=0)
    save(place, document_of_tree({"id": "new_one"}, "new.yaml"), seen=0, name="new_one")
    in_force = {item.id: item for item in programmes_in_force(place.gate, OFFICER, PACKAGED)}
    assert in_force["ai_voucher"] == VOUCHER
    assert "new_one" not in in_force


def test_a_document_is_saved_under_its_own_id(place: Place) -> None:
    assert codes(lambda: save(place, voucher(), seen=0, name="other")) == ["programme.other_id"]
    for name in ("", "AI", "a/b", "a" * 61, "가", "new"):
        assert codes(lambda name=name: save(place, voucher(id=name), seen=0, name=name)) == ["programme.id"]
    odd = document_of_tree(["no", "programme"], "odd.yaml")
    assert codes(lambda: save(place, odd, seen=0)) == ["programme.other_id"]


def test_a_new_programme_does_not_take_the_id_of_a_packaged_one(place: Place) -> None:
    def begin(name: str) -> object:
        return begin_programme(place.gate, OFFICER, PACKAGED, name, voucher(id=name))

    assert codes(lambda: begin("ai_voucher")) == ["programme.is_packaged"]
    begin("own_voucher")
    assert codes(lambda: begin("own_voucher")) == ["store.document_changed"]


def test_what_is_not_there_is_said_as_what_is_not_theirs(place: Place) -> None:
    for name in ("none_such", "../x", "", "가"):
        asked = ["access.unknown_document"]
        assert codes(lambda name=name: find_programme(place.gate, OFFICER, PACKAGED, name)) == asked
    assert codes(lambda: find_programme(place.gate, OFFICER, PACKAGED, "ai_voucher", 3)) == ["access.unknown_document"]


def test_who_may_read_and_who_may_write(place: Place) -> None:
    refused = ["access.forbidden"]
    for role in ROLES:
        who = actor("kwon", role)
        seen = len(programme_history(place.gate, OFFICER, "ai_voucher"))

        def read(who: Actor = who) -> object:
            return list_programmes(place.gate, who, PACKAGED)

        def write(who: Actor = who, seen: int = seen) -> object:
            return save_programme(place.gate, who, PACKAGED, "ai_voucher", voucher(), seen=seen)

        for act, roles in ((read, {"agency_officer", "reviewer", "company_admin"}), (write, {"agency_officer"})):
            if role in roles:
                act()
            else:
                assert codes(act) == refused
