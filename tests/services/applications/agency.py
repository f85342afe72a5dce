"""A place with an agency that shows a call, and a firm that applies."""

import dataclasses
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from tests.places import Place, actor
from tests.records import DAERIM, HANBIT

from pulmu.adapters.call_file import read_call_bytes
from pulmu.adapters.samples import sample_call_text, sample_firm_text
from pulmu.bootstrap.support import packaged_programmes, read_firms_content
from pulmu.model import encode
from pulmu.model.application import Application, GivenAnswer, GivenDocument, Partner
from pulmu.services.applications.own import OwnApplication, document_of_application, own_application, save_application
from pulmu.services.records.crossing import Notice
from pulmu.services.workspaces.firm_file import save_firm
from pulmu.support.calls import application_rules, read_call

BEFORE, OPEN, CLOSED = (datetime(2026, 12, day, 3, tzinfo=UTC) for day in (1, 5, 19))
BEFORE = datetime(2026, 11, 30, 3, tzinfo=UTC)
CALL = read_call(read_call_bytes(sample_call_text("ai_voucher_round").encode(), "call.yaml")).unwrap()
PROGRAMME = next(item for item in packaged_programmes() if item.id == CALL.programme)
AGENCY = DAERIM
WRITER = actor("park", "preparer")
"""Of the firm."""
BOSS = actor("boss", "approver")
OFFICER = actor("kwon", "agency_officer", workspace=AGENCY)


def show(place: Place, number: int = 1) -> None:
    """The agency shows the call."""
    content = json.dumps({"call": encode(CALL), "programme": encode(PROGRAMME), "version": number})
    with place.store.crossing(AGENCY, writes=True) as crossing:
        crossing.publish(Notice(
            kind="call", workspace=AGENCY, id=CALL.id, number=number, at=place.at, content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
        ))  # fmt: skip


def open_place(place: Place) -> Place:
    """Both companies, the call shown and open."""
    place.with_companies()
    place.at = OPEN
    show(place)
    return place


def tell_firm(place: Place) -> None:
    """The firm's file is kept."""
    save_firm(place.gate, WRITER, read_firms_content(sample_firm_text().encode(), "firm.yaml"), seen=0)


def whole(**changed: Any) -> Application:
    """An application in which nothing is missing."""
    roles = application_rules(CALL, PROGRAMME).roles
    given = Application(
        call=CALL.id, name="한빛체결", title="표면 결함 검사", cost_krw=100_000_000, asked_krw=40_000_000,
        documents=tuple(GivenDocument(id=item.id, file=f"{item.id}.pdf") for item in CALL.documents),
        answers=tuple(GivenAnswer(id=item.id, text="검사를 자동으로 합니다.") for item in CALL.questions),
        partners=tuple(Partner(role=item.id, name="가온소프트") for item in roles),
    )  # fmt: skip
    return dataclasses.replace(given, **changed)


def save(place: Place, application: Application | None = None, *, seen: int = 0) -> OwnApplication:
    """A version of it."""
    document = document_of_application(whole() if application is None else application)
    return save_application(place.gate, WRITER, AGENCY, CALL.id, document, seen=seen)


def own(place: Place) -> OwnApplication:
    """The application as it stands."""
    return own_application(place.gate, WRITER, AGENCY, CALL.id)


assert WRITER.workspace == HANBIT
