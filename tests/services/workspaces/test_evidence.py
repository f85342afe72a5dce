"""Evidence: kept once by its content, told by it, and never taken unnoted."""

import hashlib
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT

from pulmu.model import OutsideError
from pulmu.services.records.plant import SecrecyClass
from pulmu.services.workspaces.evidence import (
    add_evidence,
    check_files,
    class_evidence,
    list_evidence,
    look_at_evidence,
    shown_file_name,
    take_evidence,
)
from pulmu.services.workspaces.media_type import ending_of, is_program, media_type_of

KIM, BOSS = actor("kim", "preparer"), actor("boss", "approver")
PDF = b"%PDF-1.7 a bill"
HASH = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def test_a_file_is_kept_once_and_each_look_is_noted(place: Place) -> None:
    first = add_evidence(place.gate, KIM, "고지서.pdf", PDF, "secret")
    again = add_evidence(place.gate, actor("lee", "plant_user"), "other.exe", PDF, "open")
    assert again == first
    assert (first.sha256, first.media_type, first.secrecy) == (HASH, "application/pdf", "secret")
    assert list_evidence(place.gate, BOSS) == (first,)
    assert take_evidence(place.gate, BOSS, HASH, "checking March") == (first, PDF)
    with place.store.reading(HANBIT) as work:
        assert [(item.actor, item.action, item.about, item.reason) for item in work.entries()] == [
            ("kim", "write_evidence", f"evidence:{HASH}", ""), ("boss", "read_evidence", "evidence", ""),
            ("boss", "read_evidence", f"evidence:{HASH}", "checking March"),
        ]  # fmt: skip


def test_nothing_is_taken_without_a_reason_or_by_who_may_not(place: Place) -> None:
    add_evidence(place.gate, KIM, "a.pdf", PDF, "internal")
    assert codes(lambda: take_evidence(place.gate, BOSS, HASH, " ")) == ["input.reason_missing"]
    assert codes(lambda: take_evidence(place.gate, actor("s", "supplier"), HASH, "x")) == ["access.forbidden"]
    assert codes(lambda: list_evidence(place.gate, actor("s", "supplier"))) == ["access.forbidden"]
    assert codes(lambda: add_evidence(place.gate, BOSS, "a", b"x", "open")) == ["access.forbidden"]
    park = actor("park", "preparer", workspace=DAERIM)
    assert codes(lambda: take_evidence(place.gate, park, HASH, "x")) == ["access.unknown_evidence"]
    assert list_evidence(place.gate, park) == ()
    assert codes(lambda: take_evidence(place.gate, KIM, "../" * 9, "x")) == ["access.unknown_evidence"]


@pytest.mark.parametrize(
    ("secrecy", "is_seen"), [("open", True), ("internal", True), ("secret", False), ("core_technology", False)]
)
def test_a_verifier_sees_what_the_class_allows(place: Place, secrecy: SecrecyClass, is_seen: bool) -> None:
    record = add_evidence(place.gate, KIM, "a.pdf", PDF, secrecy)
    verifier = actor("v", "verifier")
    assert list_evidence(place.gate, verifier) == ((record,) if is_seen else ())
    looks = (lambda: (look_at_evidence(place.gate, verifier, HASH), PDF),
             lambda: take_evidence(place.gate, verifier, HASH, "checking"))  # fmt: skip
    for look in looks:
        if is_seen:
            assert look() == (record, PDF)
        else:
            assert codes(look) == ["access.unknown_evidence"]
    for role in ("plant_user", "preparer", "approver", "company_admin"):
        assert list_evidence(place.gate, actor("x", role)) == (record,)


def test_who_is_engaged_for_a_report_without_evidence_sees_none(place: Place) -> None:
    add_evidence(place.gate, KIM, "a.pdf", PDF, "open")
    engaged = actor("v", "verifier", reports=("r1",))
    assert list_evidence(place.gate, engaged) == ()
    assert codes(lambda: take_evidence(place.gate, engaged, HASH, "x")) == ["access.unknown_evidence"]


def test_a_file_is_closed_by_who_gives_it_and_opened_by_who_may_share(place: Place) -> None:
    add_evidence(place.gate, KIM, "a.pdf", PDF, "internal")
    assert class_evidence(place.gate, KIM, HASH, "secret", "a recipe").secrecy == "secret"
    assert codes(lambda: class_evidence(place.gate, KIM, HASH, "open", "why")) == ["access.forbidden"]
    assert codes(lambda: class_evidence(place.gate, BOSS, HASH, "open", " ")) == ["input.reason_missing"]
    assert codes(lambda: class_evidence(place.gate, actor("v", "verifier"), HASH, "open", "x")) == ["access.forbidden"]
    assert look_at_evidence(place.gate, KIM, HASH).secrecy == "secret"
    assert class_evidence(place.gate, KIM, HASH, "core_technology", "a process").secrecy == "core_technology"
    assert class_evidence(place.gate, BOSS, HASH, "internal", "for the verifier").secrecy == "internal"
    with place.store.reading(HANBIT) as work:
        noted = [(item.actor, item.detail, item.reason) for item in work.entries() if item.action == "class_evidence"]
    assert noted[-1] == ("boss", {"before": "core_technology", "secrecy": "internal"}, "for the verifier")


def test_of_several_files_everything_wrong_is_told_at_once() -> None:
    assert codes(lambda: check_files([("a", b""), ("b", PDF), ("c", b"MZ")])) == ["input.evidence_kind"] * 2


def test_a_damaged_file_is_told_and_not_handed_out(place: Place) -> None:
    add_evidence(place.gate, KIM, "a.pdf", PDF, "internal")
    file = place.folder / "workspaces" / HANBIT / "objects" / HASH[:2] / HASH[2:]
    file.write_bytes(PDF + b"!")
    with pytest.raises(OutsideError, match="not as it was written"):
        take_evidence(place.gate, KIM, HASH, "x")


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (PDF, "application/pdf", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "jpg"),
        (b"PK\x03\x04..xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        (b"PK\x03\x04..word", "application/zip", "zip"),
        (b"<html><script>alert(1)</script>", "text/plain", "txt"),
        (b"<svg onload=alert(1)>", "text/plain", "txt"),
        ("전력량,kWh".encode("cp949"), "text/plain", "txt"),
        (("가" * 50_000).encode(), "text/plain", "txt"),
        (b"\0\1\2", "application/octet-stream", "bin"),
    ],
)
def test_the_kind_follows_from_the_content(content: bytes, kind: str, ending: str) -> None:
    assert (media_type_of(content), ending_of(kind)) == (kind, ending)


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90", b"\x7fELF", b"#!/bin/sh", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"]
)
def test_a_program_is_no_evidence(place: Place, content: bytes) -> None:
    assert is_program(content) is bool(content)
    assert codes(lambda: add_evidence(place.gate, KIM, "bill.pdf", content, "open")) == ["input.evidence_kind"]
    assert place.gate.objects.hashes(HANBIT) == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\a\\b.pdf", "b.pdf"), ("a\u202efdp.exe", "a?fdp.exe"), ("\r\nX: y", "??X: y"),
     ("", "file"), ("가" * 500, "가" * 200), (" /", "file")],
)  # fmt: skip
def test_a_name_is_shown_without_tricks(name: str, shown: str) -> None:
    assert shown_file_name(name) == shown
