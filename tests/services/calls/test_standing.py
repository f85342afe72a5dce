"""A call is begun once, published as it was looked at, and told in numbers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.places import Place, actor
from tests.services.calls.agency import CALL, OFFICER, OPEN, PACKAGED, call_document, received, with_call

from pulmu.model import AccessRefused, ConflictError, InputError
from pulmu.model.programme import Bonus, Condition, Programme, Quota, Selection
from pulmu.services.access.gate import Deed
from pulmu.services.calls.begin import call_of_programme
from pulmu.services.calls.shelf import begin_call, binding_version, find_call, publish_call, save_call, withdraw_call
from pulmu.services.calls.standing import Standing, received_by_call, standing_of
from pulmu.services.records.deciding import DecisionRecord, Review
from pulmu.support.calls import read_call

LISTED = Condition(fact="listed", operator="equals", value=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place(tmp_path).with_companies()
    yield found
    found.store.close()


def test_a_call_is_begun_once_under_the_id_of_its_document(place: Place) -> None:
    assert begin_call(place.gate, OFFICER, PACKAGED, call_document()).version.number == 1
    with pytest.raises(ConflictError) as told:
        begin_call(place.gate, OFFICER, PACKAGED, call_document())
    assert told.value.problems[0].code == "call.is_there"
    for wrong in ("", "No", "new", ["list"], None):
        with pytest.raises(InputError) as refused:
            begin_call(place.gate, OFFICER, PACKAGED, call_document(id=wrong))
        assert refused.value.problems[0].code == "call.id", wrong


def test_what_was_not_looked_at_is_not_published(place: Place) -> None:
    begin_call(place.gate, OFFICER, PACKAGED, call_document())
    save_call(place.gate, OFFICER, PACKAGED, CALL, call_document(places=3), seen=1)
    with pytest.raises(ConflictError) as told:
        publish_call(place.gate, OFFICER, PACKAGED, CALL, seen=1)
    assert told.value.problems[0].code == "call.other_version"
    assert find_call(place.gate, OFFICER, PACKAGED, CALL).notice is None
    assert publish_call(place.gate, OFFICER, PACKAGED, CALL, seen=2).is_shown_as_it_stands


def test_the_published_version_binds_until_another_is(place: Place) -> None:
    draft = begin_call(place.gate, OFFICER, PACKAGED, call_document())
    assert binding_version(place.gate, OFFICER, PACKAGED, draft) is draft
    publish_call(place.gate, OFFICER, PACKAGED, CALL)
    newer = save_call(place.gate, OFFICER, PACKAGED, CALL, call_document(places=3), seen=1)
    assert binding_version(place.gate, OFFICER, PACKAGED, newer).call.places == 14
    publish_call(place.gate, OFFICER, PACKAGED, CALL)
    stands = find_call(place.gate, OFFICER, PACKAGED, CALL)
    assert binding_version(place.gate, OFFICER, PACKAGED, stands).call.places == 3


def test_nothing_is_withdrawn_without_a_reason(place: Place) -> None:
    with_call(place)
    with pytest.raises(InputError):
        withdraw_call(place.gate, OFFICER, CALL, "  ")
    assert find_call(place.gate, OFFICER, PACKAGED, CALL).is_shown


def test_where_it_stands_is_counted_by_what_stands(place: Place) -> None:
    with_call(place)
    assert standing_of(place.gate, OFFICER, CALL) == Standing(0, 0, 0, 0)
    with place.gate.writing(OFFICER, Deed("take_in_upload", "test")) as work:
        for item in (received("a"), received("b"), received("c", ended=OPEN), received("d", about="other")):
            work.add_received(item)
        given = {"call": CALL, "application": "a", "assigned_by": "o", "assigned_at": OPEN}
        for reviewer, state in (("r", "assigned"), ("s", "sealed"), ("t", "declined"), ("u", "withdrawn")):
            work.add_review(Review(reviewer=reviewer, state=state, **given))  # type: ignore[arg-type]
        work.add_decision(
            DecisionRecord(call=CALL, application="b", number=1, outcome="incomplete", amount_krw=0, at=OPEN,
                           author="o", content="{}", sha256="0")
        )  # fmt: skip
    assert standing_of(place.gate, OFFICER, CALL) == Standing(received=2, reviews=2, unsealed=1, undecided=1)
    assert received_by_call(place.gate, OFFICER) == {CALL: 2, "other": 1}
    with pytest.raises(AccessRefused):
        standing_of(place.gate, actor("r", "reviewer"), CALL)


def test_a_call_takes_from_its_programme_what_a_call_can_hold() -> None:
    selection = Selection(
        quotas=(Quota(id="kept", share=0.3, when=LISTED, note="by decree"), Quota(id="unclear", when=LISTED)),
        bonus=(Bonus(id="young", points=2, when=LISTED), Bonus(id="unknown", when=LISTED), Bonus(id="all", points=1)),
        one_bonus_only=True,
    )
    programme = Programme(id="help", name_ko="도움", name_en="", kind="grant", year=2026, agency="기관", projects=7,
                          budget_krw=500, selection=selection)  # fmt: skip
    said = {"id": "help_2027", "year": "2027", "opens": "2027-01-04", "closes": "2027-01-05", "name_en": "Help"}
    read = read_call(call_of_programme(programme, said), programme)
    assert read.problems == ()
    call = read.value
    assert (call.id, call.programme, call.year, call.name_ko, call.name_en) == (
        "help_2027", "help", 2027, "도움 2027", "Help",
    )  # fmt: skip
    assert (call.agency, call.places, call.budget_krw, call.one_bonus_only) == ("기관", 7, 500, True)
    assert [(item.id, item.least_share, item.when, item.note) for item in call.quotas] == [
        ("kept", 0.3, LISTED, "by decree")
    ]
    assert [(item.id, item.points) for item in call.bonus] == [("young", 2)]
