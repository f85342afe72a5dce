"""Records to keep, each whole with one line."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pulmu.services.records.account import Account, Invitation, Membership, Session, Token, Workspace
from pulmu.services.records.crossing import Delivery, Notice, Received
from pulmu.services.records.deciding import CallState, DecisionRecord, Review
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.identity import AuthorizationRequest, Identity
from pulmu.services.records.job import Job, KeptAnswer, QueuedJob
from pulmu.services.records.live_link import LiveLink
from pulmu.services.records.plant import EvidenceRecord, PlantRecord, PlantVersion
from pulmu.services.records.report import Comment, Link, ReportFile, ReportRecord, ReportVersion
from pulmu.services.records.sealed import SealedHead, SealedPart

HANBIT, DAERIM = "a" * 32, "b" * 32
NOON = datetime(2027, 2, 3, 12, 0, 0, 123456, tzinfo=UTC)


def later(minutes: float) -> datetime:
    """So much after noon."""
    return NOON + timedelta(minutes=minutes)


def workspace(key: str = HANBIT, **more: Any) -> Workspace:
    return Workspace(**{"id": key, "name": "한빛볼트", "created": NOON} | more)


def account(key: str = "kim", **more: Any) -> Account:
    return Account(
        **{"id": key, "email": f"{key}@hanbit.example", "name": "김하나", "password": "hash", "created": NOON} | more
    )


def membership(key: str = "kim", **more: Any) -> Membership:
    return Membership(**{"workspace": HANBIT, "account": key, "role": "preparer", "start": date(2027, 1, 1)} | more)


def session(key: str = "s" * 64, **more: Any) -> Session:
    return Session(**{"id": key, "account": "kim", "created": NOON, "seen": NOON, "ends": later(600)} | more)


def token(key: str = "t1", **more: Any) -> Token:
    given = {"id": key, "account": "kim", "workspace": HANBIT, "name": "ERP", "secret": "hash"}
    return Token(**given | {"scopes": ("write_readings",), "created": NOON, "ends": later(60)} | more)


def invitation(key: str = "i1", **more: Any) -> Invitation:
    given = {"id": key, "workspace": HANBIT, "email": "lee@hanbit.example", "role": "verifier", "reports": ("r1",)}
    return Invitation(**given | {"secret": "hash", "created_by": "kim", "created": NOON, "ends": later(60)} | more)


def identity(subject: str = "248289761001", **more: Any) -> Identity:
    given = {"issuer": "https://login.hanbit.example", "subject": subject, "account": "kim"}
    return Identity(**given | {"email": "kim@hanbit.example", "linked": NOON} | more)


def authorization_request(key: str = "q" * 64, **more: Any) -> AuthorizationRequest:
    return AuthorizationRequest(**{"id": key, "provider": "hanbit", "purpose": "log_in", "ends": later(10)} | more)


def plant(key: str = "p1", **more: Any) -> PlantRecord:
    return PlantRecord(**{"id": key, "name": "안산공장", "created": NOON, "version": 0} | more)


def plant_version(number: int = 1, **more: Any) -> PlantVersion:
    given = {"plant": "p1", "number": number, "at": NOON, "author": "kim", "content": '{"company": {}}'}
    return PlantVersion(**given | {"file_name": "plant.yaml", "sha256": "c" * 64} | more)


def document_version(number: int = 1, **more: Any) -> DocumentVersion:
    given = {"kind": "firm", "document": "firm", "number": number, "at": NOON, "author": "kim", "content": "{}"}
    return DocumentVersion(**given | {"file_name": "firm.yaml", "sha256": "f" * 64} | more)


def received(key: str = "a1", **more: Any) -> Received:
    given = {"id": key, "kind": "application", "about": "round", "sender": DAERIM, "name": "대림금속", "at": NOON}
    return Received(**given | {"content": '{"기업": "대림금속"}', "sha256": hash_of('{"기업": "대림금속"}')} | more)


def call_state(call: str = "round", **more: Any) -> CallState:
    return CallState(**{"call": call, "version": 1, "budget_krw": 1000, "places": 3, "changed": NOON} | more)


def review(reviewer: str = "lee", **more: Any) -> Review:
    given = {"call": "round", "application": "a1", "reviewer": reviewer, "assigned_by": "kim", "assigned_at": NOON}
    return Review(**given | more)


def decision(number: int = 1, **more: Any) -> DecisionRecord:
    given = {"call": "round", "application": "a1", "number": number, "outcome": "selected", "amount_krw": 400}
    content = '{"이유": "점수"}'
    return DecisionRecord(
        **given | {"at": NOON, "author": "kim", "content": content, "sha256": hash_of(content)} | more
    )


def notice(key: str = "round", **more: Any) -> Notice:
    given = {"kind": "call", "workspace": HANBIT, "id": key, "number": 1, "at": NOON, "content": '{"공고": "예시"}'}
    return Notice(**given | {"sha256": hash_of('{"공고": "예시"}')} | more)


def delivery(key: str = "d1", **more: Any) -> Delivery:
    given = {"id": key, "kind": "application", "sender": HANBIT, "receiver": DAERIM, "about": "round", "at": NOON}
    return Delivery(**given | {"content": '{"신청": "한빛"}', "sha256": hash_of('{"신청": "한빛"}')} | more)


def hash_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def evidence(sha256: str = "e" * 64, **more: Any) -> EvidenceRecord:
    given = {"sha256": sha256, "name": "고지서.pdf", "media_type": "application/pdf", "size": 10, "at": NOON}
    return EvidenceRecord(**given | {"author": "kim"} | more)


def report(key: str = "r1", **more: Any) -> ReportRecord:
    return ReportRecord(**{"id": key, "plant": "p1", "year": 2026, "created": NOON} | more)


def report_version(number: int = 1, **more: Any) -> ReportVersion:
    given = {"report": "r1", "number": number, "state": "draft", "plant_version": 1, "edition": "2026-08"}
    hashes = {"plant_sha256": "c" * 64, "report_sha256": "d" * 64}
    return ReportVersion(**given | hashes | {"program": "pulmu 0", "prepared_by": "kim", "prepared_at": NOON} | more)


def report_file(name: str = "report.json", **more: Any) -> ReportFile:
    return ReportFile(**{"report": "r1", "number": 1, "name": name, "sha256": "d" * 64, "size": 3} | more)


def comment(key: str = "c1", **more: Any) -> Comment:
    return Comment(**{"id": key, "report": "r1", "number": 1, "author": "lee", "at": NOON, "text": "?"} | more)


def link(key: str = "l1", **more: Any) -> Link:
    given = {"id": key, "report": "r1", "number": 1, "audience": "Adler GmbH", "secret": "hash", "created_by": "kim"}
    return Link(**given | {"created": NOON, "ends": later(60)} | more)


def live_link(key: str = "v1", **more: Any) -> LiveLink:
    given = {"id": key, "workspace": HANBIT, "line": "line1", "name": "Press line", "samples": "/srv/press.sqlite"}
    return LiveLink(**given | {"desk": "/srv/guard", "tag_map": "/srv/map.yaml", "created": NOON} | more)


def job(key: str = "j1", **more: Any) -> Job:
    given = {"id": key, "kind": "prepare_report", "order": '{"plant": "p1"}', "asked_by": "kim", "via": "session"}
    return Job(**given | {"most": 3, "created": NOON} | more)


def queued_job(key: str = "j1", **more: Any) -> QueuedJob:
    given = {"id": key, "workspace": HANBIT, "kind": "prepare_report", "added": NOON, "ready": NOON}
    return QueuedJob(**given | more)


def kept_answer(key: str = "k" * 64, **more: Any) -> KeptAnswer:
    return KeptAnswer(**{"key": key, "request": "r" * 64, "at": NOON, "answer": "sealed"} | more)


def sealed_part(number: int = 1, **more: Any) -> SealedPart:
    given = {"what": "meter", "name": "EM-01", "number": number, "at": NOON, "author": "kim", "reason": ""}
    content = {"rows": 2, "first": 0, "last": 2**40, "head": "{}", "days": b"\0\xff", "marks": b"\1\2\3\4"}
    return SealedPart(**given | content | {"previous": "0" * 64, "seal": f"{number:064d}"} | more)


def sealed_head(parts: int = 1, **more: Any) -> SealedHead:
    given = {"what": "meter", "name": "EM-01", "parts": parts, "seal": f"{parts:064d}", "rows": 2, "first": 0}
    return SealedHead(**given | {"last": 2**40, "at": NOON, "head": "{}"} | more)
