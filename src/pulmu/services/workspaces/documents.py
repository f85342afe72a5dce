"""Documents of a workspace beside its plants, in versions: its firm, an agency's programmes, calls, and others."""

import hashlib
from dataclasses import dataclass

from pulmu.model import AccessRefused, Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.access.permission import Action
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.kept_document import document_of, text_of

_READ: dict[DocumentKind, Action] = {
    "firm": "read_firm", "programme": "read_rules", "reform": "read_rules", "reform_effect": "read_rules",
    "call": "read_call", "application": "read_application", "reviewers": "assign_review",
    "assignment": "assign_review",
    "selection": "decide_application", "offer": "read_offer", "need": "read_offer", "round": "read_round",
    "matched_round": "read_round", "wishes": "read_wishes", "voice": "read_voice", "theme": "read_received",
    "letter_template": "read_letters", "letters": "read_letters", "result": "read_letters",
    "appeal": "read_application", "appeal_delay": "read_received",
    "line": "read_line", "line_run": "read_line", "line_question": "read_line",
    "line_proof": "read_control", "live_ahead": "read_live",
    "shell": "read_shell",
    "power_bill": "read_bill", "load_forecast": "read_forecast",
    "measure_plan": "read_measures", "load_anomalies": "read_anomalies", "anomaly_mark": "read_anomalies",
    "shop_jobs": "read_schedule", "schedule": "read_schedule",
}  # fmt: skip
_WRITE: dict[DocumentKind, Action] = {
    "firm": "write_firm", "programme": "write_rules", "reform": "write_rules", "reform_effect": "compute_reform",
    "call": "write_call", "application": "write_application", "reviewers": "assign_review",
    "assignment": "assign_review",
    "selection": "decide_application", "offer": "write_offer", "need": "write_offer", "round": "write_round",
    "matched_round": "send_round", "wishes": "write_wishes", "voice": "write_voice", "theme": "write_theme",
    "letter_template": "write_letters", "letters": "write_letters", "result": "publish_results",
    "appeal": "write_application", "appeal_delay": "decide_application",
    "line": "write_line", "line_run": "run_line", "line_question": "run_line",
    "line_proof": "propose_setpoint", "live_ahead": "run_line",
    "shell": "write_shell",
    "power_bill": "compute_bill", "load_forecast": "compute_forecast",
    "measure_plan": "compute_measures", "load_anomalies": "compute_anomalies", "anomaly_mark": "mark_anomaly",
    "shop_jobs": "compute_schedule", "schedule": "compute_schedule",
}  # fmt: skip
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it stands, or as it stood in a version."""

    version: DocumentVersion
    document: Document


def list_documents(gate: Gate, actor: Actor, kind: DocumentKind) -> tuple[DocumentVersion, ...]:
    """The newest version of each document of a kind, without content.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, _READ[kind]) as work:
        return work.documents(kind)


def find_document(
    gate: Gate, actor: Actor, kind: DocumentKind, document: str, number: int | None = None
) -> Kept | None:
    """A document as it stands, or in a version; None where none is kept.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_document`).
    """
    with gate.reading(actor, _READ[kind]) as work:
        heads = work.document_versions(kind, document)
        wanted = heads[0].number if heads and number is None else number
        version = None if wanted is None else work.document_version(kind, document, wanted)
    if version is None:
        if number is None:
            return None
        raise unknown_document()
    return Kept(version, document_of(version.content))


def read_document(gate: Gate, actor: Actor, kind: DocumentKind, document: str, number: int | None = None) -> Kept:
    """A document that is kept.

    Raises
    ------
    AccessRefused  They may not, or there is no such document or version (`access.unknown_document`).
    """
    found = find_document(gate, actor, kind, document, number)
    if found is None:
        raise unknown_document()
    return found


def document_history(gate: Gate, actor: Actor, kind: DocumentKind, document: str) -> tuple[DocumentVersion, ...]:
    """Versions of a document, newest first, without their content; none where it was never kept.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, _READ[kind]) as work:
        return work.document_versions(kind, document)


def save_document(
    gate: Gate,
    actor: Actor,
    kind: DocumentKind,
    document: str,
    content: Document,
    *,
    seen: int,
    note: str = "",
    reason: str = "",
) -> Kept:
    """A new version.

    Parameters
    ----------
    seen : Version the change was made on; 0 before the first. If somebody saved another meanwhile, nothing is saved.
    reason : Why, where the audit is to say so.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    version = _version(gate, actor, kind, document, content, seen + 1, note)
    deed = Deed(_WRITE[kind], f"{kind}:{document}/{version.number}", detail={"sha256": version.sha256}, reason=reason)
    with gate.writing(actor, deed) as work:
        work.add_document_version(version)
    return Kept(version, content)


def add_version(
    gate: Gate, actor: Actor, work: WorkspaceRecords, kind: DocumentKind, document: str, content: Document,
    note: str = "",
) -> DocumentVersion:  # fmt: skip
    """A next version, in a transaction that does more: whoever began it has authorised and noted it."""
    heads = work.document_versions(kind, document)
    version = _version(gate, actor, kind, document, content, heads[0].number + 1 if heads else 1, note)
    work.add_document_version(version)
    return version


def _version(
    gate: Gate, actor: Actor, kind: DocumentKind, document: str, content: Document, number: int, note: str
) -> DocumentVersion:
    text = text_of(content)
    return DocumentVersion(
        kind=kind, document=document, number=number, at=gate.world.now(), author=actor.id, content=text,
        file_name=content.name, sha256=hashlib.sha256(text.encode()).hexdigest(), note=note[:_LONGEST_NOTE],
    )  # fmt: skip


def unknown_document() -> AccessRefused:
    """There is no such document, or not for them: the same is said."""
    said, mend = "there is no such document", "choose one of the list"
    return AccessRefused.of("access.unknown_document", "document", said, mend)
