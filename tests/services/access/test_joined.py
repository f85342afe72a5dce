"""Steps of one request are one transaction, or none."""

from pathlib import Path

import pytest
from tests import records
from tests.places import Place, actor
from tests.records import DAERIM, HANBIT

from pulmu.model import ConflictError
from pulmu.services.access.gate import Deed
from pulmu.services.access.joined import JoinedGate
from pulmu.services.records.audit import check_chain
from pulmu.services.records.store import WorkspaceRecords

KIM = actor("kim", "preparer")
DEED = Deed("write_plant", "plant:p1")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def joined(place: Place) -> JoinedGate:
    return JoinedGate(place.store, place.gate.objects, place.gate.world, lambda *_: None)


def nothing(_: WorkspaceRecords) -> None:
    pass


def names(place: Place) -> list[str]:
    with place.store.reading(HANBIT) as work:
        return [item.id for item in work.plants()]


def test_several_steps_are_on_the_disk_together_with_the_last_row(place: Place) -> None:
    gate = joined(place)
    with gate.whole(lambda work: work.keep_answer(records.kept_answer())):
        with gate.writing(KIM, DEED) as work:
            work.add_plant(records.plant("p1"))
        assert names(place) == []
        with gate.reading(KIM, "read_plant") as work:
            assert [item.id for item in work.plants()] == ["p1"]
        with gate.writing(KIM, DEED) as work:
            work.add_plant(records.plant("p2"))
    assert names(place) == ["p1", "p2"]
    with place.store.reading(HANBIT) as work, place.store.place_reading() as of_place:
        entries = work.entries()
        assert work.answer_of("k" * 64) is not None
        assert of_place.head(HANBIT) == (2, entries[-1].hash)
    assert (len(entries), check_chain(entries, HANBIT)) == (2, ())


def test_a_refusal_that_was_got_over_leaves_nothing(place: Place) -> None:
    gate = joined(place)
    with pytest.raises(RuntimeError), gate.whole(nothing):
        with gate.writing(KIM, DEED) as work:
            work.add_plant(records.plant("p1"))
        with pytest.raises(ConflictError), gate.writing(KIM, DEED) as work:
            raise ConflictError.of("store.stale", "", "changed meanwhile")
    assert names(place) == []
    with place.store.place_reading() as of_place:
        assert of_place.head(HANBIT) is None


def test_a_request_that_fails_after_it_wrote_leaves_nothing(place: Place) -> None:
    gate = joined(place)
    with pytest.raises(KeyError), gate.whole(nothing):
        with gate.writing(KIM, DEED) as work:
            work.add_plant(records.plant("p1"))
        raise KeyError
    assert names(place) == []


def test_it_is_of_one_company(place: Place) -> None:
    gate = joined(place)
    with pytest.raises(ValueError, match="two workspaces"), gate.whole(nothing):
        for workspace in (HANBIT, DAERIM):
            with gate.writing(actor("kim", "preparer", workspace=workspace), DEED) as work:
                work.add_plant(records.plant("p1"))
    assert names(place) == []


def test_a_request_that_only_reads_keeps_nothing(place: Place) -> None:
    gate = joined(place)
    with gate.whole(lambda work: work.keep_answer(records.kept_answer())), gate.reading(KIM, "read_plant") as work:
        assert work.plants() == ()
    with place.store.reading(HANBIT) as work:
        assert work.answer_of("k" * 64) is None
