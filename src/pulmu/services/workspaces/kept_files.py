"""Files that were sent and are looked at before they count: kept as evidence from the first moment."""

from pulmu.model import AccessRefused, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.plant import EvidenceRecord
from pulmu.services.workspaces.evidence import evidence_record

LONGEST_NAME = 200


def keep_file(gate: Gate, actor: Actor, name: str, content: bytes) -> EvidenceRecord:
    """Keep a file; the same content once.

    Raises
    ------
    AccessRefused  They may not.
    InputError  It is empty (`input.no_content`).
    """
    if not content:
        raise InputError.of("input.no_content", "file", "the file is empty", "choose a file with content")
    shown = "".join(sign if sign.isprintable() and sign not in "/\\" else "_" for sign in name)[-LONGEST_NAME:]
    record = evidence_record(gate, actor, shown or "file", content)
    with gate.writing(actor, Deed("write_evidence", f"evidence:{record.sha256}")) as work:
        gate.objects.put(actor.workspace, content)
        work.add_evidence(record)
        return work.evidence(record.sha256) or record


def kept_file(gate: Gate, actor: Actor, sha256: str) -> tuple[EvidenceRecord, bytes]:
    """A file that was kept, to take readings or entries from; for who may take them in.

    Raises
    ------
    AccessRefused  They may not, or there is no such file (`access.unknown_evidence`).
    """
    with gate.reading(actor, "write_readings") as work:
        record = work.evidence(sha256)
    if record is None:
        said, mend = "there is no such file", "send it once more"
        raise AccessRefused.of("access.unknown_evidence", "file", said, mend)
    return record, gate.objects.get(actor.workspace, sha256)
