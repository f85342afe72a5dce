"""Papers cross with an application: their bytes, once, and only to who may take them."""

import dataclasses
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.services.applications import agency as ag
from tests.services.applications.agency import AGENCY, BOSS, CALL, OFFICER, WRITER, open_place, own, save, whole

from pulmu.adapters._sql.crossing import SqlCrossing
from pulmu.bootstrap.support import look_at_paper
from pulmu.model import OutsideError
from pulmu.model.application import GivenDocument
from pulmu.model.call import AskedDocument
from pulmu.services.applications.attach import (
    PaperWish,
    attach_paper,
    detach_paper,
    evidence_to_attach,
    papers_to_send,
)
from pulmu.services.applications.papers import papers_to_judge, take_paper
from pulmu.services.applications.send import submit, withdraw
from pulmu.services.calls.take_in import count_waiting, finish_deliveries, take_in
from pulmu.services.care.verify import named_objects
from pulmu.services.records.deciding import CallState, Review
from pulmu.services.records.paper import papers_of
from pulmu.services.workspaces.evidence import class_evidence

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
SHA = hashlib.sha256(PDF).hexdigest()
PAPER = CALL.documents[0].id
REVIEWER = actor("reader", "reviewer", workspace=AGENCY)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    first = dataclasses.replace(CALL.documents[0], attached=True)
    monkeypatch.setattr(ag, "CALL", dataclasses.replace(CALL, documents=(first, *CALL.documents[1:])))
    return open_place(Place(tmp_path))


def attach(place: Place, content: bytes = PDF, *, seen: int = 1, **more: object) -> None:
    wish = PaperWish(**{"paper": PAPER, "name": "등록증.pdf", "content": content} | more)  # type: ignore[arg-type]
    attach_paper(place.gate, WRITER, AGENCY, CALL.id, wish, look_at_paper, seen=seen)


def sent(place: Place) -> str:
    """An application with a paper that was sent; its id."""
    save(place)
    attach(place)
    return submit(place.gate, BOSS, AGENCY, CALL.id, seen=2, look=look_at_paper).id


def test_a_named_paper_is_not_there_until_its_file_is_attached(place: Place) -> None:
    assert not save(place).checked.is_complete
    assert codes(lambda: submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)) == ["application.missing"]
    attach(place)
    assert own(place).checked.is_complete
    assert [item.sha256 for item in evidence_to_attach(place.gate, WRITER)] == [SHA]
    detach_paper(place.gate, WRITER, AGENCY, CALL.id, PAPER, seen=2)
    assert not own(place).checked.is_complete
    attach(place, b"", sha256=SHA, seen=3)  # of the evidence
    assert own(place).application.documents[0].sha256 == SHA


def test_the_receipt_covers_the_bytes_and_the_agency_has_a_copy_of_its_own(place: Place) -> None:
    key = sent(place)
    assert count_waiting(place.gate, OFFICER) == 1
    assert place.gate.objects.hashes(AGENCY) == ()
    (record,) = take_in(place.gate, OFFICER)
    assert record.id == key
    assert hashlib.sha256(record.content.encode()).hexdigest() == record.sha256
    (paper,) = papers_of(record.content)
    assert (paper.id, paper.file, paper.sha256, paper.size) == (PAPER, "등록증.pdf", SHA, len(PDF))
    place.gate.objects.erase(WRITER.workspace)  # the firm's copy is another file
    taken = take_paper(place.gate, OFFICER, CALL.id, key, PAPER)
    assert (taken.content, taken.name) == (PDF, "등록증.pdf")
    with place.store.reading(AGENCY) as work:
        assert SHA in named_objects(work)
        last = work.last_entry()
    assert last is not None
    assert (last.actor, last.action) == (OFFICER.id, "read_received")


@pytest.mark.parametrize("breaks", ["add_received", "take"])
def test_a_process_that_ends_in_between_leaves_what_the_next_look_finishes(
    place: Place, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    key = sent(place)
    with monkeypatch.context() as patch:
        patch.setattr(
            "pulmu.adapters._sql.crossing.SqlCrossing.take" if breaks == "take"
            else "pulmu.adapters._sql.workspace.SqlWorkspaceRecords.add_received",
            lambda *_: (_ for _ in ()).throw(KeyboardInterrupt),
        )  # fmt: skip
        with pytest.raises(KeyboardInterrupt):
            take_in(place.gate, OFFICER)
    assert finish_deliveries(place.store, place.gate) == (1 if breaks == "add_received" else 0)
    assert take_paper(place.gate, OFFICER, CALL.id, key, PAPER).content == PDF
    with place.store.reading(AGENCY) as work:
        assert len(work.all_received("application")) == 1
    assert count_waiting(place.gate, OFFICER) == 0
    assert SqlCrossing.take is not None


def test_a_paper_that_cannot_be_read_leaves_its_delivery_waiting_and_takes_in_the_others(place: Place) -> None:
    sent(place)
    place.pass_time(minutes=1)
    withdraw(place.gate, BOSS, AGENCY, CALL.id)
    place.gate.objects.erase(WRITER.workspace)
    with pytest.raises(OutsideError):
        take_in(place.gate, OFFICER)
    assert count_waiting(place.gate, OFFICER) == 1
    place.gate.objects.put(WRITER.workspace, PDF)
    assert [item.kind for item in take_in(place.gate, OFFICER)] == ["application"]
    assert finish_deliveries(place.store, place.gate) == 0


def test_a_reviewer_takes_papers_only_of_what_they_judge(place: Place) -> None:
    key = sent(place)
    take_in(place.gate, OFFICER)
    assert codes(lambda: take_paper(place.gate, REVIEWER, CALL.id, key, PAPER)) == ["access.unknown_paper"]
    with place.store.writing(AGENCY) as work:
        work.add_call_state(CallState(call=CALL.id, version=1, changed=place.at))
        work.add_review(Review(call=CALL.id, application=key, reviewer=REVIEWER.id, assigned_by="kwon",
                               assigned_at=place.at))  # fmt: skip
    assert take_paper(place.gate, REVIEWER, CALL.id, key, PAPER).content == PDF
    assert [item.id for item in papers_to_judge(place.gate, REVIEWER, CALL.id, key)] == [PAPER]
    other = dataclasses.replace(REVIEWER, id="other")
    assert codes(lambda: take_paper(place.gate, other, CALL.id, key, PAPER)) == ["access.unknown_paper"]
    assert papers_to_judge(place.gate, other, CALL.id, key) == ()
    place.pass_time(minutes=1)
    withdraw(place.gate, BOSS, AGENCY, CALL.id)
    take_in(place.gate, OFFICER)
    assert codes(lambda: take_paper(place.gate, REVIEWER, CALL.id, key, PAPER)) == ["access.unknown_paper"]
    assert take_paper(place.gate, OFFICER, CALL.id, key, PAPER).content == PDF  # the record stays whole


def test_nobody_else_takes_a_paper_and_no_other_file_is_reached(place: Place) -> None:
    key = sent(place)
    take_in(place.gate, OFFICER)
    assert codes(lambda: take_paper(place.gate, OFFICER, CALL.id, key, "no_such")) == ["access.unknown_paper"]
    assert codes(lambda: take_paper(place.gate, OFFICER, "other", key, PAPER)) == ["access.unknown_paper"]
    assert codes(lambda: take_paper(place.gate, BOSS, CALL.id, key, PAPER)) == ["access.forbidden"]


def test_a_hash_typed_into_an_application_reaches_only_files_of_the_firm(place: Place) -> None:
    place.gate.objects.put(AGENCY, PDF)
    documents = (GivenDocument(id=PAPER, file="x.pdf", sha256=SHA), *whole().documents[1:])
    save(place, whole(documents=documents))
    assert codes(lambda: submit(place.gate, BOSS, AGENCY, CALL.id, seen=1, look=look_at_paper)) == [
        "application.paper_unknown"
    ]
    attach(place)
    class_evidence(place.gate, WRITER, SHA, "core_technology", "국가핵심기술")
    assert evidence_to_attach(place.gate, WRITER) == ()
    assert codes(lambda: submit(place.gate, BOSS, AGENCY, CALL.id, seen=2, look=look_at_paper)) == [
        "application.paper_secret"
    ]


def test_papers_together_have_a_limit_and_days_are_kept_with_the_file(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = CALL.closes - timedelta(days=3)
    save(place)
    attach(place, issued=day)
    assert own(place).application.documents[0].issued == day
    monkeypatch.setattr("pulmu.services.applications.attach.MOST_BYTES", len(PDF) - 1)
    _, wrong = papers_to_send(place.gate, BOSS, own(place).application, look_at_paper)
    assert [item.code for item in wrong] == ["application.papers_large"]
    asked = AskedDocument(id="x", name_ko="x", no_older_days=2)
    assert json.dumps(asked.id)


def test_what_is_delivered_at_sending_waits_for_nobody(place: Place) -> None:
    place.gate._delivers = True
    key = sent(place)
    assert count_waiting(place.gate, OFFICER) == 0
    assert take_paper(place.gate, OFFICER, CALL.id, key, PAPER).content == PDF
    with place.store.reading(AGENCY) as work:
        entry = next(item for item in work.entries() if item.action == "receive_delivery")
    assert entry.actor == "system"
