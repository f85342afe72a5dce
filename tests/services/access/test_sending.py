"""What leaves a workspace is authorised, and noted before it leaves."""

from pathlib import Path

import pytest
from tests import records
from tests.places import Place, actor
from tests.records import DAERIM, HANBIT

from pulmu.model import AccessRefused
from pulmu.services.access.gate import Deed


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.with_companies()
    return found


def test_what_is_sent_is_noted_before_it_leaves(place: Place) -> None:
    who = actor("boss", "approver")
    deed = Deed("submit_application", "application:a1")
    with pytest.raises(KeyError), place.gate.sending(who, deed) as crossing:
        crossing.send(records.delivery())
        raise KeyError
    with place.store.reading(HANBIT) as work:
        last = work.last_entry()
    assert last is not None
    assert (last.action, last.about) == ("submit_application", "application:a1")
    with place.gate.seeing(who, "read_board") as crossing:
        assert crossing.sent() == ()
    with place.gate.sending(who, deed) as crossing:
        assert crossing.send(records.delivery())
    with place.store.crossing(DAERIM, writes=False) as crossing:
        assert len(crossing.waiting(9)) == 1


def test_who_may_not_sends_nothing_and_leaves_no_note(place: Place) -> None:
    who = actor("user", "plant_user")
    with pytest.raises(AccessRefused), place.gate.sending(who, Deed("submit_application")) as crossing:
        crossing.send(records.delivery())
    with pytest.raises(AccessRefused), place.gate.seeing(actor("v", "verifier"), "read_board"):
        pass
    with place.store.reading(HANBIT) as work:
        assert work.last_entry() is None
