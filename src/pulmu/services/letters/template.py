"""The form of a call's letters: the agency's own file in versions, or Pulmu's PDF."""

import hashlib
from dataclasses import dataclass
from typing import Any

from pulmu.model import Problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.letters.drawing import LetterDrawing, Template
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.workspaces.documents import document_history, find_document, save_document
from pulmu.services.workspaces.evidence import shown_file_name
from pulmu.services.workspaces.kept_problems import plain_problem, problem_of

KIND: DocumentKind = "letter_template"
FORMAT = "letter_template/1"


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """The form of a call's letters as it stands, or stood in a version.

    Parameters
    ----------
    file, kind, sha256, size : Of the agency's file; empty where letters are Pulmu's PDF.
    problems : What is missing in it; no error.
    """

    number: int
    file: str
    kind: str
    sha256: str
    size: int
    problems: tuple[Problem, ...]

    @property
    def is_own(self) -> bool:
        """Whether letters are filled into a file of the agency."""
        return bool(self.sha256)

    @property
    def suffix(self) -> str:
        """Ending of the letters."""
        return self.kind or "pdf"


PDF = KeptTemplate(0, "", "", "", 0, ())
"""Before anything is chosen, letters are Pulmu's PDF."""


def find_template(gate: Gate, actor: Actor, call: str, number: int | None = None) -> KeptTemplate:
    """The form as it stands, or in a version; version 0 is Pulmu's PDF.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_document`).
    """
    kept = None if number == 0 else find_document(gate, actor, KIND, call, number)
    if kept is None:
        authorise(actor, "read_letters", "")
        return PDF
    tree: Any = kept.document.tree
    problems = tuple(problem_of(item) for item in tree["problems"])
    return KeptTemplate(kept.version.number, tree["file"], tree["kind"], tree["sha256"], tree["size"], problems)


def template_history(gate: Gate, actor: Actor, call: str) -> tuple[DocumentVersion, ...]:
    """Versions of the form, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return document_history(gate, actor, KIND, call)


def keep_template(
    gate: Gate, actor: Actor, drawing: LetterDrawing, call: str, name: str, content: bytes, *, seen: int
) -> KeptTemplate:
    """Take in the agency's own letter, once it was looked at; one that cannot be filled in is not kept.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that is wrong with it, with where (`letter.…`).
    ConflictError  Another was kept meanwhile (`store.document_changed`).
    """
    authorise(actor, "write_letters", "")
    shown = shown_file_name(name)
    opened = drawing.open_template(content, shown)
    sha256 = gate.objects.put(actor.workspace, content)
    tree = {
        "pulmu": FORMAT, "file": shown, "kind": opened.kind, "sha256": sha256, "size": len(content),
        "problems": [plain_problem(item) for item in opened.problems],
    }  # fmt: skip
    return _kept(gate, actor, call, tree, shown, seen)


def use_pdf(gate: Gate, actor: Actor, call: str, *, seen: int) -> KeptTemplate:
    """From now on letters are Pulmu's PDF again; the file stays in its version.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  Another was kept meanwhile (`store.document_changed`).
    """
    tree = {"pulmu": FORMAT, "file": "", "kind": "", "sha256": "", "size": 0, "problems": []}
    return _kept(gate, actor, call, tree, "", seen)


def open_kept(gate: Gate, actor: Actor, drawing: LetterDrawing, kept: KeptTemplate) -> Template | None:
    """The file, looked at once more, as it is a stranger's still; None for Pulmu's PDF.

    Raises
    ------
    OutsideError  It is missing or damaged.
    """
    if not kept.is_own:
        return None
    return drawing.open_template(gate.objects.get(actor.workspace, kept.sha256), kept.file)


def template_file(gate: Gate, actor: Actor, call: str, number: int) -> tuple[KeptTemplate, bytes]:
    """The agency's file of a version; empty for Pulmu's PDF.

    Raises
    ------
    AccessRefused  They may not, or there is no such version.
    """
    kept = find_template(gate, actor, call, number)
    return kept, gate.objects.get(actor.workspace, kept.sha256) if kept.is_own else b""


def basis_of(kept: KeptTemplate, language: str, program: str) -> str:
    """What all letters of one form, language and version of Pulmu share."""
    return hashlib.sha256(f"{kept.sha256} {kept.suffix} {language} {program}".encode()).hexdigest()


def _kept(gate: Gate, actor: Actor, call: str, tree: dict[str, Any], name: str, seen: int) -> KeptTemplate:
    save_document(gate, actor, KIND, call, document_of_tree(tree, name or f"{call}.json"), seen=seen)
    return find_template(gate, actor, call)
