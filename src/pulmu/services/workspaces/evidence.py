"""Files that somebody gave as evidence: kept by their content, and noted whoever takes one."""

import hashlib

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.plant import EvidenceRecord, SecrecyClass
from pulmu.services.workspaces.media_type import media_type_of


def evidence_record(
    gate: Gate, actor: Actor, name: str, content: bytes, secrecy: SecrecyClass = "internal"
) -> EvidenceRecord:
    """What is known of a file that is about to be kept."""
    return EvidenceRecord(
        sha256=hashlib.sha256(content).hexdigest(), name=name, media_type=media_type_of(content), size=len(content),
        at=gate.world.now(), author=actor.id, secrecy=secrecy,
    )  # fmt: skip
