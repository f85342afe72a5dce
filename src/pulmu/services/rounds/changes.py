"""A round is changed by one more version of its document: what stands in it and is not touched stays as it is."""

import copy
import hashlib
from dataclasses import replace
from typing import Any

from pulmu.model import ConflictError, Document, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.document import DocumentVersion
from pulmu.services.rounds.shelf import KeptRound
from pulmu.services.workspaces.kept_document import text_of

Tree = dict[str, Any]


def tree_of(kept: KeptRound) -> Tree:
    """A copy of the round's document that may be changed."""
    return copy.deepcopy(kept.document.tree) if isinstance(kept.document.tree, dict) else {"id": kept.id}


def check_seen(kept: KeptRound, seen: int) -> None:
    """Refuse what was decided on another version.

    Raises
    ------
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    if kept.version.number != seen:
        said, mend = "somebody saved another version meanwhile", "look at it, and decide then"
        raise ConflictError.of("store.document_changed", f"round {kept.id}", said, mend)


def check_counts(kept: KeptRound) -> None:
    """Refuse a round that has errors.

    Raises
    ------
    InputError  All of them.
    """
    if not kept.counts:
        raise InputError(*(item for item in kept.problems if item.severity == "error"))


def parties_in(tree: Tree, side: str) -> list[Tree]:
    """The parties of a side, to be changed in place."""
    found: list[Tree] = tree.setdefault(f"{side}s", [])
    return found


def version_after(gate: Gate, actor: Actor, kept: KeptRound, tree: Tree) -> DocumentVersion:
    """The version that follows, with a changed document."""
    content = text_of(replace(kept.document, tree=tree, places={}))
    return DocumentVersion(
        kind="round", document=kept.id, number=kept.version.number + 1, at=gate.world.now(), author=actor.id,
        content=content, file_name=kept.document.name, sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip


def save_change(gate: Gate, actor: Actor, kept: KeptRound, tree: Tree) -> int:
    """Keep a changed round as its next version; the same where nothing is different. Its number.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    if tree == kept.document.tree:
        return kept.version.number
    version = version_after(gate, actor, kept, tree)
    deed = Deed("write_round", f"round:{kept.id}/{version.number}", detail={"sha256": version.sha256})
    with gate.writing(actor, deed) as work:
        work.add_document_version(version)
    return version.number


def document_named(tree: Tree, name: str) -> Document:
    """A round's document that comes from no file."""
    return Document(tree, f"{name}.yaml")
