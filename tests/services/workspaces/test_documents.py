"""Documents beside plants: who may, versions that follow one another, and what is noted."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM

from pulmu.model import Document
from pulmu.services.access.permission import ROLES
from pulmu.services.records.account import Role
from pulmu.services.records.document import DOCUMENT_KINDS, DocumentKind
from pulmu.services.workspaces.documents import (
    document_history,
    find_document,
    list_documents,
    read_document,
    save_document,
)

OFFICER, PREPARER = actor("kwon", "agency_officer"), actor("kim", "preparer")
OPERATOR = actor("lee", "plant_user")
DRAFT = Document({"pulmu": "reform/1", "id": "draft", "지역": [1, None, "가"]}, "개편.yaml", lines={("id",): 2})
RULES = ("programme", "reform", "reform_effect", "call")
FIRM = ("firm", "application", "appeal", "offer", "need", "wishes")
OFFICERS = (
    "reviewers", "assignment", "selection", "theme", "round", "matched_round", "letter_template", "letters", "result",
    "appeal_delay",
)  # fmt: skip
WRITERS: dict[DocumentKind, set[Role]] = {
    **{key: {"agency_officer"} for key in (*RULES, *OFFICERS)},
    **{key: {"preparer", "company_admin"} for key in FIRM},
    "voice": {"plant_user", "preparer", "company_admin"},
    "line": {"plant_user", "preparer"},
    "line_run": {"plant_user", "preparer"},
    "line_question": {"plant_user", "preparer"},
    "line_proof": {"plant_user", "approver"},
    "live_ahead": {"plant_user", "preparer"},
    "shell": {"plant_user", "preparer"},
    "power_bill": {"plant_user", "preparer"},
    "load_forecast": {"plant_user", "preparer"},
    "load_anomalies": {"plant_user", "preparer"},
    "anomaly_mark": {"plant_user", "preparer"},
    "measure_plan": {"plant_user", "preparer"},
    "shop_jobs": {"plant_user", "preparer"},
    "schedule": {"plant_user", "preparer"},
}
READERS: dict[DocumentKind, set[Role]] = {
    **{key: {"agency_officer", "reviewer", "company_admin"} for key in RULES},
    **{key: {"agency_officer"} for key in OFFICERS},
    **{key: {"preparer", "approver", "company_admin"} for key in (*FIRM, "voice")},
    **{key: {"agency_officer", "company_admin"} for key in ("round", "matched_round")},
    "line": {"plant_user", "preparer", "approver", "company_admin"},
    "line_run": {"plant_user", "preparer", "approver", "company_admin"},
    "line_question": {"plant_user", "preparer", "approver", "company_admin"},
    "line_proof": {"plant_user", "preparer", "approver", "company_admin"},
    "live_ahead": {"plant_user", "preparer", "approver", "company_admin"},
    "shell": {"plant_user", "preparer", "approver", "company_admin"},
    "power_bill": {"plant_user", "preparer", "approver", "company_admin"},
    "load_forecast": {"plant_user", "preparer", "approver", "company_admin"},
    "load_anomalies": {"plant_user", "preparer", "approver", "company_admin"},
    "anomaly_mark": {"plant_user", "preparer", "approver", "company_admin"},
    "measure_plan": {"plant_user", "preparer", "approver", "company_admin"},
    "shop_jobs": {"plant_user", "preparer", "approver", "company_admin"},
    "schedule": {"plant_user", "preparer", "approver", "company_admin"},
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.with_companies()
    return found


def test_a_document_comes_back_as_it_was_in_every_version(place: Place) -> None:
    assert find_document(place.gate, OFFICER, "reform", "draft") is None
    save_document(place.gate, OFFICER, "reform", "draft", DRAFT, seen=0, note="n" * 900)
    newer = dataclasses.replace(DRAFT, tree={"id": "draft"}, name="b.yaml")
    saved = save_document(place.gate, OFFICER, "reform", "draft", newer, seen=1)
    assert read_document(place.gate, OFFICER, "reform", "draft") == saved
    assert read_document(place.gate, OFFICER, "reform", "draft", 1).document == DRAFT
    history = document_history(place.gate, OFFICER, "reform", "draft")
    assert [(item.number, item.author, item.file_name, len(item.note)) for item in history] == [
        (2, "kwon", "b.yaml", 0), (1, "kwon", "개편.yaml", 500),
    ]  # fmt: skip
    assert [item.number for item in list_documents(place.gate, OFFICER, "reform")] == [2]


def test_of_two_who_save_on_the_same_version_one_is_told(place: Place) -> None:
    save_document(place.gate, OFFICER, "programme", "own", DRAFT, seen=0)
    for seen in (0, 2):
        overtaken = ["store.document_changed"]
        assert codes(lambda n=seen: save_document(place.gate, OFFICER, "programme", "own", DRAFT, seen=n)) == overtaken
    with place.store.reading(OFFICER.workspace) as work:
        assert [(item.action, item.about) for item in work.entries()] == [("write_rules", "programme:own/1")]


def test_what_is_not_there_is_said_as_what_is_not_theirs(place: Place) -> None:
    save_document(place.gate, OFFICER, "reform", "draft", DRAFT, seen=0)
    other, unknown = dataclasses.replace(OFFICER, workspace=DAERIM), ["access.unknown_document"]
    assert list_documents(place.gate, other, "reform") == ()
    for who, name, number in ((other, "draft", None), (other, "draft", 1), (OFFICER, "b", None), (OFFICER, "draft", 2)):
        assert codes(lambda w=who, n=name, v=number: read_document(place.gate, w, "reform", n, v)) == unknown


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_and_writes_what_it_may(place: Place, kind: DocumentKind, role: Role) -> None:
    who = actor("someone", role)

    def tried(act: Callable[[], Any], *, may: bool) -> None:
        if may:
            act()
        else:
            assert codes(act) == ["access.forbidden"]

    may_write = role in WRITERS[kind]
    tried(lambda: save_document(place.gate, who, kind, "a", DRAFT, seen=0), may=may_write)
    if not may_write:
        writer = OFFICER if kind in (*RULES, *OFFICERS) else OPERATOR if kind == "line_proof" else PREPARER
        save_document(place.gate, writer, kind, "a", DRAFT, seen=0)
    may_read = role in READERS[kind]
    for act in (read_document, document_history):
        tried(lambda a=act: a(place.gate, who, kind, "a"), may=may_read)  # type: ignore[misc]
    tried(lambda: list_documents(place.gate, who, kind), may=may_read)
