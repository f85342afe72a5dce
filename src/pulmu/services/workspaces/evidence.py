"""Files that somebody gave as evidence: kept by their content, and noted whoever takes one."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from pulmu.model import AccessRefused, InputError, Problem, problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.access.secrecy import opens_wider, sees
from pulmu.services.records.plant import EvidenceRecord, SecrecyClass
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.evidence_behind import behind_reports
from pulmu.services.workspaces.media_type import is_program, media_type_of
from pulmu.services.workspaces.reports import needed

LONGEST_NAME = 200


def evidence_record(
    gate: Gate, actor: Actor, name: str, content: bytes, secrecy: SecrecyClass = "internal"
) -> EvidenceRecord:
    """What is known of a file that is about to be kept."""
    return EvidenceRecord(
        sha256=hashlib.sha256(content).hexdigest(), name=shown_file_name(name), media_type=media_type_of(content),
        size=len(content), at=gate.world.now(), author=actor.id, secrecy=secrecy,
    )  # fmt: skip


def add_evidence(gate: Gate, actor: Actor, name: str, content: bytes, secrecy: SecrecyClass) -> EvidenceRecord:
    """Keep a file. The same content again is the file that is there already, with its name and its class.

    Raises
    ------
    AccessRefused  They may not.
    InputError  It is empty, or a program (`input.evidence_kind`).
    """
    return keep_evidence(gate, actor, name, content, secrecy)[0]


def keep_evidence(
    gate: Gate, actor: Actor, name: str, content: bytes, secrecy: SecrecyClass
) -> tuple[EvidenceRecord, bool]:
    """The same, with whether it is new.

    Raises
    ------
    AccessRefused, InputError  As for `add_evidence`.
    """
    record = evidence_record(gate, actor, name, content, secrecy)
    with gate.reading(actor, "write_evidence") as work:
        known = work.evidence(record.sha256)
    if known is not None:
        return known, False
    check_files([(name, content)])
    gate.objects.put(actor.workspace, content)
    deed = Deed("write_evidence", f"evidence:{record.sha256}", detail={"secrecy": secrecy})
    with gate.writing(actor, deed) as work:
        is_new = work.add_evidence(record)
        return work.evidence(record.sha256) or record, is_new


def check_files(files: Iterable[tuple[str, bytes]]) -> None:
    """Refuse files of which one cannot be kept, with all that is wrong with them.

    Raises
    ------
    InputError  One is empty, or a program (`input.evidence_kind`).
    """
    wrong = [_no_evidence(shown_file_name(name)) for name, content in files if not content or is_program(content)]
    if wrong:
        raise InputError(*wrong)


def list_evidence(gate: Gate, actor: Actor) -> tuple[EvidenceRecord, ...]:
    """What files there are, oldest first, as far as their classes let the actor see. Looking is noted as well.

    Who is engaged for some reports sees the files behind those.

    Raises
    ------
    AccessRefused  They may not.
    """
    reports = _engaged_for(actor)
    with gate.writing(actor, Deed("read_evidence", "evidence", report=next(iter(reports), ""))) as work:
        kept = work.all_evidence()
        behind = behind_reports(gate, actor.workspace, work, reports, kept) if reports else None
    report = next(iter(reports), "")
    return tuple(
        item for item in kept if sees(actor, item.secrecy, report) and (behind is None or item.sha256 in behind)
    )


def look_at_evidence(gate: Gate, actor: Actor, sha256: str) -> EvidenceRecord:
    """What is known of a file. Looking is noted.

    Raises
    ------
    AccessRefused  They may not, or there is no such file for them (`access.unknown_evidence`).
    """
    report = next(iter(_engaged_for(actor)), "")
    with gate.writing(actor, Deed("read_evidence", f"evidence:{sha256[:64]}", report=report)) as work:
        return _seen(gate, actor, work, sha256)


def take_evidence(gate: Gate, actor: Actor, sha256: str, reason: str) -> tuple[EvidenceRecord, bytes]:
    """A file and what is known of it. It is noted who took it and why.

    Raises
    ------
    AccessRefused  They may not, or there is no such file for them (`access.unknown_evidence`).
    InputError  No reason was given (`input.reason_missing`).
    OutsideError  It is missing or damaged.
    """
    report = next(iter(_engaged_for(actor)), "")
    deed = Deed("read_evidence", f"evidence:{sha256[:64]}", report=report, reason=needed(reason))
    with gate.writing(actor, deed) as work:
        record = _seen(gate, actor, work, sha256)
    return record, gate.objects.get(actor.workspace, sha256)


def class_evidence(gate: Gate, actor: Actor, sha256: str, secrecy: SecrecyClass, reason: str) -> EvidenceRecord:
    """Give a file another class of secrecy; it is noted who did, and why.

    The company's own people may close it further. To open it to people from outside takes who may share a report.

    Raises
    ------
    AccessRefused  They may not, or there is no such file for them (`access.unknown_evidence`).
    InputError  No reason was given (`input.reason_missing`).
    """
    detail: dict[str, str] = {}
    deed = Deed("class_evidence", f"evidence:{sha256[:64]}", detail=detail, reason=needed(reason))
    with gate.writing(actor, deed) as work:
        record = _seen(gate, actor, work, sha256)
        if opens_wider(record.secrecy, secrecy):
            authorise(actor, "share_report", "")
        detail |= {"before": record.secrecy, "secrecy": secrecy}
        work.class_evidence(sha256, secrecy)
    return replace(record, secrecy=secrecy)


def _seen(gate: Gate, actor: Actor, work: WorkspaceRecords, sha256: str) -> EvidenceRecord:
    """A file that the actor may see."""
    record, reports = work.evidence(sha256) if len(sha256) == 64 else None, _engaged_for(actor)
    if record is None or not sees(actor, record.secrecy, next(iter(reports), "")):
        raise _unknown()
    if reports and sha256 not in behind_reports(gate, actor.workspace, work, reports, work.all_evidence()):
        raise _unknown()
    return record


def _engaged_for(actor: Actor) -> tuple[str, ...]:
    """The reports somebody is engaged for; none where they see the evidence of the whole company, or of nothing."""
    if actor.may("read_evidence"):
        return ()
    named = dict.fromkeys(report for grant in actor.grants for report in grant.reports)
    reached = (report for report in named if actor.may("read_evidence", report))
    coded = (report for report in named if actor.lacks_second_factor("read_evidence", report))
    return tuple(reached) or tuple(coded)


def file_to_take_in(gate: Gate, actor: Actor, sha256: str) -> tuple[EvidenceRecord, bytes]:
    """A file that was kept, for who takes readings out of it.

    Raises
    ------
    AccessRefused  They may not, or there is no such file (`access.unknown_evidence`).
    OutsideError  It is missing or damaged.
    """
    with gate.reading(actor, "write_readings") as work:
        record = work.evidence(sha256)
    if record is None:
        raise _unknown()
    return record, gate.objects.get(actor.workspace, sha256)


def shown_file_name(name: str) -> str:
    """A name that can be shown: the last part of a path, without signs that turn or hide text, Hangul put together."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    return "".join(sign if sign.isprintable() else "?" for sign in last)[:LONGEST_NAME].strip() or "file"


def _no_evidence(name: str) -> Problem:
    said, mend = "the file is empty, or a program", "give a document, a picture or a table"
    return problem("input.evidence_kind", name, said, mend)


def _unknown() -> AccessRefused:
    said, mend = "there is no such file", "choose one of the list, or send it once more"
    return AccessRefused.of("access.unknown_evidence", "evidence", said, mend)
