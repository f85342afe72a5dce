"""Answers that a job found: each kept as the next version of a document, with all it rests on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.kept_document import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """An answer that is to be kept.

    Parameters
    ----------
    document : What it is an answer about, by id.
    ending : Its file is called `{document}.{ending}.json`.
    tree : All of it, as plain values.
    note : What a list shows of it.
    """

    kind: DocumentKind
    document: str
    ending: str
    tree: Mapping[str, Any]
    note: str


def keep_answer(gate: Gate, actor: Actor, work: WorkspaceRecords, new: NewAnswer) -> int:
    """Keep an answer; its number.

    Raises
    ------
    ValueError  A number in it is not finite.
    """
    heads = work.document_versions(new.kind, new.document)
    name = f"{new.document}.{new.ending}.json"
    text = text_of(Document(json.loads(json.dumps(new.tree, sort_keys=True, allow_nan=False)), name))
    version = DocumentVersion(
        kind=new.kind, document=new.document, number=heads[0].number + 1 if heads else 1, at=gate.world.now(),
        author=actor.id, content=text, file_name=name, sha256=hashlib.sha256(text.encode()).hexdigest(), note=new.note,
    )  # fmt: skip
    work.add_document_version(version)
    return version.number
