"""Files that somebody gave as evidence: kept by their content, and noted whoever takes one."""

import hashlib

from pulmu.model import AccessRefused, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.plant import EvidenceRecord, SecrecyClass
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
    record = evidence_record(gate, actor, name, content, secrecy)
    with gate.reading(actor, "write_evidence") as work:
        known = work.evidence(record.sha256)
    if known is not None:
        return known
    if not content or is_program(content):
        said, mend = "the file is empty, or a program", "give a document, a picture or a table"
        raise InputError.of("input.evidence_kind", record.name, said, mend)
    gate.objects.put(actor.workspace, content)
    deed = Deed("write_evidence", f"evidence:{record.sha256}", detail={"secrecy": secrecy})
    with gate.writing(actor, deed) as work:
        work.add_evidence(record)
        return work.evidence(record.sha256) or record


def list_evidence(gate: Gate, actor: Actor) -> tuple[EvidenceRecord, ...]:
    """What files there are, oldest first. Looking is noted as well.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.writing(actor, Deed("read_evidence", "evidence")) as work:
        return work.all_evidence()


def take_evidence(gate: Gate, actor: Actor, sha256: str, reason: str) -> tuple[EvidenceRecord, bytes]:
    """A file and what is known of it. It is noted who took it and why.

    Raises
    ------
    AccessRefused  They may not, or there is no such file (`access.unknown_evidence`).
    InputError  No reason was given (`input.reason_missing`).
    OutsideError  It is missing or damaged.
    """
    deed = Deed("read_evidence", f"evidence:{sha256[:64]}", reason=needed(reason))
    with gate.writing(actor, deed) as work:
        record = work.evidence(sha256) if len(sha256) == 64 else None
        if record is None:
            raise _unknown()
    return record, gate.objects.get(actor.workspace, sha256)


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
    """A name that can be shown: the last part of a path, without signs that turn or hide text."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign if sign.isprintable() else "?" for sign in last)[:LONGEST_NAME].strip() or "file"


def _unknown() -> AccessRefused:
    said, mend = "there is no such file", "choose one of the list, or send it once more"
    return AccessRefused.of("access.unknown_evidence", "evidence", said, mend)
