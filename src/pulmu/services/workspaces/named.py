"""Documents that people name: of each kind how a name is written, and what is said of one that is none.

A document of a kind carries its own name, as `id`; it is kept under that name and no other.
"""

import re
from dataclasses import dataclass

from pulmu.model import Document, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.workspaces.documents import (
    Kept,
    document_history,
    find_document,
    save_document,
    unknown_document,
)


@dataclass(frozen=True, slots=True)
class Naming:
    """How documents of a kind are named.

    Parameters
    ----------
    pattern : Of a whole name. Words that are addresses of pages, such as `new`, are none.
    noun : What one is called in a sentence.
    how : How to write a name, with an example.
    code, other_code : Of the problem that a name is none, and that a document carries another.
    """

    kind: DocumentKind
    pattern: str
    noun: str
    how: str
    code: str
    other_code: str

    def holds(self, name: str) -> bool:
        """Whether it is a name at all; one that is none is never looked up."""
        return re.fullmatch(self.pattern, name) is not None


def own_name(document: Document) -> str:
    """The name a document carries; empty where it carries none."""
    own = document.tree.get("id") if isinstance(document.tree, dict) else None
    return own if isinstance(own, str) else ""


def find_named(gate: Gate, actor: Actor, naming: Naming, name: str, number: int | None = None) -> Kept:
    """A document as it stands, or as it stood in a version.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    kept = find_document(gate, actor, naming.kind, name, number) if naming.holds(name) else None
    if kept is None:
        raise unknown_document()
    return kept


def named_history(gate: Gate, actor: Actor, naming: Naming, name: str) -> tuple[DocumentVersion, ...]:
    """Versions of a document, newest first; none where it was never kept.

    Raises
    ------
    AccessRefused  They may not.
    """
    return document_history(gate, actor, naming.kind, name) if naming.holds(name) else ()


def save_named(
    gate: Gate, actor: Actor, naming: Naming, name: str, document: Document, *, seen: int, note: str = ""
) -> Kept:
    """A new version under the name the document carries.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The name is none, or not the one the document carries.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    if not naming.holds(name):
        raise InputError.of(naming.code, document.place(("id",)), f"this cannot be the id of {naming.noun}", naming.how)
    if own_name(document) != name:
        raise InputError.of(
            naming.other_code, document.place(("id",)), f"the document is of another than {name}",
            "give the document the same id, or save it under its own", name=name,
        )  # fmt: skip
    return save_document(gate, actor, naming.kind, name, document, seen=seen, note=note)
