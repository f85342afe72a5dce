"""Deletion with proof: everything a company owns goes, its name and a certificate stay."""

import hashlib
import json
from dataclasses import dataclass

import pulmu
from pulmu.model import InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.accounts.door import Door, note
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.crossing import DELIVERY_KINDS
from pulmu.services.records.document import DOCUMENT_KINDS
from pulmu.services.records.paper import received_papers
from pulmu.services.records.store import ObjectStore, Store, WorkspaceRecords
from pulmu.services.workspaces.reports import needed

FORMAT = "pulmu.erasure/1"


@dataclass(frozen=True, slots=True)
class Erasure:
    """The proof of a deletion: what was deleted, by whom, when and why; kept in the audit of the place, sealed there.

    Parameters
    ----------
    certificate : As JSON; what was deleted is in it by counts and hashes only.
    sha256 : Its hash.
    """

    certificate: str
    sha256: str


def erase_workspace(gate: Gate, door: Door, actor: Actor, name: str, reason: str) -> Erasure:
    """Delete everything of a workspace. Its backups are not here: who cares for the place destroys them.

    Parameters
    ----------
    name : Name of the workspace, typed again.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Another name was typed, or no reason given (`access.erase_name`, `input.reason_missing`).
    """
    workspace, said = actor.workspace, needed(reason)
    with gate.writing(actor, Deed("erase_workspace", f"workspace:{workspace}", reason=said)) as work:
        _check_name(door, workspace, name)
        counts = _counts(work)
    contents = gate.objects.hashes(workspace)
    with door.store.place_writing() as place:
        number, seal = place.head(workspace) or (0, "")
        certificate = {
            "format": FORMAT, "workspace": workspace, "name": name.strip(), "erased_at": gate.world.now().isoformat(),
            "by": actor.id, "reason": said, "program": f"pulmu {pulmu.__version__}",
            "counts": counts | {"contents": len(contents)},
            "contents_sha256": hashlib.sha256("\n".join(contents).encode()).hexdigest(),
            "audit_head": {"number": number, "seal": seal},
        }  # fmt: skip
        text = json.dumps(certificate, ensure_ascii=False, sort_keys=True, indent=1)
        erasure = Erasure(text, hashlib.sha256(text.encode()).hexdigest())
        place.close_workspace(workspace)
        entry = AuditEntry(
            at=gate.world.now(), actor=actor.id, action="erase_workspace", about=f"workspace:{workspace}",
            detail={"certificate": text, "sha256": erasure.sha256}, reason=said, address=actor.address,
        )  # fmt: skip
        note(place, entry)
    _erase(door.store, gate.objects, workspace)
    return erasure


def finish_erasures(store: Store, objects: ObjectStore) -> int:
    """End deletions that were begun and not ended, as by a power failure; how many."""
    with store.place_reading() as place:
        gone = {item.id for item in place.workspaces() if item.status == "deleted"}
    left = gone.intersection(objects.workspaces())
    for workspace in left:
        _erase(store, objects, workspace)
    return len(left)


def _erase(store: Store, objects: ObjectStore, workspace: str) -> None:
    store.erase_workspace(workspace)
    objects.erase(workspace)
    store.tidy()


def _check_name(door: Door, workspace: str, name: str) -> None:
    with door.store.place_reading() as place:
        room = place.workspace(workspace)
    if room is None or room.name != name.strip():
        said, mend = "this is not the name of the workspace", "type its name as it is shown"
        raise InputError.of("access.erase_name", "name", said, mend)


def _counts(work: WorkspaceRecords) -> dict[str, int]:
    reports = work.reports()
    last = work.last_entry()
    return {
        "plants": len(work.plants()),
        "plant_versions": sum(len(work.plant_versions(item.id)) for item in work.plants()),
        "document_versions": sum(
            len(work.document_versions(kind, item.document)) for kind in DOCUMENT_KINDS for item in work.documents(kind)
        ),
        "received": sum(len(work.all_received(kind)) for kind in DELIVERY_KINDS),
        "papers_received": sum(1 for _ in received_papers(work)),
        "decisions": sum(len(work.decisions(item.call)) for item in work.call_states()),
        "reports": len(reports),
        "report_versions": sum(len(work.report_versions(item.id)) for item in reports),
        "links": sum(len(work.links(item.id)) for item in reports),
        "evidence": len(work.all_evidence()),
        "audit_entries": last.number if last else 0,
    }
